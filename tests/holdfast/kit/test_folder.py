"""A pack on the disk: whole or not at all, and never over what somebody changed."""

from __future__ import annotations

import subprocess
import zipfile
from datetime import date
from pathlib import Path

import pytest

from holdfast.errors import UserError
from holdfast.kit.folder import SUMS, every, put, refuse_if_taken

DAY = date(2026, 11, 21)
FILES = every([("README.txt", b"Read me."), ("1-before/01-message.docx", b"A message.")])
OTHER = every([("README.txt", b"Read me again."), ("2-in-the-room/10-run-sheet.pdf", b"A sheet.")])


def _held(folder: Path) -> dict[str, bytes]:
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "pack"


def test_a_pack_is_written_with_a_list_of_its_files(out: Path) -> None:
    assert put(out, FILES, DAY, zipped=False) == [out]
    assert _held(out) == FILES
    assert [each.name for each in out.parent.iterdir()] == ["pack"]


def test_the_list_can_be_checked_with_the_usual_tool(out: Path) -> None:
    put(out, FILES, DAY, zipped=False)
    command = ["sha256sum", "--check", "--strict", SUMS]
    assert subprocess.run(command, cwd=out, capture_output=True, check=False).returncode == 0
    (out / "README.txt").write_bytes(b"Changed.")
    assert subprocess.run(command, cwd=out, capture_output=True, check=False).returncode == 1


def test_a_zip_file_beside_it_holds_the_same_and_is_the_same_each_time(out: Path, tmp_path: Path) -> None:
    assert put(out, FILES, DAY, zipped=True) == [out, tmp_path / "pack.zip"]
    first = (tmp_path / "pack.zip").read_bytes()
    with zipfile.ZipFile(tmp_path / "pack.zip") as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == {
            f"session-pack/{name}": content for name, content in FILES.items()
        }
    put(tmp_path / "other.v2", FILES, DAY, zipped=True)
    assert (tmp_path / "other.v2.zip").read_bytes() == first


def test_an_earlier_pack_is_replaced_whole(out: Path) -> None:
    put(out, FILES, DAY, zipped=True)
    (out / "1-before" / ".DS_Store").write_bytes(b"left by a system")
    refuse_if_taken(out, zipped=True)
    put(out, OTHER, DAY, zipped=True)
    assert _held(out) == OTHER
    assert sorted(each.name for each in out.parent.iterdir()) == ["pack", "pack.zip"]


def test_an_empty_folder_is_used(out: Path) -> None:
    out.mkdir()
    refuse_if_taken(out, zipped=False)
    put(out, FILES, DAY, zipped=False)
    assert _held(out) == FILES


def test_an_earlier_pack_that_somebody_changed_is_left_alone(out: Path) -> None:
    put(out, FILES, DAY, zipped=False)
    message = out / "1-before" / "01-message.docx"
    message.write_bytes(b"Our own words.")
    with pytest.raises(UserError, match=r"1-before/01-message\.docx was changed"):
        refuse_if_taken(out, zipped=False)
    message.write_bytes(FILES["1-before/01-message.docx"])
    (out / "1-before" / "notes.txt").write_bytes(b"Mine.")
    with pytest.raises(UserError, match=r"1-before/notes\.txt was changed, added or taken away"):
        refuse_if_taken(out, zipped=False)
    (out / "1-before" / "notes.txt").unlink()
    message.unlink()
    with pytest.raises(UserError, match=r"01-message\.docx was changed, added or taken away"):
        refuse_if_taken(out, zipped=False)


@pytest.mark.parametrize("listed", [None, b"", b"no list at all\n", b"\xff\xfe", b"aa  ../../etc/passwd\n"])
def test_a_folder_of_something_else_is_left_alone(out: Path, listed: bytes | None) -> None:
    out.mkdir()
    (out / "photos.txt").write_bytes(b"Mine.")
    if listed is not None:
        (out / SUMS).write_bytes(listed)
    with pytest.raises(UserError, match="another folder"):
        refuse_if_taken(out, zipped=False)


def test_a_file_in_the_place_of_the_folder_is_left_alone(out: Path) -> None:
    out.write_bytes(b"Mine.")
    with pytest.raises(UserError, match="is a file: give a folder"):
        refuse_if_taken(out, zipped=False)


@pytest.mark.parametrize("theirs", [b"no zip", b"PK\x05\x06" + bytes(18)])
def test_a_zip_file_of_something_else_is_left_alone(out: Path, theirs: bytes) -> None:
    (out.parent / "pack.zip").write_bytes(theirs)
    refuse_if_taken(out, zipped=False)
    with pytest.raises(UserError, match="is there already and is no pack"):
        refuse_if_taken(out, zipped=True)


def test_a_zip_file_beside_what_a_link_leads_to_is_left_alone(tmp_path: Path) -> None:
    there = tmp_path / "there"
    (there / "pack").mkdir(parents=True)
    (there / "pack.zip").write_bytes(b"Mine.")
    link = tmp_path / "link"
    link.symlink_to(there / "pack")
    with pytest.raises(UserError, match="is there already and is no pack"):
        refuse_if_taken(link, zipped=True)


@pytest.mark.parametrize("out", [".", ".."])
def test_the_folder_somebody_is_in_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, out: str) -> None:
    here = tmp_path / "pack" / "within"
    here.mkdir(parents=True)
    monkeypatch.chdir(here)
    with pytest.raises(UserError, match=r"the folder you are in"):
        refuse_if_taken(Path(out), zipped=True)
    assert here.is_dir()


def test_what_somebody_writes_while_a_pack_is_made_is_not_lost(out: Path) -> None:
    put(out, FILES, DAY, zipped=False)
    refuse_if_taken(out, zipped=False)
    (out / "1-before" / "01-message.docx").write_bytes(b"Our own words.")
    with pytest.raises(UserError, match=r"1-before/01-message\.docx was changed"):
        put(out, OTHER, DAY, zipped=True)
    assert (out / "1-before" / "01-message.docx").read_bytes() == b"Our own words."
    assert [each.name for each in out.parent.iterdir()] == ["pack"]


def test_a_name_that_no_disk_takes_is_told(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"cannot be looked at \(file name too long\): give another folder"):
        refuse_if_taken(tmp_path / ("x" * 300), zipped=False)


def test_the_folder_above_must_be_there(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"There is no folder .*missing to put the pack in"):
        refuse_if_taken(tmp_path / "missing" / "pack", zipped=False)


def test_what_cannot_be_written_leaves_nothing_and_takes_nothing_away(out: Path) -> None:
    put(out, FILES, DAY, zipped=False)
    too_long = {**OTHER, f"{'x' * 300}.pdf": b"a name that no disk takes"}
    with pytest.raises(UserError, match=r"cannot be written \(file name too long\): give another folder"):
        put(out, too_long, DAY, zipped=True)
    assert _held(out) == FILES
    assert [each.name for each in out.parent.iterdir()] == ["pack"]


def test_two_files_of_one_name_are_a_mistake_of_ours() -> None:
    with pytest.raises(ValueError, match=r"Two files of the pack are called a\.pdf"):
        every([("a.pdf", b"1"), ("a.pdf", b"2")])
