"""Reminders for a calendar (RFC 5545): whole days with a neutral title, private, and without a topic or an address."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import date, timedelta

from holdfast.interface_text import say

WEEKS = (1, 4, 12, 26)
"""The weeks after a completion in which a refresher is due."""
YEARS = (1, 2, 3)
"""The years after which it is time to read what has changed."""

_LONGEST_LINE = 75  # bytes, without the line break
_SATURDAY = 5
_NAMES = uuid.UUID("6b1f3f0e-5a52-4c1c-9a0e-2f4f4e1b7c55")


def calendar_ics(completed_on: date, seed: str) -> bytes:
    """Return the reminders of a completion.

    Args:
        completed_on: The day from which they count. What would fall on a Saturday or Sunday falls on the Monday after.
        seed: Tells one completion from another, its check code; it cannot be read from the file. The same seed gives
            the same events, so that a calendar takes a second import for the first.

    Returns:
        The file; the same input gives the same bytes.
    """
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Holdfast//Refresher//EN", "CALSCALE:GREGORIAN"]
    for name, day in _days(completed_on):
        lines += _event(day, completed_on, uuid.uuid5(_NAMES, f"{seed}/{name}"))
    lines.append("END:VCALENDAR")
    return b"".join(_folded(line) for line in lines)


def _days(completed_on: date) -> Iterator[tuple[str, date]]:
    for week in WEEKS:
        yield f"week {week}", _working_day(completed_on + timedelta(weeks=week))
    for years in YEARS:
        yield f"year {years}", _working_day(_years_later(completed_on, years))


def _years_later(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return day.replace(year=day.year + years, day=28)


def _working_day(day: date) -> date:
    return day + timedelta(days=max(0, 7 - day.weekday())) if day.weekday() >= _SATURDAY else day


def _event(day: date, stamp: date, uid: uuid.UUID) -> list[str]:
    return [
        "BEGIN:VEVENT",
        f"UID:{uid}",
        f"DTSTAMP:{stamp:%Y%m%d}T000000Z",
        f"DTSTART;VALUE=DATE:{day:%Y%m%d}",
        f"DTEND;VALUE=DATE:{day + timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{_escaped(say('Five-minute refresher'))}",
        "CLASS:PRIVATE",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]


def _escaped(text: str) -> str:
    for sign in "\\;,":
        text = text.replace(sign, f"\\{sign}")
    return text


def _folded(line: str) -> bytes:
    """Return a line in pieces of at most 75 bytes, none of which cuts a letter in two."""
    pieces, room = [b""], _LONGEST_LINE
    for letter in line:
        encoded = letter.encode("utf-8")
        if len(pieces[-1]) + len(encoded) > room:
            pieces.append(b"")
            room = _LONGEST_LINE - 1  # the space that begins a continued line counts
        pieces[-1] += encoded
    return b"\r\n ".join(pieces) + b"\r\n"
