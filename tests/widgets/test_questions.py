"""Questions of every type as an assessment asks them: shown, answered by keyboard, kept, and changed from outside."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from e2e.keyboard import Keyboard
from holdfast.grading import grade_item
from holdfast.library import Library
from holdfast_widgets.assessment import Assessment
from question_course import ASSIGNMENT, MARKED, RIGHT, question_course

Host = Callable[..., Any]

ORDER = f"{ASSIGNMENT}/order"
SEED = {ORDER: ["7"]}
OTHER: dict[str, list[str]] = {
    "single-one": ["promise"],
    "sentence-one": ["why"],
    "multiple-one": ["guess"],
    "spot-one": ["kind", "ask"],
    "ordering-one": ["write", "tell", "hear", "calm"],
    "matching-one": ["lead:policy", "head:decides"],
    "sorting-one": ["trip:today"],
}


@pytest.fixture
def course(tmp_path: Path) -> Library:
    return question_course(tmp_path / "course")


@pytest.fixture
def every(course: Library) -> Assessment:
    return Assessment(ASSIGNMENT, library=course)


def _group(page: Page, course: Library, item: str) -> Locator:
    return page.get_by_role("group", name=course.item(item).question)


def _text(course: Library, item: str, option: str) -> str:
    return next(each.text for each in course.item(item).options if each.id == option)


def _on_the_page(page: Page, course: Library) -> dict[str, list[str]]:
    """Return the answers that the controls show, read as a learner sees them."""
    found = {}
    for item in MARKED:
        group, options = _group(page, course, item), course.item(item).options
        if course.item(item).type == "ordering":
            text = group.inner_text()
            found[item] = sorted((option.id for option in options), key=lambda i: text.index(_text(course, item, i)))
        elif course.item(item).type == "matching":
            chosen = {o.id: group.get_by_role("combobox", name=o.text).input_value() for o in options}
            found[item] = [f"{option}:{value}" for option, value in chosen.items() if value]
        elif course.item(item).type == "sorting":
            of = {o.id: group.get_by_role("group", name=o.text).get_by_role("radio", checked=True) for o in options}
            found[item] = [f"{o}:{radio.get_attribute('value')}" for o, radio in of.items() if radio.count()]
        else:
            ticked = group.locator("input:checked").all()
            values = [box.get_attribute("value") for box in ticked]
            found[item] = [option.id for option in options if option.id in values]
    return found


# --- by keyboard alone -----------------------------------------------------------------------------------------------


def _answer_by_keys(keyboard: Keyboard, page: Page, course: Library) -> None:
    keyboard.choose(_group(page, course, "single-one"), "Listen")
    keyboard.choose(_group(page, course, "sentence-one"), "Thank you")
    for item in ("multiple-one", "spot-one"):
        boxes = _group(page, course, item).get_by_role("checkbox").all()
        for box in boxes:
            if box.get_attribute("value") in RIGHT[item]:
                keyboard.press(box, "Space")
    ordering = _group(page, course, "ordering-one")
    for place, option in enumerate(RIGHT["ordering-one"], 1):
        text = _text(course, "ordering-one", option)
        there = ordering.get_by_role("button", name=f"Up {place}. {text}")
        while not there.count():
            keyboard.press(ordering.get_by_role("button", name=re.compile(rf"^Up \d\. {text}")))
            keyboard.focus_is_seen()
    matching = _group(page, course, "matching-one")
    for pair in RIGHT["matching-one"]:
        option, _, group = pair.partition(":")
        select = matching.get_by_role("combobox", name=_text(course, "matching-one", option))
        text = next(each.text for each in course.item("matching-one").groups if each.id == group)
        keyboard.press(select, next(o for o in select.locator("option").all_inner_texts() if text in o)[0])
        expect(select).to_have_value(group)
    sorting = _group(page, course, "sorting-one")
    shown = [legend.inner_text() for legend in sorting.locator("legend").all()[1:]]
    places = dict(pair.split(":") for pair in RIGHT["sorting-one"])
    for text in shown:
        option = next(each for each in course.item("sorting-one").options if each.text in text)
        group = next(each.text for each in course.item("sorting-one").groups if each.id == places[option.id])
        keyboard.choose(sorting.get_by_role("group", name=option.text), group)


@pytest.mark.parametrize("width", [320, 1280])
def test_everything_is_answered_and_submitted_by_keys_alone(
    host: Host, page: Page, course: Library, every: Assessment, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 700})
    hosted = host(every)
    keyboard = Keyboard(page)
    _answer_by_keys(keyboard, page, course)
    value = hosted.value()
    assert {item: value[item] for item in MARKED} == RIGHT
    assert _on_the_page(page, course) == RIGHT
    for key in course.key(ASSIGNMENT).items:
        assert grade_item(course.item(key.item), key, value[key.item], starred=True).points == key.points
    every.value = value  # What the browser made is what Python takes.
    keyboard.press(page.get_by_role("button", name="Submit"))
    assert hosted.focused() == "Submitting"
    keyboard.focus_is_seen()
    assert hosted.sent() == [{"kind": "submit"}]


def test_every_link_to_an_unanswered_question_puts_focus_on_its_first_control(
    host: Host, page: Page, course: Library, every: Assessment
) -> None:
    hosted = host(every, value=SEED)
    keyboard = Keyboard(page)
    for item in MARKED:
        keyboard.press(page.get_by_role("button", name="Submit", exact=True))
        assert hosted.focused() == "7 questions have no answer yet"
        keyboard.press(page.get_by_role("link", name=course.item(item).question))
        assert _group(page, course, item).locator(":focus").count() == 1
        keyboard.focus_is_seen()
        hosted.set("value", {**SEED, "single-one": []})
        page.get_by_role("button", name="Go back to the questions").press("Enter")
        expect(_group(page, course, "single-one").locator(":focus")).to_have_count(1)
    assert hosted.saved() == []


def test_an_order_that_was_only_looked_at_is_no_answer(host: Host, every: Assessment) -> None:
    hosted = host(every, value={**SEED, **{item: RIGHT[item] for item in MARKED if item != "ordering-one"}})
    hosted.page.get_by_role("button", name="Submit", exact=True).click()
    assert hosted.focused() == "One question has no answer yet"
    hosted.page.get_by_role("button", name="This is my order").click()
    hosted.page.get_by_role("button", name="Submit", exact=True).click()
    assert hosted.focused() == "Submitting"


# --- what a screen reader is told ------------------------------------------------------------------------------------


def test_every_question_is_a_group_named_by_its_question_and_described_by_its_story(
    host: Host, course: Library, every: Assessment
) -> None:
    page = host(every, value=SEED).page
    for number, item in enumerate(MARKED, 1):
        card = page.locator(".hf-asked").nth(number - 1)
        expect(card.get_by_role("heading", level=3).first).to_have_text(f"Question {number} of {len(MARKED)}")
        group = card.get_by_role("group").first
        expect(group).to_have_accessible_description(" ".join(course.item(item).stem))
        assert group.evaluate("g => g.matches('fieldset')")
        expect(_group(page, course, item)).to_have_count(1)


def test_cards_and_phrases_are_told_by_role_name_and_state(host: Host, course: Library, every: Assessment) -> None:
    page = host(every, value={**SEED, "sentence-one": ["thanks"], "spot-one": ["fault"]}).page
    expect(_group(page, course, "sentence-one")).to_match_aria_snapshot(
        """
        - group "Which sentence do you say?":
          - radio "Why did you do that?"
          - radio "Thank you for telling me." [checked]
          - radio "You should have come to me sooner."
        """
    )
    expect(_group(page, course, "spot-one")).to_match_aria_snapshot(
        """
        - group /Which phrases would you change\\? Each phrase with a box can be chosen/:
          - paragraph:
            - text: Dear parents, we have heard of
            - checkbox "pupils who were careless" [checked]
            - text: /As always,/
            - checkbox "we are here to help"
          - paragraph:
            - text: For now,
            - checkbox "please keep this among yourselves"
            - text: /If you are worried,/
            - checkbox "speak to any member of staff"
        """
    )


def test_a_note_is_read_with_its_option(host: Host, course: Library, every: Assessment) -> None:
    view = json.loads(json.dumps(every.view))
    view["items"][0]["options"][0]["note"] = "Person under 18"
    page = host(every, view=view, value=SEED).page
    name = "Person under 18 Listen, and let her say it in her own words"
    expect(_group(page, course, "single-one").get_by_role("radio", name=name)).to_have_count(1)


# --- kept, and changed from outside ----------------------------------------------------------------------------------


@pytest.mark.parametrize("answers", [RIGHT, OTHER])
def test_kept_answers_are_shown_after_a_reload_and_nothing_is_written(
    host: Host, course: Library, every: Assessment, answers: dict[str, list[str]]
) -> None:
    hosted = host(every, value={**SEED, **answers})
    assert _on_the_page(hosted.page, course) == answers
    assert hosted.saved() == []


def test_what_another_tab_answers_is_shown_here_and_focus_stays(host: Host, course: Library, every: Assessment) -> None:
    hosted = host(every, value={**SEED, **RIGHT})
    controls = {
        "single-one": "input",
        "spot-one": "input",
        "ordering-one": "li:nth-of-type(2) button",
        "matching-one": "select",
        "sorting-one": "input",
    }
    for item, control in controls.items():
        focused = _group(hosted.page, course, item).locator(control).first
        for answers in (OTHER, RIGHT):
            focused.focus()
            before = hosted.page.evaluate_handle("document.activeElement")
            hosted.set("value", {**SEED, **answers})
            assert _on_the_page(hosted.page, course) == answers
            assert hosted.page.evaluate("before => before === document.activeElement", before), item
    assert hosted.saved() == []


def test_taking_the_answers_away_from_outside_leaves_none(host: Host, course: Library, every: Assessment) -> None:
    hosted = host(every, value={**SEED, **RIGHT})
    hosted.set("value", {})
    shown = _on_the_page(hosted.page, course)
    assert {item: answer for item, answer in shown.items() if answer and item != "ordering-one"} == {}
    hosted.page.get_by_role("button", name="Submit", exact=True).click()
    assert hosted.focused() == "7 questions have no answer yet"
