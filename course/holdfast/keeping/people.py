"""Who is in the records, and who is meant by what somebody typed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from holdfast.errors import UserError
from holdfast.records import Completion, Learner, Records

SHORT = 6
"""How many letters of an id are shown."""
_FEWEST = 4


@dataclass(frozen=True, kw_only=True)
class Person:
    """Somebody the records know: by what they learn, by what they completed, or by both."""

    id: str
    name: str
    learner: Learner | None  #: None when what they answered was erased
    completed: tuple[Completion, ...]

    @property
    def short(self) -> str:
        """The beginning of the id, which is enough to name them."""
        return self.id[:SHORT]

    @property
    def pathway(self) -> str:
        """The pathway they chose, else the one they completed last."""
        chosen = self.learner.pathway if self.learner else None
        return chosen or (self.completed[-1].pathway if self.completed else "")

    @property
    def seen_on(self) -> date | None:
        """The last day they were here."""
        return self.learner.seen_on if self.learner else None


def everybody(records: Records) -> tuple[Person, ...]:
    """Return everybody in the order they came, and behind them those of whom only a completion is left."""
    completed: dict[str, list[Completion]] = {}
    for each in records.completions():
        completed.setdefault(each.learner_id, []).append(each)
    learners = {learner.id: learner for learner in records.learners()}
    return tuple(
        _person(learner_id, learners.get(learner_id), tuple(completed.get(learner_id, ())))
        for learner_id in dict.fromkeys([*learners, *completed])
    )


def find(records: Records, wanted: str) -> Person:
    """Return who is meant by an id, its beginning, a name, or the code of a certificate.

    Raises:
        UserError: Nobody is, or several are.
    """
    people = everybody(records)
    found = [person for person in people if person.id == wanted] or [
        person for person in people if _is_meant(person, wanted.strip())
    ]
    if not found:
        raise UserError(f"Nobody in the records is {wanted[:120]!r}: take an id from `holdfast records list`.")
    if len(found) > 1:
        ids = ", ".join(sorted(person.id for person in found))
        raise UserError(f"{wanted[:120]!r} can be {len(found)} people: give the whole id, one of {ids}.")
    return found[0]


def _person(learner_id: str, learner: Learner | None, completed: tuple[Completion, ...]) -> Person:
    name = learner.name if learner and learner.name else next((each.name for each in reversed(completed)), "")
    return Person(id=learner_id, name=name, learner=learner, completed=completed)


def _is_meant(person: Person, wanted: str) -> bool:
    begins = len(wanted) >= _FEWEST and person.id.startswith(wanted)
    named = wanted != "" and wanted.casefold() in {
        person.name.casefold(),
        *(c.code.casefold() for c in person.completed),
    }
    return begins or named
