"""A whole way through the course with real records and real marks: from the first page to the later check."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from holdfast import grading
from holdfast.records import Completion, Entry, Learner, Records
from holdfast.standing import Journey, Step, achieved, change_in_words, door, is_complete, journey_of, next_step
from journeys import COURSE

START = date(2026, 11, 20)


@pytest.fixture
def records(tmp_path: Path) -> Iterator[Records]:
    opened = Records.open(tmp_path / "records.db", day=lambda: START)
    yield opened
    opened.close()


def _journey(records: Records, learner: Learner) -> Journey:
    return journey_of(
        learner,
        records.answers(learner.id).answers,
        records.attempts(learner.id),
        records.completions(learner.id),
    )


def _answer(item: str, wrong: Collection[str]) -> list[str]:
    """Return the right answer of an item, or nothing where its objective is to be missed."""
    return [] if COURSE.item(item).objective in wrong else list(COURSE.item_key(item).correct)


def _mark(item: str, answer: list[str]) -> float:
    starred = COURSE.objective(COURSE.item(item).objective).starred
    return grading.grade_item(COURSE.item(item), COURSE.item_key(item), answer, starred=starred).points


def _do(records: Records, learner: Learner, step: Step, wrong: Collection[str] = (), today: date = START) -> None:
    """Do what a step asks, as the server does: keep answers, open an attempt, mark every entry, close it."""
    if step.kind == "section":
        records.save(learner.id, "page", [Entry(seq=len(records.answers(learner.id).answers), item=step.key,
                                                value=["done"])])  # fmt: skip
        return
    opened = door(COURSE, _journey(records, learner), step.key, today)
    answers = {item: _answer(item, wrong) for item in opened.items}
    given = {item: answer for item, answer in answers.items() if answer}
    attempt = records.open_attempt(learner.id, step.key, COURSE.course.version, given)
    marks = {item: _mark(item, answers.get(item, [])) for item in COURSE.assignment(step.key).items}
    most = sum(COURSE.item_key(item).points for item in marks)
    records.close_attempt(attempt.id, "marked", sum(marks.values()), most, marks)


def test_a_learner_goes_from_the_first_page_to_the_later_check(records: Records) -> None:
    first, learner = records.new_learner(), records.new_learner(name="Sam")
    assert (first.half, learner.half) == ("p", "q")
    learner = records.choose(learner.id, pathway="all-staff", nation="wales")
    kinds = []
    misses = {"before": ["first-minute", "tell-and-note"], "final": ["first-minute"]}
    while (step := next_step(COURSE, _journey(records, learner), START)).kind != "certificate":
        kinds.append((step.kind, step.key))
        _do(records, learner, step, misses.get(step.kind, ()))
        assert len(kinds) < 50
    assert kinds[-2:] == [("final", "final-all-staff-2026a-f1"), ("mend", "mend-first-minute")]
    assert ("before", "before-all-staff-2026a-q") in kinds

    told = achieved(COURSE, _journey(records, learner))
    records.complete(Completion(code="code", learner_id=learner.id, name="Sam", completed_on=START, **vars(told)))
    assert change_in_words(COURSE, _journey(records, learner))
    later = next_step(COURSE, _journey(records, learner), START + timedelta(weeks=6))
    assert (later.kind, later.key) == ("later", "later-all-staff-2026a-r")
    _do(records, learner, later, today=START + timedelta(weeks=6))
    assert next_step(COURSE, _journey(records, learner), START + timedelta(weeks=7)).kind == "certificate"


def test_a_completion_stays_when_the_learning_data_is_erased_and_the_rules_begin_anew(records: Records) -> None:
    learner = records.choose(records.new_learner().id, pathway="leaders")
    while (step := next_step(COURSE, _journey(records, learner), START)).kind != "certificate":
        _do(records, learner, step)
    told = achieved(COURSE, _journey(records, learner))
    records.complete(Completion(code="code", learner_id=learner.id, name="", completed_on=START, **vars(told)))
    records.erase_learning(learner.id)
    journey = journey_of(learner, {}, records.attempts(learner.id), records.completions(learner.id))
    assert journey.completion is not None
    assert not is_complete(COURSE, journey)
