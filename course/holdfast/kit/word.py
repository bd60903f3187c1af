"""Writes a part of the session pack as a Word file, for a school to change: real headings, lists and tables.

Called by `holdfast.kit.pack`. How it looks stands in `holdfast.kit.word_styles`.
"""

from __future__ import annotations

import io
from datetime import UTC, datetime, time
from typing import TYPE_CHECKING

from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Length, Mm, Pt
from docx.table import Table as WordTable
from docx.text.paragraph import Paragraph as WordParagraph

from holdfast.documents.zip_file import settled
from holdfast.interface_text import language, say
from holdfast.kit.columns import shares
from holdfast.kit.dress import Dress, sources_line, whole_numbers
from holdfast.kit.parts import Fill, Heading, KitBlock, Page, Part, Quote, Ticks
from holdfast.kit.word_styles import BULLETS, LETTERS, QUOTE, SMALL, STEPS, TICKS, bare_document, new_list
from holdfast.library import Library
from holdfast.slides.blocks import Activity, Bullets, Paragraph, Picture, Runs, Table
from holdfast.slides.raster import figure_png

if TYPE_CHECKING:
    from docx.document import Document

_ROOM = Mm(170)  #: between the margins
_ROOM_TO_WRITE = Mm(9)
_LOGO = Mm(14)  #: its height
_PICTURE = Mm(120)  #: its width


def part_docx(part: Part, dress: Dress) -> bytes:
    """Return a part as a Word file; the same input gives the same bytes."""
    document = bare_document()
    _describe(document, part, dress)
    _set_foot(document, dress)
    if dress.logo:
        alt = say("Logo of {school}", school=dress.school)
        _put_picture(document.add_paragraph(), dress.logo.png, alt, height=_LOGO)
    document.add_heading(part.title, level=1)
    if part.audience:
        document.add_paragraph(part.audience, style=SMALL)
    for number, page in enumerate(part.pages):
        _write_page(document, page, dress.library, new=number > 0 and part.layout != "slips")
    if sources := sources_line(part, dress.library):
        document.add_paragraph(sources, style=SMALL)
    out = io.BytesIO()
    document.save(out)
    return settled(out.getvalue(), dress.made_on)


def _describe(document: Document, part: Part, dress: Dress) -> None:
    about = document.core_properties
    about.title, about.language, about.author = part.title, language(), dress.school
    about.comments, about.last_modified_by, about.revision = "", "", 1
    about.created = about.modified = datetime.combine(dress.made_on, time(), tzinfo=UTC)


def _set_foot(document: Document, dress: Dress) -> None:
    [section] = document.sections
    foot = section.footer.paragraphs[0]
    foot.style = SMALL
    foot.add_run(f"{dress.school}\t")
    foot.paragraph_format.tab_stops.add_tab_stop(_ROOM, WD_TAB_ALIGNMENT.RIGHT)
    _field(foot, "PAGE")


def _field(paragraph: WordParagraph, name: str) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), name)
    paragraph._p.append(field)  # noqa: SLF001  (python-docx has no door to fields)


def _put_picture(paragraph: WordParagraph, png: bytes, alt: str, **size: Length) -> None:
    picture = paragraph.add_run().add_picture(io.BytesIO(png), **size)
    picture._inline.docPr.set("descr", alt)  # noqa: SLF001  (nor to alternative texts)


def _write_page(document: Document, page: Page, library: Library, *, new: bool) -> None:
    first = len(document.paragraphs)
    if page.title:
        document.add_heading(page.title, level=2)
    deeper = 1 if page.title else 0
    for block in page.blocks:
        _write(document, block, deeper, library)
    if new and len(document.paragraphs) > first:
        document.paragraphs[first].paragraph_format.page_break_before = True


def _write(document: Document, block: KitBlock, deeper: int, library: Library) -> None:
    match block:
        case Heading(text, level):
            document.add_heading(text, level=level + deeper)
        case Table(head, rows) if head:
            _write_table(document, head, rows)
        case Table(_, rows):
            _write_pairs(document, rows)
        case Fill(label, lines):
            _write_lines(document, label, lines)
        case Picture(figure_id, alt):
            _put_picture(document.add_paragraph(), figure_png(figure_id, library), alt, width=_PICTURE)
        case Activity():
            raise ValueError(f"A paper of the pack cannot hold the activity {block.kind} {block.id}.")
        case _:
            _write_words(document, block)


def _write_words(document: Document, block: Paragraph | Bullets | Quote | Ticks) -> None:
    match block:
        case Paragraph(runs):
            _put(document.add_paragraph(), runs)
        case Bullets():
            _write_list(document, block)
        case Quote(paragraphs):
            for each in paragraphs:
                _put(document.add_paragraph(style=QUOTE), each)
        case Ticks(items):
            for item in items:
                _put(document.add_paragraph(style=TICKS), item)


def _put(paragraph: WordParagraph, runs: Runs, *, strong: bool = False) -> None:
    for text, is_strong in whole_numbers(runs):
        paragraph.add_run(text).bold = True if strong or is_strong else None


def _write_list(document: Document, block: Bullets) -> None:
    style = LETTERS if block.lettered else STEPS if block.numbered else BULLETS
    number = new_list(document, style, block.start) if style != BULLETS else None
    for item in block.items:
        paragraph = document.add_paragraph(style=style)
        if number is not None:
            properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()  # noqa: SLF001  (nor to numbers of lists)
            properties.get_or_add_ilvl().val = 0
            properties.get_or_add_numId().val = number
        _put(paragraph, item)


def _write_table(document: Document, head: tuple[Runs, ...], rows: tuple[tuple[Runs, ...], ...]) -> None:
    table = document.add_table(rows=0, cols=len(head), style="Table Grid")
    table.autofit = False
    for number, row in enumerate((head, *rows)):
        _write_row(table, row, is_head=number == 0)
    for column, share in zip(table.columns, shares(head, rows), strict=True):
        for cell in column.cells:
            cell.width = Length(int(_ROOM * share))
    document.add_paragraph().paragraph_format.space_after = Pt(0)


def _write_row(table: WordTable, cells: tuple[Runs, ...], *, is_head: bool) -> None:
    row = table.add_row()  # type: ignore[no-untyped-call]
    properties = row._tr.get_or_add_trPr()  # noqa: SLF001  (nor to what a row may do)
    properties.append(OxmlElement("w:cantSplit"))
    if is_head:
        properties.append(OxmlElement("w:tblHeader"))
    if not all(cells):
        row.height = _ROOM_TO_WRITE
    for cell, runs in zip(row.cells, cells, strict=True):
        paragraph = cell.paragraphs[0]
        paragraph.paragraph_format.space_after = Pt(2)
        _put(paragraph, runs, strong=is_head)


def _write_pairs(document: Document, rows: tuple[tuple[Runs, ...], ...]) -> None:
    """Write rows without a head as lines: a table whose columns have no names would be a riddle when read aloud."""
    first, *_ = shares((), rows)
    at = Length(int(_ROOM * first))
    for row in rows:
        paragraph = document.add_paragraph()
        paragraph.paragraph_format.tab_stops.add_tab_stop(at)
        paragraph.paragraph_format.left_indent, paragraph.paragraph_format.first_line_indent = at, Length(-at)
        for number, cell in enumerate(row):
            _put(paragraph, ((("\t", False),) if number else ()) + cell)


def _write_lines(document: Document, label: str, lines: int) -> None:
    for number in range(lines):
        paragraph = document.add_paragraph(f"{label} \t" if number == 0 else "\t")
        paragraph.paragraph_format.tab_stops.add_tab_stop(_ROOM, WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.LINES)
