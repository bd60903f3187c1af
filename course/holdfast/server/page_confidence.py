"""How sure somebody feels: five statements, each for before the course and for now. Nobody marks them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdfast import recording, standing
from holdfast.interface_text import later, say

if TYPE_CHECKING:
    from holdfast.library import Library
    from holdfast.standing import Journey

_TIMES = {
    "confidence-then": later("Before the course"),
    "confidence-now": later("Now"),
}
_SCALE = (
    later("not at all sure"),
    later("a little sure"),
    later("fairly sure"),
    later("quite sure"),
    later("very sure"),
)


@dataclass(frozen=True, kw_only=True)
class Point:
    """One point of the scale."""

    value: str
    words: str
    chosen: bool


@dataclass(frozen=True, kw_only=True)
class Scale:
    """One statement at one time."""

    key: str
    time: str
    points: tuple[Point, ...]


@dataclass(frozen=True, kw_only=True)
class Statement:
    """One thing a learner may feel able to do."""

    number: int
    text: str
    scales: tuple[Scale, ...]


def is_open(library: Library, journey: Journey) -> bool:
    """Return whether the statements are asked: when the final is over, or the pathway is complete without one."""
    if not library.course.confidence:
        return False
    over = standing.final_outcome(library, journey).state in {"passed", "talk"}
    return over or journey.completion is not None or standing.is_complete(library, journey)


def confidence(library: Library, answers: Mapping[str, Sequence[str]]) -> tuple[Statement, ...]:
    """Return the statements with what was answered."""
    return tuple(
        Statement(number=number, text=text, scales=tuple(_scale(time, number, answers) for time in _TIMES))
        for number, text in enumerate(library.course.confidence, start=1)
    )


def _scale(time: str, number: int, answers: Mapping[str, Sequence[str]]) -> Scale:
    key = f"{time}/{number}"
    chosen = list(answers.get(key, ()))
    points = zip(recording.CONFIDENCES, _SCALE, strict=True)
    return Scale(
        key=key,
        time=say(_TIMES[time]),
        points=tuple(Point(value=value, words=say(words), chosen=chosen == [value]) for value, words in points),
    )
