"""The only part of Holdfast that knows nbgrader: from a filed submission to marks in the gradebook.

Importing this package, or `worker`, does not import nbgrader: that takes two seconds, changes the working folder, and
belongs in the grading worker's own process. `grade_all` and `release` import it when they are called.

* `settings` is what ``nbgrader_config.py`` sets: our steps in place of nbgrader's own.
* `exporter` reads a submitted notebook, `sanitiser` rebuilds it from the gradebook, `executor` asks for the points.
* `gradebook` takes marks back and reads them out. `running` runs nbgrader for one submission.
* `collecting` prepares a data root and files submissions; `batch` and `worker` grade what is filed.
* `audit` notes marks that are changed by hand; `erasing` erases all of a learner; `gradebook_file` opens the gradebook
  for both.
"""

from __future__ import annotations

from holdfast.nbgrader_bridge.audit import MarkChange, mark_changes
from holdfast.nbgrader_bridge.batch import grade_all, make_feedback, waiting
from holdfast.nbgrader_bridge.collecting import file_submission, is_learner_id, prepare_course, release
from holdfast.nbgrader_bridge.erasing import FOLDERS, HeldMark, erase_learners, held_marks, known_learners
from holdfast.nbgrader_bridge.gradebook_file import refuse_newer
from holdfast.nbgrader_bridge.locking import grading_lock
from holdfast.nbgrader_bridge.outcome import GradingError, NotGraded, Outcome
from holdfast.nbgrader_bridge.settings import GRADEBOOK
from holdfast.nbgrader_bridge.worker import Worker

__all__ = [
    "FOLDERS",
    "GRADEBOOK",
    "GradingError",
    "HeldMark",
    "MarkChange",
    "NotGraded",
    "Outcome",
    "Worker",
    "erase_learners",
    "file_submission",
    "grade_all",
    "grading_lock",
    "held_marks",
    "is_learner_id",
    "known_learners",
    "make_feedback",
    "mark_changes",
    "prepare_course",
    "refuse_newer",
    "release",
    "waiting",
]
