"""The three words by which a learner comes back: made, read tolerantly, and kept as a digest only."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import unicodedata
from functools import cache
from pathlib import Path

WORDS = 3
_LIST = Path(__file__).parent / "words" / "en.txt"
_PURPOSE = b"holdfast three words 1"
_LONGEST = 200


@cache
def word_list() -> tuple[str, ...]:
    """Return the words that codes are made of."""
    lines = (line.strip() for line in _LIST.read_text("utf-8").splitlines())
    return tuple(line for line in lines if line and not line.startswith("#"))


def new_words() -> tuple[str, ...]:
    """Return three words by chance."""
    return tuple(secrets.choice(word_list()) for _ in range(WORDS))


class Digests:
    """Turns words into what the records keep. Without the secret nobody can find out which words a digest is of."""

    def __init__(self, secret: bytes) -> None:
        """Take the data root's secret; a key for this purpose alone is made of it."""
        self._key = hmac.digest(secret, _PURPOSE, hashlib.sha256)

    def of(self, written: str) -> bytes:
        """Return the digest of words as a person writes them: case, spaces, hyphens and the like make no difference."""
        letters = (sign for sign in unicodedata.normalize("NFKC", written[:_LONGEST]).casefold() if sign.isalpha())
        return hmac.digest(self._key, "".join(letters).encode(), hashlib.sha256)
