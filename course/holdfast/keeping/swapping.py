"""Puts a whole set of files in the place of another: all of it or nothing, also when the power goes in the middle.

In a folder `.restore-…` of the data root: ``new`` is what comes in, ``moves.json`` says what comes and what goes. What
goes is moved to ``leaving``, which is called ``old`` once it is whole; then what is new moves in, and ``old`` is called
``gone``. Whoever finds ``leaving`` or ``old`` knows that a swap was stopped, and moves everything back.
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

_PREFIX = ".restore-"
_NEW, _LEAVING, _OLD, _GONE, _MOVES = "new", "leaving", "old", "gone", "moves.json"


@contextmanager
def beside(root: Path) -> Iterator[Path]:
    """Make a folder to build in, on the same disk; whatever is left in it goes at the end."""
    folder = root / f"{_PREFIX}{secrets.token_hex(6)}"
    (folder / _NEW).mkdir(parents=True)
    try:
        yield folder / _NEW
    finally:
        _undo(root, folder)
        with suppress(OSError):  # the next command clears it away
            shutil.rmtree(folder)


def swap(root: Path, new: Path, leaving: Sequence[str]) -> None:
    """Move everything of ``new`` into the data root, and away what is there under these names or under its names.

    Args:
        root: The data root.
        new: What `beside` gave, filled.
        leaving: The names in the data root that go, also where nothing new comes under them.

    Raises:
        OSError: The disk refuses; `beside` moves everything back at its end.
    """
    folder = new.parent
    coming = sorted(entry.name for entry in new.iterdir())
    going = [name for name in dict.fromkeys([*leaving, *coming]) if os.path.lexists(root / name)]
    (folder / _MOVES).write_text(json.dumps(coming), encoding="utf-8")
    _wait_for_disk(folder)
    (folder / _LEAVING).mkdir()
    for name in going:
        (root / name).rename(folder / _LEAVING / name)
    (folder / _LEAVING).rename(folder / _OLD)
    for name in coming:
        (new / name).rename(root / name)
    _wait_for_disk(root, names_only=True)
    (folder / _OLD).rename(folder / _GONE)


def settle(root: Path) -> None:
    """Move back what a swap that was stopped had moved, and clear away what it left."""
    for folder in _found(root):
        _undo(root, folder)
        shutil.rmtree(folder)


def is_unsettled(root: Path) -> bool:
    """Return whether a swap was stopped in the middle."""
    return any((folder / stage).is_dir() for folder in _found(root) for stage in (_LEAVING, _OLD))


def _found(root: Path) -> list[Path]:
    return [folder for folder in sorted(root.glob(f"{_PREFIX}*")) if folder.is_dir() and not folder.is_symlink()]


def _undo(root: Path, folder: Path) -> None:
    """Move everything back. It may itself be stopped and begun again, so no step hinders the one before it."""
    if (folder / _OLD).is_dir():
        for name in json.loads((folder / _MOVES).read_text(encoding="utf-8")):
            if not os.path.lexists(folder / _NEW / name):
                (root / name).rename(folder / _NEW / name)
        (folder / _OLD).rename(folder / _LEAVING)
    if (folder / _LEAVING).is_dir():
        for entry in sorted((folder / _LEAVING).iterdir()):
            entry.rename(root / entry.name)
        (folder / _LEAVING).rmdir()


def _wait_for_disk(folder: Path, *, names_only: bool = False) -> None:
    """Wait until everything in a folder, or the names in it, are on the disk."""
    if hasattr(os, "sync"):  # once for all is many times as fast as once for each of ten thousand files
        os.sync()
        return
    for file in () if names_only else folder.rglob("*"):
        if file.is_file():
            with file.open("rb+") as stream:
                os.fsync(stream.fileno())
