"""From filed answers to grades.csv with plain `nbgrader` commands, against marks worked out by hand."""

from __future__ import annotations

import csv
import json
import re
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from grading_course import ASSIGNMENT, learner, marks, run_nbgrader, without_marks
from holdfast.library import library
from holdfast.nbgrader_bridge import file_submission
from holdfast.nbgrader_bridge.settings import AUTOGRADE

SCENARIO = "friday-twenty-past-three"
NEVER_VIEW, STOP, TELL, CALL = (
    "practice-never-view-1",
    "practice-stop-send-pay-1",
    "practice-tell-and-note-1",
    "practice-who-to-call-1",
)
ALL_RIGHT = {
    NEVER_VIEW: ["lock-and-believe"],
    STOP: ["mute-or-block", "pay-nothing-more", "send-nothing-more"],
    TELL: ["tell-then-write"],
    CALL: ["keep-inside-and-999"],
}


def walk(*steps: str) -> list[str]:
    """Return a path that takes at each decision the best choice, a weaker one, or a weaker one that is mended."""
    path = []
    for decision, step in zip(library().scenario(SCENARIO).decisions, steps, strict=False):
        path.append(next(choice.id for choice in decision.choices if choice.best == (step == "best")))
        path.extend(["repair"] if step == "mended" else [])
    return path


@dataclass(frozen=True)
class Case:
    answers: dict[str, list[str]]
    by_hand: dict[str, float]  # scenario, never view, stop, tell, call


def case(path: list[str], items: dict[str, list[str]], *by_hand: float) -> Case:
    return Case({SCENARIO: path, **items}, dict(zip((SCENARIO, NEVER_VIEW, STOP, TELL, CALL), by_hand, strict=True)))


def cases() -> dict[str, Case]:
    """Return learners and marks: 1 a best choice, 0.5 a mended one; these four questions earn all or nothing."""
    everything_wrong = {NEVER_VIEW: ["look-once"], STOP: ["ask-for-time"], TELL: ["ask-then-tell"], CALL: ["site-team"]}
    some = {
        NEVER_VIEW: ["lock-and-believe"],
        STOP: ["mute-or-block", "pay-nothing-more"],
        CALL: ["keep-inside-and-999"],
    }
    mixed = walk("best", "mended", "weak", "best", "mended", "best")
    return {
        learner(1): case(walk(*["best"] * 6), ALL_RIGHT, 6, 1, 2, 1, 1),
        learner(2): case(walk(*["weak"] * 6), everything_wrong, 0, 0, 0, 0, 0),
        learner(3): case(mixed, some, 4, 1, 0, 0, 1),
        learner(4): case(walk("best", "mended"), {}, 1.5, 0, 0, 0, 0),
        learner(5): case([], {}, 0, 0, 0, 0, 0),
        learner(6): case([], {STOP: ALL_RIGHT[STOP][::-1], TELL: ["tell-then-write"]}, 0, 0, 2, 1, 0),
    }


def answers_file(answers: object, **changes: object) -> bytes:
    return json.dumps({"schema_version": 1, "assignment": ASSIGNMENT, "answers": answers} | changes).encode()


BROKEN = {
    "missing": (None, "answers.json is missing"),
    "truncated": (answers_file({TELL: ["tell-then-write"]})[:-20], "answers.json is damaged"),
    "huge": (answers_file({TELL: ["x" * 90] * 900}), "answers.json has more than 65536 bytes"),
    "a number for a list": (answers_file({TELL: 1}), "answers.json is not as it should be"),
    "no object": (b"[]", "answers.json does not say which schema_version"),
    "not a number": (answers_file({TELL: ["x"]}, extra=float("nan")), "answers.json is damaged"),
    "another version": (answers_file({}, schema_version=2), "answers.json is of schema_version 2"),
    "another assignment": (answers_file({}, assignment="m5-after"), "answers.json is for 'm5-after'"),
    "an item of another assignment": (answers_file({"final-1": ["a"]}), "which is not in 'm4-responding'"),
    "an unknown option": (answers_file({TELL: ["nobody"]}), "answers.json has an impossible answer"),
    "an impossible path": (answers_file({SCENARIO: ["repair"]}), "answers.json has an impossible answer"),
}


