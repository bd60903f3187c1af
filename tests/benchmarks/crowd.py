"""Let fifty learners answer at once, and print how long each waits until the answer is acknowledged.

    .venv/bin/python tests/benchmarks/crowd.py [--learners 50] [--seconds 20] [--serve]

Two crowds: all at one instant, once a second (the worst a class can do), and each at a moment of their own within the
second. Without `--serve` they go through `Records` in one process, used by one thread, as the server uses it; with it,
through a real `holdfast serve`. Goal: p95 at most 50 ms and no error. Ends with 1 when there was an error.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.course import Course, running_course
from benchmarks.table import percentile
from holdfast.errors import UserError
from holdfast.records import Entry, Learner, Records

GOAL = 50.0  # milliseconds
Answer = Callable[[int], Awaitable[bool]]
"""Give an answer, by its number; return whether it was acknowledged."""


@dataclass
class Crowd:
    """How long the learners of a crowd waited, and how often in vain."""

    name: str
    seconds: list[float] = field(default_factory=list)
    errors: int = 0

    def milliseconds(self, share: float) -> float:
        """Return a percentile."""
        return percentile(self.seconds, share) * 1000

    def __str__(self) -> str:
        shown = ", ".join(f"p{share * 100:.0f} {self.milliseconds(share):.1f} ms" for share in (0.5, 0.95, 0.99))
        met = "met" if self.milliseconds(0.95) <= GOAL and not self.errors else "not met"
        return f"{self.name}: {len(self.seconds)} answers, {shown}, {self.errors} errors; goal {met}"


def through_records(folder: Path, learners: int, rounds: int, every: float) -> list[Crowd]:
    """Answer through records in this process, which one thread uses."""
    with Records.open(folder / "records.db") as records, ThreadPoolExecutor(1) as thread:
        people = [records.new_learner() for _ in range(learners)]
        return [
            asyncio.run(_crowd(name, [_saving(thread, records, each, name) for each in people], rounds, every, spread))
            for name, spread in _crowds(every)
        ]


def through_the_server(course: Course, learners: int, rounds: int, every: float) -> list[Crowd]:
    """Answer through a running server, each learner on a connection of their own."""

    async def crowd(name: str, spread: float) -> Crowd:
        wires = [await course.connect() for _ in range(learners)]
        answers = [
            lambda seq, wire=wire, page=f"{spread}-{number}", number=number: course.answer(wire, page, seq, number)
            for number, wire in enumerate(wires)
        ]
        found = await _crowd(name, answers, rounds, every, spread)
        for wire in wires:
            wire.close()
        return found

    return [asyncio.run(crowd(name, spread)) for name, spread in _crowds(every)]


def _crowds(every: float) -> list[tuple[str, float]]:
    """Return each crowd's name, and over how many seconds its answers are spread."""
    return [("all at one instant", 0.0), ("each at a moment of their own", every)]


def _saving(thread: ThreadPoolExecutor, records: Records, learner: Learner, page: str) -> Answer:
    async def save(seq: int) -> bool:
        entry = Entry(seq, f"item-{seq % 20}", [f"choice-{seq}"])
        try:
            await asyncio.wrap_future(thread.submit(records.save, learner.id, page, [entry]))
        except UserError:
            return False
        return True

    return save


async def _crowd(name: str, learners: list[Answer], rounds: int, every: float, spread: float) -> Crowd:
    """Let each learner answer once in each round."""
    found, began = Crowd(name), time.perf_counter() + min(every, 1.0)

    async def learner(number: int, answer: Answer) -> None:
        for round_ in range(rounds):
            due = began + round_ * every + spread * number / len(learners)
            await asyncio.sleep(due - time.perf_counter())
            due = max(due, time.perf_counter()) if not every else due
            try:
                found.errors += not await answer(round_)
            except (OSError, asyncio.IncompleteReadError, ValueError, LookupError):
                found.errors += 1
                return
            found.seconds.append(time.perf_counter() - due)

    await asyncio.gather(*(learner(number, answer) for number, answer in enumerate(learners)))
    return found


def main() -> int:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--learners", type=int, default=50)
    options.add_argument("--seconds", type=int, default=20)
    options.add_argument("--serve", action="store_true", help="through a real server")
    chosen = options.parse_args()
    if chosen.serve:
        with running_course("named", chosen.learners) as course:
            crowds = through_the_server(course, chosen.learners, chosen.seconds, 1.0)
    else:
        with tempfile.TemporaryDirectory() as folder:
            crowds = through_records(Path(folder), chosen.learners, chosen.seconds, 1.0)
    for crowd in crowds:
        print(crowd)
    return 1 if any(crowd.errors for crowd in crowds) else 0


if __name__ == "__main__":
    sys.exit(main())
