"""The one call of a hidden test: what the learner earned in one cell of an assignment.

A source notebook holds, between nbgrader's marks for hidden tests, only::

    from holdfast.marking import mark
    mark("m4-responding", "who-to-tell")

nbgrader takes a cell's last value as its points, and takes no value at all for full marks. So `mark` gives a number or
raises; it never returns anything else.
"""

from __future__ import annotations

import math
import os

from holdfast import grading, submission
from holdfast.library import Library, library


def mark(assignment_id: str, entry_id: str, folder: str | os.PathLike[str] = ".") -> float:
    """Return the points one entry of a submission earns.

    Args:
        assignment_id: The assignment, such as ``"m4-responding"``.
        entry_id: The scenario or the item, which is also the ``grade_id`` of the cell that asks.
        folder: The submission's folder, where ``answers.json`` is.

    Returns:
        A finite number between 0 and the entry's points; 0 when it was not answered.

    Raises:
        NotFound: The course has no such assignment, or its key has no such item.
        BadAnswers: ``answers.json`` is missing, broken, or for something else; nothing of it is marked then.
        ValueError: The assignment has no such entry, or the key does not fit it.
    """
    answers = submission.read(folder, assignment_id)
    course = library()
    submission.check(answers, course)
    return _sure(_result(course, assignment_id, entry_id, answers.answers.get(entry_id, [])), entry_id)


def _result(course: Library, assignment_id: str, entry_id: str, value: list[str]) -> grading.Result:
    assignment = course.assignment(assignment_id)
    if entry_id == assignment.scenario:
        return grading.grade_scenario(course.scenario(entry_id), value)
    if entry_id not in assignment.items:
        raise ValueError(f"The assignment {assignment_id!r} has no entry {entry_id!r}: mend the cell that asks for it.")
    item = course.item(entry_id)
    starred = course.objective(item.objective).starred
    return grading.grade_item(item, course.key(assignment_id).item(entry_id), value, starred=starred)


def _sure(result: grading.Result, entry_id: str) -> float:
    """Return the points as a built-in float; raise where nbgrader could take them for something else."""
    points = float(result.points)
    if not (math.isfinite(points) and 0 <= points <= result.maximum):
        raise ValueError(f"The entry {entry_id!r} came to {points} of {result.maximum} points, which cannot be.")
    return points
