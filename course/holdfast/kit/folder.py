"""Puts a pack on the disk whole or not at all: beside its place first, then into it. Used by `holdfast.cli_kit`.

A pack may be made again over an earlier one, but only where nobody has changed that: what a school wrote into a Word
file of it is never lost.
"""

from __future__ import annotations

import hashlib
import secrets
import shutil
import zipfile
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

from holdfast.content_file import shown
from holdfast.documents.zip_file import zip_bytes
from holdfast.errors import UserError

SUMS = "checksums.sha256"
"""The list of a pack's files: it tells a pack from any other folder, and shows whether somebody changed it."""

_TOP = "session-pack/"  #: the folder inside a zip file, whatever the zip file is called
_LEFT_BY_SYSTEMS = {".DS_Store", "Thumbs.db", "desktop.ini"}


def sums(files: Mapping[str, bytes]) -> bytes:
    """Return the list of files with their sums, as `sha256sum --check` reads it."""
    lines = [f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in sorted(files.items())]
    return "".join(lines).encode("utf-8")


def refuse_if_taken(out: Path, *, zipped: bool) -> None:
    """Make sure that a pack can go there, before any work is done.

    Raises:
        UserError: The place is taken by something else, or by an earlier pack that was changed; or it cannot be told.
    """
    try:
        _refuse_if_taken(out, zipped=zipped)
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        raise UserError(f"{shown(out)} cannot be looked at ({why}): give another folder with --out.") from error


def _refuse_if_taken(out: Path, *, zipped: bool) -> None:
    if not out.resolve().parent.is_dir():
        raise UserError(f"There is no folder {shown(out.resolve().parent)} to put the pack in: make it first.")
    if Path.cwd().is_relative_to(out.resolve()):
        raise UserError(f"{shown(out)} is the folder you are in, and is put there whole: give another one with --out.")
    if out.exists() and not out.is_dir():
        raise UserError(f"{shown(out)} is a file: give a folder with --out.")
    if out.is_dir() and any(out.iterdir()):
        _refuse_unless_a_pack(out)
    if zipped and _zip_of(out).exists() and not _is_zip_of_a_pack(_zip_of(out)):
        raise UserError(f"{shown(_zip_of(out))} is there already and is no pack: move it away, or give another --out.")


def put(out: Path, files: Mapping[str, bytes], on: date, *, zipped: bool) -> list[Path]:
    """Write a pack, in place of an earlier one; return what was written.

    Args:
        out: The folder.
        files: What the pack holds, by name.
        on: The day that a zip file says.
        zipped: Whether the pack is written as one zip file beside the folder, too.

    Raises:
        UserError: It cannot be written, or the place was taken meanwhile; nothing of it is left, and what was there is
            there still.
    """
    place, zip_place = out.resolve(), _zip_of(out)
    beside = place.parent / f".{place.name[:40]}-{secrets.token_hex(4)}"
    zip_beside = beside.with_name(f"{beside.name}.zip")
    try:
        _write(beside, files)
        if zipped:
            zip_beside.write_bytes(zip_bytes(((f"{_TOP}{name}", files[name]) for name in sorted(files)), on))
        refuse_if_taken(out, zipped=zipped)  # making a pack takes time, and somebody may have written into the old one
        _swap(beside, place)
        if zipped:
            zip_beside.replace(zip_place)
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        raise UserError(f"{shown(out)} cannot be written ({why}): give another folder with --out.") from error
    finally:
        shutil.rmtree(beside, ignore_errors=True)
        zip_beside.unlink(missing_ok=True)
    return [out, *([zip_place] if zipped else [])]


def _write(folder: Path, files: Mapping[str, bytes]) -> None:
    folder.mkdir()
    for name, content in files.items():
        file = folder / name
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(content)


def _swap(new: Path, place: Path) -> None:
    """Put a folder in the place of another, or leave that one there."""
    if not place.exists():
        new.rename(place)
        return
    old = new.with_name(f"{new.name}-old")
    place.rename(old)
    try:
        new.rename(place)
    except OSError:
        old.rename(place)
        raise
    shutil.rmtree(old, ignore_errors=True)


def _refuse_unless_a_pack(folder: Path) -> None:
    try:
        listed = _listed(folder / SUMS)
    except (OSError, ValueError):
        raise UserError(f"{shown(folder)} is not empty and holds no earlier pack: give another folder.") from None
    for name in sorted(_names(folder) ^ set(listed)):
        raise _changed(folder, name)
    for name, told in sorted(listed.items()):
        if hashlib.sha256((folder / name).read_bytes()).hexdigest() != told:
            raise _changed(folder, name)


def _changed(folder: Path, name: str) -> UserError:
    return UserError(
        f"{shown(folder)} holds an earlier pack in which {name} was changed, added or taken away: "
        "move that pack away, or give another folder with --out."
    )


def _listed(file: Path) -> dict[str, str]:
    lines = [line.partition("  ") for line in file.read_text("utf-8").splitlines()]
    if not lines or not all(told and gap and name for told, gap, name in lines):
        raise ValueError(file)
    return {name: told for told, _, name in lines}


def _names(folder: Path) -> set[str]:
    files = {file.relative_to(folder).as_posix() for file in folder.rglob("*") if not file.is_dir()}
    return {name for name in files if name != SUMS and name.rpartition("/")[2] not in _LEFT_BY_SYSTEMS}


def _zip_of(out: Path) -> Path:
    """Return where the zip file is: beside the folder itself, also where `out` is a link to it or names it by dots."""
    place = out.resolve()
    return place.with_name(f"{place.name}.zip")


def _is_zip_of_a_pack(file: Path) -> bool:
    try:
        with zipfile.ZipFile(file) as archive:
            return f"{_TOP}{SUMS}" in archive.namelist()
    except (OSError, zipfile.BadZipFile):
        return False


def every(files: Iterable[tuple[str, bytes]]) -> dict[str, bytes]:
    """Return files by name, with the list of them.

    Raises:
        ValueError: Two have the same name.
    """
    found: dict[str, bytes] = {}
    for name, content in files:
        if name in found:
            raise ValueError(f"Two files of the pack are called {name}.")
        found[name] = content
    return {**found, SUMS: sums(found)}
