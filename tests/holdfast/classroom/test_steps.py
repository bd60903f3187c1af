"""What a module asks a room."""

from __future__ import annotations

from dataclasses import replace

import pytest

from holdfast.classroom.steps import Step, steps
from holdfast.errors import UserError
from holdfast.library import Library, library

MODULE = "04_responding"


@pytest.fixture(scope="module")
def course() -> Library:
    return library()


@pytest.fixture(scope="module")
def asked(course: Library) -> tuple[Step, ...]:
    return steps(course, course.module(MODULE), "england")


def test_each_decision_of_a_scenario_that_the_best_way_meets_is_a_question(
    course: Library, asked: tuple[Step, ...]
) -> None:
    scenario = course.scenario("can-i-show-you")
    found = [step for step in asked if step.id.startswith("can-i-show-you.")]
    assert [step.id.partition(".")[2] for step in found] == [decision.id for decision in scenario.decisions]
    assert [(step.number, step.of) for step in found] == [(number, 5) for number in range(1, 6)]
    assert {step.kind for step in found} == {"decision"}
    assert found[0].title == scenario.decisions[0].title
    assert found[0].question == scenario.decisions[0].question


def test_questions_come_as_the_notebook_has_them(asked: tuple[Step, ...]) -> None:
    groups = list(dict.fromkeys(step.id.partition(".")[0] for step in asked))
    assert groups.index("m4-asking") == groups.index("friday-twenty-past-three") + 1
    assert groups[0] == "can-i-show-you"


def test_a_decision_is_told_of_a_colleague_and_as_it_stands_after_the_best_choices(asked: tuple[Step, ...]) -> None:
    first, second = asked[:2]
    assert first.text[0].endswith("“Someone’s got a picture of me. They want money for it.”")
    assert "his form tutor" in first.text[0]
    assert not [text for text in first.text if " you " in text.split("“")[0]]
    assert len(second.text) == 1  # "he looks at the floor" is told only after a weaker choice


def test_every_question_of_the_course_has_one_best_choice_letters_reasons_and_sources(course: Library) -> None:
    for module in course.course.modules:
        for step in steps(course, module):
            assert [choice.letter for choice in step.choices] == list("ABCDEF")[: len(step.choices)]
            assert [choice.best for choice in step.choices].count(True) == 1, step.id
            assert step.text, step.id
            assert all(choice.why and choice.sources and choice.happens for choice in step.choices), step.id
            assert all(choice.instead for choice in step.choices if not choice.best), step.id
            assert "{" not in repr(step.text) + repr([choice.text + choice.why for choice in step.choices]), step.id


def test_ids_of_a_module_are_its_own(course: Library) -> None:
    for module in course.course.modules:
        ids = [step.id for step in steps(course, module)]
        assert len(set(ids)) == len(ids)


def test_polls_are_practice_questions_of_one_choice_and_never_marked_ones(
    course: Library, asked: tuple[Step, ...]
) -> None:
    polls = [step for step in asked if step.kind == "poll"]
    assert len(polls) > 4
    for step in polls:
        item = course.item(step.id.partition(".")[2])
        assert item.type in {"single", "sentence"}
        assert item.exposure == "practice"
        assert step.question == item.question


def test_the_words_are_those_of_the_nation(course: Library) -> None:
    module = course.module(MODULE)
    said = {nation: repr(steps(course, module, nation)) for nation in ("england", "wales", "scotland")}
    assert "designated safeguarding person" in said["wales"]
    assert len(set(said.values())) == 3
    assert "safeguarding lead" in repr(steps(course, module))


def test_the_trainer_is_told_what_the_notebook_tells_and_what_is_behind_a_weaker_choice(
    course: Library, asked: tuple[Step, ...]
) -> None:
    first = asked[0]
    assert first.notes[0].startswith("What the course says before this begins: A boy of 14")
    assert "Why a good colleague may choose A: I have to see it to know how serious it is." in first.notes
    assert any(note.startswith("Facilitator: 5.5 minutes.") for note in first.notes)
    assert not any(note.startswith("What the course says before") for note in asked[1].notes)


def test_what_belongs_to_other_nations_is_not_asked(course: Library) -> None:
    quiz = course.quiz("m4-asking")
    item = course.item(quiz.items[0].item)
    items = {**course.items, item.id: item.model_copy(update={"nations": ("scotland",)})}
    known = replace(course, items=items)
    module = known.module(MODULE)
    assert f"m4-asking.{item.id}" in {step.id for step in steps(known, module, "scotland")}
    assert f"m4-asking.{item.id}" not in {step.id for step in steps(known, module, "wales")}


def test_a_module_that_asks_nothing_has_no_questions(course: Library) -> None:
    assert steps(course, course.module("00_welcome")) == ()


def test_a_notebook_that_is_gone_is_said_to_be(course: Library, tmp_path: object) -> None:
    gone = replace(course, folders=replace(course.folders, modules=tmp_path))
    with pytest.raises(UserError, match=r"04_responding\.ipynb cannot be read"):
        steps(gone, gone.module(MODULE))
