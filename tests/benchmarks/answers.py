"""Learners who answer at their own pace, each on a connection and under a client id of its own."""

from __future__ import annotations

import asyncio
import itertools
import time
from dataclasses import dataclass, field

from benchmarks.amounts import Amounts
from benchmarks.course import Course
from benchmarks.table import Findings, Row, Values, percentile
from benchmarks.wire import if_limit, load

_ACTIVE = 30
_groups = itertools.count()


@dataclass
class Answered:
    """What became of the answers of a group of learners."""

    seconds: list[float] = field(default_factory=list)  #: from the moment an answer was due to its acknowledgement
    failed: int = 0
    client: float = 0.0  #: share of one core
    server: float = 0.0

    def milliseconds(self, share: float) -> float:
        """Return a percentile, in milliseconds."""
        return percentile(self.seconds, share) * 1000


def group(course: Course, learners: int, every: float, seconds: float) -> Answered:
    """Let learners answer, one answer each in every so many seconds, evenly spread."""
    answered = Answered()
    with load(course.pid) as busy:
        asyncio.run(_all(course, learners, every, seconds, answered))
    answered.client, answered.server = busy.client, busy.server
    return answered


async def _all(course: Course, learners: int, every: float, seconds: float, answered: Answered) -> None:
    name, began = next(_groups), time.perf_counter()

    async def learner(number: int) -> None:
        wire = await course.connect()
        due, seq = began + 1 + every * number / learners, 0
        while due < began + 1 + seconds:
            await asyncio.sleep(due - time.perf_counter())
            try:
                saved = await asyncio.wait_for(course.answer(wire, f"group-{name}-{number}", seq, number), 30)
            except (OSError, TimeoutError, asyncio.IncompleteReadError):
                answered.failed += 1
                break
            answered.failed += not saved
            answered.seconds.append(time.perf_counter() - due)
            due, seq = due + every, seq + 1
        wire.close()

    await asyncio.gather(*(learner(number) for number in range(learners)))


def measure(course: Course, amounts: Amounts) -> Findings:
    """Measure the acknowledgement with thirty learners who answer once a second each."""
    answered = group(course, _ACTIVE, 1.0, amounts.active_seconds)
    what = f"answer acknowledged, {_ACTIVE} active, one answer a second each" + if_limit(answered.client)
    rows = [
        Row(name="ack-p50", what=f"{what}: median (ms)", ours=Values((answered.milliseconds(0.5),), ".1f")),
        Row(name="ack-p95", what=f"{what}: p95 (ms)", ours=Values((answered.milliseconds(0.95),), ".1f"), limit=30),
        Row(name="ack-failed", what=f"{what}: failed", ours=Values((float(answered.failed),), ".0f"), limit=0),
    ]
    note = (
        f"Acknowledged means committed with `synchronous=FULL`. {len(answered.seconds)} answers; this client used "
        f"{answered.client:.0%} of a core, the server {answered.server:.0%}. Stock Voila keeps no answers."
    )
    return Findings(rows, [note])
