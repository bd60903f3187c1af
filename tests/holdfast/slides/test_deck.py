"""A deck follows its notebook: a title for each screen, notes and minutes with their part, nothing of it lost."""

from __future__ import annotations

import pytest

from holdfast.errors import UserError
from holdfast.library import Library
from holdfast.slides.blocks import Activity, Slide
from holdfast.slides.cutting import LINES, height
from holdfast.slides.deck import OPENING, OUR_SCHOOL, deck
from holdfast.slides.reading import cells

from .conftest import Written, said_on, words_of
from .conftest import cell as written_cell

_SECTIONS = (("first-minute", "The first minute", 2.0), ("what-to-keep", "What to keep", 2.5))


_TELLING = 45  #: letters of a sentence that stands nowhere else


def _titles(slides: tuple[Slide, ...]) -> list[str]:
    return [slide.title for slide in slides]


def test_headings_and_the_strong_sentence_that_opens_a_cell_are_titles(written: Written) -> None:
    found = deck(
        *written(
            written_cell("title", "# Responding"),
            written_cell("before", "**Before you start.** Nothing is shown."),
            written_cell("minute", "## The first minute\n\nA girl stays behind."),
            written_cell("see", "**You do not need to see it.** What she tells you is enough."),
            written_cell("table", "| Say | Better not |\n|---|---|\n| “Thank you.” | “Why?” |"),
            written_cell("adults", "### Adults\n\nNo blame."),
            sections=_SECTIONS,
        )
    )
    assert _titles(found.slides) == [
        "Responding",
        "Before you start",
        "The first minute (1 of 2)",
        "You do not need to see it",
        "The first minute (2 of 2)",
        "Adults",
    ]
    assert said_on(found.slides[1].blocks) == ["Nothing is shown."]
    assert said_on(found.slides[3].blocks) == ["What she tells you is enough."]


def test_a_cell_with_several_strong_openings_keeps_them_in_its_text(written: Written) -> None:
    found = deck(
        *written(written_cell("five", "## Five\n\nText."), written_cell("two", "**Safe.** Stay.\n\n**Tell.** Now."))
    )
    assert said_on(found.slides[1].blocks) == ["Text.", "Safe. Stay.", "Tell. Now."]


def test_notes_and_minutes_stand_on_the_first_slide_of_their_part(written: Written) -> None:
    found = deck(
        *written(
            written_cell("notes-opening", "Two adults run this.", notes=True),
            written_cell("minute", "## The first minute\n\nA girl stays behind."),
            written_cell("notes-minute", "**2 minutes.** Read it aloud.", notes=True),
            written_cell("more", "### More\n\nAnd then."),
            written_cell("keep", "## What to keep\n\nNothing is copied."),
            sections=_SECTIONS,
        )
    )
    first, minute, more, keep = found.slides
    assert (first.section_id, said_on(first.notes), first.minutes) == (OPENING, ["Two adults run this."], None)
    assert (minute.section_id, said_on(minute.notes), minute.minutes) == (
        "first-minute",
        ["2 minutes. Read it aloud."],
        2.0,
    )
    assert (more.section_id, more.notes, more.minutes) == ("first-minute", (), None)
    assert (keep.section_id, keep.notes, keep.minutes) == ("what-to-keep", (), 2.5)
    assert found.minutes == 4.5
    assert "Read it aloud" not in words_of(found)


def test_an_activity_has_its_own_slide_and_what_follows_has_another(written: Written) -> None:
    found = deck(
        *written(
            written_cell("try", "## Try it\n\nNow practise."),
            written_cell("quiz", 'Quiz("m4-asking")', code=True),
            written_cell("stop", "Talk to someone."),
        )
    )
    assert [type(block) is Activity for slide in found.slides[1:] for block in slide.blocks] == [False, True, False]
    assert _titles(found.slides) == ["Responding", "Try it (1 of 2)", "Try it: asking", "Try it (2 of 2)"]


