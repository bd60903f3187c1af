"""The action plan for everyone: by keys alone, to a screen reader, in each theme and size, and with hostile content."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from e2e.keyboard import Keyboard
from holdfast_widgets.action_plan import ActionPlan
from widgets.everyone import problems

Host = Callable[..., Any]

FILLED = {
    "action-plan/lead": ["Our lead, room 12"],
    "action-plan/lead-phone": ["ask reception"],
    "action-plan/deputy": ["שרה כהן"],
    "action-plan/head": ["👩🏽 Kim"],
    "action-plan/on-call": ["x" * 100],
}


@pytest.mark.parametrize("size", [(1280, 900), (390, 664), (320, 256)])
def test_the_whole_plan_is_written_and_printed_by_keys_alone(host: Host, page: Page, size: tuple[int, int]) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    widget = ActionPlan()
    hosted, keys = host(widget), Keyboard(page)
    boxes = page.get_by_role("textbox")
    for number, key in enumerate(widget.record_keys):
        keys.reach(boxes.nth(number))
        page.keyboard.type(f"{number} {key}")
        keys.focus_is_seen()
    page.evaluate("window.print = () => { window.printed = document.documentElement.className; }; 0")
    keys.press(page.get_by_role("button", name="Print the card"))
    assert page.evaluate("window.printed") == "hf-card-alone"
    keys.focus_is_seen()
    expect(page.get_by_role("button", name="Print the card")).to_be_focused()
    assert hosted.value() == {key: [f"{number} {key}"] for number, key in enumerate(widget.record_keys)}


def test_nothing_is_wrong_in_any_theme_or_size(host: Host, page: Page) -> None:
    host(ActionPlan())
    assert problems(page) == []
    host(ActionPlan(), value=FILLED)
    page.get_by_label("Phone of the head").fill("none yet")
    page.get_by_label("Head", exact=True).fill("a\u200bb")
    page.get_by_label("Head", exact=True).blur()
    expect(page.get_by_label("Head", exact=True)).to_have_attribute("aria-invalid", "true")
    assert problems(page) == []


def test_a_screen_reader_hears_parts_labels_and_the_card(host: Host, page: Page) -> None:
    host(ActionPlan(), value=FILLED)
    expect(page.get_by_role("region", name="Your school’s action plan")).to_match_aria_snapshot("""
      - region "Your school’s action plan":
        - heading "Your school’s action plan" [level=2]
        - paragraph: Nobody watches this. If it is about a real child, stop and tell your safeguarding lead now.
        - group "Whom to tell, in this order":
          - heading "Whom to tell, in this order" [level=3]
          - textbox "Safeguarding lead": Our lead, room 12
          - textbox "Phone of the lead": ask reception
        - group "Keep it true":
          - textbox "Next review"
        - heading "Your card" [level=2]
        - heading "If someone is being threatened" [level=3]
        - term: Emergency
        - definition: "999"
        - term: Safeguarding lead
        - definition: Our lead, room 12
        - button "Print the card"
    """)


def test_who_writes_hears_nothing_but_what_is_amiss(host: Host, page: Page) -> None:
    host(ActionPlan())
    page.get_by_label("Safeguarding lead", exact=True).fill("Our lead")
    page.get_by_label("Phone of the lead").fill("later")
    expect(page.get_by_role("status").first).to_have_text("")
    page.get_by_label("Phone of the lead").blur()
    expect(page.get_by_role("status").first).to_have_text(
        "Phone of the lead: This is kept. There is no number in it yet."
    )


def test_jupyterlab_is_told_to_keep_its_shortcuts_to_itself(host: Host, page: Page) -> None:
    host(ActionPlan())
    controls = page.locator(".hf-widget :is(input, button)")
    assert page.locator(".hf-widget :is(input, button)[data-lm-suppress-shortcuts]").count() == controls.count() > 20


def test_two_on_one_page_share_no_id(host: Host, page: Page) -> None:
    host(ActionPlan())
    page.evaluate(
        """async () => (await import("/widget.js")).default.render({ model, el: document.querySelector("main") })"""
    )
    ids = page.locator(".hf-widget [id]").evaluate_all("all => all.map((each) => each.id)")
    assert len(ids) == len(set(ids)) > 100


@pytest.mark.parametrize("width", [390, 1280])
def test_a_name_from_right_to_left_runs_so_in_its_line_and_stands_beside_its_label_on_the_card(
    host: Host, page: Page, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    host(ActionPlan(), value=FILLED)
    box = page.get_by_label("Deputy lead", exact=True)
    assert box.evaluate("box => getComputedStyle(box).direction") == "rtl"
    row = page.locator(".hf-paper dl > div").nth(3).locator("dd")
    assert row.evaluate("dd => [getComputedStyle(dd).direction, getComputedStyle(dd).textAlign]") == ["rtl", "left"]


@pytest.mark.parametrize(
    "odd",
    ['<img src=x onerror="window.hit=1"> &amp; </dl>', "\u202eשלום\u202c", "👩🏽\u200d🏫 🏴", "long" * 2_500],
    ids=["markup", "right-to-left", "emoji", "10,000 characters"],
)
def test_hostile_content_is_shown_as_text(host: Host, page: Page, odd: str) -> None:
    view = json.loads(json.dumps(ActionPlan().view))
    for part in view["parts"]:
        part["title"] = part["lead"] = odd
        for field in part["fields"]:
            field["label"] = field["hint"] = odd
    for service in view["help"]:
        service |= {"name": odd, "audience": odd, "numbers": [odd]}
    page.set_viewport_size({"width": 390, "height": 844})
    host(ActionPlan(), view=view, value={"action-plan/lead": [odd]})
    expect(page.get_by_role("textbox").first).to_have_value(odd)
    for place in ("legend", "label", ".hf-hint", "dt span, dt", "dd"):
        assert odd in str(page.locator(f".hf-widget :is({place})").first.text_content())
    assert page.locator(".hf-widget img").count() == 0
    assert page.evaluate("window.hit") is None
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")
