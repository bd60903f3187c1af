"""Plain `nbgrader autograde` over many submissions: with the course's steps, and as nbgrader does it by itself."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.amounts import Amounts
from benchmarks.table import Findings, Row, Values
from holdfast.library import library
from holdfast.nbgrader_bridge import file_submission, prepare_course
from holdfast.nbgrader_bridge.settings import put_tools_on_path
from holdfast.paths import course_folders

ASSIGNMENT = "before-all-staff-2026a-p"
_STOCK_SETTINGS = "c = get_config()\nc.CourseDirectory.course_id = 'stock'\n"
_TIMES_FASTER = 5


def measure(amounts: Amounts) -> Findings:
    """Grade the same submissions twice and compare the marks."""
    if not amounts.submissions:
        return Findings(notes=["Autograding is left out of the short form."])
    with tempfile.TemporaryDirectory() as folder:
        ours = Path(folder) / "ours"
        _submitted(ours, amounts.submissions)
        stock = Path(shutil.copytree(ours, Path(folder) / "stock"))
        (stock / "nbgrader_config.py").write_text(_STOCK_SETTINGS, encoding="utf-8")
        seconds, stock_seconds = (_timed(root) for root in (ours, stock))
        same = _marks(ours) == _marks(stock)
    what = f"`nbgrader autograde`, {amounts.submissions} submissions of {len(_items())} questions (s)"
    row = Row(name="autograde", what=what, ours=Values((seconds,), ".1f"), stock=Values((stock_seconds,), ".1f"))
    note = (
        "Autograding: stock is nbgrader with its own steps, a kernel for each submission; it took "
        f"{stock_seconds / seconds:.1f} times as long. The goal is {_TIMES_FASTER} times with 200 submissions. "
        f"The marks are {'the same' if same else 'NOT the same'}."
    )
    return Findings([row], [note])


def _items() -> tuple[str, ...]:
    return tuple(next(each for each in library().course.assignments if each.id == ASSIGNMENT).items)


def _submitted(root: Path, submissions: int) -> None:
    """Make a course folder with submissions: the first or the last option of what asks for a choice, nothing else."""
    root.mkdir()
    prepare_course(root, course_folders())
    _nbgrader(root, "generate_assignment", ASSIGNMENT)
    course = library()
    for number in range(submissions):
        chosen = [item for item in map(course.item, _items()) if item.type == "single"]
        answers = {item.id: [item.options[-(number % 2)].id] for item in chosen}
        file_submission(root, f"learner{number:09d}", ASSIGNMENT, answers)


def _timed(root: Path) -> float:
    began = time.perf_counter()
    _nbgrader(root, "autograde", ASSIGNMENT)
    return time.perf_counter() - began


def _nbgrader(root: Path, *arguments: str) -> None:
    environment = dict(os.environ)
    put_tools_on_path(environment)
    command = [str(Path(sys.executable).parent / "nbgrader"), *arguments]
    done = subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stderr[-2000:]


def _marks(root: Path) -> dict[str, float]:
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{root / 'gradebook.db'}") as gradebook:
        return {each.student.id: each.score for each in gradebook.assignment_submissions(ASSIGNMENT)}
