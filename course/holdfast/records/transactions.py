"""How the records file is read and written: one transaction at a time, all or nothing."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from holdfast.records.opening import WRITING, as_problem


def today() -> date:
    """Return the day it is, the same day everywhere."""
    return datetime.now(tz=UTC).date()


class Transactions:
    """An open file. Every method of its subclasses is one transaction; what it returns has been committed."""

    def __init__(self, file: Path, engine: Engine, day: Callable[[], date]) -> None:
        self._file = file
        self._engine = engine
        self._writer = engine.execution_options(**{WRITING: True})
        self._today = day

    @contextlib.contextmanager
    def _write(self) -> Iterator[Connection]:
        """Hold the write lock from the first statement, commit at the end, or save nothing."""
        try:
            with self._writer.begin() as connection:
                yield connection
        except DBAPIError as error:
            raise as_problem(self._file, error) from error

    @contextlib.contextmanager
    def _read(self) -> Iterator[Connection]:
        """See one moment of the file, and block nobody."""
        try:
            with self._engine.begin() as connection:
                yield connection
        except DBAPIError as error:
            raise as_problem(self._file, error) from error
