"""One grading at a time in a data root, whoever starts it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from holdfast.nbgrader_bridge.outcome import GradingError

LOCK_NAME = ".grading.lock"
_PATIENCE = 120.0
"""Seconds to wait; a grading takes about one."""


@contextmanager
def grading_lock(data_root: Path, patience: float | None = None) -> Iterator[None]:
    """Hold the data root's grading lock; the operating system frees it when the holder dies.

    Raises:
        GradingError: Somebody else held it all the time.
    """
    patience = _PATIENCE if patience is None else patience
    try:
        with FileLock(data_root / LOCK_NAME, timeout=patience):
            yield
    except Timeout:
        raise GradingError(
            f"Another grading has been running in {data_root.name!r} for {patience:.0f} seconds: "
            "let it finish, or end it, and grade again."
        ) from None
