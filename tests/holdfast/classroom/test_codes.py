"""A code is read from a wall, typed on a phone, and never a word."""

from __future__ import annotations

import pytest

from holdfast.classroom.codes import ALPHABET, as_code, new_code


def test_codes_have_six_letters_and_none_that_is_taken_for_another() -> None:
    codes = {new_code() for _ in range(500)}
    assert len(codes) == 500
    assert {len(code) for code in codes} == {6}
    assert not set("".join(codes)) & set("AEIOULQS0123456789")
    assert len(ALPHABET) ** 6 > 30_000_000


@pytest.mark.parametrize("written", ["BCDFGH", "bcdfgh", " bcd fgh ", "BCD-FGH", "b.c.d.f.g.h", "\tbcdfgh\n"])
def test_a_code_is_known_as_people_type_it(written: str) -> None:
    assert as_code(written) == "BCDFGH"


@pytest.mark.parametrize(
    "written",
    ["", "BCDFG", "BCDFGHJ", "BCDFGA", "BCDF6H", "ＢＣＤＦＧＨ", "BCDFGH" * 1000, "<b>", "B" + " " * 100 + "CDFGH"],
)
def test_what_can_be_no_code_is_none(written: str) -> None:
    assert as_code(written) is None
