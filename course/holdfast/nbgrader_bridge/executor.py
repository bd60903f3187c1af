"""Asks the grade cells for their points, in this process, and refuses everything that is not a number of points.

nbgrader gives a cell full marks when it was not run, has no output, or has one that is no number. So nothing reaches
nbgrader's own reading of the outputs that has not been checked here: a submission is marked whole or not at all.
"""

from __future__ import annotations

import ast
import ctypes
import logging
import math
import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from nbformat.v4 import new_output
from nbgrader.api import Gradebook
from nbgrader.preprocessors import NbGraderPreprocessor
from nbgrader.utils import determine_grade, is_grade
from traitlets import Float

import holdfast.marking  # noqa: F401  (imported before the working folder is a learner's)
from holdfast.nbgrader_bridge.outcome import NotGraded
from holdfast.submission import FILE_NAME, BadAnswers

_log = logging.getLogger(__name__)
_Cells = dict[str, tuple[str, float]]
_NOTHING = object()


class GradeInProcess(NbGraderPreprocessor):
    """The step that takes the place of nbgrader's ``Execute``.

    It runs no kernel and no cell of the notebook as it came: only the sources that the gradebook has for grade cells.
    """

    time_limit = Float(30.0, help="Seconds that one cell may take.").tag(config=True)

    def __call__(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """Grade the notebook, also where a setting would turn this step off."""
        return self.preprocess(nb, resources)

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        about = resources["nbgrader"]
        self._refuse_answers_in_source(about["assignment"])
        saved = _saved_cells(about["db_url"], about["notebook"], about["assignment"])
        cells = {cell.metadata.nbgrader["grade_id"]: cell for cell in nb.cells if is_grade(cell)}
        _refuse_other_cells(nb, cells, saved)
        values = self._values(saved, Path(resources["metadata"]["path"]))
        for cell in nb.cells:
            if cell.cell_type == "code":
                cell.outputs, cell.execution_count = [], None
        for count, (grade_id, value) in enumerate(values.items(), start=1):
            _write(cells[grade_id], count, value)
        return nb, resources

    def _values(self, saved: _Cells, folder: Path) -> dict[str, float]:
        with _inside(folder):
            return {
                grade_id: checked(grade_id, run_cell(grade_id, source, self.time_limit), points)
                for grade_id, (source, points) in saved.items()
            }

    def _refuse_answers_in_source(self, assignment_id: str) -> None:
        coursedir = self.parent.parent.coursedir
        source = Path(coursedir.format_path(coursedir.source_directory, ".", assignment_id))
        if os.path.lexists(source / FILE_NAME):
            raise NotGraded(f"There is an {FILE_NAME} in source/{assignment_id}, which belongs to nobody: remove it.")


def run_cell(grade_id: str, source: str, time_limit: float) -> object:
    """Run the source of one cell and return the value of its last line.

    Raises:
        NotGraded: It raised, took too long, or its last line has no value.
    """
    try:
        statements, last = _compiled(grade_id, source)
    except (SyntaxError, ValueError) as error:
        raise NotGraded(f"The cell {grade_id!r} is no Python ({type(error).__name__}): mend its source.") from error
    result: list[object] = [_NOTHING]
    trouble: list[BaseException] = []

    def run() -> None:
        names: dict[str, Any] = {"__name__": "__main__"}
        try:
            exec(statements, names)  # noqa: S102  (the course's own cell, from the gradebook)
            result[0] = eval(last, names) if last else _NOTHING  # noqa: S307
        except BaseException as error:  # noqa: BLE001  (even an exit is an answer that is no number)
            trouble.append(error)

    # A thread can be left behind on every system; an alarm works on some, and only in the main thread.
    thread = threading.Thread(target=run, name=f"grade-{grade_id}", daemon=True)
    thread.start()
    thread.join(time_limit)
    if thread.is_alive():
        _interrupt(thread)
        raise NotGraded(f"The cell {grade_id!r} took longer than {time_limit:g} seconds: grade again.")
    if trouble:
        raise NotGraded(_reason(grade_id, trouble[0])) from trouble[0]
    if result[0] is _NOTHING:
        raise NotGraded(f"The cell {grade_id!r} gave no points: its last line must call `mark`.")
    return result[0]


def checked(grade_id: str, value: object, points: float) -> float:
    """Return the value when it is a number of points.

    Raises:
        NotGraded: It is anything else than a finite built-in float between 0 and the cell's points.
    """
    if type(value) is not float:
        raise NotGraded(f"The cell {grade_id!r} gave a {type(value).__name__} where points, a float, were due.")
    if not (math.isfinite(value) and 0.0 <= value <= points):
        raise NotGraded(f"The cell {grade_id!r} gave {value!r} of {points!r} points, which cannot be.")
    return abs(value)  # no -0.0


def _compiled(grade_id: str, source: str) -> tuple[Any, Any]:
    tree = ast.parse(source)
    last = tree.body[-1] if tree.body else None
    if not isinstance(last, ast.Expr):
        return compile(tree, f"<{grade_id}>", "exec"), None
    tree.body.pop()
    return compile(tree, f"<{grade_id}>", "exec"), compile(ast.Expression(last.value), f"<{grade_id}>", "eval")


def _reason(grade_id: str, error: BaseException) -> str:
    """Return a reason that a learner may read; an error's own words may be of the key, so they go to the log."""
    if isinstance(error, BadAnswers):
        return str(error)
    _log.error("The cell %r stopped with %s: %s", grade_id, type(error).__name__, " ".join(str(error).split()))
    return f"The cell {grade_id!r} stopped with {type(error).__name__}: mend the course's content, then grade again."


def _saved_cells(db_url: str, notebook_id: str, assignment_id: str) -> _Cells:
    with Gradebook(db_url) as gradebook:
        notebook = gradebook.find_notebook(notebook_id, assignment_id)
        sources = {cell.name: cell.source for cell in notebook.source_cells if cell.cell_type == "code"}
        points = {cell.name: float(cell.max_score) for cell in notebook.grade_cells}
    if not points or not points.keys() <= sources.keys():
        raise NotGraded("The gradebook does not have every cell of the assignment: generate the assignment again.")
    return {grade_id: (sources[grade_id], worth) for grade_id, worth in sorted(points.items())}


def _refuse_other_cells(nb: Any, cells: dict[str, Any], saved: _Cells) -> None:
    """Refuse a notebook that was not rebuilt: a cell that is missing keeps an old mark, one too many brings its own."""
    grade_cells = [cell for cell in nb.cells if is_grade(cell)]
    same = len(grade_cells) == len(cells) and cells.keys() == saved.keys()
    if not same or any(
        cell.source != saved[grade_id][0] or float(cell.metadata.nbgrader["points"]) != saved[grade_id][1]
        for grade_id, cell in cells.items()
    ):
        raise NotGraded("The notebook is not the one that was released: grade with this folder's nbgrader_config.py.")


def _write(cell: Any, count: int, value: float) -> None:
    """Give the cell the one output from which nbgrader reads its points, and see that it reads the same."""
    cell.execution_count = count
    cell.outputs = [new_output("execute_result", data={"text/plain": repr(value)}, execution_count=count)]
    read, _ = determine_grade(cell)
    if read != value:
        raise NotGraded(f"nbgrader reads {read!r} where {value!r} points were given.")


@contextmanager
def _inside(folder: Path) -> Iterator[None]:
    """Work in the folder of the answers, and import nothing from it."""
    before, path = Path.cwd(), list(sys.path)
    inside = folder.resolve()
    sys.path[:] = [entry for entry in path if entry and not Path(entry).resolve().is_relative_to(inside)]
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)
        sys.path[:] = path


def _interrupt(thread: threading.Thread) -> None:
    """Ask a cell that went on too long to stop; should it not, its value is not looked at."""
    if thread.ident is not None:
        ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread.ident), ctypes.py_object(SystemExit))
