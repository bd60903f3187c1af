"""The texts of the session pack, as the rules of tone and reading see them.

A name such as ``{school.lead.name}`` is read as one word; what it is, KIT001 looks at. Cells of a module are looked at
where they stand.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import get_args

from holdfast.checks._piece import Piece
from holdfast.checks._rules import Subject
from holdfast.checks._words import plain
from holdfast.model import (
    KitCells,
    KitFill,
    KitGrid,
    KitLocal,
    KitPart,
    KitRun,
    KitSection,
    KitTicks,
    KitWords,
    Nation,
)
from holdfast.terms import in_words

_NAME = re.compile(r"\{(?:school|course|route)\.[a-z0-9.-]*\}")
_ONE_WORD = "Name"


def kit_pieces(subject: Subject) -> Iterator[Piece]:
    """Yield every text of the pack with its place."""
    for part in subject.library.kit.values():
        yield from kit_part_pieces(subject, part)


def kit_part_pieces(subject: Subject, part: KitPart) -> Iterator[Piece]:
    """Yield the texts of one part."""
    for piece, _ in kit_told(subject, part):
        yield piece


def kit_told(subject: Subject, part: KitPart) -> Iterator[tuple[Piece, frozenset[Nation]]]:
    """Yield the texts of one part, each with the nations whose schools read it."""
    everywhere = frozenset(get_args(Nation))
    for name in ("title", "audience"):
        yield _piece(subject, part, getattr(part, name), name), everywhere
    for section in part.sections:
        nations = frozenset(section.nations) or everywhere
        for text in (section.title, *_texts(section)):
            yield _piece(subject, part, text, "sections", section.id), nations


def _piece(subject: Subject, part: KitPart, text: str, *keys: str) -> Piece:
    glossary = subject.library.glossary
    spoken = max((in_words(text, glossary, nation) for nation in (None, *get_args(Nation))), key=len)
    read = plain(_NAME.sub(_ONE_WORD, spoken))
    return Piece(place=subject.at("kit part", part.id, *keys), text=read, kind="kit")


def _texts(section: KitSection) -> Iterator[str]:
    match section:
        case KitWords():
            yield section.text
        case KitTicks():
            yield from section.items
        case KitFill():
            yield from section.labels
        case KitCells():
            yield from section.put.values()
        case KitLocal():
            yield from (*section.head, *(cell for row in section.rows for cell in row))
        case KitGrid():
            yield from (*section.head, *section.rows)
        case KitRun():
            yield from (text for row in section.rows for text in (row.what, row.do, row.late))
        case _:  # what they show stands elsewhere
            return
