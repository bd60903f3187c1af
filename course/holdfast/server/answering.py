"""What an answer may be. Pure: everything a browser sends is hostile until it went through here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from holdfast import grading
from holdfast.library import Library
from holdfast.model import Assignment, Item, Scenario

DONE = ["done"]

_Word = Annotated[str, Field(max_length=100)]


class _Sent(BaseModel):
    """Something from a browser: no other keys, no type taken for another."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class SentEntry(_Sent):
    """One answer as it was sent."""

    seq: Annotated[int, Field(ge=0, lt=2**53)]
    item: _Word
    value: Annotated[list[_Word], Field(max_length=200)]


class SentAnswers(_Sent):
    """The body of POST /api/answers."""

    tag: _Word
    client: Annotated[str, Field(pattern=r"^[!-~]{1,100}$")]
    answers: Annotated[list[SentEntry], Field(max_length=50)]

    @model_validator(mode="after")
    def _each_number_once(self) -> Self:
        # The records keep one answer for a number, so a second one would be acknowledged and not kept.
        if len({entry.seq for entry in self.answers}) < len(self.answers):
            raise ValueError("a seq stands twice")
        return self


class SentSubmit(_Sent):
    """The body of POST /api/submit."""

    tag: _Word


def refusal(library: Library, item: str, value: Sequence[str]) -> str | None:
    """Return why an answer cannot be kept, in one sentence, or None when it can.

    Args:
        library: The course.
        item: The record key: a scenario, an item, or "module/section".
        value: The answer.
    """
    if item in library.scenarios:
        return _impossible(library.scenarios[item], value)
    if item in library.items:
        return _not_offered(library.items[item], value)
    if item in section_keys(library):
        return None if list(value) == DONE else "A part of a module can only be marked as done."
    return "There is no such question in this course."


def section_keys(library: Library) -> frozenset[str]:
    """Return the record keys of all sections of all modules."""
    return frozenset(f"{module.id}/{section.id}" for module in library.course.modules for section in module.sections)


def keys_of_assignment(assignment: Assignment) -> tuple[str, ...]:
    """Return the record keys an assignment is made of."""
    return (*((assignment.scenario,) if assignment.scenario else ()), *assignment.items)


def keys_on_page(library: Library, page: str) -> frozenset[str] | None:
    """Return the record keys that may stand on a page (a module or an assignment); None when there is no such page."""
    for assignment in library.course.assignments:
        if assignment.id == page:
            return frozenset(keys_of_assignment(assignment))
    for module in library.course.modules:
        if module.id == page:
            scenarios = {entry.id for entry in library.scenarios.values() if entry.module == page}
            return frozenset(scenarios | {f"{page}/{section.id}" for section in module.sections})
    return None


def _impossible(scenario: Scenario, path: Sequence[str]) -> str | None:
    try:
        grading.replay(scenario, path)
    except grading.ImpossiblePath as error:
        return str(error)
    return None


def _not_offered(item: Item, chosen: Sequence[str]) -> str | None:
    offered = {option.id for option in item.options}
    if any(option not in offered for option in chosen):
        return "One of the answers chosen is not offered by this question."
    if len(set(chosen)) != len(chosen):
        return "An answer was chosen twice."
    if item.type == "single" and len(chosen) > 1:
        return "This question takes one answer."
    return None
