"""Runs nbgrader's converters in this process, for one submission or one assignment, and says what came of it."""

from __future__ import annotations

import glob
import logging
import time
import warnings
from pathlib import Path
from typing import Any

from nbgrader.converters import Autograde, GenerateAssignment, GenerateFeedback, NbGraderException
from nbgrader.coursedir import CourseDirectory
from nbgrader.utils import parse_utc
from sqlalchemy.exc import OperationalError, SAWarning
from traitlets.config import Config
from traitlets.config.loader import PyFileConfigLoader

from holdfast.errors import UserError
from holdfast.nbgrader_bridge import audit, settings
from holdfast.nbgrader_bridge.collecting import refuse_answers_in_source
from holdfast.nbgrader_bridge.gradebook import forget_marks, is_marked, knows, read_outcome
from holdfast.nbgrader_bridge.gradebook_file import GradebookInUseError
from holdfast.nbgrader_bridge.locking import grading_lock
from holdfast.nbgrader_bridge.outcome import GradingError, NotGraded, Outcome

# nbgrader 0.9 relies on an order of SQLAlchemy's work that newer versions warn of; its marks are the same.
warnings.filterwarnings("ignore", category=SAWarning, module=r"nbgrader\.")

_log = logging.getLogger(__name__)
_TRIES = 4
_PAUSE = 0.25
"""Seconds before a second try at a locked gradebook, doubled for each further one; SQLite itself waits five."""


def grade(data_root: Path, assignment_id: str, learner_id: str) -> Outcome:
    """Grade the submission that is filed, whatever was graded before, and return its marks or the reason for none."""
    try:
        with grading_lock(data_root):
            outcome = _grade_latest(data_root, assignment_id, learner_id)
    except UserError as error:
        outcome = Outcome(state="not-marked", reason=str(error))
    except Exception as error:  # noqa: BLE001  (one submission must not stop the others)
        _log.exception("Grading stopped.")
        outcome = Outcome(state="not-marked", reason=f"Grading stopped with {type(error).__name__}: grade again.")
    if outcome.state == "not-marked":
        _log.warning("Not graded: %s of %s. %s", assignment_id, learner_id, outcome.reason)
    return outcome


def release(data_root: Path, assignment_id: str) -> bool:
    """Make the release version of an assignment, once: what learners have begun never changes.

    Returns:
        Whether it was made now.

    Raises:
        GradingError: Its source is missing or not as nbgrader needs it.
    """
    with grading_lock(data_root):
        course = _course(data_root, assignment_id)
        if is_released(data_root, assignment_id) and knows(course.db_url, assignment_id):
            audit.install(data_root)
            return False
        if assignment_id not in settings.assignments(data_root):
            raise GradingError(f"There is no source/{assignment_id}/{assignment_id}.ipynb: add it, or mend the name.")
        refuse_answers_in_source(data_root / "source")
        converter = GenerateAssignment(coursedir=course, config=course.config)
        converter.force = True
        _start(converter, f"The assignment {assignment_id!r} could not be released; mend its source notebook")
        audit.install(data_root)
    return True


def is_released(data_root: Path, assignment_id: str) -> bool:
    """Return whether the release version of an assignment is there."""
    return (data_root / "release" / assignment_id / f"{assignment_id}.ipynb").is_file()


def feedback(data_root: Path, assignment_id: str, learner_id: str = "*") -> None:
    """Write nbgrader's feedback pages for what is graded.

    Raises:
        GradingError: nbgrader could not write them.
    """
    with grading_lock(data_root):
        course = _course(data_root, assignment_id, learner_id)
        converter = GenerateFeedback(coursedir=course, config=course.config)
        converter.force = True
        _start(converter, f"The feedback on {assignment_id!r} could not be written; grade it again first")


def is_waiting(data_root: Path, assignment_id: str, learner_id: str) -> bool:
    """Return whether a filed submission has not been graded, or is newer than what was."""
    course = _course(data_root, assignment_id, learner_id)
    graded = Path(course.format_path(course.autograded_directory, learner_id, assignment_id))
    if not (graded / f"{assignment_id}.ipynb").is_file() or not is_marked(course.db_url, assignment_id, learner_id):
        return True
    submitted = Path(course.format_path(course.submitted_directory, learner_id, assignment_id))
    return bool(_stamp(submitted) != _stamp(graded))


