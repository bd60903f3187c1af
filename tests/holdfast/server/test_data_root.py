"""The data folder: where it may be, and the secret that stays."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from holdfast.server import data_root
from holdfast.server.data_root import UnfitDataRoot

MOUNTS = """\
/dev/sda1 / ext4 rw 0 0
server:/home /home nfs4 rw 0 0
/dev/sda2 /home/local ext4 rw 0 0
//nas/share /mnt/my\\040share cifs rw 0 0
someone@host: /media/far fuse.sshfs rw 0 0
"""


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/var/data", "ext4"),
        ("/home/someone/data", "nfs4"),
        ("/home/local/data", "ext4"),
        ("/homely", "ext4"),
        ("/mnt/my share/data", "cifs"),
        ("/media/far/data", "fuse.sshfs"),
    ],
)
def test_the_file_system_of_a_path_is_that_of_its_nearest_mount(tmp_path: Path, path: str, kind: str) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text(MOUNTS)
    assert data_root.filesystem(Path(path), mounts) == kind


def test_a_platform_that_does_not_say_is_taken_as_local(tmp_path: Path) -> None:
    assert data_root.filesystem(tmp_path, tmp_path / "nothing") == ""


def test_a_missing_folder_is_made(tmp_path: Path) -> None:
    data_root.claim(tmp_path / "new" / "data").release()
    assert (tmp_path / "new" / "data").is_dir()


def test_a_link_into_a_synced_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "Dropbox").mkdir()
    link = tmp_path / "harmless"
    link.symlink_to(tmp_path / "Dropbox")
    with pytest.raises(UnfitDataRoot, match="Dropbox"):
        data_root.claim(link / "data")


def test_a_claimed_folder_cannot_be_claimed_again_until_it_is_released(tmp_path: Path) -> None:
    lock = data_root.claim(tmp_path)
    with pytest.raises(UnfitDataRoot, match="already"):
        data_root.claim(tmp_path)
    lock.release()
    data_root.claim(tmp_path).release()


def test_the_secret_stays_and_is_for_its_owner_only(tmp_path: Path) -> None:
    secret = data_root.cookie_secret(tmp_path)
    file = tmp_path / ".cookie_secret"
    assert len(secret) == 32
    file.chmod(0o644)
    assert data_root.cookie_secret(tmp_path) == secret
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [entry.name for entry in tmp_path.iterdir()] == [".cookie_secret"]


@pytest.mark.parametrize("damage", ["", "abc", "zz" * 32, "é" * 32])
def test_a_damaged_secret_is_replaced(tmp_path: Path, damage: str) -> None:
    (tmp_path / ".cookie_secret").write_text(damage, encoding="utf-8")
    assert len(data_root.cookie_secret(tmp_path)) == 32


def test_a_secret_that_is_a_link_is_replaced_and_its_target_left(tmp_path: Path) -> None:
    target = tmp_path / "target"
    target.write_text("00" * 32)
    (tmp_path / ".cookie_secret").symlink_to(target)
    assert data_root.cookie_secret(tmp_path) != bytes(32)
    assert target.read_text() == "00" * 32
