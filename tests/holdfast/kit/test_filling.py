"""A nation's and a school's words go into texts; what is not told is left out and nothing becomes markup."""

from __future__ import annotations

import pytest

from holdfast.kit.filling import Filling
from holdfast.library import Library
from holdfast.model import School
from holdfast.slides.blocks import Bullets, Paragraph, Table, plain
from holdfast.slides.reading import Part

ODD = "**A** | b [c](https://d.org) `e` # f\\"


@pytest.fixture
def filling(course: Library, school: School) -> Filling:
    told = {"school.name": ODD, "school.lead.name": "Ms A"}
    return Filling(library=course, school=school, facts=told, decks={})


def _only(parts: tuple[Part, ...]) -> Part:
    (part,) = parts
    return part


def test_what_a_school_wrote_stays_text_in_every_kind_of_block(filling: Filling) -> None:
    text = "At {school.name}\n\n- in {school.name}\n\n| Head |\n|---|\n| {school.name} |\n"
    paragraph, bullets, table = _only(filling.markdown(text)).blocks
    assert paragraph == Paragraph(((f"At {ODD}", False),))
    assert isinstance(bullets, Bullets)
    assert bullets.items == (((f"in {ODD}", False),),)
    assert isinstance(table, Table)
    assert table.rows == ((((ODD, False),),),)


def test_strong_words_stay_strong(filling: Filling) -> None:
    (paragraph,) = _only(filling.markdown("Tell **{school.lead.name}** now")).blocks
    assert paragraph == Paragraph((("Tell ", False), ("Ms A", True), (" now", False)))


def test_an_item_a_row_and_a_paragraph_that_are_not_told_are_left_out(filling: Filling) -> None:
    text = (
        "One {school.none}\n\nTwo\n\n- {school.lead.name}\n- {school.none}\n\n"
        "| Head |\n|---|\n| {school.none} |\n| {school.lead.name} |\n"
    )
    paragraph, bullets, table = _only(filling.markdown(text)).blocks
    assert isinstance(paragraph, Paragraph)
    assert plain(paragraph.runs) == "Two"
    assert isinstance(bullets, Bullets)
    assert [plain(item) for item in bullets.items] == ["Ms A"]
    assert isinstance(table, Table)
    assert [plain(row[0]) for row in table.rows] == ["Ms A"]


def test_a_list_or_a_table_of_which_nothing_is_told_is_left_out_whole(filling: Filling) -> None:
    text = "Here\n\n- {school.none}\n\n| Head |\n|---|\n| {school.none} |\n"
    assert _only(filling.markdown(text)).blocks == (Paragraph((("Here", False),)),)


def test_terms_are_in_the_words_of_the_nation(filling: Filling, school: School, course: Library) -> None:
    welsh = Filling(library=course, school=school.model_copy(update={"nation": "wales"}), facts={}, decks={})
    assert filling.line("{safeguarding-lead} first") == "Designated safeguarding lead first"
    assert welsh.line("Tell the {safeguarding-lead}.") == "Tell the designated safeguarding person."


def test_words_of_a_cell_are_replaced_only_by_what_is_told(filling: Filling) -> None:
    blocks = (Paragraph((("On [day], ask [name].", False),)),)
    put = {"[day]": "{school.session.date}", "[name]": "{school.lead.name}"}
    assert filling.put(blocks, put) == (Paragraph((("On [day], ask Ms A.", False),)),)


def test_a_list_with_letters_keeps_them(filling: Filling) -> None:
    choices = Bullets(((("Ask [name]", False),),), lettered=True)
    (told,) = filling.put((choices,), {"[name]": "{school.lead.name}"})
    assert told == Bullets(((("Ask Ms A", False),),), lettered=True)
