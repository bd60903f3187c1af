"""Check codes of certificates: a random number and a seal on it, so that nobody needs a list to know an invented one.

A code tells nothing about its holder. Only the record that is kept under it does, and that can be erased.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from holdfast.records import Completion

Standing = Literal["held", "no longer held", "not ours"]

_NUMBER_BYTES, _SEAL_BYTES = 6, 4
_LETTERS, _GROUP = 16, 4
_STANDARD = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's: no I, L, O or U
_TO_OURS = str.maketrans(_STANDARD, _ALPHABET)
_FROM_OURS = str.maketrans(_ALPHABET, _STANDARD)
_MISREAD = str.maketrans("ILO", "110")
_PURPOSE = b"holdfast certificate 1:"


@dataclass(frozen=True, kw_only=True)
class Verified:
    """What a check code stands for. Only "held" has a record."""

    standing: Standing
    completion: Completion | None = None


def new_code(secret: bytes) -> str:
    """Return a new check code, sealed with the secret: sixteen letters in four groups."""
    number = secrets.token_bytes(_NUMBER_BYTES)
    letters = base64.b32encode(number + _seal(number, secret)).decode("ascii").translate(_TO_OURS)
    return "-".join(letters[at : at + _GROUP] for at in range(0, _LETTERS, _GROUP))


def as_written(code: str) -> str | None:
    """Return a code as it was given out, however it was typed (small letters, spaces, O for 0), or None."""
    letters = "".join(sign for sign in code.upper() if sign not in "-‐–— \t\r\n").translate(_MISREAD)
    if len(letters) != _LETTERS or set(letters) - set(_ALPHABET):
        return None
    return "-".join(letters[at : at + _GROUP] for at in range(0, _LETTERS, _GROUP))


def is_ours(code: str, secret: bytes) -> bool:
    """Return whether a code was given out under this secret."""
    written = as_written(code)
    if written is None:
        return False
    sealed = base64.b32decode(written.replace("-", "").translate(_FROM_OURS))
    number, seal = sealed[:_NUMBER_BYTES], sealed[_NUMBER_BYTES:]
    return hmac.compare_digest(seal, _seal(number, secret))


def verify(code: str, secret: bytes, find: Callable[[str], Completion | None]) -> Verified:
    """Return what a code stands for.

    Args:
        code: As somebody typed it.
        secret: The data root's secret.
        find: Returns the record that is kept under a code, `Records.completion`.

    Returns:
        "held" with its record; "no longer held" where it was given out and the record has been erased; "not ours".
    """
    written = as_written(code)
    completion = find(written) if written else None
    if completion is not None:
        return Verified(standing="held", completion=completion)
    return Verified(standing="no longer held" if is_ours(code, secret) else "not ours")


def _seal(number: bytes, secret: bytes) -> bytes:
    return hmac.new(secret, _PURPOSE + number, hashlib.sha256).digest()[:_SEAL_BYTES]
