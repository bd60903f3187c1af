"""The last submission counts, up or down, and an earlier mark never stands for it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from grading_course import PROBE, learner, marks, run_nbgrader, submit_values, without_marks
from holdfast.nbgrader_bridge import running

WHO = learner(1)


def graded(root: Path, first: str, second: str = "1.5") -> running.Outcome:
    submit_values(root, WHO, first, second)
    return running.grade(root, PROBE, WHO)


def give_by_hand(root: Path, points: float) -> None:
    with Gradebook(f"sqlite:///{root / 'gradebook.db'}") as gradebook:
        grade = gradebook.find_grade("first", PROBE, PROBE, WHO)
        grade.manual_score, grade.extra_credit = points, 0.5
        gradebook.db.commit()


@pytest.mark.parametrize(("before", "after"), [("0.5", "2.0"), ("2.0", "0.5"), ("1.0", "0.0")])
def test_the_last_submission_counts(probe: Path, before: str, after: str) -> None:
    graded(probe, before)

    outcome = graded(probe, after)

    assert outcome.entries["first"] == float(after)
    assert marks(probe, PROBE, WHO)["first"] == (float(after), None, False)


TROUBLES = ["bad value", "no answers", "broken notebook", "other notebook", "answers in source"]


@pytest.mark.parametrize("trouble", TROUBLES)
def test_a_submission_that_cannot_be_graded_takes_the_earlier_mark_back(probe: Path, trouble: str) -> None:
    graded(probe, "2.0")
    filed = submit_values(probe, WHO, "None" if trouble == "bad value" else "1.0")
    match trouble:
        case "no answers":
            (filed / "answers.json").unlink()
        case "broken notebook":
            (filed / f"{PROBE}.ipynb").write_text("{")
        case "other notebook":
            (filed / f"{PROBE}.ipynb").rename(filed / "other.ipynb")
        case "answers in source":
            (probe / "source" / PROBE / "answers.json").write_text("{}")

    outcome = running.grade(probe, PROBE, WHO)

    assert outcome.state == "not-marked"
    assert without_marks(probe, PROBE, WHO)


def test_plain_nbgrader_takes_the_earlier_mark_back_too(probe: Path) -> None:
    graded(probe, "2.0")
    filed = submit_values(probe, WHO, "1.0")
    (filed / f"{PROBE}.ipynb").rename(filed / "other.ipynb")
    submit_values(probe, learner(2), "1.0")

    done = run_nbgrader(probe, "autograde", PROBE)

    assert done.returncode == 1
    assert without_marks(probe, PROBE, WHO)
    assert marks(probe, PROBE, learner(2))["first"] == (1.0, None, False)


def test_a_submission_is_graded_after_one_that_failed(probe: Path) -> None:
    graded(probe, "None")

    assert graded(probe, "1.25").entries == {"first": 1.25, "second": 1.5}


def test_what_was_given_by_hand_stays_when_the_same_submission_is_graded_again(probe: Path) -> None:
    graded(probe, "0.5")
    give_by_hand(probe, 2.0)

    outcome = running.grade(probe, PROBE, WHO)

    assert outcome.entries["first"] == 2.5
    assert marks(probe, PROBE, WHO)["first"] == (0.5, 2.0, True)


def test_what_was_given_by_hand_does_not_count_for_a_new_submission(probe: Path) -> None:
    graded(probe, "0.5")
    give_by_hand(probe, 2.0)

    outcome = graded(probe, "0.25")

    assert outcome.entries["first"] == 0.25
    assert marks(probe, PROBE, WHO)["first"] == (0.25, None, False)


def test_a_submission_that_comes_while_another_is_graded_is_the_one_that_counts(
    probe: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    submit_values(probe, WHO, "0.5")
    once = running._grade_once
    later = iter(["1.75"])

    def and_then_another(*arguments: str) -> running.Outcome:
        outcome = once(*arguments)
        for value in later:
            submit_values(probe, WHO, value)
        return outcome

    monkeypatch.setattr(running, "_grade_once", and_then_another)

    assert running.grade(probe, PROBE, WHO).entries["first"] == 1.75
    graded_answers = probe / "autograded" / WHO / PROBE / "answers.json"
    assert json.loads(graded_answers.read_text())["answers"]["first"] == ["1.75"]
