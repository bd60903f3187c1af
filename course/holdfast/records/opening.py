"""Opens the records file: makes it where needed, looks at it, connects, migrates."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import tempfile
import time
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError

from holdfast.records.looking import refuse_unknown
from holdfast.records.problems import RecordsError, problem

WRITING = "holdfast_writing"
"""The execution option of a connection that will write: it takes the write lock as it begins."""

_WAIT_SECONDS = 10.0
_MIGRATIONS = Path(__file__).parent / "migrations"
_PRAGMAS = (
    f"busy_timeout = {_WAIT_SECONDS * 1000:.0f}",
    "synchronous = FULL",  # an acknowledged answer survives a power cut
    "fullfsync = ON",  # macOS alone: there an ordinary fsync stops at the disk's own cache
    "secure_delete = ON",  # what is deleted is overwritten
    "temp_store = MEMORY",  # nothing about a person goes into the system's folder for temporary files
)


def open_engine(file: Path) -> Engine:
    """Return an engine on a records file of today's version, made or migrated where needed.

    Raises:
        RecordsError: The folder does not take the file, or the file is damaged, newer, or something else.
    """
    _make_room(file)
    try:
        refuse_unknown(file, _known_versions(), _WAIT_SECONDS)
        _migrate(file)
    except sqlite3.Error as error:
        raise problem(file, error) from error
    except DBAPIError as error:
        raise as_problem(file, error) from error
    return _engine(file)


def as_problem(file: Path, error: DBAPIError) -> RecordsError:
    """Return the error that says what SQLite found, out of SQLAlchemy's wrapping."""
    return problem(file, error.orig if isinstance(error.orig, sqlite3.Error) else sqlite3.Error(str(error)))


def _make_room(file: Path) -> None:
    """Make sure that the file is there, that only its owner can read it, and that its folder can be written to."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=file.parent):
            pass
        handle = os.open(file, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
        with contextlib.suppress(OSError):  # somebody else's file that we may write is good enough
            file.chmod(0o600)
    except OSError as error:
        raise RecordsError(
            f"The records {file} cannot be written ({error.strerror}): "
            "make that folder and file writable, or choose another folder with --data."
        ) from error


def _known_versions() -> list[str]:
    """Return every version there is a migration to, the newest first."""
    return [script.revision for script in ScriptDirectory.from_config(_config(None)).walk_revisions()]


def _config(connection: Connection | None) -> Config:
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    return config


def _migrate(file: Path) -> None:
    """Bring the file to today's version, in one transaction."""
    engine = _engine(file, foreign_keys=False)  # or dropping a table to make it anew would drop what refers to it
    try:
        _switch_to_wal(engine, file)
        with engine.execution_options(**{WRITING: True}).begin() as connection:
            command.upgrade(_config(connection), "head")
    finally:
        engine.dispose()


def _engine(file: Path, *, foreign_keys: bool = True) -> Engine:
    """Return an engine whose transactions begin when we say so (SQLAlchemy's recipe for this driver)."""
    engine = create_engine(URL.create("sqlite", database=str(file.absolute())))

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # the driver begins no transaction by itself
        for pragma in (*_PRAGMAS, f"foreign_keys = {foreign_keys}"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        writing = connection.get_execution_options().get(WRITING, False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")

    return engine


def _switch_to_wal(engine: Engine, file: Path) -> None:
    """Let readers and the writer work side by side; the file remembers it."""
    deadline = time.monotonic() + _WAIT_SECONDS
    connection = engine.raw_connection()
    try:
        while True:
            try:
                mode = connection.cursor().execute("PRAGMA journal_mode = WAL").fetchone()[0]
                break
            except sqlite3.OperationalError:
                # SQLite does not wait by itself when two programs switch at the same moment.
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.02)
    finally:
        connection.close()
    if mode != "wal":
        raise RecordsError(f"The disk that holds {file} cannot keep records safely: choose a local folder with --data.")
