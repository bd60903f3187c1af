"""What nbgrader holds of a learner, and how it is erased: folders, rows of the gradebook, notes about their marks."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from holdfast.nbgrader_bridge.audit import TABLE, has_audit
from holdfast.nbgrader_bridge.collecting import is_learner_id
from holdfast.nbgrader_bridge.gradebook_file import opened
from holdfast.nbgrader_bridge.locking import grading_lock
from holdfast.nbgrader_bridge.outcome import GradingError

FOLDERS = ("submitted", "autograded", "feedback")
"""Where nbgrader keeps a folder for each learner."""

_OWN_SUBMISSIONS = "SELECT id FROM submitted_assignment WHERE student_id = :learner"
_OWN_NOTEBOOKS = f"SELECT id FROM submitted_notebook WHERE assignment_id IN ({_OWN_SUBMISSIONS})"  # noqa: S608
_DELETE = (
    f"DELETE FROM comment WHERE notebook_id IN ({_OWN_NOTEBOOKS})",  # noqa: S608
    f"DELETE FROM grade WHERE notebook_id IN ({_OWN_NOTEBOOKS})",  # noqa: S608
    f"DELETE FROM submitted_notebook WHERE assignment_id IN ({_OWN_SUBMISSIONS})",  # noqa: S608
    "DELETE FROM submitted_assignment WHERE student_id = :learner",
    "DELETE FROM student WHERE id = :learner",
)
_HELD = """
    SELECT a.name, c.name, g.auto_score, g.manual_score, g.extra_credit, k.manual_comment
    FROM grade g JOIN submitted_notebook sn ON sn.id = g.notebook_id
    JOIN submitted_assignment sa ON sa.id = sn.assignment_id JOIN assignment a ON a.id = sa.assignment_id
    JOIN base_cell c ON c.id = g.cell_id
    LEFT JOIN comment k ON k.notebook_id = g.notebook_id AND k.cell_id = g.cell_id
    WHERE sa.student_id = ? ORDER BY a.name, c.name
"""


@dataclass(frozen=True, kw_only=True)
class HeldMark:
    """One mark as the gradebook holds it."""

    assignment: str
    cell: str
    automatic: float | None
    by_hand: float | None
    extra_credit: float | None
    comment: str  #: what a person wrote beside it


def held_marks(data_root: Path, learner_id: str) -> tuple[HeldMark, ...]:
    """Return the marks and comments the gradebook holds of a learner.

    Raises:
        GradingError: The gradebook cannot be read.
    """
    with opened(data_root) as connection:
        rows = connection.execute(_HELD, (learner_id,)).fetchall() if connection is not None else []
    names = ("assignment", "cell", "automatic", "by_hand", "extra_credit")
    return tuple(HeldMark(**dict(zip(names, row[:5], strict=True)), comment=row[5] or "") for row in rows)


def known_learners(data_root: Path) -> frozenset[str]:
    """Return everybody of whom nbgrader holds anything: a folder or a row.

    Raises:
        GradingError: The gradebook cannot be read.
    """
    found = {folder.name for name in FOLDERS for folder in (data_root / name).glob("*")}
    with opened(data_root) as connection:
        if connection is not None:
            found |= {name for (name,) in connection.execute("SELECT id FROM student")}
            if has_audit(connection):
                found |= {name for (name,) in connection.execute(f"SELECT DISTINCT learner FROM {TABLE}")}  # noqa: S608
    return frozenset(name for name in found if name and is_learner_id(name))


def erase_learners(data_root: Path, learner_ids: Collection[str]) -> None:
    """Erase all that nbgrader holds of these learners, so that not a byte of it is left in the data root.

    It can be done again after it was stopped half-way, and also when there is nothing to erase: what an earlier
    erasing left in the gradebook's free pages goes too.

    Raises:
        GradingError: An id is not one, a grading is under way, or the disk refuses; the sentence says which.
    """
    for learner_id in learner_ids:
        if not is_learner_id(learner_id):
            raise GradingError(f"{learner_id[:40]!a} is no learner id: it is a letter and 15 letters or digits.")
    with grading_lock(data_root):
        for learner_id in learner_ids:
            _erase_folders(data_root, learner_id)
        with opened(data_root, writing=True) as connection:
            if connection is not None:
                _erase_rows(connection, learner_ids)


def _erase_folders(data_root: Path, learner_id: str) -> None:
    for name in FOLDERS:
        folder = data_root / name / learner_id
        try:
            if folder.is_symlink():
                folder.unlink()
            elif folder.exists():
                shutil.rmtree(folder)
        except OSError as error:
            raise GradingError(
                f"The folder {folder} could not be removed ({error.strerror}): make it writable, and erase again."
            ) from error


def _erase_rows(connection: sqlite3.Connection, learner_ids: Collection[str]) -> None:
    connection.execute("PRAGMA secure_delete = ON")
    connection.execute("BEGIN IMMEDIATE")
    for learner_id in learner_ids:
        for statement in _DELETE:
            connection.execute(statement, {"learner": learner_id})
        if has_audit(connection):  # last: deleting the grades has noted that they went
            connection.execute(f"DELETE FROM {TABLE} WHERE learner = ?", (learner_id,))  # noqa: S608
    connection.execute("COMMIT")
    connection.execute("VACUUM")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
