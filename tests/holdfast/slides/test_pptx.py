"""Slides as PowerPoint, opened again: real titles, text, tables and pictures, notes, language, the same bytes."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest
from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE_TYPE, PP_PLACEHOLDER
from pptx.util import Pt

from holdfast.library import Library
from holdfast.slides.activities import on_paper
from holdfast.slides.blocks import Bullets, Deck, Paragraph, Picture, Slide, Table, words
from holdfast.slides.deck import deck
from holdfast.slides.pptx import deck_pptx

_SCHOOL = {"Safeguarding lead": "A. Example, 01632 960001", "Deputy": "B. Example"}


@pytest.fixture(scope="module")
def shown() -> Deck:
    from holdfast.library import library

    course = library()
    return on_paper(deck(course, course.module("04_responding"), school=_SCHOOL, minutes=20), course)


@pytest.fixture(scope="module")
def made(shown: Deck) -> bytes:
    from holdfast.library import library

    return deck_pptx(shown, library())


@pytest.fixture
def show(made: bytes) -> Any:
    return _opened(made)


def _opened(made: bytes) -> Any:
    return Presentation(io.BytesIO(made))


def _one(library: Library, *blocks: Any, notes: tuple[Any, ...] = ()) -> Any:
    title = Slide(id="title", title="T", blocks=(Paragraph(words("S")),))
    slide = Slide(id="a", title="One", blocks=tuple(blocks), notes=notes)
    return _opened(deck_pptx(Deck(module_id="m", title="T", minutes=1, slides=(title, slide)), library)).slides[1]


def test_each_slide_has_its_own_real_title(show: Any, shown: Deck) -> None:
    assert [page.shapes.title.text_frame.text for page in show.slides] == [slide.title for slide in shown.slides]


def test_it_is_wide_and_its_letters_are_large_enough_for_a_room(show: Any) -> None:
    assert (show.slide_width, show.slide_height) == (Pt(960), Pt(540))
    styles = show.slide_master._element.xpath("p:txStyles/p:bodyStyle//a:defRPr/@sz")
    assert styles
    assert {int(size) for size in styles} == {2400}
    sizes = [size for page in show.slides for size in page._element.xpath(".//a:rPr/@sz")]
    assert sizes == []


def test_text_stands_in_the_placeholder_of_the_layout(library: Library) -> None:
    page = _one(library, Paragraph((("Say: ", False), ("thank you.", True))), Bullets((words("Stay."),)))
    body = page.placeholders[1].text_frame
    assert [each.text for each in body.paragraphs] == ["Say: thank you.", "Stay."]
    assert [run.font.bold for run in body.paragraphs[0].runs] == [None, True]
    assert page.slide_layout.name == "Title and Content"


def test_lists_have_real_signs_numbers_and_letters(library: Library) -> None:
    page = _one(
        library,
        Bullets((words("Stay."),)),
        Bullets((words("Ring."), words("Wait.")), numbered=True, start=3),
        Bullets((words("Look."), words("Listen.")), lettered=True),
    )
    body = page.placeholders[1].text_frame._txBody
    assert body.xpath(".//a:buChar/@char") == ["•"]
    assert [(each.get("type"), each.get("startAt")) for each in body.xpath(".//a:buAutoNum")] == [
        ("arabicPeriod", "3"),
        ("arabicPeriod", "4"),
        ("alphaUcPeriod", "1"),
        ("alphaUcPeriod", "2"),
    ]


def test_a_table_is_a_table_with_its_head(library: Library) -> None:
    table = Table((words("Say"), words("Better not")), ((words("“Thank you.”"), words("“Why?”")),))
    page = _one(library, Paragraph(words("Read it.")), table, Paragraph(words("Then stay.")))
    [frame] = [shape for shape in page.shapes if shape.has_table]
    assert frame.table.first_row
    assert [[cell.text for cell in row.cells] for row in frame.table.rows] == [
        ["Say", "Better not"],
        ["“Thank you.”", "“Why?”"],
    ]
    assert page.placeholders[1].text_frame.text == "Read it."
    [box] = [shape for shape in page.shapes if shape.shape_type == MSO_SHAPE_TYPE.TEXT_BOX]
    assert box.text_frame.text == "Then stay."
    assert page.placeholders[1].top < frame.top < box.top
    without = _one(library, Table((), ((words("Lead"), words("A. Example")),)))
    [bare] = [shape for shape in without.shapes if shape.has_table]
    assert not bare.table.first_row


def test_a_figure_is_a_picture_that_says_what_it_shows(library: Library) -> None:
    page = _one(library, Picture("five-words", "Five words, from safe to remove.", ()))
    [picture] = [shape for shape in page.shapes if shape.shape_type == MSO_SHAPE_TYPE.PICTURE]
    assert picture._element.xpath(".//p:cNvPr/@descr") == ["Five words, from safe to remove."]
    assert picture.top + picture.height <= Pt(540)
    assert picture.left >= 0


def test_no_placeholder_is_left_empty(show: Any) -> None:
    for page in show.slides:
        for shape in page.placeholders:
            if shape.placeholder_format.type != PP_PLACEHOLDER.SLIDE_NUMBER:
                assert shape.text_frame.text.strip(), page.shapes.title.text_frame.text


def test_notes_are_notes_with_sources_and_minutes(show: Any, shown: Deck, library: Library) -> None:
    told = {slide.title: slide for slide in shown.slides}
    noted = [page for page in show.slides if page.has_notes_slide]
    assert len(noted) > 10
    first = next(page for page in noted if told[page.shapes.title.text_frame.text].section_id == "five-words")
    said = first.notes_slide.notes_text_frame.text
    assert "Ask the room for the names behind the words" in said
    assert "This part: 4 minutes." in said
    assert library.source("nca-alert-2024").short in said
    table = _one(library, Paragraph(words("A")), notes=(Table((words("B"), words("C")), ((words("d"), words("e")),)),))
    assert table.notes_slide.notes_text_frame.text.split("\n") == ["B | C", "d | e"]


def test_an_activity_is_the_moment_with_its_choices_and_the_answer_in_the_notes(show: Any) -> None:
    lettered = [page for page in show.slides if page._element.xpath('.//a:buAutoNum[@type="alphaUcPeriod"]')]
    assert lettered
    assert all("What helps most" in page.notes_slide.notes_text_frame.text for page in lettered)


def test_each_slide_shows_its_number(show: Any) -> None:
    numbered = [page for page in show.slides if page._element.xpath('.//a:fld[@type="slidenum"]')]
    assert len(numbered) == len(show.slides) - 1


def test_every_word_is_marked_as_british_english(show: Any) -> None:
    assert set(show.element.xpath(".//@lang")) == {"en-GB"}
    for page in show.slides:
        parts = [page._element, *([page.notes_slide._element] if page.has_notes_slide else [])]
        spoken = {lang for part in parts for lang in part.xpath(".//@lang")}
        assert spoken == {"en-GB"}
        assert not [run for part in parts for run in part.xpath(".//a:r[not(a:rPr/@lang)]")]


def test_its_properties_say_what_it_is_and_nothing_of_a_computer(show: Any, library: Library) -> None:
    about = show.core_properties
    assert (about.title, about.subject, about.language) == ("Responding", library.course.title, "en-GB")
    assert about.last_modified_by == ""
    assert about.created == about.modified
    assert about.created.date() == library.course.checked_on


def test_the_same_deck_is_the_same_bytes_with_no_clock_in_them(made: bytes, shown: Deck, library: Library) -> None:
    assert deck_pptx(shown, library) == made
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        assert len({entry.date_time for entry in archive.infolist()}) == 1
        assert archive.testzip() is None


def test_what_was_typed_is_text_whatever_it_holds(library: Library) -> None:
    said = '<a:r>&amp; "x" \x07 \x0b 😀 **not strong**'
    page = _one(library, Paragraph(words(said)), Table((), ((words(said), words("")),)))
    assert "<a:r>&amp;" in page.placeholders[1].text_frame.text
    assert "😀 **not strong**" in page.placeholders[1].text_frame.text


def test_unused_layouts_are_gone(show: Any) -> None:
    assert [each.name for each in show.slide_layouts] == ["Title Slide", "Title and Content", "Title Only"]
