"""A program that restores again and again, each time into a copy of a data root, and stops each time a moment later.

    python stopper.py kill|refuse ROOT ARCHIVE COPIES

The n-th time, the n-th change of a name in the data root meets a kill, or a disk that refuses. For each copy it prints
its name and what came of it: killed, refused or restored. After the first that was restored it ends.
"""

from __future__ import annotations

import errno
import os
import shutil
import signal
import sys
from pathlib import Path

from holdfast.errors import UserError
from holdfast.keeping import restore
from kept_course import FOLDERS


def stop_at(root: Path, how: str, number: int) -> None:
    """Stop at the n-th change of a name between the two sets of files of a data root, or as one is cleared away."""
    seen = 0

    def notice(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal seen
        paths = " ".join(str(argument) for argument in arguments)
        if event in {"os.rename", "shutil.rmtree"} and f"{root}/.restore-" in paths:
            seen += 1
            if seen == number and how == "kill":
                os.kill(os.getpid(), signal.SIGKILL)
            if seen == number:
                raise OSError(errno.EIO, "Input/output error")

    sys.addaudithook(notice)


def restored(root: Path, archive: Path, how: str, number: int) -> str:
    """Restore in a process of its own and return what came of it."""
    child = os.fork()
    if child == 0:
        stop_at(root, how, number)
        try:
            restore(root, archive, FOLDERS)
        except UserError:
            os._exit(2)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    return "killed" if os.WIFSIGNALED(status) else {0: "restored", 2: "refused"}[os.WEXITSTATUS(status)]


def main(how: str, root: str, archive: str, copies: str) -> None:
    """Go on until a restore comes to its end."""
    number, came = 0, ""
    while came != "restored":
        number += 1
        copy = Path(shutil.copytree(root, Path(copies) / str(number)))
        came = restored(copy, Path(archive), how, number)
        print(number, came, flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
