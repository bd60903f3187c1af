"""What was finished is kept once, and longer than what was answered."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from holdfast.records import Completion, Entry, Learner, Records


def test_a_completion_is_read_back(records: Records, finished: Completion, file: Path) -> None:
    assert records.complete(finished) == finished
    with Records.open(file) as again:
        assert again.completion(finished.code) == finished
        assert again.completions(finished.learner_id) == again.completions() == (finished,)
    assert records.completion("another") is None
    assert records.completions("nobody") == ()


def test_the_first_completion_of_a_version_stays(records: Records, finished: Completion) -> None:
    records.complete(finished)
    later = replace(finished, code="LATER", completed_on=date(2026, 12, 1), name="Sam O.")
    assert records.complete(later) == finished
    assert records.completions() == (finished,)


def test_another_pathway_version_or_learner_is_another_completion(records: Records, finished: Completion) -> None:
    others = [
        replace(finished, code="PATHWAY", pathway="trainer", assessed=False, nation=None),
        replace(finished, code="VERSION", content_version="2027a", completed_on=date(2027, 11, 1)),
        replace(finished, code="LEARNER", learner_id=records.new_learner().id, completed_on=date(2026, 1, 5)),
    ]
    for each in (finished, *others):
        records.complete(each)
    pathway, version, learner = others
    assert records.completions() == (learner, finished, pathway, version)
    assert records.completions(finished.learner_id) == (finished, pathway, version)


def test_a_code_is_never_given_twice(records: Records, finished: Completion) -> None:
    records.complete(finished)
    with pytest.raises(ValueError, match="another completion"):
        records.complete(replace(finished, pathway="trainer"))
    assert records.completions() == (finished,)


def test_only_somebody_who_is_here_completes(records: Records, finished: Completion) -> None:
    with pytest.raises(KeyError):
        records.complete(replace(finished, learner_id="nobody"))
    assert records.completions() == ()


@pytest.mark.parametrize(
    "wrong",
    [
        {"minutes": -1},
        {"minutes": 2.5},
        {"minutes": True},
        {"code": ""},
        {"pathway": "a\nb"},
        {"name": "Sam\u202e"},
        {"nation": "france"},
    ],
)
def test_a_completion_that_could_not_be_explained_cannot_be_made(finished: Completion, wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"must|no nation"):
        replace(finished, **wrong)


def test_a_completion_outlives_the_learner(records: Records, learner: Learner, finished: Completion) -> None:
    records.save(learner.id, "page", [Entry(1, "a", ["x"])])
    records.complete(finished)
    assert records.erase_learning(learner.id)
    assert records.learner(learner.id) is None
    assert records.completions(learner.id) == (finished,)


def test_all_attempts_of_a_learner_are_listed_the_oldest_first(records: Records, learner: Learner) -> None:
    other = records.new_learner()
    opened = [records.open_attempt(learner.id, form, "2026a", {}) for form in ("f2", "f1", "f2")]
    records.open_attempt(other.id, "f1", "2026a", {})
    closed = records.close_attempt(opened[0].id, "marked", 1, 2)
    assert records.attempts(learner.id) == (closed, *opened[1:])
    assert records.attempts("nobody") == ()
