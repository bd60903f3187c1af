"""Sets a part of the session pack as a tagged PDF: sheets, slips to cut out, wallet cards or a poster.

Called by `holdfast.kit.pack`. The templates are `documents/templates/kit*.typ`; what a block says reaches them as data.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable, Iterator
from typing import Any

from holdfast.documents.square_code import square_code_svg
from holdfast.documents.typesetting import pdf
from holdfast.figures import draw
from holdfast.interface_text import say
from holdfast.kit.columns import LINE, shares
from holdfast.kit.dress import Dress, sources_line, whole_numbers
from holdfast.kit.logo import Logo
from holdfast.kit.parts import Fill, Heading, KitBlock, Layout, Page, Part, Quote, Ticks
from holdfast.library import Library
from holdfast.slides.blocks import Activity, Bullets, Paragraph, Picture, Runs, Table, as_list

NORMAL, LARGE = 11, 18
"""Sizes of text, in points. The even letters of the pack are wide: 11 points of them are as high as 12 of most."""

_TEMPLATES: dict[Layout, str] = {
    "sheet": "kit.typ",
    "poster": "kit-poster.typ",
    "slips": "kit-slips.typ",
    "wallet": "kit-wallet.typ",
}
_WHOLE_END, _SMALL = 3, 6  #: blocks that stay together at the end of a page, and the most rows or items of each
_MOST_COLUMNS_IN_LARGE_LETTERS = 2


def part_pdf(part: Part, dress: Dress, *, large: bool = False) -> bytes:
    """Return a part as a PDF.

    Args:
        part: What it says.
        dress: What it shares with the other papers.
        large: Whether it is set in large letters on plain sheets, whatever its layout is. What it rests on is then left
            to the paper in usual letters: it would fill a sheet of its own.
    """
    layout: Layout = "sheet" if large else part.layout
    data: dict[str, Any] = {
        "title": part.title,
        "lead": part.audience,
        "foot": dress.school,
        "logo": _logo_svg(dress.logo) if dress.logo else "",
        "size": LARGE if large else NORMAL,
        "large": large,
        "pages": _pages(part, layout, dress.library, large=large),
        "together": large and part.layout != "sheet",
        "sources": "" if large else sources_line(part, dress.library),
        "code": _code(dress.help_page) if dress.help_page else None,
    }
    return pdf(_TEMPLATES[layout], data, dress.made_on)


def _logo_svg(logo: Logo) -> str:
    """Return a logo as SVG, the one kind of picture that can be handed to a template as text."""
    png = base64.b64encode(logo.png).decode("ascii")
    size = f'width="{logo.width}" height="{logo.height}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}><image {size} href="data:image/png;base64,{png}"/></svg>'


def _code(address: str) -> dict[str, str]:
    return {
        "svg": square_code_svg(address),
        "label": say("Our help page:"),
        "alt": say("Square code that leads to {address}", address=address),
        "address": address.removeprefix("https://").rstrip("/"),
    }


def _pages(part: Part, layout: Layout, library: Library, *, large: bool) -> list[list[dict[str, Any]]]:
    """Return the blocks of each page. In large letters pages follow on each other, so that only the last has an end."""
    *others, last = [_page(page, layout, library, large=large) for page in part.pages]
    return [*(others if large else map(_with_a_whole_end, others)), _with_a_whole_end(last)]


def _page(page: Page, layout: Layout, library: Library, *, large: bool) -> list[dict[str, Any]]:
    """Return the blocks of a page, its title first; but on slips and cards it stands below the title of the part."""
    top = 2 if layout in {"sheet", "poster"} else 1
    blocks: list[dict[str, Any]] = []
    if page.title:
        blocks.append({"kind": "heading", "text": page.title, "level": top})
    deeper = top - 2 + bool(page.title)
    line = LINE * NORMAL / LARGE if large else LINE
    for block in page.blocks:
        groups = _in_few_columns(block) if large else [(block,)]
        blocks += [_together([_block(each, deeper, line, library) for each in group]) for group in groups]
    return blocks


def _together(blocks: list[dict[str, Any]]) -> dict[str, Any]:
    return blocks[0] if len(blocks) == 1 else {"kind": "together", "blocks": blocks}


def _with_a_whole_end(blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return blocks of which the last few small ones stay together, so that no sheet begins with the very last line."""
    end: list[dict[str, Any]] = []
    while blocks and len(end) < _WHOLE_END and _length(blocks[-1]) <= _SMALL:
        end.insert(0, blocks.pop())
    return [*blocks, *([_together(end)] if end else [])]


def _length(block: dict[str, Any]) -> int:
    """Return how many lines a block has at least."""
    parts = (block.get(name) for name in ("rows", "items", "paragraphs", "blocks"))
    return next((len(part) for part in parts if part is not None), int(block.get("lines", 1)))


def _block(block: KitBlock, deeper: int, line: float, library: Library) -> dict[str, Any]:
    match block:
        case Heading(text, level):
            return {"kind": "heading", "text": text, "level": level + deeper}
        case Table():
            return _table(block, line)
        case Fill(label, lines):
            return {"kind": "fill", "label": label, "lines": lines}
        case Picture(figure_id, alt):
            return {"kind": "picture", "svg": draw(figure_id, library).light.decode(), "alt": alt}
        case Activity(kind, name):
            raise ValueError(f"A paper of the pack cannot hold the activity {kind} {name}.")
        case _:
            return _of_words(block)


def _of_words(block: Paragraph | Bullets | Quote | Ticks) -> dict[str, Any]:
    match block:
        case Paragraph(runs):
            return {"kind": "paragraph", "runs": whole_numbers(runs)}
        case Bullets(items, numbered, start, lettered):
            kind = "letters" if lettered else "steps" if numbered else "bullets"
            return {"kind": kind, "items": _each(items), "start": start}
        case Quote(paragraphs):
            return {"kind": "quote", "paragraphs": _each(paragraphs)}
        case Ticks(items):
            return {"kind": "ticks", "items": _each(items)}


def _each(items: Iterable[Runs]) -> list[Runs]:
    return [whole_numbers(item) for item in items]


def _table(table: Table, line: float) -> dict[str, Any]:
    head, rows = _each(table.head), [_each(row) for row in table.rows]
    return {
        "kind": "table" if head else "pairs",
        "head": head,
        "rows": [[{"runs": cell} for cell in row] for row in rows],
        "shares": shares(head, rows, line),
        "to-write": any(not cell for row in table.rows for cell in row),
    }


def _in_few_columns(block: KitBlock) -> Iterator[tuple[KitBlock, ...]]:
    """Yield a block for large letters, in which many columns would be too narrow to read.

    What is to be ticked in a table becomes boxes with the words of its head, each row as one piece.
    """
    if not isinstance(block, Table) or len(block.head or block.rows[0]) <= _MOST_COLUMNS_IN_LARGE_LETTERS:
        yield (block,)
    elif all(row[0] and not any(row[1:]) for row in block.rows):
        for first, *_ in block.rows:
            yield Paragraph(tuple((text, True) for text, _ in first)), Ticks(block.head[1:])
    else:
        yield (as_list(block),)
