"""The PDF papers: tagged, whole, on the sheets they are meant for, whatever a school wrote."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from PIL import Image

from holdfast import figures
from holdfast.kit.dress import Dress
from holdfast.kit.logo import Logo
from holdfast.kit.parts import Fill, Heading, KitBlock, Page, Part, Quote, Ticks
from holdfast.kit.pdf import part_pdf
from holdfast.library import Library
from holdfast.slides.blocks import Activity, Bullets, Paragraph, Picture, Table, words
from pdf_reading import read, sizes, tags
from pdf_reading import words as said

A4 = (595, 842)
TEXT = "Somebody reads each decision aloud, and everybody holds up a letter, all at once and without a name. "

Made = Callable[..., bytes]


def _part(pages: tuple[Page, ...], layout: Any = "sheet", title: str = "A part") -> Part:
    return Part(
        id="a-part", number=1, title=title, audience="For everyone", group="room", layout=layout, pages=pages,
        formats=("pdf",), large_print=True,
    )  # fmt: skip


@pytest.fixture
def dress(course: Library) -> Dress:
    return Dress(library=course, school="Example school")


@pytest.fixture
def sheet(dress: Dress) -> Made:
    """Return what sets blocks as a sheet."""

    def make(*blocks: KitBlock, large: bool = False, of: Dress = dress) -> bytes:
        return part_pdf(_part((Page(title="", blocks=blocks),)), of, large=large)

    return make


def _alts(pdf: bytes) -> list[str]:
    """Return the words that stand for pictures."""
    found: list[str] = []

    def walk(node: Any) -> None:
        node = node.get_object() if hasattr(node, "get_object") else node
        for child in node if isinstance(node, list) else []:
            walk(child)
        if isinstance(node, dict):
            found.extend([str(node["/Alt"])] if "/Alt" in node else [])
            walk(node.get("/K", []))

    walk(read(pdf).trailer["/Root"]["/StructTreeRoot"]["/K"])
    return found


def test_every_block_is_tagged_as_what_it_is(sheet: Made) -> None:
    pdf = sheet(
        Heading("Inside"), Paragraph((("Say: ", True), ("this.", False))), Bullets((words("One"), words("Two"))),
        Bullets((words("Three"),), numbered=True, start=3), Bullets((words("A choice"),), lettered=True),
        Ticks((words("A box"),)), Quote((words("Aloud."),)), Fill("Name"), Fill("What was done", 3),
        Table((words("Who"), words("Phone")), ((words("The lead"), words("01632 960 001")),)),
    )  # fmt: skip
    found = tags(pdf)
    assert [tag for tag in found if tag in {"H1", "H2", "H3"}] == ["H1", "H2"]
    assert (found.count("L"), found.count("LI")) == (4, 5)
    assert (found.count("TH"), found.count("TD")) == (2, 2)
    assert found.count("Lbl") == 5  # bullets, numbers, letters and boxes are told, too
    assert "Strong" in found
    text = said(pdf)
    for part in ("A part", "For everyone", "Say: this.", "3. Three", "A. A choice", "Aloud.", "Name", "Example school"):
        assert part in text, part


def test_rows_without_a_head_are_a_list_to_a_screen_reader(sheet: Made) -> None:
    found = tags(sheet(Table((), ((words("Emergency"), words("999")), (words("Lead"), words("Ann"))))))
    assert "Table" not in found
    assert found.count("LI") == 2


def test_it_is_an_accessible_pdf_in_british_english_with_its_title(sheet: Made, course: Library) -> None:
    pdf = sheet(Paragraph(words(TEXT)))
    root = read(pdf).trailer["/Root"]
    assert root["/Lang"] == "en-GB"
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data()
    about = read(pdf).metadata
    assert about is not None
    assert (about.title, about.author) == ("A part", None)
    assert about.creation_date is not None
    assert about.creation_date.date() == course.course.checked_on


def test_nothing_is_read_as_markup(sheet: Made) -> None:
    for text in (
        "#panic()",
        "$x^2$ *bold* _it_",
        "<label> @reference // comment",
        r"\u{41} \ end",
        "https://example.org",
    ):
        pdf = sheet(
            Heading(text), Paragraph(words(text)), Table((words(text), words("b")), ((words(text), ()),)), Fill(text)
        )
        assert said(pdf).count(text) == 5, text
        assert "Link" not in tags(pdf)


def test_a_page_that_is_a_little_too_long_is_set_smaller_and_a_longer_one_runs_on(sheet: Made) -> None:
    def pages(count: int) -> tuple[int, float]:
        pdf = sheet(*(Paragraph(words(TEXT * 2)) for _ in range(count)))
        return len(read(pdf).pages), sorted(sizes(pdf))[1]  # the smallest letters are those of the foot

    assert pages(10) == (1, 11)
    sheets, size = pages(21)
    assert sheets == 1
    assert 8.7 < size < 11
    sheets, size = pages(43)
    assert sheets == 3
    assert 9.8 < size < 11


def test_in_large_letters_nothing_is_smaller_than_18_points(sheet: Made) -> None:
    wide = Table((words("What"), words("Yes"), words("No")), ((words("I knew"), (), ()),))
    told = Table((words("Who"), words("Name"), words("Phone")), ((words("Lead"), words("Ann"), words("101")),))
    pdf = sheet(Heading("Inside"), Paragraph(words(TEXT)), wide, told, Fill("Name"), large=True)
    assert min(sizes(pdf)) >= 18
    text = said(pdf)
    assert "I knew ☐ Yes ☐ No" in text  # boxes, one below the other
    assert "Lead. Name: Ann. Phone: 101." in text
    assert "Table" not in tags(pdf)


def test_a_number_is_never_broken_over_two_lines(sheet: Made) -> None:
    pdf = sheet(*(Paragraph(words(f"{'x' * length} 01632 960 001")) for length in range(20, 90)))
    assert "".join(page.extract_text() for page in read(pdf).pages).count("01632\u00a0960\u00a0001") == 70


def test_a_small_table_is_kept_in_one_piece(sheet: Made) -> None:
    table = Table((), tuple((words(f"Row {number}"), words("x")) for number in range(3)))
    line = Paragraph(words("A line."))
    for before in range(14, 24):
        pages = read(sheet(*([line] * before), table, *([line] * 5), large=True)).pages
        assert all(("Row 0" in page.extract_text()) == ("Row 2" in page.extract_text()) for page in pages)
    long = Table((words("What"), words("x")), tuple((words(f"Row {number}"), words("x")) for number in range(90)))
    pages = read(sheet(long)).pages
    assert len(pages) > 1
    assert all("What" in page.extract_text() for page in pages)  # its head stands on each


def test_no_sheet_begins_with_the_very_last_line(sheet: Made) -> None:
    for before in range(9, 14):
        pdf = sheet(
            *(Paragraph(words(TEXT * 2)) for _ in range(before)), Fill("Name"), Fill("Day"), Fill("By"), large=True
        )
        pages = [page.extract_text().splitlines() for page in read(pdf).pages]
        assert [("Name" in page) == ("By" in page) for page in pages] == [True] * len(pages)


def test_slips_are_set_alike_and_fill_their_sheets(dress: Dress) -> None:
    slips = tuple(Page(title=f"{number}. Why?", blocks=(Paragraph(words(TEXT * 2)),)) for number in range(1, 13))
    pdf = part_pdf(_part(slips, "slips"), dress)
    on_each = [page.extract_text().count("Why?") for page in read(pdf).pages]
    assert on_each == [6, 6]
    assert len(sizes(pdf)) == 2  # of the words, and of their heads
    assert tags(pdf).count("H1") == 12


def test_slips_that_say_much_are_larger(dress: Dress) -> None:
    slips = tuple(Page(title="", blocks=(Paragraph(words(TEXT * 14)),)) for _ in range(4))
    pdf = part_pdf(_part(slips, "slips"), dress)
    assert said(pdf).count("Somebody") == 4 * 14
    assert min(sizes(pdf)) >= 9
    assert len(read(pdf).pages) == 2


def test_ten_wallet_cards_lie_on_a_sheet_and_are_read_out_once(dress: Dress) -> None:
    sides = (
        Page(title="Example school", blocks=(Paragraph(words("Useful numbers")),)),
        Page(title="", blocks=(Paragraph(words("Stay with them")), Table((), ((words("Danger"), words("999")),)))),
    )
    pdf = part_pdf(_part(sides, "wallet"), dress)
    front, back = (page.extract_text() for page in read(pdf).pages)
    assert (front.count("Useful numbers"), back.count("Stay with them"), back.count("999")) == (10, 10, 10)
    assert tags(pdf).count("H1") == 1
    assert tags(pdf).count("LI") == 1
    assert all(tuple(round(side) for side in page.mediabox[2:]) == A4 for page in read(pdf).pages)


def test_a_poster_is_one_sheet_in_letters_as_large_as_fit(dress: Dress) -> None:
    def poster(count: int) -> bytes:
        blocks = tuple(Paragraph(words(TEXT)) for _ in range(count))
        return part_pdf(_part((Page(title="", blocks=blocks),), "poster"), dress)

    short, long = poster(2), poster(9)
    assert len(read(short).pages) == len(read(long).pages) == 1
    assert max(sizes(short)) > max(sizes(long)) > 18
    assert said(long).count("Somebody") == 9


def test_the_square_code_stands_where_people_carry_it_and_says_where_it_leads(course: Library, dress: Dress) -> None:
    told = Dress(library=course, school="Example school", help_page="https://www.example.org/help")
    page = Page(title="", blocks=(Paragraph(words("x")),))
    for layout in ("poster", "wallet"):
        part = _part((page, page), layout)
        assert _alts(part_pdf(part, told)) == ["Square code that leads to https://www.example.org/help"], layout
        assert _alts(part_pdf(part, dress)) == [], layout
    assert "Our help page: www.example.org/help" in said(part_pdf(_part((page,), "poster"), told))


def test_a_logo_is_shown_beside_the_name_and_not_read_out(course: Library, dress: Dress, sheet: Made) -> None:
    out = io.BytesIO()
    Image.new("RGB", (40, 20), "teal").save(out, "PNG")
    told = Dress(library=course, school="Example school", logo=Logo(png=out.getvalue(), width=40, height=20))
    with_logo = sheet(Paragraph(words(TEXT)), of=told)
    assert len(read(with_logo).pages[0].images) == 1
    assert len(read(sheet(Paragraph(words(TEXT)))).pages[0].images) == 0
    assert _alts(with_logo) == []
    wallet = _part((Page(title="", blocks=(Paragraph(words("x")),)),) * 2, "wallet")
    assert len(read(part_pdf(wallet, told)).pages[0].images) >= 1


def test_a_picture_has_its_words(sheet: Made) -> None:
    plan = figures.tell("five-words")
    assert _alts(sheet(Picture("five-words", plan.alternative, plan.rows))) == [plan.alternative]


def test_an_activity_is_no_paper(sheet: Made) -> None:
    with pytest.raises(ValueError, match="cannot hold the activity scenario can-i-show-you"):
        sheet(Activity("scenario", "can-i-show-you"))


def test_what_a_sheet_rests_on_stands_at_its_end(dress: Dress, course: Library) -> None:
    page = Page(title="", blocks=(Paragraph(words(TEXT)),), sources=("nca-alert-2024",))
    told = f"This rests on: {course.source('nca-alert-2024').short}."
    assert told in said(part_pdf(_part((page,)), dress))
    assert told not in said(part_pdf(_part((page,)), dress, large=True))


@pytest.mark.parametrize("name", ["W" * 120, "Wilhelmina " * 10, "ẞ" * 60, "مدرسة", "i" * 120])
def test_the_longest_names_stay_on_their_card_and_poster(course: Library, name: str) -> None:
    told = Dress(library=course, school=name, help_page=f"https://www.example.org/{'a' * 170}")
    sides = (Page(title=name, blocks=(Paragraph(words("Useful")),)), Page(title="", blocks=(Paragraph(words("999")),)))
    cards = read(part_pdf(_part(sides, "wallet"), told)).pages
    assert len(cards) == 2
    heights: list[float] = []
    cards[0].extract_text(
        visitor_text=lambda text, _cm, tm, _f, _s: heights.append(tm[5]) if "Useful" in text else None
    )
    assert len(heights) == 10
    poster = Table((), ((words(name), words(name)), (words(name), words(name))))
    page = Page(title="", blocks=(Paragraph(words(TEXT)), poster, Paragraph(words("The end"))))
    pages = read(part_pdf(_part((page,), "poster"), told)).pages
    assert len(pages) == 1
    assert "The end" in pages[0].extract_text()


def test_the_same_part_gives_the_same_bytes(sheet: Made) -> None:
    blocks = (Paragraph(words(TEXT)), Table((words("Who"),), ((words("Lead"),),)))
    assert sheet(*blocks) == sheet(*blocks) != sheet(*blocks, Fill("Name"))
