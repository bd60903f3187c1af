"""How nations, days, numbers, lists and the openings of lines are written, wherever they are shown."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from holdfast.interface_text import later, say
from holdfast.model import Nation

NATION_NAMES: dict[Nation, str] = {
    "england": later("England"),
    "wales": later("Wales"),
    "scotland": later("Scotland"),
    "northern-ireland": later("Northern Ireland"),
}


_MONTHS = (
    later("January"),
    later("February"),
    later("March"),
    later("April"),
    later("May"),
    later("June"),
    later("July"),
    later("August"),
    later("September"),
    later("October"),
    later("November"),
    later("December"),
)


def nation_name(nation: Nation) -> str:
    """Return the name of a nation, in the language of the interface."""
    return say(NATION_NAMES[nation])


def number(value: float) -> str:
    """Return a number as people write it: 1,200 or 0.5."""
    return f"{value:,.10g}"


def opened(text: str) -> str:
    """Return a text as it opens a line: its first letter a capital, and names within it as they are."""
    return text[:1].upper() + text[1:]


def day(value: date) -> str:
    """Return a date as people write it: 20 November 2026."""
    return say("{day} {month} {year}", day=value.day, month=say(_MONTHS[value.month - 1]), year=value.year)


def listed(names: Iterable[str]) -> str:
    """Return names in one phrase: "one, two and three"."""
    *most, last = list(names) or [""]
    return say("{most} and {last}", most=", ".join(most), last=last) if most else last


def where(nations: Iterable[Nation]) -> str:
    """Return the names of nations in one phrase: "England and Wales"."""
    held = set(nations)
    names = [say(name) for nation, name in NATION_NAMES.items() if nation in held]
    return say("All four nations") if len(names) == len(NATION_NAMES) else listed(names)
