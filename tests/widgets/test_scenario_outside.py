"""What comes to a scenario from outside: other tabs, the host, and hostile text."""

from __future__ import annotations

import copy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from holdfast_widgets.scenario import Scenario
from small_course import SCENARIO, small_course
from widgets.scenario_play import COMMIT, FULL, FULL_PATH, choose, full_course, press, unfold

Host = Callable[..., Any]


@pytest.fixture
def small(tmp_path: Path) -> Scenario:
    return Scenario(SCENARIO, library=small_course(tmp_path / "small"))


# --- other tabs, and the host ----------------------------------------------------------------------------------------


def test_another_tab_is_followed_and_other_records_are_left_alone(host: Host, small: Scenario) -> None:
    hosted = host(small)
    hosted.set("value", {SCENARIO: ["hear-her-out"], "another": ["x"]})
    expect(hosted.page.get_by_role("heading", name="Decision 2 of 2")).to_be_visible()
    choose(hosted.page, "Act: tell-the-lead.")
    assert hosted.saved() == [{SCENARIO: ["hear-her-out", "tell-the-lead"], "another": ["x"]}]


def test_another_tab_does_not_take_away_what_is_half_chosen(host: Host, small: Scenario) -> None:
    hosted = host(small)
    hosted.page.get_by_role("radio").nth(1).check()
    hosted.set("value", {SCENARIO: ["hear-her-out", "tell-the-lead"]})
    expect(hosted.page.get_by_role("radio").nth(1)).to_be_checked()


def test_an_echo_of_its_own_value_does_not_redraw(host: Host, small: Scenario) -> None:
    hosted = host(small)
    choose(hosted.page, "Act: take-the-phone.")
    hosted.set("value", {SCENARIO: ["take-the-phone"]})
    assert hosted.focused() == "Look at this again"


def test_a_refused_value_that_comes_back_is_shown_and_focus_stays_in_the_widget(host: Host, small: Scenario) -> None:
    hosted = host(small)
    choose(hosted.page, "Act: take-the-phone.")
    hosted.set("value", {})
    assert hosted.focused() == "Decision 1 of 2 · a corridor"


def test_nothing_is_decided_while_earlier_answers_are_on_their_way(host: Host, small: Scenario) -> None:
    hosted = host(small, saving={"code": "loading", "words": "Fetching your answers"})
    choose(hosted.page, "Act: take-the-phone.")
    expect(hosted.page.get_by_role("group")).to_have_accessible_description(
        "Your earlier answers are still on their way. Try again in a moment."
    )
    assert hosted.saved() == []
    hosted.set("value", {SCENARIO: ["hear-her-out", "tell-the-lead"]})
    expect(hosted.page.get_by_role("heading", name="You have been through this scenario")).to_be_visible()


def test_the_foot_says_what_the_host_says_about_saving(host: Host, small: Scenario) -> None:
    hosted = host(small)
    foot = hosted.page.locator(".hf-foot")
    expect(foot).to_have_text("Practice only: nothing is recorded in this view.")
    hosted.set("saving", {"code": "saved", "words": "Saved"})
    expect(foot).to_have_text("✓ Saved")
    hosted.set("saving", {"code": "offline", "words": "No connection: kept on this page, trying again."})
    expect(foot).to_have_text("No connection: kept on this page, trying again.")
    expect(hosted.page.get_by_role("status").nth(1)).to_have_text("No connection: kept on this page, trying again.")


def test_leaving_the_page_lets_go_of_the_model(host: Host, small: Scenario) -> None:
    hosted = host(small)
    hosted.page.evaluate("leave()")
    assert hosted.page.evaluate("model.listeners()") == 0
    expect(hosted.page.locator(".hf-widget")).to_have_count(0)


def test_a_tab_that_is_being_read_follows_another_one_and_says_so(host: Host, small: Scenario) -> None:
    hosted = host(small, value={SCENARIO: ["take-the-phone", "tell-the-lead"]})
    page = hosted.page
    unfold(page, "Read your way through again")
    page.locator("summary").get_by_text("Decision 1: Listen").press("Enter")
    hosted.set("value", {SCENARIO: ["hear-her-out"]})
    expect(page.get_by_role("heading", name="Decision 2 of 2 · a corridor")).to_be_focused()
    expect(page.get_by_role("status").first).to_have_text("This scenario now shows the answers that were kept.")
    choose(page, "Act: tell-the-lead.")
    assert hosted.saved() == [{SCENARIO: ["hear-her-out", "tell-the-lead"]}]


def test_a_tab_that_shows_feedback_follows_another_one_that_went_on(host: Host, small: Scenario) -> None:
    hosted = host(small)
    choose(hosted.page, "Act: take-the-phone.")
    hosted.set("value", {SCENARIO: ["take-the-phone", "repair", "tell-the-lead"]})
    assert hosted.focused() == "You have been through this scenario"


