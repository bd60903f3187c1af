"""Writes a deck as a PowerPoint file that can be edited: real titles, text, tables, pictures with words, and notes.

Used by `holdfast present --pptx` and by the session pack. The stage on which everything stands is of
`holdfast.slides.pptx_stage`.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, time
from typing import Any

from pptx.util import Pt

from holdfast.documents.zip_file import settled
from holdfast.interface_text import language
from holdfast.library import Library
from holdfast.model import Nation
from holdfast.slides import pptx_stage as stage
from holdfast.slides.activities import on_paper
from holdfast.slides.blocks import Block, Bullets, Deck, Paragraph, Picture, Runs, Slide, Table, plain, shares
from holdfast.slides.cutting import height
from holdfast.slides.lines import planned, source_line
from holdfast.slides.pptx_text import write
from holdfast.slides.raster import figure_png

_Text = Paragraph | Bullets
_LEAST = 0.5  #: lines that a text takes at least
_BETWEEN = Pt(10)


def deck_pptx(deck: Deck, library: Library, nation: Nation | None = None) -> bytes:
    """Return a deck as a PowerPoint file; the same deck gives the same bytes.

    Args:
        deck: As `holdfast.slides.deck.deck` makes it; its activities are put in words.
        library: The course.
        nation: Whose own words are used; None takes the general ones.
    """
    told = on_paper(deck, library, nation)
    show = stage.empty_show()
    _describe(show, told, library)
    for number, slide in enumerate(told.slides):
        if number == 0:
            _first(show, slide, library)
        else:
            _slide(show, slide, library)
    out = io.BytesIO()
    show.save(out)
    return settled(out.getvalue(), library.course.checked_on)


def _describe(show: Any, deck: Deck, library: Library) -> None:
    made = datetime.combine(library.course.checked_on, time(), tzinfo=UTC).replace(tzinfo=None)
    about = show.core_properties
    about.title, about.subject, about.author = deck.title, library.course.title, library.course.title
    about.language, about.last_modified_by, about.revision = language(), "", 1
    about.created = about.modified = made


def _first(show: Any, slide: Slide, library: Library) -> None:
    page = show.slides.add_slide(stage.layout(show, stage.TITLE))
    page.shapes.title.text_frame.text = ""
    write(page.shapes.title.text_frame, [Paragraph(((slide.title, False),))], bullets=False)
    below = [*_texts(slide.blocks), Paragraph(((library.course.title, False),))]
    write(page.placeholders[1].text_frame, below, bullets=False)
    _notes(page, slide, library)


def _slide(show: Any, slide: Slide, library: Library) -> None:
    """Put the blocks of a slide one below the other: the first text in its placeholder, more of it in boxes."""
    groups = list(_grouped(slide.blocks))
    has_text = any(isinstance(group, list) for group in groups)
    page = show.slides.add_slide(stage.layout(show, stage.TEXT if has_text else stage.BARE))
    write(page.shapes.title.text_frame, [Paragraph(((slide.title, False),))], bullets=False)
    placeholder = page.placeholders[1] if has_text else None
    top = stage.BODY.top
    for place, group in enumerate(groups):
        room = stage.BODY.bottom - top if place == len(groups) - 1 else _height(group)
        area = stage.Area(stage.BODY.left, top, stage.BODY.width, room)
        if isinstance(group, list):
            box, placeholder = placeholder or page.shapes.add_textbox(0, 0, 0, 0), None
            stage.put(box, area)
            write(box.text_frame, group)
        elif isinstance(group, Table):
            _table(page, group, area)
        else:
            _picture(page, group, area, library)
        top += room + _BETWEEN
    stage.number(page)
    _notes(page, slide, library)


def _grouped(blocks: Sequence[Block]) -> Iterator[list[_Text] | Table | Picture]:
    """Yield the blocks, with texts that follow each other as one."""
    texts: list[_Text] = []
    for block in blocks:
        if isinstance(block, (Paragraph, Bullets)):
            texts.append(block)
            continue
        if texts:
            yield texts
            texts = []
        if isinstance(block, (Table, Picture)):
            yield block
    if texts:
        yield texts


def _height(group: list[_Text] | Table | Picture) -> int:
    lines = sum(height(each) + _LEAST for each in group) if isinstance(group, list) else height(group)
    return round(lines * stage.LINE)


def _table(page: Any, table: Table, area: stage.Area) -> None:
    rows = [row for row in (table.head, *table.rows) if row]
    widths = shares(table)
    frame = page.shapes.add_table(len(rows), len(widths), area.left, area.top, area.width, stage.LINE * len(rows))
    frame._element.nvGraphicFramePr.cNvPr.set("descr", page.shapes.title.text_frame.text)
    grid = frame.table
    grid.first_row, grid.horz_banding = bool(table.head), False
    stage.plain_table(grid)
    for column, share in zip(grid.columns, widths, strict=True):
        column.width = round(area.width * share)
    for place, row in enumerate(rows):
        for cell, runs in zip(grid.rows[place].cells, row, strict=True):
            strong = bool(table.head) and place == 0
            write(cell.text_frame, [Paragraph(_strong(runs) if strong else runs)], bullets=False)


def _picture(page: Any, picture: Picture, area: stage.Area, library: Library) -> None:
    shown = page.shapes.add_picture(io.BytesIO(figure_png(picture.figure_id, library)), area.left, area.top)
    scale = min(area.width / shown.width, area.height / shown.height)
    wide, high = round(shown.width * scale), round(shown.height * scale)
    stage.put(shown, stage.Area(area.left + (area.width - wide) // 2, area.top, wide, high))
    shown._element.nvPicPr.cNvPr.set("descr", picture.alt)


def _notes(page: Any, slide: Slide, library: Library) -> None:
    """Write what the presenter is told below the slide, with what the slide rests on."""
    below = [Paragraph(((line, False),)) for line in (planned(slide), source_line(slide, library)) if line]
    told = [*(part for block in slide.notes for part in _in_text(block)), *below]
    if told:
        write(page.notes_slide.notes_text_frame, told, bullets=False)


def _texts(blocks: Sequence[Block]) -> list[_Text]:
    return [text for block in blocks for text in _in_text(block)]


def _in_text(block: Block) -> Iterator[_Text]:
    """Yield a block as text: notes hold no table."""
    match block:
        case Paragraph() | Bullets():
            yield block
        case Table(head, rows):
            for row in (head, *rows):
                if row:
                    yield Paragraph(((" | ".join(plain(cell) for cell in row), False),))


def _strong(runs: Runs) -> Runs:
    return tuple((text, True) for text, _ in runs)
