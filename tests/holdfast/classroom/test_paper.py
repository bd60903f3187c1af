"""A room on paper: everything a session without phones needs, readable by everyone, the same each time."""

from __future__ import annotations

from dataclasses import replace

import pytest

from holdfast.classroom.paper import paper_pdf
from holdfast.classroom.steps import steps
from holdfast.errors import UserError
from holdfast.library import Library
from holdfast.library import library as course_library
from pdf_reading import pages, read, tags, words

MODULE = "04_responding"
ASKING = [module.id for module in course_library().course.modules if module.id != "00_welcome"]


@pytest.fixture(scope="module")
def library() -> Library:
    """Return the course itself."""
    return course_library()


@pytest.fixture(scope="module")
def paper(library: Library) -> bytes:
    """Make the papers of one module."""
    return paper_pdf(library, library.module(MODULE))


def _squeezed(text: str) -> str:
    """Return a text without spaces and hyphens: a PDF breaks lines where it likes."""
    return "".join(text.split())


def test_every_question_of_the_room_is_there_with_its_choices_and_what_helps_most(
    paper: bytes, library: Library
) -> None:
    said = _squeezed(words(paper))
    asked = steps(library, library.module(MODULE))
    assert asked
    for step in asked:
        assert _squeezed(step.question) in said, step.id
        for choice in step.choices:
            assert _squeezed(choice.text) in said, (step.id, choice.id)
            assert _squeezed(choice.why) in said, (step.id, choice.id)
        [best] = [choice for choice in step.choices if choice.best]
        assert _squeezed(f"{best.letter} helps most. {best.happens}") in said, step.id


def test_there_is_a_sheet_to_count_on_for_each_scenario_with_a_row_for_each_question(
    paper: bytes, library: Library
) -> None:
    asked = steps(library, library.module(MODULE))
    groups = {step.id.partition(".")[0] for step in asked}
    sheets = [page for page in pages(paper) if "Sheet to count on" in page]
    assert len(sheets) == len(groups)
    friday = next(text for text in sheets if "Friday, twenty past three" in text)
    rows = [step for step in asked if step.id.startswith("friday-twenty-past-three.")]
    assert len(rows) == len(library.scenario("friday-twenty-past-three").decisions)
    for place, step in enumerate(rows, start=1):
        assert f"{place}. {step.title}" in " ".join(friday.split())
    assert "First vote" in friday
    assert "Second vote" in friday


def test_it_has_a_page_of_letters_with_all_that_the_questions_need(paper: bytes, library: Library) -> None:
    [letters] = [page for page in pages(paper) if "Letters to hold up" in page[:30]]
    needed = {choice.letter for step in steps(library, library.module(MODULE)) for choice in step.choices}
    assert needed | set("ABCD") <= set(letters.split())


def test_the_cards_of_what_to_keep_are_there_and_the_trainer_knows_where_each_one_goes(
    paper: bytes, library: Library
) -> None:
    texts = [" ".join(page.split()) for page in pages(paper)]
    cards = next(text for text in texts if "Cards to sort, from “Try it: what to keep”" in text and "Headings" in text)
    item = library.item("practice-never-view-2")
    for each in (*item.groups, *item.options):
        assert each.text in cards
    answers = _squeezed(texts[texts.index(cards) + 1])
    [answer] = [each for each in library.quiz("m4-what-to-keep").items if each.item == item.id]
    for option in item.options:
        told = answer.options[option.id]
        assert _squeezed(told.instead + told.why) in answers


def test_it_says_what_is_never_done_in_a_room(paper: bytes) -> None:
    said = words(paper)
    assert "Say numbers only from 8 answers up." in said
    assert "Ask what a colleague could do, never" in said
    assert "Anybody may leave, stay silent or come back without a word." in said


@pytest.mark.parametrize("module", ASKING)
def test_the_papers_of_a_module_are_an_accessible_pdf_without_an_empty_page(library: Library, module: str) -> None:
    pdf = paper_pdf(library, library.module(module))
    about = read(pdf)
    root = about.trailer["/Root"]
    assert root["/Lang"] == "en-GB"
    assert root["/MarkInfo"]["/Marked"]
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data()
    assert about.metadata is not None
    assert about.metadata.title == "A session on paper"
    found = tags(pdf)
    assert found.count("H1") == 1
    assert {"H2", "H3", "Table", "TH", "TD", "L", "TOC"} <= set(found)
    foot = library.module(module).title
    for page in about.pages:
        text = page.extract_text().replace(foot, "")
        assert len(text.split()) > 3, page.page_number


def test_the_same_course_gives_the_same_bytes_and_a_nation_its_own_words(library: Library, paper: bytes) -> None:
    assert paper_pdf(library, library.module(MODULE)) == paper
    assert "safeguarding lead" in words(paper)
    scottish = words(paper_pdf(library, library.module(MODULE), "scotland"))
    term = library.glossary["safeguarding-lead"].nations["scotland"]
    assert term in scottish
    assert term not in words(paper)


def test_a_module_without_questions_is_refused_by_its_name(library: Library) -> None:
    with pytest.raises(UserError, match="in module '00_welcome': choose another one"):
        paper_pdf(library, library.module("00_welcome"))


def test_what_the_content_says_is_never_read_as_markup(library: Library) -> None:
    module = library.module(MODULE).model_copy(update={"title": "#panic() *x* $y$ <z> ] ) }"})
    assert "#panic() *x* $y$ <z> ] ) }" in words(paper_pdf(library, module))


def test_a_module_with_cards_only_has_no_letters(library: Library) -> None:
    leads = library.quiz("m3-leads").model_copy(update={"module": "00_welcome"})
    moved = replace(library, quizzes={**library.quizzes, leads.id: leads})
    said = words(paper_pdf(moved, moved.module("00_welcome")))
    assert "How cards are sorted" in said
    assert "Letters to hold up" not in said
    assert "How a vote goes" not in said
