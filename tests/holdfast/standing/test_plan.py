"""What a pathway asks for, in order, and where a reader may stop for today."""

from __future__ import annotations

import pytest

from holdfast.model import Pathway
from holdfast.standing import BUILDS_ON, plan, stop_points
from journeys import COURSE

ALL: list[Pathway] = ["all-staff", "dsl", "trainer", "essentials", "leaders"]


@pytest.mark.parametrize("pathway", ALL)
def test_a_plan_holds_every_core_section_of_its_pathway_in_order_and_no_other(pathway: Pathway) -> None:
    wanted = [
        f"{module.id}/{section.id}"
        for module in COURSE.course.modules
        for section in module.sections
        if section.pathways.get(pathway) == "core"
    ]
    assert list(plan(COURSE, pathway).sections) == wanted != []


@pytest.mark.parametrize("pathway", ALL)
def test_a_plan_has_the_nominal_minutes_of_its_route(pathway: Pathway) -> None:
    route = next(route for route in COURSE.course.routes if route.id == pathway)
    assert (plan(COURSE, pathway).minutes, plan(COURSE, pathway).title) == (route.minutes, route.title)


@pytest.mark.parametrize(
    ("pathway", "kinds"),
    [
        ("all-staff", {"section", "before", "check", "final"}),
        ("dsl", {"section", "before", "check", "final"}),
        ("trainer", {"section", "practice"}),
        ("essentials", {"section", "practice"}),
        ("leaders", {"section"}),
    ],
)
def test_only_the_two_assessed_pathways_have_checks(pathway: Pathway, kinds: set[str]) -> None:
    assert {part.kind for part in plan(COURSE, pathway).parts} == kinds


def test_the_before_check_follows_the_welcome_and_the_final_comes_last() -> None:
    parts = plan(COURSE, "all-staff").parts
    place = [part.kind for part in parts].index("before")
    assert {part.module for part in parts[:place]} == {"00_welcome"}
    assert parts[place + 1].module == "01_how_it_works"
    assert parts[-1].kind == "final"


def test_the_check_of_a_module_follows_its_sections_and_counts_no_minutes() -> None:
    parts = plan(COURSE, "dsl").parts
    checks = {part.key: part for part in parts if part.kind == "check"}
    assert list(checks) == [check.id for check in COURSE.course.checks if "dsl" in check.pathways]
    assert not any(part.counts for part in checks.values())
    m1 = next(number for number, part in enumerate(parts) if part.key == "m1-how-it-works")
    assert (parts[m1 - 1].module, parts[m1 + 1].module) == ("01_how_it_works", "02_how_gangs_work")


def test_a_trainer_is_told_which_pathway_comes_first() -> None:
    assert BUILDS_ON == {"trainer": "dsl"}


@pytest.mark.parametrize("pathway", ALL)
def test_there_is_a_stop_about_every_fifteen_minutes(pathway: Pathway) -> None:
    stops = stop_points(COURSE, pathway)
    stretches, since = [], 0.0
    for part in plan(COURSE, pathway).parts:
        if part.kind in {"section", "before"}:
            since += part.minutes
        if part.key in stops:
            stretches.append(since)
            since = 0.0
    assert all(5 <= minutes <= 20 for minutes in stretches), stretches
    assert since == 0 or 5 <= since <= 20, since


@pytest.mark.parametrize("pathway", ["all-staff", "dsl"])
def test_there_is_a_stop_before_the_final(pathway: Pathway) -> None:
    assert plan(COURSE, pathway).sections[-1] in stop_points(COURSE, pathway)


def test_nobody_is_told_to_stop_at_the_very_end() -> None:
    for pathway in ("leaders", "essentials", "trainer"):
        assert plan(COURSE, pathway).sections[-1] not in stop_points(COURSE, pathway)
