"""What is solid and what to look at again, objective by objective, in words; never a number about a person."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from holdfast.interface_text import later, say
from holdfast.library import Library
from holdfast.model import Objective
from holdfast.records import Attempt
from holdfast.standing.journey import Journey, is_right
from holdfast.standing.outcome import final_outcome
from holdfast.standing.practice import basis

ObjectiveState = Literal["solid", "revisit", "not-asked"]

STATE_WORDS: Mapping[ObjectiveState, str] = {
    "solid": later("Solid"),
    "revisit": later("Worth another look"),
    "not-asked": later("Not asked yet"),
}


@dataclass(frozen=True, kw_only=True)
class ObjectiveStanding:
    """How one objective stands: what asked about it last says."""

    objective: Objective
    state: ObjectiveState

    @property
    def words(self) -> str:
        """The state, in words."""
        return say(STATE_WORDS[self.state])


def objectives(library: Library, journey: Journey) -> tuple[ObjectiveStanding, ...]:
    """Return the objectives of a learner's pathway, in the order of the course.

    The checks of modules (their last submission), tries of the final, mends and the later check speak, the newest last.
    The before-check is never told.
    """
    states = _states(library, journey)
    return tuple(
        ObjectiveStanding(objective=entry, state=states.get(entry.id, "not-asked"))
        for entry in library.course.objectives
        if basis(journey.pathway) in entry.pathways
    )


def reading(library: Library, journey: Journey, objective_ids: Collection[str]) -> tuple[str, ...]:
    """Return the record keys of the core sections that teach any of those objectives, in the order of the course."""
    return tuple(
        f"{module.id}/{section.id}"
        for module in library.course.modules
        for section in module.sections
        if section.pathways.get(journey.pathway) == "core" and set(objective_ids) & set(section.objectives)
    )


def _states(library: Library, journey: Journey) -> dict[str, ObjectiveState]:
    asked_in_final = {entry.attempt.id: entry.asked for entry in final_outcome(library, journey).tries}
    kinds = {entry.id: entry.kind for entry in library.course.assignments}
    states: dict[str, ObjectiveState] = {}
    for attempt in journey.marked():
        kind = kinds.get(attempt.assignment)
        if kind == "final" and attempt.id in asked_in_final:
            states |= _of_attempt(library, attempt, asked_in_final[attempt.id])
        elif kind == "module" or (kind in {"mend", "later"} and journey.first_mark(attempt.assignment) == attempt):
            states |= _of_attempt(library, attempt)
    return states


def _of_attempt(library: Library, attempt: Attempt, asked: Iterable[str] | None = None) -> dict[str, ObjectiveState]:
    """Return the state of each objective that an attempt asked about: all of its questions right, or not."""
    rights: dict[str, list[bool]] = {}
    for item in library.assignment(attempt.assignment).items:
        rights.setdefault(library.item(item).objective, []).append(is_right(library, attempt, item))
    wanted = rights if asked is None else asked
    return {name: "solid" if all(rights[name]) else "revisit" for name in wanted}
