"""ITM: every item of an assignment has its key, and nbgrader's notebook agrees."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from holdfast.checks._lessons import Lesson
from holdfast.checks._rules import Found, Place, Subject, rule
from holdfast.checks._walk import walk
from holdfast.grading import decisions_on_longest_path
from holdfast.model import Assignment


def _assignments(subject: Subject) -> Iterator[tuple[Assignment, Place]]:
    for assignment in subject.library.course.assignments:
        yield assignment, subject.at("assignment", assignment.id)


@rule("ITM001")
def no_key(subject: Subject) -> Found:
    """Every item of an assignment has its key."""
    keys = subject.library.folders.keys
    for assignment, _ in _assignments(subject):
        for item in assignment.items:
            if not (keys / f"{item}.yaml").is_file():
                yield subject.at("assignment", assignment.id, "items", item), f"The item {item!r} has no key file."


@rule("ITM002")
def key_for_nothing(subject: Subject) -> Found:
    """Every key is the key of an item of an assignment."""
    asked = {item for assignment in subject.library.course.assignments for item in assignment.items}
    for item in subject.keys:
        if item not in asked:
            yield subject.at("key", item), f"The key of {item!r} is not for an item of any assignment."


@rule("ITM010")
def no_notebook(subject: Subject) -> Found:
    """Every assignment has its source notebook, and every source folder its assignment."""
    source = subject.library.folders.source
    for assignment, place in _assignments(subject):
        if not (source / assignment.id / f"{assignment.id}.ipynb").is_file():
            yield place, f"The notebook source/{assignment.id}/{assignment.id}.ipynb is missing."
    names = {assignment.id for assignment in subject.library.course.assignments}
    for folder in sorted(source.iterdir()) if source.is_dir() else ():
        if folder.is_dir() and not folder.name.startswith(".") and folder.name not in names:
            yield (folder, 1), f"There is no assignment {folder.name!r} in course.yaml."


@rule("ITM011")
def other_points(subject: Subject) -> Found:
    """The graded cells of the notebook are the scenario and the items, each with its points."""
    for assignment, _ in _assignments(subject):
        if assignment.id in subject.sheets:
            sheet = subject.sheets[assignment.id]
            graded = _graded(sheet)
            for name, points in _points(subject, assignment).items():
                line, given = graded.pop(name, (1, None))
                if points is not None and given != points:
                    yield (sheet.path, line), f"The cell {name!r} is worth {given} here and {points:g} by the content."
            for name, (line, _) in graded.items():
                yield (sheet.path, line), f"The cell {name!r} is no part of the assignment {assignment.id!r}."


def _points(subject: Subject, assignment: Assignment) -> dict[str, float | None]:
    """Return what each part is worth; None where another rule already says that it cannot be told."""
    keys = subject.keys
    points: dict[str, float | None] = {item: keys[item].points if item in keys else None for item in assignment.items}
    if assignment.scenario is not None:
        scenario = subject.library.scenarios.get(assignment.scenario)
        sound = scenario is not None and walk(scenario).sound
        points[assignment.scenario] = float(decisions_on_longest_path(scenario)) if scenario and sound else None
    return points


def _graded(sheet: Lesson) -> dict[str, tuple[int, object]]:
    graded = {}
    for cell in sheet.cells:
        mark = cell.metadata.get("nbgrader", {})
        if isinstance(mark, dict) and mark.get("grade"):
            graded[str(mark.get("grade_id"))] = (cell.line, mark.get("points"))
    return graded


@rule("ITM012")
def unknown_part(subject: Subject) -> Found:
    """The items and the scenario of an assignment exist, and no item is named twice."""
    for assignment, _ in _assignments(subject):
        for item, count in Counter(assignment.items).items():
            if item not in subject.library.items or count > 1:
                place = subject.at("assignment", assignment.id, "items", item)
                yield place, f"There is no item {item!r}, or {assignment.id!r} names it twice."
        if assignment.scenario is not None and assignment.scenario not in subject.library.scenarios:
            place = subject.at("assignment", assignment.id, "scenario")
            yield place, f"There is no scenario {assignment.scenario!r}."


@rule("ITM016")
def short_is_practice(subject: Subject) -> Found:
    """A short written answer is practice: no assignment asks for one, because nothing in it is marked."""
    for assignment, _ in _assignments(subject):
        for name in assignment.items:
            item = subject.library.items.get(name)
            if item is not None and item.type == "short":
                place = subject.at("assignment", assignment.id, "items", name)
                yield place, f"The item {name!r} asks for a written answer, which nobody marks; move it to a quiz."
