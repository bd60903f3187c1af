"""Makes the parts of a session pack: the texts of ``content/kit`` with a school's own names and numbers in them.

Called by `holdfast.kit.pack`. What a module's notebook says already is taken from there by the id of its cell. What a
school typed is put in last, into blocks that were read before: it is never read as markup.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from holdfast.kit.facts import facts, local_numbers
from holdfast.kit.filling import Filling
from holdfast.kit.parts import Heading, KitBlock, Page, Part
from holdfast.kit.sections import pieces_of
from holdfast.library import Library
from holdfast.model import KitPart, KitRun, School
from holdfast.slides.deck import Deck, deck

Decks = Mapping[tuple[str, int], Deck]
"""Decks by module and by the minutes of the session."""


@dataclass(kw_only=True)
class _Draft:
    """A page that is being written."""

    title: str = ""
    blocks: list[KitBlock] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)

    def page(self) -> Page:
        """Return the page as it is now."""
        return Page(title=self.title, blocks=tuple(self.blocks), sources=tuple(dict.fromkeys(self.sources)))


def parts(library: Library, school: School, decks: Decks | None = None) -> tuple[Part, ...]:
    """Return every part of a school's pack, in the order of the pack.

    Args:
        library: The course.
        school: What the school says of itself.
        decks: The decks of the pack; else those of `decks_of`.

    Raises:
        NotFound: A text names what the course does not have.
    """
    filling = Filling(
        library=library,
        school=school,
        facts=facts(library, school),
        decks=decks_of(library, school) if decks is None else decks,
    )
    ordered = sorted(library.kit.values(), key=lambda part: part.number)
    return tuple(_part(part, filling) for part in ordered)


def decks_of(library: Library, school: School) -> Decks:
    """Return the decks that the run sheets of the pack show, with the school's own numbers on a slide."""
    shown = {
        (section.module, section.minutes)
        for part in library.kit.values()
        for section in part.sections
        if isinstance(section, KitRun)
    }
    return {
        (module, minutes): deck(library, library.module(module), school=local_numbers(school), minutes=minutes)
        for module, minutes in sorted(shown)
    }


def _part(part: KitPart, filling: Filling) -> Part:
    return Part(
        id=part.id,
        number=part.number,
        title=filling.line(part.title),
        audience=filling.line(part.audience),
        group=part.group,
        layout=part.layout,
        pages=tuple(_pages(part, filling)),
        formats=part.formats,
        large_print=part.large_print,
    )


def _pages(part: KitPart, filling: Filling) -> Iterator[Page]:
    draft = _Draft()
    for section in part.sections:
        if section.nations and filling.school.nation not in section.nations:
            continue
        for piece in pieces_of(section, filling):
            if piece.begins and draft.blocks:
                yield draft.page()
                draft = _Draft()
            if piece.begins:
                draft.title = piece.title
            elif piece.title:
                draft.blocks.append(Heading(piece.title))
            draft.blocks += piece.blocks
            draft.sources += piece.sources
    yield draft.page()
