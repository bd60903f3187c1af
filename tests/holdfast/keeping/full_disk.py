"""What happens on a disk that is full, in one process, because the small disk is gone with it.

    python full_disk.py backup|restore|erase FOLDER ROOT ARCHIVE LEARNER

FOLDER is the small disk. It prints one JSON object: what was said, and what the disk held before and afterwards.
"""

from __future__ import annotations

import json
import os
import resource
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path

from holdfast.errors import UserError
from holdfast.keeping import back_up, erase_learning, restore
from kept_course import FOLDERS, contents, holding


def backup(disk: Path, root: Path, _archive: Path, _learner: str) -> dict[str, object]:
    """Write a backup onto the full disk."""
    (disk / "other").write_text("was here before")
    said = _said(lambda: back_up(root, disk / "b.tar", FOLDERS, date(2026, 11, 21)))
    return {"said": said, "left": sorted(entry.name for entry in disk.iterdir())}


def restoring(disk: Path, root: Path, archive: Path, _learner: str) -> dict[str, object]:
    """Restore into a data root on the full disk."""
    data = _copy(root, disk)
    before = contents(data)
    said = _said(lambda: restore(data, archive, FOLDERS))
    return {"said": said, "same": contents(data) == before, "beside": len(list(data.glob(".restore-*")))}


def erase(disk: Path, root: Path, _archive: Path, learner: str) -> dict[str, object]:
    """Erase on a full disk, then with a little room, and each time once more when there is enough."""
    came = []
    for kilobytes in (0, 40, 80, 120, 160, 240):
        data = _copy(root, disk)
        fill = disk / "fill"
        with suppress(OSError), fill.open("wb", buffering=0) as out:
            while out.write(b"\0" * 4096):
                pass
        with fill.open("r+b") as out:
            out.truncate(max(0, fill.stat().st_size - kilobytes * 1024))
        said = _said(lambda data=data: erase_learning(data, learner))
        fill.unlink()
        with _room():
            again = _said(lambda data=data: erase_learning(data, learner))
        came.append({"said": said, "again": again, "holding": holding(data, learner)})
        shutil.rmtree(data)
    return {"came": came}


def _copy(root: Path, disk: Path) -> Path:
    with _room():
        return Path(shutil.copytree(root, disk / "data"))


@contextmanager
def _room() -> Iterator[None]:
    """Lift the limit on files, where there is one in place of a small disk."""
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limits[1], limits[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)


def _said(act: Callable[[], object]) -> str:
    try:
        act()
    except UserError as error:
        return str(error)
    return ""


if __name__ == "__main__":
    what, small_disk, data_root, backup_file, who = sys.argv[1:]
    acts = {"backup": backup, "restore": restoring, "erase": erase}
    os.environ["SQLITE_TMPDIR"] = small_disk  # SQLite's own files go to the full disk too
    print(json.dumps(acts[what](Path(small_disk), Path(data_root), Path(backup_file), who)))
