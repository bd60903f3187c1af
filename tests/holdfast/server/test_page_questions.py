"""Questions of every type, explained after marking."""

from __future__ import annotations

from datetime import date

import pytest

from holdfast.grading import grade_item, order
from holdfast.library import Library
from holdfast.records import Attempt
from holdfast.server.page_questions import Question, questions
from question_course import ASSIGNMENT, MARKED, RIGHT, question_course


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Library:
    return question_course(tmp_path_factory.mktemp("questions"))


def _asked(course: Library, answers: dict[str, list[str]]) -> dict[str, Question]:
    key = course.key(ASSIGNMENT)
    entries = {
        name: grade_item(course.item(name), key.item(name), answers.get(name, []), starred=False).points
        for name in MARKED
    }
    attempt = Attempt(
        id=1,
        learner_id="learner000000001",
        assignment=ASSIGNMENT,
        content_version="1",
        answers=answers,
        opened_on=date(2026, 1, 1),
        state="marked",
        points=sum(entries.values()),
        maximum=14.0,
        entries=entries,
        reason="",
    )
    found = questions(course, course.assignment(ASSIGNMENT), attempt, key)
    return dict(zip(MARKED, found, strict=True))


def test_what_is_right_is_said_to_be_right_for_every_type(course: Library) -> None:
    for name, question in _asked(course, RIGHT).items():
        assert question.row.solid, name
        assert question.answered
        assert all(option.right for option in question.options), name
        assert not any(option.instead or option.belongs for option in question.options), name


def test_a_question_left_open_shows_what_is_right_for_every_type(course: Library) -> None:
    for name, question in _asked(course, {}).items():
        assert not question.answered, name
        assert question.options, name
        assert all(option.why for option in question.options), name


def test_a_passage_is_told_with_its_phrases_in_place(course: Library) -> None:
    told = " ".join(_asked(course, {})["spot-one"].stem)
    assert "pupils who were careless" in told
    assert "{" not in told


def test_an_order_shows_the_right_place_and_the_one_it_had(course: Library) -> None:
    options = _asked(course, {"ordering-one": ["hear", "calm", "tell", "write"]})["ordering-one"].options
    assert [option.label for option in options] == [
        "Place 1; you had it at 2",
        "Place 2; you had it at 1",
        "Place 3, as you had it",
        "Place 4, as you had it",
    ]
    assert [option.right for option in options] == [False, False, True, True]


@pytest.mark.parametrize("name", ["matching-one", "sorting-one"])
def test_what_was_placed_elsewhere_or_left_comes_first_and_says_where_it_belongs(course: Library, name: str) -> None:
    item = course.item(name)
    first, second, *rest = [word.split(":") for word in RIGHT[name]]
    elsewhere = next(group.id for group in item.groups if group.id != first[1])
    answer = [f"{first[0]}:{elsewhere}", *(":".join(pair) for pair in rest)]
    options = _asked(course, {name: answer})[name].options
    groups = {group.id: group.text for group in item.groups}
    assert [(option.label, option.belongs) for option in options[:2]] == [
        (f"You put this with: {groups[elsewhere]}", groups[first[1]]),
        ("You did not place this", groups[second[1]]),
    ]
    assert all(option.right and not option.belongs for option in options[2:])


def test_options_are_explained_in_the_order_they_were_seen(course: Library) -> None:
    ids = [option.id for option in course.item("multiple-one").options]
    words = {option.text: option.id for option in course.item("multiple-one").options}
    wrong = [option for option in ids if option not in RIGHT["multiple-one"]]
    seen = {}
    for seed in range(20):
        answers = {"multiple-one": wrong, f"{ASSIGNMENT}/order": [str(seed)]}
        told = [words[option.text] for option in _asked(course, answers)["multiple-one"].options[: len(wrong)]]
        assert told == [option for option in order(seed, "multiple-one", ids) if option in wrong]
        seen[tuple(told)] = seed
    assert len(seen) == 2
