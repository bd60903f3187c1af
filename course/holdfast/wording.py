"""How nations, days, numbers, lists and the openings of lines are written, wherever they are shown."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from holdfast.model import Nation

NATION_NAMES: dict[Nation, str] = {
    "england": "England",
    "wales": "Wales",
    "scotland": "Scotland",
    "northern-ireland": "Northern Ireland",
}


def number(value: float) -> str:
    """Return a number as people write it: 1,200 or 0.5."""
    return f"{value:,.10g}"


def opened(text: str) -> str:
    """Return a text as it opens a line: its first letter a capital, and names within it as they are."""
    return text[:1].upper() + text[1:]


def day(value: date) -> str:
    """Return a date as people write it: 20 November 2026."""
    return f"{value.day} {value:%B %Y}"


def listed(names: Iterable[str]) -> str:
    """Return names in one phrase: "one, two and three"."""
    *most, last = list(names) or [""]
    return f"{', '.join(most)} and {last}" if most else last


def where(nations: Iterable[Nation]) -> str:
    """Return the names of nations in one phrase: "England and Wales"."""
    held = set(nations)
    names = [name for nation, name in NATION_NAMES.items() if nation in held]
    return "All four nations" if len(names) == len(NATION_NAMES) else listed(names)
