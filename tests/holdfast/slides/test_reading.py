"""A notebook is read into plain blocks: nothing is lost, and nothing that was written in it stays markup."""

from __future__ import annotations

import pytest

from holdfast.errors import UserError
from holdfast.library import Library, NotFound
from holdfast.slides.blocks import Bullets, Paragraph, Table
from holdfast.slides.reading import Call, cell, cells, parts_of

from .conftest import Written, said_on
from .conftest import cell as written_cell


def test_strong_words_stay_strong_and_lines_become_one_paragraph() -> None:
    [part] = parts_of("Say **it\nslowly**, then\nstay.")
    assert part.blocks == (Paragraph((("Say ", False), ("it slowly", True), (", then stay.", False))),)


def test_headings_begin_parts_of_their_level() -> None:
    found = parts_of("Before.\n\n## One *more* thing\n\nHere.\n\n### Below\n\nThere.")
    assert [(part.level, part.title, said_on(part.blocks)) for part in found] == [
        (0, "", ["Before."]),
        (2, "One more thing", ["Here."]),
        (3, "Below", ["There."]),
    ]


def test_lists_keep_their_order_and_their_first_number() -> None:
    [part] = parts_of("3. Ring.\n4. Wait.\n   - Stay.\n\n- Or\n- not")
    assert part.blocks == (
        Bullets(((("Ring.", False),), (("Wait.", False),), (("Stay.", False),)), numbered=True, start=3),
        Bullets(((("Or", False),), (("not", False),))),
    )


def test_a_table_is_read_with_its_head() -> None:
    [part] = parts_of("| Say | Better not |\n|---|---|\n| **“Thank you.”** | “Why?” |")
    head = ((("Say", False),), (("Better not", False),))
    assert part.blocks == (Table(head, (((("“Thank you.”", True),), (("“Why?”", False),)),)),)


def test_a_quotation_and_a_link_are_told_in_words() -> None:
    [part] = parts_of("> On [day] we meet.\n\nSee [the page](https://example.org/a) or [here](#below).")
    assert said_on(part.blocks) == ["On [day] we meet.", "See the page (https://example.org/a) or here."]


def test_markup_is_text_like_any_other() -> None:
    [part] = parts_of("<script>alert(1)</script>\n\nA <b>word</b> and `code`.\n\n```\n#let x\n```")
    assert said_on(part.blocks) == ["<script>alert(1)</script>", "A <b>word</b> and code.", "#let x"]


def test_a_cell_says_what_it_rests_on_where_it_holds_and_whom_it_is_for(written: Written) -> None:
    library, module = written(
        written_cell("law", "**In Wales** it is so.", sources=["sswa-2014-s130"], nations=["wales"]),
        written_cell("all", "Everywhere.", nations=["uk"]),
        written_cell("notes", "Two minutes.", notes=True),
    )
    law, everywhere, notes = cells(library, module)
    assert (law.sources, law.nations) == (("sswa-2014-s130",), ("wales",))
    assert everywhere.nations == ()
    assert [each.facilitator for each in (law, everywhere, notes)] == [False, False, True]


def test_code_is_read_by_what_it_calls(written: Written) -> None:
    library, module = written(
        written_cell("imports", "from holdfast_widgets import Quiz", code=True),
        written_cell("calls", 'panels.law_list("a",\n  "b")\nQuiz("c")\nx = Quiz("not shown")', code=True),
        written_cell("broken", "Quiz(", code=True),
    )
    assert [each.calls for each in cells(library, module)] == [
        (),
        (Call(name="law_list", ids=("a", "b")), Call(name="Quiz", ids=("c",))),
        (),
    ]


def test_one_cell_is_found_by_its_id(library: Library) -> None:
    found = cell(library, "06_running_a_session", "opening-words")
    assert any("You may leave" in text for text in said_on(found.blocks))
    assert found.parts[0].title == "The first three minutes"


def test_a_cell_that_is_not_there_is_named_with_the_nearest(library: Library) -> None:
    with pytest.raises(NotFound, match="Did you mean 'opening-words'"):
        cell(library, "06_running_a_session", "opening-word")


def test_a_notebook_that_is_gone_is_told_in_one_sentence(written: Written) -> None:
    library, module = written()
    (library.folders.modules / module.id / f"{module.id}.ipynb").unlink()
    with pytest.raises(UserError, match=r"04_responding\.ipynb cannot be read: put it back"):
        cells(library, module)


def test_every_notebook_of_the_course_is_read_without_a_sign_of_markdown(library: Library) -> None:
    for module in library.course.modules:
        for each in cells(library, module):
            for text in said_on(each.blocks):
                assert "**" not in text, (each.id, text)
                assert "| " not in text, (each.id, text)
                assert text == text.strip(), (each.id, text)
