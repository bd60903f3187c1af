"""ITM: every item of an assignment has its key, and nbgrader's notebook agrees."""

from __future__ import annotations

from collections import Counter

from holdfast import sheets
from holdfast.checks._rules import Found, Subject, rule
from holdfast.errors import UserError
from holdfast.model import Assignment


@rule("ITM001")
def no_key(subject: Subject) -> Found:
    """Every item of an assignment has its key."""
    keys = subject.library.folders.keys
    for assignment in subject.library.course.assignments:
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
    for assignment in subject.library.course.assignments:
        if not (source / assignment.id / f"{assignment.id}.ipynb").is_file():
            place = subject.at("assignment", assignment.id)
            yield place, f"The notebook source/{assignment.id}/{assignment.id}.ipynb is missing."
    names = {assignment.id for assignment in subject.library.course.assignments}
    for folder in sorted(source.iterdir()) if source.is_dir() else ():
        if folder.is_dir() and not folder.name.startswith(".") and folder.name not in names:
            yield (folder, 1), f"There is no assignment {folder.name!r} in course.yaml."


@rule("ITM011")
def stale_notebook(subject: Subject) -> Found:
    """The notebooks of assignments and of the booster are generated from the content as it is."""
    booster = sheets.booster_file(subject.library)
    if subject.library.quizzes and not (booster.is_file() and booster.read_text("utf-8") == sheets.booster()):
        yield (booster, 1), "The notebook is missing or not what is generated: run `holdfast generate`."
    for assignment in subject.library.course.assignments:
        sheet = subject.sheets.get(assignment.id)
        if sheet is not None and _wanted(subject, assignment) not in {None, sheet.text}:
            yield (
                (sheet.path, 1),
                (
                    "The notebook is not what the content says: run `holdfast generate`; if learners have it already, "
                    "give the new version a new id."
                ),
            )


def _wanted(subject: Subject, assignment: Assignment) -> str | None:
    """Return what the notebook should be; None where other rules say what is wrong with its parts."""
    try:
        return sheets.sheet(subject.library, assignment)
    except UserError:
        return None


@rule("ITM012")
def unknown_part(subject: Subject) -> Found:
    """The items and the scenario of an assignment exist, and no item is named twice."""
    for assignment in subject.library.course.assignments:
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
    for assignment in subject.library.course.assignments:
        for name in assignment.items:
            item = subject.library.items.get(name)
            if item is not None and item.type == "short":
                place = subject.at("assignment", assignment.id, "items", name)
                yield place, f"The item {name!r} asks for a written answer, which nobody marks; move it to a quiz."
