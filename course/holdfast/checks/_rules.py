"""What a rule is, what it is given, and what it finds."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from holdfast.checks._lessons import Lesson
from holdfast.library import Library
from holdfast.model import ItemKey

Place = tuple[Path, int]
Found = Iterator[tuple[Place, str]]


@dataclass(frozen=True, kw_only=True, order=True)
class Finding:
    """Something in the content that breaks a rule."""

    file: Path
    line: int
    code: str
    message: str


@dataclass(frozen=True, kw_only=True, eq=False)
class Subject:
    """What the rules look at: the whole course, read once. One is like no other, so what is made of it can be kept."""

    library: Library
    keys: Mapping[str, ItemKey]  #: by item; those that could be read
    lessons: Mapping[str, Lesson]  #: module notebooks by module id; those that could be read
    sheets: Mapping[str, Lesson]  #: source notebooks by assignment id; those that could be read
    as_of: date

    def at(self, kind: str, entry_id: str, *keys: str | int) -> Place:
        """Return where a value stands; see `Library.line`."""
        return self.library.line(kind, entry_id, *keys)


@dataclass(frozen=True, kw_only=True)
class Rule:
    """A rule with its code; its one-line text is its documentation."""

    code: str
    text: str
    look: Callable[[Subject], Found]

    def findings(self, subject: Subject) -> Iterator[Finding]:
        """Yield what breaks this rule."""
        for (file, line), message in self.look(subject):
            yield Finding(file=file, line=line, code=self.code, message=message)


RULES: dict[str, Rule] = {}
"""Every rule by code, in the order of the families' modules."""


def rule(code: str) -> Callable[[Callable[[Subject], Found]], Callable[[Subject], Found]]:
    """Make the decorated function the rule of that code; its docstring becomes the rule's text."""

    def register(look: Callable[[Subject], Found]) -> Callable[[Subject], Found]:
        if code in RULES or not look.__doc__:
            raise ValueError(f"The rule {code} needs a code of its own and a docstring.")
        RULES[code] = Rule(code=code, text=look.__doc__.strip(), look=look)
        return look

    return register
