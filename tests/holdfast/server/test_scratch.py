"""The short-lived folder of a server."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest

from holdfast.server import scratch


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a data root, with the folder for short-lived files beside it."""
    short = tmp_path / "short"
    short.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(short))
    return tmp_path / "data"


def test_what_a_killed_server_left_is_cleared_away(root: Path) -> None:
    left = scratch.make(root)
    (left / "kernel-1-ipc-1").touch()
    assert scratch.make(root) == left
    assert list(left.iterdir()) == []
    assert left.stat().st_mode & 0o077 == 0


def test_two_data_roots_have_two_folders(root: Path) -> None:
    assert scratch.make(root) != scratch.make(root.with_name("other"))


def test_what_is_in_the_way_is_left_alone(root: Path, tmp_path: Path) -> None:
    folder = scratch.make(root)
    folder.rmdir()
    other = tmp_path / "other"
    other.mkdir()
    (other / "file").touch()
    folder.symlink_to(other)
    assert scratch.make(root) not in {folder, other}
    assert (other / "file").exists()
