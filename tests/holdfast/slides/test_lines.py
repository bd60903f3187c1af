"""The small lines with a slide: sources by their short names, the nations, the minutes."""

from __future__ import annotations

from dataclasses import replace

from holdfast.library import Library
from holdfast.slides.blocks import Slide
from holdfast.slides.lines import planned, source_line

_SLIDE = Slide(id="a", title="A", blocks=())


def test_a_slide_names_what_it_rests_on_and_where_it_holds(library: Library) -> None:
    slide = replace(_SLIDE, sources=("nca-alert-2024", "pca-1978-s1"), nations=("england", "wales"))
    first, second = (library.source(name).short for name in slide.sources)
    assert source_line(slide, library) == f"Sources: {first}; {second}. Applies in England and Wales."


def test_a_source_that_was_not_checked_says_so(library: Library) -> None:
    doubtful = next(name for name, source in library.sources.items() if source.status != "verified")
    assert "(not yet checked by us)" in source_line(replace(_SLIDE, sources=(doubtful,)), library)


def test_what_claims_nothing_names_nothing(library: Library) -> None:
    assert source_line(_SLIDE, library) == ""


def test_the_minutes_stand_where_a_part_begins() -> None:
    assert planned(replace(_SLIDE, minutes=2.5)) == "This part: 2.5 minutes."
    assert planned(_SLIDE) == ""
