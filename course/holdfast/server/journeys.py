"""One learner's way through the course, as the records know it at this moment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.standing import Journey, journey_of

if TYPE_CHECKING:
    from holdfast.records import Attempt, Completion, Learner, Records, State
    from holdfast.server.services import Services


async def journey(services: Services, learner: Learner) -> Journey:
    """Return what a learner chose, answered, handed in and completed.

    Args:
        services: The parts of the running course.
        learner: Who it is.
    """
    return (await journey_and_state(services, learner))[0]


async def journey_and_state(services: Services, learner: Learner) -> tuple[Journey, State]:
    """Return a learner's journey, and the answers with their version."""
    state, attempts, completions = await services.store.call(_held, services.store.records, learner.id)
    return journey_of(learner, state.answers, attempts, completions), state


def _held(records: Records, learner_id: str) -> tuple[State, tuple[Attempt, ...], tuple[Completion, ...]]:
    """Read everything in one turn of the records' thread."""
    return records.answers(learner_id), records.attempts(learner_id), records.completions(learner_id)
