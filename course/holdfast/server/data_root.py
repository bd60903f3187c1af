"""The folder that holds what learners did: is it fit for it, is it free, and the secret that signs their cookies."""

from __future__ import annotations

import os
import secrets
import tempfile
from contextlib import suppress
from pathlib import Path

from filelock import FileLock, Timeout

from holdfast.errors import UserError

_NETWORK = (
    "nfs",
    "cifs",
    "smb",
    "smbfs",
    "ncpfs",
    "afs",
    "ceph",
    "glusterfs",
    "fuse.sshfs",
    "fuse.rclone",
    "fuse.gvfs",
)
_SYNCED = ("dropbox", "onedrive", "icloud", "google drive", "googledrive", "mobile documents", "nextcloud")
_SECRET = ".cookie_secret"  # noqa: S105 - the name of the file
_SECRET_BYTES = 32


class UnfitDataRoot(UserError):  # noqa: N818  (it says what is the matter)
    """The data folder cannot be used; the sentence says why and what to do."""


def claim(root: Path) -> FileLock:
    """Make the folder when it is missing, check that it is fit, and take its lock.

    Args:
        root: The data root.

    Returns:
        The held lock; releasing it lets another server use the folder.

    Raises:
        UnfitDataRoot: It is on a network drive or in a synced folder, cannot be written to, or another server has it.
    """
    refuse_unfit(root)
    lock = FileLock(root / ".serve.lock", timeout=0)
    try:
        lock.acquire()
    except Timeout:
        raise UnfitDataRoot(
            f"Another Holdfast is already serving {root}: use that one, stop it, or give another folder with --data."
        ) from None
    return lock


def refuse_unfit(root: Path) -> None:
    """Make the folder when it is missing, and check that it is fit; no lock is taken.

    Raises:
        UnfitDataRoot: It is on a network drive or in a synced folder, or cannot be written to.
    """
    _refuse_shared(root)
    _refuse_unwritable(root)


def cookie_secret(root: Path) -> bytes:
    """Return the secret that signs cookies, made at first use and kept, so that a restart keeps people signed in."""
    file = root / _SECRET
    with suppress(OSError, ValueError):
        if not file.is_symlink():
            kept = bytes.fromhex(file.read_text("ascii"))
            if len(kept) >= _SECRET_BYTES:
                file.chmod(0o600)
                return kept
    return _new_secret(file)


def _new_secret(file: Path) -> bytes:
    made = secrets.token_bytes(_SECRET_BYTES)
    try:
        handle, name = tempfile.mkstemp(prefix=".cookie_secret_", dir=file.parent)  # mkstemp makes it 0600
        with os.fdopen(handle, "w", encoding="ascii") as beside:
            beside.write(made.hex())
            beside.flush()
            os.fsync(beside.fileno())
        Path(name).replace(file)
    except OSError as error:
        raise _unwritable(file.parent, error) from error
    return made


def _refuse_shared(root: Path) -> None:
    absolute = root.absolute()
    for part in (*absolute.parts, *absolute.resolve().parts):
        if any(name in part.lower() for name in _SYNCED):
            raise UnfitDataRoot(
                f"The data folder {root} is in a synced folder ({part}), where a database gets damaged: "
                "give a folder that is only on this computer with --data."
            )
    kind = filesystem(absolute.resolve())
    if kind.startswith(_NETWORK):
        raise UnfitDataRoot(
            f"The data folder {root} is on a network drive ({kind}), where a database gets damaged: "
            "give a folder on this computer's own disk with --data."
        )


def filesystem(path: Path, mounts: Path = Path("/proc/self/mounts")) -> str:
    """Return the type of the file system a path is on, or "" where the platform does not say."""
    try:
        lines = mounts.read_text("utf-8", errors="replace").splitlines()
    except OSError:
        return ""
    best, kind = "", ""
    for line in lines:
        _, _, rest = line.partition(" ")
        point, _, rest = rest.partition(" ")
        point = point.replace("\\040", " ").replace("\\011", "\t")
        if point and path.is_relative_to(point) and len(point) >= len(best):
            best, kind = point, rest.partition(" ")[0]
    return kind


def _refuse_unwritable(root: Path) -> None:
    try:
        root.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(prefix=".write_test_", dir=root) as probe:
            probe.write(b"holdfast")
            probe.flush()
            os.fsync(probe.fileno())
    except OSError as error:
        raise _unwritable(root, error) from error


def _unwritable(root: Path, error: OSError) -> UnfitDataRoot:
    why = (error.strerror or str(error)).lower()
    return UnfitDataRoot(
        f"The data folder {root} cannot be written to ({why}): free it, or give another folder with --data."
    )
