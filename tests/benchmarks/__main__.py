"""Measure what a class and a learner wait for, beside stock Voila in the same run, and print one table.

    .venv/bin/python tests/benchmarks [--quick] [--save] [--only PART ...]

A measurement, not a test: nothing here fails on a time. Run it when the machine has nothing else to do.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack
from datetime import date
from pathlib import Path

from playwright.sync_api import sync_playwright
from rich.console import Console

sys.path[0] = str(Path(__file__).resolve().parent.parent)  # `tests`, as pytest has it

from benchmarks import answers, burst, first_question, grading, growth, machine, memory, saved, table  # noqa: E402
from benchmarks.amounts import FULL, QUICK, Amounts  # noqa: E402
from benchmarks.course import Course, running_course  # noqa: E402
from conftest import CHROMIUM_ARGUMENTS, find_chromium  # noqa: E402

Part = Callable[[Course, Amounts], table.Findings]
_chromium = ["not used"]


def _first_question(course: Course, amounts: Amounts) -> table.Findings:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=CHROMIUM_ARGUMENTS)
        _chromium[0] = browser.version
        found = first_question.measure(browser, course, amounts)
        browser.close()
    return found


PARTS: dict[str, Part] = {
    "memory": memory.measure,
    "burst": burst.measure,
    "question": _first_question,
    "answers": answers.measure,
    "growth": growth.measure,
    "start": first_question.measure_start_and_mark,
    "grading": lambda _, amounts: grading.measure(amounts),
}


def main() -> None:
    """Measure, print, and keep what was found where that is wanted."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="a short form of about a minute")
    parser.add_argument("--save", action="store_true", help="write the table, the figure and the README's line")
    parser.add_argument("--only", nargs="+", choices=tuple(PARTS), help="measure these parts only")
    chosen = parser.parse_args()
    if chosen.save and (chosen.only or chosen.quick):
        parser.error("--save keeps a full run: leave --only and --quick out.")
    console = Console(width=140)
    began, busy, found = time.monotonic(), machine.is_busy(), table.Findings()
    amounts = QUICK if chosen.quick else FULL
    with ExitStack() as stack:
        course = stack.enter_context(running_course("named", max(amounts.growth)))
        for name in chosen.only or PARTS:
            part_began = time.monotonic()
            part = PARTS[name](course, amounts)
            console.print(f"{name}: {time.monotonic() - part_began:.0f} s", style="dim")
            found.rows += part.rows
            found.notes += part.notes
    found.notes.append(f"The whole run took {time.monotonic() - began:.0f} s.")
    day = f"{date.today():%-d %B %Y}"
    caution = machine.caution(quick=chosen.quick, busy=busy)
    about = machine.describe(day, _chromium[0], caution)
    console.print(table.on_screen(found), about, *found.notes, sep="\n")
    if chosen.save:
        saved.save(found, about, f"{day}, {caution}" if caution else day)


if __name__ == "__main__":
    main()
