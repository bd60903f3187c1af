"""Looks at a records file before anything may write to it, and refuses what is damaged, newer or something else.

Neither the file nor its folder changes by being looked at: a refused file can still be mended, or sent to somebody who
can.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Collection
from pathlib import Path

from holdfast.records.problems import RecordsError, damaged


def refuse_unknown(file: Path, known: Collection[str], wait_seconds: float) -> None:
    """Return when the file is empty, or whole and of one of the known versions.

    Args:
        file: The records file; it exists.
        known: The versions that this course can read or migrate, the newest first.
        wait_seconds: How long to wait for another program.

    Raises:
        RecordsError: The file is something else; the sentence says what.
        sqlite3.Error: The file cannot be read as a database.
    """
    while True:
        before = _signature(file)
        try:
            _look(file, known, wait_seconds)
        except (RecordsError, sqlite3.Error):
            if _signature(file) != before:  # somebody else wrote in the meantime, so we saw half of each
                continue
            raise
        return


def _look(file: Path, known: Collection[str], wait_seconds: float) -> None:
    if file.stat().st_size == 0:
        if _size(_log(file)):  # opening it would throw away answers that stand only in the log
            raise damaged(file)
        return
    uri = f"{file.absolute().as_uri()}?{_way_in(file)}"
    with contextlib.closing(sqlite3.connect(uri, uri=True, timeout=wait_seconds)) as connection:
        if connection.execute("PRAGMA quick_check(1)").fetchall() != [("ok",)]:
            raise damaged(file)
        page_size = connection.execute("PRAGMA page_size").fetchone()[0]
        # SQLite fills a last page that was cut with zeros, and takes it for whole.
        if file.stat().st_size % page_size and not _size(_log(file)):
            raise damaged(file)
        tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        if not tables:  # made, and then killed before the first migration
            return
        if not {"alembic_version", "learner"} <= tables:
            raise damaged(file)
        _refuse_version(file, known, connection.execute("SELECT version_num FROM alembic_version").fetchall())


def _refuse_version(file: Path, known: Collection[str], found: list[tuple[str]]) -> None:
    if len(found) != 1:
        raise damaged(file)
    (version,) = found[0]
    if version not in known:
        raise RecordsError(
            f"{file} is of version {version!a} and this course knows versions up to {next(iter(known))}: install the "
            "newer version of the course that wrote it, or choose another folder with --data; it was left as it is."
        )


def _way_in(file: Path) -> str:
    """Return how SQLite may open the file without leaving anything behind."""
    if _beside(file, "journal").exists():
        return "mode=rw"  # killed while it was made: only a writer can bring it back to the state before
    if _log(file).exists():
        return "mode=ro"
    return "mode=ro&immutable=1"  # nobody has it open; without this SQLite makes a log beside it even for reading


def _signature(file: Path) -> tuple[int, int, int | None, int | None]:
    now = file.stat()
    return now.st_size, now.st_mtime_ns, _size(_log(file)), _size(_beside(file, "journal"))


def _log(file: Path) -> Path:
    return _beside(file, "wal")


def _beside(file: Path, ending: str) -> Path:
    return file.with_name(f"{file.name}-{ending}")


def _size(file: Path) -> int | None:
    """Return the size of a file that may be gone at any moment."""
    try:
        return file.stat().st_size
    except FileNotFoundError:
        return None
