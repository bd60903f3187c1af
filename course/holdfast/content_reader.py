"""Reads content files one by one and keeps what was wrong in them. `holdfast.library` alone uses it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Protocol, TypeVar

from pydantic import TypeAdapter, ValidationError

from holdfast import content_file
from holdfast.content_file import ContentError, Document, Keys
from holdfast.model import Course

_COURSE_LISTS = {
    "objectives": "objective",
    "misconceptions": "misconception",
    "steps": "step",
    "modules": "module",
    "assignments": "assignment",
    "routes": "route",
}


class _Named(Protocol):
    @property
    def id(self) -> str: ...


_Value = TypeVar("_Value")
_Entry = TypeVar("_Entry", bound=_Named)


class Reader:
    """Collects what was read and what was wrong, so that one run shows every mistake."""

    def __init__(self) -> None:
        self.errors: list[ContentError] = []
        self.places: dict[tuple[str, str], tuple[Document, Keys]] = {}

    def open(self, file: Path) -> Document | None:
        """Return the file, or None after noting why it cannot be read."""
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
        """Read the file of the course itself."""
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
        """Read a file that is a list of entries; nothing of it counts where one entry is wrong."""
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
        """Note where a file is not named after what it holds."""
        if document.file.stem != value:
            problem = f"The file is named {document.file.stem!r} but says {value!r}; file name and id are one."
            self.errors.append(ContentError(document.file, document.line(key), key, problem))

    def unique(self, document: Document, keys: Keys, ids: list[str]) -> None:
        """Note every id that stands more than once in a list."""
        for entry_id, count in Counter(ids).items():
            if count > 1:
                last = len(ids) - 1 - ids[::-1].index(entry_id)
                problem = f"The id {entry_id!r} is used {count} times; every id stands once."
                dotted = ".".join(str(key) for key in (*keys, last, "id"))
                self.errors.append(ContentError(document.file, document.line(*keys, last), dotted, problem))
