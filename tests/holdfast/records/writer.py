"""A program that writes into records until it is done, or killed: run by the tests as a process of its own.

It prints a line only after the records have acknowledged what the line names.
"""

from __future__ import annotations

import resource
import sys
from collections.abc import Callable
from pathlib import Path

from holdfast.records import Entry, NotSaved, Records


def _say(*words: object) -> None:
    print(*words, flush=True)


def open_only(file: Path) -> None:
    """Open the records and say who the local learner is."""
    with Records.open(file) as records:
        _say(records.local_learner().id)


def write(file: Path, client: str, count: str) -> None:
    """Save that many answers, one by one."""
    with Records.open(file) as records:
        learner = records.local_learner()
        for seq in range(int(count)):
            records.save(learner.id, client, [Entry(seq, f"{client}-{seq}", [str(seq)])])
            _say(f"{client}-{seq}")


def fill(file: Path, room: str) -> None:
    """Save answers until the system lets no file grow any more, then once more when it does again."""
    with Records.open(file) as records:
        learner = records.local_learner()
        log = file.with_name(f"{file.name}-wal")
        limits = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (log.stat().st_size + int(room), limits[1]))
        seq = 0
        try:
            while True:
                records.save(learner.id, "filler", [Entry(seq, f"item-{seq}", ["x" * 100] * 20)])
                _say(f"item-{seq}")
                seq += 1
        except NotSaved as error:
            print(type(error).__name__, error, file=sys.stderr)
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        records.save(learner.id, "filler", [Entry(seq + 1, "after", ["there is room again"])])
        _say("after")


def cramped(file: Path, room: str) -> None:
    """Open the records while the system lets no file grow beyond a size, and say why that cannot be done."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(room), resource.getrlimit(resource.RLIMIT_FSIZE)[1]))
    try:
        Records.open(file).close()
    except NotSaved as error:
        _say(type(error).__name__, error)


if __name__ == "__main__":
    action, records_file, *more = sys.argv[1:]
    actions: dict[str, Callable[..., None]] = {"open": open_only, "write": write, "fill": fill, "cramped": cramped}
    actions[action](Path(records_file), *more)
