"""A backup file is trusted in nothing: whatever is wrong with it is found before anything is changed."""

from __future__ import annotations

import hashlib
import io
import json
import random
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest

from holdfast.errors import UserError
from holdfast.keeping.archive import ABOUT, SUMS, Writer, unpack

FILES, FOLDERS = ("records.db", "gradebook.db"), ("submitted",)
CONTENT = {"records.db": b"r" * 3000, "submitted/aa/m1/answers.json": b"{}", "submitted/aa/m1/m1.ipynb": b"n" * 700}


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """Write a whole backup."""
    file = tmp_path / "backup.tar"
    with tarfile.open(file, "w") as tar:
        writer = Writer(tar, "2026-11-21")
        for name, content in CONTENT.items():
            writer.add_bytes(name, content)
        writer.finish()
    return file


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Return an empty folder to unpack to."""
    folder = tmp_path / "inside" / "place"
    folder.mkdir(parents=True)
    return folder


def unpacked(place: Path) -> dict[str, bytes]:
    return {str(file.relative_to(place)): file.read_bytes() for file in place.rglob("*") if file.is_file()}


def packed(file: Path, *members: tuple[tarfile.TarInfo | str, bytes], about: object = None) -> None:
    """Write a tar with a right list for whatever is in it."""
    content = [(ABOUT, json.dumps(about or {"format": 1}).encode()), *members]
    named = [(tarfile.TarInfo(each) if isinstance(each, str) else each, data) for each, data in content]
    sums = "".join(f"{hashlib.sha256(data).hexdigest()}  {member.name}\n" for member, data in named)
    with tarfile.open(file, "w") as tar:
        for member, data in [*named, (tarfile.TarInfo(SUMS), sums.encode())]:
            member.size = len(data)
            tar.addfile(member, io.BytesIO(data))


def test_what_was_packed_comes_out_and_nothing_else(archive: Path, place: Path) -> None:
    unpack(archive, place, FILES, FOLDERS)

    assert unpacked(place) == CONTENT


def test_what_comes_out_is_for_its_owner_only(archive: Path, place: Path) -> None:
    unpack(archive, place, FILES, FOLDERS)

    assert {file.stat().st_mode & 0o777 for file in place.rglob("*") if file.is_file()} == {0o600}


def test_the_list_is_one_that_other_programs_check(archive: Path, tmp_path: Path) -> None:
    with tarfile.open(archive) as tar:
        tar.extractall(tmp_path / "by-hand", filter="data")
    for line in (tmp_path / "by-hand" / SUMS).read_text().splitlines():
        digest, _, name = line.partition("  ")
        assert hashlib.sha256((tmp_path / "by-hand" / name).read_bytes()).hexdigest() == digest


def _link(kind: bytes) -> tarfile.TarInfo:
    member = tarfile.TarInfo("submitted/aa/m1/answers.json")
    member.type, member.linkname = kind, "/etc/passwd"
    return member


@pytest.mark.parametrize(
    "member",
    [
        "../out",
        "submitted/../../out",
        "/out",
        "submitted//out",
        "./records.db",
        "submitted/./x",
        "submitted/aa\\..\\out",
        "C:/out",
        "submitted/a\nb",
        "elsewhere/out",
        ".bashrc",
        "records.db/inside",
        "submitted",
        "submitted/" + "/".join("d" * 900),
        "submitted/" + "n" * 256,
        _link(tarfile.SYMTYPE),
        _link(tarfile.LNKTYPE),
        _link(tarfile.CHRTYPE),
        _link(tarfile.FIFOTYPE),
        _link(tarfile.DIRTYPE),
    ],
    ids=lambda member: member[:30] if isinstance(member, str) else f"type {member.type.decode()}",
)
def test_what_a_backup_never_has_is_refused_and_nothing_is_written_outside(
    tmp_path: Path, place: Path, member: tarfile.TarInfo | str
) -> None:
    packed(tmp_path / "bad.tar", ("records.db", b"r"), (member, b""))
    outside = sorted(tmp_path.rglob("*"))

    with pytest.raises(UserError, match=r"bad\.tar is damaged or no backup of this course \(.*nothing was changed"):
        unpack(tmp_path / "bad.tar", place, FILES, FOLDERS)

    assert sorted(path for path in tmp_path.rglob("*") if place not in path.parents) == outside
    assert not any(path.is_symlink() for path in place.rglob("*"))


def _header(kind: bytes, size: int) -> bytes:
    member = tarfile.TarInfo("x")
    member.type, member.size = kind, size
    return member.tobuf(format=tarfile.GNU_FORMAT)


@pytest.mark.parametrize(
    "content",
    [(_header(b"x", 11) + b"11 a=bcdef\n".ljust(512, b"\0")) * 3000, _header(b"x", 1 << 63) + bytes(512)],
    ids=["headers of headers", "a size beyond any number"],
)
def test_what_is_made_to_break_its_reader_is_refused_in_a_sentence(tmp_path: Path, place: Path, content: bytes) -> None:
    (tmp_path / "bad.tar").write_bytes(content)

    with pytest.raises(UserError, match=r"bad\.tar is damaged or no backup of this course \(.+\): take another"):
        unpack(tmp_path / "bad.tar", place, FILES, FOLDERS)


def test_a_name_that_comes_twice_is_refused(tmp_path: Path, place: Path) -> None:
    packed(tmp_path / "bad.tar", ("records.db", b"one"), ("records.db", b"two"))

    with pytest.raises(UserError, match="is damaged or no backup"):
        unpack(tmp_path / "bad.tar", place, FILES, FOLDERS)


def _without_list(file: Path) -> None:
    with tarfile.open(file, "w") as tar:
        Writer(tar, "2026-11-21").add_bytes("records.db", b"r")


def _with_other_content(file: Path) -> None:
    file.write_bytes(file.read_bytes().replace(b"r" * 3000, b"r" * 2999 + b"s"))


def _with_one_more(file: Path) -> None:
    with tarfile.open(file, "a") as tar:
        tar.addfile(tarfile.TarInfo("gradebook.db"))


@pytest.mark.parametrize("damage", [_without_list, _with_other_content, _with_one_more])
def test_what_does_not_fit_its_list_is_refused(archive: Path, place: Path, damage: Callable[[Path], None]) -> None:
    damage(archive)

    with pytest.raises(UserError, match=r"backup\.tar is damaged"):
        unpack(archive, place, FILES, FOLDERS)


def test_a_file_cut_anywhere_is_refused(archive: Path, tmp_path: Path) -> None:
    whole = archive.read_bytes()
    ends = whole.rstrip(b"\0")
    for number, length in enumerate(range(0, len(ends), 97)):
        archive.write_bytes(whole[:length])
        folder = tmp_path / f"cut-{number}"
        folder.mkdir()
        with pytest.raises(UserError):
            unpack(archive, folder, FILES, FOLDERS)


def test_no_byte_can_change_unnoticed(archive: Path, tmp_path: Path) -> None:
    """Whatever is altered, either it is refused or what comes out is what went in."""
    whole, dice = archive.read_bytes(), random.Random(7)
    for number in range(300):
        altered = bytearray(whole)
        altered[dice.randrange(len(whole))] ^= 1 << dice.randrange(8)
        archive.write_bytes(altered)
        folder = tmp_path / f"altered-{number}"
        folder.mkdir()
        try:
            unpack(archive, folder, FILES, FOLDERS)
        except UserError:
            continue
        assert unpacked(folder) == CONTENT


@pytest.mark.parametrize("about", [{"format": 2}, {"format": None}, ["format"]])
def test_a_backup_of_another_form_is_refused_and_says_what_to_do(tmp_path: Path, place: Path, about: object) -> None:
    packed(tmp_path / "newer.tar", ("records.db", b"r"), about=about)

    with pytest.raises(UserError, match=r"another form .*: install the version that made it; nothing was changed"):
        unpack(tmp_path / "newer.tar", place, FILES, FOLDERS)


def test_a_file_that_is_something_else_is_refused(tmp_path: Path, place: Path) -> None:
    (tmp_path / "letter.txt").write_text("Dear school, here is the backup" * 100)

    with pytest.raises(UserError, match=r"letter\.txt is damaged or no backup of this course"):
        unpack(tmp_path / "letter.txt", place, FILES, FOLDERS)
