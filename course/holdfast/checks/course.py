"""CRS: the course, its modules and their notebooks tell the same order, and the time is honest."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeVar

from holdfast.checks._calls import Call, calls
from holdfast.checks._lessons import Lesson
from holdfast.checks._rules import Found, Subject, rule
from holdfast.checks._words import plain, words
from holdfast.library import Library
from holdfast.model import Module

_Entry = TypeVar("_Entry")

WORDS_A_MINUTE = 165
ITEM_MINUTES = 0.75
_TOLERANCE = 1.1


@rule("CRS001")
def module_without_notebook(subject: Subject) -> Found:
    """Every module has its folder and notebook, and every folder its module."""
    modules = subject.library.folders.modules
    for module in subject.library.course.modules:
        if not (modules / module.id / f"{module.id}.ipynb").is_file():
            yield subject.at("module", module.id), f"The notebook modules/{module.id}/{module.id}.ipynb is missing."
    names = {module.id for module in subject.library.course.modules}
    for folder in sorted(modules.iterdir()) if modules.is_dir() else ():
        if folder.is_dir() and not folder.name.startswith((".", "_")) and folder.name not in names:
            yield (folder, 1), f"There is no module {folder.name!r} in course.yaml."


@rule("CRS002")
def other_sections(subject: Subject) -> Found:
    """The sections of a module are the level-two headings of its notebook, in the same words and order."""
    for module in subject.library.course.modules:
        if module.id in subject.lessons:
            titles = [section.title for section in module.sections]
            headings = [part.title for part in subject.lessons[module.id].parts()]
            if titles != headings:
                message = f"course.yaml has the sections {titles}, the notebook {headings}."
                yield subject.at("module", module.id, "sections"), message


@rule("CRS003")
def too_long(subject: Subject) -> Found:
    """The minutes given are enough: 165 words a minute, 45 s an item, a scenario its own; up to 10 % over may pass."""
    for module in subject.library.course.modules:
        if module.id in subject.lessons:
            given = sum(section.minutes for section in module.sections)
            needed = sum(_minutes(subject, subject.lessons[module.id]))
            if needed > given * _TOLERANCE:
                place = subject.at("module", module.id, "sections")
                yield place, f"The module {module.id!r} takes about {needed:.1f} minutes and says {given:g}."
    for assignment in subject.library.course.assignments:
        needed = len(assignment.items) * ITEM_MINUTES
        if needed > assignment.minutes * _TOLERANCE:
            place = subject.at("assignment", assignment.id, "minutes")
            yield (
                place,
                f"The check {assignment.id!r} takes about {needed:.1f} minutes and says {assignment.minutes:g}.",
            )


def _minutes(subject: Subject, lesson: Lesson) -> Iterator[float]:
    for cell in (cell for part in lesson.parts() for cell in part.cells):
        if cell.kind == "markdown":
            yield len(words(plain(cell.source))) / WORDS_A_MINUTE
        if cell.kind == "code":
            yield from (_minutes_of(subject.library, call) for call in calls(cell))


def _minutes_of(library: Library, call: Call) -> float:
    """Return how long it takes to do or to read what a call shows; what is folded away takes nobody's time."""
    name = call.ids[0] if call.ids else ""
    if call.name == "Scenario" and name in library.scenarios:
        return library.scenarios[name].minutes
    if call.name == "Quiz" and name in library.quizzes:
        return len(library.quizzes[name].items) * ITEM_MINUTES
    return len(words(" ".join(_read(library, call)))) / WORDS_A_MINUTE


def _read(library: Library, call: Call) -> Iterator[str]:
    """Yield the texts that a panel or a stepper shows."""
    match call.name:
        case "evidence_table":
            yield from (text for row in library.evidence.values() for text in (row.material, row.under_18, row.adult))
        case "figure" if "five-words" in call.ids:
            yield from (text for step in library.course.steps for text in (step.word, step.do, step.never))
        case "StageTimeline":
            for stage in library.stages.values():
                yield from (stage.title, stage.lived, stage.done, stage.adult)
        case "then_and_now":
            for change in _named(library.changes, call):
                yield from (change.said, change.now, change.since)
        case "glossary" | "term":
            for term in _named(library.glossary, call):
                yield from (term.term, term.plain, *term.nations.values(), *term.avoid, term.why, *term.heard)


def _named(entries: Mapping[str, _Entry], call: Call) -> list[_Entry]:
    """Return the entries a panel shows: those it names, or all."""
    return [entry for name, entry in entries.items() if name in (call.ids or entries)]


@rule("CRS004")
def unknown_reference(subject: Subject) -> Found:
    """A module's assignment and an assignment's module name each other."""
    course = subject.library.course
    modules = {module.id: module for module in course.modules}
    assignments = {assignment.id: assignment for assignment in course.assignments}
    for module in course.modules:
        named = assignments.get(module.assignment or "")
        if module.assignment is not None and (named is None or named.module != module.id):
            message = f"There is no assignment {module.assignment!r} for the module {module.id!r}."
            yield subject.at("module", module.id, "assignment"), message
    for assignment in course.assignments:
        if assignment.module not in modules:
            message = f"There is no module {assignment.module!r} for {assignment.id!r}."
            yield subject.at("assignment", assignment.id, "module"), message


@rule("CRS005")
def numbers(subject: Subject) -> Found:
    """A module's number is the one its id begins with, and modules stand in the order of their numbers."""
    before: Module | None = None
    for module in subject.library.course.modules:
        place = subject.at("module", module.id, "number")
        if int(module.id[:2]) != module.number:
            yield place, f"The module {module.id!r} has the number {module.number}."
        elif before is not None and before.id >= module.id:
            yield place, f"The module {module.id!r} stands after {before.id!r}."
        before = module
