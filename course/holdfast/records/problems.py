"""What can go wrong with the records file, in sentences for the person who can mend it."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from holdfast.errors import UserError

_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
_PRIMARY = 0xFF  # the low byte of an extended SQLite result code


class RecordsError(UserError):
    """The records file cannot be used."""


class NotSaved(RecordsError):  # noqa: N818  (it says what happened)
    """Nothing of this change was saved; everything saved before is still there."""


class RecordsFull(NotSaved):
    """Nothing of this change was saved, because the disk is full."""


def damaged(file: Path) -> RecordsError:
    """Return the error for a file that is no whole records file."""
    return RecordsError(
        f"{file} is damaged or is no records file of this course: put back the last backup of it, "
        "or move it away to start with empty records; it was left as it is."
    )


def problem(file: Path, error: sqlite3.Error) -> RecordsError:
    """Return the error that says what SQLite found."""
    code = getattr(error, "sqlite_errorcode", 0) & _PRIMARY
    if code in _DAMAGED:
        return damaged(file)
    if code == sqlite3.SQLITE_FULL:
        return RecordsFull(f"The disk that holds {file} is full: free some space, then save again.")
    if code == sqlite3.SQLITE_BUSY:
        return NotSaved(f"{file} is in use by another program: close that program, then save again.")
    return NotSaved(f"{file} cannot be read or written ({error}): check its disk and its permissions, then save again.")
