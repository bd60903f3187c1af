"""The rules of the content, each with a code. They find; printing is the command line's business.

`RULES` lists them all: the text of a rule says what must hold; a broken sample below ``tests/content/bad`` shows it.
A rule looks at the whole course as it was read. What could not be read at all has the code FMT001.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from types import MappingProxyType

from holdfast import library
from holdfast.checks import (
    answers,
    assignments,
    course,
    forms,
    items,
    kit,
    law,
    names,
    nations,
    notebooks,
    quizzes,
    registers,
    resources,
    scenarios,
    schema,
    sources,
    statistics,
    tone,
)
from holdfast.checks._lessons import Lesson, read_lesson
from holdfast.checks._rules import RULES as _RULES
from holdfast.checks._rules import Finding, Rule, Subject
from holdfast.model import ItemKey
from holdfast.paths import Folders

__all__ = ["RULES", "UNREADABLE", "Finding", "Rule", "check"]

_FAMILIES = (
    sources, law, scenarios, items, answers, assignments, forms, quizzes, registers, course, resources, statistics, kit,
    nations, notebooks, tone, names, schema,
)  # fmt: skip
UNREADABLE = "FMT001"
"""Code of what the library refuses: an unknown key, a wrong type, a broken file."""

RULES = MappingProxyType(_RULES)
"""Every other rule by code."""


def check(folders: Folders, *, as_of: date) -> tuple[Finding, ...]:
    """Check a course against every rule.

    Args:
        folders: Where the course lies.
        as_of: The day by which a check counts as too long ago.

    Returns:
        All findings, by file and line; empty when the course keeps the rules.
    """
    try:
        loaded = library.load(folders)
    except library.ContentErrors as errors:
        return tuple(sorted(_unreadable(errors)))
    keys, findings = _keys(loaded)
    subject = Subject(
        library=loaded,
        keys=keys,
        lessons=_lessons(folders.modules, [module.id for module in loaded.course.modules]),
        sheets=_lessons(folders.source, [assignment.id for assignment in loaded.course.assignments]),
        as_of=as_of,
    )
    for rule in RULES.values():
        findings += rule.findings(subject)
    return tuple(sorted(set(findings)))


def _unreadable(errors: library.ContentErrors) -> Iterator[Finding]:
    for error in errors.errors:
        message = f"{error.key}: {error.problem}" if error.key else error.problem
        yield Finding(file=error.file, line=error.line, code=UNREADABLE, message=message)


def _keys(loaded: library.Library) -> tuple[dict[str, ItemKey], list[Finding]]:
    keys: dict[str, ItemKey] = {}
    findings: list[Finding] = []
    for file in sorted(loaded.folders.keys.glob("*.yaml")):
        try:
            keys[file.stem] = loaded.item_key(file.stem)
        except library.ContentErrors as errors:
            findings += _unreadable(errors)
    return keys, findings


def _lessons(folder: Path, names: list[str]) -> dict[str, Lesson]:
    read = {name: read_lesson(folder / name / f"{name}.ipynb") for name in names}
    return {name: lesson for name, lesson in read.items() if lesson is not None}
