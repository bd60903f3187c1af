"""Putting things in order, in a real Chromium: by buttons, by keys, by mouse and by touch."""

from __future__ import annotations

import logging
import re
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

ITEM = "ordering-one"
SEED = {f"{ASSIGNMENT}/order": ["7"]}
STARTS = {"calm": "Find a calm place", "hear": "Hear what", "tell": "Tell your", "write": "Write down"}
IDS = list(STARTS)
SHOWN = list(order(7, ITEM, IDS))
ODD = [
    '<img src=x onerror="window.hit=1"> &amp;',
    "</li><script>hit=1</script>",
    "\u202eשלום\u202c 👩🏽",
    "long " * 2000,
]
NOT_ANSWERED = "Not answered yet."
ANSWERED = "The order shown is your answer."


@pytest.fixture
def asked(tmp_path: Path) -> Assessment:
    return Assessment(ASSIGNMENT, library=question_course(tmp_path / "course"))


@pytest.fixture
def hosted(host: Host, asked: Assessment) -> Any:
    return host(asked, view=alone(asked, ITEM), value=SEED)


def _button(page: Page, word: str, option: str) -> Locator:
    return page.get_by_role("button", name=re.compile(rf"^{word} \d\. {STARTS[option]}"))


def _shown(page: Page) -> list[str]:
    """Return the options from top to bottom; the numbers beside them have to fit."""
    rows = page.locator(".hf-row > [id]").all_inner_texts()
    assert [row.split(".")[0] for row in rows] == [str(number + 1) for number in range(len(rows))]
    return [next(option for option in IDS if STARTS[option] in row) for row in rows]


def _said(page: Page) -> str:
    return page.get_by_role("status").first.inner_text()


def _grip(page: Page, place: int) -> tuple[float, float]:
    box = page.locator(".hf-grip").nth(place).bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


# --- what is told ----------------------------------------------------------------------------------------------------


def test_nothing_is_answered_by_looking_at_it(hosted: Any) -> None:
    assert _shown(hosted.page) == SHOWN
    expect(hosted.page.get_by_text(NOT_ANSWERED)).to_be_visible()
    assert hosted.saved() == []


def test_each_line_is_read_with_its_number_and_its_buttons_name_it(hosted: Any) -> None:
    group = hosted.page.get_by_role("group", name="In which order do you act? Use Up and Down")
    expect(group).to_have_accessible_description("A pupil comes to you at the end of the day.")
    expect(group.get_by_role("list")).to_match_aria_snapshot("""
      - list:
        - listitem:
          - strong: "1."
          - text: /.+/
          - button /^Up 1\\. .+/ [disabled]
          - button /^Down 1\\. .+/
        - listitem
        - listitem
        - listitem:
          - strong: "4."
          - text: /.+/
          - button /^Up 4\\. .+/
          - button /^Down 4\\. .+/ [disabled]
    """)


# --- by keys and buttons ---------------------------------------------------------------------------------------------


def test_it_is_put_in_order_by_the_keyboard_alone(hosted: Any) -> None:
    page = hosted.page
    page.set_viewport_size({"width": 390, "height": 500})
    keyboard = Keyboard(page)
    for place, option in enumerate(IDS):
        keyboard.reach(_button(page, "Down", option))
        while (now := _shown(page).index(option)) > place:
            page.keyboard.press("Alt+ArrowUp")
            assert _said(page) == f"Moved to place {now} of 4"
            expect(_button(page, "Down", option)).to_be_focused()
            keyboard.focus_is_seen()
    assert hosted.value()[ITEM] == IDS
    expect(page.get_by_text(ANSWERED)).to_be_visible()


def test_a_button_moves_its_line_and_keeps_focus_to_the_end_and_beyond(hosted: Any) -> None:
    page, first = hosted.page, SHOWN[0]
    keyboard = Keyboard(page)
    keyboard.reach(_button(page, "Down", first))
    for place in (2, 3, 4, 4):
        page.keyboard.press("Enter")
        expect(_button(page, "Down", first)).to_be_focused()
        assert _shown(page).index(first) == place - 1
        keyboard.focus_is_seen()
    assert _said(page) == "This is place 4 of 4 already"
    expect(_button(page, "Down", first)).to_be_disabled()
    assert len(hosted.saved()) == 3


