"""Ends the sessions of people who leave. Their file tells until when somebody is signed in, by a digest of the id."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

from holdfast.errors import UserError
from holdfast.keeping.places import SESSIONS, reason


def end_sessions(root: Path, learner_ids: Iterable[str]) -> None:
    """End every session of these learners so that no byte of it stays.

    A server that runs meanwhile has them in memory too, and there they last until it is stopped.

    A file that cannot be read goes as a whole, as at the start of a server: then everybody signs in again.

    Raises:
        UserError: The file cannot be changed or removed.
    """
    file = root / SESSIONS
    if not file.is_file():
        return
    try:
        _delete(file, [(hashlib.sha256(each.encode()).digest(),) for each in learner_ids])
    except sqlite3.OperationalError as error:  # in use, or no space: it is as it was, and may be whole
        raise UserError(f"{file} could not be changed ({error}): free some space, then do this again.") from error
    except sqlite3.DatabaseError:
        try:
            file.unlink()
        except OSError as error:
            raise UserError(f"{file} could not be removed ({reason(error)}): remove it, then do this again.") from error


def _delete(file: Path, whose: list[tuple[bytes]]) -> None:
    with closing(sqlite3.connect(file)) as db:
        db.execute("PRAGMA secure_delete = ON")
        if db.execute("SELECT 1 FROM sqlite_master WHERE name = 'session'").fetchone() is None:
            return
        with db:
            db.executemany("DELETE FROM session WHERE whose = ?", whose)
        db.execute("VACUUM")
