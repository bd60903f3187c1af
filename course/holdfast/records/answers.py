"""What learners answer, saved as it comes in: the one thing that a whole class does at the same moment."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, Date, bindparam, select, update
from sqlalchemy.dialects.sqlite import insert

from holdfast.records.people import last_seen
from holdfast.records.tables import answer, learner, receipt
from holdfast.records.transactions import Transactions
from holdfast.records.values import Entry, State, check_name

# Made once: putting a statement together takes longer than running it.
_VERSION = select(learner.c.version).where(learner.c.id == bindparam("who"))
_ANSWERS = select(answer.c.item, answer.c.value).where(answer.c.learner_id == bindparam("who"))
_SENT = select(receipt.c.item).where(
    receipt.c.learner_id == bindparam("who"),
    receipt.c.client == bindparam("page"),
    receipt.c.seq == bindparam("number"),
)
_NOTE = insert(receipt)
_NOTE_NEWER = _NOTE.on_conflict_do_update(
    index_elements=["learner_id", "client", "item"],
    set_={"seq": _NOTE.excluded.seq},
    where=receipt.c.seq < _NOTE.excluded.seq,
).returning(receipt.c.seq)
_PUT = insert(answer)
_PUT_OVER = _PUT.on_conflict_do_update(index_elements=["learner_id", "item"], set_={"value": _PUT.excluded.value})
_COUNT = (
    update(learner)
    .where(learner.c.id == bindparam("who"))
    .values(version=bindparam("now"), seen_on=last_seen(bindparam("day", type_=Date)))
)


class Answers(Transactions):
    """The answers of a records file."""

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
            version = _version(connection, learner_id)
            new = [entry for entry in entries if _is_news(connection, learner_id, client, entry)]
            for entry in new:
                put = {"learner_id": learner_id, "item": entry.item, "value": entry.value}
                connection.execute(_PUT_OVER, put)
            if new:
                version += 1
                connection.execute(_COUNT, {"who": learner_id, "now": version, "day": self._today()})
        return version

    def answers(self, learner_id: str) -> State:
        """Return all answers of a learner with their version; raise `KeyError` where there is no such learner."""
        with self._read() as connection:
            version = _version(connection, learner_id)
            rows = connection.execute(_ANSWERS, {"who": learner_id})
            return State(version=version, answers={row.item: row.value for row in rows})


def _version(connection: Connection, learner_id: str) -> int:
    """Return the version of a learner's answers; raise `KeyError` where there is no such learner."""
    version = connection.scalar(_VERSION, {"who": learner_id})
    if version is None:
        raise KeyError(learner_id)
    return int(version)


def _is_news(connection: Connection, learner_id: str, client: str, entry: Entry) -> bool:
    """Note the answer's number; return whether this page has not sent it, or a newer one for its item, before."""
    known = connection.scalar(_SENT, {"who": learner_id, "page": client, "number": entry.seq})
    if known is not None:
        if known != entry.item:  # it would be acknowledged and not kept
            raise ValueError(f"The number {entry.seq} has been used for another item.")
        return False
    note = {"learner_id": learner_id, "client": client, "item": entry.item, "seq": entry.seq}
    return connection.execute(_NOTE_NEWER, note).first() is not None
