"""How wide columns are: no word is broken, and those that say more get more."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.kit.columns import LINE, shares
from holdfast.slides.blocks import Runs, words


def _cells(*texts: str) -> tuple[Runs, ...]:
    return tuple(words(text) for text in texts)


def test_each_column_holds_its_longest_word_and_whole_numbers() -> None:
    head = _cells("Time", "Minutes", "Slides", "What", "What you do", "When you are late")
    text = "Somebody reads each decision aloud, and everybody holds up a letter, all at once and without a name. " * 2
    widths = shares(head, [_cells("15:45", "12", "01632\u00a0960\u00a0001", "Opening", text, "Never cut")])
    letters = [width * LINE for width in widths]
    assert all(
        room > len(word) for room, word in zip(letters, ["15:45", "Minutes", "01632 960 001", "Opening"], strict=False)
    )
    assert letters[4] == max(letters)


def test_a_column_that_says_more_gets_more() -> None:
    short, long = shares((), [_cells("Lead", "Somebody who can be found at any hour of the day, and rung at night")])
    assert long > 2 * short


def test_where_somebody_writes_a_name_is_most_room() -> None:
    name, done, not_yet = shares(_cells("Name", "Completed", "Not yet"), [_cells("", "", "")] * 3)
    assert name > done + not_yet
    assert not_yet * LINE > len("Completed")


def test_a_word_without_an_end_leaves_room_for_the_others() -> None:
    widths = shares((), [_cells("W" * 120, "W" * 120, "01632\u00a0960\u00a0001", "W" * 120)])
    assert widths[2] * LINE > 13


@given(
    columns=st.integers(1, 8),
    rows=st.lists(st.lists(st.text(max_size=150), min_size=8, max_size=8), min_size=1, max_size=4),
)
def test_they_make_one_in_all_and_none_is_nothing(columns: int, rows: list[list[str]]) -> None:
    widths = shares((), [_cells(*row[:columns]) for row in rows])
    assert sum(widths) == pytest.approx(1)
    assert min(widths) > 0
