"""Rebuilds a submitted notebook from the gradebook; nothing the learner wrote in it is kept."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from nbgrader.api import Gradebook
from nbgrader.preprocessors import NbGraderPreprocessor
from nbgrader.utils import compute_checksum, remove

from holdfast.nbgrader_bridge.outcome import NotGraded
from holdfast.submission import FILE_NAME

_KEPT = frozenset({FILE_NAME, "timestamp.txt", "submission_secret.txt"})
"""What may lie beside a graded notebook: the answers, and two files of nbgrader's own."""


class RebuildFromGradebook(NbGraderPreprocessor):
    """The sanitising step of ``nbgrader autograde``.

    nbgrader's own step mends the locked cells it recognises and keeps all others, so that a learner's code runs beside
    them. This one takes the cells as `generate_assignment` saved them, whatever the learner added, altered, removed,
    doubled or moved.
    """

    def __call__(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """Rebuild the notebook, also where a setting would turn this step off."""
        return self.preprocess(nb, resources)

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:  # noqa: ARG002
        about = resources["nbgrader"]
        _refuse_link(Path(resources["metadata"]["path"]) / FILE_NAME)
        self._clear_folder(about)
        with Gradebook(about["db_url"]) as gradebook:
            saved = gradebook.find_notebook(about["notebook"], about["assignment"])
            order = _released_order(self._folder("release_directory", ".", about), about["notebook"])
            return _notebook(saved, order), resources

    def _folder(self, step: str, learner: str, about: Any) -> Path:
        # The parent of a preprocessor is the exporter, whose parent is the converter.
        coursedir = self.parent.parent.coursedir
        return Path(coursedir.format_path(getattr(coursedir, step), learner, about["assignment"]))

    def _clear_folder(self, about: Any) -> None:
        """Remove the files a learner sent along from the copy that is graded: Python would import them from there."""
        graded = self._folder("autograded_directory", about["student"], about)
        source = self._folder("source_directory", ".", about)
        for file in sorted(graded.rglob("*")):
            inside = file.relative_to(graded)
            if file.is_dir() or str(inside) in _KEPT or (source / inside).is_file():
                continue
            self.log.warning("%s of %s: the file %s is not graded.", about["assignment"], about["student"], inside)
            remove(str(file))


def _refuse_link(answers: Path) -> None:
    # nbgrader copies what a link points to, so the copy no longer shows that it was one.
    if answers.is_symlink():
        raise NotGraded(f"{FILE_NAME} is a link: submit the answers again from the course page.")


def _notebook(saved: Any, order: dict[str, int]) -> Any:
    if saved.solution_cells or saved.task_cells:
        raise NotGraded(
            f"The assignment {saved.assignment.name!r} has cells to write in, which Holdfast never runs: "
            "grade it in a course folder of its own."
        )
    points = {cell.name: float(cell.max_score) for cell in saved.grade_cells}
    cells = sorted(saved.source_cells, key=lambda cell: (order.get(cell.name, len(order)), cell.name))
    rebuilt = new_notebook(cells=[_cell(cell, points.get(cell.name)) for cell in cells])
    rebuilt.metadata["kernelspec"] = json.loads(saved.kernelspec or "{}")
    rebuilt.metadata["language_info"] = {"name": "python"}
    return rebuilt


def _cell(saved: Any, points: float | None) -> Any:
    make = new_code_cell if saved.cell_type == "code" else new_markdown_cell
    cell = make(saved.source, id=saved.name)
    cell.metadata.update({"deletable": False, "editable": False, "nbgrader": _metadata(saved, points)})
    if points is not None:
        # nbgrader gives full marks for no output: until the cell has run, it has this one, which earns nothing.
        cell.outputs = [new_output("error", ename="NotGraded", evalue="not run", traceback=["not run"])]
    if compute_checksum(cell) != saved.checksum:
        raise NotGraded(f"The gradebook's cell {saved.name!r} is damaged: generate the assignment again.")
    return cell


def _metadata(saved: Any, points: float | None) -> Any:
    metadata = {
        "schema_version": 3,
        "grade": points is not None,
        "solution": False,
        "locked": saved.locked,
        "task": False,
        "grade_id": saved.name,
        "cell_type": saved.cell_type,
        "checksum": saved.checksum,
    }
    if points is not None:
        metadata["points"] = points
    return nbformat.from_dict(metadata)


def _released_order(release: Path, notebook_id: str) -> dict[str, int]:
    """Return where each cell stands in the released notebook; the gradebook does not say."""
    file = release / f"{notebook_id}.ipynb"
    try:
        released = nbformat.read(file, as_version=4)
    except (OSError, ValueError):
        return {}
    ids = [cell.metadata.get("nbgrader", {}).get("grade_id") for cell in released.cells]
    return {grade_id: place for place, grade_id in enumerate(ids) if grade_id}
