"""Takes people out of the records so that no byte of them stays, and remembers that it did, without telling whom.

What is deleted is overwritten (``secure_delete``), the log is emptied, and the file is written anew, because it may
come from a version that did not overwrite. A method that was stopped half-way, or that says that bytes may still be
there, is called again: it does what is left.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from datetime import date
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, delete, select
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.exc import DBAPIError

from holdfast.records.problems import RecordsError
from holdfast.records.tables import answer, attempt, completion, erased, learner, receipt
from holdfast.records.transactions import Transactions
from holdfast.records.values import Erasure, ErasureKind

# For each kind, the columns by which its rows are found; the last one is the key that is remembered as a digest.
_ROWS: dict[ErasureKind, tuple[Column[Any], ...]] = {
    "learning": (answer.c.learner_id, receipt.c.learner_id, attempt.c.learner_id, learner.c.id),
    "completion": (completion.c.code,),
}


class Erasing(Transactions):
    """How people and their completions leave a records file."""

    def erase_learning(self, learner_id: str) -> bool:
        """Erase a learner: answers, submissions, name, choices, resume code. Completions stay.

        Returns:
            Whether there was such a learner.

        Raises:
            RecordsError: Nothing was erased, or it was but its bytes may still be there; the sentence says which.
        """
        return bool(self._erase("learning", learner.c.id == learner_id))

    def erase_completion(self, code_or_learner_id: str) -> int:
        """Erase the completion with that code, or all completions of that learner; return how many there were.

        Raises:
            RecordsError: As in `erase_learning`.
        """
        which = (completion.c.code == code_or_learner_id) | (completion.c.learner_id == code_or_learner_id)
        return self._erase("completion", which)

    def expire(self, before: date) -> int:
        """Erase every learner last seen before a day, as `erase_learning` does; return how many they were."""
        return self._erase("learning", learner.c.seen_on < before)

    def expire_completions(self, before: date) -> int:
        """Erase every completion from before a day; return how many they were."""
        return self._erase("completion", completion.c.completed_on < before)

    def erasures(self) -> tuple[Erasure, ...]:
        """Return what was erased, the oldest first."""
        order = (erased.c.erased_on, erased.c.kind, erased.c.digest)
        with self._read() as connection:
            return tuple(Erasure(**row) for row in connection.execute(select(erased).order_by(*order)).mappings())

    def apply_erasures(self, erasures: Iterable[Erasure] = ()) -> int:
        """Erase again what was erased before: what these say, and what this file itself says.

        Returns:
            How many learners and completions had come back with a restored file.

        Raises:
            RecordsError: As in `erase_learning`.
        """
        with self._write() as connection:
            _remember(connection, erasures)
            back = [(kind, key) for kind in _ROWS for key in _come_back(connection, kind)]
            for kind, key in back:
                _delete(connection, kind, key)
        self._leave_no_trace()
        return len(back)

    def _erase(self, kind: ErasureKind, which: ColumnElement[bool]) -> int:
        day = self._today()
        with self._write() as connection:
            keys = list(connection.scalars(select(_ROWS[kind][-1]).where(which)))
            _remember(connection, [Erasure(digest=_digest(key), kind=kind, erased_on=day) for key in keys])
            for key in keys:
                _delete(connection, kind, key)
        self._leave_no_trace()
        return len(keys)

    def _leave_no_trace(self) -> None:
        """Empty the log, write the file anew, and empty the log of that."""
        try:
            with closing(self._engine.raw_connection()) as connection, closing(connection.cursor()) as cursor:
                _empty_log(cursor)
                cursor.execute("VACUUM")
                _empty_log(cursor)
        except (sqlite3.Error, DBAPIError) as error:
            raise RecordsError(
                f"It was erased from {self._file}, but its bytes may still be on the disk ({error}): "
                "close other programs that use that file, free some space, then erase it again."
            ) from error


def _empty_log(cursor: Any) -> None:
    (stopped, _, _) = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    if stopped:
        raise sqlite3.OperationalError("another program is reading it")


def _remember(connection: Connection, erasures: Iterable[Erasure]) -> None:
    for each in erasures:
        row = {"digest": each.digest, "kind": each.kind, "erased_on": each.erased_on}
        connection.execute(insert(erased).values(row).on_conflict_do_nothing())


def _come_back(connection: Connection, kind: ErasureKind) -> list[str]:
    """Return the keys of what is there although it was erased."""
    gone = set(connection.scalars(select(erased.c.digest).where(erased.c.kind == kind)))
    return [key for key in connection.scalars(select(_ROWS[kind][-1])) if _digest(key) in gone]


def _delete(connection: Connection, kind: ErasureKind, key: str) -> None:
    for column in _ROWS[kind]:
        connection.execute(delete(column.table).where(column == key))


def _digest(key: str) -> bytes:
    return hashlib.sha256(key.encode()).digest()
