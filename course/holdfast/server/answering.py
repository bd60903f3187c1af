"""What an answer may be. Pure: everything a browser sends is hostile until it went through here."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Annotated, Any, Self, TypeVar

from pydantic import BaseModel, ConfigDict, Field, model_validator

from holdfast import recording
from holdfast.library import Library

_Shape = TypeVar("_Shape", bound=BaseModel)
_Word = Annotated[str, Field(max_length=recording.MAX_LETTERS)]


class _Sent(BaseModel):
    """Something from a browser: no other keys, no type taken for another."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class SentEntry(_Sent):
    """One answer as it was sent."""

    seq: Annotated[int, Field(ge=0, lt=2**53)]
    item: _Word
    value: Annotated[list[_Word], Field(max_length=recording.MAX_WORDS)]


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


def read(shape: type[_Shape], body: bytes) -> _Shape:
    """Return what a body says, or refuse it: also what programs read differently, such as a key that stands twice.

    Raises:
        ValueError: It is no JSON, or not of the shape (or `RecursionError`, when it is nested too deeply).
    """
    return shape.model_validate(json.loads(body.decode(), object_pairs_hook=_each_key_once, parse_constant=_no_number))


def _each_key_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a key stands twice")
    return found


def _no_number(name: str) -> None:
    raise ValueError(f"{name} is no JSON")


def refusal(library: Library, key: str, value: Sequence[str]) -> str | None:
    """Return why an answer cannot be kept, in one sentence, or None when it can."""
    try:
        recording.check(library, key, value)
    except ValueError as error:
        return str(error)
    return None


def keys_on_page(library: Library, page: str) -> frozenset[str] | None:
    """Return the record keys that may stand on a page: a module, a check or the refresher; None for no such page."""
    if page == recording.BOOSTER:
        return frozenset(recording.keys_of_booster(library))
    for assignment in library.course.assignments:
        if assignment.id == page:
            return frozenset(recording.keys_of_assignment(assignment))
    if page not in {module.id for module in library.course.modules}:
        return None
    scenarios = {entry.id for entry in library.scenarios.values() if entry.module == page}
    sections = {key for key in recording.keys_of_sections(library) if key.startswith(f"{page}/")}
    quizzes = (quiz for quiz in library.quizzes.values() if quiz.module == page)
    practice = {key for quiz in quizzes for key in recording.keys_of_quiz(library, quiz)}
    everywhere = {recording.STAGES, *recording.keys_of_plan(library)}
    return frozenset(scenarios | sections | practice | everywhere)
