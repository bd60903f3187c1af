"""Where a session is kept until its end."""

from __future__ import annotations

import os
import re
import sqlite3
import stat
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

import small_disk
from holdfast.classroom.room import Room, acted
from holdfast.classroom.store import ABANDONED_AFTER, FILE, Device, RoomFile, Vote, wipe_abandoned
from holdfast.errors import UserError
from holdfast.keeping.places import KEPT_FILES, KEPT_FOLDERS

STEPS = ("one", "two")
ME, YOU = b"m" * 16, b"y" * 16
SECRET = "a-choice-that-nobody-must-find"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path


@pytest.fixture
def file(root: Path) -> Iterator[RoomFile]:
    made = RoomFile.open(root, "04_responding", STEPS)
    yield made
    made.close()


def again(root: Path, module: str = "04_responding", steps: tuple[str, ...] = STEPS) -> RoomFile:
    return RoomFile.open(root, module, steps)


def test_a_session_goes_on_where_it_was(root: Path, file: RoomFile) -> None:
    room = acted(acted(acted(Room(steps=STEPS), "start", "two"), "discuss"), "blank")
    file.write([room, Device(ME), Vote(step="two", round=1, digest=ME, choice="a")])
    code = file.read().code
    file.close()

    kept = again(root).read()

    assert kept.code == code
    assert kept.room == room
    assert kept.devices == {ME}
    assert kept.votes == {("two", 1): {ME: "a"}}


def test_a_vote_takes_the_place_of_the_one_before_and_each_round_has_its_own(file: RoomFile) -> None:
    for choice, round_ in (("a", 1), ("b", 1), ("c", 2)):
        file.write([Vote(step="one", round=round_, digest=ME, choice=choice)])
    file.write([Vote(step="one", round=1, digest=YOU, choice="a")])
    assert file.read().votes == {("one", 1): {ME: "b", YOU: "a"}, ("one", 2): {ME: "c"}}


def test_what_is_written_together_is_written_whole_or_not(file: RoomFile) -> None:
    bad = Vote(step="one", round=1, digest=YOU, choice=None)  # type: ignore[arg-type]
    with pytest.raises(UserError):
        file.write([Device(ME), bad])
    assert file.read().devices == set()
    file.write([Device(YOU)])
    assert file.read().devices == {YOU}


def test_what_is_written_is_there_for_another_process_at_once(root: Path, file: RoomFile) -> None:
    file.write([Device(ME)])
    with sqlite3.connect(root / "room.db") as db:
        assert db.execute("SELECT count(*) FROM device").fetchone() == (1,)
    db.close()


def test_the_file_is_for_its_owner_alone(root: Path, file: RoomFile) -> None:
    assert stat.S_IMODE((root / "room.db").stat().st_mode) == 0o600


def linked(root: Path) -> list[Path]:
    """Return other names of the session's files, by which their blocks can be read when they are unlinked."""
    links = [(each, root / f"kept-{each.name}") for each in root.glob("room.db*")]
    for each, link in links:
        os.link(each, link)
    return [link for _, link in links]


def test_the_end_leaves_no_file_and_no_vote_in_its_blocks(root: Path, file: RoomFile) -> None:
    file.write([Vote(step="one", round=1, digest=ME, choice=SECRET)])
    links = linked(root)
    assert any(SECRET.encode() in each.read_bytes() for each in links)

    file.end()

    assert list(root.glob("room.db*")) == []
    assert not [each for each in links if SECRET.encode() in each.read_bytes()]


def test_what_was_left_lying_leaves_no_vote_in_its_blocks_either(root: Path, file: RoomFile) -> None:
    file.write([Vote(step="one", round=1, digest=ME, choice=SECRET)])
    file.close()
    links = linked(root)
    assert any(SECRET.encode() in each.read_bytes() for each in links)

    wipe_abandoned(root, time.time() + ABANDONED_AFTER + 60)

    assert not [each for each in links if SECRET.encode() in each.read_bytes()]


def test_after_the_end_a_new_session_has_a_new_code(root: Path, file: RoomFile) -> None:
    code = file.read().code
    file.end()
    new = again(root)
    assert new.read().code != code
    assert new.read().room == Room(steps=STEPS)
    new.close()


def test_a_session_of_another_module_is_wiped(root: Path, file: RoomFile) -> None:
    file.write([Device(ME)])
    file.close()
    kept = again(root, "01_how_it_works", ("three",)).read()
    assert kept.devices == set()
    assert kept.room.steps == ("three",)


