"""What the session pack is made of: parts, pages and their blocks, with the school's own words already in them.

`holdfast.kit.texts` makes them of the content; whoever writes the pack goes through them with `match`. A page is made
of the blocks of slides, and of four kinds of its own.
"""

from __future__ import annotations

from dataclasses import dataclass

from holdfast.model.kit import Format, Group, Layout
from holdfast.slides.blocks import Activity, Bullets, Paragraph, Picture, Runs, Table

__all__ = [
    "GROUPS",
    "Fill",
    "Format",
    "Group",
    "Heading",
    "KitBlock",
    "Layout",
    "Page",
    "Part",
    "Quote",
    "Ticks",
]

GROUPS: tuple[Group, ...] = ("before", "room", "hand-out", "after")
"""The groups of parts, in the order of the pack."""


@dataclass(frozen=True)
class Heading:
    """A heading within a part. The title of the part is level 1; these are of level 2, or 3 within them."""

    text: str
    level: int = 2


@dataclass(frozen=True)
class Quote:
    """Words to say aloud or to send, as one piece."""

    paragraphs: tuple[Runs, ...]


@dataclass(frozen=True)
class Ticks:
    """Boxes to tick."""

    items: tuple[Runs, ...]


@dataclass(frozen=True)
class Fill:
    """A label and lines to write on."""

    label: str
    lines: int = 1


KitBlock = Heading | Paragraph | Bullets | Table | Picture | Activity | Quote | Ticks | Fill
"""A cell of a `Table` without any runs is there to be written in."""


@dataclass(frozen=True, kw_only=True)
class Page:
    """A sheet, a slip, or one side of a card. Its title is empty where it carries on under the title of its part."""

    title: str
    blocks: tuple[KitBlock, ...]
    sources: tuple[str, ...] = ()  #: ids of what it rests on, in the order they are met


@dataclass(frozen=True, kw_only=True)
class Part:
    """One paper of the pack."""

    id: str  #: its file name
    number: int  #: its place in the pack
    title: str
    audience: str
    group: Group
    layout: Layout
    pages: tuple[Page, ...]
    formats: tuple[Format, ...]
    large_print: bool
