"""Which pathways learners finished. A completion outlives what was answered on the way."""

from __future__ import annotations

from dataclasses import asdict

from sqlalchemy import ColumnElement, Integer, RowMapping, literal_column, select, true
from sqlalchemy.dialects.sqlite import insert

from holdfast.records.people import note_here
from holdfast.records.tables import completion
from holdfast.records.transactions import Transactions
from holdfast.records.values import Completion

_ORDER = (completion.c.completed_on, literal_column("completion.rowid", Integer))


class Completions(Transactions):
    """The completions of a records file."""

    def complete(self, new: Completion) -> Completion:
        """Note that a learner has finished a pathway, once for each version of the course.

        Returns:
            The completion that is kept: where there is one for this learner, pathway and version, that one.

        Raises:
            KeyError: There is no such learner.
            ValueError: The code belongs to another completion: make another one.
        """
        same = (
            (completion.c.learner_id == new.learner_id)
            & (completion.c.pathway == new.pathway)
            & (completion.c.content_version == new.content_version)
        )
        with self._write() as connection:
            note_here(connection, new.learner_id, self._today())
            first = connection.execute(select(completion).where(same)).mappings().one_or_none()
            if first is not None:
                return _completion(first)
            if connection.scalar(select(completion.c.code).where(completion.c.code == new.code)):
                raise ValueError("That code belongs to another completion.")
            connection.execute(insert(completion).values(asdict(new)))
        return new

    def completions(self, learner_id: str | None = None) -> tuple[Completion, ...]:
        """Return the completions of a learner, or of everybody, the oldest first."""
        return self._completions(true() if learner_id is None else completion.c.learner_id == learner_id)

    def completion(self, code: str) -> Completion | None:
        """Return the completion with that code, or None where none is held."""
        return next(iter(self._completions(completion.c.code == code)), None)

    def _completions(self, where: ColumnElement[bool]) -> tuple[Completion, ...]:
        with self._read() as connection:
            rows = connection.execute(select(completion).where(where).order_by(*_ORDER)).mappings()
            return tuple(_completion(row) for row in rows)


def _completion(row: RowMapping) -> Completion:
    return Completion(**row)
