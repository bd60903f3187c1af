"""What a quiz says after "Check": what was chosen wrongly or left out first, what is right last."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from holdfast_widgets.quiz import Quiz
from widgets.quiz_pages import (
    MATCH,
    ORDER,
    SENTENCE,
    SEVERAL,
    SHORT,
    SORT,
    SPOT,
    check,
    every_type,
    labels,
    outcomes,
    question,
)

Host = Callable[..., Any]


@pytest.fixture
def quiz() -> Quiz:
    return every_type()


def right_of(item: str, quiz: Quiz) -> list[str]:
    found: list[str] = next(each["right"]["correct"] for each in quiz.view["items"] if each["id"] == item)
    return found


# --- one of them -----------------------------------------------------------------------------------------------------


def test_a_wrong_sentence_is_explained_and_what_helps_comes_last(host: Host, quiz: Quiz) -> None:
    hosted = host(quiz)
    card = question(hosted.page, quiz, SENTENCE)
    card.get_by_role("radio", name="I promise").check()
    check(card)
    assert hosted.focused() == "Look at this again"
    expect(hosted.page.get_by_role("status").first).to_have_text("Look at this again")
    told = card.locator(".hf-told")
    expect(told).to_have_count(2)
    expect(told.first.locator("p")).to_have_text([
        "You chose", "“This stays between the two of us, I promise. Now tell me what has happened.”",
        "He tells everything, because of the promise. An hour later somebody else knows, and he feels tricked.",
        "Say that you will tell only those who need to know. Say too that he will hear who they are.",
        "Why: Your lead has to hear this now, so that he gets help. A promise you cannot keep costs his trust.",
        "Sources: NCA alert, 2024 (opens in a new tab)\u00a0· UKCIS overview, 2024 (opens in a new tab)",
    ])  # fmt: skip
    assert labels(card)[-1].startswith("What helps more: “I’m glad you told me.")
    expect(told.locator("strong")).to_have_count(1)  # only what helps stands out
    expect(told.last.locator("strong")).to_contain_text("I’m glad you told me.")


def test_a_right_sentence_is_explained_too(host: Host, quiz: Quiz) -> None:
    hosted = host(quiz)
    card = question(hosted.page, quiz, SENTENCE)
    card.get_by_role("radio", name="glad you told me").check()
    check(card)
    assert hosted.focused() == "Right"
    assert [label.split(":")[0] for label in labels(card)] == ["You chose"]


# --- several ---------------------------------------------------------------------------------------------------------


def test_of_several_the_wrong_come_first_then_the_missed_then_the_right(host: Host, quiz: Quiz) -> None:
    card = question(host(quiz, value={SEVERAL: ["ask-why", "listen", "promise"]}).page, quiz, SEVERAL)
    assert outcomes(card) == ["Look at this again"]  # one right, two wrong
    assert labels(card) == ["You chose: Ask why", "You chose: Promise", "You left out: Stay", "Right: Listen"]


def test_of_several_right_ones_some_are_partly_right(host: Host, quiz: Quiz) -> None:
    card = question(host(quiz, value={SEVERAL: ["listen"]}).page, quiz, SEVERAL)
    assert outcomes(card) == ["Partly right"]


def test_phrases_that_were_spotted_are_told_like_several(host: Host, quiz: Quiz) -> None:
    hosted = host(quiz)
    card = question(hosted.page, quiz, SPOT)
    for phrase in ("They want more by tonight.", "She admitted that", "I told the lead at five to nine"):
        card.get_by_role("checkbox", name=phrase).check()
    check(card)
    assert hosted.focused() == "Partly right"
    assert labels(card) == [
        "You chose: She admitted that",
        "You left out: She read out the name of the account",
        "Right: “They want more by tonight.”",
        "Right: I told the lead at five to nine",
    ]


# --- an order, places ------------------------------------------------------------------------------------------------


def test_after_an_order_the_one_that_helps_is_a_numbered_list_with_reasons(host: Host, quiz: Quiz) -> None:
    right = right_of(ORDER, quiz)
    card = question(host(quiz, value={ORDER: [right[1], right[0], *right[2:]]}).page, quiz, ORDER)
    assert outcomes(card) == ["Partly right"]
    rows = card.locator(".hf-outcome ol > li")
    assert [row.locator("strong").inner_text() for row in rows.all()] == [
        "Sit down with her, listen, and say that you believe her.",
        "Help her to mute or block, and to answer, pay and send nothing.",
        "Tell the safeguarding lead by voice, while somebody stays with her.",
        "Write down her words, the times, and the names she reads out.",
        "Ask a colleague for ten minutes, for yourself.",
    ]
    expect(rows.filter(has_text="Why: ")).to_have_count(5)


@pytest.mark.parametrize("item", [SORT, MATCH])
def test_what_is_misplaced_is_told_with_its_place_and_what_is_right_in_one_line(
    host: Host, quiz: Quiz, item: str
) -> None:
    first, _, *others = right_of(item, quiz)
    group = next(each for each in right_of(item, quiz) if not each.endswith(first.split(":")[1])).split(":")[1]
    card = question(host(quiz, value={item: [f"{first.split(':')[0]}:{group}", *others]}).page, quiz, item)
    assert outcomes(card) == ["Partly right"]
    heads = [label.split(":")[0] for label in labels(card)]
    assert heads == ["Belongs with", "You left out"]
    line = card.locator(".hf-outcome > p").inner_text()
    assert line.startswith("Right: ")
    assert line.count("·") == len(others) - 1
    reasons = card.locator("details .hf-told")
    expect(reasons.first).to_be_hidden()
    card.get_by_text("Why these are right").click()
    expect(reasons).to_have_count(len(others))
    expect(reasons.first).to_be_visible()


@pytest.mark.parametrize("item", [SENTENCE, ORDER, SORT, MATCH, SPOT, SEVERAL])
def test_what_is_right_is_called_right(host: Host, quiz: Quiz, item: str) -> None:
    card = question(host(quiz, value={item: right_of(item, quiz)}).page, quiz, item)
    assert outcomes(card) == ["Right"]
    expect(card.locator(".hf-good")).to_have_count(1)


# --- one's own words -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("ticked", [1, 6])
def test_ones_own_words_are_compared_point_by_point_without_a_verdict(host: Host, quiz: Quiz, ticked: int) -> None:
    hosted = host(quiz)
    card = question(hosted.page, quiz, SHORT)
    card.get_by_role("textbox").fill("A boy I know told me something terrible")
    card.get_by_role("button", name="Compare").click()
    for box in card.get_by_role("checkbox").all()[:ticked]:
        box.check()
    check(card)
    assert hosted.focused() == "Point by point"
    heads = [label.split(":")[0] for label in labels(card)]
    assert heads == ["You could add"] * (6 - ticked) + ["Your words had this"] * ticked
    expect(card.locator(".hf-good, .hf-mind")).to_have_count(0)


def test_what_was_written_never_reaches_the_model(host: Host, quiz: Quiz, page: Page) -> None:
    hosted = host(quiz)
    card = question(page, quiz, SHORT)
    card.get_by_role("textbox").fill("A boy I know told me something terrible")
    card.get_by_role("button", name="Compare").click()
    card.get_by_role("checkbox").first.check()
    check(card)
    assert hosted.value()[SHORT] == ["his-own-words"]
    assert "boy I know" not in str([hosted.value(), hosted.saved(), hosted.sent()])
    assert (
        page.evaluate("JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie])") == '[{},{},""]'
    )
    card.get_by_role("button", name="Try again").click()
    expect(card.get_by_role("textbox")).to_have_value("")


# --- how sure ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("sure", "said"), [("Sure", 1), ("Fairly sure", 0), ("Not sure", 0)])
def test_who_was_sure_and_not_right_reads_one_kind_sentence(host: Host, quiz: Quiz, sure: str, said: int) -> None:
    page = host(quiz).page
    card = question(page, quiz, SENTENCE)
    card.get_by_role("radio", name="I promise").check()
    card.get_by_role("radio", name=sure, exact=True).check()
    check(card)
    expect(card.get_by_text("You were sure of this one; worth a second look.")).to_have_count(said)


def test_who_was_sure_and_right_is_told_nothing_more(host: Host, quiz: Quiz) -> None:
    card = question(host(quiz).page, quiz, SENTENCE)
    card.get_by_role("radio", name="glad you told me").check()
    card.get_by_role("radio", name="Sure", exact=True).check()
    check(card)
    expect(card.get_by_text("You were sure")).to_have_count(0)
