"""The quiz in a real Chromium: an answer is explained at once and kept, and nothing of a marked question comes here."""

from __future__ import annotations

import dataclasses
import json
import logging
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from holdfast.library import NotFound, library
from holdfast_widgets.quiz import Quiz
from widgets.quiz_pages import MATCH, ORDER, SENTENCE, SHORT, SORT, SPOT, check, every_type, outcomes, question

Host = Callable[..., Any]

SEED = {"every-type/order": ["7"]}


@pytest.fixture
def quiz() -> Quiz:
    return every_type()


@pytest.fixture
def minute() -> Quiz:
    """Two starred questions: a sentence to choose, and an order."""
    return Quiz("m4-first-minute")


# --- what travels ----------------------------------------------------------------------------------------------------


def test_a_question_that_is_marked_cannot_be_in_a_quiz() -> None:
    course = library()
    assignment = course.course.assignments[0]
    marking = assignment.model_copy(update={"items": (*assignment.items, ORDER)})
    changed = course.course.model_copy(update={"assignments": (marking,)})
    with pytest.raises(ValueError, match=rf"has the item '{ORDER}', which '{assignment.id}' marks: write another item"):
        Quiz("m4-first-minute", library=dataclasses.replace(course, course=changed))


def test_no_quiz_of_the_course_has_a_marked_question() -> None:
    marked = {item for assignment in library().course.assignments for item in assignment.items}
    shown = {answer.item for quiz in library().quizzes.values() for answer in quiz.items}
    assert shown
    assert not shown & marked


def test_a_quiz_that_is_not_there_is_named() -> None:
    with pytest.raises(NotFound, match="There is no quiz 'm4-first-minut'"):
        Quiz("m4-first-minut")


def test_what_a_learner_may_not_see_stays_in_python(quiz: Quiz) -> None:
    text = json.dumps(quiz.view)
    assert not [each.id for each in library().course.misconceptions if f'"{each.id}"' in text]
    for word in ('"points"', "misconception", "objective"):
        assert word not in text
    assert quiz.view["records"][-1] == "every-type/order"
    assert f"{SPOT}/certainty" not in quiz.view["records"]


def test_a_source_that_is_not_checked_says_so() -> None:
    view = Quiz("m4-what-to-keep").view
    sent = view["items"][0]["right"]["options"]["sent-to-others"]["sources"]
    assert [each["short"] for each in sent] == [
        "UKCIS overview, 2024",
        "UKCIS full advice, 2024 (not yet checked by us)",
    ]


def test_nothing_is_written_beside_a_notebook(minute: Quiz) -> None:
    minute.set_state({"value": {SENTENCE: ["honest-and-kind"]}})
    assert minute.saving["code"] == "practice"


# --- answering -------------------------------------------------------------------------------------------------------


def test_answer_certainty_and_seed_are_kept_together_on_check_and_not_before(host: Host, minute: Quiz) -> None:
    hosted = host(minute)
    card = question(hosted.page, minute, SENTENCE)
    card.get_by_role("radio", name="glad you told me").check()
    card.get_by_role("radio", name="Fairly sure").check()
    assert hosted.saved() == []
    check(card)
    (saved,) = hosted.saved()
    seed = saved.pop("m4-first-minute/order")
    assert saved == {SENTENCE: ["honest-and-kind"], f"{SENTENCE}/certainty": ["fairly-sure"]}
    assert len(seed) == 1
    minute.set_state({"value": {**saved, "m4-first-minute/order": seed}})
    assert minute.value[SENTENCE] == ["honest-and-kind"]


def test_certainty_may_be_left_out_and_is_asked_of_starred_questions_only(host: Host, quiz: Quiz) -> None:
    page = host(quiz).page
    expect(question(page, quiz, SENTENCE).get_by_role("group", name="How sure are you?")).to_have_count(1)
    expect(question(page, quiz, SPOT).get_by_role("group", name="How sure are you?")).to_have_count(0)


@pytest.mark.parametrize(
    ("item", "words"),
    [
        (SENTENCE, "Choose one of these first."),
        (ORDER, "Put these in your order first, or press “This is my order”."),
        (SORT, "Choose at least one of these first."),
        (MATCH, "Choose at least one of these first."),
        (SPOT, "Choose at least one of these first."),
        (SHORT, "Press “Compare” first, and tick what your words had."),
    ],
)
def test_without_an_answer_check_says_what_is_missing(host: Host, quiz: Quiz, item: str, words: str) -> None:
    hosted = host(quiz)
    card = question(hosted.page, quiz, item)
    check(card)
    expect(card.get_by_text(words)).to_be_visible()
    expect(hosted.page.get_by_role("status").first).to_have_text(words)
    assert words in card.get_by_role("group").first.evaluate(
        "group => group.getAttribute('aria-describedby').split(' ')"
        ".map((id) => document.getElementById(id).textContent).join(' ')"
    )
    assert hosted.saved() == []
    assert outcomes(card) == []


def test_while_answers_are_on_their_way_nothing_is_kept(host: Host, minute: Quiz) -> None:
    hosted = host(minute, saving={"code": "loading", "words": "Fetching your answers."})
    card = question(hosted.page, minute, SENTENCE)
    card.get_by_role("radio").first.check()
    check(card)
    expect(card.get_by_text("Your earlier answers are still on their way.")).to_be_visible()
    assert hosted.saved() == []


# --- what is kept ----------------------------------------------------------------------------------------------------


