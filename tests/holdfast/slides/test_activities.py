"""Activities in words: what is asked with its letters, what helps most in the notes, the best way through a story."""

from __future__ import annotations

from dataclasses import replace

from holdfast.grading import replay
from holdfast.library import Library
from holdfast.slides.activities import on_paper, screens_of
from holdfast.slides.blocks import Activity, Bullets, Deck, Paragraph, Slide
from holdfast.slides.cutting import LINES, height
from holdfast.slides.deck import deck

from .conftest import said_on


def _deck(*activities: Activity) -> Deck:
    slides = tuple(
        Slide(id=each.id or each.kind, title=each.kind, heading=each.kind, blocks=(each,)) for each in activities
    )
    return Deck(module_id="04_responding", title="T", minutes=1, slides=slides)


def test_a_story_is_told_decision_by_decision_on_the_way_that_helps_most(library: Library) -> None:
    scenario = library.scenario("can-i-show-you")
    told = screens_of(Activity("scenario", scenario.id), library)
    best = [choice.id for decision in scenario.decisions for choice in decision.choices if choice.best]
    assert replay(scenario, best).finished
    asked = [block for screen in told for block in screen.blocks if isinstance(block, Bullets)]
    assert [len(each.items) for each in asked] == [len(decision.choices) for decision in scenario.decisions]
    assert all(each.lettered for each in asked)
    headings = list(dict.fromkeys(screen.heading for screen in told))
    assert headings == [decision.title for decision in scenario.decisions]


def test_a_story_is_told_in_the_third_person_and_begins_with_its_note(library: Library) -> None:
    scenario = library.scenario("can-i-show-you")
    first = screens_of(Activity("scenario", scenario.id), library)[0]
    assert scenario.decisions[0].written[0].text in said_on(first.blocks)
    assert scenario.content_note in " ".join(said_on(first.notes))


def test_what_helps_most_stands_in_the_notes_and_on_no_slide(library: Library) -> None:
    scenario = library.scenario("can-i-show-you")
    told = screens_of(Activity("scenario", scenario.id), library)
    notes = " ".join(text for screen in told for text in said_on(screen.notes))
    shown = " ".join(text for screen in told for text in said_on(screen.blocks))
    for letter in "BABC":
        assert f"What helps most: {letter}." in notes
    assert "What helps most" not in shown
    best = next(choice for choice in scenario.decisions[0].choices if choice.best)
    assert best.happens in notes
    assert best.happens not in shown


def test_a_nations_own_words_are_used(library: Library) -> None:
    told = {
        nation: " ".join(
            text
            for module in library.course.modules
            for slide in on_paper(deck(library, module), library, nation).slides
            for text in (*said_on(slide.blocks), *said_on(slide.notes))
        )
        for nation in ("wales", "england", None)
    }
    word = library.glossary["safeguarding-lead"].nations
    assert word["wales"] in told["wales"]
    assert told["wales"] != told["england"]
    assert not [text for text in told.values() if "{safeguarding-lead}" in text]


def test_a_quiz_is_told_question_by_question_with_the_right_letters_in_the_notes(library: Library) -> None:
    quiz = library.quiz("m4-asking")
    [answer] = quiz.items
    item = library.item(answer.item)
    told = screens_of(Activity("quiz", quiz.id), library)
    [choices] = [block for screen in told for block in screen.blocks if isinstance(block, Bullets)]
    assert len(choices.items) == len(item.options)
    letter = "ABCDEF"[[option.id for option in item.options].index(answer.correct[0])]
    notes = " ".join(text for screen in told for text in said_on(screen.notes))
    assert f"What helps most: {letter}. {answer.options[answer.correct[0]].why}" in notes


def test_questions_of_every_kind_are_told_whole(library: Library) -> None:
    for quiz in library.quizzes.values():
        shown = " ".join(
            text for screen in screens_of(Activity("quiz", quiz.id), library) for text in said_on(screen.blocks)
        )
        for answer in quiz.items:
            item = library.item(answer.item)
            for option in (*item.options, *item.groups):
                assert "{" in option.text or option.text in shown, (item.id, option.text)
    assert {library.item(each.item).type for quiz in library.quizzes.values() for each in quiz.items} > {
        "single",
        "sorting",
    }


def test_the_choices_of_a_decision_are_never_on_two_slides(library: Library) -> None:
    for scenario in library.scenarios.values():
        told = screens_of(Activity("scenario", scenario.id), library)
        starts = [block.start for screen in told for block in screen.blocks if isinstance(block, Bullets)]
        assert set(starts) == {1}, scenario.id


def test_a_widget_for_a_screen_alone_says_where_it_stands(library: Library) -> None:
    told = on_paper(_deck(Activity("offence-finder"), Activity("action-plan")), library)
    assert [isinstance(slide.blocks[0], Paragraph) for slide in told.slides] == [True, True]
    stages = screens_of(Activity("stage-timeline"), library)
    said = " ".join(text for screen in stages for text in said_on(screen.blocks))
    assert all(stage.adult in said for stage in library.stages.values())


def test_a_deck_on_paper_stays_as_it_is(library: Library) -> None:
    once = on_paper(deck(library, library.module("04_responding")), library)
    assert on_paper(once, library) == once


def test_on_paper_every_slide_fits_and_has_a_title_and_id_of_its_own(library: Library) -> None:
    for module in library.course.modules:
        slides = on_paper(deck(library, module), library).slides
        assert len({slide.title for slide in slides}) == len(slides) == len({slide.id for slide in slides})
        for slide in slides:
            assert sum(height(block) + 0.45 for block in slide.blocks) - 0.45 <= LINES + 0.5, slide.id


def test_minutes_and_notes_of_a_part_stay_with_the_first_slide_of_its_activity(library: Library) -> None:
    note = Paragraph((("Two minutes.", False),))
    one = replace(_deck(Activity("scenario", "can-i-show-you")).slides[0], notes=(note,), minutes=5.5)
    told = on_paper(replace(_deck(), slides=(one,)), library).slides
    assert [slide.minutes for slide in told][:2] == [5.5, None]
    assert told[0].notes[0] == note
    assert note not in told[1].notes
