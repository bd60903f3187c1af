"""Three clocks: one for what was answered, one for completions, one for what was only half-written.

Answers go some months after the last visit, completions after the years that the school has set, and the rest at once.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from holdfast.errors import UserError
from holdfast.keeping import reasons
from holdfast.keeping.erasing import clear_half_written, half_written
from holdfast.keeping.people import Person, everybody
from holdfast.keeping.places import open_records, stopped
from holdfast.keeping.sessions import end_sessions
from holdfast.nbgrader_bridge import erase_learners
from holdfast.records import Completion, Records
from holdfast.wording import day

_MONTHS_OF_A_YEAR = 12


@dataclass(frozen=True, kw_only=True)
class Due:
    """What has been kept for long enough."""

    before: date  #: learners last seen before this day
    learners: tuple[Person, ...]
    completed_before: date | None  #: None keeps every completion
    completions: tuple[Completion, ...]
    half_written: tuple[Path, ...]


def due(root: Path, today: date, *, months: int, years: int | None) -> Due:
    """Return what is due, and change nothing.

    Args:
        root: The data folder.
        today: The day it is.
        months: How long answers are kept after the last visit.
        years: How long completions are kept; None keeps them all.

    Raises:
        UserError: There are no records, or this computer's clock cannot be right.
    """
    with open_records(root) as records:
        return _due(root, records, today, months, years)


def let_go(root: Path, today: date, *, months: int, years: int | None) -> Due:
    """Erase what is due, and return it.

    Raises:
        UserError: As in `due`; a server uses the folder, or the disk refuses.
    """
    with stopped(root), open_records(root) as records:
        found = _due(root, records, today, months, years)
        erase_learners(root, [person.id for person in found.learners])
        end_sessions(root, [person.id for person in found.learners])
        clear_half_written(root)
        records.expire(found.before)
        if found.completed_before is not None and found.completions:
            reasons.note(root, found.completions, f"Kept for {years} years.", today)
            records.expire_completions(found.completed_before)
    return found


def months_before(today: date, months: int) -> date:
    """Return the same day some months ago, or the last day of a month that is too short for it."""
    whole = today.year * _MONTHS_OF_A_YEAR + today.month - 1 - months
    year, month = divmod(whole, _MONTHS_OF_A_YEAR)
    if year < date.min.year:
        return date.min
    return date(year, month + 1, min(today.day, calendar.monthrange(year, month + 1)[1]))


def _due(root: Path, records: Records, today: date, months: int, years: int | None) -> Due:
    people, completions = everybody(records), records.completions()
    last = [person.seen_on for person in people if person.seen_on is not None]
    _refuse_wrong_clock(max([*last, *(each.completed_on for each in completions)], default=today), today)
    before = months_before(today, months)
    completed_before = None if years is None else months_before(today, years * _MONTHS_OF_A_YEAR)
    return Due(
        before=before,
        learners=tuple(person for person in people if person.seen_on is not None and person.seen_on < before),
        completed_before=completed_before,
        completions=tuple(
            each for each in completions if completed_before is not None and each.completed_on < completed_before
        ),
        half_written=half_written(root),
    )


def _refuse_wrong_clock(last: date, today: date) -> None:
    if last > today:
        raise UserError(
            f"This computer says that today is {day(today)}, and somebody learned here on {day(last)}: "
            "set its clock right, then do this again."
        )
