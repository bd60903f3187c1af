"""Zip files: the same bytes whenever they are made, with nothing lost."""

from __future__ import annotations

import io
import zipfile
from datetime import date

from holdfast.documents.zip_file import settled, zip_bytes

DAY = date(2026, 11, 21)


def _made(year: int) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in ("b.txt", "a/c.txt"):
            archive.writestr(zipfile.ZipInfo(name, (year, 1, 1, 0, 0, 0)), f"{name} said " * 100)
    return out.getvalue()


def test_when_a_file_was_made_does_not_show() -> None:
    assert _made(2025) != _made(2026)
    assert settled(_made(2025), DAY) == settled(_made(2026), DAY)


def test_names_their_order_and_what_they_hold_stay() -> None:
    with zipfile.ZipFile(io.BytesIO(settled(_made(2025), DAY))) as archive:
        assert archive.namelist() == ["b.txt", "a/c.txt"]
        assert archive.read("a/c.txt") == b"a/c.txt said " * 100
        assert {entry.date_time for entry in archive.infolist()} == {(2026, 11, 21, 0, 0, 0)}


def test_files_are_packed_for_everyone_to_read() -> None:
    with zipfile.ZipFile(io.BytesIO(zip_bytes([("x", b"y" * 1000)], DAY))) as archive:
        [entry] = archive.infolist()
    assert entry.compress_size < 100
    assert entry.external_attr >> 16 == 0o100644
