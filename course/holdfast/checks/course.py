"""CRS: the course, its modules and their notebooks tell the same order, and the time is honest."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import TypeVar

from holdfast import figures, interface_text
from holdfast.checks._calls import Call, calls
from holdfast.checks._lessons import Lesson, Part
from holdfast.checks._rules import Found, Subject, rule
from holdfast.checks._words import plain, words
from holdfast.errors import UserError
from holdfast.library import Library, NotFound
from holdfast.model import AssignmentKind, Module, Pathway, Scenario

_Entry = TypeVar("_Entry")

WORDS_A_MINUTE = 165
PRACTICE_MINUTES = 40 / 60
ASSIGNMENT_MINUTES: dict[AssignmentKind, float] = {
    "module": PRACTICE_MINUTES, "before": 30 / 60, "final": 45 / 60, "mend": 45 / 60, "later": 45 / 60,
}  # fmt: skip
TOLERANCE = 1.1


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
    """The minutes given are enough: 165 words a minute, 30 to 45 s an item, a scenario its own; 10 % over may pass."""
    for module in subject.library.course.modules:
        if module.id in subject.lessons:
            place = subject.at("module", module.id, "sections")
            for whom, given, needed in _counted(subject, module, subject.lessons[module.id]):
                if needed > given * TOLERANCE:
                    yield place, f"{whom} takes about {needed:.1f} minutes and says {given:g}."
    for assignment in subject.library.course.assignments:
        needed = len(assignment.items) * ASSIGNMENT_MINUTES[assignment.kind]
        if needed > assignment.minutes * TOLERANCE:
            place = subject.at("assignment", assignment.id, "minutes")
            message = f"The check {assignment.id!r} takes about {needed:.1f} minutes and says {assignment.minutes:g}."
            yield place, message


def _counted(subject: Subject, module: Module, lesson: Lesson) -> Iterator[tuple[str, float, float]]:
    """Yield what is read in one go, the minutes it says and the minutes it takes: a pathway's core, each extra part."""
    takes = {part.title: sum(_minutes(subject, part)) for part in lesson.parts()}
    for pathway in sorted({name for section in module.sections for name in section.pathways}):
        core = [section for section in module.sections if section.pathways.get(pathway) == "core"]
        if core:
            whom = f"The module {module.id!r} for {pathway}"
            yield whom, module.minutes(pathway), sum(takes.get(section.title, 0) for section in core)
    for section in module.sections:
        if "core" not in section.pathways.values():
            yield f"The section {section.title!r}", section.minutes, takes.get(section.title, 0)


def _minutes(subject: Subject, part: Part) -> Iterator[float]:
    for cell in part.cells:
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
        return len(library.quizzes[name].items) * PRACTICE_MINUTES
    return len(words(" ".join(_read(library, call)))) / WORDS_A_MINUTE


def _read(library: Library, call: Call) -> Iterator[str]:
    """Yield the texts that a panel or a stepper shows."""
    match call.name:
        case "evidence_table":
            yield from (text for row in library.evidence.values() for text in (row.material, row.under_18, row.adult))
        case "figure":
            for name in (name for name in call.ids if name in figures.NAMES):
                yield from _told(library, name)
        case "StageTimeline":
            for stage in library.stages.values():
                yield from (stage.title, stage.lived, stage.done, stage.adult)
        case _:
            yield from _read_in_register(library, call)


def _read_in_register(library: Library, call: Call) -> Iterator[str]:
    """Yield the texts of a panel that shows the entries it names, or all."""
    match call.name:
        case "then_and_now":
            for change in _named(library.changes, call):
                yield from (change.said, change.now, change.since)
        case "numbers":
            for series in _named(library.statistics, call):
                yield from (
                    series.title,
                    series.publisher_note,
                    series.who_counted,
                    series.caveat,
                    *(row.label for row in series.rows),
                )
        case "glossary" | "term":
            for term in _named(library.glossary, call):
                yield from (term.term, term.plain, *term.nations.values(), *term.avoid, term.why, *term.heard)


def _told(library: Library, figure: str) -> Iterator[str]:
    """Yield what a figure and its caption say; nothing where it lacks an entry, which NBK007 reports."""
    with suppress(NotFound):
        told = figures.tell(figure, library)
        yield from (told.title, told.alternative, *(text for note in told.notes for text in note))


def _named(entries: Mapping[str, _Entry], call: Call) -> list[_Entry]:
    """Return the entries a panel shows: those it names, or all."""
    return [entry for name, entry in entries.items() if name in (call.ids or entries)]


@rule("CRS004")
def unknown_module(subject: Subject) -> Found:
    """The check of a module names its module; no other assignment has one."""
    modules = {module.id for module in subject.library.course.modules}
    for assignment in subject.library.course.assignments:
        place = subject.at("assignment", assignment.id)
        if assignment.kind == "module" and assignment.module not in modules:
            yield place, f"There is no module {assignment.module!r} for {assignment.id!r}."
        if assignment.kind != "module" and assignment.module:
            yield place, f"{assignment.id!r} is {assignment.kind!r} and belongs to no module: take `module` out."


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


@rule("CRS006")
def other_place(subject: Subject) -> Found:
    """A section that holds a scenario is core and extra for the same people as the scenario."""
    for module in subject.library.course.modules:
        sections = {section.title: section for section in module.sections}
        parts = subject.lessons[module.id].parts() if module.id in subject.lessons else []
        for part in (part for part in parts if part.title in sections):
            section = sections[part.title]
            for scenario in _scenarios(subject.library, part):
                if scenario.pathways != {name: section.pathways.get(name) for name in scenario.pathways}:
                    place = subject.at("module", module.id, "sections", section.id)
                    whose = _whose(scenario.pathways)
                    yield place, f"The scenario {scenario.id!r} is {whose}; its section is {_whose(section.pathways)}."


def _whose(pathways: Mapping[Pathway, str]) -> str:
    return ", ".join(f"{place} for {pathway}" for pathway, place in pathways.items())


def _scenarios(library: Library, part: Part) -> Iterator[Scenario]:
    for cell in part.cells:
        for call in calls(cell) if cell.kind == "code" else ():
            if call.name == "Scenario":
                yield from (library.scenarios[name] for name in call.ids if name in library.scenarios)


@rule("CRS007")
def other_total(subject: Subject) -> Found:
    """What a route takes in all is what its core sections, one check before and one final take; 10 % either way."""
    course = subject.library.course
    for route in course.routes:
        forms = {entry.kind: entry.minutes for entry in course.assignments if route.id in entry.pathways}
        tests = sum(forms.get(kind, 0) for kind in ("before", "final"))
        needed = sum(module.minutes(route.id) for module in course.modules) + tests
        if not route.minutes / TOLERANCE <= needed <= route.minutes * TOLERANCE:
            place = subject.at("route", route.id, "minutes")
            yield place, f"The route {route.id!r} takes {needed:g} minutes and says {route.minutes}."


@rule("CRS008")
def no_words(subject: Subject) -> Found:
    """The interface has its words in the language of the course: English, or a catalogue that can be read."""
    course = subject.library.course
    try:
        interface_text.check(course.language)
    except UserError as error:
        yield subject.at("course", course.id, "language"), str(error)
