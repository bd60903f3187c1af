"""Boosters: five minutes of practice, 1, 4, 12 and 26 weeks after completion and then once a year. Never marked.

Each holds two starred objectives, one that was missed (else one not yet asked, else any other), and what is new in law
or guidance since the learner's version of the course; where nothing is, a fourth question. Weeks take their turns, so
two boosters do not ask the same. The yearly one says everything that has changed. The trainers' own objectives have no
star: what is starred comes in the boosters of the pathway for leads, which they have taken too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from holdfast.library import Library
from holdfast.model import Revision
from holdfast.records import Completion
from holdfast.standing.journey import Journey
from holdfast.standing.objectives import ObjectiveState, objectives
from holdfast.standing.practice import practice_pool

WEEKS = (1, 4, 12, 26)
YEAR = 52
"""Weeks between the yearly ones."""

_STARRED = 2
_QUESTIONS = 3
_LAW = frozenset({"law", "guidance"})

Why = Literal["starred", "revisit", "more"]
_OTHERS: tuple[tuple[ObjectiveState, Why], ...] = (("revisit", "revisit"), ("not-asked", "more"), ("solid", "more"))


@dataclass(frozen=True, kw_only=True)
class Question:
    """A practice item of a booster, and why it is there."""

    item: str
    objective: str
    why: Why


@dataclass(frozen=True, kw_only=True)
class Booster:
    """What one booster asks and tells."""

    week: int
    questions: tuple[Question, ...]
    news: tuple[Revision, ...]  #: one of law or guidance; in the yearly one every change, the newest first

    @property
    def yearly(self) -> bool:
        """Whether it says what changed since the learner's version."""
        return self.week % YEAR == 0


def booster(library: Library, journey: Journey, week: int) -> Booster:
    """Return the booster of one week; the same learner and week give the same one.

    Args:
        library: The course.
        journey: The learner.
        week: How many weeks after completion: one of `WEEKS`, or whole years of 52.

    Raises:
        ValueError: There is no booster in that week.
    """
    turn = _turn(week)
    changes = changes_since(library, journey)
    law = tuple(entry for entry in changes if entry.kind in _LAW)
    return Booster(
        week=week,
        questions=_questions(library, journey, turn, _QUESTIONS if law else _QUESTIONS + 1),
        news=changes if week % YEAR == 0 else law[:1],
    )


def due_week(completed_on: date, today: date) -> int | None:
    """Return the week of the last booster that has come round by today, or None before the first."""
    weeks = (today - completed_on).days // 7
    if weeks >= YEAR:
        return weeks - weeks % YEAR
    return max((week for week in WEEKS if week <= weeks), default=None)


def due_dates(completed_on: date, years: int = 1) -> tuple[tuple[int, date], ...]:
    """Return each booster's week and day, with as many yearly ones."""
    weeks = (*WEEKS, *(YEAR * number for number in range(1, years + 1)))
    return tuple((week, completed_on + timedelta(weeks=week)) for week in weeks)


def changes_since(library: Library, journey: Journey) -> tuple[Revision, ...]:
    """Return what changed in the course, in the learner's nation, since the version they completed; newest first."""
    known = journey.completion
    if known is None:
        return ()
    return tuple(
        entry
        for entry in sorted(library.revisions.values(), key=lambda entry: entry.on, reverse=True)
        if journey.nation is None or journey.nation in entry.nations
        if _is_new(library, entry, known)
    )


def _is_new(library: Library, entry: Revision, known: Completion) -> bool:
    """Return whether somebody who completed then has not seen it.

    A course that has not been replaced says everything up to that day. Of an older one only the day of its law is
    known: what came after may not have been in it.
    """
    same = known.content_version == library.course.version
    return entry.on > (known.completed_on if same else known.law_as_at)


def _turn(week: int) -> int:
    if week in WEEKS:
        return WEEKS.index(week)
    if week > 0 and week % YEAR == 0:
        return len(WEEKS) + week // YEAR - 1
    raise ValueError(f"There is no booster in week {week}.")


def _questions(library: Library, journey: Journey, turn: int, number: int) -> tuple[Question, ...]:
    pool = practice_pool(library, journey)
    known = [entry for entry in objectives(library, journey) if entry.objective.id in pool]
    starred = _rotated([entry.objective.id for entry in known if entry.objective.starred], _STARRED * turn)[:_STARRED]
    chosen: list[tuple[str, Why]] = [(name, "starred") for name in starred]
    for state, why in _OTHERS:
        names = [entry.objective.id for entry in known if entry.state == state and entry.objective.id not in starred]
        chosen += [(name, why) for name in _rotated(names, turn)]
    return tuple(
        Question(item=pool[name][turn % len(pool[name])], objective=name, why=why) for name, why in chosen[:number]
    )


def _rotated(names: Sequence[str], by: int) -> list[str]:
    start = by % len(names) if names else 0
    return [*names[start:], *names[:start]]
