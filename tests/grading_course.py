"""What tests of grading share: plain `nbgrader` commands, small source notebooks, and a look into the gradebook."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from nbgrader.api import Gradebook

from holdfast.nbgrader_bridge import file_submission, prepare_course, release
from holdfast.nbgrader_bridge.settings import put_tools_on_path
from holdfast.paths import Folders, course_folders

ASSIGNMENT = "m4-responding"
PROBE = "probe"
"""An assignment of two cells, worth 2 and 3 points, whose hidden tests evaluate what the learner answered."""


def learner(number: int) -> str:
    """Return a learner id of the right form."""
    return f"learner{number:09d}"


def run_nbgrader(data_root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a plain `nbgrader` command in a data root, as a trainer does."""
    environment = dict(os.environ)
    put_tools_on_path(environment)
    command = str(Path(sys.executable).parent / "nbgrader")
    return subprocess.run(
        [command, *arguments], cwd=data_root, env=environment, capture_output=True, text=True, check=False, timeout=120
    )


def write_source(source: Path, assignment: str, points: dict[str, float]) -> None:
    """Write a source notebook with one hidden test for each name, which evaluates the answer of that name."""
    cells = [cell("intro", "# A notebook", kind="markdown"), cell("start", "import json")]
    for name, worth in points.items():
        hidden = (
            "### BEGIN HIDDEN TESTS\nimport json\nfrom pathlib import Path\n"
            f"words = json.loads(Path('answers.json').read_text())['answers']['{name}'][0]\n"
            "eval(words)\n### END HIDDEN TESTS"
        )
        cells.append(cell(name, hidden, points=worth))
    write_notebook(source / assignment / f"{assignment}.ipynb", cells)


def make_probe(root: Path) -> None:
    """Make an empty folder a data root with the probe assignment, released."""
    source, nowhere = root / "source", root.parent / "nowhere"
    write_source(source, PROBE, {"first": 2, "second": 3})
    config = course_folders().nbgrader_config
    prepare_course(root, Folders(content=nowhere, modules=nowhere, source=source, keys=nowhere, nbgrader_config=config))
    shutil.copyfile(config, root / "nbgrader_config.py")
    release(root, PROBE)


def cell(name: str, text: str, *, kind: str = "code", points: float | None = None) -> dict[str, Any]:
    """Return a locked cell as an author writes it."""
    about: dict[str, Any] = {"schema_version": 3, "grade": points is not None, "solution": False, "locked": True}
    about |= {"task": False, "grade_id": name} | ({"points": points} if points is not None else {})
    code = {"outputs": [], "execution_count": None} if kind == "code" else {}
    return {"cell_type": kind, "id": name, "metadata": {"nbgrader": about}, "source": text} | code


def write_notebook(file: Path, cells: list[dict[str, Any]]) -> None:
    """Write a notebook of format 4.5."""
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    notebook = {"cells": cells, "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5}
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(notebook), encoding="utf-8")


def submit_values(root: Path, who: str, first: str, second: str = "1.5") -> Path:
    """File a submission of the probe assignment whose cells evaluate these expressions."""
    return file_submission(root, who, PROBE, {"first": [first], "second": [second]})


def file_hostile(root: Path) -> Path:
    """File a submission of the probe whose notebook would write a file if it ran; return that file."""
    ran = root.parent / "it-ran"
    notebook = submit_values(root, learner(1), "0.5") / f"{PROBE}.ipynb"
    content = json.loads(notebook.read_text())
    for entry in content["cells"]:
        entry["source"] = f"open({str(ran)!r}, 'w')\n3.0"
    notebook.write_text(json.dumps(content))
    return ran


def marks(root: Path, assignment: str, who: str) -> dict[str, tuple[float | None, float | None, bool]]:
    """Return for each cell what nbgrader's gradebook has: automatic mark, mark by hand, needs a person."""
    with Gradebook(f"sqlite:///{root / 'gradebook.db'}") as gradebook:
        grades = gradebook.find_submission_notebook(assignment, assignment, who).grades
        return {grade.name: (grade.auto_score, grade.manual_score, grade.needs_manual_grade) for grade in grades}


def without_marks(root: Path, assignment: str, who: str) -> bool:
    """Return whether the gradebook has no mark for any cell of a submission, and says that a person must look."""
    found = marks(root, assignment, who)
    return bool(found) and all(entry == (None, None, True) for entry in found.values())
