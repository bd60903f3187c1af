"""Writes a run sheet: what is done when, with the numbers of the slides. `holdfast.kit.sections` calls it."""

from __future__ import annotations

from collections.abc import Sequence

from holdfast.interface_text import say
from holdfast.kit.filling import Filling
from holdfast.model import KitRun
from holdfast.slides.blocks import Runs, Table
from holdfast.slides.deck import Deck
from holdfast.wording import number

_DAY = 24 * 60


def run_sheet(section: KitRun, filling: Filling) -> Table:
    """Return a run sheet as a table; its times are counted from the start of the session."""
    shown = filling.decks.get((section.module, section.minutes))
    head = (say("Time"), say("Minutes"), say("Slides"), say("What"), say("What you do"), say("When you are late"))
    at: float = _minutes(filling.school.session.start)
    rows: list[tuple[Runs, ...]] = []
    for row in section.rows:
        cells = [clock(at), number(row.minutes), slides_of(shown, row.section), row.what, row.do, row.late]
        rows.append(filling.runs(cells))
        at += row.minutes
    end = (clock(at), "–", "–", say("The end"), say("Stay until the last person has gone."), "–")
    return Table(filling.runs(head), (*rows, filling.runs(end)))


def slides_of(deck: Deck | None, section_id: str) -> str:
    """Return the numbers of the slides of a section, counted from 1: "4 to 7", "4", or a dash where there is none."""
    slides = deck.slides if deck and section_id else ()
    places = [place for place, slide in enumerate(slides, 1) if slide.section_id == section_id]
    return _span(places) if places else "–"


def clock(minutes: float) -> str:
    """Return a time of the day: 15:45."""
    hour, minute = divmod(int(minutes) % _DAY, 60)
    return f"{hour:02d}:{minute:02d}"


def _minutes(start: str) -> int:
    hour, minute = start.split(":")
    return int(hour) * 60 + int(minute)


def _span(places: Sequence[int]) -> str:
    first, last = places[0], places[-1]
    return str(first) if first == last else say("{first} to {last}", first=first, last=last)
