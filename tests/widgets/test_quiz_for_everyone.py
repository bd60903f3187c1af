"""The quiz for everyone: by keys alone, to a screen reader, in every theme and size, and with any text in it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from e2e.keyboard import Keyboard
from holdfast_widgets.quiz import Quiz
from widgets.everyone import problems
from widgets.quiz_pages import (
    MATCH,
    ORDER,
    SENTENCE,
    SEVERAL,
    SHORT,
    SORT,
    SPOT,
    every_type,
    outcomes,
    question,
)

Host = Callable[..., Any]

ODD = '<img src=x onerror="window.hit=1"> \u202eשלום\u202c 👩🏽‍🏫 &amp; <script>window.hit=1</script>'
ANSWERS = {
    "every-type/order": ["7"],
    SENTENCE: ["promise-a-secret"],
    f"{SENTENCE}/certainty": ["sure"],
    ORDER: ["stop-the-contact", "sit-and-listen", "tell-the-lead", "write-it-down", "look-after-yourself"],
    SORT: ["names-read-out:in-words", "chat-of-a-pupil:own-screenshot"],
    MATCH: ["at-the-gate:call-999", "wants-to-talk:the-bank"],
    SPOT: ["her-own-words", "admitted"],
    SHORT: ["his-own-words"],
    SEVERAL: ["stay", "promise"],
}


@pytest.fixture
def quiz() -> Quiz:
    return every_type()


# --- by keys alone ---------------------------------------------------------------------------------------------------


def test_a_sentence_by_keys_from_a_missing_answer_to_another_try(host: Host) -> None:
    minute = Quiz("m4-first-minute")
    hosted = host(minute)
    keys = Keyboard(hosted.page)
    card = question(hosted.page, minute, SENTENCE)
    check = card.get_by_role("button", name="Check")
    keys.press(check)
    expect(card.get_by_text("Choose one of these first.")).to_be_visible()
    expect(check).to_be_focused()
    hosted.page.locator("body").press("Shift+Tab")
    keys.choose(card.get_by_role("group", name="Which words help him most?"), "I promise")
    keys.choose(card.get_by_role("group", name="How sure are you?"), "Fairly sure")
    keys.press(check)
    keys.focus_is_seen()
    assert hosted.focused() == "Look at this again"
    keys.press(card.get_by_role("button", name="Try again"))
    keys.focus_is_seen()
    keys.choose(card.get_by_role("group", name="Which words help him most?"), "glad you told me")
    keys.press(check)
    keys.focus_is_seen()
    assert hosted.focused() == "Right"
    assert hosted.value()[SENTENCE] == ["honest-and-kind"]
    assert hosted.value()[f"{SENTENCE}/certainty"] == []


def test_every_other_type_by_keys(host: Host, quiz: Quiz) -> None:
    hosted = host(quiz)
    page = hosted.page
    keys = Keyboard(page)

    def checked(item: str) -> str:
        keys.press(question(page, quiz, item).get_by_role("button", name="Check"))
        keys.focus_is_seen()
        return str(hosted.focused())

    # In the order of the page, as Tab goes.
    keys.tick(question(page, quiz, SPOT), "They want more by tonight.")
    assert checked(SPOT) == "Partly right"
    card = question(page, quiz, SHORT)
    keys.reach(card.get_by_role("textbox"))
    page.keyboard.type("He said")
    keys.press(card.get_by_role("button", name="Compare"))
    keys.tick(card, "The time and the place")
    assert checked(SHORT) == "Point by point"
    keys.reach(question(page, quiz, ORDER).get_by_role("button", name="Down").first)
    page.keyboard.press("Alt+ArrowDown")
    keys.focus_is_seen()
    assert checked(ORDER) in {"Right", "Partly right", "Look at this again"}
    slot = question(page, quiz, SORT).get_by_role("group", name="The chat on the phone")
    keys.choose(slot, "It stays where it is")
    assert checked(SORT) == "Partly right"
    keys.reach(question(page, quiz, MATCH).get_by_role("combobox").first)
    page.keyboard.type("A")
    keys.focus_is_seen()
    assert checked(MATCH) in {"Partly right", "Look at this again"}
    keys.tick(question(page, quiz, SEVERAL), "Stay")
    assert checked(SEVERAL) == "Partly right"
    expect(page.get_by_role("heading", name="Question", level=3)).to_have_count(len(quiz.view["items"]))


# --- to a screen reader ----------------------------------------------------------------------------------------------


def test_a_screen_reader_is_told_the_question_the_outcome_and_what_helps(host: Host) -> None:
    value = {"m4-asking/order": ["1"], "practice-ask-about-suicide-1": ["better-now"]}
    page = host(Quiz("m4-asking"), value=value).page
    region = page.get_by_role("region", name="Try it: asking")
    expect(region).to_match_aria_snapshot("""
        - 'heading "Try it: asking" [level=2]'
        - paragraph: /This is practice/
        - heading "Question 1 of 1" [level=3]
        - group "Which words help him most?":
          - radio /The worst is over/ [checked]
        - heading "Look at this again" [level=3]
        - paragraph: You chose
        - paragraph: /The worst is over/
        - paragraph: What helps more
        - paragraph:
          - strong: /Are you thinking about suicide/
        - paragraph: /Why. Asking can protect/
        - button "Try again"
    """)
    expect(region.get_by_role("group")).to_have_accessible_description(
        "A student of 17 has told his tutor that somebody is blackmailing him. The lead is on the way. “It would be "
        "easier if I weren’t here,” he says."
    )


def test_another_try_is_said(host: Host, quiz: Quiz) -> None:
    page = host(quiz, value=ANSWERS).page
    question(page, quiz, SENTENCE).get_by_role("button", name="Try again").click()
    expect(page.get_by_role("status").first).to_have_text("The question is open again.")


# --- every theme and size --------------------------------------------------------------------------------------------


def test_nothing_is_wrong_before_an_answer_without_one_or_after_it(host: Host, quiz: Quiz) -> None:
    hosted = host(quiz)
    page = hosted.page
    assert problems(page) == []
    for card in page.locator(".hf-asked").all():
        card.get_by_role("button", name="Check").click()
    assert problems(page) == []
    hosted.set("value", ANSWERS)
    expect(page.locator(".hf-outcome")).to_have_count(len(ANSWERS) - 2)
    page.locator("details").evaluate_all("all => all.forEach((each) => { each.open = true; })")
    assert problems(page) == []


# --- any text --------------------------------------------------------------------------------------------------------


def test_text_with_markup_script_and_marks_is_shown_as_text(host: Host) -> None:
    quiz = every_type(stem=ODD, question=ODD, option=ODD, experience=ODD, why=ODD)
    page = host(quiz, value={SEVERAL: ["stay"]}).page
    card = question(page, quiz, SEVERAL)
    expect(card.locator("input[value=stay]")).to_have_accessible_name(ODD)
    assert outcomes(card) == ["Partly right"]
    expect(card.locator(".hf-told").first).to_contain_text(f"Why: {ODD}")
    assert page.locator(".hf-widget :is(img, script)").count() == 0
    assert page.evaluate("window.hit") is None


def test_a_long_text_stays_on_the_page(host: Host, page: Page) -> None:
    page.set_viewport_size({"width": 320, "height": 600})
    quiz = every_type()
    view = quiz.view
    item = next(each for each in view["items"] if each["id"] == SEVERAL)
    item["options"][0]["text"] = item["right"]["options"]["stay"]["why"] = "x" * 10_000
    page = host(quiz, view=view, value={SEVERAL: ["stay"]}).page
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")
    assert page.locator(".hf-why").last.evaluate("why => why.textContent.length") > 0


def test_a_source_that_is_no_web_address_is_no_link(host: Host, quiz: Quiz) -> None:
    view = quiz.view
    for item in view["items"]:
        for option in item["right"]["options"].values():
            option["sources"] = [{"short": "A paper", "url": "javascript:alert(1)"}]
    page = host(quiz, view=view, value=ANSWERS).page
    expect(page.locator(".hf-outcome a")).to_have_count(0)
    expect(page.locator(".hf-sources").first).to_have_text("Source: A paper")
