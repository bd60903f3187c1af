"""A class that opens a module at nine o'clock: many visitors at the same moment, and one alone."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from benchmarks.amounts import Amounts
from benchmarks.course import QUESTION, Course
from benchmarks.stock import DEADLINE, Stock, stock_voila
from benchmarks.table import Findings, Row, Values
from benchmarks.wire import Wire, if_limit, load, request

Visit = Callable[[Wire, int], Awaitable[bool]]
_PAGE_GOALS = {30: 0.3}
_ANSWER_GOALS = {30: 1.0, 200: 2.0}


@dataclass(frozen=True)
class Burst:
    """One burst: seconds until the last visitor had all, how many did not get it, and how busy this client was."""

    seconds: float
    failed: int
    client: float


def measure(course: Course, amounts: Amounts) -> Findings:
    """Measure bursts and single pages, ours and stock."""
    found = Findings()
    theirs = _stock_bursts(amounts.stock_bursts)
    stock_seconds = Values.of([each.seconds for each in theirs], ".1f")
    busiest = 0.0
    for count, runs in amounts.bursts.items():
        pages = [_run(course.server.port, course.pid, count, _page_of(course)) for _ in range(runs)]
        answers = [_run(course.server.port, course.pid, count, _answer_of(course, run)) for run in range(runs)]
        busiest = max(busiest, *(each.client for each in pages + answers))
        first = count == 30
        found.rows += [
            Row(
                name=f"burst-{count}-page",
                what=f"{count} visitors at once: page, last byte of the last one (s)" + _limit(pages),
                ours=Values.of([each.seconds for each in pages], ".3f"),
                stock=stock_seconds if first else None,
                limit=_PAGE_GOALS.get(count),
            ),
            Row(
                name=f"burst-{count}-answer",
                what=f"{count} visitors at once: page, all its files, first answer acknowledged (s)" + _limit(answers),
                ours=Values.of([each.seconds for each in answers], ".3f"),
                stock="keeps no answers" if first else None,
                limit=_ANSWER_GOALS.get(count),
            ),
            Row(
                name=f"burst-{count}-failed",
                what=f"{count} visitors at once: failed",
                ours=Values.of([float(each.failed) for each in pages + answers], ".0f"),
                stock=Values.of([float(each.failed) for each in theirs], ".0f") if first else None,
                limit=0,
            ),
        ]
    with stock_voila() as stock:
        found.rows += asyncio.run(_single_pages(course, stock, amounts))
    found.notes.append(
        f"Bursts: in the busiest one this client used {busiest:.0%} of a core; above 80% the table says so."
    )
    found.notes.append(
        f"Stock Voila runs with `ipc` kernels and is given {DEADLINE:.0f} s. Its default `tcp` hangs with 30 visitors "
        "(ports of kernels collide, and a visitor waits for ever), so it is not run here."
    )
    return found


def _limit(bursts: list[Burst]) -> str:
    return if_limit(max(each.client for each in bursts))


def _page_of(course: Course) -> Visit:
    async def visit(wire: Wire, _: int) -> bool:
        answer = await course.get(wire, QUESTION)
        return answer.status == 200 and len(answer.body) > 1000

    return visit


def _answer_of(course: Course, run: int) -> Visit:
    async def visit(wire: Wire, number: int) -> bool:
        return await course.whole_page(wire) and await course.answer(wire, f"burst-{run}-{id(course)}-{number}", 0)

    return visit


def _stock_page(stock: Stock) -> Visit:
    async def visit(wire: Wire, _: int) -> bool:
        answer = await wire.ask(request("GET", stock.path, {"Host": f"127.0.0.1:{stock.port}"}))
        return answer.status == 200 and b"</html>" in answer.body

    return visit


def _stock_bursts(runs: int) -> list[Burst]:
    """Repeat the stock burst, each on a new Voila, but begin no more when half of one deadline is used up."""
    found: list[Burst] = []
    while len(found) < runs and sum(each.seconds for each in found) < DEADLINE / 2:
        with stock_voila() as stock:
            found.append(_run(stock.port, stock.pid, 30, _stock_page(stock)))
    return found


def _run(port: int, pid: int, count: int, visit: Visit) -> Burst:
    async def one(number: int) -> bool:
        try:
            async with asyncio.timeout(DEADLINE):
                wire = await Wire.open(port)
                try:
                    return await visit(wire, number)
                finally:
                    wire.close()
        except (OSError, TimeoutError, asyncio.IncompleteReadError, ValueError, LookupError):
            return False

    async def together() -> list[bool]:
        return await asyncio.gather(*(one(number) for number in range(count)))

    with load(pid) as busy:
        began = time.perf_counter()
        came = asyncio.run(together())
        seconds = time.perf_counter() - began
    return Burst(seconds, came.count(False), busy.client)


async def _single_pages(course: Course, stock: Stock, amounts: Amounts) -> list[Row]:
    """One visitor after another on a connection that is open already: what a page costs the server."""
    wire = await course.connect()
    ours, size = [], 0
    for _ in range(amounts.pages):
        began = time.perf_counter()
        size = len((await course.get(wire, QUESTION)).body)
        ours.append(time.perf_counter() - began)
    wire.close()
    theirs, stock_size = [], 0
    for _ in range(amounts.stock_pages):
        wire = await Wire.open(stock.port)
        began = time.perf_counter()
        answer = await wire.ask(request("GET", stock.path, {"Host": f"127.0.0.1:{stock.port}"}))
        theirs.append(time.perf_counter() - began)
        stock_size = len(answer.body)
        wire.close()
    return [
        Row(
            name="page",
            what="one page, server side (s)",
            ours=Values.of(ours, ".4f"),
            stock=Values.of(theirs),
            limit=0.01,
        ),
        Row(
            name="page-size",
            what="the same, as it is sent (kB)",
            ours=Values((size / 1000,), ".0f"),
            stock=Values((stock_size / 1000,), ".0f"),
        ),
    ]
