"""Kill a process with SIGKILL again and again while it saves answers, and count what was acknowledged and is lost.

    .venv/bin/python tests/benchmarks/kill.py [--kills 200] [--seed 1]

Each process opens the records that the one before left behind, saves answers and says so after each call. It is killed
at a random moment: one in five while it starts, the others between two answers or in the middle of one. Ends with 1
when an answer is lost or a call was saved by half. A killed process is no power cut: that needs a machine whose power
can be cut.
"""

from __future__ import annotations

import argparse
import multiprocessing
import random
import sys
import tempfile
import time
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from holdfast.records import Entry, Records

_LONGEST = 0.2  # seconds of saving
_STARTING = 1.0  # seconds in which it may be killed before it has saved anything
_PATIENCE = 60.0
_IN_ONE_CALL = 3
_LOOK_EVERY = 10


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What became of the answers."""

    kills: int
    acknowledged: int
    lost: int
    torn: int  #: calls of which only a part was saved
    seconds: float

    def __str__(self) -> str:
        return (
            f"{self.kills} processes killed in {self.seconds:.0f} s; {self.acknowledged} answers acknowledged, "
            f"{self.lost} lost, {self.torn} calls saved by half"
        )


def run(folder: Path, kills: int, seed: int) -> Outcome:
    """Kill that many processes that write into records in a folder."""
    moments = random.Random(seed)
    began, file = time.perf_counter(), folder / "records.db"
    acknowledged: dict[int, int] = {}
    lost: set[str] = set()
    torn: set[str] = set()
    for life in range(kills):
        acknowledged[life] = _one_life(file, life, moments)
        if life % _LOOK_EVERY == _LOOK_EVERY - 1 or life == kills - 1:
            _look(file, acknowledged, lost, torn)
    return Outcome(
        kills=kills,
        acknowledged=_IN_ONE_CALL * sum(acknowledged.values()),
        lost=len(lost),
        torn=len(torn),
        seconds=time.perf_counter() - began,
    )


def write(file: Path, life: int, said: Connection) -> None:
    """Save answers until the end, which comes from outside; say after each call that it was acknowledged."""
    with Records.open(file) as records:
        learner_id = records.local_learner().id
        call = 0
        while True:
            records.save(learner_id, f"life-{life}", _entries(life, call))
            said.send_bytes(b"saved")
            call += 1


def _one_life(file: Path, life: int, moments: random.Random) -> int:
    """Let a process write for a while and kill it; return how many calls it said were acknowledged."""
    ways = multiprocessing.get_context("forkserver")
    ways.set_forkserver_preload(["holdfast.records"])
    heard, said = ways.Pipe(duplex=False)
    writer = ways.Process(target=write, args=(file, life, said), daemon=True)
    writer.start()
    said.close()
    if moments.random() < 0.2:
        writer.join(moments.uniform(0, _STARTING))
    else:
        heard.poll(_PATIENCE)
        writer.join(moments.uniform(0, _LONGEST))
    if writer.exitcode is not None:
        raise AssertionError(f"The writer ended by itself, with {writer.exitcode}.")
    writer.kill()
    writer.join()
    calls = 0
    try:
        while heard.recv_bytes():
            calls += 1
    except EOFError:
        return calls
    finally:
        heard.close()


def _entries(life: int, call: int) -> list[Entry]:
    """Return the answers of a call: the same ones whenever it is asked, of many sizes."""
    words = random.Random(life * 100_000 + call)
    return [
        Entry(_IN_ONE_CALL * call + n, f"{life}-{call}-{n}", [f"{words.random()}"] * words.randint(1, 30))
        for n in range(_IN_ONE_CALL)
    ]


def _look(file: Path, acknowledged: dict[int, int], lost: set[str], torn: set[str]) -> None:
    """Read what is there and note what should be there and is not, or is there by half."""
    with Records.open(file) as records:
        kept = records.answers(records.local_learner().id).answers
    for life, calls in acknowledged.items():
        for call in range(calls + 1):  # the one after the last that was acknowledged is there, or it is not
            entries = _entries(life, call)
            gone = {entry.item for entry in entries if kept.get(entry.item) != entry.value}
            if call < calls:
                lost |= gone
            elif 0 < len(gone) < len(entries):
                torn.add(f"{life}-{call}")


def main() -> int:
    """Kill, count, print."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--kills", type=int, default=200)
    options.add_argument("--seed", type=int, default=1)
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        outcome = run(Path(folder), chosen.kills, chosen.seed)
    print(outcome)
    return 1 if outcome.lost or outcome.torn else 0


if __name__ == "__main__":
    sys.exit(main())
