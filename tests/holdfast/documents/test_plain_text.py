"""Texts that somebody typed: one line, bounded, and in the direction of their own script."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.documents.plain_text import LONGEST, one_line, reads_from_the_right
from holdfast.documents.typesetting import printed


@given(st.text(max_size=700))
def test_whatever_is_typed_is_one_line_that_is_not_too_long_and_stays_as_it_is(text: str) -> None:
    line = one_line(text)
    assert len(line) <= LONGEST
    assert line == one_line(line)
    assert not any(unicodedata.category(sign) in {"Cc", "Cs", "Co", "Zl", "Zp"} for sign in line)


def test_a_long_text_ends_in_dots() -> None:
    assert one_line("ab " * 200) == ("ab " * 100)[:299].rstrip() + "…"
    assert one_line("a" * LONGEST) == "a" * LONGEST


def test_a_letter_keeps_three_marks_at_most() -> None:
    assert one_line("q\u0332\u0333\u0330\u0324b\u0332") == "q\u0332\u0333\u0330b\u0332"


def test_joined_signs_stay_joined() -> None:
    assert one_line("👩‍🏫 می‌رود") == "👩‍🏫 می‌رود"


@pytest.mark.parametrize(
    ("text", "right"),
    [("علي", True), ("כהן (Ann)", True), ("(12) علي", True), ("Ann علي", False), ("12", False), ("", False)],
)
def test_the_first_letter_says_from_which_side_a_text_is_read(text: str, right: bool) -> None:
    assert reads_from_the_right(text) is right


def test_only_the_names_that_need_it_lose_letters() -> None:
    ann, wang, none = printed(["Ann ქართული", "Wang 王", "王小"])
    assert (ann.text, ann.lost) == ("Ann ქართული", False)
    assert (wang.text, wang.lost) == ("Wang", True)
    assert (none.text, none.lost) == ("", True)
