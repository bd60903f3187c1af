"""Grades everything that is filed and not yet graded: what ``holdfast grade`` calls. Imports nbgrader when called."""

from __future__ import annotations

import difflib
import os
from collections.abc import Iterator
from pathlib import Path

from holdfast.nbgrader_bridge.outcome import GradingError, Outcome
from holdfast.nbgrader_bridge.settings import assignments, put_tools_on_path


def waiting(data_root: Path, assignment_id: str | None = None) -> tuple[tuple[str, str], ...]:
    """Return learner and assignment of every submission that is newer than its graded copy, or has none.

    Raises:
        GradingError: There is no assignment of that id.
    """
    put_tools_on_path(os.environ)
    from holdfast.nbgrader_bridge.running import is_waiting

    known = assignments(data_root)
    if assignment_id and assignment_id not in known:
        near = difflib.get_close_matches(assignment_id, known, n=1, cutoff=0)
        such = "".join(f", such as {name!r}" for name in near)
        raise GradingError(f"There is no assignment {assignment_id!r}: name one of those in source/{such}.")
    wanted = (assignment_id,) if assignment_id else known
    filed = (
        (folder.parent.name, folder.name)
        for folder in sorted((data_root / "submitted").glob("[!.]*/[!.]*"))
        if folder.is_dir() and folder.name in wanted
    )
    return tuple((learner, name) for learner, name in filed if is_waiting(data_root, name, learner))


def grade_all(data_root: Path, assignment_id: str | None = None) -> Iterator[tuple[str, str, Outcome]]:
    """Grade every submission that waits, one after the other; one that fails does not stop the others.

    Yields:
        The learner, the assignment, and its marks or the reason for none.
    """
    found = waiting(data_root, assignment_id)
    from holdfast.nbgrader_bridge.running import grade

    for learner_id, name in found:
        yield learner_id, name, grade(data_root, name, learner_id)


def make_feedback(data_root: Path, assignment_id: str) -> None:
    """Write nbgrader's feedback pages of an assignment to ``feedback/``.

    Raises:
        GradingError: nbgrader could not write them.
    """
    put_tools_on_path(os.environ)
    from holdfast.nbgrader_bridge.running import feedback

    feedback(data_root, assignment_id)
