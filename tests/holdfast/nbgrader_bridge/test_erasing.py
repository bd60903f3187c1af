"""Nothing of an erased learner is left in nbgrader's folders and gradebook; nothing of the others goes."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from nbgrader.api import Gradebook
from sqlalchemy import text

from grading_course import PROBE, learner, marks, submit_values
from holdfast.nbgrader_bridge import (
    GradingError,
    erase_learners,
    held_marks,
    known_learners,
    make_feedback,
    mark_changes,
    refuse_newer,
    running,
)

WHO, OTHER = learner(1), learner(2)
PLANTED = "a-remark-that-nobody-else-wrote"
_COMMENT = text("INSERT INTO comment (id, notebook_id, cell_id, manual_comment) VALUES (:id, :notebook, :cell, :text)")


@pytest.fixture
def root(probe: Path) -> Path:
    """Return a data root where two learners have marks, feedback, a mark by hand and a remark."""
    for who in (WHO, OTHER):
        submit_values(probe, who, "0.5")
        running.grade(probe, PROBE, who)
        with Gradebook(f"sqlite:///{probe / 'gradebook.db'}") as gradebook:
            gradebook.find_grade("first", PROBE, PROBE, who).manual_score = 2.0
            notebook = gradebook.find_submission_notebook(PROBE, PROBE, who)
            cell = gradebook.find_graded_cell("first", PROBE, PROBE)
            gradebook.db.execute(
                _COMMENT, {"id": f"c{who}"[:32], "notebook": notebook.id, "cell": cell.id, "text": f"{PLANTED}-{who}"}
            )
            gradebook.db.commit()
    make_feedback(probe, PROBE)
    return probe


def holding(root: Path, words: str) -> list[str]:
    """Return the files below a folder that hold these bytes, in their content or their name."""
    files = [file for file in root.rglob("*") if file.is_file()]
    there = [file for file in files if words.encode() in file.read_bytes() or words in str(file.relative_to(root))]
    return sorted(str(file.relative_to(root)) for file in there)


def test_no_file_holds_an_erased_learner(root: Path) -> None:
    assert {"gradebook.db", f"feedback/{WHO}/{PROBE}/{PROBE}.html"} <= set(holding(root, WHO))

    erase_learners(root, [WHO])

    assert holding(root, WHO) == []
    assert holding(root, f"{PLANTED}-{WHO}") == []
    assert not list(root.rglob(WHO))


def test_the_others_keep_everything(root: Path) -> None:
    before = held_marks(root, OTHER)

    erase_learners(root, [WHO])

    assert held_marks(root, OTHER) == before
    assert marks(root, PROBE, OTHER)["first"] == (0.5, 2.0, False)
    assert known_learners(root) == {OTHER}
    assert {change.learner_id for change in mark_changes(root)} == {OTHER}
    assert (root / "feedback" / OTHER / PROBE / f"{PROBE}.html").is_file()


def test_what_the_gradebook_holds_can_be_read(root: Path) -> None:
    first, second = held_marks(root, WHO)

    assert (first.assignment, first.cell, first.automatic, first.by_hand) == (PROBE, "first", 0.5, 2.0)
    assert first.comment == f"{PLANTED}-{WHO}"
    assert (second.cell, second.automatic, second.by_hand, second.comment) == ("second", 1.5, None, "")


def test_an_erased_learner_can_be_marked_anew(root: Path) -> None:
    erase_learners(root, [WHO])

    submit_values(root, WHO, "1.0")

    assert running.grade(root, PROBE, WHO).entries == {"first": 1.0, "second": 1.5}
    assert mark_changes(root, WHO) == ()


def test_rows_deleted_without_care_go_from_the_free_pages_too(root: Path) -> None:
    with closing(sqlite3.connect(root / "gradebook.db")) as connection, connection:
        connection.execute("PRAGMA secure_delete = OFF")
        connection.execute("UPDATE comment SET manual_comment = NULL")
        connection.execute("DELETE FROM student WHERE id = ?", (WHO,))
    assert "gradebook.db" in holding(root, WHO)

    erase_learners(root, [WHO])

    assert "gradebook.db" not in holding(root, WHO)


def test_erasing_again_is_no_mistake(root: Path) -> None:
    erase_learners(root, [WHO])
    erase_learners(root, [WHO])

    assert known_learners(root) == {OTHER}


def test_a_link_in_the_place_of_a_folder_goes_and_its_target_stays(root: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (root / "submitted" / learner(3)).symlink_to(elsewhere)

    erase_learners(root, [learner(3)])

    assert elsewhere.is_dir()
    assert not (root / "submitted" / learner(3)).is_symlink()


def test_a_name_that_is_no_learners_erases_nothing(root: Path) -> None:
    with pytest.raises(GradingError, match="is no learner id"):
        erase_learners(root, [WHO, "../source"])

    assert known_learners(root) == {WHO, OTHER}
    assert (root / "source" / PROBE).is_dir()


def test_a_gradebook_in_use_is_named_and_erasing_can_go_on_later(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("holdfast.nbgrader_bridge.gradebook_file._WAIT_SECONDS", 0.1)
    with closing(sqlite3.connect(root / "gradebook.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(GradingError, match="close other programs that use it"):
            erase_learners(root, [WHO])

    erase_learners(root, [WHO])

    assert holding(root, WHO) == []


def test_a_gradebook_of_this_nbgrader_is_taken_and_one_of_a_newer_refused(root: Path) -> None:
    refuse_newer(root)
    with closing(sqlite3.connect(root / "gradebook.db")) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = 'ffff12345678'")

    with pytest.raises(GradingError, match="'ffff12345678', which this nbgrader does not know: install the newer"):
        refuse_newer(root)
