"""What comes of grading one submission, and the two ways it can fail."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from holdfast.errors import UserError


class GradingError(UserError):
    """The course folder or a submission is not as grading needs it."""


class NotGraded(GradingError):  # noqa: N818  (it says what happened)
    """A submission that gets no mark. Its text is the reason, in one sentence."""


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """The marks of one submission, or why it has none."""

    state: Literal["marked", "not-marked"]
    points: float = 0.0
    maximum: float = 0.0
    entries: Mapping[str, float] = field(default_factory=dict)  #: for each grade_id its points
    reason: str = ""  #: one sentence, when it was not marked
