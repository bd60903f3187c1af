"""One text of the course, as the rules of tone and reading see it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from holdfast.checks._rules import Place

Kind = Literal[
    "course", "law", "resource", "evidence", "scenario", "item", "key", "quiz", "notebook",
    "term", "stage", "change", "case", "plan", "statistic", "kit",
]  # fmt: skip
TOLD: tuple[Kind, ...] = ("scenario", "item", "key", "quiz")
"""What is told of people and asked about them."""


@dataclass(frozen=True, kw_only=True)
class Piece:
    """One text."""

    place: Place
    text: str
    kind: Kind
    weaker: bool = False  #: a wrong option or a misconception: it may say what should not be said
    avoid: bool = False  #: stands in a marked block of words to avoid