class _OneAutograde(Autograde):
    """nbgrader's autograder, which keeps the error it would otherwise only print."""

    trouble: Exception | None = None

    def init_assignment(self, assignment_id: str, student_id: str) -> None:
        try:
            super().init_assignment(assignment_id, student_id)
        except Exception as error:
            self.trouble = error
            raise

    def convert_single_notebook(self, notebook_filename: str) -> None:
        try:
            super().convert_single_notebook(notebook_filename)
        except Exception as error:
            self.trouble = error
            raise


def _grade_latest(data_root: Path, assignment_id: str, learner_id: str) -> Outcome:
    """Grade until what was graded is what is filed: a new submission may come while the old one is being read."""
    course = _course(data_root, assignment_id, learner_id)
    submitted = Path(course.format_path(course.submitted_directory, learner_id, assignment_id))
    if Path(learner_id).name != learner_id or not submitted.is_dir():
        return Outcome(state="not-marked", reason="Nothing was submitted: submit the answers from the course page.")
    for attempt in range(_TRIES):
        before = _stamp(submitted)
        last = attempt == _TRIES - 1
        try:
            audit.install(data_root)
            outcome = _grade_once(course, assignment_id, learner_id)
        except (OperationalError, GradebookInUseError):
            if last:
                return Outcome(state="not-marked", reason="The gradebook is in use by another program: grade again.")
            time.sleep(_PAUSE * 2**attempt)
        else:
            if last or _stamp(submitted) == before:
                return outcome
    raise AssertionError  # pragma: no cover  (the last attempt returns)


def _grade_once(course: Any, assignment_id: str, learner_id: str) -> Outcome:
    converter = _OneAutograde(coursedir=course, config=course.config)
    converter.force = True
    submitted = Path(course.format_path(course.submitted_directory, learner_id, assignment_id))
    try:
        _refuse_missing(submitted / f"{assignment_id}.ipynb")
        converter.start()
        return read_outcome(course.db_url, assignment_id, learner_id)
    except (NbGraderException, NotGraded) as error:
        cause = converter.trouble or error
    if locked := _locked(cause):
        raise locked
    # A later step may have failed between two cells.
    forget_marks(course.db_url, assignment_id, learner_id)
    return Outcome(state="not-marked", reason=_reason(cause))


def _refuse_missing(notebook: Path) -> None:
    if not notebook.is_file():
        raise NotGraded(f"The submission has no notebook {notebook.name}: submit the answers again.")


def _locked(error: BaseException | None) -> OperationalError | None:
    """Return the database error behind an error; nbgrader wraps some of them."""
    while error is not None:
        if isinstance(error, OperationalError):
            return error
        error = error.__cause__ or error.__context__
    return None


def _reason(error: Exception) -> str:
    if isinstance(error, UserError):
        return str(error)
    _log.error("nbgrader stopped with %s: %s", type(error).__name__, " ".join(str(error).split()))
    return f"nbgrader could not grade the submission ({type(error).__name__}): submit the answers again."


def _start(converter: Any, problem: str) -> None:
    try:
        converter.start()
    except (NbGraderException, SystemExit) as error:
        raise GradingError(f"{problem} ({error}).") from error


def course_config(data_root: Path) -> Config:
    """Return nbgrader's settings for a data root, its own file read; those that keep grading safe cannot be changed."""
    config = Config()
    settings.configure(config, data_root)
    if (data_root / "nbgrader_config.py").is_file():
        config.merge(PyFileConfigLoader("nbgrader_config.py", path=str(data_root)).load_config())
    config.CourseDirectory.root = str(data_root)
    settings.grade_safely(config)
    return config


def _course(data_root: Path, assignment_id: str, learner_id: str = "*") -> Any:
    """Return nbgrader's course folder with the data root's settings."""
    course = CourseDirectory(config=course_config(data_root))
    course.assignment_id = assignment_id
    course.student_id = learner_id if learner_id == "*" else glob.escape(learner_id)
    return course


def _stamp(folder: Path) -> Any:
    """Return when a submission was made, or whatever its timestamp says where that is no time."""
    file = folder / "timestamp.txt"
    try:
        text = file.read_text(encoding="utf-8").strip() if file.is_file() else ""  # to open a pipe would wait for ever
    except (OSError, UnicodeDecodeError):
        return None
    try:
        return parse_utc(text)
    except (ValueError, OverflowError):
        return text
