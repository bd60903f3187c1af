"""The code that lets a phone into a room: six letters, read from a wall and typed on a phone. Used by the server."""

from __future__ import annotations

import re
import secrets

ALPHABET = "BCDFGHJKMNPRTVWXYZ"
"""No letter that is taken for another (I and L, O and Q, S and 5, U and V), and no vowel: a code is never a word."""
LENGTH = 6
"""18 letters in six places make 34 million codes; `holdfast.server.classroom_limits` says why that is enough."""

_BETWEEN = re.compile(r"[\s\-.]+")
_CODE = re.compile(rf"[{ALPHABET}]{{{LENGTH}}}")


def new_code() -> str:
    """Return a new code."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def as_code(written: str) -> str | None:
    """Return what somebody typed as a code is written, or None where it can be none."""
    code = _BETWEEN.sub("", written[: 4 * LENGTH]).upper()
    return code if _CODE.fullmatch(code) else None
