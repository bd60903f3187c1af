"""The stages for everyone: by keys alone, to a screen reader, in each theme and size, and with hostile content."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from e2e.keyboard import Keyboard
from holdfast_widgets.stage_timeline import StageTimeline
from widgets.everyone import problems

Host = Callable[..., Any]


@pytest.mark.parametrize("size", [(1280, 900), (390, 664), (320, 256)])
def test_the_whole_chain_is_broken_by_keys_alone(host: Host, page: Page, size: tuple[int, int]) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    hosted, keys = host(StageTimeline()), Keyboard(page)
    openers = page.get_by_role("button", name="An adult can break it here")
    for number in range(7):
        keys.press(openers.nth(number), "Space" if number % 2 else "Enter")
        keys.focus_is_seen()
        expect(openers.nth(number)).to_be_focused()
        expect(openers.nth(number)).to_have_attribute("aria-expanded", "true")
    assert len(hosted.value()["stages"]) == 7
    keys.press(page.get_by_role("button", name="Close all"))
    keys.focus_is_seen()
    expect(page.get_by_role("button", name="Close all")).to_be_focused()
    expect(page.get_by_role("button", expanded=True)).to_have_count(0)
    keys.press(page.get_by_role("button", name="Open all"))
    keys.focus_is_seen()
    expect(page.get_by_role("button", expanded=True)).to_have_count(7)


def test_nothing_is_wrong_in_any_theme_or_size(host: Host, page: Page) -> None:
    host(StageTimeline())
    assert problems(page) == []
    page.get_by_role("button", name="An adult can break it here").nth(4).click()
    assert problems(page) == []
    page.get_by_role("button", name="Open all").click()
    assert problems(page) == []


def test_a_screen_reader_hears_each_stage_in_order(host: Host, page: Page) -> None:
    widget = StageTimeline()
    first = widget.view["stages"][0]
    host(widget, value={"stages": [first["id"]]})
    expect(page.locator(".hf-widget li").first).to_match_aria_snapshot(
        f"""
        - listitem:
          - paragraph: Stage 1 of 7 · you have read how to break it here
          - heading {json.dumps(first["title"])} [level=3]
          - paragraph: What the young person lives through
          - paragraph: {json.dumps(first["lived"])}
          - paragraph: What is being done to them
          - paragraph: {json.dumps(first["done"])}
          - button "An adult can break it here ({first["title"]})" [expanded]
          - paragraph: {json.dumps(first["adult"])}
          - paragraph
        """
    )


def test_the_opener_points_at_what_it_opens(host: Host, page: Page) -> None:
    host(StageTimeline())
    found = page.get_by_role("button", name="An adult can break it here").evaluate_all(
        "all => all.map((each) => document.getElementById(each.getAttribute('aria-controls'))?.className)"
    )
    assert found == ["hf-outcome hf-good"] * 7


def test_two_on_one_page_share_no_id(host: Host, page: Page) -> None:
    host(StageTimeline())
    page.evaluate(
        """async () => (await import("/widget.js")).default.render({ model, el: document.querySelector("main") })"""
    )
    ids = page.locator(".hf-widget [id]").evaluate_all("all => all.map((each) => each.id)")
    assert len(ids) == len(set(ids)) == 14


@pytest.mark.parametrize(
    "odd",
    [
        '<img src=x onerror="window.hit=1"> &amp; </li>',
        "javascript:alert(1)",
        "\u202eשלום עולם\u202c",
        "👩🏽\u200d🏫 🏴󠁧󠁢󠁷󠁬󠁳󠁿",
        "long" * 2_500,
    ],
    ids=["markup", "script", "right-to-left", "emoji", "10,000 characters"],
)
def test_hostile_content_is_shown_as_text(host: Host, page: Page, odd: str) -> None:
    view = StageTimeline().view
    sources = [{"short": odd, "url": "javascript:alert(1)"}]
    stages = [
        {**each, **dict.fromkeys(("title", "lived", "done", "adult"), odd), "sources": sources}
        for each in view["stages"]
    ]
    page.set_viewport_size({"width": 390, "height": 844})
    host(StageTimeline(), view={**view, "stages": stages})
    page.get_by_role("button", name="Open all").click()
    expect(page.get_by_role("heading", level=3).first).to_have_text(odd, use_inner_text=False)
    assert page.locator(".hf-break .hf-outcome").first.text_content() == odd
    assert page.locator(".hf-widget :is(img, a)").count() == 0
    assert page.evaluate("window.hit") is None
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")
