"""Texts that somebody typed, made fit for a document: one line, bounded, no tricks with the writing direction."""

from __future__ import annotations

import re
import unicodedata
from itertools import groupby

LONGEST = 300

_JOINERS = "\u200c\u200d"  # Persian names and joined emoji need them
_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn"}
_MOST_MARKS = 3  #: marks on one letter; more would run over the lines above and below


def one_line(text: str) -> str:
    """Return a text as one line without control signs, cut where it is longer than `LONGEST` letters."""
    spaced = re.sub(r"\s+", " ", unicodedata.normalize("NFC", text))
    seen = "".join(sign for sign in spaced if sign in _JOINERS or unicodedata.category(sign) not in _UNSEEN)
    calm = _few_marks(" ".join(seen.split()))
    return calm if len(calm) <= LONGEST else f"{calm[: LONGEST - 1].rstrip()}…"


def reads_from_the_right(text: str) -> bool:
    """Return whether the first letter of a text belongs to a script that is written from right to left."""
    for sign in text:
        kind = unicodedata.bidirectional(sign)
        if kind in {"L", "R", "AL"}:
            return kind != "L"
    return False


def _few_marks(text: str) -> str:
    groups = groupby(text, key=lambda sign: unicodedata.category(sign) in {"Mn", "Me"})
    return "".join("".join(signs)[: _MOST_MARKS if marks else None] for marks, signs in groups)
