"""Reads marks from nbgrader's gradebook, and takes back those that must not stand."""

from __future__ import annotations

from datetime import datetime

from nbgrader.api import Gradebook, MissingEntry

from holdfast.nbgrader_bridge.outcome import NotGraded, Outcome


def forget_marks(
    db_url: str, assignment_id: str, learner_id: str, submitted_at: datetime | None = None
) -> tuple[str, ...]:
    """Take back every automatic mark of a submission, so that none stands before the next one is sure.

    Args:
        db_url: The gradebook.
        assignment_id: The assignment.
        learner_id: Whose submission.
        submitted_at: When the submission that is graded now was made. Where the gradebook knows an earlier one, what a
            person gave for that one is taken back too.

    Returns:
        What a person had given and is no longer counted, in words.
    """
    with Gradebook(db_url) as gradebook:
        try:
            submission = gradebook.find_submission(assignment_id, learner_id)
        except MissingEntry:
            return ()
        is_new = submitted_at is not None and submission.timestamp != submitted_at
        dropped = []
        for notebook in submission.notebooks:
            notebook.late_submission_penalty = None
            for grade in notebook.grades:
                grade.auto_score = None
                grade.needs_manual_grade = True
                if is_new and (grade.manual_score is not None or grade.extra_credit is not None):
                    dropped.append(f"{grade.name}: {grade.manual_score}, extra credit {grade.extra_credit}")
                    grade.manual_score = grade.extra_credit = None
        gradebook.db.commit()
        return tuple(dropped)


def read_outcome(db_url: str, assignment_id: str, learner_id: str) -> Outcome:
    """Return the marks that stand for a submission.

    Raises:
        NotGraded: There are none, or not for every cell.
    """
    with Gradebook(db_url) as gradebook:
        try:
            submission = gradebook.find_submission(assignment_id, learner_id)
        except MissingEntry:
            raise NotGraded("The gradebook has no such submission: submit the answers again.") from None
        grades = [grade for notebook in submission.notebooks for grade in notebook.grades]
        if not grades or any(grade.auto_score is None and grade.manual_score is None for grade in grades):
            raise NotGraded("The gradebook has no mark for every part: submit the answers again.")
        entries = {str(grade.name): float(grade.score) for grade in grades}
        penalty = float(submission.late_submission_penalty or 0.0)
        maximum = float(submission.max_score)
    points = max(0.0, sum(entries.values()) - penalty)
    return Outcome(state="marked", points=points, maximum=maximum, entries=entries)


def is_marked(db_url: str, assignment_id: str, learner_id: str) -> bool:
    """Return whether marks stand for every cell of a submission."""
    try:
        read_outcome(db_url, assignment_id, learner_id)
    except NotGraded:
        return False
    return True


def knows(db_url: str, assignment_id: str) -> bool:
    """Return whether the gradebook has the cells of an assignment."""
    with Gradebook(db_url) as gradebook:
        try:
            notebook = gradebook.find_notebook(assignment_id, assignment_id)
        except MissingEntry:
            return False
        return bool(notebook.grade_cells)
