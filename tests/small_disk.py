"""A disk with little room: a file system in memory where the system lets us mount one, else a limit on each file."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path

_MOUNT = 'mount -t tmpfs -o size="$1"k tmpfs "$2" && shift 2 && exec "$@"'
_LIMIT = """
import os, resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]), resource.RLIM_INFINITY))
os.execv(sys.argv[2], sys.argv[2:])
"""


def run_on_small_disk(
    folder: Path, kilobytes: int, command: Sequence[str], *, largest_file: int = 1024
) -> subprocess.CompletedProcess[str]:
    """Run a command while a folder is a small disk; what it leaves there is gone afterwards.

    Args:
        folder: An empty folder.
        kilobytes: The room there is.
        command: What runs; the first word is the path of a program.
        largest_file: How large a file may get, in bytes, where no small disk can be mounted.
    """
    if can_mount():
        whole = [*_namespace(), "sh", "-c", _MOUNT, "sh", str(kilobytes), str(folder), *command]
    else:
        whole = [sys.executable, "-c", _LIMIT, str(largest_file), *command]
    return subprocess.run(whole, capture_output=True, text=True, check=False, timeout=120)


@cache
def can_mount() -> bool:
    """Return whether this system lets us mount a file system for one process and its children alone."""
    if shutil.which("unshare") is None:
        return False
    probe = [*_namespace(), "sh", "-c", "mount -t tmpfs tmpfs /mnt"]
    return subprocess.run(probe, capture_output=True, check=False).returncode == 0


def _namespace() -> list[str]:
    return ["unshare", "--mount"] if os.geteuid() == 0 else ["unshare", "--user", "--map-root-user", "--mount"]
