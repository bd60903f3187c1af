"""Where "Go on" leads: every pathway has its own way, and no way leaves it or skips a part of it."""

from __future__ import annotations

import pytest

from holdfast import standing
from holdfast.model import Pathway
from holdfast.server.page_ways import Onward, stops_after, ways
from journeys import COURSE


def _ways(key: str) -> tuple[Onward, ...]:
    module_id, _, section_id = key.partition("/")
    module = COURSE.module(module_id)
    return ways(COURSE, module, next(section for section in module.sections if section.id == section_id))


def _own(key: str, pathway: Pathway) -> Onward:
    [own] = [way for way in _ways(key) if pathway in way.pathways]
    return own


@pytest.mark.parametrize("route", COURSE.course.routes, ids=lambda route: route.id)
def test_somebody_who_always_goes_on_takes_every_part_of_their_way_in_order(route: object) -> None:
    pathway: Pathway = route.id  # type: ignore[attr-defined]
    parts = standing.plan(COURSE, pathway).parts
    for part, following in zip(parts, (*parts[1:], None), strict=True):
        if part.kind != "section":
            continue
        expected = f"/next?after={part.key}"
        if following is not None and following.kind == "section":
            expected = f"/modules/{following.key}"
        elif following is not None and following.kind == "check":
            expected = f"/check/{following.key}"
        assert _own(part.key, pathway).url == expected, part.key


@pytest.mark.parametrize("module", COURSE.course.modules, ids=lambda module: module.id)
def test_every_section_has_one_way_for_every_pathway_and_no_address_twice(module: object) -> None:
    for section in module.sections:  # type: ignore[attr-defined]
        found = ways(COURSE, module, section)  # type: ignore[arg-type]
        assert sorted(name for way in found for name in way.pathways) == sorted(r.id for r in COURSE.course.routes)
        assert len({way.url for way in found}) == len(found)
        assert "all-staff" in found[0].pathways


def test_where_sections_for_leads_begin_everyone_else_is_led_past_them() -> None:
    past, leads, *_ = _ways("04_responding/who-to-call")
    assert (past.url, past.whom) == ("/check/m4-responding", "")
    assert leads.url == "/modules/04_responding/referring"
    assert (leads.whom, leads.always) == ("For safeguarding leads", True)
    assert "dsl" in leads.pathways


def test_somebody_on_a_short_way_is_led_past_what_it_leaves_out() -> None:
    assert _own("01_how_it_works/what-it-is", "essentials").url == "/modules/04_responding/first-minute"
    assert _own("01_how_it_works/what-it-is", "all-staff").url == "/modules/01_how_it_works/opening-the-door"


def test_from_a_section_that_is_not_theirs_everyone_goes_on_to_the_next_one() -> None:
    way = _own("01_how_it_works/in-numbers", "all-staff")
    assert way.url == "/modules/01_how_it_works/nothing-was-ever-sent"
    last = COURSE.module("01_how_it_works").sections[-1]
    assert _own(f"01_how_it_works/{last.id}", "dsl").url == "/check/m1-how-it-works"


def test_a_section_knows_on_which_ways_one_can_stop_after_it() -> None:
    module = COURSE.module("01_how_it_works")
    told = {section.id: stops_after(COURSE, module, section) for section in module.sections}
    assert told["try-it"] == ("all-staff", "dsl")
    assert told["nothing-was-ever-sent"] == ("dsl",)
    assert told["what-it-is"] == ()
