"""Writes paragraphs and lists into a text frame of PowerPoint, each run in the language of the course."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from pptx.enum.text import MSO_AUTO_SIZE
from pptx.oxml.ns import qn
from pptx.util import Pt

from holdfast.interface_text import language
from holdfast.slides.blocks import Bullets, Paragraph, Runs

_HANG = Pt(26)


def write(frame: Any, texts: Sequence[Paragraph | Bullets], *, bullets: bool = True) -> None:
    """Write texts into a frame, in place of what it holds.

    Args:
        frame: A text frame; an empty one has one empty paragraph.
        texts: What it shall say.
        bullets: Whether its lists have signs of their own; else a sign is part of the text.
    """
    frame.word_wrap = True
    if bullets:
        frame.auto_size = MSO_AUTO_SIZE.TEXT_TO_FIT_SHAPE
    frame.clear()
    for number, (runs, sign) in enumerate(_lines(texts)):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        if bullets:
            _mark(paragraph, sign)
        _write_runs(paragraph, runs if bullets or not sign else ((f"{_in_words(sign)} ", False), *runs))


_Sign = tuple[str, int] | None
"""The kind of a list, and the place in it; nothing for a paragraph."""


def _lines(texts: Sequence[Paragraph | Bullets]) -> Iterator[tuple[Runs, _Sign]]:
    for text in texts:
        if isinstance(text, Paragraph):
            yield text.runs, None
            continue
        kind = "letters" if text.lettered else "numbers" if text.numbered else "bullets"
        for place, item in enumerate(text.items, start=text.start):
            yield item, (kind, place)


def _in_words(sign: tuple[str, int]) -> str:
    kind, place = sign
    return {"letters": f"{chr(ord('A') + place - 1)}.", "numbers": f"{place}.", "bullets": "–"}[kind]


def _mark(paragraph: Any, sign: _Sign) -> None:
    """Give a paragraph the sign of its list. The body of the stage has bullets by itself."""
    about = paragraph._p.get_or_add_pPr()
    if sign is None:
        about.set("marL", "0")
        about.set("indent", "0")
        about.insert(0, about.makeelement(qn("a:buNone"), {}))
        return
    about.set("marL", str(_HANG))
    about.set("indent", str(-_HANG))
    kind, place = sign
    if kind == "bullets":
        about.append(about.makeelement(qn("a:buChar"), {"char": "•"}))
        return
    style = {"letters": "alphaUcPeriod", "numbers": "arabicPeriod"}[kind]
    # Each line says its own place: programs that read the file do not all count on.
    about.append(about.makeelement(qn("a:buAutoNum"), {"type": style, "startAt": str(place)}))


def _write_runs(paragraph: Any, runs: Runs) -> None:
    for text, strong in runs:
        run = paragraph.add_run()
        run.text = text
        if strong:
            run.font.bold = True
        run._r.get_or_add_rPr().set("lang", language())
