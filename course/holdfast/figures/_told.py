"""What a figure says, before and after it is drawn, and the colours it is drawn in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from holdfast.figures.canvas import Canvas


@dataclass(frozen=True, kw_only=True)
class Theme:
    """Colours of a page (the tokens of page.css)."""

    ink: str
    soft: str
    line: str
    main: str
    on_main: str
    wash: str


LIGHT = Theme(ink="#1c2530", soft="#4a5563", line="#d9d4c9", main="#0b5563", on_main="#ffffff", wash="#e6f0f1")
DARK = Theme(ink="#e7ecef", soft="#b3bec7", line="#34414c", main="#7fc8d4", on_main="#11181e", wash="#1f343a")


@dataclass(frozen=True, kw_only=True)
class Told:
    """A figure in words: its caption, what it shows, and the same facts as rows."""

    title: str
    alternative: str  #: the main finding first, then the numbers
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    sources: tuple[str, ...]
    notes: tuple[tuple[str, str], ...] = ()  #: lines of the caption: whom it counts, what it does not say


@dataclass(frozen=True, kw_only=True)
class Plan(Told):
    """A figure in words, and how it is painted. Nothing of it needs matplotlib until it is painted."""

    paint: Callable[[Canvas], None]


@dataclass(frozen=True, kw_only=True)
class Drawn(Told):
    """A figure in words and as SVG bytes, with its size in CSS pixels."""

    light: bytes
    dark: bytes
    width: int
    height: int
