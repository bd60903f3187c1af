"""What goes into the records and what comes out of them."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

from holdfast.model import Nation

AttemptState = Literal["marking", "marked", "not-marked"]
Half = Literal["p", "q"]
ErasureKind = Literal["learning", "completion"]

_LARGEST_SEQ = 2**53  # the largest whole number a browser counts to
_LONGEST_NAME = 120
_NOT_WRITTEN = {"Cc", "Cs", "Zl", "Zp"}
_UNSEEN = {*_NOT_WRITTEN, "Cf", "Zs", "Mn", "Me"}
_BLANK = frozenset("\u115f\u1160\u2800\u3164\uffa0")  # letters and signs whose shape is empty
_TURNS_TEXT = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}


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
    name: str = ""  #: a name or a pseudonym, as they chose
    pathway: str | None = None
    nation: Nation | None = None
    half: Half  #: the form that is their before-check
    seen_on: date  #: the last day of any activity; it never goes back, even when the clock does


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


@dataclass(frozen=True, kw_only=True)
class Completion:
    """A pathway that somebody has finished. It stays when what they answered is erased, and tells nothing of it."""

    code: str  #: what its certificate is verified by
    learner_id: str
    name: str
    pathway: str
    nation: Nation | None
    content_version: str
    law_as_at: date
    completed_on: date
    minutes: int  #: the pathway's nominal minutes
    assessed: bool  #: whether it took a final check, which was passed; how well is never kept here
    provisional: bool  #: whether the pass mark was provisional then

    def __post_init__(self) -> None:
        """Refuse what could not be printed or explained later."""
        for text in (self.code, self.learner_id, self.pathway, self.content_version):
            check_name(text)
        check_person_name(self.name)
        check_nation(self.nation)
        if type(self.minutes) is not int or self.minutes < 0:
            raise ValueError("Minutes must be a whole number.")


@dataclass(frozen=True, kw_only=True)
class Erasure:
    """What was erased, by a digest that tells nothing: a restored backup erases it again."""

    digest: bytes  #: SHA-256 of the learner's id, or of the completion's code
    kind: ErasureKind
    erased_on: date


def check_name(name: str) -> None:
    """Refuse a record key or a client name that is empty, long or not plain text."""
    if not isinstance(name, str) or not (0 < len(name) <= _LONGEST_NAME and name.isascii() and name.isprintable()):
        raise ValueError("A record key and the name of a page must be short plain text.")


def check_person_name(name: str) -> None:
    """Refuse a person's name that is long, or holds what cannot be seen or turns the text around it."""
    if not isinstance(name, str) or len(name) > _LONGEST_NAME:
        raise ValueError(f"A name must be text of at most {_LONGEST_NAME} letters.")
    if any(unicodedata.category(each) in _NOT_WRITTEN or unicodedata.bidirectional(each) in _TURNS_TEXT
           for each in name):  # fmt: skip
        raise ValueError("A name must hold letters, spaces and signs only.")


def check_chosen_name(name: str) -> None:
    """Refuse a name that somebody chooses and nobody could see; an empty one is none, and stands for itself."""
    check_person_name(name)
    if name and all(sign in _BLANK or unicodedata.category(sign) in _UNSEEN for sign in name):
        raise ValueError("A name must hold something that can be seen.")


def check_nation(nation: Nation | None) -> None:
    """Refuse a nation that the course does not know."""
    if nation is not None and nation not in get_args(Nation):
        raise ValueError(f"There is no nation {nation!r} in this course.")
