"""How wide the columns of a table are set, on paper and in Word, by the words in them."""

from __future__ import annotations

from collections.abc import Sequence

from holdfast.slides.blocks import Runs, plain

LINE = 80
"""Letters that fit between the margins of a sheet, in letters of the usual size."""

_GAP = 2.4  #: letters that the room beside a cell's words is worth
_BOLD = 1.15  #: how much wider letters are in the head
_LONGEST = 120  #: letters of a cell that count; beyond it a text runs over lines anyway
_BREAKS = 36  #: letters of a word that may be broken anywhere
_A_NAME, _A_MARK = 40, 12  #: letters that a column to write in is worth: the first one, and the others


def shares(head: Sequence[Runs], rows: Sequence[Sequence[Runs]], line: float = LINE) -> list[float]:
    """Return which share of the width each column gets; together they are 1.

    First each column gets what its longest word needs, so that none is broken; what is left goes to those that say
    more, or in which somebody writes a name.

    Args:
        head: The first row, or nothing.
        rows: All others.
        line: How many letters fit between the margins.
    """
    columns = list(zip(*([head] if head else []), *rows, strict=True))
    least = [_word(column) + _GAP for column in columns]
    if sum(least) > line:  # words that must be broken anyway, so that others need not be
        least = [min(need, line / len(columns)) for need in least]
    said = [_text(column[1:] if head else column) for column in columns]
    texts = [text or (_A_MARK if place else _A_NAME) for place, text in enumerate(said)]
    wanted = [max(0.0, text - need) + 1 for text, need in zip(texts, least, strict=True)]
    spare = max(0.0, line - sum(least)) / sum(wanted)
    widths = [need + spare * want for need, want in zip(least, wanted, strict=True)]
    return [width / sum(widths) for width in widths]


def _word(column: Sequence[Runs]) -> float:
    """Return how many letters the longest word of a column is worth."""
    runs = (run for cell in column for run in cell)
    words = (len(word) * (_BOLD if strong else 1) for text, strong in runs for word in text.split(" "))
    head = (len(word) * _BOLD for word in plain(column[0]).split(" "))
    return min(max(*words, *head, 0.0, 0.0), _BREAKS)


def _text(column: Sequence[Runs]) -> float:
    """Return how many letters the longest text of a column is worth; none where there is nothing but room to write."""
    return float(min(max((len(plain(cell)) for cell in column), default=0), _LONGEST))
