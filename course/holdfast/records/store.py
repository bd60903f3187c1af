"""The records file, open. Every method is one transaction; what it returns has been committed.

Any thread may call it: each transaction has a connection of its own, and writers wait for one another.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Self

from holdfast.records.answers import Answers
from holdfast.records.attempts import Attempts
from holdfast.records.completions import Completions
from holdfast.records.erasing import Erasing
from holdfast.records.opening import open_engine
from holdfast.records.people import People
from holdfast.records.transactions import today


class Records(People, Answers, Attempts, Completions, Erasing):
    """Learners, answers, attempts and completions in one file. Open it with `Records.open`."""

    @classmethod
    def open(cls, file: Path, *, day: Callable[[], date] = today) -> Self:
        """Open the records, making or migrating the file where needed.

        Args:
            file: The records file.
            day: What says which day it is.

        Raises:
            RecordsError: The folder is not writable, or the file is damaged, newer, or something else; the sentence
                says which and what to do, and the file is left as it is.
        """
        return cls(file, open_engine(file), day)

    def close(self) -> None:
        """Close the file. Nothing is pending: every change was saved when it was made."""
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
