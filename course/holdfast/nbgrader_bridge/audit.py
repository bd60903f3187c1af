"""Notes every mark that is changed by hand, whichever program changes it: triggers in the gradebook itself.

The formgrader writes marks without asking us, so only the database can notice. A row says when, whose mark, and what
it was before and after; a trigger cannot know who was at the keyboard, and nothing is written about them.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from pathlib import Path

from holdfast.nbgrader_bridge.gradebook_file import opened

TABLE = "holdfast_audit"

_COLUMNS = "changed_at TEXT NOT NULL, learner TEXT, assignment TEXT, cell TEXT, kind TEXT, before REAL, after REAL"
_MARKS = ("manual_score", "extra_credit")
# What stands for each change of a grade: the row that says whose it is, and the marks there are.
_CHANGES = {"INSERT": ("new", "NULL", "new"), "UPDATE": ("new", "old", "new"), "DELETE": ("old", "old", "NULL")}


@dataclass(frozen=True, kw_only=True)
class MarkChange:
    """One mark that was changed by hand in the gradebook."""

    changed_at: str  #: UTC, as 2026-11-20T15:04:05Z
    learner_id: str
    assignment: str
    cell: str
    kind: str  #: "mark" or "extra credit"
    before: float | None
    after: float | None


def install(data_root: Path) -> None:
    """Make the gradebook note changes from now on; one that does so already is left alone.

    Raises:
        GradingError: The gradebook cannot be written to.
    """
    with opened(data_root, writing=True) as connection:
        if connection is None:
            return
        there = dict(connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall())
        wanted = _triggers()
        if all(there.get(name) == sql for name, sql in wanted.items()) or not _is_gradebook(connection):
            return
        connection.execute("BEGIN IMMEDIATE")
        connection.execute(f"CREATE TABLE IF NOT EXISTS {TABLE} ({_COLUMNS})")
        for name, sql in wanted.items():
            connection.execute(f"DROP TRIGGER IF EXISTS {name}")
            connection.execute(sql)
        connection.execute("COMMIT")


def mark_changes(data_root: Path, learner_id: str | None = None) -> tuple[MarkChange, ...]:
    """Return what was changed by hand, the oldest first: of one learner, or of everybody.

    Raises:
        GradingError: The gradebook cannot be read.
    """
    with opened(data_root) as connection:
        if connection is None or not has_audit(connection):
            return ()
        rows = connection.execute(
            f"SELECT changed_at, learner, assignment, cell, kind, before, after FROM {TABLE} "  # noqa: S608
            "WHERE :learner IS NULL OR learner = :learner ORDER BY rowid",
            {"learner": learner_id},
        ).fetchall()
    names = ("changed_at", "learner_id", "assignment", "cell", "kind", "before", "after")
    return tuple(MarkChange(**dict(zip(names, row, strict=True))) for row in rows)


def has_audit(connection: sqlite3.Connection) -> bool:
    """Return whether changes are noted in this gradebook."""
    return _has_table(connection, TABLE)


def _is_gradebook(connection: sqlite3.Connection) -> bool:
    return _has_table(connection, "grade")


def _has_table(connection: sqlite3.Connection, name: str) -> bool:
    found = connection.execute("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?", (name,))
    return found.fetchone() is not None


def _triggers() -> dict[str, str]:
    """Return for each trigger its name and its text, as SQLite keeps it."""
    made = {}
    for event, (row, before, after) in _CHANGES.items():
        for mark in _MARKS:
            name = f"{TABLE}_{mark}_{event.lower()}"
            made[name] = _trigger(name, event, mark, row, _value(before, mark), _value(after, mark))
    return made


def _value(row: str, mark: str) -> str:
    return row if row == "NULL" else f"{row}.{mark}"


def _trigger(name: str, event: str, mark: str, row: str, before: str, after: str) -> str:
    on = f"UPDATE OF {mark}" if event == "UPDATE" else event
    kind = "mark" if mark == "manual_score" else "extra credit"
    return (
        f"CREATE TRIGGER {name} AFTER {on} ON grade WHEN {before} IS NOT {after} BEGIN "  # noqa: S608
        f"INSERT INTO {TABLE} SELECT strftime('%Y-%m-%dT%H:%M:%SZ', 'now'), sa.student_id, a.name, c.name, '{kind}', "
        f"{before}, {after} FROM submitted_notebook sn JOIN submitted_assignment sa ON sa.id = sn.assignment_id "
        f"JOIN assignment a ON a.id = sa.assignment_id JOIN base_cell c ON c.id = {row}.cell_id "
        f"WHERE sn.id = {row}.notebook_id; END"
    )
