"""A run sheet counts from the start of the session and names the slides of the deck that is shown."""

from __future__ import annotations

import re

import pytest

from holdfast.kit.parts import Part
from holdfast.kit.running import clock, slides_of
from holdfast.kit.texts import Decks
from holdfast.library import Library
from holdfast.model import KitRun
from holdfast.slides.blocks import Table, plain
from holdfast.slides.deck import Deck, Slide
from holdfast.slides.reading import cell

MODULE = "06_running_a_session"


def _deck(*sections: str) -> Deck:
    slides = tuple(
        Slide(id=f"s{number}", title="T", blocks=(), section_id=section) for number, section in enumerate(sections)
    )
    return Deck(module_id="m", title="T", minutes=1, slides=slides)


def _sheet(course: Library, minutes: int) -> KitRun:
    (found,) = [
        section
        for part in course.kit.values()
        for section in part.sections
        if isinstance(section, KitRun) and section.minutes == minutes
    ]
    return found


def _table(made: tuple[Part, ...], minutes: int) -> Table:
    (part,) = [part for part in made if part.id == f"run-sheet-{minutes}"]
    return next(block for block in part.pages[0].blocks if isinstance(block, Table))


@pytest.mark.parametrize(
    ("section", "shown"),
    [("opening", "1 to 2"), ("first", "3"), ("second", "4 to 5"), ("our-school", "6"), ("", "–"), ("none", "–")],
)
def test_slides_are_counted_from_one(section: str, shown: str) -> None:
    assert slides_of(_deck("opening", "opening", "first", "second", "second", "our-school"), section) == shown


def test_there_are_no_slides_without_a_deck() -> None:
    assert slides_of(None, "first") == "–"


def test_a_session_may_run_past_midnight() -> None:
    assert clock(23 * 60 + 50 + 20) == "00:10"


@pytest.mark.parametrize("minutes", [20, 60, 90])
def test_the_last_line_is_the_end_of_the_session(minutes: int, made: tuple[Part, ...]) -> None:
    rows = _table(made, minutes).rows
    assert plain(rows[0][0]) == "15:45"
    assert plain(rows[-1][0]) == clock(15 * 60 + 45 + minutes)


@pytest.mark.parametrize("minutes", [20, 60, 90])
def test_every_slide_that_is_named_is_in_the_deck_of_that_length(
    minutes: int, course: Library, decks: Decks, made: tuple[Part, ...]
) -> None:
    sheet = _sheet(course, minutes)
    deck = decks[sheet.module, minutes]
    told = [plain(row[2]) for row in _table(made, minutes).rows]
    numbers = [int(number) for text in told for number in re.findall(r"\d+", text)]
    assert numbers
    assert max(numbers) <= len(deck.slides)
    for row, text in zip(sheet.rows, told, strict=False):
        assert bool(row.section) == (text != "–"), row.what


@pytest.mark.parametrize("minutes", [20, 60, 90])
def test_run_sheets_keep_the_minutes_that_the_module_for_trainers_gives(minutes: int, course: Library) -> None:
    (table,) = [block for block in cell(course, MODULE, "run-sheet").blocks if isinstance(block, Table)]
    given = {plain(row[0]): [int(each) for each in re.findall(r"\b\d+", plain(row[1]))] for row in table.rows}
    as_60, *more = given["90"]
    assert as_60 == 60
    given["90"] = [*given["60"], *more]
    assert sorted(row.minutes for row in _sheet(course, minutes).rows) == sorted(given[str(minutes)])


@pytest.mark.parametrize("minutes", [20, 60, 90])
def test_opening_suicide_numbers_and_close_are_never_cut(minutes: int, course: Library) -> None:
    kept = [row.what for row in _sheet(course, minutes).rows if row.late == "Never cut"]
    for word in ("Opening", "suicide", "hom to call", "Close"):
        assert any(word in what for what in kept), word
