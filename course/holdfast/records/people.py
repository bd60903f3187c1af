"""Who learns: made, named, recognised and seen."""

from __future__ import annotations

import secrets
import string
from collections.abc import Mapping
from datetime import date
from typing import Any, Literal

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    Integer,
    RowMapping,
    func,
    literal_column,
    select,
    update,
)
from sqlalchemy.dialects.sqlite import insert

from holdfast.model import Nation
from holdfast.records.tables import completion, learner
from holdfast.records.transactions import Transactions
from holdfast.records.values import Half, Learner, check_chosen_name, check_name, check_nation

_ID_LENGTH = 16
_TAG_BYTES = 6
_LONGEST_DIGEST = 64
_ARRIVAL = literal_column("learner.rowid", Integer)


class People(Transactions):
    """The learners of a records file."""

    def local_learner(self) -> Learner:
        """Return the learner of a computer that one person uses, made at the first call."""
        with self._write() as connection:
            row = connection.execute(select(learner).where(learner.c.local)).mappings().one_or_none()
            return _learner(row) if row else _new_learner(connection, self._today(), local=True)

    def new_learner(self, *, name: str = "") -> Learner:
        """Make one more learner.

        Raises:
            ValueError: The name is too long, holds what cannot be seen, or nothing that can.
        """
        check_chosen_name(name)
        with self._write() as connection:
            return _new_learner(connection, self._today(), local=False, name=name)

    def learner(self, learner_id: str) -> Learner | None:
        """Return that learner, or None where there is none."""
        return self._find(learner.c.id == learner_id)

    def learner_by_code(self, digest: bytes) -> Learner | None:
        """Return the learner whose resume code has that digest, or None where nobody's has."""
        return self._find(learner.c.code == digest)

    def learners(self) -> tuple[Learner, ...]:
        """Return everybody, in the order in which they came."""
        with self._read() as connection:
            return tuple(_learner(row) for row in connection.execute(select(learner).order_by(_ARRIVAL)).mappings())

    def name_learner(self, learner_id: str, name: str) -> Learner:
        """Note the name that a learner chose; an empty one takes it away. What they have completed is in that name too.

        Raises:
            KeyError: There is no such learner.
            ValueError: The name is too long, holds what cannot be seen, or nothing that can.
        """
        check_chosen_name(name)
        with self._write() as connection:
            named = _changed(connection, learner_id, {"name": name}, self._today())
            connection.execute(update(completion).where(completion.c.learner_id == learner_id).values(name=name))
        return named

    def choose(
        self, learner_id: str, *, pathway: str | None = None, nation: Nation | Literal[""] | None = None
    ) -> Learner:
        """Note what a learner chose; what is not given stays as it is, and an empty nation takes it away.

        Raises:
            KeyError: There is no such learner.
            ValueError: It is no id of a pathway, or no nation.
        """
        if pathway is not None:
            check_name(pathway)
        check_nation(nation or None)
        chosen = {"pathway": pathway, "nation": nation}
        return self._change(learner_id, {name: value or None for name, value in chosen.items() if value is not None})

    def set_code(self, learner_id: str, digest: bytes) -> Learner:
        """Note the digest of the code by which a learner comes back; the code before it is of no use any more.

        Raises:
            KeyError: There is no such learner.
            ValueError: It is no digest, or another learner has that code: make another one.
        """
        if not isinstance(digest, bytes) or not 0 < len(digest) <= _LONGEST_DIGEST:
            raise ValueError("The digest of a code must be a few bytes.")
        with self._write() as connection:
            if connection.scalar(select(learner.c.id).where(learner.c.code == digest, learner.c.id != learner_id)):
                raise ValueError("Another learner has that code.")
            return _changed(connection, learner_id, {"code": digest}, self._today())

    def seen(self, learner_id: str) -> Learner:
        """Note that a learner was here today; raise `KeyError` where there is no such learner."""
        return self._change(learner_id, {})

    def _find(self, where: ColumnElement[bool]) -> Learner | None:
        with self._read() as connection:
            row = connection.execute(select(learner).where(where)).mappings().one_or_none()
        return _learner(row) if row else None

    def _change(self, learner_id: str, values: Mapping[str, Any]) -> Learner:
        with self._write() as connection:
            return _changed(connection, learner_id, values, self._today())


def last_seen(day: date | BindParameter[date]) -> ColumnElement[date]:
    """Return the last day of activity of somebody who is active on a day: a clock that went back changes nothing."""
    return func.max(learner.c.seen_on, day)


def note_here(connection: Connection, learner_id: str, day: date) -> None:
    """Note a learner's activity on a day; raise `KeyError` where there is no such learner."""
    _changed(connection, learner_id, {}, day)


def _changed(connection: Connection, learner_id: str, values: Mapping[str, Any], day: date) -> Learner:
    new = {**values, "seen_on": last_seen(day)}
    change = update(learner).where(learner.c.id == learner_id).values(new).returning(learner)
    row = connection.execute(change).mappings().one_or_none()
    if row is None:
        raise KeyError(learner_id)
    return _learner(row)


def _new_learner(connection: Connection, day: date, *, local: bool, name: str = "") -> Learner:
    letters = string.ascii_lowercase + string.digits
    new = Learner(
        id=secrets.choice(string.ascii_lowercase) + "".join(secrets.choice(letters) for _ in range(_ID_LENGTH - 1)),
        tag=secrets.token_hex(_TAG_BYTES),
        created_at=day,
        name=name,
        half=_fair_half(connection),
        seen_on=day,
    )
    row = {
        "id": new.id,
        "tag": new.tag,
        "local": local,
        "created_on": day,
        "version": 0,
        "name": name,
        "half": new.half,
        "seen_on": day,
    }
    connection.execute(insert(learner).values(row))
    return new


def _fair_half(connection: Connection) -> Half:
    """Return the half that fewer learners have: p, q, p, q as they come, and fair again after some were erased."""
    halves = list(connection.scalars(select(learner.c.half)))
    return "p" if halves.count("p") <= halves.count("q") else "q"


def _learner(row: RowMapping) -> Learner:
    known = {name: row[name] for name in ("id", "tag", "name", "pathway", "nation", "half", "seen_on")}
    return Learner(created_at=row["created_on"], **known)
