"""The grading queue: one learner cannot fill it, and the same answers handed in again are not a second submission."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from holdfast.library import library
from holdfast.nbgrader_bridge import Worker
from holdfast.records import Entry
from holdfast.server import submitting
from holdfast.server.services import Store
from holdfast.server.submitting import Desk, Submitted, TooManyWaiting
from known_course import Known
from server_process import finish


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """Return a desk at which everything waits: its release versions are never ready."""
    monkeypatch.setattr(submitting, "WAIT", 0.01)
    store = Store(tmp_path / "records.db")
    log = logging.getLogger("test")
    yield Desk(library=library(), store=store, worker=Worker(tmp_path), data_root=tmp_path, log=log)
    store.close()


async def hand_in(desk: Desk, known: Known, options: list[str]) -> list[Submitted | BaseException]:
    """Answer one question with each of the options and hand in after each."""
    await desk.resume({known.assignment: asyncio.get_running_loop().create_future()})
    outcomes: list[Submitted | BaseException] = []
    for number, option in enumerate(options):
        entry = Entry(seq=number, item=known.item, value=[option])
        await desk.store.call(desk.store.records.save, desk.store.records.local_learner().id, "page", [entry])
        (outcome,) = await asyncio.gather(
            desk.submit(desk.store.records.local_learner().id, library().assignment(known.assignment)),
            return_exceptions=True,
        )
        outcomes.append(outcome)
    await desk.stop()
    return outcomes


def test_one_learner_cannot_fill_the_grading_queue(desk: Desk, known: Known) -> None:
    first, second = (option.id for option in library().item(known.item).options[:2])
    outcomes = finish(hand_in(desk, known, [first, second] * 4))
    assert [isinstance(outcome, TooManyWaiting) for outcome in outcomes] == [False] * 5 + [True, False, True]
    assert len(desk.store.records.waiting_attempts()) == 5


def test_the_same_answers_again_are_the_submission_that_waits_already(desk: Desk, known: Known) -> None:
    first, second = (option.id for option in library().item(known.item).options[:2])
    outcomes = finish(hand_in(desk, known, [first] * 10 + [second] * 10 + [first] * 10))
    assert outcomes == [Submitted(state="marking")] * 30
    waiting = desk.store.records.waiting_attempts()
    assert [attempt.answers[known.item] for attempt in waiting] == [[first], [second], [first]]


def test_many_hand_ins_in_the_same_moment_are_one(desk: Desk, known: Known) -> None:
    async def at_once() -> None:
        await desk.resume({known.assignment: asyncio.get_running_loop().create_future()})
        learner = desk.store.records.local_learner().id
        entry = Entry(seq=1, item=known.item, value=[known.option])
        await desk.store.call(desk.store.records.save, learner, "page", [entry])
        await asyncio.gather(*(desk.submit(learner, library().assignment(known.assignment)) for _ in range(20)))
        await desk.stop()

    finish(at_once())
    assert len(desk.store.records.waiting_attempts()) == 1
