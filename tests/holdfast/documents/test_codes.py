"""Check codes: ours are known without a list, invented and mistyped ones are not, and a typist is forgiven."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from holdfast.documents import as_written, certificate_secret, is_ours, new_code, verify
from holdfast.errors import UserError
from holdfast.records import Completion

SECRET, ANOTHER = bytes(range(32)), bytes(32)


def test_a_code_is_four_groups_of_letters_that_nobody_takes_for_others() -> None:
    codes = {new_code(SECRET) for _ in range(200)}
    assert len(codes) == 200
    assert all(re.fullmatch(r"(?:[0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}", code) for code in codes)


def test_a_code_is_ours_under_its_own_secret_only() -> None:
    codes = [new_code(SECRET) for _ in range(100)]
    assert all(is_ours(code, SECRET) for code in codes)
    assert not any(is_ours(code, ANOTHER) for code in codes)


@pytest.mark.parametrize("at", [0, 3, 5, 10, 18])
def test_a_code_with_one_letter_changed_is_not_ours(at: int) -> None:
    code = new_code(SECRET)
    changed = "7" if code[at] != "7" else "8"
    assert not is_ours(code[:at] + changed + code[at + 1 :], SECRET)


@pytest.mark.parametrize(
    "typed",
    [
        "0a1b-2c3d-4e5f-6g7h",
        "0A1B2C3D4E5F6G7H",
        " oaIb 2c3d\t4e5f 6g7h ",
        "OALB–2C3D—4E5F-6G7H",
    ],
)
def test_a_code_may_be_typed_in_many_ways(typed: str) -> None:
    assert as_written(typed) == "0A1B-2C3D-4E5F-6G7H"


@pytest.mark.parametrize(
    "typed", ["", "0A1B-2C3D-4E5F", "0A1B-2C3D-4E5F-6G7H-8", "UUUU-2C3D-4E5F-6G7H", "ß" * 16, "\0" * 16]
)
def test_what_cannot_be_a_code_is_none_and_not_ours(typed: str) -> None:
    assert as_written(typed) is None
    assert not is_ours(typed, SECRET)
    assert verify(typed, SECRET, lambda _: pytest.fail("it asks the records")).standing == "not ours"


def test_a_code_is_held_then_no_longer_held_and_an_invented_one_is_not_ours(completed) -> None:
    completion: Completion = completed(code=new_code(SECRET))
    kept = {completion.code: completion}
    typed = completion.code.lower().replace("-", " ")
    held = verify(typed, SECRET, kept.get)
    assert (held.standing, held.completion) == ("held", completion)
    kept.clear()
    gone = verify(typed, SECRET, kept.get)
    assert (gone.standing, gone.completion) == ("no longer held", None)
    assert verify(new_code(ANOTHER), SECRET, kept.get).standing == "not ours"


def test_the_secret_is_made_once_for_its_owner_alone_and_kept(data_root: Path) -> None:
    made = certificate_secret(data_root)
    assert len(made) == 32
    assert certificate_secret(data_root) == made
    [file] = data_root.iterdir()
    assert file.name == ".certificate_secret"
    assert file.stat().st_mode & 0o777 == 0o600


def test_the_secret_of_another_program_that_was_first_stays(data_root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file, first = data_root / ".certificate_secret", bytes(range(32))
    link = Path.hardlink_to

    def later(self: Path, target: Path) -> None:
        file.write_text(first.hex(), encoding="ascii")
        link(self, target)

    monkeypatch.setattr(Path, "hardlink_to", later)
    assert certificate_secret(data_root) == first
    assert list(data_root.iterdir()) == [file]


@pytest.mark.parametrize("damaged", [b"", b"not hex", b"abcd", b"\xff\xfe"])
def test_a_damaged_secret_is_never_replaced_by_a_new_one(data_root: Path, damaged: bytes) -> None:
    file = data_root / ".certificate_secret"
    file.write_bytes(damaged)
    with pytest.raises(UserError, match="is damaged: bring it back from a backup"):
        certificate_secret(data_root)
    assert file.read_bytes() == damaged


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"nowhere.*cannot be written"):
        certificate_secret(tmp_path / "nowhere")
