"""The glossary: plain meanings, each nation's own word, words to avoid and why, and what a pupil may say."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from holdfast.help_register import known_nation
from holdfast.interface_text import say
from holdfast.library import Library, library
from holdfast.model import Nation, Term
from holdfast.panels._base import Panel, chosen, source_line
from holdfast.wording import NATION_NAMES, nation_name


def glossary(*ids: str, course: Library | None = None) -> Panel:
    """Return terms of the course as a definition list.

    Args:
        ids: The terms to show, in this order; all of them where none is named.
        course: Whose glossary; the course's own unless given.

    Raises:
        NotFound: There is no such term.
    """
    course = course or library()
    return _list(course, chosen("term", ids, course.glossary), tuple(NATION_NAMES))


def term(name: str, nation: Nation | None = None, *, course: Library | None = None) -> Panel:
    """Return one term as a definition list.

    Args:
        name: Its id.
        nation: Name only this nation's own word; those of all nations unless given.
        course: Whose glossary; the course's own unless given.

    Raises:
        NotFound: There is no such term, or no such nation.
    """
    course = course or library()
    nations = tuple(NATION_NAMES) if nation is None else (known_nation(nation),)
    return _list(course, chosen("term", (name,), course.glossary), nations)


def _list(course: Library, entries: Iterable[Term], nations: Sequence[Nation]) -> Panel:
    shown = "".join(_entry(course, entry, nations) for entry in entries)
    return Panel(f'<dl class="hf-glossary hf-card">{shown}</dl>')


def _entry(course: Library, entry: Term, nations: Sequence[Nation]) -> str:
    told = f"<dt>{escape(entry.term)}</dt><dd><p>{escape(entry.plain)}</p>"
    told += _own_words(entry, nations)
    if entry.heard:
        told += f"<p>{escape(say('A pupil may say: {words}', words=_quoted(entry.heard)))}</p>"
    if entry.avoid:
        head = f"<strong>{escape(say('Words to avoid:'))}</strong>"
        told += f'<div class="hf-avoid"><p>{head} {escape(_quoted(entry.avoid))}</p>{_why(entry)}</div>'
    return f"<div>{told}{source_line(course, entry.sources)}</dd></div>"


def _own_words(entry: Term, nations: Sequence[Nation]) -> str:
    words = "".join(
        f"<li>{escape(nation_name(nation))}: {escape(entry.nations[nation])}</li>"
        for nation in nations
        if nation in entry.nations
    )
    return f'<ul class="hf-own-words">{words}</ul>' if words else ""


def _quoted(phrases: Iterable[str]) -> str:
    return ", ".join(f"“{phrase}”" for phrase in phrases)


def _why(entry: Term) -> str:
    return f"<p>{escape(say('Why: {why}', why=entry.why))}</p>" if entry.why else ""
