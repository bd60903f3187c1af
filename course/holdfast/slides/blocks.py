"""What a slide, or a page of the session pack, is made of: a few closed and frozen kinds of block, without any markup.

`holdfast.slides.deck` makes them of a notebook; whoever shows or writes slides goes through them with `match`.
"""

from __future__ import annotations

from dataclasses import dataclass

from holdfast.model import Nation

_LEAST_SHARE = 1 / 3
_ENDS = ".!?”)"

Run = tuple[str, bool]
"""A piece of text, and whether it is strong."""
Runs = tuple[Run, ...]


@dataclass(frozen=True)
class Paragraph:
    """A paragraph."""

    runs: Runs


@dataclass(frozen=True)
class Bullets:
    """A list; its items are numbered, from `start` on, where their order matters, or lettered to be chosen from."""

    items: tuple[Runs, ...]
    numbered: bool = False
    start: int = 1
    lettered: bool = False


@dataclass(frozen=True)
class Table:
    """A table. Its head may be empty; its rows are as wide as each other."""

    head: tuple[Runs, ...]
    rows: tuple[tuple[Runs, ...], ...]


@dataclass(frozen=True)
class Picture:
    """One of the course's figures (`holdfast.figures.NAMES`), and the same facts as rows, the head first."""

    figure_id: str
    alt: str
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Activity:
    """A widget to use in the room: "scenario", "quiz", "stage-timeline", "offence-finder" or "action-plan"."""

    kind: str
    id: str = ""  #: of the scenario or quiz


Block = Paragraph | Bullets | Table | Picture | Activity


@dataclass(frozen=True, kw_only=True)
class Slide:
    """One screen."""

    id: str  #: unique in its deck; begins with the id of the cell it was cut from
    title: str  #: unique in its deck
    blocks: tuple[Block, ...]
    notes: tuple[Block, ...] = ()  #: for the person who presents; on the first slide of a section
    minutes: float | None = None  #: of the whole section; on its first slide
    section_id: str = ""  #: of the course's section; "opening" before the first one, "our-school" for local numbers
    sources: tuple[str, ...] = ()  #: ids of what it rests on
    nations: tuple[Nation, ...] = ()  #: where it holds; empty: in all four, or not a matter of law
    heading: str = ""  #: its title without the number that tells it apart from others under the same heading


@dataclass(frozen=True, kw_only=True)
class Deck:
    """The slides of a module, in order. The first one is the title."""

    module_id: str
    title: str
    minutes: float  #: what its sections are planned to take
    slides: tuple[Slide, ...]


def plain(runs: Runs) -> str:
    """Return the words of some runs."""
    return "".join(text for text, _ in runs)


def words(text: str, *, strong: bool = False) -> Runs:
    """Return a text as runs."""
    return ((text, strong),) if text else ()


def shares(table: Table) -> tuple[float, ...]:
    """Return how the width of a table is shared out among its columns; they make one in all.

    A column that says more gets more, but no column less than a third of an even share.
    """
    rows = [row for row in (table.head, *table.rows) if row]
    columns = max((len(row) for row in rows), default=0)
    said = [sum(len(plain(row[place])) for row in rows if place < len(row)) ** 0.5 for place in range(columns)]
    least = _LEAST_SHARE * sum(said) / max(columns, 1)
    weights = [max(each, least, 1.0) for each in said]
    return tuple(weight / sum(weights) for weight in weights)


def as_list(table: Table) -> Bullets:
    """Return a table as a list, where a screen is too narrow for its columns: what is in each row, by its head."""
    return Bullets(tuple(_in_a_line(table.head, row) for row in table.rows))


def _in_a_line(head: tuple[Runs, ...], row: tuple[Runs, ...]) -> Runs:
    first, *others = row
    runs: list[Run] = [(f"{plain(first).rstrip('.')}.", True)]
    for place, cell in enumerate(others, start=1):
        column = plain(head[place]) if place < len(head) else ""
        said = plain(cell)
        if said:
            runs.append((f" {column}: " if column else " ", False))
            runs += cell if said[-1] in _ENDS else (*cell, (".", False))
    return tuple(runs)
