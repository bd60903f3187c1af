"""STA: a figure is told from the register, to those it is for, and never from memory."""

from __future__ import annotations

import re
from collections.abc import Iterator

from holdfast.checks._calls import calls
from holdfast.checks._lessons import Cell, Lesson, Part
from holdfast.checks._piece import Kind
from holdfast.checks._rules import Found, Subject, rule
from holdfast.checks._texts import pieces
from holdfast.checks._words import plain

_NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_COUNTED = r"reports?|cases?|sessions?|children|boys|girls|victims"
_BEFORE = r"(?:confirmed|counselling|young|new|more|such)\s+"
_FIGURE = re.compile(
    rf"(?P<share>{_NUMBER})\s?(?:%|per\s?cent\b)|(?P<long>\d{{1,3}}(?:,\d{{3}})+)|"
    rf"(?P<counted>\d{{2,}})\s+(?:{_BEFORE})?(?:{_COUNTED})\b",
    re.IGNORECASE,
)
_WITHOUT: tuple[Kind, ...] = ("scenario", "item", "key", "quiz", "stage", "plan", "term")


@rule("STA001")
def unknown_series(subject: Subject) -> Found:
    """The series a cell names are those of the register of statistics."""
    for lesson in subject.lessons.values():
        for cell in lesson.cells:
            for name in _named(cell):
                if name not in subject.library.statistics:
                    yield (lesson.path, cell.line), f"The cell {cell.id!r} names the unknown series {name!r}."


@rule("STA002")
def other_figure(subject: Subject) -> Found:
    """A figure in a module is a value of a series that its cell names in `holdfast.statistics`."""
    for lesson in subject.lessons.values():
        for cell in lesson.prose:
            series = [subject.library.statistics.get(name) for name in _named(cell)]
            known = {row.value for entry in series if entry for row in entry.rows}
            for offset, words, value in _figures(cell.source):
                if value not in known:
                    message = f"{words!r} is no value of the series that the cell {cell.id!r} names."
                    yield (lesson.path, cell.line_of(offset)), message


@rule("STA003")
def figure_to_remember(subject: Subject) -> Found:
    """No scenario, question, stage, term or plan holds a figure: nobody has to remember one."""
    for piece in pieces(subject):
        if piece.kind in _WITHOUT:
            for _, words, _ in _figures(plain(piece.text)):
                yield piece.place, f"Take out the figure {words!r}; figures stand in modules, from the register."


@rule("STA004")
def for_leads_only(subject: Subject) -> Found:
    """A series for leads only stands in no section that is core for all staff."""
    for module in subject.library.course.modules:
        titles = {section.title for section in module.sections if section.pathways.get("all-staff") == "core"}
        lesson = subject.lessons.get(module.id)
        for cell, name in _shown(lesson, titles) if lesson else ():
            entry = subject.library.statistics.get(name)
            if lesson and entry is not None and entry.leads_only:
                yield (lesson.path, cell.line), f"The series {name!r} is for leads only; this section is for all staff."


def _shown(lesson: Lesson, titles: set[str]) -> Iterator[tuple[Cell, str]]:
    parts: list[Part] = [part for part in lesson.parts() if part.title in titles]
    for cell in (cell for part in parts for cell in part.cells):
        yield from ((cell, name) for name in _named(cell))
        for call in calls(cell) if cell.kind == "code" else ():
            yield from ((cell, name) for name in call.ids if call.name == "numbers")


def _named(cell: Cell) -> list[str]:
    named = cell.notes.get("statistics", [])
    return list(map(str, named)) if isinstance(named, list) else []


def _figures(text: str) -> Iterator[tuple[int, str, float]]:
    for match in _FIGURE.finditer(text):
        number = match["share"] or match["long"] or match["counted"]
        yield match.start(), match.group(), float(number.replace(",", ""))
