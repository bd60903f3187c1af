"""What goes into the records and what comes out of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

AttemptState = Literal["marking", "marked", "not-marked"]

_LARGEST_SEQ = 2**53  # the largest whole number a browser counts to
_LONGEST_NAME = 120


@dataclass(frozen=True)
class Entry:
    """One answer as a page sends it. ``seq`` counts up within one page, so that late and repeated ones are known."""

    seq: int
    item: str
    value: list[str]

    def __post_init__(self) -> None:
        """Refuse what the records cannot hold; callers that face a browser check first and say it better."""
        if type(self.seq) is not int or not 0 <= self.seq < _LARGEST_SEQ:
            raise ValueError("The number of an answer must be a whole number that is not negative.")
        check_name(self.item)
        if not isinstance(self.value, list) or not all(isinstance(word, str) for word in self.value):
            raise ValueError("The value of an answer must be a list of texts.")


@dataclass(frozen=True, kw_only=True)
class Learner:
    """Somebody who learns. The ``tag`` may be shown to a page; the ``id`` never leaves the server."""

    id: str
    tag: str
    created_at: date


@dataclass(frozen=True, kw_only=True)
class State:
    """All answers of a learner. ``version`` counts up with every change to any of them."""

    version: int
    answers: dict[str, list[str]]


@dataclass(frozen=True, kw_only=True)
class Attempt:
    """One submission of an assignment and what became of it."""

    id: int
    learner_id: str
    assignment: str
    content_version: str  #: the version of the course it was answered in
    answers: dict[str, list[str]]  #: as they were submitted
    opened_on: date
    state: AttemptState
    points: float | None  #: None until marked
    maximum: float | None
    entries: dict[str, float]  #: points by scenario or item; empty until marked
    reason: str  #: why it was not marked


def check_name(name: str) -> None:
    """Refuse a record key or a client name that is empty, long or not plain text."""
    if not isinstance(name, str) or not (0 < len(name) <= _LONGEST_NAME and name.isascii() and name.isprintable()):
        raise ValueError("A record key and the name of a page must be short plain text.")
