"""How the acknowledgement grows with the number of learners who answer every ten seconds."""

from __future__ import annotations

from benchmarks.amounts import Amounts
from benchmarks.answers import group
from benchmarks.course import Course
from benchmarks.table import Findings, Row, Values
from benchmarks.wire import if_limit

EVERY = 10.0  # seconds between two answers of a learner
NAME = "growth-"
_GOALS = {1000: 200.0}


def measure(course: Course, amounts: Amounts) -> Findings:
    """Measure the curve; one line for each number of learners."""
    found, failed = Findings(), 0
    for learners, seconds in amounts.growth.items():
        answered = group(course, learners, EVERY, seconds)
        failed += answered.failed
        found.rows.append(
            Row(
                name=f"{NAME}{learners}",
                what=f"{learners:,} learners, an answer every ten seconds each: p95 (ms)" + if_limit(answered.client),
                ours=Values((answered.milliseconds(0.95),), ".1f"),
                limit=_GOALS.get(learners),
            )
        )
        found.notes.append(
            f"{learners:,} learners: {len(answered.seconds)} answers in {seconds:g} s, median "
            f"{answered.milliseconds(0.5):.1f} ms, slowest {answered.milliseconds(1):.1f} ms, server "
            f"{answered.server:.0%} of a core, this client {answered.client:.0%}."
        )
    found.rows.append(
        Row(name="growth-failed", what="the same, in all: failed", ours=Values((float(failed),), ".0f"), limit=0)
    )
    found.notes.append(
        "Identity `named`: each learner has a session, answers and a connection of their own. Time counts from the "
        "moment an answer was due, also when an earlier one held it up."
    )
    return found
