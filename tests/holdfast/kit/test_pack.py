"""The pack as a whole: which files it has, that each can be used, and that it is the same each time."""

from __future__ import annotations

import io
from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path

import pytest
from docx import Document
from pptx import Presentation

from holdfast.errors import UserError
from holdfast.kit.contents import FOLDERS
from holdfast.kit.pack import papers
from holdfast.kit.school import EXAMPLE, Told, read_school
from holdfast.library import Library
from holdfast.model import Nation
from kit_school import written
from pdf_reading import read, sizes, tags, words

A4 = (595, 842)
ONE_SHEET = ("run-sheet-20", "run-sheet-60", "run-sheet-90", "action-card", "attendance-register", "office-card")


@pytest.fixture(scope="module")
def example() -> Told:
    return read_school(EXAMPLE)


@pytest.fixture(scope="module")
def pack(course: Library, example: Told) -> Mapping[str, bytes]:
    """The example's pack, all files of it."""
    return {paper.name: paper.make() for paper in papers(course, example)}


@pytest.fixture(scope="module")
def pdfs(pack: Mapping[str, bytes]) -> Mapping[str, bytes]:
    return {name: content for name, content in pack.items() if name.endswith(".pdf")}


def test_it_has_papers_for_each_time_slides_for_each_length_and_a_first_page(pack: Mapping[str, bytes]) -> None:
    names = list(pack)
    assert names == sorted(names)
    folders = {name.partition("/")[0] for name in names if "/" in name}
    assert folders == {*FOLDERS.values(), "5-slides"}
    assert {name for name in names if "/" not in name} == {"00-contents.pdf", "README.txt"}
    assert {f"5-slides/slides-{minutes}.{form}" for minutes in (20, 60, 90) for form in ("pdf", "pptx")} <= set(names)
    assert "3-to-hand-out/20-action-card.docx" in names
    assert "3-to-hand-out/20-action-card-large-print.pdf" in names
    assert sum(name.endswith("-large-print.pdf") for name in names) >= 8


def test_no_name_of_a_file_tells_the_topic(pack: Mapping[str, bytes]) -> None:
    telling = ("sext", "extort", "threat", "image", "picture", "nude", "suicide")
    assert not [name for name in pack if any(word in name for word in telling)]


def test_every_pdf_is_tagged_for_screen_readers(pdfs: Mapping[str, bytes]) -> None:
    for name, content in pdfs.items():
        root = read(content).trailer["/Root"]
        assert root["/Lang"] == "en-GB", name
        assert root["/MarkInfo"]["/Marked"], name
        assert root["/ViewerPreferences"]["/DisplayDocTitle"], name
        assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data(), name
        about = read(content).metadata
        assert about is not None, name
        assert about.title, name


def test_headings_of_every_pdf_begin_at_the_top_and_go_down_one_at_a_time(pdfs: Mapping[str, bytes]) -> None:
    for name, content in pdfs.items():
        levels = [int(tag[1]) for tag in tags(content) if tag[0] == "H" and tag[1:].isdigit()]
        if levels:
            assert levels[0] == 1, name
        assert all(after - before <= 1 for before, after in pairwise(levels)), name


def test_no_table_of_a_pdf_lacks_the_names_of_its_columns(pdfs: Mapping[str, bytes]) -> None:
    for name, content in pdfs.items():
        found = tags(content)
        assert found.count("TH") >= found.count("Table"), name


def test_no_page_is_empty_and_all_are_a4(pdfs: Mapping[str, bytes]) -> None:
    for name, content in pdfs.items():
        for number, page in enumerate(read(content).pages, start=1):
            assert tuple(round(side) for side in page.mediabox[2:]) == A4, name
            assert len(page.extract_text().split()) > 25, (name, number)


def test_what_is_held_in_the_hand_is_one_sheet(pdfs: Mapping[str, bytes]) -> None:
    for stem in ONE_SHEET:
        [content] = [content for name, content in pdfs.items() if name.endswith(f"-{stem}.pdf")]
        assert len(read(content).pages) == 1, stem
    [wallet] = [content for name, content in pdfs.items() if name.endswith("-wallet-card.pdf")]
    assert len(read(wallet).pages) == 2


def test_large_print_is_large(pdfs: Mapping[str, bytes]) -> None:
    for name, content in pdfs.items():
        assert min(sizes(content)) >= (18 if name.endswith("-large-print.pdf") else 5.5), name


