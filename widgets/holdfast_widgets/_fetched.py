"""The one place outside the course server where answers are kept: beside a notebook fetched through nbgrader."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from holdfast import submission
from holdfast.library import Library

_MAX_NOTEBOOK = 20_000_000
_COURSE_SIDE = frozenset({"source", "release"})
_COLLECTED = frozenset({"submitted", "autograded", "feedback"})


@dataclass(frozen=True, kw_only=True)
class FetchedFolder:
    """The folder of a fetched assignment. Only `find` makes one."""

    folder: Path
    assignment: str

    def answers(self, keys: Iterable[str]) -> dict[str, list[str]]:
        """Return what is kept under those record keys.

        Raises:
            BadAnswers: There is an ``answers.json`` that cannot be read.
        """
        kept = self._read().answers
        return {key: list(kept[key]) for key in keys if key in kept}

    def merge(self, values: Mapping[str, list[str]], library: Library) -> None:
        """Put values into ``answers.json``; what it holds under other keys stays.

        Raises:
            BadAnswers: What stands there cannot be read, or the file cannot be written. It is left as it is.
        """
        kept = self._read()
        merged = kept.model_copy(update={"answers": {**kept.answers, **values}})
        submission.check(merged, library)
        submission.write(self.folder, merged)

    def _read(self) -> submission.Answers:
        if os.path.lexists(self.folder / submission.FILE_NAME):
            return submission.read(self.folder, self.assignment)
        return submission.Answers(assignment=self.assignment, answers={})


def find(assignments: Iterable[str]) -> FetchedFolder | None:
    """Return the working folder if it is a learner's fetched copy of one of these assignments, else None.

    It is not while nbgrader itself runs the notebook, nor anywhere in a course folder: there, an ``answers.json`` would
    be released to everyone, or would take the place of a learner's.
    """
    if os.environ.get("NBGRADER_EXECUTION"):
        return None
    try:
        folder = Path.cwd().resolve()
    except OSError:
        return None
    if _in_course_folder(folder):
        return None
    for assignment in assignments:
        if _is_graded_notebook(folder / f"{assignment}.ipynb"):
            return FetchedFolder(folder=folder, assignment=assignment)
    return None


def _in_course_folder(folder: Path) -> bool:
    above = (folder.parent, folder.parent.parent)
    return (
        folder.parent.name in _COURSE_SIDE
        or folder.parent.parent.name in _COLLECTED
        or any((place / "nbgrader_config.py").exists() for place in above)
    )


def _is_graded_notebook(file: Path) -> bool:
    """Return whether the file is a notebook with at least one cell that nbgrader marks."""
    try:
        if not file.is_file() or file.stat().st_size > _MAX_NOTEBOOK:
            return False
        notebook = json.loads(file.read_text(encoding="utf-8"))
        marks = [cell["metadata"].get("nbgrader") for cell in notebook["cells"]]
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return False
    return any(isinstance(mark, dict) and mark.get("grade") is True and mark.get("grade_id") for mark in marks)
