"""Sorting into groups, in a real Chromium: native radios, how many are still to place, and a way back."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from e2e.keyboard import Keyboard
from holdfast.grading import order
from holdfast_widgets.assessment import Assessment
from question_course import ASSIGNMENT, question_course
from widgets.everyone import problems
from widgets.one_question import alone

Host = Callable[..., Any]

ITEM = "sorting-one"
SEED = {f"{ASSIGNMENT}/order": ["7"]}
TEXTS = {
    "worry": "Pupil, 14 A worry that a pupil has told you",
    "message": "Parent A message that a parent sent about a threat",
    "trip": "The plan for the museum trip",
    "menu": "The menu of the canteen",
}
SHOWN = list(order(7, ITEM, list(TEXTS)))


@pytest.fixture
def asked(tmp_path: Path) -> Assessment:
    return Assessment(ASSIGNMENT, library=question_course(tmp_path / "course"))


@pytest.fixture
def hosted(host: Host, asked: Assessment) -> Any:
    return host(asked, view=alone(asked, ITEM), value=SEED)


def _slot(page: Page, option: str) -> Locator:
    return page.get_by_role("group", name=TEXTS[option], exact=True)


def _said(page: Page) -> str:
    return page.get_by_role("status").first.inner_text()


# --- what is told ----------------------------------------------------------------------------------------------------


def test_nothing_is_placed_by_looking_at_it(hosted: Any) -> None:
    page = hosted.page
    expect(page.get_by_role("radio")).to_have_count(8)
    expect(page.get_by_role("radio", checked=True)).to_have_count(0)
    expect(page.get_by_text("4 of 4 still to place")).to_be_visible()
    expect(page.get_by_role("button")).to_have_text(["Submit"])
    assert hosted.saved() == []


def test_each_option_is_a_group_named_by_its_text_and_whose_it_is(hosted: Any) -> None:
    page = hosted.page
    question = page.get_by_role("group", name="Which do you pass on today? Choose one answer for each.", exact=True)
    expect(question).to_have_accessible_description("Four things are on your desk.")
    names = [legend.strip() for legend in question.locator("fieldset > legend").all_text_contents()]
    assert names == [TEXTS[option] for option in SHOWN]
    expect(_slot(page, "worry")).to_match_aria_snapshot("""
      - group "Pupil, 14 A worry that a pupil has told you":
        - radio "Today"
        - radio "It can wait"
    """)


# --- by keyboard and mouse -------------------------------------------------------------------------------------------


def test_it_is_sorted_by_the_keyboard_alone_and_each_step_is_kept(hosted: Any) -> None:
    page = hosted.page
    page.set_viewport_size({"width": 390, "height": 500})
    keyboard = Keyboard(page)
    for number, option in enumerate(SHOWN, 1):
        keyboard.choose(_slot(page, option), "It can wait" if option in {"trip", "menu"} else "Today")
        assert len(hosted.value()[ITEM]) == number
        assert _said(page) == ("All 4 are placed" if number == 4 else f"{4 - number} of 4 still to place")
    assert hosted.value() == {**SEED, ITEM: ["worry:today", "message:today", "trip:wait", "menu:wait"]}


def test_words_are_kept_in_the_order_of_the_content(hosted: Any) -> None:
    page = hosted.page
    for option in ("menu", "worry", "message"):
        _slot(page, option).get_by_role("radio", name="Today").check()
    assert hosted.saved()[-1][ITEM] == ["worry:today", "message:today", "menu:today"]
    _slot(page, "menu").get_by_text("It can wait").click()
    assert hosted.saved()[-1][ITEM] == ["worry:today", "message:today", "menu:wait"]


def test_the_next_one_to_place_is_a_press_away(hosted: Any) -> None:
    page = hosted.page
    page.set_viewport_size({"width": 390, "height": 500})
    for option in (SHOWN[0], SHOWN[2]):
        _slot(page, option).get_by_role("radio").first.check()
    keyboard = Keyboard(page)
    go = page.get_by_role("button", name="Go to the next one")
    for option in (SHOWN[1], SHOWN[3]):
        keyboard.press(go)
        expect(_slot(page, option).get_by_role("radio").first).to_be_focused()
        keyboard.focus_is_seen()
        page.keyboard.press("Space")
    expect(go).to_be_hidden()


def test_all_can_be_taken_back_and_focus_goes_to_the_first(hosted: Any) -> None:
    page = hosted.page
    _slot(page, "trip").get_by_role("radio", name="Today").check()
    keyboard = Keyboard(page)
    keyboard.press(page.get_by_role("button", name="Clear"))
    assert hosted.value() == {**SEED, ITEM: []}
    assert _said(page) == "4 of 4 still to place"
    expect(page.get_by_role("radio", checked=True)).to_have_count(0)
    expect(_slot(page, SHOWN[0]).get_by_role("radio").first).to_be_focused()
    keyboard.focus_is_seen()
    expect(page.get_by_role("button", name="Clear")).to_be_hidden()


# --- what is kept, and what comes from outside -----------------------------------------------------------------------


def test_a_kept_part_is_shown_and_another_tab_followed(host: Host, asked: Assessment) -> None:
    hosted = host(asked, view=alone(asked, ITEM), value={**SEED, ITEM: ["worry:today", "trip:wait"]})
    page = hosted.page
    expect(_slot(page, "worry").get_by_role("radio", name="Today")).to_be_checked()
    expect(_slot(page, "trip").get_by_role("radio", name="It can wait")).to_be_checked()
    expect(page.get_by_text("2 of 4 still to place")).to_be_visible()
    page.get_by_role("button", name="Clear").focus()
    hosted.set("value", {**SEED, ITEM: ["worry:wait", "message:nowhere", "menu"]})
    expect(_slot(page, "worry").get_by_role("radio", name="It can wait")).to_be_checked()
    expect(page.get_by_role("radio", checked=True)).to_have_count(1)
    hosted.set("value", SEED)
    expect(page.get_by_text("4 of 4 still to place")).to_be_visible()
    expect(page.get_by_role("button", name="Clear")).to_be_focused()
    assert hosted.saved() == []


@pytest.mark.parametrize(
    "answer", [["worry"], ["worry:nowhere"], ["worry:today", "worry:wait"], ["nothing:today"], "worry:today", [None]]
)
def test_an_impossible_answer_from_the_browser_is_refused(
    asked: Assessment, caplog: pytest.LogCaptureFixture, answer: Any
) -> None:
    asked.set_state({"value": {ITEM: ["worry:wait"]}})
    with caplog.at_level(logging.WARNING, logger="holdfast.widgets"):
        asked.set_state({"value": {ITEM: answer}})
    assert asked.value == {ITEM: ["worry:wait"]}
    assert "refused 'value' from the browser" in caplog.text


# --- for everyone ----------------------------------------------------------------------------------------------------


def test_markup_foreign_script_and_a_flood_of_text_stay_text(host: Host, asked: Assessment) -> None:
    odd = [
        '<img src=x onerror="window.hit=1"> &amp;',
        "</legend><script>window.hit=1</script>",
        "\u202eשלום\u202c 👩🏽",
    ]
    options = [{"id": f"o{index}", "text": text, "note": text} for index, text in enumerate([*odd, "long " * 2000])]
    groups = [{"id": f"g{index}", "text": text, "note": text} for index, text in enumerate(odd)]
    page = host(asked, view=alone(asked, ITEM, options=options, groups=groups)).page
    for text in odd:
        expect(page.get_by_role("group", name=f"{text} {text}", exact=True)).to_have_count(1)
        expect(page.get_by_role("radio", name=f"{text} {text}", exact=True)).to_have_count(4)
    assert page.locator(".hf-widget :is(img, script)").count() == 0
    assert page.evaluate("window.hit") is None
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")


def test_everyone_can_use_it_before_and_after(hosted: Any) -> None:
    page = hosted.page
    assert problems(page) == []
    page.get_by_role("radio", name="Today").nth(2).check()
    assert problems(page) == []


def test_twelve_options_and_five_groups_fit_the_smallest_screen(host: Host, asked: Assessment) -> None:
    kinds = ["The chat", "The account name", "A screenshot of words", "The private picture"]
    whose = ["Person under 18", "Adult", "Age not known"]
    pairs = [(kind, person) for kind in kinds for person in whose]
    options = [{"id": f"o{index}", "text": kind, "note": note} for index, (kind, note) in enumerate(pairs)]
    words = ["Written down, in words", "Left where it is", "An adult may screenshot", "Deleted", "Given to police"]
    groups = [{"id": f"g{index}", "text": text, "note": ""} for index, text in enumerate(words)]
    page = host(asked, view=alone(asked, ITEM, options=options, groups=groups)).page
    expect(page.get_by_role("group", name="Adult The chat", exact=True).get_by_role("radio")).to_have_count(5)
    expect(page.get_by_text("12 of 12 still to place")).to_be_visible()
    assert problems(page) == []
