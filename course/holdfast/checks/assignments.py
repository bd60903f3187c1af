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
    for assignment, place in _assignments(subject):
        if assignment.id in subject.keys:
            for item in set(assignment.items) - {answer.item for answer in subject.keys[assignment.id].items}:
                yield place, f"The item {item!r} has no key in {assignment.id}.yaml."


@rule("ITM002")
def key_for_nothing(subject: Subject) -> Found:
    """Every key is the key of an item of that assignment."""
    for assignment, _ in _assignments(subject):
        for answer in subject.keys[assignment.id].items if assignment.id in subject.keys else ():
            if answer.item not in assignment.items:
                place = subject.at("key", assignment.id, "items", answer.item)
                yield place, f"The key of {answer.item!r} is not for an item of {assignment.id!r}."
    names = {assignment.id for assignment in subject.library.course.assignments}
    for file in sorted(subject.library.folders.keys.glob("*.yaml")):
        if file.stem not in names:
            yield (file, 1), f"The key file is not for an assignment of the course: there is no {file.stem!r}."


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
        if assignment.id in subject.sheets and assignment.id in subject.keys:
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
    keys = {answer.item: answer.points for answer in subject.keys[assignment.id].items}
    points: dict[str, float | None] = {item: keys.get(item) for item in assignment.items}
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
