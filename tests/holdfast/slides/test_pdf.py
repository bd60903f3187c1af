"""Slides as PDF: tagged, each with its notes and sources, the same bytes for the same deck."""

from __future__ import annotations

from dataclasses import replace

from holdfast.library import Library
from holdfast.slides.blocks import Bullets, Deck, Paragraph, Slide, Table, words
from holdfast.slides.deck import deck
from holdfast.slides.pdf import deck_pdf
from pdf_reading import read, tags
from pdf_reading import words as words_of


def _deck(*slides: Slide) -> Deck:
    title = Slide(id="title", title="Responding", blocks=(Paragraph(words("What to say first.")),))
    return Deck(module_id="04_responding", title="Responding", minutes=2, slides=(title, *slides))


def test_a_slide_has_its_notes_its_minutes_and_its_sources_on_its_page(library: Library) -> None:
    slide = Slide(
        id="a",
        title="The first minute",
        blocks=(Paragraph((("Say: ", False), ("thank you.", True))), Bullets((words("Stay."), words("Listen.")))),
        notes=(Paragraph(words("Read it aloud.")),),
        minutes=2.5,
        sources=("nca-alert-2024",),
    )
    pdf = read(deck_pdf(_deck(slide), library))
    assert len(pdf.pages) == 2
    said = " ".join(pdf.pages[1].extract_text().split())
    for part in (
        "The first minute",
        "Say: thank you.",
        "Listen.",
        "Notes",
        "Read it aloud.",
        "This part: 2.5 minutes.",
    ):
        assert part in said, part
    assert library.source("nca-alert-2024").short in said


def test_it_can_be_read_by_ear(library: Library) -> None:
    made = deck_pdf(deck(library, library.module("04_responding"), minutes=20), library)
    root = read(made).trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en-GB"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert read(made).metadata is not None
    assert read(made).metadata.title == "Responding"
    found = tags(made)
    assert found.count("H1") == 1
    assert {"H2", "H3", "L", "LI", "Table", "TH", "TD", "Figure", "P"} <= set(found)
    assert b"pdfuaid" in made


def test_a_figure_has_its_words(library: Library) -> None:
    made = deck_pdf(deck(library, library.module("04_responding"), minutes=20), library)
    text = made.decode("latin-1")
    assert "/Alt" in text


def test_every_module_is_a_page_for_each_slide_or_more_and_none_is_empty(library: Library) -> None:
    for module in library.course.modules:
        pages = read(deck_pdf(deck(library, module), library)).pages
        assert all(len(page.extract_text().split()) > 3 for page in pages), module.id


def test_the_same_deck_is_the_same_bytes(library: Library) -> None:
    shown = deck(library, library.module("02_how_gangs_work"))
    assert deck_pdf(shown, library) == deck_pdf(shown, library)


def test_what_a_school_typed_is_text_whatever_it_holds(library: Library) -> None:
    rows = ((words("Lead"), words('#panic("x") *A* \\ 李 😀 ﷽ <b>')), (words("Deputy"), words("")))
    pdf = deck_pdf(_deck(Slide(id="our-school", title="In our school", blocks=(Table((), rows),))), library)
    said = words_of(pdf)
    assert '#panic("x") *A* \\' in said
    assert "<b>" in said
    assert "李" not in said


def test_a_slide_with_too_much_on_it_is_set_smaller_and_not_cut(library: Library) -> None:
    long = "A name that goes on and on. " * 60
    pdf = deck_pdf(_deck(Slide(id="a", title="Long", blocks=(Paragraph(words(f"{long}The end.")),))), library)
    assert "The end." in words_of(pdf)
    assert len(read(pdf).pages) == 2


def test_a_nation_has_its_own_words(library: Library) -> None:
    shown = deck(library, library.module("04_responding"))
    assert library.glossary["safeguarding-lead"].nations["wales"] in words_of(deck_pdf(shown, library, "wales"))


def test_an_empty_title_slide_alone_is_a_deck_too(library: Library) -> None:
    assert len(read(deck_pdf(replace(_deck()), library)).pages) == 1
