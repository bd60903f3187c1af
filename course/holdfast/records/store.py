"""The records file, open. Every method is one transaction; what it returns has been committed.

Any thread may call it: each transaction has a connection of its own, and writers wait for one another.
"""

from __future__ import annotations

import contextlib
import math
import secrets
import string
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Literal, Self

from sqlalchemy import Connection, Engine, RowMapping, func, select, update
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.exc import DBAPIError

from holdfast.records.opening import WRITING, as_problem, open_engine
from holdfast.records.tables import answer, attempt, learner, receipt
from holdfast.records.values import Attempt, Entry, Learner, State, check_name

_ID_LENGTH = 16
_TAG_BYTES = 6


class Records:
    """Learners, answers and attempts in one file. Open it with `Records.open`."""

    def __init__(self, file: Path, engine: Engine) -> None:
        self._file = file
        self._engine = engine
        self._writer = engine.execution_options(**{WRITING: True})

    @classmethod
    def open(cls, file: Path) -> Self:
        """Open the records, making or migrating the file where needed.

        Raises:
            RecordsError: The folder is not writable, or the file is damaged, newer, or something else; the sentence
                says which and what to do, and the file is left as it is.
        """
        return cls(file, open_engine(file))

    def close(self) -> None:
        """Close the file. Nothing is pending: every change was saved when it was made."""
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # --- learners

    def local_learner(self) -> Learner:
        """Return the learner of a computer that one person uses, made at the first call."""
        with self._write() as connection:
            row = connection.execute(select(learner).where(learner.c.local)).mappings().one_or_none()
            return _learner(row) if row else _new_learner(connection, local=True)

    def new_learner(self) -> Learner:
        """Make one more learner."""
        with self._write() as connection:
            return _new_learner(connection, local=False)

    def learner(self, learner_id: str) -> Learner | None:
        """Return that learner, or None where there is none."""
        with self._read() as connection:
            row = connection.execute(select(learner).where(learner.c.id == learner_id)).mappings().one_or_none()
        return _learner(row) if row else None

    # --- answers

    def save(self, learner_id: str, client: str, entries: Sequence[Entry]) -> int:
        """Save answers, all or none.

        An answer that this page has sent before is not applied again, and one that comes later than a newer one of
        the same page for the same item is not applied at all. Between pages, the last to arrive counts.

        Args:
            learner_id: Whose answers they are.
            client: The page that sends them; it numbers its answers.
            entries: The answers, in the order they were given.

        Returns:
            The version of the learner's answers, now that these are saved.

        Raises:
            NotSaved: The disk refuses; nothing of this call was saved.
            KeyError: There is no such learner.
            ValueError: A number stands for another item already; nothing of this call was saved.
        """
        check_name(client)
        with self._write() as connection:
            version = connection.scalar(select(learner.c.version).where(learner.c.id == learner_id))
            if version is None:
                raise KeyError(learner_id)
            new = [entry for entry in entries if _is_news(connection, learner_id, client, entry)]
            for entry in new:
                _put(connection, learner_id, entry)
            if new:
                version += 1
                connection.execute(update(learner).where(learner.c.id == learner_id).values(version=version))
        return int(version)

    def answers(self, learner_id: str) -> State:
        """Return all answers of a learner with their version; raise `KeyError` where there is no such learner."""
        with self._read() as connection:
            version = connection.scalar(select(learner.c.version).where(learner.c.id == learner_id))
            if version is None:
                raise KeyError(learner_id)
            rows = connection.execute(select(answer.c.item, answer.c.value).where(answer.c.learner_id == learner_id))
            return State(version=version, answers={row.item: row.value for row in rows})

    # --- attempts

    def open_attempt(
        self, learner_id: str, assignment: str, content_version: str, answers: Mapping[str, Sequence[str]]
    ) -> Attempt:
        """Note a submission that waits for its mark; raise `KeyError` where there is no such learner."""
        new = {
            "learner_id": learner_id,
            "assignment": assignment,
            "content_version": content_version,
            "answers": {item: list(value) for item, value in answers.items()},
            "opened_on": _today(),
            "state": "marking",
            "entries": {},
            "reason": "",
        }
        with self._write() as connection:
            if connection.scalar(select(learner.c.id).where(learner.c.id == learner_id)) is None:
                raise KeyError(learner_id)
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

    # --- transactions

    @contextlib.contextmanager
    def _write(self) -> Iterator[Connection]:
        """Hold the write lock from the first statement, commit at the end, or save nothing."""
        try:
            with self._writer.begin() as connection:
                yield connection
        except DBAPIError as error:
            raise as_problem(self._file, error) from error

    @contextlib.contextmanager
    def _read(self) -> Iterator[Connection]:
        """See one moment of the file, and block nobody."""
        try:
            with self._engine.begin() as connection:
                yield connection
        except DBAPIError as error:
            raise as_problem(self._file, error) from error


def _is_news(connection: Connection, learner_id: str, client: str, entry: Entry) -> bool:
    """Note the answer's number; return whether this page has not sent it, or a newer one for its item, before."""
    key = {"learner_id": learner_id, "client": client, "seq": entry.seq}
    known = connection.scalar(select(receipt.c.item).filter_by(**key))
    if known is not None:
        if known != entry.item:  # it would be acknowledged and not kept
            raise ValueError(f"The number {entry.seq} has been used for another item.")
        return False
    note = insert(receipt).values(**key, item=entry.item)
    newer = note.on_conflict_do_update(
        index_elements=["learner_id", "client", "item"],
        set_={"seq": note.excluded.seq},
        where=receipt.c.seq < note.excluded.seq,
    ).returning(receipt.c.seq)
    return connection.execute(newer).first() is not None


def _put(connection: Connection, learner_id: str, entry: Entry) -> None:
    put = insert(answer).values(learner_id=learner_id, item=entry.item, value=entry.value)
    connection.execute(
        put.on_conflict_do_update(index_elements=["learner_id", "item"], set_={"value": put.excluded.value})
    )


def _new_learner(connection: Connection, *, local: bool) -> Learner:
    letters = string.ascii_lowercase + string.digits
    new = Learner(
        id=secrets.choice(string.ascii_lowercase) + "".join(secrets.choice(letters) for _ in range(_ID_LENGTH - 1)),
        tag=secrets.token_hex(_TAG_BYTES),
        created_at=_today(),
    )
    row = {"id": new.id, "tag": new.tag, "local": local, "created_on": new.created_at, "version": 0}
    connection.execute(insert(learner).values(row))
    return new


def _learner(row: RowMapping) -> Learner:
    return Learner(id=row["id"], tag=row["tag"], created_at=row["created_on"])


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


def _today() -> date:
    return datetime.now(tz=UTC).date()
