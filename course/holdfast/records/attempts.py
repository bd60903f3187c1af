"""What learners submitted, and what became of it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Literal

from sqlalchemy import RowMapping, func, select, update
from sqlalchemy.dialects.sqlite import insert

from holdfast.records.people import note_here
from holdfast.records.tables import attempt
from holdfast.records.transactions import Transactions
from holdfast.records.values import Attempt


class Attempts(Transactions):
    """The submissions of a records file."""

    def open_attempt(
        self, learner_id: str, assignment: str, content_version: str, answers: Mapping[str, Sequence[str]]
    ) -> Attempt:
        """Note a submission that waits for its mark; raise `KeyError` where there is no such learner."""
        new = {
            "learner_id": learner_id,
            "assignment": assignment,
            "content_version": content_version,
            "answers": {item: list(value) for item, value in answers.items()},
            "opened_on": self._today(),
            "state": "marking",
            "entries": {},
            "reason": "",
        }
        with self._write() as connection:
            note_here(connection, learner_id, self._today())
            return _attempt(connection.execute(insert(attempt).values(new).returning(attempt)).mappings().one())

    def close_attempt(
        self,
        attempt_id: int,
        state: Literal["marked", "not-marked"],
        points: float | None = None,
        maximum: float | None = None,
        entries: Mapping[str, float] | None = None,
        reason: str = "",
    ) -> Attempt:
        """Note what became of an attempt. Marking again replaces what was noted before.

        Args:
            attempt_id: The attempt.
            state: "marked" needs ``points`` of ``maximum``; "not-marked" needs a reason, and keeps no points.
            points: What it earned in all.
            maximum: What it could have earned.
            entries: What each scenario and item earned.
            reason: Why it was not marked.

        Raises:
            ValueError: The mark is not a number between 0 and the maximum, or the reason is missing.
            KeyError: There is no such attempt.
        """
        if state == "not-marked":
            points, maximum, entries = None, None, {}
        _check_outcome(state, points, maximum, entries or {}, reason)
        known = {"state": state, "points": points, "maximum": maximum, "entries": dict(entries or {}), "reason": reason}
        with self._write() as connection:
            change = update(attempt).where(attempt.c.id == attempt_id).values(known).returning(attempt)
            row = connection.execute(change).mappings().one_or_none()
            if row is None:
                raise KeyError(attempt_id)
            return _attempt(row)

    def attempts(self, learner_id: str) -> tuple[Attempt, ...]:
        """Return all of a learner's submissions, the oldest first."""
        own = select(attempt).where(attempt.c.learner_id == learner_id).order_by(attempt.c.id)
        with self._read() as connection:
            return tuple(_attempt(row) for row in connection.execute(own).mappings())

    def latest_attempt(self, learner_id: str, assignment: str) -> Attempt | None:
        """Return the learner's last submission of an assignment, or None where there is none."""
        own = (attempt.c.learner_id == learner_id) & (attempt.c.assignment == assignment)
        last = select(attempt).where(own).order_by(attempt.c.id.desc()).limit(1)
        with self._read() as connection:
            row = connection.execute(last).mappings().one_or_none()
        return _attempt(row) if row else None

    def latest_attempts(self, learner_id: str) -> dict[str, Attempt]:
        """Return the learner's last submission of each assignment that has one."""
        newest = select(func.max(attempt.c.id)).where(attempt.c.learner_id == learner_id).group_by(attempt.c.assignment)
        with self._read() as connection:
            rows = connection.execute(select(attempt).where(attempt.c.id.in_(newest))).mappings()
            return {row["assignment"]: _attempt(row) for row in rows}

    def waiting_attempts(self) -> tuple[Attempt, ...]:
        """Return every attempt that still waits for its mark, the oldest first."""
        waiting = select(attempt).where(attempt.c.state == "marking").order_by(attempt.c.id)
        with self._read() as connection:
            return tuple(_attempt(row) for row in connection.execute(waiting).mappings())


def _attempt(row: RowMapping) -> Attempt:
    return Attempt(**row)


def _check_outcome(
    state: str, points: float | None, maximum: float | None, entries: Mapping[str, float], reason: str
) -> None:
    if state not in {"marked", "not-marked"}:
        raise ValueError(f"An attempt cannot end as {state!r}.")
    if state == "not-marked":
        if not reason:
            raise ValueError("An attempt that is not marked needs a reason.")
        return
    if points is None or maximum is None or not all(map(_is_mark, (points, maximum, *entries.values()))):
        raise ValueError("Every mark must be a finite number that is not negative.")
    if points > maximum:
        raise ValueError("A mark cannot be more than its maximum.")


def _is_mark(number: float) -> bool:
    return type(number) in {int, float} and math.isfinite(number) and number >= 0
