"""The table: values with their spread, a goal beside each, as text for a terminal and as Markdown."""

from __future__ import annotations

import statistics
from dataclasses import dataclass, field

from rich.table import Table

COLUMNS = ("What", "Holdfast", "stock Voila", "goal", "goal met")


@dataclass(frozen=True)
class Values:
    """What was measured, once or several times."""

    numbers: tuple[float, ...]
    form: str = ".2f"

    @classmethod
    def of(cls, numbers: list[float], form: str = ".2f") -> Values | None:
        """Return the values, or None where there are none."""
        return cls(tuple(numbers), form) if numbers else None

    @property
    def middle(self) -> float:
        """The median."""
        return statistics.median(self.numbers)

    def __str__(self) -> str:
        shown = [format(number, self.form) for number in (self.middle, min(self.numbers), max(self.numbers))]
        return shown[0] if len(self.numbers) == 1 else f"{shown[0]} ({shown[1]} to {shown[2]})"


@dataclass(frozen=True, kw_only=True)
class Row:
    """One line of the table."""

    name: str  #: how the figure and the README find it
    what: str
    ours: Values | str | None = None
    stock: Values | str | None = None
    limit: float | None = None  #: the goal: at most this

    @property
    def cells(self) -> tuple[str, str, str, str, str]:
        """The line as text."""
        goal = "" if self.limit is None else f"{self.limit:g}"
        return self.what, str(self.ours or ""), str(self.stock or ""), goal, self.verdict

    @property
    def verdict(self) -> str:
        """Whether the goal is met: each time, in the median, or not."""
        if self.limit is None or not isinstance(self.ours, Values):
            return ""
        if max(self.ours.numbers) <= self.limit:
            return "yes"
        return "in the median" if self.ours.middle <= self.limit else "no"


@dataclass
class Findings:
    """What the parts of the run found: lines, and sentences that belong under the table."""

    rows: list[Row] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def row(self, name: str) -> Row | None:
        """Return the line of that name, if it was measured."""
        return next((row for row in self.rows if row.name == name), None)


def percentile(numbers: list[float], share: float) -> float:
    """Return the smallest value that at least this share of the values does not exceed."""
    ordered = sorted(numbers)
    return ordered[max(0, -int(-share * len(ordered) // 1) - 1)]


def on_screen(findings: Findings) -> Table:
    """Return the table for a terminal."""
    table = Table(*COLUMNS)
    for row in findings.rows:
        table.add_row(*row.cells)
    return table


def markdown(findings: Findings, about: str) -> str:
    """Return the table, what it was measured on, and the notes, as Markdown."""
    lines = [COLUMNS, ("---",) * len(COLUMNS), *(row.cells for row in findings.rows)]
    table = "\n".join(f"| {' | '.join(cells)} |" for cells in lines)
    notes = "\n".join(f"- {note}" for note in findings.notes)
    return f"{about}\n\n{table}\n\n{notes}".strip()
