"""Reads the course's content into the model. The only reader of content files.

What a single file says wrongly (an unknown key, a missing one, a wrong type) is a `ContentError` here, all of them at
once. What does not fit together (an unknown source, a path without an end) is a finding of `holdfast.checks`.
"""

from __future__ import annotations

import difflib
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from pydantic import TypeAdapter, ValidationError

from holdfast import content_file, paths
from holdfast.content_file import ContentError, ContentErrors, Document, Keys
from holdfast.errors import UserError
from holdfast.model import (
    Assignment,
    CaseQuestion,
    Change,
    Course,
    EvidenceRow,
    Item,
    Key,
    LawEntry,
    LawVersion,
    Misconception,
    Module,
    Nation,
    Objective,
    PlanPart,
    Quiz,
    Resource,
    Scenario,
    Source,
    Stage,
    Term,
)

__all__ = ["ContentError", "ContentErrors", "Library", "NotFound", "library", "load", "read_key"]

_Value = TypeVar("_Value")
_Entry = TypeVar(
    "_Entry", Source, Resource, EvidenceRow, LawEntry, Scenario, Item, Quiz, Term, Stage, Change, CaseQuestion, PlanPart
)
_COURSE_LISTS = {
    "objectives": "objective",
    "misconceptions": "misconception",
    "steps": "step",
    "modules": "module",
    "assignments": "assignment",
}


class NotFound(UserError, KeyError):  # noqa: N818  (it says what happened)
    """An id that the course does not have."""

    def __init__(self, kind: str, wanted: str, known: Iterable[str]) -> None:
        """Name the kind and the id, and the nearest id there is."""
        near = difflib.get_close_matches(str(wanted), list(known), n=1)
        hint = f" Did you mean {near[0]!r}?" if near else ""
        self.sentence = f"There is no {kind} {wanted!r} in this course.{hint}"
        super().__init__(self.sentence)

    def __str__(self) -> str:
        """Return the sentence; `KeyError` alone would put quotation marks round it."""
        return self.sentence


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Library:
    """Everything the course says, by id. Keys of assignments are read only when they are asked for."""

    folders: paths.Folders
    course: Course
    sources: Mapping[str, Source]
    resources: Mapping[str, Resource]
    law: Mapping[str, LawEntry]
    evidence: Mapping[str, EvidenceRow]
    scenarios: Mapping[str, Scenario]
    items: Mapping[str, Item]
    quizzes: Mapping[str, Quiz]
    glossary: Mapping[str, Term]
    stages: Mapping[str, Stage]
    changes: Mapping[str, Change]
    case_questions: Mapping[str, CaseQuestion]
    action_plan: Mapping[str, PlanPart]
    _places: dict[tuple[str, str], tuple[Document, Keys]]
    _keys: dict[str, Key] = field(default_factory=dict)

    def source(self, source_id: str) -> Source:
        """Return that source; raise `NotFound` where there is none (so do all the methods below)."""
        return _found("source", source_id, self.sources)

    def resource(self, resource_id: str) -> Resource:
        """Return that service."""
        return _found("resource", resource_id, self.resources)

    def scenario(self, scenario_id: str) -> Scenario:
        """Return that scenario."""
        return _found("scenario", scenario_id, self.scenarios)

    def item(self, item_id: str) -> Item:
        """Return that question, without its key."""
        return _found("item", item_id, self.items)

    def quiz(self, quiz_id: str) -> Quiz:
        """Return that quiz of practice items, with what is right in them."""
        return _found("quiz", quiz_id, self.quizzes)

    def module(self, module_id: str) -> Module:
        """Return that module."""
        return _found("module", module_id, {entry.id: entry for entry in self.course.modules})

    def assignment(self, assignment_id: str) -> Assignment:
        """Return that assignment."""
        return _found("assignment", assignment_id, {entry.id: entry for entry in self.course.assignments})

    def objective(self, objective_id: str) -> Objective:
        """Return that objective."""
        return _found("objective", objective_id, {entry.id: entry for entry in self.course.objectives})

    def misconception(self, misconception_id: str) -> Misconception:
        """Return that misconception."""
        return _found("misconception", misconception_id, {entry.id: entry for entry in self.course.misconceptions})

    def key(self, assignment_id: str) -> Key:
        """Read the key of an assignment (once).

        Raises:
            NotFound: The course has no such assignment.
            ContentErrors: The key file is missing or broken.
        """
        self.assignment(assignment_id)
        if assignment_id not in self._keys:
            key, document = read_key(self.folders.keys / f"{assignment_id}.yaml")
            self._keys[assignment_id] = key
            self._places["key", assignment_id] = (document, ())
        return self._keys[assignment_id]

    def law_on(self, on: date, nation: Nation) -> tuple[tuple[LawEntry, LawVersion], ...]:
        """Return what was in force in that nation on that day: each entry with the version that held."""
        return tuple(
            (entry, version)
            for entry in self.law.values()
            if nation in entry.nations
            for version in entry.versions
            if version.from_ <= on and (version.to is None or on < version.to)
            if version.status != "enacted, not in force"
        )

    def line(self, kind: str, entry_id: str, *keys: str | int) -> tuple[Path, int]:
        """Return file and line of a value, for a message to an author.

        Args:
            kind: "course", "source", "resource", "law", "evidence", "scenario", "item", "key" (by assignment),
                "quiz", "term", "stage", "change", "case question", "plan part", "objective", "misconception", "step",
                "module" or "assignment".
            entry_id: The id of the entry.
            keys: The way to the value; lists are entered by index or by id.
        """
        document, prefix = self._places[kind, entry_id]
        return document.file, document.line(*prefix, *keys)


