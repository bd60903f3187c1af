"""A full disk: a sentence, nothing half-written, nothing lost, and the same command works when there is room."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

import pytest

from holdfast.keeping import back_up
from kept_course import ANNA, FOLDERS, TODAY, Kept
from small_disk import run_on_small_disk

_SCRIPT = Path(__file__).with_name("full_disk.py")


@pytest.fixture
def archive(kept: Kept, tmp_path: Path) -> Path:
    """Return a backup."""
    back_up(kept.root, tmp_path / "b.tar", FOLDERS, TODAY)
    return tmp_path / "b.tar"


def on_full_disk(
    what: str, kept: Kept, archive: Path, kilobytes: int, monkeypatch: pytest.MonkeyPatch, largest_file: int = 1024
) -> dict[str, Any]:
    disk = archive.with_name("disk")
    disk.mkdir()
    monkeypatch.setenv("PYTHONPATH", str(_SCRIPT.parents[2]))
    command = [sys.executable, str(_SCRIPT), what, str(disk), str(kept.root), str(archive), kept.ids[ANNA]]
    done = run_on_small_disk(disk, kilobytes, command, largest_file=largest_file)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def size(folder: Path) -> int:
    """Return how many kilobytes a folder takes, counted in blocks of a disk."""
    return sum(4 + file.stat().st_size // 4096 * 4 for file in folder.rglob("*"))


@pytest.mark.parametrize("room", [40, 300])
def test_a_backup_onto_a_full_disk_leaves_no_part_of_one(
    kept: Kept, archive: Path, monkeypatch: pytest.MonkeyPatch, room: int
) -> None:
    """At 40 kB the copy of a database does not fit, at 300 the backup itself."""
    came = on_full_disk("backup", kept, archive, room, monkeypatch, largest_file=room * 1024)

    assert "could not be" in came["said"]
    assert "free some space" in came["said"]
    assert came["left"] == ["other"]


@pytest.mark.parametrize("room", [40, 250])
def test_a_restore_onto_a_full_disk_leaves_everything_as_it_was(
    kept: Kept, archive: Path, monkeypatch: pytest.MonkeyPatch, room: int
) -> None:
    came = on_full_disk("restore", kept, archive, size(kept.root) + room, monkeypatch, largest_file=room * 200)

    assert "free some space" in came["said"], came
    assert came["same"]
    assert came["beside"] == 0


def test_erasing_on_a_full_disk_says_what_is_missing_and_the_same_command_finishes_it(
    kept: Kept, archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    came = on_full_disk("erase", kept, archive, size(kept.root) + 400, monkeypatch, largest_file=4096)["came"]

    refused = [each["said"] for each in came if each["said"]]
    assert refused
    assert all(re.search(r"(free some space|check its disk)", said) for said in refused), refused
    assert [each["again"] for each in came] == [""] * len(came)
    assert [each["holding"] for each in came] == [[]] * len(came)
