"""NBK: a lesson is prose that names its sources, and one call per code cell."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import get_args

from holdfast import figures, notebooks
from holdfast.checks._calls import calls
from holdfast.checks._lessons import Cell, Lesson
from holdfast.checks._rules import Found, Subject, rule
from holdfast.library import Library, NotFound
from holdfast.model import Nation

MAX_CODE_LINES = 3
MAX_LITERAL = 60
_FOREIGN = re.compile(r"https?://|\bwww\.|\b(?:mailto|tel|data|javascript):|!\[|</?[a-zA-Z][^>]*>|<!--", re.IGNORECASE)
_NOTES = {"sources", "nations", "claims", "avoid", "statistics"}
_NATIONS = {"uk", *get_args(Nation)}


def _prose(subject: Subject) -> Iterator[tuple[Lesson, Cell]]:
    for lesson in subject.lessons.values():
        for cell in lesson.prose:
            yield lesson, cell


def _code(subject: Subject) -> Iterator[tuple[Lesson, Cell]]:
    for lesson in subject.lessons.values():
        for cell in lesson.code:
            yield lesson, cell


@rule("NBK001")
def normal_form(subject: Subject) -> Found:
    """Every notebook is in normal form (`holdfast notebooks --fix`)."""
    for path in notebooks.course_notebooks(subject.library.folders):
        for fault in notebooks.check_notebook(path):
            yield (path, 1), fault


@rule("NBK002")
def no_claim_said(subject: Subject) -> Found:
    """Every markdown cell names its sources, or says that it claims nothing; not both."""
    for lesson, cell in _prose(subject):
        nothing = cell.notes.get("claims") == "none"
        if nothing == bool(cell.sources):
            message = f'The cell {cell.id!r} needs `holdfast.sources`, or `holdfast.claims: "none"`.'
            yield (lesson.path, cell.line), message


@rule("NBK003")
def unknown_source(subject: Subject) -> Found:
    """The sources a cell names are in sources.yaml."""
    for lesson in subject.lessons.values():
        for cell in lesson.cells:
            for source in cell.sources:
                if source not in subject.library.sources:
                    yield (lesson.path, cell.line), f"The cell {cell.id!r} names the unknown source {source!r}."


@rule("NBK004")
def long_code(subject: Subject) -> Found:
    """A code cell has at most three lines."""
    for lesson, cell in _code(subject):
        lines = [line for line in cell.source.splitlines() if line.strip()]
        if len(lines) > MAX_CODE_LINES:
            yield (lesson.path, cell.line), f"The cell {cell.id!r} has {len(lines)} lines of code; one call is enough."


@rule("NBK005")
def foreign_markup(subject: Subject) -> Found:
    """Markdown has no address, no HTML and no picture: addresses are in the registers, pictures are figures."""
    for lesson, cell in _prose(subject):
        for match in _FOREIGN.finditer(cell.source):
            yield (lesson.path, cell.line_of(match.start())), f"Take {match.group()!r} out of the text."
        if cell.pictures:
            yield (lesson.path, cell.line), f"The cell {cell.id!r} holds a picture."


@rule("NBK006")
def text_in_code(subject: Subject) -> Found:
    """Code parses and holds no text longer than an id: words belong to the content files."""
    for lesson, cell in _code(subject):
        try:
            tree = ast.parse(cell.source)
        except (SyntaxError, ValueError):
            yield (lesson.path, cell.line), f"The code of the cell {cell.id!r} is not Python."
            continue
        values = [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)]
        if any(isinstance(value, str) and len(value) > MAX_LITERAL for value in values):
            yield (lesson.path, cell.line), f"The code of the cell {cell.id!r} holds a text; move it to the content."


@rule("NBK007")
def unknown_widget(subject: Subject) -> Found:
    """A call by id names what exists: a scenario, an assignment, a quiz, a figure, or an entry of a register."""
    library = subject.library
    known = {
        "Scenario": ("scenario", set(library.scenarios)),
        "Assessment": ("assessment", {assignment.id for assignment in library.course.assignments}),
        "Quiz": ("quiz", set(library.quizzes)),
        "figure": ("figure", set(figures.NAMES)),
        "numbers": ("series", set(library.statistics)),
        "services": ("service", set(library.resources)),
        "law_list": ("law entry", set(library.law)),
        "then_and_now": ("change", set(library.changes)),
        "glossary": ("term", set(library.glossary)),
        "term": ("term", set(library.glossary)),
    }
    for lesson, cell in _code(subject):
        for call in calls(cell):
            kind, names = known.get(call.name, ("", set(call.ids)))
            for name in call.ids:
                if name not in names:
                    yield (lesson.path, cell.text_line), f"There is no {kind} {name!r}."
                elif call.name == "figure" and (lacks := _lacks(library, name)):
                    yield (lesson.path, cell.text_line), f"The figure {name!r} cannot be drawn. {lacks}"


def _lacks(library: Library, figure: str) -> str:
    try:
        figures.tell(figure, library)
    except NotFound as error:
        return error.sentence
    return ""


@rule("NBK008")
def unknown_note(subject: Subject) -> Found:
    """The course's metadata of a cell are those it knows, with values that mean something."""
    for lesson in subject.lessons.values():
        for cell in lesson.cells:
            if not _usable(cell):
                message = f"The metadata of the cell {cell.id!r} have an unknown key, nation or value."
                yield (lesson.path, cell.line), message


@rule("NBK009")
def no_nation(subject: Subject) -> Found:
    """A cell that names sources also says in which nations it holds."""
    for lesson, cell in _prose(subject):
        if cell.sources and not cell.notes.get("nations"):
            yield (lesson.path, cell.line), f"The cell {cell.id!r} does not say in which nations it holds (or `uk`)."


def _usable(cell: Cell) -> bool:
    notes = cell.metadata.get("holdfast", {})
    if not isinstance(notes, dict) or set(notes) - _NOTES:
        return False
    lists = [notes.get(name, []) for name in ("sources", "nations", "statistics")]
    if not all(isinstance(values, list) and all(isinstance(v, str) for v in values) for values in lists):
        return False
    return set(lists[1]) <= _NATIONS and notes.get("claims", "none") == "none" and notes.get("avoid", True) is True
