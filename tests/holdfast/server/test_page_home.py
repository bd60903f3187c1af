"""The home page of a course of several modules: what counts, what comes next, and whom the rest is for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from holdfast.library import Library, library
from holdfast.model import Assignment, Module, Pathway, Place, Section
from holdfast.records import Attempt
from holdfast.server.page_home import Card, audience, home, minutes_of
from holdfast.server.pages import Progress

EVERYONE: dict[Pathway, Place] = {"all-staff": "core", "dsl": "core"}


def _section(name: str, minutes: float, pathways: dict[Pathway, Place] | None = None) -> Section:
    return Section(id=name, title=name.capitalize(), minutes=minutes, pathways=pathways or EVERYONE)


def _module(number: int, *sections: Section) -> Module:
    return Module(id=f"0{number}_m", number=number, title=f"M{number}", summary="About it.", sections=sections)


def _check(name: str, module: Module, *pathways: Pathway) -> Assignment:
    return Assignment(id=name, title=name.capitalize(), module=module.id, pathways=pathways, minutes=3, items=("q",))


FIRST = _module(1, _section("one", 4), _section("two", 2.5), _section("more", 5, {"all-staff": "extra"}))
LEADS = _module(2, _section("lead", 7, {"dsl": "core"}), _section("leaders", 6, {"leaders": "core"}))
LAST = _module(3, _section("end", 3))
CHECKS = (_check("first-check", FIRST, "all-staff"), _check("leads-check", LEADS, "dsl"))
PARTS = ("01_m/one", "01_m/two", "first-check", "03_m/end")


@pytest.fixture(scope="module")
def course() -> Library:
    real = library()
    several = {"modules": (FIRST, LEADS, LAST), "assignments": CHECKS}
    return replace(real, course=real.course.model_copy(update=several))


def _progress(*done: str) -> Progress:
    """Return the progress of a learner who has done those parts; a check with two points of three."""
    marked = Attempt(
        id=1, learner_id="a" * 16, assignment="first-check", content_version="1", answers={},
        opened_on=date(2026, 11, 20), state="marked", points=2, maximum=3, entries={}, reason="",
    )  # fmt: skip
    sections = frozenset(part for part in done if "/" in part)
    return Progress(done=sections, results={"first-check": marked if "first-check" in done else None})


def _cards(course: Library, *done: str) -> Iterator[tuple[str, str, str, str]]:
    cards: tuple[Card, ...] = home(course, _progress(*done)).cards
    return ((card.title, card.facts, card.action, card.url) for card in cards)


def test_only_core_sections_and_checks_of_all_staff_count(course: Library) -> None:
    assert minutes_of(course) == {"01_m/one": 4, "01_m/two": 2.5, "first-check": 3, "03_m/end": 3}
    minutes = home(course, _progress("01_m/one", "02_m/lead")).minutes
    assert (minutes.total, minutes.left, minutes.done) == (13, 9, 4)


def test_every_module_has_a_card_and_every_check_of_all_staff_follows_its_module(course: Library) -> None:
    assert list(_cards(course)) == [
        ("M1", "7 minutes · not started", "Start", "/modules/01_m/one"),
        ("First-check", "3 minutes · not tried yet", "Look ahead", "/check/first-check"),
        ("M2", "For safeguarding leads · 13 minutes · not started", "Start", "/modules/02_m/lead"),
        ("M3", "3 minutes · not started", "Start", "/modules/03_m/end"),
    ]


def test_a_module_that_is_begun_goes_on_and_one_that_is_done_is_read_again(course: Library) -> None:
    first, check, leads, _ = _cards(course, "01_m/one", "first-check", "02_m/lead", "02_m/leaders")
    assert first[1:] == ("7 minutes · 1 of 2 sections done", "Go on", "/modules/01_m/two")
    assert check[1:] == ("3 minutes · done, 2 of 3", "See your result", "/result/first-check")
    assert leads[1:] == ("For safeguarding leads · 13 minutes · done", "Read again", "/modules/02_m/lead")


@pytest.mark.parametrize(
    ("done", "words", "url"),
    [
        (0, "Start: One", "/modules/01_m/one"),
        (1, "Resume: Two", "/modules/01_m/two"),
        (2, "Resume: First-check", "/check/first-check"),
        (3, "Resume: End", "/modules/03_m/end"),  # past the module for leads
        (4, "Read again: End", "/modules/03_m/end"),
    ],
)
def test_the_one_button_leads_to_the_first_part_that_counts_and_is_not_done(
    course: Library, done: int, words: str, url: str
) -> None:
    resume = home(course, _progress(*PARTS[:done])).resume
    assert (resume.words, resume.url) == (words, url)


def test_a_section_says_whom_it_is_for_where_it_is_not_for_everyone() -> None:
    sections = [*FIRST.sections, *LEADS.sections, _section("t", 1, {"trainer": "core", "dsl": "extra"})]
    assert [audience(section) for section in sections] == [
        "", "", "More practice", "For safeguarding leads", "For leaders", "For trainers",
    ]  # fmt: skip