def test_the_same_path_kept_again_elsewhere_leaves_a_reader_in_peace(host: Host, small: Scenario) -> None:
    path = ["take-the-phone", "tell-the-lead"]
    hosted = host(small, value={SCENARIO: path})
    unfold(hosted.page, "Another way through")
    hosted.set("value", {SCENARIO: list(path)})
    expect(hosted.page.locator(".hf-debrief")).to_be_visible()


@pytest.mark.parametrize("path", [["gone-since"], ["repair"], ["hear-her-out", "tell-the-lead", "hear-her-out"]])
def test_a_path_that_no_longer_fits_starts_again_and_says_so_kindly(
    host: Host, small: Scenario, path: list[str]
) -> None:
    hosted = host(small, value={SCENARIO: path})
    expect(hosted.page.locator(".hf-aside")).to_have_text(
        "This scenario has changed since you were here, so your earlier way through no longer fits it. "
        "That is not your doing. Please start again."
    )
    expect(hosted.page.get_by_role("heading", name="Decision 1 of 2")).to_be_visible()
    assert hosted.value() == {SCENARIO: path}


def test_a_path_that_no_longer_fits_may_come_from_another_tab_too(host: Host, small: Scenario) -> None:
    hosted = host(small)
    hosted.set("value", {SCENARIO: ["gone-since"]})
    expect(hosted.page.locator(".hf-aside")).to_contain_text("no longer fits")
    assert hosted.saved() == []


# --- hostile and foreign text ----------------------------------------------------------------------------------------

_ODD = '<img src=x onerror="window.hit=1"><b>x</b> {{7*7}} {constructor} שלום مرحبا 👩🏽‍🏫 & &amp; \u202e'


def _odd_view(widget: Scenario, odd: str = _ODD) -> dict[str, Any]:
    """Return the view with every text that is drawn replaced."""
    view = copy.deepcopy(widget.view)
    passages = [{"text": odd, "when": {}, "nations": ["wales"], "pathways": []}]
    view |= {"contentNote": odd, "perspective": odd, "title": odd, "state": {"trust": {"talking": odd, "quiet": odd}}}
    view["nations"] = [{"id": "wales", "name": odd}]
    view["terms"] = {"safeguarding-lead": {"": odd, "wales": odd}}
    for node in view["nodes"]:
        node |= {"place": odd, "question": odd, "title": odd, "nextStep": odd, "text": passages, "written": passages}
        for choice in node.get("choices", []):
            choice |= {"happens": odd, "instead": odd, "why": odd, "did": f"{{safeguarding-lead}} {odd}"}
            choice["text"] = f"Act: {choice['id']}. {odd}"
            choice["sources"] = [
                {"short": odd, "url": "https://example.org/"},
                {"short": "Bad", "url": "javascript:hit=1"},
            ]
            if choice["repair"]:
                choice["repair"] |= {"text": odd, "happens": odd}
    return view


def test_markup_foreign_script_and_emoji_are_shown_as_text(host: Host, tmp_path: Path) -> None:
    full = Scenario(FULL, library=full_course(tmp_path))
    hosted = host(full, view=_odd_view(full))
    page = hosted.page
    for choice, go_on in (("ask-to-see", "Do this, and go on"), ("say-who", "Go on"), ("walk-with-her", "Go on")):
        choose(page, f"Act: {choice}.")
        assert _ODD in (page.locator(".hf-outcome > h3 + p").text_content() or "")
        press(page, go_on)
    unfold(page, "Read your way through again", "Your way as a drawing")
    assert _ODD in (page.locator(".hf-debrief").text_content() or "")
    assert _ODD in (page.locator("details").last.text_content() or "")
    assert "<img" in (page.locator("svg").text_content() or "")
    page.get_by_label("Your nation").select_option("wales")
    expect(page.get_by_role("status").first).to_have_text(f"Now shown for {_ODD}.")
    assert page.locator(".hf-widget :is(img, b)").count() == 0
    assert page.evaluate("window.hit") is None


@pytest.mark.parametrize("odd", ["W" * 10_000, "word " * 2_000], ids=["one word", "many words"])
def test_a_very_long_text_breaks_and_the_drawing_stays_a_drawing(host: Host, tmp_path: Path, odd: str) -> None:
    full = Scenario(FULL, library=full_course(tmp_path))
    view = _odd_view(full, odd)
    hosted = host(full, view=view, value={FULL: FULL_PATH})
    page = hosted.page
    page.set_viewport_size({"width": 320, "height": 600})
    unfold(page, "Another way through", "Your way as a drawing", "Read your way through again")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    box = page.get_by_role("img").bounding_box()
    assert box is not None
    assert box["height"] < 900


def test_sources_are_short_names_that_leave_no_trace(host: Host, small: Scenario) -> None:
    page = host(small, view=_odd_view(small)).page
    page.get_by_role("radio").first.check()
    press(page, COMMIT)
    links = page.locator(".hf-sources a")
    expect(links).to_have_count(1)
    expect(links).to_have_attribute("rel", "noopener noreferrer")
    expect(page.locator(".hf-sources")).to_contain_text("Bad")