def test_a_reload_shows_the_answer_with_its_explanation(host: Host, quiz: Quiz) -> None:
    value = {SENTENCE: ["promise-a-secret"], f"{SENTENCE}/certainty": ["sure"], **SEED}
    hosted = host(quiz, value=value)
    card = question(hosted.page, quiz, SENTENCE)
    expect(card.get_by_role("radio", name="I promise")).to_be_checked()
    assert outcomes(card) == ["Look at this again"]
    expect(card.get_by_text("You were sure of this one; worth a second look.")).to_be_visible()
    expect(card.get_by_role("button")).to_have_text(["Try again"])
    assert hosted.saved() == []
    assert hosted.page.evaluate("document.activeElement === document.body")


def test_try_again_clears_the_page_and_what_is_kept_stays_until_the_next_check(host: Host, minute: Quiz) -> None:
    value = {SENTENCE: ["promise-a-secret"], f"{SENTENCE}/certainty": ["sure"]}
    hosted = host(minute, value=value)
    card = question(hosted.page, minute, SENTENCE)
    card.get_by_role("button", name="Try again").click()
    assert outcomes(card) == []
    expect(card.get_by_role("radio", checked=True)).to_have_count(0)
    assert card.evaluate("card => card.contains(document.activeElement)")
    assert hosted.value() == value
    card.get_by_role("radio", name="glad you told me").check()
    check(card)
    assert hosted.saved()[0][SENTENCE] == ["honest-and-kind"]
    assert hosted.saved()[0][f"{SENTENCE}/certainty"] == []


def test_another_answer_takes_the_explanation_away(host: Host, minute: Quiz) -> None:
    card = question(host(minute, value={SENTENCE: ["promise-a-secret"]}).page, minute, SENTENCE)
    card.get_by_role("radio", name="glad you told me").check()
    assert outcomes(card) == []
    check(card)
    assert outcomes(card) == ["Right"]


def test_a_change_from_outside_is_shown(host: Host, minute: Quiz) -> None:
    hosted = host(minute, value={SENTENCE: ["promise-a-secret"]})
    card = question(hosted.page, minute, SENTENCE)
    card.get_by_role("radio", name="I promise").focus()
    hosted.set("value", {SENTENCE: ["honest-and-kind"], "other": ["left-alone"]})
    assert outcomes(card) == ["Right"]
    expect(card.get_by_role("radio", name="glad you told me")).to_be_checked()
    assert hosted.focused() == "Right"
    card.get_by_role("button", name="Try again").click()
    card.get_by_role("radio", name="I promise").check()
    check(card)
    assert hosted.saved()[-1]["other"] == ["left-alone"]


def test_who_is_in_the_middle_is_not_disturbed(host: Host, minute: Quiz) -> None:
    hosted = host(minute)
    card = question(hosted.page, minute, SENTENCE)
    card.get_by_role("radio", name="I promise").check()
    hosted.set("value", {SENTENCE: ["honest-and-kind"]})
    expect(card.get_by_role("radio", name="I promise")).to_be_checked()
    assert outcomes(card) == []


def test_news_of_something_else_leaves_focus_where_it_is(host: Host, minute: Quiz) -> None:
    hosted = host(minute, value={SENTENCE: ["honest-and-kind"]})
    again = question(hosted.page, minute, SENTENCE).get_by_role("button", name="Try again")
    again.focus()
    hosted.set("value", {SENTENCE: ["honest-and-kind"], "other": ["news"]})
    expect(again).to_be_focused()


def test_who_is_writing_is_not_disturbed(host: Host, quiz: Quiz) -> None:
    hosted = host(quiz)
    text = question(hosted.page, quiz, SHORT).get_by_role("textbox")
    text.fill("Ten past one")
    hosted.set("value", {SHORT: ["time-and-place"], **SEED})
    expect(text).to_have_value("Ten past one")


def test_a_seed_that_comes_late_puts_the_options_in_its_order(host: Host, minute: Quiz) -> None:
    hosted = host(minute, value={"m4-first-minute/order": ["3"]})
    radios = question(hosted.page, minute, SENTENCE).get_by_role("group").first.get_by_role("radio")
    three = radios.evaluate_all("all => all.map(({ value }) => value)")
    hosted.set("value", {"m4-first-minute/order": ["5"]})
    five = radios.evaluate_all("all => all.map(({ value }) => value)")
    assert sorted(three) == sorted(five)
    assert three != five


def test_leaving_the_page_lets_go_of_the_model(host: Host, minute: Quiz) -> None:
    hosted = host(minute)
    hosted.page.evaluate("leave()")
    assert hosted.page.evaluate("model.listeners()") == 0


# --- what a browser may do -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "state",
    [
        {"value": {SENTENCE: ["promise-a-secret", "honest-and-kind"]}},
        {"value": {SENTENCE: "honest-and-kind"}},
        {"value": {f"{SENTENCE}/certainty": ["certain"]}},
        {"value": {ORDER: ["sit-and-listen"]}},
        {"value": {"m4-first-minute/order": ["-1"]}},
        {"value": {"practice-who-to-call-2": []}},
        {"value": {SENTENCE: ["x" * 1_000_000]}},
        {"value": 7},
        {"view": {}},
        {"name": "m4-asking"},
        {"_esm": "alert(1)"},
    ],
    ids=lambda state: next(iter(state)),
)
def test_a_hostile_browser_changes_nothing(
    minute: Quiz, caplog: pytest.LogCaptureFixture, state: dict[str, Any]
) -> None:
    before = {name: getattr(minute, name) for name in ("value", "view", "name", "_esm")}
    with caplog.at_level(logging.WARNING):
        minute.set_state(state)
    assert {name: getattr(minute, name) for name in before} == before
    assert f"Quiz refused '{next(iter(state))}' from the browser" in caplog.text
