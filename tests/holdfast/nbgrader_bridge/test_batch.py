"""`holdfast grade`: everything that waits is graded, and one that fails does not stop the others."""

from __future__ import annotations

from pathlib import Path

import pytest
from filelock import FileLock

from grading_course import PROBE, learner, submit_values
from holdfast.nbgrader_bridge import GradingError, grade_all, gradebook_file, locking, make_feedback, running, waiting
from holdfast.nbgrader_bridge.locking import LOCK_NAME


def test_grades_what_waits_and_goes_on_over_failures(probe: Path) -> None:
    values = {learner(1): "1.0", learner(2): "None", learner(3): "0.5"}
    for who, value in values.items():
        submit_values(probe, who, value)

    outcomes = {who: outcome for who, _, outcome in grade_all(probe)}

    assert [outcomes[who].state for who in values] == ["marked", "not-marked", "marked"]
    assert outcomes[learner(3)].entries["first"] == 0.5


def test_only_what_failed_or_is_new_waits_after_that(probe: Path) -> None:
    for number, value in enumerate(["1.0", "None", "0.5"], start=1):
        submit_values(probe, learner(number), value)
    list(grade_all(probe))
    submit_values(probe, learner(3), "1.5")

    assert waiting(probe) == ((learner(2), PROBE), (learner(3), PROBE))


def test_a_grading_that_was_cut_off_waits_again(probe: Path) -> None:
    submit_values(probe, learner(1), "1.0")
    list(grade_all(probe))
    (probe / "autograded" / learner(1) / PROBE / f"{PROBE}.ipynb").unlink()

    assert waiting(probe) == ((learner(1), PROBE),)


def test_grades_one_assignment_when_asked_for_one(probe: Path) -> None:
    submit_values(probe, learner(1), "1.0")

    assert [name for _, name, _ in grade_all(probe, PROBE)] == [PROBE]


def test_an_assignment_that_does_not_exist_is_named_with_those_that_do(probe: Path) -> None:
    with pytest.raises(GradingError, match=f"no assignment 'another': name one of those in source/, such as '{PROBE}'"):
        list(grade_all(probe, "another"))


def test_half_written_submissions_are_not_taken_for_submissions(probe: Path) -> None:
    (submit_values(probe, learner(1), "1.0").parent / f".{PROBE}.0123456789ab").mkdir()

    assert waiting(probe) == ((learner(1), PROBE),)


def test_feedback_is_written_for_what_is_graded(probe: Path) -> None:
    submit_values(probe, learner(1), "1.0")
    list(grade_all(probe))

    make_feedback(probe, PROBE)

    assert (probe / "feedback" / learner(1) / PROBE / f"{PROBE}.html").is_file()


def test_waits_for_its_turn_and_says_when_it_does_not_come(probe: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    submit_values(probe, learner(1), "1.0")
    monkeypatch.setattr(locking, "_PATIENCE", 0.05)

    with FileLock(probe / LOCK_NAME):
        outcome = running.grade(probe, PROBE, learner(1))

    assert outcome.reason.startswith("Another grading has been running")
    assert running.grade(probe, PROBE, learner(1)).state == "marked"


def test_tries_again_when_another_program_has_the_gradebook(probe: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import sqlite3

    submit_values(probe, learner(1), "1.0")
    with (probe / "nbgrader_config.py").open("a", encoding="utf-8") as config:
        config.write('get_config().CourseDirectory.db_url += "?timeout=0.05"\n')
    monkeypatch.setattr(gradebook_file, "_WAIT_SECONDS", 0.05)
    other = sqlite3.connect(probe / "gradebook.db", isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    pauses: list[float] = []

    def let_go(seconds: float) -> None:
        pauses.append(seconds)
        other.rollback()

    monkeypatch.setattr(running.time, "sleep", let_go)

    outcome = running.grade(probe, PROBE, learner(1))

    other.close()
    assert len(pauses) == 1
    assert outcome.entries["first"] == 1.0


def test_a_gradebook_that_stays_locked_gives_no_mark(probe: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import sqlite3

    submit_values(probe, learner(1), "1.0")
    with (probe / "nbgrader_config.py").open("a", encoding="utf-8") as config:
        config.write('get_config().CourseDirectory.db_url += "?timeout=0.05"\n')
    monkeypatch.setattr(gradebook_file, "_WAIT_SECONDS", 0.05)
    other = sqlite3.connect(probe / "gradebook.db", isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    monkeypatch.setattr(running.time, "sleep", lambda _: None)

    outcome = running.grade(probe, PROBE, learner(1))

    other.close()
    assert outcome.reason == "The gradebook is in use by another program: grade again."


def test_nothing_submitted_is_not_graded(probe: Path) -> None:
    for who in (learner(1), "*", "../probe"):
        assert running.grade(probe, PROBE, who).reason.startswith("Nothing was submitted")


def test_settings_of_a_data_root_cannot_bring_the_kernel_back(probe: Path, tmp_path: Path) -> None:
    submit_values(probe, learner(1), "1.0")
    ran = tmp_path / "it-ran"
    notebook = probe / "submitted" / learner(1) / PROBE / f"{PROBE}.ipynb"
    notebook.write_text(notebook.read_text().replace("import json", f"open('{ran}', 'w')"))
    (probe / "nbgrader_config.py").write_text(
        "c = get_config()\n"
        'c.Autograde.sanitize_preprocessors = ["nbgrader.preprocessors.ClearOutput"]\n'
        'c.Autograde.autograde_preprocessors = ["nbgrader.preprocessors.Execute"]\n'
    )

    assert running.grade(probe, PROBE, learner(1)).entries["first"] == 1.0
    assert not ran.exists()
