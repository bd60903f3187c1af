"""The gradebook's own file, for what nbgrader's API cannot do: triggers, erasing for good. Does not import nbgrader."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from importlib.util import find_spec
from pathlib import Path

from holdfast.nbgrader_bridge.outcome import GradingError
from holdfast.nbgrader_bridge.settings import GRADEBOOK

_WAIT_SECONDS = 5.0
_PRIMARY = 0xFF  # the low byte of an extended SQLite result code
_WITH_GRADE_CELLS = (
    "SELECT DISTINCT a.name FROM assignment a JOIN notebook n ON n.assignment_id = a.id "
    "JOIN base_cell b ON b.notebook_id = n.id JOIN grade_cells g ON g.id = b.id"
)
_IN_USE = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}


class GradebookInUseError(GradingError):
    """Another program has the gradebook: it can be tried again."""


@contextmanager
def opened(data_root: Path, *, writing: bool = False) -> Iterator[sqlite3.Connection | None]:
    """Open a data root's gradebook, or give None where there is none yet; nothing is made by looking.

    Args:
        data_root: The course folder.
        writing: Whether something will be changed. Every statement is then its own transaction, until one is begun.

    Raises:
        GradebookInUseError: Another program has it.
        GradingError: It is damaged, or the disk refuses.
    """
    file = data_root / GRADEBOOK
    if not file.is_file() or file.stat().st_size == 0:
        yield None
        return
    uri = f"{file.resolve().as_uri()}?mode={'rw' if writing else 'ro'}"
    try:
        with closing(sqlite3.connect(uri, uri=True, timeout=_WAIT_SECONDS, isolation_level=None)) as connection:
            yield connection
    except sqlite3.Error as error:
        kind = GradebookInUseError if _code(error) in _IN_USE else GradingError
        raise kind(f"The gradebook {file} cannot be used ({error}): {_mend(error)}.") from error


def with_grade_cells(data_root: Path) -> frozenset[str]:
    """Return the assignments of which the gradebook has the cells; none where there is no gradebook yet.

    Raises:
        GradingError: It cannot be read.
    """
    with opened(data_root) as connection:
        return frozenset(name for (name,) in connection.execute(_WITH_GRADE_CELLS)) if connection else frozenset()


def refuse_newer(data_root: Path) -> None:
    """Refuse a gradebook that is damaged, or that a newer nbgrader made.

    Raises:
        GradingError: The gradebook is one of these.
    """
    with opened(data_root) as connection:
        if connection is None:
            return
        if connection.execute("PRAGMA quick_check(1)").fetchall() != [("ok",)]:
            raise GradingError(f"The gradebook {data_root / GRADEBOOK} is damaged: take another backup of it.")
        found = {version for (version,) in connection.execute("SELECT version_num FROM alembic_version")}
    if unknown := found - _known_versions():
        raise GradingError(
            f"The gradebook {data_root / GRADEBOOK} is of version {min(unknown)!a}, which this nbgrader does not know: "
            "install the newer nbgrader that made it."
        )


def _code(error: sqlite3.Error) -> int:
    return int(getattr(error, "sqlite_errorcode", 0)) & _PRIMARY


def _mend(error: sqlite3.Error) -> str:
    if _code(error) in {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR}:
        return "free some space on its disk, then do this again"
    if _code(error) in _IN_USE:
        return "close other programs that use it, then do this again"
    return "put its backup back"


def _known_versions() -> set[str]:
    """Return the versions of nbgrader's own migrations: their files begin with them."""
    spec = find_spec("nbgrader")
    if spec is None or spec.origin is None:
        return set()
    return {file.name.partition("_")[0] for file in Path(spec.origin).parent.glob("alembic/versions/[!_]*.py")}