def test_the_schools_own_numbers_are_where_they_are_needed(pack: Mapping[str, bytes], example: Told) -> None:
    school = example.school
    for stem in ("1-before/02-local-numbers", "3-to-hand-out/20-action-card"):
        text = words(pack[f"{stem}.pdf"]).replace("\u00a0", " ")
        for number in (school.lead.phone, school.deputy.phone, school.out_of_hours.phone, school.front_door.phone):
            assert number in text, (stem, number)
    slides = Presentation(io.BytesIO(pack["5-slides/slides-60.pptx"])).slides
    assert any(school.lead.phone in cell.text for slide in slides for shape in slide.shapes if shape.has_table
               for row in shape.table.rows for cell in row.cells)  # fmt: skip


def test_no_place_of_a_text_was_left_unfilled(pack: Mapping[str, bytes]) -> None:
    for name, content in pack.items():
        if name.endswith(".docx"):
            text = "\n".join(paragraph.text for paragraph in Document(io.BytesIO(content)).paragraphs)
        else:
            text = words(content) if name.endswith(".pdf") else ""
        assert "{" not in text, name


def test_the_run_sheet_names_the_slides_of_this_pack(pack: Mapping[str, bytes]) -> None:
    slides = Presentation(io.BytesIO(pack["5-slides/slides-60.pptx"])).slides
    [sheet] = Document(io.BytesIO(pack["2-in-the-room/11-run-sheet-60.docx"])).tables
    spans = [row.cells[2].text for row in sheet.rows[1:] if row.cells[2].text[:1].isdigit()]
    last = [int(span.split()[-1]) for span in spans]
    assert last == sorted(last)
    assert last[-1] <= len(slides)
    first_minute = next(row for row in sheet.rows if row.cells[3].text == "The first minute")
    at = int(first_minute.cells[2].text.split()[0])
    assert slides[at - 1].shapes.title is not None
    assert "first minute" in slides[at - 1].shapes.title.text.lower()


def test_the_same_school_gives_the_same_bytes(pack: Mapping[str, bytes], course: Library) -> None:
    again = {paper.name: paper.make for paper in papers(course, read_school(EXAMPLE))}
    assert list(again) == list(pack)
    for name in (
        "00-contents.pdf", "README.txt", "2-in-the-room/11-run-sheet-60.docx", "2-in-the-room/16-room-cards.pdf",
        "3-to-hand-out/20-action-card-large-print.pdf", "3-to-hand-out/21-wallet-card.pdf",
        "3-to-hand-out/22-poster-staff.pdf", "5-slides/slides-20.pdf", "5-slides/slides-20.pptx",
    ):  # fmt: skip
        assert again[name]() == pack[name], name


@pytest.mark.parametrize("nation", ["wales", "scotland", "northern-ireland"])
def test_each_nation_has_its_papers(course: Library, tmp_path: Path, nation: Nation) -> None:
    told = read_school(written(tmp_path, {"nation": nation}))
    found = {paper.name: paper.make for paper in papers(course, told)}
    for name in (
        "1-before/02-local-numbers.pdf",
        "3-to-hand-out/20-action-card.docx",
        "3-to-hand-out/24-parent-page.pdf",
    ):
        assert found[name](), name


def test_a_square_code_is_in_the_pack_of_a_school_with_a_help_page(course: Library, tmp_path: Path) -> None:
    told = read_school(written(tmp_path, {"help_page": "https://www.example.org/help"}))
    found = {paper.name: paper.make for paper in papers(course, told)}
    assert found["3-to-hand-out/help-page-code.png"]().startswith(b"\x89PNG")
    assert "www.example.org/help" in words(found["3-to-hand-out/23-poster-pupils.pdf"]())
    without = {paper.name for paper in papers(course, read_school(EXAMPLE))}
    assert "3-to-hand-out/help-page-code.png" not in without


def test_letters_that_no_paper_can_show_are_refused_by_name(course: Library, tmp_path: Path) -> None:
    told = read_school(written(tmp_path, {"lead.name": "王小明", "quiet_room": "Stafell ŵyr, Ŷnys"}))
    with pytest.raises(UserError, match=r"^The papers have no letters for all of lead\.name: write it in school\.yaml"):
        papers(course, told)


def test_what_a_school_wrote_is_never_read_as_markup(course: Library, tmp_path: Path) -> None:
    text = "#panic() <b>*R4*</b> {lead} $x$"
    told = read_school(written(tmp_path, {"quiet_room": text}))
    found = {paper.name: paper.make for paper in papers(course, told)}
    assert text in words(found["2-in-the-room/11-run-sheet-60.pdf"]())
    document = Document(io.BytesIO(found["2-in-the-room/11-run-sheet-60.docx"]()))
    assert any(text in paragraph.text for paragraph in document.paragraphs)