@cache
def library() -> Library:
    """Return the course's own content, read once."""
    return load(paths.course_folders())


def load(folders: paths.Folders) -> Library:
    """Read all content files.

    Raises:
        ContentErrors: Any of them is wrong; lists every mistake of every file.
    """
    reader = _Reader()
    content = folders.content
    course = reader.course(content / "course.yaml")
    sources = reader.listed(content / "sources.yaml", TypeAdapter(tuple[Source, ...]), "source")
    resources = reader.listed(content / "resources.yaml", TypeAdapter(tuple[Resource, ...]), "resource")
    evidence = reader.listed(content / "evidence.yaml", TypeAdapter(tuple[EvidenceRow, ...]), "evidence")
    law = reader.folder(content / "law", TypeAdapter(LawEntry), "law")
    scenarios = reader.folder(content / "scenarios", TypeAdapter(Scenario), "scenario")
    items = reader.folder(content / "items", TypeAdapter(Item), "item")
    quizzes = reader.folder(content / "quizzes", TypeAdapter(Quiz), "quiz")
    glossary = reader.optional(content / "glossary.yaml", TypeAdapter(tuple[Term, ...]), "term")
    stages = reader.optional(content / "stages.yaml", TypeAdapter(tuple[Stage, ...]), "stage")
    changes = reader.optional(content / "then_and_now.yaml", TypeAdapter(tuple[Change, ...]), "change")
    questions = reader.optional(content / "case_questions.yaml", TypeAdapter(tuple[CaseQuestion, ...]), "case question")
    action_plan = reader.optional(content / "action_plan.yaml", TypeAdapter(tuple[PlanPart, ...]), "plan part")
    if reader.errors or course is None:
        raise ContentErrors(reader.errors)
    return Library(
        folders=folders,
        course=course,
        sources=sources,
        resources=resources,
        law=law,
        evidence=evidence,
        scenarios=scenarios,
        items=items,
        quizzes=quizzes,
        glossary=glossary,
        stages=stages,
        changes=changes,
        case_questions=questions,
        action_plan=action_plan,
        _places=reader.places,
    )


def read_key(file: Path) -> tuple[Key, Document]:
    """Read one key file; raise `ContentErrors` with all its mistakes."""
    reader = _Reader()
    document = reader.open(file)
    key = reader.validate(document, TypeAdapter(Key)) if document else None
    if document and key:
        reader.stem(document, "assignment", key.assignment)
        reader.unique(document, ("items",), [entry.item for entry in key.items])
    if reader.errors or document is None or key is None:
        raise ContentErrors(reader.errors)
    return key, document