def test_a_schools_own_numbers_are_the_last_slide_and_are_never_read_as_markup(written: Written) -> None:
    library, module = written(written_cell("minute", "## The first minute\n\nA girl stays behind."))
    school = {"Safeguarding lead": "**A. Example**, <b>01632 960001</b>", "Deputy": "#let x = 1"}
    last = deck(library, module, school=school).slides[-1]
    assert last.section_id == OUR_SCHOOL
    assert said_on(last.blocks) == ["Who", "How to reach them", *(text for pair in school.items() for text in pair)]
    assert deck(library, module).slides[-1].section_id != OUR_SCHOOL


def test_a_session_of_some_minutes_shows_what_its_run_sheet_names(library: Library) -> None:
    module = library.module("04_responding")
    short = deck(library, module, school={"Lead": "A"}, minutes=20)
    assert list(dict.fromkeys(slide.section_id for slide in short.slides)) == [
        OPENING,
        "five-words",
        "can-i-show-you",
        "who-to-call",
        OUR_SCHOOL,
    ]
    assert [slide.minutes for slide in short.slides if slide.minutes] == [4, 7, 5]
    assert short.minutes == 20
    longer = deck(library, module, school={"Lead": "A"}, minutes=60)
    assert len(short.slides) < len(longer.slides) < len(deck(library, module).slides)


def test_no_session_is_without_the_question_about_suicide_and_the_numbers(library: Library) -> None:
    for minutes in (20, 60, 90):
        said = words_of(deck(library, library.module("04_responding"), school={"Lead": "A, 01632"}, minutes=minutes))
        for needed in ("Are you thinking about suicide?", "999", "116 123", "01632", "Before you start"):
            assert needed in said, (minutes, needed)


def test_minutes_without_a_run_sheet_are_refused_in_one_sentence(library: Library) -> None:
    with pytest.raises(
        UserError, match="no run sheet of 30 minutes for the module 04_responding: there are 20, 60 and 90"
    ):
        deck(library, library.module("04_responding"), minutes=30)
    with pytest.raises(UserError, match="no run sheet for the module 00_welcome: leave the minutes out"):
        deck(library, library.module("00_welcome"), minutes=20)


def test_every_module_has_a_deck_whose_titles_and_ids_are_its_own(library: Library) -> None:
    for module in library.course.modules:
        found = deck(library, module)
        assert len({slide.title for slide in found.slides}) == len(found.slides) == len({s.id for s in found.slides})
        assert {slide.section_id for slide in found.slides} - {OPENING} == {each.id for each in module.sections}
        assert all(slide.blocks for slide in found.slides)
        assert all(name in library.sources for slide in found.slides for name in slide.sources)


def test_everything_a_lesson_says_to_a_room_is_on_its_slides_and_no_note_is(library: Library) -> None:
    for module in library.course.modules:
        said = "".join(words_of(deck(library, module)).split())
        for each in cells(library, module):
            for text in said_on(each.blocks):
                for sentence in text.split(". "):
                    if len(sentence) > _TELLING:
                        assert ("".join(sentence.split())[:_TELLING] in said) is not each.facilitator, (
                            each.id,
                            sentence,
                        )


def test_every_slide_of_the_course_fits_its_screen(library: Library) -> None:
    for module in library.course.modules:
        for slide in deck(library, module).slides:
            lines = sum(height(block) + 0.45 for block in slide.blocks) - 0.45
            assert lines <= LINES, (module.id, slide.id, lines)


def test_no_country_stands_in_a_title(library: Library) -> None:
    titles = " ".join(slide.title for module in library.course.modules for slide in deck(library, module).slides)
    assert not [name for name in ("Nigeria", "Ivoire", "Africa", "Asia", "Philippines", "Cambodia") if name in titles]


def test_the_hard_questions_have_a_slide_each_with_the_question_as_its_title(library: Library) -> None:
    slides = deck(library, library.module("06_running_a_session")).slides
    asked = [slide.title for slide in slides if slide.id.startswith("q-")]
    assert len(asked) == 12
    assert asked[0].startswith("1. “Why did he send it?")
    assert all(title.endswith("”") for title in asked)
