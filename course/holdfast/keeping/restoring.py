"""Puts a backup in the place of what a data folder holds. What was erased stays erased, whichever side remembers it."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from holdfast.errors import UserError
from holdfast.keeping import reasons
from holdfast.keeping.archive import unpack
from holdfast.keeping.places import KEPT_FILES, KEPT_FOLDERS, OF_PEOPLE, RECORDS, kept_in, reason, stopped
from holdfast.keeping.swapping import beside, swap
from holdfast.nbgrader_bridge import GRADEBOOK, erase_learners, grading_lock, known_learners, refuse_newer
from holdfast.paths import Folders
from holdfast.records import Erasure, Records, RecordsError

_SIDES = tuple(f"{file}-{side}" for file in (RECORDS, GRADEBOOK) for side in ("wal", "shm", "journal"))
"""What a database keeps beside itself; of an old one it would spoil a new one."""


@dataclass(frozen=True, kw_only=True)
class Restored:
    """What came back."""

    learners: int
    completions: int
    erased_again: int  #: learners and completions of the backup that had been erased


def restore(root: Path, archive: Path, folders: Folders) -> Restored:
    """Put a backup in the place of what a data folder holds, all of it or nothing.

    Args:
        root: The data folder; it may be new.
        archive: The backup.
        folders: The course's own files, which no backup replaces.

    Raises:
        UserError: A server uses the folder, the backup is damaged or newer, or the disk refuses. The folder is then as
            it was.
    """
    if not archive.is_file():
        raise UserError(f"There is no backup {archive}: mend the name.")
    try:
        root.mkdir(parents=True, exist_ok=True)
        with ExitStack() as stack:
            stack.enter_context(stopped(root))
            stack.enter_context(grading_lock(root))
            new = stack.enter_context(beside(root))
            unpack(archive, new, KEPT_FILES, KEPT_FOLDERS)
            names = kept_in(root, folders)
            _drop(new, names)
            restored = _make_fit(root, archive, new)
            leaving = [name for name in names if name in OF_PEOPLE]
            swap(root, new, [*leaving, *_SIDES])
            return restored
    except OSError as error:
        raise UserError(
            f"The backup could not be put into {root} ({reason(error)}): free some space there; it is as it was."
        ) from error


def _drop(new: Path, names: Sequence[str]) -> None:
    """Take away what belongs to the course here."""
    for path in new.iterdir():
        if path.name not in names and path.is_dir():
            shutil.rmtree(path)
        elif path.name not in names:
            path.unlink()


def _make_fit(root: Path, archive: Path, new: Path) -> Restored:
    """Bring what was unpacked to today's version, and erase from it what either side has erased."""
    if not (new / RECORDS).is_file():
        raise UserError(f"{archive} holds no records: take another backup; nothing was changed.")
    erased = _erased_here(root)
    said = reasons.read(root)
    try:
        refuse_newer(new)
        with Records.open(new / RECORDS) as records:
            again = records.apply_erasures(erased)
            gone = {each.digest for each in records.erasures() if each.kind == "learning"}
            learners, completions = len(records.learners()), len(records.completions())
    except UserError as error:
        what = str(error).replace(str(new), str(archive))
        raise UserError(f"The backup cannot be restored, and nothing was changed. {what}") from error
    erase_learners(new, [who for who in known_learners(new) if hashlib.sha256(who.encode()).digest() in gone])
    for lock in new.glob(".*.lock"):
        lock.unlink()
    if said:
        reasons.write(new, [*reasons.read(new), *said])
    return Restored(learners=learners, completions=completions, erased_again=again)


def _erased_here(root: Path) -> tuple[Erasure, ...]:
    if not (root / RECORDS).is_file():
        return ()
    try:
        with Records.open(root / RECORDS) as records:
            return records.erasures()
    except RecordsError as error:
        raise UserError(
            f"What was erased cannot be read from the records that are there, so it would come back. {error} "
            "To restore all the same, move that file away, and erase again what was erased since the backup."
        ) from error
