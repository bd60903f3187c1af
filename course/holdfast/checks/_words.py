"""Plain measures of plain English: words, sentences, and the grade a reader needs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

_WORD = re.compile(r"[A-Za-zÀ-ÿ0-9][\w'’-]*")
_END = re.compile(r"(?<=[.!?…])[\"'”’)\]]*\s+")
_BLOCK = re.compile(r"^\s*(?:[-*+]|\d+[.)]|#{1,6}|>|\|)\s*", re.MULTILINE)
_FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
_RULE_OF_TABLE = re.compile(r"^[\s|:-]+$", re.MULTILINE)
_VOWELS = re.compile(r"[aeiouyà-ÿ]+")
_SILENT = re.compile(r"(?:[^laeiouy]es|[^aeiouytd]ed|[^laeiouy]e)$")


def plain(markdown: str) -> str:
    """Return the words of a markdown text, each list entry, heading and table cell a paragraph of its own."""
    text = _LINK.sub(r"\1", _FENCE.sub("", markdown))
    text = _RULE_OF_TABLE.sub("", text)
    text = _BLOCK.sub("\n\n", text)
    return re.sub(r"\s*\|\s*", "\n\n", text).replace("*", "").replace("`", "").replace("_", " ")


def words(text: str) -> list[str]:
    """Return the words of a plain text."""
    return _WORD.findall(text)


def sentences(text: str) -> list[str]:
    """Return the sentences of a plain text; a blank line ends one."""
    paragraphs = (" ".join(block.split()) for block in re.split(r"\n\s*\n", text))
    return [part for paragraph in paragraphs for part in _END.split(paragraph) if words(part)]


def grade(texts: Sequence[str]) -> float:
    """Return the Flesch-Kincaid grade of texts: about the years of school it takes to read them."""
    parts = [sentence for text in texts for sentence in sentences(text)]
    spoken = [word for sentence in parts for word in words(sentence)]
    if not spoken:
        return 0.0
    syllables = sum(map(_syllables, spoken))
    return 0.39 * len(spoken) / len(parts) + 11.8 * syllables / len(spoken) - 15.59


@cache
def _syllables(word: str) -> int:
    bare = _SILENT.sub(lambda match: match.group()[0], word.lower())
    return max(1, len(_VOWELS.findall(bare)))
