"""What one learner chose, answered and handed in: all that the rules of standing look at."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import get_args

from holdfast.library import Library
from holdfast.model import Nation, Pathway
from holdfast.records import Attempt, Completion, Half, Learner

DEFAULT_PATHWAY: Pathway = "all-staff"
"""The pathway of somebody who has not chosen one."""


@dataclass(frozen=True, kw_only=True)
class Journey:
    """One learner on one pathway. To ask about another pathway of the same learner, use `journey_of` again."""

    pathway: Pathway = DEFAULT_PATHWAY
    nation: Nation | None = None
    half: Half = "p"  #: the form that is their before-check
    answers: Mapping[str, Sequence[str]] = field(default_factory=dict)
    attempts: tuple[Attempt, ...] = ()  #: the oldest first
    completion: Completion | None = None  #: the last one of this pathway

    def has_done(self, section: str) -> bool:
        """Return whether the section of that record key is marked as done."""
        return bool(self.answers.get(section))

    def marked(self) -> tuple[Attempt, ...]:
        """Return the attempts that have a mark, the oldest first; others count as not there yet."""
        return tuple(attempt for attempt in self.attempts if attempt.state == "marked")

    def first_mark(self, assignment_id: str) -> Attempt | None:
        """Return the attempt that counts where an assignment is answered once: the first that has a mark."""
        return next((attempt for attempt in self.marked() if attempt.assignment == assignment_id), None)

    def waits(self, assignment_id: str) -> bool:
        """Return whether the last attempt at an assignment is being marked."""
        own = [attempt.state for attempt in self.attempts if attempt.assignment == assignment_id]
        return own[-1:] == ["marking"]


def journey_of(
    learner: Learner,
    answers: Mapping[str, Sequence[str]],
    attempts: Iterable[Attempt],
    completions: Iterable[Completion] = (),
    *,
    pathway: Pathway | None = None,
) -> Journey:
    """Return what the records know of a learner, as the rules want it.

    Args:
        learner: Who it is.
        answers: Their answers, `State.answers`.
        attempts: Their attempts, in any order.
        completions: What they have completed.
        pathway: A pathway other than the one they chose.
    """
    chosen = pathway or pathway_of(learner.pathway)
    own = sorted(
        (entry for entry in completions if entry.pathway == chosen and entry.learner_id == learner.id),
        key=lambda entry: entry.completed_on,
    )
    return Journey(
        pathway=chosen,
        nation=learner.nation,
        half=learner.half,
        answers=answers,
        attempts=tuple(sorted(attempts, key=lambda attempt: attempt.id)),
        completion=own[-1] if own else None,
    )


def pathway_of(name: str | None) -> Pathway:
    """Return the pathway of that name; the one for all staff where there is none such."""
    return next((pathway for pathway in get_args(Pathway) if pathway == name), DEFAULT_PATHWAY)


def is_right(library: Library, attempt: Attempt, item_id: str) -> bool:
    """Return whether an item earned all its points in a marked attempt; a part of them is never right."""
    return attempt.entries.get(item_id, 0.0) >= library.item_key(item_id).points


def is_answered(journey: Journey, item_id: str) -> bool:
    """Return whether an item has an answer."""
    return bool(journey.answers.get(item_id))
