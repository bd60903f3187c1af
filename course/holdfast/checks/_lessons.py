"""A notebook as the rules see it: its cells, what they claim, and the line of each in the file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from holdfast import notebooks

_SOURCE = re.compile(r'^\s*"source": \[$')
_HEADING = re.compile(r"^## +(.+?)\s*$", re.MULTILINE)


@dataclass(frozen=True, kw_only=True)
class Cell:
    """One cell."""

    id: str
    kind: str
    source: str
    metadata: dict[str, Any]
    line: int  #: line of the file at which the cell's id stands
    text_line: int  #: line of the file at which its text begins
    pictures: bool  #: whether somebody pasted a picture into it

    @property
    def notes(self) -> dict[str, Any]:
        """What the course's own metadata say of the cell: sources, nations, claims, avoid."""
        notes = self.metadata.get("holdfast", {})
        return notes if isinstance(notes, dict) else {}

    @property
    def sources(self) -> tuple[str, ...]:
        """The ids of the sources the cell rests on."""
        return self.named("sources")

    def named(self, note: Literal["sources", "nations", "statistics"]) -> tuple[str, ...]:
        """Return what a note of the cell names; nothing where it is no list, which NBK008 reports."""
        named = self.notes.get(note, [])
        return tuple(map(str, named)) if isinstance(named, list) else ()

    @property
    def facilitator(self) -> bool:
        """Whether only the facilitator reads it."""
        return "facilitator" in self.metadata.get("tags", [])

    def line_of(self, offset: int) -> int:
        """Return the line of the file that holds the character at that offset of the text."""
        return self.text_line + self.source.count("\n", 0, offset)


@dataclass(frozen=True, kw_only=True)
class Part:
    """A level-two heading and the learner's cells up to the next; what stands before the first belongs to the first."""

    title: str
    place: tuple[Path, int]
    cells: tuple[Cell, ...]


@dataclass(frozen=True, kw_only=True)
class Lesson:
    """A notebook."""

    path: Path
    text: str  #: the file as it is
    cells: tuple[Cell, ...]

    @property
    def prose(self) -> tuple[Cell, ...]:
        """The markdown cells."""
        return tuple(cell for cell in self.cells if cell.kind == "markdown")

    @property
    def code(self) -> tuple[Cell, ...]:
        """The code cells."""
        return tuple(cell for cell in self.cells if cell.kind == "code")

    def parts(self) -> list[Part]:
        """Return the sections a learner sees; the opening alone when there is no heading."""
        found: list[tuple[str, Cell | None, list[Cell]]] = [("", None, [])]
        for cell in self.cells:
            if cell.facilitator:
                continue
            for heading in _HEADING.findall(cell.source) if cell.kind == "markdown" else ():
                opening = found[0][1] is None
                found = [(heading, cell, found[0][2])] if opening else [*found, (heading, cell, [])]
            found[-1][2].append(cell)
        return [
            Part(title=title, place=(self.path, cell.line if cell else 1), cells=tuple(cells))
            for title, cell, cells in found
        ]


def read_lesson(path: Path) -> Lesson | None:
    """Read a notebook; None when it is missing or is not one (which NBK001 reports)."""
    try:
        text = path.read_bytes().decode()
        raw = notebooks.cells_of(text)
    except (OSError, UnicodeDecodeError, notebooks.NotANotebook):
        return None
    lines = text.splitlines()
    return Lesson(path=path, text=text, cells=tuple(_located(raw, lines)))


def _located(raw: list[dict[str, Any]], lines: list[str]) -> Iterator[Cell]:
    """Yield the cells with their lines; exact for the normal form, else as near as can be."""
    at = 0
    for cell in raw:
        mark = f'"id": "{cell.get("id", "")}"'
        at = next((number for number in range(at, len(lines)) if mark in lines[number]), at)
        start = next((number for number in range(at, len(lines)) if _SOURCE.match(lines[number])), at)
        yield Cell(
            id=str(cell.get("id", "")),
            kind=cell["cell_type"],
            source=notebooks.source_of(cell),
            metadata=cell.get("metadata", {}),
            line=at + 1,
            text_line=start + 2,
            pictures=bool(cell.get("attachments")),
        )
