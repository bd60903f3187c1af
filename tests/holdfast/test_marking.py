"""The one call of a hidden test: a number between nothing and the points, or an error."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from holdfast import grading, marking
from holdfast.content_file import ContentErrors
from holdfast.grading import Result, decisions_on_longest_path
from holdfast.library import Library, NotFound, library
from holdfast.marking import mark
from holdfast.model import Decision
from holdfast.submission import Answers, BadAnswers, write
from small_course import ASSIGNMENT, SCENARIO, small_course


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Library:
    """Put a small course in the place of the course's own."""
    small = small_course(tmp_path / "course", points=2)
    monkeypatch.setattr(marking, "library", lambda: small)
    return small


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return an empty folder for a submission."""
    submitted = tmp_path / "submitted"
    submitted.mkdir()
    return submitted


def _answer(folder: Path, answers: dict[str, list[str]]) -> None:
    write(folder, Answers(assignment=ASSIGNMENT, answers=answers))


@pytest.mark.usefixtures("course")
@pytest.mark.parametrize(
    ("entry", "value", "points"),
    [
        ("who-to-tell", ["a"], 2.0),
        ("who-to-tell", ["b"], 0.0),
        ("what-to-keep", ["a", "b"], 2.0),
        ("what-to-keep", ["b"], 1.0),
        ("what-to-keep", ["a", "b", "c"], 1.0),
        ("what-to-keep", ["c", "d"], 0.0),
        ("what-to-refuse", ["b", "a"], 2.0),
        ("what-to-refuse", ["a"], 0.0),
        (SCENARIO, ["take-the-phone", "repair", "tell-the-lead"], 1.5),
        (SCENARIO, ["hear-her-out", "tell-the-lead"], 2.0),
        (SCENARIO, [], 0.0),
    ],
)
def test_an_answer_is_marked_as_worked_out_by_hand(folder: Path, entry: str, value: list[str], points: float) -> None:
    _answer(folder, {entry: value})
    given = mark(ASSIGNMENT, entry, folder)
    assert type(given) is float
    assert given == points


@pytest.mark.usefixtures("course")
@pytest.mark.parametrize("entry", ["who-to-tell", "what-to-keep", "what-to-refuse", SCENARIO])
def test_what_was_not_answered_earns_nothing(folder: Path, entry: str) -> None:
    _answer(folder, {})
    assert mark(ASSIGNMENT, entry, folder) == 0.0


@pytest.mark.usefixtures("course")
def test_the_submission_is_looked_for_in_the_working_folder(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _answer(folder, {"who-to-tell": ["a"]})
    monkeypatch.chdir(folder)
    assert mark(ASSIGNMENT, "who-to-tell") == 2.0


@pytest.mark.usefixtures("course")
def test_a_missing_file_raises_instead_of_marking(folder: Path) -> None:
    with pytest.raises(BadAnswers, match="missing"):
        mark(ASSIGNMENT, "who-to-tell", folder)


@pytest.mark.usefixtures("course")
@pytest.mark.parametrize(
    "other", [{"made-up": ["a"]}, {"what-to-keep": ["z"]}, {SCENARIO: ["tell-the-lead"]}, {SCENARIO: ["repair"]}]
)
def test_one_impossible_answer_leaves_the_whole_submission_unmarked(folder: Path, other: dict[str, list[str]]) -> None:
    _answer(folder, {"who-to-tell": ["a"], **other})
    with pytest.raises(BadAnswers):
        mark(ASSIGNMENT, "who-to-tell", folder)


@pytest.mark.usefixtures("course")
def test_a_cell_that_asks_for_what_is_not_there_raises(folder: Path) -> None:
    _answer(folder, {})
    with pytest.raises(ValueError, match="no entry 'made-up'"):
        mark(ASSIGNMENT, "made-up", folder)
    with pytest.raises(BadAnswers, match="is for"):
        mark("another", "who-to-tell", folder)
    write(folder, Answers(assignment="another", answers={}))
    with pytest.raises(NotFound, match="assignment 'another'"):
        mark("another", "who-to-tell", folder)


def test_a_missing_or_broken_key_raises(course: Library, folder: Path) -> None:
    _answer(folder, {"who-to-tell": ["a"]})
    key = course.folders.keys / "who-to-tell.yaml"
    key.write_text("item: who-to-tell\npoints: many\n", encoding="utf-8")
    with pytest.raises(ContentErrors):
        mark(ASSIGNMENT, "who-to-tell", folder)
    key.unlink()
    with pytest.raises(ContentErrors, match="missing"):
        mark(ASSIGNMENT, "who-to-tell", folder)


@pytest.mark.usefixtures("course")
@pytest.mark.parametrize("points", [math.nan, math.inf, -0.5, 1.01])
def test_a_number_that_cannot_be_raises(folder: Path, monkeypatch: pytest.MonkeyPatch, points: float) -> None:
    _answer(folder, {"who-to-tell": ["a"]})
    monkeypatch.setattr(grading, "grade_item", lambda *_, **__: Result(points=points, maximum=1.0))
    with pytest.raises(ValueError, match="cannot be"):
        mark(ASSIGNMENT, "who-to-tell", folder)


# --- the course's own assignments ------------------------------------------------------------------------------------


def _best_path(course: Library, scenario_id: str) -> list[str]:
    scenario = course.scenario(scenario_id)
    path: list[str] = []
    state = dict(scenario.begin)
    node = scenario.node(scenario.start)
    while isinstance(node, Decision):
        best = next(choice for choice in node.choices if choice.best)
        path.append(best.id)
        state |= best.effect
        node = scenario.node(next(b.go for b in best.next if all(state[k] == v for k, v in b.when.items())))
    return path


def test_each_assignment_of_the_course_marks_its_best_answers_in_full(folder: Path) -> None:
    course = library()
    assert course.course.assignments
    for assignment in course.course.assignments:
        key = course.key(assignment.id)
        answers = {item: list(key.item(item).correct) for item in assignment.items}
        if assignment.scenario:
            answers[assignment.scenario] = _best_path(course, assignment.scenario)
        write(folder, Answers(assignment=assignment.id, answers=answers))
        for item in assignment.items:
            assert mark(assignment.id, item, folder) == key.item(item).points
        if assignment.scenario:
            whole = decisions_on_longest_path(course.scenario(assignment.scenario))
            assert 0 < mark(assignment.id, assignment.scenario, folder) <= whole
