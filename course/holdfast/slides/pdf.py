"""Sets a deck as a tagged PDF on A4: each slide with its notes and its sources below.

Used by `holdfast present --pdf` and by the session pack. Typst sets it, from ``documents/templates/slides.typ``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from holdfast.documents.typesetting import pdf, printed
from holdfast.figures import draw
from holdfast.interface_text import say
from holdfast.library import Library
from holdfast.model import Nation
from holdfast.slides.activities import on_paper
from holdfast.slides.blocks import Activity, Block, Bullets, Deck, Paragraph, Picture, Slide, Table, shares
from holdfast.slides.lines import planned, source_line

_ALL_FONTS_HAVE = "\u0250"  #: every letter before this one


def deck_pdf(deck: Deck, library: Library, nation: Nation | None = None) -> bytes:
    """Return a deck as a PDF; the same deck gives the same bytes.

    Args:
        deck: As `holdfast.slides.deck.deck` makes it; its activities are put in words.
        library: The course.
        nation: Whose own words are used; None takes the general ones.
    """
    told = on_paper(deck, library, nation)
    data = {
        "title": told.title,
        "course": library.course.title,
        "notes": say("Notes"),
        "slides": [_slide(slide, library) for slide in told.slides],
    }
    return pdf("slides.typ", _without(data, _lacking(data)), library.course.checked_on)


def _slide(slide: Slide, library: Library) -> dict[str, Any]:
    return {
        "title": slide.title,
        "blocks": [_block(block, library) for block in slide.blocks],
        "notes": [_block(block, library) for block in slide.notes],
        "below": [line for line in (planned(slide), source_line(slide, library)) if line],
    }


def _block(block: Block, library: Library) -> dict[str, Any]:
    match block:
        case Paragraph(runs):
            return {"kind": "paragraph", "runs": runs}
        case Bullets(items, numbered, start, lettered):
            kind = "letters" if lettered else "numbers" if numbered else "bullets"
            return {"kind": kind, "items": items, "start": start}
        case Table(head, rows):
            return {"kind": "table", "head": head, "rows": rows, "widths": shares(block)}
        case Picture(figure_id, alt):
            return {"kind": "picture", "svg": draw(figure_id, library).light.decode(), "alt": alt}
        case Activity():
            raise ValueError(f"The activity {block.kind} {block.id} was not put in words.")


def _lacking(data: Mapping[str, Any]) -> dict[int, None]:
    """Return the letters that no font of the documents has: a school's own words can have any."""
    signs = sorted({sign for text in _texts(data) for sign in text if sign >= _ALL_FONTS_HAVE})
    return {ord(sign): None for sign, shown in zip(signs, printed(signs), strict=True) if not shown.text}


def _without(data: Any, lacking: Mapping[int, None]) -> Any:
    if isinstance(data, str):
        return data.translate(lacking)
    if isinstance(data, dict):
        return {name: _without(value, lacking) for name, value in data.items()}
    return [_without(value, lacking) for value in data] if isinstance(data, (list, tuple)) else data


def _texts(data: Any) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, (dict, list, tuple)):
        for value in data.values() if isinstance(data, dict) else data:
            yield from _texts(value)