def test_a_line_goes_to_the_top_or_the_bottom_at_once(hosted: Any) -> None:
    page, third = hosted.page, SHOWN[2]
    _button(page, "Up", third).focus()
    page.keyboard.press("Alt+Home")
    assert _shown(page)[0] == third
    page.keyboard.press("Alt+End")
    assert _shown(page)[3] == third
    expect(_button(page, "Up", third)).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Control+ArrowUp")
    assert _shown(page)[3] == third


def test_the_order_as_shown_can_be_the_answer(hosted: Any) -> None:
    page = hosted.page
    accept = page.get_by_role("button", name="This is my order")
    Keyboard(page).press(accept)
    assert hosted.saved() == [{**SEED, ITEM: SHOWN}]
    expect(accept).to_be_focused()
    expect(accept).to_be_disabled()
    assert _said(page) == ANSWERED
    page.keyboard.press("Enter")
    assert len(hosted.saved()) == 1


# --- by mouse and by touch -------------------------------------------------------------------------------------------


def test_a_line_is_dragged_with_the_mouse_and_shows_where_it_would_go(hosted: Any) -> None:
    page = hosted.page
    page.mouse.move(*_grip(page, 0))
    page.mouse.down()
    page.mouse.move(*_grip(page, 2), steps=5)
    expect(page.locator(".hf-held")).to_contain_text(STARTS[SHOWN[0]])
    expect(page.locator(".hf-over")).to_contain_text(STARTS[SHOWN[2]])
    assert hosted.saved() == []
    page.mouse.up()
    assert hosted.value()[ITEM] == [SHOWN[1], SHOWN[2], SHOWN[0], SHOWN[3]] == _shown(page)
    assert _said(page) == "Moved to place 3 of 4"
    expect(page.locator(".hf-held, .hf-over")).to_have_count(0)
    assert page.evaluate("document.activeElement.closest('li').textContent").find(STARTS[SHOWN[0]]) > 0
    assert page.evaluate("String(getSelection())") == ""


@pytest.mark.parametrize("goes", ["out of the list", "back", "nowhere", "Escape", "another answer"])
def test_a_drag_that_is_given_up_changes_nothing(hosted: Any, goes: str) -> None:
    page = hosted.page
    x, y = _grip(page, 1)
    page.mouse.move(x, y)
    page.mouse.down()
    if goes != "nowhere":
        page.mouse.move(*_grip(page, 3), steps=3)
        expect(page.locator(".hf-over")).to_have_count(1)
    if goes in {"out of the list", "back"}:
        page.mouse.move(*((x, y) if goes == "back" else (x - 200, _grip(page, 3)[1])), steps=3)
    elif goes == "Escape":
        page.keyboard.press("Escape")
    elif goes == "another answer":
        hosted.set("value", {**SEED, ITEM: IDS})
    expect(page.locator(".hf-over")).to_have_count(0)
    page.mouse.up()
    assert hosted.saved() == []
    assert _shown(page) == (IDS if goes == "another answer" else SHOWN)


def test_only_the_first_button_of_the_mouse_drags(hosted: Any) -> None:
    page = hosted.page
    page.mouse.move(*_grip(page, 0))
    page.mouse.down(button="right")
    page.mouse.move(*_grip(page, 2), steps=3)
    page.mouse.up(button="right")
    assert hosted.saved() == []


def _touch(page: Page, start: tuple[float, float], stop: tuple[float, float], end: str) -> None:
    touch = page.context.new_cdp_session(page)
    for step in range(9):
        x, y = (one + (two - one) * step / 8 for one, two in zip(start, stop, strict=True))
        kind = "touchMove" if step else "touchStart"
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y}]})
    touch.send("Input.dispatchTouchEvent", {"type": end, "touchPoints": []})


