"""The nation's own words: ``{id of a term}`` in a text, found, and put in its place.

The browser puts them in by the same rule (``inWords`` of the widget); both run ``tests/vectors/scenario_terms.json``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from holdfast.model import Nation, Term

_TERM = re.compile(r"\{([a-z0-9]+(?:-[a-z0-9]+)*)\}")

# What begins a sentence comes before the sign: the start of the text, or the end of another sentence.
_IN_PLACE = re.compile(r"(^[\"“‘(]*|[.!?…][\"”’)]*\s+[\"“‘(]*)?" + _TERM.pattern)


def terms_in(*texts: str) -> tuple[str, ...]:
    """Return the ids of the terms that texts stand open for, each once, in the order they are met."""
    return tuple(dict.fromkeys(term for text in texts for term in _TERM.findall(text)))


def in_words(text: str, glossary: Mapping[str, Term], nation: Nation | None = None) -> str:
    """Return a text with its terms in the words of a nation, or in the general word where no nation is known.

    Args:
        text: May hold ``{id of a term}``; an id that the glossary does not have is left as it stands.
        glossary: The terms by id.
        nation: Whose words to use.
    """

    def word(found: re.Match[str]) -> str:
        lead, term_id = found.groups()
        if term_id not in glossary:
            return found.group()
        words = words_of(glossary[term_id])
        said = words.get(nation or "", words[""])
        return said if lead is None else f"{lead}{said[0].upper()}{said[1:]}"

    return _IN_PLACE.sub(word, text)


def words_of(term: Term) -> dict[str, str]:
    """Return what a term is called within a sentence: by nation, and under "" where no nation is known."""
    general = term.term
    if term.nations:  # what every nation calls something else is no proper name, so its capital is the headword's
        general = general[0].lower() + general[1:]
    return {"": general} | {str(nation): word for nation, word in term.nations.items()}
