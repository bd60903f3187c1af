"""Takes a learner, or a completion, out of a data folder so that no byte is left; the server must be stopped.

The two are apart: what somebody answered goes when they ask; that they completed a pathway is the employer's record,
and goes when the employer says why.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from holdfast.errors import UserError
from holdfast.keeping import people, reasons
from holdfast.keeping.places import RECORDS, open_records, reason, stopped
from holdfast.keeping.sessions import end_sessions
from holdfast.nbgrader_bridge import erase_learners, is_learner_id, known_learners
from holdfast.records import Records

_CHUNK = 1 << 20
_HALF_WRITTEN = ("submitted/*/.*", ".cookie_secret_*", ".certificate_secret_*", ".write_test_*", "erasures.jsonl.new")


def erase_learning(root: Path, wanted: str) -> tuple[Path, ...]:
    """Erase what somebody answered and chose, and every copy of it; their completions stay.

    When it was stopped half-way, the same command does the rest.

    Args:
        root: The data folder.
        wanted: Who is meant, as in `people.find`.

    Returns:
        Files below the data folder that hold the learner's id all the same, and are not the course's.

    Raises:
        UserError: A server uses the folder, nobody is meant, or the disk refuses.
    """
    with stopped(root):
        with open_records(root) as records:
            learner_id = _learner_id(root, records, wanted)
            erase_learners(root, [learner_id])
            end_sessions(root, [learner_id])
            clear_half_written(root)
            records.erase_learning(learner_id)
            completed = bool(records.completions(learner_id))
        return tuple(_remains(root, learner_id, but=root / RECORDS if completed else None))


def erase_completion(root: Path, wanted: str, why: str, today: date) -> int:
    """Erase that somebody has completed pathways; what they answered stays.

    Returns:
        How many completions were erased.

    Raises:
        UserError: A server uses the folder, nobody is meant, nothing was completed, the reason is missing, or the disk
            refuses.
    """
    with stopped(root), open_records(root) as records:
        person = people.find(records, wanted)
        if not person.completed:
            raise UserError(f"{person.short} has completed nothing: there is no completion to erase.")
        reasons.note(root, person.completed, why, today)
        return records.erase_completion(person.id)


def half_written(root: Path) -> tuple[Path, ...]:
    """Return what was being written when a program was killed; it is of no use to anybody."""
    return tuple(path for pattern in _HALF_WRITTEN for path in sorted(root.glob(pattern)))


def clear_half_written(root: Path) -> None:
    """Remove what was being written when a program was killed.

    Raises:
        UserError: It cannot be removed.
    """
    for path in half_written(root):
        try:
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            else:
                path.unlink()
        except OSError as error:
            raise UserError(f"{path} could not be removed ({reason(error)}): remove it, then do this again.") from error


def _learner_id(root: Path, records: Records, wanted: str) -> str:
    """Return whose data are meant: also somebody whose erasing was stopped half-way, by the whole id."""
    if is_learner_id(wanted):
        erased = {erasure.digest for erasure in records.erasures() if erasure.kind == "learning"}
        if hashlib.sha256(wanted.encode()).digest() in erased or wanted in known_learners(root):
            return wanted
    person = people.find(records, wanted)
    if person.learner is None:
        raise UserError(f"What {person.short} answered is erased already; --completion erases that they completed it.")
    return person.id


def _remains(root: Path, learner_id: str, but: Path | None) -> Iterator[Path]:
    """Yield every file that still holds a learner's id, in its name or in its content."""
    words = learner_id.encode()
    for path in sorted(root.rglob("*")):
        if path == but or path.is_symlink() or not path.is_file():
            continue
        if learner_id in str(path.relative_to(root)) or _holds(path, words):
            yield path


def _holds(path: Path, words: bytes) -> bool:
    seam = b""
    try:
        with path.open("rb") as stream:
            while chunk := stream.read(_CHUNK):
                if words in seam + chunk:
                    return True
                seam = chunk[-len(words) :]
    except OSError:
        return False
    return False
