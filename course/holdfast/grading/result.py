"""What an answer came to, and how what a browser sent is quoted in a sentence."""

from __future__ import annotations

from dataclasses import dataclass

_QUOTED_LENGTH = 60


@dataclass(frozen=True, kw_only=True)
class Result:
    """Points earned, out of how many."""

    points: float
    maximum: float


def quoted(value: object) -> str:
    """Return a value for a sentence: what a browser sent may be long, and may not be text."""
    text = value if isinstance(value, str) else repr(value)
    return ascii(text if len(text) <= _QUOTED_LENGTH else text[:_QUOTED_LENGTH] + "~")