class _Reader:
    """Collects what was read and what was wrong, so that one run shows every mistake."""

    def __init__(self) -> None:
        self.errors: list[ContentError] = []
        self.places: dict[tuple[str, str], tuple[Document, Keys]] = {}

    def open(self, file: Path) -> Document | None:
        try:
            return content_file.read(file)
        except ContentError as error:
            self.errors.append(error)
            return None

    def validate(self, document: Document, shape: TypeAdapter[_Value]) -> _Value | None:
        """Return the values in the model's types, or None after noting one error for each mistake."""
        try:
            # Strict, and as JSON: text is never taken for a number, while lists and dates are what they look like.
            return shape.validate_json(json.dumps(document.data), strict=True)
        except ValidationError as error:
            self.errors += content_file.mistakes(document, error)
            return None

    def course(self, file: Path) -> Course | None:
        document = self.open(file)
        course = self.validate(document, TypeAdapter(Course)) if document else None
        if document is None or course is None:
            return None
        self.places["course", course.id] = (document, ())
        for name, kind in _COURSE_LISTS.items():
            entries = getattr(course, name)
            self.unique(document, (name,), [entry.id for entry in entries])
            self.places |= {(kind, entry.id): (document, (name, entry.id)) for entry in entries}
        for module in course.modules:
            self.unique(document, ("modules", module.id, "sections"), [section.id for section in module.sections])
        return course

    def listed(self, file: Path, shape: TypeAdapter[tuple[_Entry, ...]], kind: str) -> Mapping[str, _Entry]:
        document = self.open(file)
        entries = self.validate(document, shape) if document else None
        if document is None or entries is None:
            return {}
        self.unique(document, (), [entry.id for entry in entries])
        self.places |= {(kind, entry.id): (document, (entry.id,)) for entry in entries}
        return MappingProxyType({entry.id: entry for entry in entries})

    def optional(self, file: Path, shape: TypeAdapter[tuple[_Entry, ...]], kind: str) -> Mapping[str, _Entry]:
        """Read a list that a course may do without."""
        return self.listed(file, shape, kind) if file.exists() else {}

    def folder(self, folder: Path, shape: TypeAdapter[_Entry], kind: str) -> Mapping[str, _Entry]:
        """Read every file of a folder; a folder that is not there holds nothing."""
        entries: dict[str, _Entry] = {}
        for file in sorted(folder.iterdir()) if folder.is_dir() else ():
            if file.name.startswith("."):
                continue
            if file.suffix != ".yaml":
                self.errors.append(ContentError(file, 1, "", "Only .yaml files belong here; rename or move it."))
                continue
            document = self.open(file)
            entry = self.validate(document, shape) if document else None
            if document is not None and entry is not None:
                self.stem(document, "id", entry.id)
                self.places[kind, entry.id] = (document, ())
                entries[entry.id] = entry
        return MappingProxyType(entries)

    def stem(self, document: Document, key: str, value: str) -> None:
        if document.file.stem != value:
            problem = f"The file is named {document.file.stem!r} but says {value!r}; file name and id are one."
            self.errors.append(ContentError(document.file, document.line(key), key, problem))

    def unique(self, document: Document, keys: Keys, ids: list[str]) -> None:
        for entry_id, count in Counter(ids).items():
            if count > 1:
                last = len(ids) - 1 - ids[::-1].index(entry_id)
                problem = f"The id {entry_id!r} is used {count} times; every id stands once."
                dotted = ".".join(str(key) for key in (*keys, last, "id"))
                self.errors.append(ContentError(document.file, document.line(*keys, last), dotted, problem))


def _found(kind: str, wanted: str, entries: Mapping[str, _Value]) -> _Value:
    try:
        return entries[wanted]
    except (KeyError, TypeError):
        raise NotFound(kind, wanted, entries) from None
