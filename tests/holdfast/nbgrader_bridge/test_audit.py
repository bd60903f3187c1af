"""A mark that is changed by hand is noted, whichever program changes it; what the course marks itself is not."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from grading_course import PROBE, learner, run_nbgrader, submit_values
from holdfast.nbgrader_bridge import GradingError, audit, mark_changes, running

WHO = learner(1)


def graded(root: Path, first: str = "0.5", who: str = WHO) -> running.Outcome:
    submit_values(root, who, first)
    return running.grade(root, PROBE, who)


def give(root: Path, mark: float | None, extra: float | None = None, who: str = WHO) -> None:
    """Change a mark as the formgrader does: through nbgrader's own gradebook."""
    with Gradebook(f"sqlite:///{root / 'gradebook.db'}") as gradebook:
        grade = gradebook.find_grade("first", PROBE, PROBE, who)
        grade.manual_score, grade.extra_credit = mark, extra
        gradebook.db.commit()


def noted(root: Path) -> list[tuple[str, str, float | None, float | None]]:
    return [(change.cell, change.kind, change.before, change.after) for change in mark_changes(root)]


def test_marks_that_the_course_works_out_are_not_noted(probe: Path) -> None:
    graded(probe, "0.5")
    graded(probe, "2.0")

    assert mark_changes(probe) == ()


def test_a_mark_changed_by_hand_is_noted_with_what_it_was_and_is(probe: Path) -> None:
    graded(probe)

    give(probe, 2.0)
    give(probe, 1.0)
    give(probe, 1.0, 0.5)
    give(probe, None, 0.5)

    assert noted(probe) == [
        ("first", "mark", None, 2.0),
        ("first", "mark", 2.0, 1.0),
        ("first", "extra credit", None, 0.5),
        ("first", "mark", 1.0, None),
    ]
    change = mark_changes(probe)[0]
    assert (change.learner_id, change.assignment) == (WHO, PROBE)
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", change.changed_at)


def test_a_mark_that_stays_the_same_is_not_noted(probe: Path) -> None:
    graded(probe)
    give(probe, 2.0)
    give(probe, 2.0)

    assert noted(probe) == [("first", "mark", None, 2.0)]


def test_a_mark_by_hand_that_goes_with_a_new_submission_is_noted(probe: Path) -> None:
    graded(probe)
    give(probe, 2.0)

    graded(probe, "1.0")

    assert noted(probe) == [("first", "mark", None, 2.0), ("first", "mark", 2.0, None)]


def test_a_mark_by_hand_whose_row_goes_is_noted(probe: Path) -> None:
    graded(probe)
    give(probe, 2.0)

    with closing(sqlite3.connect(probe / "gradebook.db")) as connection, connection:
        connection.execute("DELETE FROM grade WHERE manual_score IS NOT NULL")

    assert noted(probe)[-1] == ("first", "mark", 2.0, None)


def test_changes_of_one_learner_can_be_asked_for(probe: Path) -> None:
    graded(probe)
    graded(probe, who=learner(2))
    give(probe, 2.0)
    give(probe, 1.0, who=learner(2))

    assert [change.after for change in mark_changes(probe, learner(2))] == [1.0]


def test_a_gradebook_that_was_there_before_notes_changes_from_the_next_start_on(probe: Path) -> None:
    graded(probe)
    with closing(sqlite3.connect(probe / "gradebook.db")) as connection, connection:
        for name in audit._triggers():
            connection.execute(f"DROP TRIGGER {name}")
        connection.execute("DROP TABLE holdfast_audit")
    give(probe, 2.0)
    assert mark_changes(probe) == ()

    assert running.release(probe, PROBE) is False, "it is released already"

    give(probe, 1.0)
    assert noted(probe) == [("first", "mark", 2.0, 1.0)]


def test_an_older_trigger_is_replaced_and_what_was_noted_stays(probe: Path) -> None:
    graded(probe)
    give(probe, 2.0)
    name = "holdfast_audit_manual_score_update"
    with closing(sqlite3.connect(probe / "gradebook.db")) as connection, connection:
        connection.execute(f"DROP TRIGGER {name}")
        connection.execute(f"CREATE TRIGGER {name} AFTER UPDATE ON grade BEGIN SELECT 1; END")

    graded(probe, "0.5", learner(2))
    give(probe, 1.0)

    assert noted(probe) == [("first", "mark", None, 2.0), ("first", "mark", 2.0, 1.0)]


def test_a_second_look_writes_nothing(probe: Path) -> None:
    graded(probe)
    before = (probe / "gradebook.db").read_bytes()

    audit.install(probe)

    assert (probe / "gradebook.db").read_bytes() == before


def test_nbgraders_own_commands_work_with_a_gradebook_that_notes(probe: Path) -> None:
    graded(probe)

    done = [run_nbgrader(probe, *command) for command in (["autograde", PROBE, "--force"], ["db", "upgrade"])]

    assert [each.returncode for each in done] == [0, 0], done[-1].stderr
    give(probe, 2.0)
    assert noted(probe) == [("first", "mark", None, 2.0)]


def test_a_folder_without_a_gradebook_has_no_changes_and_gets_none(tmp_path: Path) -> None:
    audit.install(tmp_path)

    assert mark_changes(tmp_path) == ()
    assert list(tmp_path.iterdir()) == []


def test_a_gradebook_that_is_none_is_named(tmp_path: Path) -> None:
    (tmp_path / "gradebook.db").write_text("no database, but long enough to look at" * 10)

    with pytest.raises(GradingError, match=r"The gradebook .*gradebook\.db cannot be used"):
        mark_changes(tmp_path)
