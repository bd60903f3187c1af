"""TON: people in the course have roles, not names."""

from __future__ import annotations

import calendar
import re

from holdfast.checks._piece import TOLD
from holdfast.checks._rules import Found, Subject, rule
from holdfast.checks._texts import pieces
from holdfast.checks.tone import APPS, SERVICES

# A capital inside a sentence: a name, unless the course knows the word. What opens a sentence or a quotation is none.
_INSIDE = re.compile(r"(?<=[a-z0-9,] )[A-Z][a-zà-ÿ]+(?:-[A-Z][a-z]+)?\b")
_DAYS = {*calendar.day_name, *calendar.month_name}
_NATIONS = {"England", "Wales", "Scotland", "Northern", "Ireland", "United", "Kingdom", "British"}
_TONGUES = {"English", "Welsh", "Scottish", "Scots", "Irish", "French", "Sign", "Language"}
_OTHERS = {"Year", "Act", "Acts", "Code", "Order", "Internet", "Christmas", "Easter", "Mum", "Dad"}
_KNOWN = frozenset(_DAYS | _NATIONS | _TONGUES | _OTHERS)


@rule("TON008")
def name_of_a_person(subject: Subject) -> Found:
    """No person in a scenario, a question or an explanation has a name."""
    known = _KNOWN | _of_the_registers(subject)
    for piece in pieces(subject):
        if piece.kind in TOLD:
            for match in _INSIDE.finditer(SERVICES.sub("", piece.text)):
                if match.group() not in known and not APPS.fullmatch(match.group()):
                    yield piece.place, f"{match.group()!r} looks like a name: say who it is by a role."


def _of_the_registers(subject: Subject) -> set[str]:
    """Return every word with a capital in what services, sources, laws and terms are called."""
    library = subject.library
    called = [resource.name for resource in library.resources.values()]
    called += [text for source in library.sources.values() for text in (source.publisher, source.title, source.short)]
    called += [version.cite for entry in library.law.values() for version in entry.versions]
    called += [text for term in library.glossary.values() for text in (term.term, *term.nations.values())]
    called += [channel.label for resource in library.resources.values() for channel in resource.channels]
    return {word for text in called for word in re.findall(r"[A-Z][\w-]+", text)}