def broken_learner(name: str) -> str:
    return learner(100 + list(BROKEN).index(name))


@dataclass(frozen=True)
class Graded:
    root: Path
    log: str
    exit_code: int


@pytest.fixture(scope="module")
def graded(released_course: Path, tmp_path_factory: pytest.TempPathFactory) -> Graded:
    """File all submissions, those that cannot be graded among them, and run `nbgrader autograde` once."""
    root = Path(shutil.copytree(released_course, tmp_path_factory.mktemp("graded") / "data"))
    for who, entry in cases().items():
        file_submission(root, who, ASSIGNMENT, entry.answers)
    for name, (content, _) in BROKEN.items():
        file = file_submission(root, broken_learner(name), ASSIGNMENT, {}) / "answers.json"
        file.unlink()
        if content is not None:
            file.write_bytes(content)
    done = run_nbgrader(root, "autograde", ASSIGNMENT)
    return Graded(root, done.stderr, done.returncode)


def test_the_gradebook_has_the_marks_worked_out_by_hand(graded: Graded) -> None:
    for who, entry in cases().items():
        found = {name: score for name, (score, _, _) in marks(graded.root, ASSIGNMENT, who).items()}
        assert found == entry.by_hand, who


def test_the_exported_grades_are_the_marks_worked_out_by_hand(graded: Graded, tmp_path: Path) -> None:
    file = tmp_path / "grades.csv"

    run_nbgrader(graded.root, "export", f"--to={file}")

    rows = {row["student_id"]: row for row in csv.DictReader(file.open())}
    totals = {who: float(rows[who]["score"]) for who in cases()}
    assert totals == {learner(1): 11, learner(2): 0, learner(3): 6, learner(4): 1.5, learner(5): 0, learner(6): 3}
    assert {row["max_score"] for row in rows.values()} == {"11.0"}


@pytest.mark.parametrize("name", BROKEN)
def test_broken_answers_get_no_mark_and_a_reason_in_one_sentence(graded: Graded, name: str) -> None:
    who, (_, reason) = broken_learner(name), BROKEN[name]

    assert without_marks(graded.root, ASSIGNMENT, who)
    assert not (graded.root / "autograded" / who / ASSIGNMENT).exists()
    lines = [line for line in graded.log.splitlines() if f"Not graded: {ASSIGNMENT} of {who}" in line]
    assert len(lines) == 1
    assert reason in lines[0]
    assert graded.exit_code == 1


def test_the_same_marks_come_from_a_real_kernel(released_course: Path, tmp_path: Path) -> None:
    root = Path(shutil.copytree(released_course, tmp_path / "stock"))
    stock = ["nbgrader.preprocessors.Execute", *AUTOGRADE[1:]]
    chosen = {who: entry for who, entry in cases().items() if who in {learner(1), learner(3), learner(4)}}
    for who, entry in chosen.items():
        file_submission(root, who, ASSIGNMENT, entry.answers)

    done = run_nbgrader(root, "autograde", ASSIGNMENT, f"--Autograde.autograde_preprocessors={stock!r}")

    assert done.returncode == 0, done.stderr
    for who, entry in chosen.items():
        assert marks(root, ASSIGNMENT, who) == {name: (mark, None, False) for name, mark in entry.by_hand.items()}


def test_feedback_asks_no_other_server_for_anything(graded: Graded) -> None:
    done = run_nbgrader(graded.root, "generate_feedback", ASSIGNMENT)

    assert done.returncode == 0, done.stderr
    page = (graded.root / "feedback" / learner(3) / ASSIGNMENT / f"{ASSIGNMENT}.html").read_text(encoding="utf-8")
    assert "Score: 6.0 / 11.0" in page
    assert not re.search(r"<(script|link|img|iframe)[^>]*(src|href)\s*=\s*[\"']?\s*(https?:)?//", page)
    assert not re.search(r"(@import|url\()\s*[\"']?(https?:)?//", page)
    assert "<script" not in page
