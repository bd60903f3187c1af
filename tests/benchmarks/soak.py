"""Use a real server for an hour, stop and kill it in turns, and say whether it grew, hung or lost an answer.

    .venv/bin/python tests/benchmarks/soak.py [--minutes 60]

Visitors arrive, read, answer, hand in and leave, one of them on live pages, whose kernels are closed or killed. In the
first half of the time the server is ended by SIGTERM and by SIGKILL in turns and started again; the second half is one
long life. Memory is `Pss`; memory, open files, processes and threads are those of the server and all it started.
Ends with 1 when an acknowledged answer is missing, a request fails or hangs, something stays behind, or it grew.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from pathlib import Path

import psutil
from rich.console import Console
from rich.table import Table

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.soak_visitors import LIVE, Interrupted, LiveVisitor, Shared, Visitor, live_modules
from holdfast.library import library
from server_process import Server, start, wait_until

BOUNDS = {"memory": 40.0, "files": 20, "processes": 1, "threads": 8}
"""How much more the last samples of the long life may show than its first ones."""
_LOOKED_AT = 3
_ENDS_WITHIN = 30.0


@dataclass(frozen=True, kw_only=True)
class Plan:
    """How long, and what is left out to be quick."""

    lives: int  #: each but the last one ends by SIGTERM or SIGKILL, in turns
    life: float  #: seconds of each
    long: float  #: seconds of the last one
    every: float = 10.0  #: seconds between two samples
    warm: bool = True  #: whether every page is made before the first sample of a life
    visitors: int = 6

    @classmethod
    def of(cls, minutes: float) -> Plan:
        """Return the plan for so many minutes: half of it in short lives, half in a long one."""
        half = minutes * 30
        life = min(180.0, max(20.0, half / 4))
        return cls(lives=max(3, int(half / life) + 1), life=life, long=half)


@dataclass(frozen=True, kw_only=True)
class Sample:
    """What the server and all it started use at one moment."""

    at: float
    life: int
    memory: float
    files: int
    processes: int
    threads: int
    saved: int
    slowest: float


@dataclass(kw_only=True)
class Soak:
    """The run."""

    plan: Plan
    folder: Path
    shared: Shared = field(default_factory=Shared)
    samples: list[Sample] = field(default_factory=list)
    _began: float = field(default_factory=time.monotonic)

    def run(self) -> list[str]:
        """Run all lives; return what went wrong."""
        modules = live_modules(self.folder / "modules")
        server = start(self.folder / "data", modules=modules)
        with ExitStack() as stack:
            stack.callback(self._stop, kill=False)
            self.shared.begin(server, server.client())
            visitors = self._visitors()
            for visitor in visitors:
                visitor.start()
                stack.callback(visitor.join, 120)
            stack.callback(self.shared.end)
            with suppress(Interrupted):  # the problem is noted
                self._all_lives(modules)
        return self.shared.problems + self.grown()

    def _all_lives(self, modules: Path) -> None:
        for life in range(self.plan.lives):
            self._live(life)
            if life + 1 < self.plan.lives:
                self._restart(modules, kill=life % 2 == 0)

    def _visitors(self) -> list[Visitor | LiveVisitor]:
        taken: set[str] = set()
        visitors: list[Visitor | LiveVisitor] = [LiveVisitor(self.shared)]
        for number in range(self.plan.visitors):
            checks = library().course.checks
            visitors.append(Visitor(self.shared, checks[number % len(checks)], number, taken))
        return visitors

    def _live(self, life: int) -> None:
        """Sample again and again for as long as this life lasts."""
        if self.plan.warm:
            self._warm()
        last = life + 1 == self.plan.lives
        ends = time.monotonic() + (self.plan.long if last else self.plan.life)
        answers = self.shared.saved
        while True:
            self._sample(life)
            left = ends - time.monotonic()
            if left <= 0:
                break
            self.shared.over.wait(min(self.plan.every, left))
        wait_until(lambda: self.shared.saved > answers, 60, "an answer in this life")

    def _warm(self) -> None:
        client, handed_in = self.shared.visitor(), self.shared.hand_ins
        for module in library().course.modules:
            if module.id != LIVE:
                self.shared.ask(client, "GET", f"/modules/{module.id}/{module.sections[0].id}")
        for check in library().course.checks:
            self.shared.ask(client, "GET", f"/check/{check.id}")
        wait_until(lambda: self.shared.hand_ins > handed_in, 120, "a mark: the first one takes what all take")

    def _sample(self, life: int) -> None:
        """Note what is used, at a moment when no kernel runs for a page."""
        with self.shared.no_live_page:
            if self.plan.warm:
                wait_until(lambda: not self.shared.server.kernels, 60, "the kernels to end")
            used = [_used(process) for process in _family(self.shared.server)]
            self.samples.append(
                Sample(
                    at=time.monotonic() - self._began,
                    life=life,
                    memory=sum(each[0] for each in used),
                    files=sum(each[1] for each in used),
                    threads=sum(each[2] for each in used),
                    processes=len(used),
                    saved=self.shared.saved,
                    slowest=self.shared.slowest_since(),
                )
            )

    def _restart(self, modules: Path, *, kill: bool) -> None:
        """End the server while it is used, start it again, and look for every acknowledged answer."""
        self.shared.up.clear()
        self._stop(kill=kill)
        ended = self.shared.server
        self.shared.begin(start(ended.data, port=ended.port, modules=modules), self.shared.client)
        self.shared.check_kept()
        self.shared.up.set()

    def _stop(self, *, kill: bool) -> None:
        """End the server and look whether it went well and left nothing."""
        server, family = self.shared.server, _family(self.shared.server)
        if kill:
            server.kill()
        elif (code := server.stop()) != 0:
            self.shared.problem(f"it ended with {code} after SIGTERM")
        _, left = psutil.wait_procs(family, _ENDS_WITHIN)
        if left:
            self.shared.problem(f"{len(left)} processes were left after {'SIGKILL' if kill else 'SIGTERM'}")
        if "Traceback" in server.log or "ERROR" in server.log:
            self.shared.problem(f"it printed an error:\n{server.log[-3000:]}")

    def grown(self) -> list[str]:
        """Return in what the long life grew by more than its bound."""
        life = [sample for sample in self.samples if sample.life == self.plan.lives - 1]
        if len(life) < 2 * _LOOKED_AT:
            return []
        found = []
        for name, bound in BOUNDS.items():
            # The least of a few: a page that is being sent is no growth.
            first, last = (min(getattr(s, name) for s in part) for part in (life[:_LOOKED_AT], life[-_LOOKED_AT:]))
            if last - first > bound:
                found.append(f"{name} grew from {first:.0f} to {last:.0f}, by more than {bound:g}")
        return found

    def table(self) -> Table:
        """Return what was seen, over time."""
        table = Table("seconds", "life", "memory (MB)", "open files", "processes", "threads", "answers", "slowest (s)")
        for s in self.samples:
            table.add_row(
                f"{s.at:.0f}", f"{s.life + 1}", f"{s.memory:.0f}", f"{s.files}", f"{s.processes}", f"{s.threads}",
                f"{s.saved}", f"{s.slowest:.2f}",
            )  # fmt: skip
        return table


def _family(server: Server) -> list[psutil.Process]:
    parent = psutil.Process(server.process.pid)
    return [parent, *parent.children(recursive=True)]


def _used(process: psutil.Process) -> tuple[float, int, int]:
    """Return megabytes, open files and threads; of one that has just ended, nothing."""
    try:
        return process.memory_full_info().pss / 1e6, process.num_fds(), process.num_threads()
    except psutil.Error:
        return 0.0, 0, 0


def main() -> int:
    """Run it, print the table and what went wrong."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--minutes", type=float, default=60.0)
    console = Console(width=110)
    with tempfile.TemporaryDirectory() as folder:
        soak = Soak(plan=Plan.of(options.parse_args().minutes), folder=Path(folder))
        problems = soak.run()
    console.print(soak.table())
    console.print(f"{soak.shared.requests} requests, {soak.shared.saved} answers, {soak.plan.lives - 1} restarts.")
    for problem in problems:
        console.print(f"PROBLEM: {problem}", markup=False)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
