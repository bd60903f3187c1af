"""Stopped at any moment of a restore, a data folder is as it was or as it should be; the next command sees to it."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from holdfast.errors import UserError
from holdfast.keeping import back_up, erase_learning, open_records, restore, settle
from holdfast.keeping.swapping import beside, is_unsettled, swap
from kept_course import ANNA, BEN, FOLDERS, PLANTED, TODAY, Kept, contents, holding, people

_STOPPER = Path(__file__).with_name("stopper.py")


@pytest.fixture
def archive(kept: Kept, tmp_path: Path) -> Path:
    """Return a backup; since then one learner was erased, and a file has come."""
    back_up(kept.root, tmp_path / "b.tar", FOLDERS, TODAY)
    erase_learning(kept.root, kept.ids[ANNA])
    (kept.root / "autograded" / "since").mkdir()
    (kept.root / "autograded" / "since" / "file").touch()
    return tmp_path / "b.tar"


def restored_again_and_again(how: str, root: Path, archive: Path, copies: Path) -> dict[Path, str]:
    """Return for each copy of the data root what came of a restore that was stopped a moment later each time."""
    command = [sys.executable, str(_STOPPER), how, str(root), str(archive), str(copies)]
    paths = {"PYTHONPATH": str(_STOPPER.parents[2]), "PATH": ""}
    done = subprocess.run(command, env=paths, capture_output=True, text=True, check=True, timeout=250)
    return {copies / number: came for number, came in (line.split() for line in done.stdout.splitlines())}


def is_new(root: Path) -> bool:
    return not (root / "autograded" / "since").exists()


def test_a_restore_killed_at_any_moment_leaves_the_old_or_the_new(kept: Kept, archive: Path, tmp_path: Path) -> None:
    before = contents(kept.root)
    came = restored_again_and_again("kill", kept.root, archive, tmp_path / "copies")
    assert set(came.values()) == {"killed", "restored"}
    unsettled = [root for root in came if is_unsettled(root)]
    assert len(unsettled) >= 5
    for root in unsettled:
        with pytest.raises(UserError, match=r"A restore of .* was stopped half-way: run it again"):
            open_records(root)
        again = Path(shutil.copytree(root, root.with_name(f"{root.name}-again")))
        assert restore(again, archive, FOLDERS).learners == 1
        assert is_new(again)
        assert not list(again.glob(".restore-*"))
    for root in came:
        settle(root)
        if is_new(root):
            assert people(root) == {kept.ids[BEN]: BEN}, "it is the whole of it, without the erased learner"
        else:
            assert contents(root) == before
        assert holding(root, PLANTED[ANNA]) == []
        assert not list(root.glob(".restore-*"))
    assert sum(map(is_new, came)) >= 2, "the swap counts before what is old is cleared away"


def test_a_disk_that_refuses_at_any_moment_leaves_the_old_or_the_new(kept: Kept, archive: Path, tmp_path: Path) -> None:
    before = contents(kept.root)
    came = restored_again_and_again("refuse", kept.root, archive, tmp_path / "copies")
    assert set(came.values()) == {"refused", "restored"}
    for root, what in came.items():
        assert is_new(root) == (what == "restored")
        assert is_new(root) or (contents(root) == before and not list(root.glob(".restore-*")))
        settle(root)
        assert is_new(root) == (what == "restored"), "what a disk did not let go is cleared away later"
        assert not list(root.glob(".restore-*"))


def test_what_goes_and_what_comes_changes_places_and_the_rest_stays(tmp_path: Path) -> None:
    root = tmp_path / "root"
    for name in ("both", "goes", "stays"):
        (root / name).mkdir(parents=True)
        (root / name / "old").touch()
    with beside(root) as new:
        for name in ("both", "comes"):
            (new / name).mkdir()
            (new / name / "new").touch()
        swap(root, new, ["goes", "was-never-there"])

    assert sorted(contents(root)) == ["both/new", "comes/new", "stays/old"]