def test_a_line_is_dragged_by_touch_and_the_page_stays(hosted: Any) -> None:
    page = hosted.page
    page.set_viewport_size({"width": 390, "height": 900})
    page.locator(".hf-row").last.scroll_into_view_if_needed()
    before = page.evaluate("scrollY")
    _touch(page, _grip(page, 3), _grip(page, 1), "touchEnd")
    assert hosted.value()[ITEM] == [SHOWN[0], SHOWN[3], SHOWN[1], SHOWN[2]]
    assert page.evaluate("scrollY") == before


def test_a_touch_that_is_cancelled_changes_nothing(hosted: Any) -> None:
    page = hosted.page
    _touch(page, _grip(page, 0), _grip(page, 2), "touchCancel")
    assert hosted.saved() == []
    expect(page.locator(".hf-held, .hf-over")).to_have_count(0)


def test_touching_the_text_scrolls_the_page_and_moves_no_line(hosted: Any) -> None:
    page = hosted.page
    page.set_viewport_size({"width": 390, "height": 500})
    page.locator(".hf-row").nth(1).scroll_into_view_if_needed()
    before, (x, y) = page.evaluate("scrollY"), _grip(page, 1)
    _touch(page, (x + 150, y), (x + 150, y - 200), "touchEnd")
    page.wait_for_function("before => scrollY > before", arg=before)
    assert hosted.saved() == []


# --- what is kept, and what comes from outside -----------------------------------------------------------------------


def test_a_kept_order_is_shown_and_another_tab_followed(host: Host, asked: Assessment) -> None:
    hosted = host(asked, view=alone(asked, ITEM), value={**SEED, ITEM: IDS})
    page = hosted.page
    assert _shown(page) == IDS
    expect(page.get_by_text(ANSWERED)).to_be_visible()
    _button(page, "Up", "hear").focus()
    hosted.set("value", {**SEED, ITEM: IDS[::-1]})
    assert _shown(page) == IDS[::-1]
    expect(_button(page, "Up", "hear")).to_be_focused()
    hosted.set("value", SEED)
    assert _shown(page) == SHOWN
    expect(page.get_by_text(NOT_ANSWERED)).to_be_visible()
    assert hosted.saved() == []


@pytest.mark.parametrize("answer", [["calm"], ["calm", "calm", "hear", "tell"], [*IDS, "more"]])
def test_half_an_order_counts_as_none(host: Host, asked: Assessment, answer: list[str]) -> None:
    page = host(asked, view=alone(asked, ITEM), value={**SEED, ITEM: answer}).page
    assert _shown(page) == SHOWN
    expect(page.get_by_text(NOT_ANSWERED)).to_be_visible()


@pytest.mark.parametrize(
    "answer", [["calm"], ["calm", "calm", "hear", "tell"], [*IDS, "x"], "calm", [1], ["a" * 10**6]]
)
def test_an_impossible_order_from_the_browser_is_refused(
    asked: Assessment, caplog: pytest.LogCaptureFixture, answer: Any
) -> None:
    asked.set_state({"value": {ITEM: IDS}})
    with caplog.at_level(logging.WARNING, logger="holdfast.widgets"):
        asked.set_state({"value": {ITEM: answer}})
    assert asked.value == {ITEM: IDS}
    assert "refused 'value' from the browser" in caplog.text


# --- for everyone ----------------------------------------------------------------------------------------------------


def test_markup_foreign_script_and_a_flood_of_text_stay_text(host: Host, asked: Assessment) -> None:
    options = [{"id": option, "text": text, "note": text} for option, text in zip(IDS, ODD, strict=True)]
    page = host(asked, view=alone(asked, ITEM, options=options), value={**SEED, ITEM: IDS}).page
    page.get_by_role("button", name="Down").first.press("Alt+End")
    assert all(text in page.locator("ol").text_content() for text in ODD)
    assert page.locator(".hf-widget :is(img, script)").count() == 0
    assert page.evaluate("window.hit") is None
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")


def test_everyone_can_use_it_before_and_after(hosted: Any) -> None:
    page = hosted.page
    assert problems(page) == []
    _button(page, "Down", SHOWN[0]).press("Enter")
    assert problems(page) == []
