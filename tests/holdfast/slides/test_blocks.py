"""Blocks say what stands in them, and a table shares its width out by what its columns say."""

from __future__ import annotations

import pytest

from holdfast.slides.blocks import Table, as_list, plain, shares, words


def _table(*rows: tuple[str, ...], head: tuple[str, ...] = ()) -> Table:
    return Table(tuple(words(each) for each in head), tuple(tuple(words(each) for each in row) for row in rows))


def test_a_column_that_says_more_is_wider_and_none_is_squeezed() -> None:
    short, long = shares(_table(("999", "what is said here is much longer than a number " * 9)))
    assert long > short > 0.15
    assert short + long == pytest.approx(1)


def test_a_table_in_which_nothing_stands_yet_is_shared_out_evenly() -> None:
    assert shares(_table(("", ""))) == (0.5, 0.5)


def test_a_table_as_a_list_says_each_cell_under_its_head() -> None:
    table = _table(("Safe.", "every adult", "Stay!"), ("Tell", "all", ""), head=("Word", "Whose", "Do"))
    assert [plain(item) for item in as_list(table).items] == [
        "Safe. Whose: every adult. Do: Stay!",
        "Tell. Whose: all.",
    ]


def test_no_words_are_no_runs() -> None:
    assert words("") == ()
    assert words("Now", strong=True) == (("Now", True),)
