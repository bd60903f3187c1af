"""The first page of a pack, as a paper and as plain text."""

from __future__ import annotations

from dataclasses import replace

import pytest

from holdfast.kit.contents import FOLDERS, contents_part, read_me
from holdfast.kit.dress import Dress
from holdfast.kit.parts import Page, Part, Quote
from holdfast.kit.pdf import part_pdf
from holdfast.library import Library
from holdfast.slides.blocks import words
from pdf_reading import words as said


@pytest.fixture
def contents(made: tuple[Part, ...], course: Library) -> Part:
    return contents_part(made, course, [20, 60])


@pytest.fixture
def dress(course: Library) -> Dress:
    return Dress(library=course, school="Example school")


def test_every_paper_is_told_with_its_number_its_folder_and_its_forms(
    contents: Part, made: tuple[Part, ...], dress: Dress
) -> None:
    text = read_me(contents, dress).decode("utf-8")
    for part in made:
        assert f"{part.number:02d}  {part.title}\r\n" in text, part.id
    assert all(folder in text for folder in (*FOLDERS.values(), "5-slides"))
    assert "60 minutes: PowerPoint, PDF with notes" in text
    line = " ".join(text.split())
    assert line.index("02 Names") < line.index("PDF, large print, Word.") < line.index("03 Who")
    on_paper = said(part_pdf(contents, dress))
    for part in made:
        assert part.title in on_paper, part.id


def test_it_says_which_course_it_is_and_that_nobody_from_outside_has_reviewed_it(
    contents: Part, made: tuple[Part, ...], course: Library, dress: Dress
) -> None:
    text = " ".join(read_me(contents, dress).decode("utf-8").split())
    assert f"version {course.course.version}" in text
    assert "Nothing here is legal advice." in text
    assert "Nobody from outside has reviewed it yet." in text
    reviewed = replace(course, course=course.course.model_copy(update={"reviewed_by": ("A lead", "A lawyer")}))
    told = read_me(contents_part(made, reviewed, []), dress).decode("utf-8")
    assert "Reviewed by A lead, A lawyer." in " ".join(told.split())
    assert "5-slides" not in told


def test_sources_of_what_has_no_room_for_them_stand_here(contents: Part, course: Library, dress: Dress) -> None:
    text = " ".join(read_me(contents, dress).decode("utf-8").split())
    assert "Twelve hard questions: " in text
    assert course.source("bank-159").short in text


def test_the_text_is_narrow_and_can_be_read_in_any_editor(contents: Part, dress: Dress) -> None:
    text = read_me(contents, dress).decode("utf-8")
    assert max(len(line) for line in text.split("\r\n")) <= 80
    assert "\n" not in text.replace("\r\n", "")
    assert "checksums.sha256" in text


def test_another_kind_of_block_is_a_mistake_of_ours(contents: Part, dress: Dress) -> None:
    page = Page(title="", blocks=(Quote((words("x"),)),))
    with pytest.raises(ValueError, match="has no Quote"):
        read_me(replace(contents, pages=(page,)), dress)
