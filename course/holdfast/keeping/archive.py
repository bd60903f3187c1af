"""The backup file: a plain .tar with a list of checksums in it. Reading one trusts nothing that stands in it."""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
import tarfile
import time
from collections.abc import Collection
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from holdfast import __version__
from holdfast.errors import UserError

FORMAT = 1
ABOUT = "holdfast-backup.json"
SUMS = "SHA256SUMS"
"""One line for each file, as `sha256sum --check` reads it. The last member, so that a cut file has none."""

_CHUNK = 1 << 20
_MOST_OF_A_LIST = 64 << 20
_FOR_OWNER = 0o600
_DEEPEST = 16  # folders below folders; a name that goes deeper can neither be made nor removed again
_LONGEST_PART = 255  # bytes; no disk takes a longer name
_WRONG = (tarfile.TarError, EOFError, ValueError, OverflowError, RecursionError, MemoryError)
"""What reading a tar raises that somebody made to break its reader: headers of headers, sizes beyond any number."""


class Writer:
    """Adds files to a backup and keeps their sums. `finish` makes it whole."""

    def __init__(self, tar: tarfile.TarFile, today: str) -> None:
        """Begin with the note that says what the file is."""
        self._tar = tar
        self._sums: dict[str, str] = {}
        about = {"format": FORMAT, "course": __version__, "made_on": today}
        self.add_bytes(ABOUT, json.dumps(about).encode())

    def add_bytes(self, name: str, content: bytes) -> None:
        """Add a file that is in memory."""
        self._add(name, io.BytesIO(content), len(content))

    def add_file(self, name: str, file: Path) -> None:
        """Add a file that nobody changes meanwhile."""
        with file.open("rb") as stream:
            self._add(name, stream, os.fstat(stream.fileno()).st_size)

    def finish(self) -> int:
        """Add the list of sums; return how many files there are beside it and the note."""
        count = len(self._sums) - 1
        self.add_bytes(SUMS, "".join(f"{digest}  {name}\n" for name, digest in self._sums.items()).encode())
        return count

    def _add(self, name: str, stream: BinaryIO, size: int) -> None:
        summed = _Summed(stream)
        self._tar.addfile(_member(name, size), summed)
        self._sums[name] = summed.digest


class _Summed:
    """A file that is summed while it is read."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._sum = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        content = self._stream.read(size)
        self._sum.update(content)
        return content

    @property
    def digest(self) -> str:
        return self._sum.hexdigest()


def unpack(archive: Path, place: Path, files: Collection[str], folders: Collection[str]) -> None:
    """Unpack a backup whose every file is what its list of sums says.

    Args:
        archive: The backup.
        place: An empty folder.
        files: The files that may stand at its top.
        folders: The folders that may.

    Raises:
        UserError: It is no backup of this course, damaged, cut, or has something in it that a backup never has; the
            folder may hold a part of it.
    """
    try:
        with archive.open("rb") as stream, tarfile.open(fileobj=stream, mode="r:", errorlevel=2) as tar:
            sums = _unpack_all(tar, place, {*files, ABOUT, SUMS}, folders)
    except (*_WRONG, FileExistsError, NotADirectoryError, _Damaged) as error:
        raise UserError(
            f"{archive} is damaged or no backup of this course ({error or type(error).__name__}): "
            "take another one; nothing was changed."
        ) from error
    _check(archive, place, sums)


class _Damaged(Exception):  # noqa: N818  (it says what happened)
    pass


def _unpack_all(tar: tarfile.TarFile, place: Path, files: Collection[str], folders: Collection[str]) -> dict[str, str]:
    """Unpack every member and return their sums."""
    return {member.name: _unpack_member(tar, member, place / _safe(member, files, folders)) for member in tar}


def _unpack_member(tar: tarfile.TarFile, member: tarfile.TarInfo, target: Path) -> str:
    target.parent.mkdir(parents=True, exist_ok=True)
    source = tar.extractfile(member)
    if source is None:
        raise _Damaged(f"{member.name[:80]!a} cannot be read")
    summed = _Summed(source)  # type: ignore[arg-type]
    handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), _FOR_OWNER)
    with os.fdopen(handle, "wb") as out:
        shutil.copyfileobj(summed, out, _CHUNK)
    if target.stat().st_size != member.size:
        raise _Damaged("it ends in the middle of a file")
    return summed.digest


def _safe(member: tarfile.TarInfo, files: Collection[str], folders: Collection[str]) -> PurePosixPath:
    """Return where a member may go: below the folder, under a name that a backup has, and as a plain file."""
    name, shown = member.name, ascii(member.name[:80])
    if member.type not in {tarfile.REGTYPE, tarfile.AREGTYPE} or member.issparse():
        raise _Damaged(f"{shown} is no plain file")
    path = PurePosixPath(name)
    strange = set(name) & set("\\:\0") or not name.isprintable() or {"..", "."} & set(path.parts)
    deep = len(path.parts) > _DEEPEST or any(len(os.fsencode(part)) > _LONGEST_PART for part in path.parts)
    if strange or deep or path.is_absolute() or str(path) != name:
        raise _Damaged(f"{shown} is no name that a backup has")
    if path.parts[0] not in (files if len(path.parts) == 1 else folders):
        raise _Damaged(f"{shown} is not of this course")
    return path


def _check(archive: Path, place: Path, sums: dict[str, str]) -> None:
    """Compare what was unpacked with the list, and take list and note away."""
    listed = _listed(place / SUMS)
    sums.pop(SUMS, None)
    if listed is None or listed != sums:
        wrong = sorted({*sums} ^ {*(listed or ())}) or sorted(n for n, s in sums.items() if (listed or {}).get(n) != s)
        about = f"{wrong[0][:80]!a} is not as its list says" if listed is not None and wrong else "it has no list"
        raise UserError(f"{archive} is damaged or was cut ({about}): take another backup; nothing was changed.")
    _refuse_other_format(archive, place / ABOUT)
    (place / SUMS).unlink()
    (place / ABOUT).unlink()


def _listed(file: Path) -> dict[str, str] | None:
    if not file.is_file() or file.stat().st_size > _MOST_OF_A_LIST:
        return None
    lines = file.read_text(encoding="utf-8", errors="replace").splitlines()
    return {name: digest for digest, _, name in (line.partition("  ") for line in lines)}


def _refuse_other_format(archive: Path, about: Path) -> None:
    try:
        found = json.loads(about.read_bytes()[:10_000])["format"]
    except (OSError, ValueError, KeyError, TypeError):
        found = None
    if found != FORMAT:
        raise UserError(
            f"{archive} is a backup of another form ({found!a}) than this version of the course reads ({FORMAT}): "
            "install the version that made it; nothing was changed."
        )


def _member(name: str, size: int) -> tarfile.TarInfo:
    member = tarfile.TarInfo(name)
    member.size, member.mode, member.mtime = size, _FOR_OWNER, int(time.time())
    return member
