"""Writes the source notebook of an assignment from the course: what it shows, and one marked cell for each part.

The booster's notebook has no marked cells: it is practice, and nbgrader never sees it.

`holdfast.generated` calls it. nbgrader turns a source notebook into the one learners get; the hidden tests in it
are all that marks an answer.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from holdfast.errors import UserError
from holdfast.grading import decisions_on_longest_path
from holdfast.library import Library
from holdfast.model import Assignment, AssignmentKind
from holdfast.notebooks import normalise
from holdfast.recording import BOOSTER

_KEPT = "Your answers are saved as you give them."
_NOTES: dict[AssignmentKind, str] = {
    "module": (
        f"Answer the questions. {_KEPT} When you submit, they are marked, and every answer is explained. You can "
        "submit again: the last one counts."
    ),
    "before": (
        f"Ten questions before you begin, so that you can see later what has changed. {_KEPT} Where you "
        "do not know, “I don’t know” is the best answer. No answers are shown now."
    ),
    "final": (
        f"Each question has one best answer, or says how many to choose. {_KEPT} When you submit, they are marked, and "
        "every answer is explained. Nothing here is timed."
    ),
    "mend": (
        f"One more question on something that keeps people safe. {_KEPT} When you submit, it is marked and explained."
    ),
    "later": (
        f"Some weeks have passed: what has stayed? {_KEPT} Where you do not know, “I don’t know” is the best answer. "
        "When you submit, they are marked, and every answer is explained. Only you see the result."
    ),
}
_REFRESHER = (
    "They keep fresh what you know, and take about five minutes. Nothing is marked, and each answer is "
    "explained at once."
)
_WITH_SCENARIO = (
    f"Take the scenario again if you like, then answer the questions. {_KEPT} When you submit, the path that stands "
    "and your answers are marked, and every answer is explained. You can submit again: the last one counts."
)


def sheet(library: Library, assignment: Assignment) -> str:
    """Return the source notebook of an assignment in normal form.

    Raises:
        NotFound: The course has no such scenario.
        ContentErrors: The key of an item is missing or broken.
        UserError: A path through the scenario does not end.
    """
    scenario = assignment.scenario
    cells = [
        _cell("title", f"# {assignment.title}", kind="markdown"),
        _cell("note", _WITH_SCENARIO if scenario else _NOTES[assignment.kind], kind="markdown"),
        _cell("imports", f"from holdfast_widgets import Assessment{', Scenario' if scenario else ''}"),
    ]
    if scenario:
        cells.append(_cell("scenario", f'Scenario("{scenario}")'))
    cells.append(_cell("assessment", f'Assessment("{assignment.id}")'))
    if scenario:
        cells.append(_marked(assignment.id, scenario, _decisions(library, scenario)))
    cells += [_marked(assignment.id, item, library.item_key(item).points) for item in assignment.items]
    return normalise(json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}))


def booster() -> str:
    """Return the booster's notebook in normal form: all practice questions, of which each learner is asked a few."""
    cells = [
        {"cell_type": "markdown", "id": "title", "metadata": {}, "source": "# A few questions"},
        {"cell_type": "markdown", "id": "note", "metadata": {}, "source": _REFRESHER},
        {"cell_type": "code", "id": "imports", "metadata": {}, "source": "from holdfast_widgets import Quiz"},
        {"cell_type": "code", "id": "quiz", "metadata": {}, "source": f'Quiz("{BOOSTER}")'},
    ]
    return normalise(json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}))


def booster_file(library: Library) -> Path:
    """Return where the notebook of the booster is."""
    return library.folders.content / BOOSTER / f"{BOOSTER}.ipynb"


def wanted(library: Library) -> dict[Path, str]:
    """Return what each assignment's source notebook should be, and the booster's where there is practice."""
    own = {booster_file(library): booster()} if library.quizzes else {}
    return own | {
        library.folders.source / entry.id / f"{entry.id}.ipynb": sheet(library, entry)
        for entry in library.course.assignments
    }


def _decisions(library: Library, scenario_id: str) -> int:
    try:
        return decisions_on_longest_path(library.scenario(scenario_id))
    except ValueError as error:
        raise UserError(str(error)) from None


def _cell(name: str, source: str, *, kind: str = "code", **marks: Any) -> dict[str, Any]:
    about = {"grade": False, "grade_id": name, "locked": True, "schema_version": 3, "solution": False, "task": False}
    return {"cell_type": kind, "id": name, "metadata": {"nbgrader": about | marks}, "source": source}


def _marked(assignment_id: str, name: str, points: float) -> dict[str, Any]:
    source = (
        "# Marked after you submit.\n### BEGIN HIDDEN TESTS\nfrom holdfast.marking import mark\n"
        f'mark("{assignment_id}", "{name}")\n### END HIDDEN TESTS'
    )
    whole = int(points) if float(points).is_integer() else points
    return _cell(name, source, grade=True, points=whole)
