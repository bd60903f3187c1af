"""What lies in a data folder, who may change it now, and how its records are opened for the commands."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from holdfast.documents.secret_file import FILE as CERTIFICATE_SECRET
from holdfast.errors import UserError
from holdfast.keeping import swapping
from holdfast.nbgrader_bridge import FOLDERS, GRADEBOOK
from holdfast.paths import Folders
from holdfast.records import Records

RECORDS = "records.db"
REASONS = "erasures.jsonl"
"""Why completions were erased: one line each, without a name."""
SERVE_LOCK = ".serve.lock"
SESSIONS = "sessions.db"
"""Who is signed in; no backup has it."""

OF_PEOPLE = (RECORDS, GRADEBOOK, *FOLDERS)
"""What is only about learners: a restore replaces all of it, also by nothing."""
KEPT_FOLDERS = (*FOLDERS, "source", "release")
KEPT_FILES = (RECORDS, GRADEBOOK, REASONS, ".cookie_secret", CERTIFICATE_SECRET, "nbgrader_config.py")
"""With the folders, all that a backup holds. The rest of a data folder is locks, who is signed in, and made pages."""


def kept_in(root: Path, folders: Folders) -> tuple[str, ...]:
    """Return what is kept of this data folder; the sources of a checkout belong to the course, not to its learners.

    Args:
        root: The data folder.
        folders: The course's own files.
    """
    is_own = (root / "source").is_dir() and folders.source.is_dir() and folders.source.samefile(root / "source")
    return tuple(
        name for name in (*KEPT_FILES, *KEPT_FOLDERS) if not (is_own and name in {"source", "nbgrader_config.py"})
    )


@contextmanager
def stopped(root: Path) -> Iterator[None]:
    """Keep servers out of a data folder while it is changed, and what is written for this account only.

    A restore that was stopped half-way is undone first.

    Raises:
        UserError: A server has it, or it cannot be written to.
    """
    if not root.is_dir():
        raise _no_records(root)
    lock = FileLock(root / SERVE_LOCK, timeout=0)
    try:
        lock.acquire()
    except Timeout:
        raise UserError(f"A server is using {root}: stop it first, then do this again.") from None
    except OSError as error:
        raise UserError(
            f"The data folder {root} cannot be written to ({reason(error)}): make it writable, "
            "or name another with --data."
        ) from error
    try:
        with only_ours():
            swapping.settle(root)
            yield
    finally:
        lock.release()


@contextmanager
def only_ours() -> Iterator[None]:
    """Let nobody else on this computer read what is written meanwhile."""
    before = os.umask(0o077)
    try:
        yield
    finally:
        os.umask(before)


def open_records(root: Path) -> Records:
    """Open the records of a data folder that has some.

    Raises:
        UserError: There are none, they cannot be read, or a restore was stopped half-way.
    """
    if swapping.is_unsettled(root):
        raise UserError(f"A restore of {root} was stopped half-way: run it again with the same backup.")
    if not (root / RECORDS).is_file():
        raise _no_records(root)
    return Records.open(root / RECORDS)


def reason(error: OSError) -> str:
    """Return why the system refused something, as it goes into a sentence."""
    return (error.strerror or str(error)).lower()


def _no_records(root: Path) -> UserError:
    return UserError(f"There are no records in {root}: name the data folder with --data.")