def test_a_question_that_the_module_has_no_more_is_left_out(root: Path, file: RoomFile) -> None:
    file.write([acted(acted(Room(steps=STEPS), "start", "one"), "next")])
    file.close()
    kept = again(root, steps=("one",)).read()
    assert kept.room.step is None
    assert set(kept.room.ways) == {"one"}


@pytest.mark.parametrize("age", [0, ABANDONED_AFTER - 60])
def test_a_session_of_today_is_kept_at_a_start(root: Path, file: RoomFile, age: float) -> None:
    wipe_abandoned(root, time.time() + age)
    assert (root / "room.db").exists()


def test_a_session_that_nobody_went_on_with_for_a_day_is_wiped(root: Path, file: RoomFile) -> None:
    file.write([Device(ME)])
    file.close()
    wipe_abandoned(root, time.time() + ABANDONED_AFTER + 60)
    assert list(root.glob("room.db*")) == []


def test_votes_are_in_no_backup() -> None:
    assert FILE not in {*KEPT_FILES, *KEPT_FOLDERS}


def test_where_there_is_no_session_there_is_nothing_to_wipe(root: Path) -> None:
    wipe_abandoned(root)
    assert list(root.iterdir()) == []


@pytest.mark.parametrize("spoilt", [b"", b"no database", b"SQLite format 3\0" + b"\xff" * 5000])
def test_a_file_that_cannot_be_read_is_begun_anew(root: Path, spoilt: bytes) -> None:
    (root / "room.db").write_bytes(spoilt)
    made = again(root)
    made.write([Device(ME)])
    assert made.read().devices == {ME}
    made.close()


LONG = '{"version": 1, "step": null, "ways": {"one": [1, 2, 3, 4]}, "blank": 0}'


@pytest.mark.parametrize("state", ["{}", "[]", LONG])
def test_a_state_that_cannot_be_read_is_begun_anew(root: Path, file: RoomFile, state: str) -> None:
    file.close()
    with sqlite3.connect(root / "room.db") as db:
        db.execute("UPDATE room SET state = ?", (state,))
    db.close()
    made = again(root)
    assert made.read().room == Room(steps=STEPS)
    made.close()


FILL = """
import sys
from pathlib import Path
from holdfast.classroom.store import Device, RoomFile
from holdfast.errors import UserError
file = RoomFile.open(Path(sys.argv[1]), "04_responding", ("one",))
kept = 0
try:
    while kept < 10_000:
        file.write([Device(kept.to_bytes(16, "big") + bytes(400))])
        kept += 1
except UserError as error:
    print(error)
assert len(file.read().devices) == kept
file.close()
assert len(RoomFile.open(Path(sys.argv[1]), "04_responding", ("one",)).read().devices) == kept
print(kept)
"""


def test_a_full_disk_is_said_to_be_and_what_was_kept_stays(tmp_path: Path) -> None:
    command = [sys.executable, "-c", FILL, str(tmp_path)]
    done = small_disk.run_on_small_disk(tmp_path, 400, command, largest_file=200_000)
    assert done.returncode == 0, done.stderr
    sentence, kept = done.stdout.splitlines()
    assert re.fullmatch(r"The session cannot be kept in \S+ \(.+\): free it, or give .+ --data\.", sentence)
    assert 0 < int(kept) < 10_000


def test_a_session_whose_file_cannot_be_used_now_is_left_as_it_is(root: Path, file: RoomFile) -> None:
    file.write([Vote(step="one", round=1, digest=ME, choice="a")])
    file.close()
    in_the_way = root / "room.db-wal"
    in_the_way.mkdir()
    with pytest.raises(UserError, match="cannot be kept in"):
        again(root)
    in_the_way.rmdir()
    kept = again(root)
    assert kept.read().votes == {("one", 1): {ME: "a"}}
    kept.close()


def test_what_cannot_be_read_any_more_is_said_in_a_sentence(file: RoomFile) -> None:
    file.close()
    with pytest.raises(UserError, match="cannot be kept in"):
        file.read()


def test_an_end_that_leaves_a_file_says_so(root: Path, file: RoomFile) -> None:
    in_the_way = root / "room.db-journal"
    in_the_way.mkdir()
    with pytest.raises(UserError, match=r"with the answers cannot be deleted \(.+\): delete it yourself"):
        file.end()


def test_what_is_overwritten_is_on_the_disk_before_it_is_unlinked(
    root: Path, file: RoomFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[bool] = []
    monkeypatch.setattr(os, "fsync", lambda _: written.append((root / "room.db").exists()))
    file.end()
    assert written
    assert written[0]


def test_a_folder_that_cannot_be_written_is_said_to_be(root: Path) -> None:
    with pytest.raises(UserError, match="cannot be kept in"):
        again(root / "nowhere")
