"""Reads the course's content into the model. The only reader of content files.

What a single file says wrongly (an unknown key, a missing one, a wrong type) is a `ContentError` here, all of them at
once. What does not fit together (an unknown source, a path without an end) is a finding of `holdfast.checks`.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import TypeVar

from pydantic import TypeAdapter

from holdfast import interface_text, paths
from holdfast.content_file import ContentError, ContentErrors, Document, Keys
from holdfast.content_reader import Reader
from holdfast.errors import UserError
from holdfast.model import (
    Assignment,
    CaseQuestion,
    Change,
    Course,
    EvidenceRow,
    Item,
    ItemKey,
    Key,
    KitPart,
    LawEntry,
    LawVersion,
    Misconception,
    Module,
    Nation,
    Objective,
    PlanPart,
    Quiz,
    Resource,
    Revision,
    Scenario,
    Source,
    Stage,
    Statistic,
    Term,
)

__all__ = ["ContentError", "ContentErrors", "Library", "NotFound", "library", "load", "read_key"]

_Value = TypeVar("_Value")


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
    statistics: Mapping[str, Statistic]
    glossary: Mapping[str, Term]
    stages: Mapping[str, Stage]
    changes: Mapping[str, Change]
    revisions: Mapping[str, Revision]
    case_questions: Mapping[str, CaseQuestion]
    action_plan: Mapping[str, PlanPart]
    kit: Mapping[str, KitPart]
    _places: dict[tuple[str, str], tuple[Document, Keys]]
    _keys: dict[str, ItemKey] = field(default_factory=dict)

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
        """Return the keys of all items of an assignment.

        Raises:
            NotFound: The course has no such assignment.
            ContentErrors: A key file is missing or broken.
        """
        items = self.assignment(assignment_id).items
        return Key(assignment=assignment_id, items=tuple(self.item_key(item) for item in items))

    def item_key(self, item_id: str) -> ItemKey:
        """Read the key of one item (once).

        Raises:
            ContentErrors: The key file is missing or broken.
        """
        if item_id not in self._keys:
            key, document = read_key(self.folders.keys / f"{item_id}.yaml")
            self._keys[item_id] = key
            self._places["key", item_id] = (document, ())
        return self._keys[item_id]

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
            kind: "course", "source", "resource", "law", "evidence", "scenario", "item", "key" (by item), "quiz",
                "statistic", "term", "stage", "change", "revision", "case question", "plan part", "kit part",
                "objective", "misconception", "step", "route", "module" or "assignment".
            entry_id: The id of the entry.
            keys: The way to the value; lists are entered by index or by id.
        """
        document, prefix = self._places[kind, entry_id]
        return document.file, document.line(*prefix, *keys)


@cache
def library() -> Library:
    """Return the course's own content, read once; from then on this process speaks its language.

    Raises:
        ContentErrors: The content is wrong.
        UserError: There is no catalogue of the interface for its language.
    """
    course = load(paths.course_folders())
    interface_text.use(course.course.language)
    return course


def load(folders: paths.Folders) -> Library:
    """Read all content files.

    Raises:
        ContentErrors: Any of them is wrong; lists every mistake of every file.
    """
    reader = Reader()
    content = folders.content
    course = reader.course(content / "course.yaml")
    sources = reader.listed(content / "sources.yaml", TypeAdapter(tuple[Source, ...]), "source")
    resources = reader.listed(content / "resources.yaml", TypeAdapter(tuple[Resource, ...]), "resource")
    evidence = reader.listed(content / "evidence.yaml", TypeAdapter(tuple[EvidenceRow, ...]), "evidence")
    law = reader.folder(content / "law", TypeAdapter(LawEntry), "law")
    scenarios = reader.folder(content / "scenarios", TypeAdapter(Scenario), "scenario")
    items = reader.folder(content / "items", TypeAdapter(Item), "item")
    quizzes = reader.folder(content / "quizzes", TypeAdapter(Quiz), "quiz")
    statistics = reader.folder(content / "statistics", TypeAdapter(Statistic), "statistic")
    glossary = reader.optional(content / "glossary.yaml", TypeAdapter(tuple[Term, ...]), "term")
    stages = reader.optional(content / "stages.yaml", TypeAdapter(tuple[Stage, ...]), "stage")
    changes = reader.optional(content / "then_and_now.yaml", TypeAdapter(tuple[Change, ...]), "change")
    revisions = reader.optional(content / "revisions.yaml", TypeAdapter(tuple[Revision, ...]), "revision")
    questions = reader.optional(content / "case_questions.yaml", TypeAdapter(tuple[CaseQuestion, ...]), "case question")
    action_plan = reader.optional(content / "action_plan.yaml", TypeAdapter(tuple[PlanPart, ...]), "plan part")
    kit = reader.folder(content / "kit", TypeAdapter(KitPart), "kit part")
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
        statistics=statistics,
        glossary=glossary,
        stages=stages,
        changes=changes,
        revisions=revisions,
        case_questions=questions,
        action_plan=action_plan,
        kit=kit,
        _places=reader.places,
    )


def read_key(file: Path) -> tuple[ItemKey, Document]:
    """Read one key file; raise `ContentErrors` with all its mistakes."""
    reader = Reader()
    document = reader.open(file)
    key = reader.validate(document, TypeAdapter(ItemKey)) if document else None
    if document and key:
        reader.stem(document, "item", key.item)
    if reader.errors or document is None or key is None:
        raise ContentErrors(reader.errors)
    return key, document


def _found(kind: str, wanted: str, entries: Mapping[str, _Value]) -> _Value:
    try:
        return entries[wanted]
    except (KeyError, TypeError):
        raise NotFound(kind, wanted, entries) from None
