"""Writes a backup, also while the server runs: databases as they are at one moment, the rest as it lies there."""

from __future__ import annotations

import os
import sqlite3
import stat
import tarfile
import tempfile
from contextlib import closing, suppress
from datetime import date
from pathlib import Path

from holdfast.errors import UserError
from holdfast.keeping.archive import Writer
from holdfast.keeping.places import RECORDS, kept_in, only_ours, open_records, reason
from holdfast.nbgrader_bridge import GRADEBOOK, grading_lock
from holdfast.paths import Folders

_WAIT_SECONDS = 10.0
_TRIES = 5


def back_up(root: Path, file: Path, folders: Folders, today: date) -> int:
    """Write everything that is kept of a data folder into one file, which only its owner can read.

    Args:
        root: The data folder.
        file: The backup; it must not be there yet.
        folders: The course's own files, which are not packed.
        today: The day it is.

    Returns:
        How many files are in it.

    Raises:
        UserError: There is nothing to back up, the place does not fit, a database is damaged, or the disk refuses;
            no part of a backup is left.
    """
    _refuse_place(root, file)
    open_records(root).close()
    try:
        with only_ours(), tempfile.TemporaryDirectory(prefix=f".{file.name}.", dir=file.parent) as folder:
            whole = Path(folder) / "backup.tar"
            count = _write(root, whole, Path(folder), kept_in(root, folders), today)
            _put_in_place(whole, file)
            return count
    except OSError as error:
        raise UserError(
            f"The backup {file} could not be written ({reason(error)}): free some space, or name another place."
        ) from error


def _refuse_place(root: Path, file: Path) -> None:
    if file.exists() or file.is_symlink():
        raise UserError(f"There is a file {file} already: give the backup another name.")
    if not file.parent.is_dir():
        raise UserError(f"There is no folder {file.parent}: make it first, or name another.")
    if file.resolve().is_relative_to(root.resolve()):
        raise UserError(f"{file} is in the data folder, where erasing would not reach it: name another place.")


def _write(root: Path, whole: Path, beside: Path, names: tuple[str, ...], today: date) -> int:
    # While marks are worked out, gradebook and folders do not say the same.
    with grading_lock(root), tarfile.open(whole, "w", format=tarfile.PAX_FORMAT) as tar:
        writer = Writer(tar, today.isoformat())
        for name in names:
            path = root / name
            if path.is_symlink():
                raise UserError(
                    f"{path} is a link, and a backup would miss what it points to: put the folder itself there."
                )
            if name in {RECORDS, GRADEBOOK}:
                _add_database(writer, path, beside)
            elif path.is_dir():
                _add_folder(writer, root, path)
            elif path.is_file():
                writer.add_bytes(name, path.read_bytes())
        return writer.finish()


def _add_database(writer: Writer, file: Path, beside: Path) -> None:
    if not file.is_file() or file.stat().st_size == 0:
        return
    copy = beside / file.name
    try:
        with (
            closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=rw", uri=True, timeout=_WAIT_SECONDS)) as live,
            closing(sqlite3.connect(copy)) as still,
        ):
            live.backup(still)
            still.execute("PRAGMA journal_mode = DELETE")
            found = still.execute("PRAGMA quick_check(1)").fetchall()
    except sqlite3.Error as error:
        raise UserError(
            f"{file} could not be copied ({error}): check its disk and free some space where the backup goes."
        ) from error
    if found != [("ok",)]:
        raise UserError(f"{file} is damaged: put the last backup back; this one was not written.")
    writer.add_file(file.name, copy)
    copy.unlink()


def _add_folder(writer: Writer, root: Path, folder: Path) -> None:
    """Add a folder; one submission is read as a whole, because a new one may take its place at any moment."""
    for child in sorted(folder.iterdir()):
        if child.name.startswith(".") or child.is_symlink():
            continue
        inner = sorted(child.iterdir()) if child.is_dir() else [child]
        for each in inner:
            if each.name.startswith(".") or each.is_symlink():
                continue
            for name, content in _read_whole(root, each):
                writer.add_bytes(name, content)


def _read_whole(root: Path, path: Path) -> list[tuple[str, bytes]]:
    """Return the files of one submission, read while it was not replaced."""
    for _ in range(_TRIES):
        with suppress(FileNotFoundError):
            before = path.stat()
            found = [(file.relative_to(root).as_posix(), file.read_bytes()) for file in _plain_files(path)]
            after = path.stat()
            if (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns):
                return found
    return []


def _plain_files(path: Path) -> list[Path]:
    files = [path, *sorted(path.rglob("*"))] if path.is_dir() else [path]
    return [file for file in files if stat.S_ISREG(file.lstat().st_mode)]


def _put_in_place(whole: Path, file: Path) -> None:
    with whole.open("rb") as stream:
        os.fsync(stream.fileno())
    whole.replace(file)
