"""The small lines that stand with a slide: what it rests on, where it holds, and how long its part takes."""

from __future__ import annotations

from holdfast.interface_text import say, say_many
from holdfast.library import Library
from holdfast.slides.blocks import Slide
from holdfast.wording import number, where


def source_line(slide: Slide, library: Library) -> str:
    """Return what a slide rests on and where it holds, or nothing where it claims nothing."""
    if not slide.sources:
        return ""
    names = (library.source(each) for each in slide.sources)
    shown = "; ".join(
        each.short if each.status == "verified" else f"{each.short} {say('(not yet checked by us)')}" for each in names
    )
    applies = f" {say('Applies in {where}.', where=where(slide.nations))}" if slide.nations else ""
    return f"{say_many('Source:', 'Sources:', len(slide.sources))} {shown}.{applies}"


def planned(slide: Slide) -> str:
    """Return how long the part that begins with this slide is planned to take; nothing where none begins."""
    if slide.minutes is None:
        return ""
    return say("This part: {minutes} minutes.", minutes=number(slide.minutes))
