"""Writes zip files that are the same bytes whenever and wherever they are made: the pack itself, and Word's files.

Called by `holdfast.kit`. Office files are zip files, and the libraries that write them put the clock into each.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from datetime import date

_READABLE = 0o100644 << 16
_UNIX = 3


def zip_bytes(files: Iterable[tuple[str, bytes]], on: date) -> bytes:
    """Return a zip file with these files, in this order, all of one day."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files:
            entry = zipfile.ZipInfo(name, (on.year, on.month, on.day, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = _READABLE
            entry.create_system = _UNIX
            archive.writestr(entry, content)
    return out.getvalue()


def settled(archive: bytes, on: date) -> bytes:
    """Return a zip file with the same files in the same order, and nothing of when it was made."""
    with zipfile.ZipFile(io.BytesIO(archive)) as read:
        return zip_bytes([(name, read.read(name)) for name in read.namelist()], on)
