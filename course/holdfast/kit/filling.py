"""Puts the words of a nation and of a school into the texts of the pack.

The nation's words are the course's own, so they go in first; what a school typed goes into blocks that were read
already. What names something that the school has not told of is left out: a paragraph, an item, a row, a heading.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from holdfast.kit.facts import NotTold, filled
from holdfast.library import Library
from holdfast.model import School
from holdfast.slides.blocks import Block, Bullets, Paragraph, Runs, Table, words
from holdfast.slides.deck import Deck
from holdfast.slides.reading import Part, parts_of
from holdfast.terms import in_words

_From = TypeVar("_From")
_To = TypeVar("_To")


@dataclass(frozen=True, kw_only=True)
class Filling:
    """What goes into the texts of one pack."""

    library: Library
    school: School
    facts: Mapping[str, str]
    decks: Mapping[tuple[str, int], Deck]

    def line(self, text: str) -> str:
        """Return one line of text, filled.

        Raises:
            NotTold: It names something that the school has not told of.
        """
        return filled(in_words(text, self.library.glossary, self.school.nation), self.facts)

    def lines(self, texts: Iterable[str]) -> tuple[str, ...]:
        """Return lines, without those that name something the school has not told of."""
        return _told(self.line, texts)

    def runs(self, texts: Iterable[str]) -> tuple[Runs, ...]:
        """Return the cells of a row or the items of a list, filled and without any markup.

        Raises:
            NotTold: One of them names something that the school has not told of.
        """
        return tuple(words(self.line(text)) for text in texts)

    def rows(self, rows: Iterable[Iterable[str]]) -> tuple[tuple[Runs, ...], ...]:
        """Return rows of a table, without those that name something the school has not told of."""
        return _told(self.runs, rows)

    def markdown(self, text: str) -> tuple[Part, ...]:
        """Return a text of the content as blocks, filled."""
        parts = parts_of(in_words(text, self.library.glossary, self.school.nation))
        return tuple(_part(part, lambda said: filled(said, self.facts)) for part in parts)

    def put(self, blocks: Iterable[Block], instead: Mapping[str, str]) -> tuple[Block, ...]:
        """Return blocks of a notebook with some of their words replaced; where the school has not told, they stay."""

        def change(text: str) -> str:
            for word, value in instead.items():
                if word in text and (told := self.lines([value])):
                    text = text.replace(word, told[0])
            return text

        return _told(lambda block: _changed(block, change), blocks)


def _part(part: Part, change: Callable[[str], str]) -> Part:
    title = _told(change, [part.title])
    blocks = _told(lambda block: _changed(block, change), part.blocks)
    return Part(level=part.level if title else 0, title=title[0] if title else "", blocks=blocks)


def _changed(block: Block, change: Callable[[str], str]) -> Block:
    """Return a block with its texts changed.

    Raises:
        NotTold: Nothing of it is left.
    """

    def runs(old: Runs) -> Runs:
        return tuple((change(text), strong) for text, strong in old)

    def row(old: tuple[Runs, ...]) -> tuple[Runs, ...]:
        return tuple(runs(cell) for cell in old)

    match block:
        case Paragraph(old):
            return Paragraph(runs(old))
        case Bullets(items):
            return replace(block, items=_some(_told(runs, items)))
        case Table(head, rows):
            return Table(row(head), _some(_told(row, rows)))
        case _:
            return block


def _told(change: Callable[[_From], _To], values: Iterable[_From]) -> tuple[_To, ...]:
    kept: list[_To] = []
    for value in values:
        try:
            kept.append(change(value))
        except NotTold:
            continue
    return tuple(kept)


def _some(values: tuple[_To, ...]) -> tuple[_To, ...]:
    if not values:
        raise NotTold
    return values
