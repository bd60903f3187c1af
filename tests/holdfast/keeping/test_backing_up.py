"""A backup is whole, only for its owner, and made while people learn."""

from __future__ import annotations

import sqlite3
import tarfile
import threading
from contextlib import closing
from pathlib import Path

import pytest

from grading_course import PROBE
from holdfast.errors import UserError
from holdfast.keeping import back_up, open_records
from holdfast.keeping.archive import ABOUT, SUMS
from holdfast.nbgrader_bridge import file_submission
from holdfast.records import Entry, Records
from holdfast.server import data_root
from kept_course import ANNA, FOLDERS, TODAY, Kept, contents


def names(file: Path) -> set[str]:
    with tarfile.open(file) as tar:
        return set(tar.getnames())


def test_a_backup_has_everything_but_locks_and_what_is_made_again(kept: Kept, tmp_path: Path) -> None:
    (kept.root / "pages").mkdir()
    (kept.root / "pages" / "made.html").touch()
    expected = {name for name in contents(kept.root) if not name.startswith("pages/")}

    count = back_up(kept.root, tmp_path / "b.tar", FOLDERS, TODAY)

    assert names(tmp_path / "b.tar") == {*expected, ABOUT, SUMS}
    assert count == len(expected)
    assert {"records.db", "gradebook.db", ".cookie_secret", ".certificate_secret", "nbgrader_config.py"} <= expected


def test_only_its_owner_can_read_a_backup_and_nothing_else_is_left(kept: Kept, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()

    back_up(kept.root, folder / "b.tar", FOLDERS, TODAY)

    assert (folder / "b.tar").stat().st_mode & 0o777 == 0o600
    assert [entry.name for entry in folder.iterdir()] == ["b.tar"]


def test_a_backup_changes_nothing(kept: Kept, tmp_path: Path) -> None:
    before = contents(kept.root)

    back_up(kept.root, tmp_path / "b.tar", FOLDERS, TODAY)

    assert contents(kept.root) == before


def test_a_backup_is_made_while_a_server_has_the_folder(kept: Kept, tmp_path: Path) -> None:
    lock = data_root.claim(kept.root)
    try:
        back_up(kept.root, tmp_path / "b.tar", FOLDERS, TODAY)
    finally:
        lock.release()

    assert (tmp_path / "b.tar").is_file()


def test_what_was_saved_before_is_in_the_backup_though_it_stands_only_in_the_log(kept: Kept, tmp_path: Path) -> None:
    who = kept.ids[ANNA]
    with Records.open(kept.root / "records.db") as live:
        live.save(who, "another-page", [Entry(1, "saved-just-now", ["yes"])])
        assert b"saved-just-now" not in (kept.root / "records.db").read_bytes()
        back_up(kept.root, tmp_path / "b.tar", FOLDERS, TODAY)

    with tarfile.open(tmp_path / "b.tar") as tar:
        tar.extract("records.db", tmp_path, filter="data")
    with open_records(tmp_path) as copy:
        assert copy.answers(who).answers["saved-just-now"] == ["yes"]


def test_backups_made_while_answers_and_submissions_stream_in_are_whole(kept: Kept, tmp_path: Path) -> None:
    who, enough, saved = kept.ids[ANNA], threading.Event(), []

    def learn() -> None:
        with Records.open(kept.root / "records.db") as live:
            while not enough.is_set():
                live.save(who, "stream", [Entry(len(saved), f"item-{len(saved)}", ["x"])])
                saved.append(len(saved))
                file_submission(kept.root, who, PROBE, {"first": [f"{len(saved)}"], "second": [f"{len(saved)}"]})

    learning = threading.Thread(target=learn)
    learning.start()
    try:
        for number in range(3):
            before = len(saved)
            back_up(kept.root, tmp_path / f"{number}.tar", FOLDERS, TODAY)
            place = tmp_path / str(number)
            with tarfile.open(tmp_path / f"{number}.tar") as tar:
                tar.extractall(place, filter="data")
            submission = place / "submitted" / who / PROBE
            assert {each.name for each in submission.iterdir()} == {"answers.json", "probe.ipynb", "timestamp.txt"}
            with closing(sqlite3.connect(place / "records.db")) as copy:
                assert copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
                (there,) = copy.execute("SELECT count(*) FROM answer WHERE item LIKE 'item-%'").fetchone()
            assert there >= before
    finally:
        enough.set()
        learning.join()


def test_the_sources_of_a_checkout_are_not_packed(kept: Kept, tmp_path: Path) -> None:
    own = type(FOLDERS)(**{**FOLDERS.__dict__, "source": kept.root / "source"})

    back_up(kept.root, tmp_path / "b.tar", own, TODAY)

    assert not any(name.startswith("source/") or name == "nbgrader_config.py" for name in names(tmp_path / "b.tar"))
    assert any(name.startswith("release/") for name in names(tmp_path / "b.tar"))


def test_a_link_among_the_submissions_is_not_followed(kept: Kept, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("somebody else's")
    (kept.root / "submitted" / kept.ids[ANNA] / PROBE / "link").symlink_to(tmp_path / "secret")
    (kept.root / "submitted" / "link").symlink_to(tmp_path)

    back_up(kept.root, tmp_path / "b.tar", FOLDERS, TODAY)

    assert not [name for name in names(tmp_path / "b.tar") if "link" in name]


def test_a_folder_that_is_a_link_is_named_because_it_would_be_missing(kept: Kept, tmp_path: Path) -> None:
    (kept.root / "submitted").rename(tmp_path / "elsewhere")
    (kept.root / "submitted").symlink_to(tmp_path / "elsewhere")

    with pytest.raises(UserError, match=r"submitted is a link, and a backup would miss what it points to"):
        back_up(kept.root, tmp_path / "b.tar", FOLDERS, TODAY)

    assert not (tmp_path / "b.tar").exists()


@pytest.mark.parametrize(
    ("place", "sentence"),
    [
        ("there.tar", r"There is a file .*there\.tar already: give the backup another name"),
        ("nowhere/b.tar", r"There is no folder .*nowhere: make it first"),
        ("data/b.tar", r"is in the data folder, where erasing would not reach it"),
        ("data/submitted/b.tar", r"is in the data folder"),
    ],
)
def test_a_place_that_does_not_fit_is_refused(kept: Kept, tmp_path: Path, place: str, sentence: str) -> None:
    (tmp_path / "there.tar").write_text("an older backup")
    before = contents(tmp_path)

    with pytest.raises(UserError, match=sentence):
        back_up(kept.root, tmp_path / place, FOLDERS, TODAY)

    assert contents(tmp_path) == before


def test_a_damaged_database_is_not_backed_up_as_if_it_were_whole(kept: Kept, tmp_path: Path) -> None:
    file = kept.root / "gradebook.db"
    content = bytearray(file.read_bytes())
    content[5000:9000] = b"\xff" * 4000
    file.write_bytes(content)

    with pytest.raises(UserError, match=r"gradebook\.db (is damaged|could not be copied)"):
        back_up(kept.root, tmp_path / "b.tar", FOLDERS, TODAY)

    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["data"]


def test_a_folder_without_records_has_nothing_to_back_up(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()

    with pytest.raises(UserError, match="There are no records"):
        back_up(tmp_path / "empty", tmp_path / "b.tar", FOLDERS, TODAY)

    assert list((tmp_path / "empty").iterdir()) == []
