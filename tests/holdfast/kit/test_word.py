"""The Word files: real headings, lists and tables, in British English, and the same bytes each time."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import datetime
from itertools import pairwise
from typing import Any

import pytest
from docx import Document
from docx.document import Document as Doc
from docx.oxml.ns import qn
from PIL import Image

from holdfast import figures
from holdfast.kit.dress import Dress
from holdfast.kit.logo import Logo
from holdfast.kit.parts import Fill, Heading, KitBlock, Page, Part, Quote, Ticks
from holdfast.kit.word import part_docx
from holdfast.library import Library
from holdfast.slides.blocks import Activity, Bullets, Paragraph, Picture, Table, words

Written = Callable[..., Doc]


def _part(*pages: Page, layout: Any = "sheet") -> Part:
    return Part(
        id="a-part", number=1, title="A part", audience="For everyone", group="room", layout=layout, pages=pages,
        formats=("docx",), large_print=False,
    )  # fmt: skip


@pytest.fixture
def dress(course: Library) -> Dress:
    return Dress(library=course, school="Example school")


@pytest.fixture
def written(dress: Dress) -> Written:
    """Return what writes blocks as one page of a part and opens the file."""

    def write(*blocks: KitBlock, title: str = "", of: Dress = dress) -> Doc:
        return Document(io.BytesIO(part_docx(_part(Page(title=title, blocks=blocks)), of)))

    return write


def _style(document: Doc, text: str) -> str | None:
    [found] = [paragraph for paragraph in document.paragraphs if paragraph.text.strip() == text]
    return found.style.name if found.style else None


def test_headings_go_down_one_level_at_a_time(written: Written) -> None:
    document = written(Heading("Inside"), Heading("Deeper", 3), title="A page")
    headings = [(p.style.name, p.text) for p in document.paragraphs if p.style and p.style.name.startswith("Heading")]
    assert headings == [
        ("Heading 1", "A part"), ("Heading 2", "A page"), ("Heading 3", "Inside"), ("Heading 4", "Deeper")
    ]  # fmt: skip
    assert _style(written(Heading("Inside")), "Inside") == "Heading 2"


def test_lists_are_lists_and_each_numbered_one_begins_where_it_says(written: Written) -> None:
    one, two = words("One"), words("Two")
    document = written(
        Bullets((words("A point"),)), Bullets((one, two), numbered=True), Bullets((words("Again"),), numbered=True),
        Bullets((words("Third"),), numbered=True, start=3), Bullets((words("A choice"),), lettered=True),
        Ticks((words("A box"),)),
    )  # fmt: skip
    styles = {text: _style(document, text) for text in ("A point", "Two", "A choice", "A box")}
    assert styles == {"A point": "List Bullet", "Two": "List Number", "A choice": "List Letter", "A box": "List Tick"}
    properties = {p.text: p._p.pPr for p in document.paragraphs if p._p.pPr is not None}
    numbers = {text: each.numPr.numId.val for text, each in properties.items() if each.numPr is not None}
    assert numbers["One"] == numbers["Two"] != numbers["Again"]
    starts = {
        int(each.get(qn("w:numId"))): each.find(f".//{qn('w:startOverride')}").get(qn("w:val"))
        for each in document.part.numbering_part.element.findall(qn("w:num"))
        if each.find(f".//{qn('w:startOverride')}") is not None
    }
    assert starts[numbers["Again"]] == "1"
    assert starts[numbers["Third"]] == "3"


def test_a_table_has_a_head_that_is_told_on_every_page(written: Written) -> None:
    head, row = (words("Who"), words("Phone")), (words("The lead", strong=True), words("01632 960 001"))
    [table] = written(Table(head, (row, (words("Name"), ())))).tables
    assert [[cell.text for cell in each.cells] for each in table.rows] == [
        ["Who", "Phone"], ["The lead", "01632\u00a0960\u00a0001"], ["Name", ""]
    ]  # fmt: skip
    heads = [row._tr.trPr.find(qn("w:tblHeader")) is not None for row in table.rows]
    assert heads == [True, False, False]
    assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)
    assert table.rows[2].height is not None
    assert round(table.rows[2].height.mm) == 9  # room to write
    assert table.cell(0, 0).paragraphs[0].runs[0].bold
    width = sum(cell.width for cell in table.rows[0].cells)
    assert width / (170 * 36000) == pytest.approx(1, abs=0.01)


def test_rows_without_a_head_are_lines_and_no_table(written: Written) -> None:
    document = written(Table((), ((words("Emergency", strong=True), words("999")), (words("Lead"), words("Ann")))))
    assert document.tables == []
    lines = [p for p in document.paragraphs if "\t" in p.text]
    assert [line.text for line in lines] == ["Emergency\t999", "Lead\tAnn"]
    assert len({line.paragraph_format.left_indent for line in lines}) == 1


def test_words_to_say_and_lines_to_write_on_look_like_that(written: Written) -> None:
    document = written(Quote((words("Say this."), words("Then this."))), Fill("Name"), Fill("What was done", 3))
    assert _style(document, "Then this.") == "Quote"
    lines = [paragraph for paragraph in document.paragraphs if paragraph.paragraph_format.tab_stops]
    assert [line.text for line in lines] == ["Name \t", "What was done \t", "\t", "\t"]


def test_strong_words_stay_strong_and_nothing_is_read_as_markup(written: Written) -> None:
    document = written(Paragraph((("Say: ", True), ("<b>*{lead}*</b> & co.", False))))
    paragraph = document.paragraphs[2]
    assert [(run.text, bool(run.bold)) for run in paragraph.runs] == [("Say: ", True), ("<b>*{lead}*</b> & co.", False)]


def test_a_picture_has_its_words(written: Written) -> None:
    plan = figures.tell("five-words")
    document = written(Picture("five-words", plan.alternative, plan.rows))
    [shape] = document.inline_shapes
    assert shape._inline.docPr.get("descr") == plan.alternative


def test_the_logo_is_there_with_the_name_of_the_school(written: Written, course: Library) -> None:
    out = io.BytesIO()
    Image.new("RGB", (40, 20), "teal").save(out, "PNG")
    logo = Logo(png=out.getvalue(), width=40, height=20)
    document = written(Paragraph(words("x")), of=Dress(library=course, school="Example school", logo=logo))
    [shape] = document.inline_shapes
    assert shape._inline.docPr.get("descr") == "Logo of Example school"
    assert shape.width == 2 * shape.height


def test_an_activity_is_no_paper(written: Written) -> None:
    with pytest.raises(ValueError, match="cannot hold the activity scenario can-i-show-you"):
        written(Activity("scenario", "can-i-show-you"))


def test_the_next_sheet_begins_a_page_and_a_slip_does_not(dress: Dress) -> None:
    pages = [Page(title=title, blocks=(Paragraph(words("x")),)) for title in ("First", "Second")]
    for layout, breaks in (("sheet", [False, True]), ("slips", [False, False])):
        document = Document(io.BytesIO(part_docx(_part(*pages, layout=layout), dress)))
        found = [p for p in document.paragraphs if p.text in {"First", "Second"}]
        assert [bool(p.paragraph_format.page_break_before) for p in found] == breaks, layout


def test_it_is_a4_in_british_english_and_says_what_it_is(written: Written, course: Library) -> None:
    document = written(Paragraph(words("x")))
    assert (round(document.sections[0].page_width.mm), round(document.sections[0].page_height.mm)) == (210, 297)
    assert {each.get(qn("w:val")) for each in document.styles.element.iter(qn("w:lang"))} == {"en-GB"}
    about = document.core_properties
    assert (about.title, about.author, about.language) == ("A part", "Example school", "en-GB")
    assert (about.comments, about.last_modified_by) == ("", "")
    day = course.course.checked_on
    assert about.created is not None
    assert about.created.replace(tzinfo=None) == datetime(day.year, day.month, day.day)  # noqa: DTZ001  (as the file has it)


def test_what_it_rests_on_stands_at_its_end(dress: Dress, course: Library) -> None:
    source = next(each for each in course.sources.values() if each.status == "to-verify")
    page = Page(title="", blocks=(Paragraph(words("x")),), sources=("nca-alert-2024", source.id))
    document = Document(io.BytesIO(part_docx(_part(page), dress)))
    told = f"This rests on: {course.source('nca-alert-2024').short}; {source.short} (not yet confirmed by us)."
    assert document.paragraphs[-1].text == told


def test_the_same_part_gives_the_same_bytes_without_a_clock_in_them(dress: Dress, course: Library) -> None:
    part = _part(Page(title="", blocks=(Bullets((words("One"),), numbered=True), Ticks((words("Two"),)))))
    first = part_docx(part, dress)
    assert part_docx(part, dress) == first
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        day = course.course.checked_on
        assert {entry.date_time for entry in archive.infolist()} == {(day.year, day.month, day.day, 0, 0, 0)}
        assert not [name for name in archive.namelist() if "thumbnail" in name or "WithEffects" in name]


def test_every_part_that_may_be_edited_opens_and_says_its_title(made: tuple[Part, ...], dress: Dress) -> None:
    parts = [part for part in made if "docx" in part.formats]
    assert len(parts) > 20
    for part in parts:
        document = Document(io.BytesIO(part_docx(part, dress)))
        levels = [int(p.style.name[-1]) for p in document.paragraphs if p.style and p.style.name.startswith("Heading")]
        assert levels[0] == 1, part.id
        assert all(after - before <= 1 for before, after in pairwise(levels)), part.id
        assert document.core_properties.title == part.title
