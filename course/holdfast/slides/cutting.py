"""Cuts blocks into slides that fit one screen in letters of 24 points, which a room can read.

A screen is 960 points wide and 540 high. What is counted is lines of running text; the counts are on the safe side, and
tests hold them against a browser and a typesetter.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import ceil

from holdfast.model import Nation
from holdfast.slides.blocks import (
    Activity,
    Block,
    Bullets,
    Paragraph,
    Picture,
    Run,
    Runs,
    Table,
    as_list,
    plain,
    shares,
)
from holdfast.slides.told import Piece

LINES = 12.0
"""How many lines fit below a title of two lines."""
_SIGNS = 66  #: in a line of running text
_BULLET = 3  #: signs that a bullet and its space take
_CELL = 3  #: signs that the edges of a cell take
_GAP = 0.45  #: lines between two blocks
_ITEM_GAP = 0.2
_ROW_GAP = 0.5
_COLUMNS = 3  #: of a table on a screen, at most
_HIGHEST_ROW = 0.65  #: of a screen
_WHOLE_SCREEN = LINES  #: of a picture or an activity
_SENTENCE_END = re.compile(r"[.!?…][”’\")]*\s+(?=\S)")


@dataclass(frozen=True, kw_only=True)
class Screen:
    """What stands on one slide, below its title."""

    blocks: tuple[Block, ...]
    sources: tuple[str, ...]
    nations: tuple[Nation, ...]


def cut(pieces: Sequence[Piece], lines: float = LINES) -> tuple[Screen, ...]:
    """Cut what stands under one title into as few screens as can be, filled about evenly.

    Args:
        pieces: What stands under the title, in order.
        lines: How many lines a screen takes.
    """
    blocks = [(_readable(block, lines), piece) for piece in pieces for block in piece.blocks]
    fewest = _filled(blocks, lines)
    room = lines
    while room > 1 and len(narrower := _filled(blocks, room - 1)) <= len(fewest) and _fits(narrower, lines):
        fewest, room = narrower, room - 1
    return tuple(_screen(each) for each in fewest)


def height(block: Block) -> float:
    """Return how many lines a block takes."""
    match block:
        case Paragraph():
            return _lines(block.runs, _SIGNS)
        case Bullets():
            return sum(_lines(item, _SIGNS - _BULLET) + _ITEM_GAP for item in block.items)
        case Table():
            head = _row_height(block.head, shares(block)) if block.head else 0
            return head + sum(_row_height(row, shares(block)) for row in block.rows)
        case Picture() | Activity():
            return _WHOLE_SCREEN


_Placed = tuple[Block, Piece]


def _readable(block: Block, lines: float) -> Block:
    """Return the block, or a list of what is in it: many columns, or rows as high as a screen, cannot be read there."""
    if not isinstance(block, Table) or not block.rows:
        return block
    parts = shares(block)
    highest = max(_row_height(row, parts) for row in (block.head, *block.rows) if row)
    return as_list(block) if len(parts) > _COLUMNS or highest > lines * _HIGHEST_ROW else block


def _filled(blocks: Sequence[_Placed], room: float) -> list[list[_Placed]]:
    """Fill one screen after the other."""
    screens: list[list[_Placed]] = [[]]
    for block, piece in blocks:
        rest: Block | None = block
        while rest is not None:
            here = screens[-1]
            first, rest = _split(rest, room - _used(here), whole=not here)
            if first is not None:
                here.append((first, piece))
            if rest is not None:
                screens.append(_taken_along(here))
    return [screen for screen in screens if screen]


def _taken_along(screen: list[_Placed]) -> list[_Placed]:
    """Take off a screen the line that announces what comes next, and return what the next screen begins with."""
    last = screen[-1][0] if len(screen) > 1 else None
    announces = isinstance(last, Paragraph) and plain(last.runs).endswith(":")
    return [screen.pop()] if announces else []


def _used(screen: Sequence[_Placed]) -> float:
    return sum(height(block) + _GAP for block, _ in screen)


def _fits(screens: Sequence[Sequence[_Placed]], lines: float) -> bool:
    return all(_used(screen) - _GAP <= lines for screen in screens)


def _split(block: Block, room: float, *, whole: bool) -> tuple[Block | None, Block | None]:
    """Return what of a block fits, and the rest; `whole`: the screen is empty, so something has to go on it."""
    if height(block) <= room:
        return block, None
    match block:
        case Paragraph():
            first, rest = _split_runs(block.runs, room, whole=whole)
            return (Paragraph(first) if first else None), (Paragraph(rest) if rest else None)
        case Bullets():
            count = _count([_lines(item, _SIGNS - _BULLET) + _ITEM_GAP for item in block.items], room, whole=whole)
            return _bullets(block, 0, count), _bullets(block, count, len(block.items))
        case Table():
            # Fewer rows share the width out anew, so each part is measured by itself.
            least = 1 if whole else 0
            fitting = (end for end in range(len(block.rows) - 1, least, -1) if height(_upto(block, end)) <= room)
            count = next(fitting, least)
            return _rows(block, 0, count), _rows(block, count, len(block.rows))
        case Picture() | Activity():
            return (block, None) if whole else (None, block)


def _count(heights: Sequence[float], room: float, *, whole: bool) -> int:
    """Return how many of them fit; one at least where the screen is empty."""
    used, count = 0.0, 0
    for each in heights:
        used += each
        if used > room:
            break
        count += 1
    return max(count, 1) if whole else count


def _bullets(block: Bullets, begin: int, end: int) -> Bullets | None:
    if begin >= end:
        return None
    return replace(block, items=block.items[begin:end], start=block.start + begin)


def _rows(block: Table, begin: int, end: int) -> Table | None:
    return Table(block.head, block.rows[begin:end]) if begin < end else None


def _upto(block: Table, end: int) -> Table:
    return Table(block.head, block.rows[:end])


def _split_runs(runs: Runs, room: float, *, whole: bool) -> tuple[Runs, Runs]:
    """Split after the last sentence that fits; where not even one does, after the first, or not at all."""
    ends = [found.end() for found in _SENTENCE_END.finditer(plain(runs))]
    fitting = [end for end in ends if _lines(_until(runs, end), _SIGNS) <= room]
    if fitting:
        end = fitting[-1]
    elif whole:
        end = ends[0] if ends else len(plain(runs))
    else:
        return (), runs
    return _until(runs, end), _after(runs, end)


def _until(runs: Runs, end: int) -> Runs:
    kept = list[Run]()
    for text, strong in runs:
        if end <= 0:
            break
        kept.append((text[:end], strong))
        end -= len(text)
    if kept:
        kept[-1] = (kept[-1][0].rstrip(), kept[-1][1])
    return tuple(run for run in kept if run[0])


def _after(runs: Runs, begin: int) -> Runs:
    kept = list[Run]()
    for text, strong in runs:
        kept.append((text[max(begin, 0) :], strong))
        begin -= len(text)
    return tuple(run for run in kept if run[0])


def _row_height(row: Sequence[Runs], parts: Sequence[float]) -> float:
    cells = zip(row, parts, strict=False)
    return max((_lines(cell, max(_SIGNS * part - _CELL, 1)) for cell, part in cells), default=1) + _ROW_GAP


def _lines(runs: Runs, signs: float) -> float:
    """Return how many lines a text takes; a word that is longer than a line is broken."""
    count, here = 1, 0
    for word in plain(runs).split(" "):
        longer = here + 1 + len(word) if here else len(word)
        if longer <= signs:
            here = longer
            continue
        count += 1 if here else 0
        count += ceil(len(word) / signs) - 1
        here = len(word) % int(signs) if len(word) > signs else len(word)
    return count


def _screen(placed: Sequence[_Placed]) -> Screen:
    pieces = list(dict.fromkeys(piece for _, piece in placed))
    nations = [piece.nations for piece in pieces]
    return Screen(
        blocks=tuple(block for block, _ in placed),
        sources=tuple(dict.fromkeys(source for piece in pieces for source in piece.sources)),
        # Different nations on one screen say in their own words where they hold.
        nations=nations[0] if len(set(nations)) == 1 else (),
    )
