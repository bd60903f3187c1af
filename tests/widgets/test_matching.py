"""Matching options with lettered groups, in a real Chromium: native selects."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from e2e.keyboard import Keyboard
from holdfast.grading import order
from holdfast_widgets.assessment import Assessment
from question_course import ASSIGNMENT, RIGHT, question_course
from widgets.everyone import problems
from widgets.one_question import alone

Host = Callable[..., Any]

ITEM = "matching-one"
SEED = {f"{ASSIGNMENT}/order": ["3"]}
TEXTS = {"lead": "The safeguarding lead", "teacher": "The class teacher", "head": "The head teacher"}
GROUPS = {
    "decides": "Decides what is passed on",
    "notices": "Notices that something has changed",
    "policy": "Answers for the school’s policy",
}
SHOWN = list(order(3, ITEM, list(TEXTS)))
SHOWN_GROUPS = list(order(3, f"{ITEM}/groups", list(GROUPS)))
LETTERED = [f"{letter}. {GROUPS[group]}" for letter, group in zip("ABC", SHOWN_GROUPS, strict=True)]


@pytest.fixture
def asked(tmp_path: Path) -> Assessment:
    return Assessment(ASSIGNMENT, library=question_course(tmp_path / "course"))


@pytest.fixture
def hosted(host: Host, asked: Assessment) -> Any:
    return host(asked, view=alone(asked, ITEM), value=SEED)


def _said(page: Page) -> str:
    return page.get_by_role("status").first.inner_text()


# --- what is told ----------------------------------------------------------------------------------------------------


def test_groups_stand_above_with_letters_and_nothing_is_chosen(hosted: Any) -> None:
    page = hosted.page
    question = page.get_by_role("group", name="Who does what? Choose a letter for each.")
    expect(question).to_have_accessible_description("Three people at school can help.")
    expect(question.get_by_role("listitem")).to_have_text(LETTERED)
    expect(question.get_by_role("combobox")).to_have_count(3)
    for box in question.get_by_role("combobox").all():
        expect(box).to_have_value("")
        expect(box.get_by_role("option")).to_have_text(["Choose", *LETTERED])
    expect(page.get_by_text("3 of 3 still to place")).to_be_visible()
    expect(page.get_by_role("button")).to_have_text(["Submit"])
    assert hosted.saved() == []


def test_each_select_is_named_by_its_option_in_the_order_shown(hosted: Any) -> None:
    for box, option in zip(hosted.page.get_by_role("combobox").all(), SHOWN, strict=True):
        expect(box).to_have_accessible_name(TEXTS[option])


# --- by keyboard and mouse -------------------------------------------------------------------------------------------


def test_it_is_matched_by_the_keyboard_alone_and_each_step_is_kept(hosted: Any) -> None:
    page = hosted.page
    page.set_viewport_size({"width": 390, "height": 500})
    keyboard = Keyboard(page)
    right = dict(word.split(":") for word in RIGHT[ITEM])
    for left, option in zip((2, 1, 0), SHOWN, strict=True):
        box = page.get_by_role("combobox", name=TEXTS[option])
        keyboard.reach(box)
        page.keyboard.press("ABC"[SHOWN_GROUPS.index(right[option])])
        expect(box).to_have_value(right[option])
        keyboard.focus_is_seen()
        assert _said(page) == (f"{left} of 3 still to place" if left else "All 3 are placed")
        assert len(hosted.saved()[-1][ITEM]) == 3 - left
    assert hosted.value() == {**SEED, ITEM: RIGHT[ITEM]}


def test_two_options_may_have_one_group_and_words_keep_the_order_of_the_content(hosted: Any) -> None:
    page = hosted.page
    for option in ("head", "lead"):
        page.get_by_role("combobox", name=TEXTS[option]).select_option("policy")
    assert hosted.saved()[-1][ITEM] == ["lead:policy", "head:policy"]


def test_one_can_be_taken_back_and_so_can_all(hosted: Any) -> None:
    page = hosted.page
    for text in TEXTS.values():
        page.get_by_role("combobox", name=text).select_option("policy")
    page.get_by_role("combobox", name=TEXTS["teacher"]).select_option("Choose")
    assert hosted.saved()[-1][ITEM] == ["lead:policy", "head:policy"]
    keyboard = Keyboard(page)
    keyboard.press(page.get_by_role("button", name="Go to the next one"))
    expect(page.get_by_role("combobox", name=TEXTS["teacher"])).to_be_focused()
    keyboard.press(page.get_by_role("button", name="Clear"))
    assert hosted.value() == {**SEED, ITEM: []}
    expect(page.get_by_role("combobox").first).to_be_focused()
    keyboard.focus_is_seen()


# --- what is kept, and what comes from outside -----------------------------------------------------------------------


def test_a_kept_part_is_shown_and_another_tab_followed(host: Host, asked: Assessment) -> None:
    hosted = host(asked, view=alone(asked, ITEM), value={**SEED, ITEM: ["lead:decides"]})
    lead, head = (hosted.page.get_by_role("combobox", name=TEXTS[option]) for option in ("lead", "head"))
    expect(lead).to_have_value("decides")
    expect(hosted.page.get_by_text("2 of 3 still to place")).to_be_visible()
    lead.focus()
    hosted.set("value", {**SEED, ITEM: ["lead:nowhere", "head:notices"]})
    expect(lead).to_have_value("")
    expect(lead).to_be_focused()
    expect(head).to_have_value("notices")
    hosted.set("value", SEED)
    expect(head).to_have_value("")
    assert hosted.saved() == []


@pytest.mark.parametrize(
    "answer", [["lead"], ["lead:nowhere"], ["lead:policy", "lead:decides"], ["nobody:policy"], {"lead": "policy"}, [3]]
)
def test_an_impossible_answer_from_the_browser_is_refused(
    asked: Assessment, caplog: pytest.LogCaptureFixture, answer: Any
) -> None:
    asked.set_state({"value": {ITEM: ["lead:policy"]}})
    with caplog.at_level(logging.WARNING, logger="holdfast.widgets"):
        asked.set_state({"value": {ITEM: answer}})
    assert asked.value == {ITEM: ["lead:policy"]}
    assert "refused 'value' from the browser" in caplog.text


# --- for everyone ----------------------------------------------------------------------------------------------------


def test_markup_foreign_script_and_a_flood_of_text_stay_text(host: Host, asked: Assessment) -> None:
    odd = [
        '<img src=x onerror="window.hit=1"> &amp;',
        "</select><script>window.hit=1</script>",
        "\u202eשלום\u202c 👩🏽",
    ]
    options = [{"id": f"o{index}", "text": text, "note": ""} for index, text in enumerate([*odd, "long " * 2000])]
    groups = [{"id": f"g{index}", "text": text, "note": ""} for index, text in enumerate([*odd, "wide" * 2500])]
    page = host(asked, view=alone(asked, ITEM, options=options, groups=groups)).page
    for text in odd:
        expect(page.get_by_role("combobox", name=text, exact=True)).to_have_count(1)
        expect(page.get_by_role("listitem").filter(has_text=text)).to_have_count(1)
    assert page.locator(".hf-widget :is(img, script)").count() == 0
    assert page.evaluate("window.hit") is None
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")


def test_everyone_can_use_it_before_and_after(hosted: Any) -> None:
    page = hosted.page
    assert problems(page) == []
    page.get_by_role("combobox").first.select_option("policy")
    assert problems(page) == []
