"""From "hand in" to a mark: the attempt is kept, then filed, graded by the worker, and closed with its outcome."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from logging import Logger
from pathlib import Path
from typing import Literal

from holdfast import recording
from holdfast.errors import UserError
from holdfast.interface_text import later, say
from holdfast.library import Library
from holdfast.model import Assignment
from holdfast.nbgrader_bridge import Outcome, Worker, file_submission
from holdfast.records import Attempt, Entry
from holdfast.server.services import Store
from holdfast.standing import Door

WAIT = 3.0
"""Seconds a learner waits for a mark before the page says that it is being worked out."""


_WAITING_PER_ASSIGNMENT = 5
_WAITING = 1000
_ONE_AFTER_THE_OTHER = later(
    "What you handed in before is still being marked. Your answers are kept. Hand in again in a minute."
)
_NO_MARKS = later("The marks could not be worked out. Your answers are kept: hand in again.")
_QUEUE_FULL = later("Many people are handing in at this moment. Your answers are kept. Hand in again in a minute.")


class TooManyWaiting(UserError):  # noqa: N818  (it says what happened)
    """So much waits for its mark that no more is taken in."""


class Shut(UserError):  # noqa: N818  (it says what happened)
    """The check cannot be answered now; the sentence says why."""


class NothingAnswered(UserError):  # noqa: N818  (it says what happened)
    """There is no answer to hand in."""


@dataclass(frozen=True, kw_only=True)
class Submitted:
    """What came of handing in, so far."""

    state: Literal["marked", "marking", "not-marked"]
    reason: str = ""


@dataclass(kw_only=True)
class Desk:
    """Takes submissions in and sees each one through to its outcome, also over a restart."""

    library: Library
    store: Store
    worker: Worker
    data_root: Path
    log: Logger
    _released: Mapping[str, asyncio.Future[tuple[str, ...]]] = field(default_factory=dict)
    _turns: dict[tuple[str, str], asyncio.Lock] = field(default_factory=lambda: defaultdict(asyncio.Lock))
    _under_way: dict[asyncio.Task[Outcome], Attempt] = field(default_factory=dict)
    _intake: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def submit(
        self, learner_id: str, assignment: Assignment, ask: Callable[[], Awaitable[Door]] | None = None
    ) -> Submitted:
        """Hand in the learner's answers as the records have them.

        Args:
            learner_id: Whose.
            assignment: What is handed in.
            ask: Returns the door of the assignment at this moment; None where it is always open, with all its items.

        Raises:
            Shut: The door is shut.
            NothingAnswered: None of the questions that are asked has an answer.
            TooManyWaiting: The learner, or everybody together, has too much waiting for its mark.
            UserError: The records could not keep the attempt.
        """
        async with self._intake:
            task = await self._take_in(learner_id, assignment, ask)
        await asyncio.wait({task}, timeout=WAIT)
        if not task.done() or task.cancelled():  # cancelled: the server stops, and marks it after the next start
            return Submitted(state="marking")
        outcome = task.result()
        return Submitted(state=outcome.state, reason=outcome.reason)

    async def _take_in(
        self, learner_id: str, assignment: Assignment, ask: Callable[[], Awaitable[Door]] | None
    ) -> asyncio.Task[Outcome]:
        """Open an attempt and begin to mark it; the same answers once more are the attempt that is under way."""
        records = self.store.records
        kept = (await self.store.call(records.answers, learner_id)).answers
        answers = {key: kept[key] for key in recording.keys_of_assignment(assignment) if kept.get(key)}
        of_this = (learner_id, assignment.id)
        waiting = [task for task, entry in self._under_way.items() if (entry.learner_id, entry.assignment) == of_this]
        if waiting and _is_same(self._under_way[waiting[-1]], answers, whole=ask is None):
            return waiting[-1]
        if ask is not None:
            answers = _asked(assignment, answers, await ask())
        if not answers.keys() - {recording.order_key(assignment.id)}:
            raise NothingAnswered(say("There is no answer to hand in yet: answer at least one question first."))
        if len(waiting) >= _WAITING_PER_ASSIGNMENT:
            raise TooManyWaiting(say(_ONE_AFTER_THE_OTHER))
        if len(self._under_way) >= _WAITING:
            raise TooManyWaiting(say(_QUEUE_FULL))
        version = self.library.course.version
        attempt = await self.store.call(records.open_attempt, learner_id, assignment.id, version, answers)
        return self._start(attempt)

    async def resume(self, released: Mapping[str, asyncio.Future[tuple[str, ...]]]) -> None:
        """Grade what was handed in and not marked when the server stopped.

        Args:
            released: For each assignment what is done when nbgrader's release version is there; gradings wait for it.
        """
        self._released = released
        for attempt in await self.store.call(self.store.records.waiting_attempts):
            self._start(attempt)

    async def stop(self) -> None:
        """Leave what is under way; those attempts stay waiting and are graded at the next start."""
        for task in self._under_way:
            task.cancel()
        await asyncio.gather(*self._under_way, return_exceptions=True)

    def _start(self, attempt: Attempt) -> asyncio.Task[Outcome]:
        task = asyncio.create_task(self._see_through(attempt))
        self._under_way[task] = attempt
        task.add_done_callback(self._under_way.pop)
        return task

    async def _see_through(self, attempt: Attempt) -> Outcome:
        # nbgrader holds one submission for each learner and assignment: one after the other.
        async with self._turns[attempt.learner_id, attempt.assignment]:
            outcome = await self._grade(attempt)
            await self.store.call(
                self.store.records.close_attempt,
                attempt.id,
                state=outcome.state,
                points=outcome.points,
                maximum=outcome.maximum,
                entries=dict(outcome.entries),
                reason=outcome.reason,
            )
            if outcome.state == "marked":
                await self._put_away(attempt)
        return outcome

    async def _put_away(self, attempt: Attempt) -> None:
        """Empty the sheet of a check that is answered once: its questions may be asked again, in another check.

        What was handed in stays in the attempt. What the learner answered otherwise since stays too.
        """
        assignment = next((entry for entry in self.library.course.assignments if entry.id == attempt.assignment), None)
        if assignment is None or assignment.kind == "module":
            return
        records = self.store.records
        kept = (await self.store.call(records.answers, attempt.learner_id)).answers
        same = [item for item in assignment.items if item in kept and kept[item] == attempt.answers.get(item)]
        emptied = [Entry(seq=seq, item=item, value=[]) for seq, item in enumerate(same)]
        await self.store.call(records.save, attempt.learner_id, f"attempt-{attempt.id}", emptied)

    async def _grade(self, attempt: Attempt) -> Outcome:
        try:
            if (release := self._released.get(attempt.assignment)) is not None:
                await asyncio.wait({release})  # one that failed is said by `file_submission`
            await asyncio.to_thread(
                file_submission, self.data_root, attempt.learner_id, attempt.assignment, dict(attempt.answers)
            )
            return await asyncio.wrap_future(self.worker.grade(attempt.learner_id, attempt.assignment))
        except UserError as error:
            return Outcome(state="not-marked", reason=str(error))
        except Exception:
            self.log.exception("A submission could not be marked")
            return Outcome(state="not-marked", reason=_NO_MARKS)


def _is_same(attempt: Attempt, answers: Mapping[str, list[str]], *, whole: bool) -> bool:
    """Return whether an attempt holds these answers; where only a part of them is asked, that part."""
    return attempt.answers == (answers if whole else {key: answers.get(key) for key in attempt.answers})


def _asked(assignment: Assignment, answers: Mapping[str, list[str]], door: Door) -> dict[str, list[str]]:
    """Return the answers to what is asked now; a try may ask fewer questions than its form has."""
    if not door.is_open:
        raise Shut(door.why)
    wanted = {*door.items, recording.order_key(assignment.id)}
    return {key: value for key, value in answers.items() if key in wanted}
