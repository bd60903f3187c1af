"""ITM: every question has one key, every option is explained, and nbgrader's notebook agrees."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from holdfast.checks._lessons import Lesson
from holdfast.checks._rules import Found, Place, Subject, rule
from holdfast.checks._walk import walk
from holdfast.grading import decisions_on_longest_path
from holdfast.model import Assignment, Explanation, Item, ItemKey


def _assignments(subject: Subject) -> Iterator[tuple[Assignment, Place]]:
    for assignment in subject.library.course.assignments:
        yield assignment, subject.at("assignment", assignment.id)


def _answers(subject: Subject) -> Iterator[tuple[Place, Item, ItemKey]]:
    """Yield every key together with the item it is for."""
    for assignment, key in subject.keys.items():
        for answer in key.items:
            if answer.item in subject.library.items:
                yield subject.at("key", assignment, "items", answer.item), subject.library.items[answer.item], answer


def _explanations(subject: Subject) -> Iterator[tuple[Place, str, Explanation, bool]]:
    """Yield every explanation with its option and whether that is right."""
    for assignment, key in subject.keys.items():
        for answer in key.items:
            for option, explanation in answer.options.items():
                place = subject.at("key", assignment, "items", answer.item, "options", option)
                yield place, option, explanation, option in answer.correct


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


@rule("ITM003")
def answer_is_no_option(subject: Subject) -> Found:
    """Every right answer in a key is an option of its item, named once."""
    for place, item, answer in _answers(subject):
        options = {option.id for option in item.options}
        for option, count in Counter(answer.correct).items():
            if option not in options or count > 1:
                yield place, f"The key of {item.id!r} names {option!r}, which is not an option, or names it twice."


@rule("ITM004")
def not_explained(subject: Subject) -> Found:
    """Every option is explained, and nothing else is."""
    for place, item, answer in _answers(subject):
        options = {option.id for option in item.options}
        for option in sorted(options ^ set(answer.options)):
            lack = "has no explanation" if option in options else "is explained but is not an option"
            yield place, f"In {item.id!r}, {option!r} {lack}."


@rule("ITM005")
def wrong_without_misconception(subject: Subject) -> Found:
    """Every wrong option names the misconception it comes from."""
    for place, option, explanation, right in _explanations(subject):
        if not right and explanation.misconception is None:
            yield place, f"The wrong option {option!r} names no misconception."


@rule("ITM006")
def right_with_misconception(subject: Subject) -> Found:
    """A right option names no misconception."""
    for place, option, explanation, right in _explanations(subject):
        if right and explanation.misconception is not None:
            yield place, f"The right option {option!r} names a misconception."


@rule("ITM007")
def several_right(subject: Subject) -> Found:
    """A single-choice item has one right option; a multiple-choice item also has a wrong one."""
    for place, item, answer in _answers(subject):
        if item.type == "single" and len(answer.correct) > 1:
            yield place, f"The single-choice item {item.id!r} has {len(answer.correct)} right options."
        if item.type == "multiple" and set(answer.correct) >= {option.id for option in item.options}:
            yield place, f"In the item {item.id!r} every option is right."


@rule("ITM008")
def unknown_reference(subject: Subject) -> Found:
    """The objective of an item and the misconceptions of its options are those of course.yaml."""
    objectives = {entry.id for entry in subject.library.course.objectives}
    misconceptions = {entry.id for entry in subject.library.course.misconceptions}
    for item in subject.library.items.values():
        if item.objective not in objectives:
            yield subject.at("item", item.id, "objective"), f"There is no objective {item.objective!r} in course.yaml."
    for place, _, explanation, _ in _explanations(subject):
        if explanation.misconception is not None and explanation.misconception not in misconceptions:
            yield place, f"There is no misconception {explanation.misconception!r} in course.yaml."


@rule("ITM009")
def in_one_place(subject: Subject) -> Found:
    """Every item is in exactly one assignment: no learner meets it in two places that count."""
    uses = Counter(item for assignment in subject.library.course.assignments for item in set(assignment.items))
    for item in subject.library.items:
        if uses[item] != 1:
            yield subject.at("item", item), f"The item {item!r} is in {uses[item]} assignments; it belongs in one."


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


@rule("ITM013")
def no_instead(subject: Subject) -> Found:
    """The explanation of a wrong option says what to do instead."""
    for place, option, explanation, right in _explanations(subject):
        if not right and not explanation.instead.strip():
            yield place, f"The wrong option {option!r} does not say what to do instead."


@rule("ITM014")
def option_twice(subject: Subject) -> Found:
    """The options of an item have ids of their own."""
    for item in subject.library.items.values():
        for option, count in Counter(option.id for option in item.options).items():
            if count > 1:
                place = subject.at("item", item.id, "options", option)
                yield place, f"The option id {option!r} is used {count} times."


@rule("ITM015")
def replaced_without_reason(subject: Subject) -> Found:
    """An item that replaces another says why, and the other is gone: an id is never used for something else."""
    for item in subject.library.items.values():
        if item.replaces is not None and (not item.because.strip() or item.replaces in subject.library.items):
            place = subject.at("item", item.id, "replaces")
            yield place, f"The item replaces {item.replaces!r}: say why in `because`, and remove the old file."
