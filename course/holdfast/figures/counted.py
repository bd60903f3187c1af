"""The figures of what was counted: a small chart for each series, because no two sources count the same."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from holdfast.figures._told import Plan
from holdfast.figures._words import named, once, opening
from holdfast.interface_text import later, say
from holdfast.library import Library, NotFound
from holdfast.model import Figure, Statistic
from holdfast.wording import number, opened

if TYPE_CHECKING:
    from holdfast.figures.canvas import Canvas

_YEAR = re.compile(r"\d{4}(?:/\d{2})?")
_COLUMNS = (later("Counted"), later("Numbers"), later("Who was counted"), later("What it does not say"))
_WHO = (
    "iwf-extortion-by-sex",
    "iwf-extortion-2023-shares",
    "childline-sessions-by-sex",
    "ceop-reports-2024",
    "police-reports-2024",
)


def reports_by_year(course: Library) -> Plan:
    """Plan the series of the register that have a number for each of several years."""
    series = [entry for entry in course.statistics.values() if not entry.leads_only and _by_year(entry)]
    higher = sum(entry.rows[-1].value > entry.rows[0].value for entry in series)
    return _plan(
        series,
        title=say("Counted year by year, each source for itself"),
        finding=_higher(higher, len(series)),
        limits=say(
            "How many people are threatened. Each source counts only what reached it, so the charts cannot be compared "
            "or added up. A rise can mean more crime, more telling, or both."
        ),
    )


def who(course: Library) -> Plan:
    """Plan whom each source counted, in its own words and age bands."""
    series = [entry for entry in named("statistic", _WHO, course.statistics) if not entry.leads_only]
    return _plan(
        series,
        title=say("Whom each source counted, in its own words"),
        finding=_groups_counted(series),
        limits=say(
            "Who is safe. Each source counts only those who came to it, in its own age bands, so the charts cannot be "
            "compared or added up."
        ),
    )


def _higher(higher: int, number: int) -> str:
    if higher == number:
        return say(
            "In each of {number} counts the last number is higher than the first. They count different things.",
            number=number,
        )
    return say(
        "In {higher} of {number} counts the last number is higher than the first. They count different things.",
        higher=higher,
        number=number,
    )


def _groups_counted(series: Sequence[Statistic]) -> str:
    groups = say("{number} counts, each of its own group of people.", number=len(series))
    return f"{groups} {_boys_and_girls(series)}"


def _by_year(entry: Statistic) -> bool:
    return len(entry.rows) > 1 and all(_YEAR.fullmatch(row.label) for row in entry.rows)


def _boys_and_girls(series: Sequence[Statistic]) -> str:
    both = [
        values["boys"] - values["girls"]
        for values in ({row.label.lower(): row.value for row in entry.rows} for entry in series)
        if {"boys", "girls"} <= values.keys()
    ]
    if not both:
        return say("None of them counts both boys and girls.")
    if all(more > 0 for more in both):
        return say("In each of the {number} that count both boys and girls, there are more boys.", number=len(both))
    if all(more < 0 for more in both):
        return say("In each of the {number} that count both boys and girls, there are more girls.", number=len(both))
    return say("The {number} that count both boys and girls do not agree on which are more.", number=len(both))


def _plan(series: Sequence[Statistic], *, title: str, finding: str, limits: str) -> Plan:
    if not series:
        raise NotFound("statistic for", title, ())
    told = " ".join(f"{entry.title}: {_numbers(entry)} ({entry.unit})." for entry in series)
    return Plan(
        title=title,
        alternative=f"{finding} {told}",
        columns=tuple(say(head) for head in _COLUMNS),
        rows=tuple(
            (entry.title, f"{_numbers(entry)} ({entry.unit})", entry.who_counted, entry.caveat) for entry in series
        ),
        sources=once(source for entry in series for source in entry.sources),
        notes=(
            (say("What it does not say"), limits),
            *((entry.title, f"{entry.who_counted} {opening(entry.caveat)}") for entry in series),
        ),
        paint=lambda canvas: _paint(canvas, series),
    )


def _numbers(entry: Statistic) -> str:
    return "; ".join(f"{row.label}: {number(row.value)}{f' ({row.note})' if row.note else ''}" for row in entry.rows)


def _paint(canvas: Canvas, series: Sequence[Statistic]) -> None:
    for place, entry in enumerate(series):
        if place:
            canvas.divide(14)
        canvas.head(entry.title)
        canvas.words(opened(entry.unit), colour=canvas.theme.soft)
        canvas.y += 8
        if len(entry.rows) == 1:
            _paint_number(canvas, entry.rows[0])
        else:
            _paint_bars(canvas, entry)
        canvas.y += 16


def _paint_number(canvas: Canvas, row: Figure) -> None:
    """Draw a number that stands alone: a bar would have nothing to be compared with."""
    from holdfast.figures.canvas import wide

    value, top = number(row.value), canvas.y
    canvas.words(value, size=36, bold=True, colour=canvas.theme.main)
    canvas.words(row.label, x=4 + wide(value, 36, bold=True) + 16, y=top + 15)


def _with_unit(row: Figure, *, per_cent: bool) -> str:
    return say("{number} per cent", number=number(row.value)) if per_cent else number(row.value)


def _paint_bars(canvas: Canvas, entry: Statistic) -> None:
    """Draw a bar a row, from nothing, with its number beside it. Each series has a scale of its own."""
    from holdfast.figures.canvas import WIDTH, wide

    per_cent = entry.unit.startswith("per cent")
    said = [_with_unit(row, per_cent=per_cent) for row in entry.rows]
    beside = max(wide(row.label) for row in entry.rows) < WIDTH / 4
    start = 16 + max(wide(row.label) for row in entry.rows) if beside else 4
    room = WIDTH - start - 14 - max(wide(text, bold=True) for text in said)
    most = 100 if per_cent else max(row.value for row in entry.rows)
    for row, text in zip(entry.rows, said, strict=True):
        if beside:
            canvas.words(row.label, y=canvas.y)
        else:
            canvas.words(row.label)
            canvas.y += 4
        length = room * row.value / most if most else 0
        canvas.bar(start, canvas.y, length, 26, whole=room if per_cent else None)
        canvas.words(text, x=start + (room if per_cent else length) + 10, y=canvas.y, bold=True)
        canvas.y += 34
        if row.note:
            canvas.words(row.note, x=start, colour=canvas.theme.soft)
            canvas.y += 8
