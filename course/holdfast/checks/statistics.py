"""STA: a figure is told from the register, to those it is for, and never from memory."""

from __future__ import annotations

import re
from collections.abc import Iterator

from holdfast import figures
from holdfast.checks._calls import calls
from holdfast.checks._lessons import Cell
from holdfast.checks._piece import TOLD, Kind
from holdfast.checks._rules import Found, Subject, rule
from holdfast.checks._texts import pieces

_NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_COUNTED = r"reports?|cases?|sessions?|children|boys|girls|victims"
_BEFORE = r"(?:confirmed|counselling|young|new|more|such)\s+"
_FIGURE = re.compile(
    rf"(?P<share>{_NUMBER})\s?(?:%|per\s?cent\b)|(?P<long>\d{{1,3}}(?:,\d{{3}})+)|"
    rf"(?P<counted>\d{{2,}})\s+(?:{_BEFORE})?(?:{_COUNTED})\b",
    re.IGNORECASE,
)
_WITHOUT: tuple[Kind, ...] = (*TOLD, "stage", "plan", "term")


@rule("STA001")
def unknown_series(subject: Subject) -> Found:
    """The series a cell names are those of the register of statistics."""
    for lesson in subject.lessons.values():
        for cell in lesson.cells:
            for name in cell.named("statistics"):
                if name not in subject.library.statistics:
                    yield (lesson.path, cell.line), f"The cell {cell.id!r} names the unknown series {name!r}."


@rule("STA002")
def other_figure(subject: Subject) -> Found:
    """A figure in a module is a value of a series that its cell names in `holdfast.statistics`."""
    for lesson in subject.lessons.values():
        for cell in lesson.prose:
            series = [subject.library.statistics.get(name) for name in cell.named("statistics")]
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
            for _, words, _ in _figures(piece.text):
                yield piece.place, f"Take out the figure {words!r}; figures stand in modules, from the register."


@rule("STA004")
def for_leads_only(subject: Subject) -> Found:
    """A series or a figure for leads only stands in no section that is core for all staff."""
    for module in subject.library.course.modules:
        titles = {section.title for section in module.sections if section.pathways.get("all-staff") == "core"}
        parts = subject.lessons[module.id].parts() if module.id in subject.lessons else []
        for part in (part for part in parts if part.title in titles):
            for cell in part.cells:
                for name in _shown(subject, cell):
                    entry = subject.library.statistics.get(name)
                    if name in figures.FOR_LEADS or (entry is not None and entry.leads_only):
                        place = (part.place[0], cell.line)
                        yield place, f"{name!r} is for leads only; this section is for all staff."


def _shown(subject: Subject, cell: Cell) -> Iterator[str]:
    """Yield the series and figures that a cell tells of or shows."""
    yield from cell.named("statistics")
    for call in calls(cell) if cell.kind == "code" else ():
        if call.name == "figure":
            yield from call.ids
        if call.name == "numbers":
            yield from call.ids or subject.library.statistics  # it shows all of them where none is named


def _figures(text: str) -> Iterator[tuple[int, str, float]]:
    for match in _FIGURE.finditer(text):
        number = match["share"] or match["long"] or match["counted"]
        yield match.start(), match.group(), float(number.replace(",", ""))
