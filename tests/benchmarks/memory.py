"""What one more learner costs in memory: `Pss` of the server and its children, from `/proc/PID/smaps_rollup`."""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path

from benchmarks.amounts import Amounts
from benchmarks.course import Course, wait_for_quiet
from benchmarks.stock import Stock, stock_voila
from benchmarks.table import Findings, Row, Values
from benchmarks.wire import Wire, family, request

_ROUNDS = 3
_SETTLED = 2.0  # seconds


def pss(pid: int) -> float:
    """Return the memory of a process and its children, in megabytes; what they share counts once."""
    total = 0
    for process in family(pid):
        try:
            lines = Path(f"/proc/{process.pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
        except OSError:  # it ended meanwhile
            continue
        total += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return total / 1024


def measure(course: Course, amounts: Amounts) -> Findings:
    """Measure how much memory grows with learners who stay connected."""
    if not Path("/proc/self/smaps_rollup").exists():
        return Findings(notes=["Memory is not measured: this system has no /proc/PID/smaps_rollup."])
    idle, ours = asyncio.run(_ours(course, amounts.learners))
    with stock_voila() as stock:
        stock_idle, theirs = asyncio.run(_theirs(stock))
    rows = [
        Row(
            name="memory",
            what="memory of one more learner (MB)",
            ours=Values.of(ours, ".3f"),
            stock=Values.of(theirs, ".0f"),
            limit=0.5,
        ),
        Row(
            name="memory-server",
            what="memory of the server and its children, nobody connected (MB)",
            ours=Values((idle,), ".0f"),
            stock=Values((stock_idle,), ".0f"),
        ),
    ]
    note = f"Memory: {_ROUNDS} rounds of {amounts.learners} learners who open the page, answer once and stay connected."
    return Findings(rows, [note])


async def _ours(course: Course, learners: int) -> tuple[float, list[float]]:
    """Return the memory before, and for each round what one learner added; the first round only warms up."""
    await asyncio.to_thread(wait_for_quiet, course.pid)
    idle, wires, grown = pss(course.pid), [], []
    for number in range(_ROUNDS + 1):
        before = pss(course.pid)
        for learner in range(learners):
            wires.append(await course.connect())
            assert await course.whole_page(wires[-1])
            assert await course.answer(wires[-1], f"memory-{number}-{learner}", 0)
        await asyncio.sleep(_SETTLED)
        grown.append((pss(course.pid) - before) / learners)
    for wire in wires:
        wire.close()
    return idle, grown[1:]


async def _theirs(stock: Stock) -> tuple[float, list[float]]:
    """Return the same for plain Voila: one page, and so one kernel, after another."""
    idle, grown = pss(stock.pid), []
    for _ in range(_ROUNDS):
        before = pss(stock.pid)
        wire = await Wire.open(stock.port)
        await wire.ask(request("GET", stock.path, {"Host": f"127.0.0.1:{stock.port}"}))
        await asyncio.to_thread(threading.Event().wait, _SETTLED)
        grown.append(pss(stock.pid) - before)
        wire.close()
    return idle, grown
