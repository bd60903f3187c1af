"""The assessment in a real Chromium: answers are kept as they are given, and nothing in the page knows the key."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from holdfast.library import Library, library
from holdfast_widgets import Assessment
from small_course import ASSIGNMENT, small_course

Host = Callable[..., Any]

ALL = {"who-to-tell": ["a"], "what-to-keep": ["b"], "what-to-refuse": ["c"]}


@pytest.fixture
def course(tmp_path: Path) -> Library:
    return small_course(tmp_path / "small")


@pytest.fixture
def small(course: Library) -> Assessment:
    return Assessment(ASSIGNMENT, library=course)


def _press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


# --- what travels ----------------------------------------------------------------------------------------------------


def test_nothing_of_the_key_is_in_the_state_or_the_script() -> None:
    key = library().key(ASSIGNMENT)
    text = json.dumps(Assessment(ASSIGNMENT).get_state(), default=str, ensure_ascii=False)
    told = [
        words for item in key.items for option in item.options.values() for words in (option.experience, option.why)
    ]
    told += [option.instead for item in key.items for option in item.options.values() if option.instead]
    offered = {option.text for item in key.items for option in library().item(item.item).options}
    assert len(told) > 10
    assert not [words for words in told if words in text and words not in offered]
    assert not [each.id for each in library().course.misconceptions if f'"{each.id}"' in text]
    for word in ('"points"', '"correct"', "misconception", "objective", "starred"):
        assert word not in json.dumps(Assessment(ASSIGNMENT).view)


def test_the_questions_come_in_the_order_of_the_assignment(course: Library) -> None:
    view = Assessment(ASSIGNMENT, library=course).view
    assert [item["id"] for item in view["items"]] == list(course.assignment(ASSIGNMENT).items)
    assert set(view["items"][0]) == {"id", "type", "stem", "question", "options"}


# --- answering -------------------------------------------------------------------------------------------------------


def test_no_answer_is_given_for_the_learner(host: Host, small: Assessment) -> None:
    page = host(small).page
    expect(page.get_by_role("radio")).to_have_count(4)
    expect(page.get_by_role("checkbox")).to_have_count(8)
    assert page.locator("input:checked").count() == 0


def test_a_question_is_a_group_named_by_it_and_described_by_its_story(host: Host, small: Assessment) -> None:
    page = host(small).page
    groups = page.get_by_role("group")
    expect(groups.first).to_have_accessible_name("What now?")
    expect(groups.first).to_have_accessible_description("A story.")
    expect(groups.nth(1)).to_have_accessible_name("What now? Choose all that are right")
    expect(page.get_by_role("heading", level=3)).to_have_text(["Question 1 of 3", "Question 2 of 3", "Question 3 of 3"])


def test_each_answer_is_saved_as_it_is_given_by_keyboard(host: Host, small: Assessment) -> None:
    hosted = host(small)
    keys = hosted.page.keyboard
    keys.press("Tab")
    keys.press("Space")
    keys.press("ArrowDown")
    keys.press("Tab")
    keys.press("Tab")
    keys.press("Space")
    keys.press("Shift+Tab")
    keys.press("Space")
    keys.press("Space")
    assert hosted.saved() == [
        {"who-to-tell": ["a"]},
        {"who-to-tell": ["b"]},
        {"who-to-tell": ["b"], "what-to-keep": ["b"]},
        {"who-to-tell": ["b"], "what-to-keep": ["a", "b"]},
        {"who-to-tell": ["b"], "what-to-keep": ["b"]},
    ]


def test_kept_answers_are_shown_and_other_tabs_followed(host: Host, small: Assessment) -> None:
    hosted = host(small, value={"who-to-tell": ["c"]})
    page = hosted.page
    expect(page.get_by_role("radio", name="c", exact=True)).to_be_checked()
    page.get_by_role("radio", name="c", exact=True).focus()
    hosted.set("value", {"who-to-tell": ["d"], "what-to-keep": ["a", "b"], "two-steps": ["hear-her-out"]})
    expect(page.get_by_role("radio", name="d", exact=True)).to_be_checked()
    expect(page.get_by_role("checkbox", checked=True)).to_have_count(2)
    assert hosted.focused() == "c"
    page.get_by_role("checkbox", name="a", exact=True).last.check()
    assert hosted.saved()[-1]["two-steps"] == ["hear-her-out"]


def test_the_scenario_that_counts_too_is_named(host: Host, small: Assessment) -> None:
    expect(host(small).page.get_by_text("The scenario “two-steps” counts too")).to_be_visible()


def test_markup_and_foreign_script_are_shown_as_text(host: Host, small: Assessment) -> None:
    odd = '<img src=x onerror="window.hit=1"> שלום 👩🏽‍🏫 &amp;'
    view = json.loads(
        json.dumps(small.view).replace('"A story."', json.dumps(odd)).replace('"What now?"', json.dumps(odd))
    )
    view["items"][0]["options"][0]["text"] = odd
    page = host(small, view=view).page
    expect(page.get_by_role("radio").first).to_have_accessible_name(odd)
    expect(page.get_by_role("group").first).to_have_accessible_name(odd)
    assert page.locator(".hf-widget img").count() == 0
    assert page.evaluate("window.hit") is None


# --- submitting ------------------------------------------------------------------------------------------------------


def test_submit_lists_what_is_unanswered_and_its_links_move_focus(host: Host, small: Assessment) -> None:
    hosted = host(small, value={"what-to-keep": ["a"]})
    page = hosted.page
    _press(page, "Submit")
    assert hosted.focused() == "2 questions have no answer yet"
    assert page.locator(".hf-panel a").all_inner_texts() == ["Question 1: What now?", "Question 3: What now?"]
    assert hosted.sent() == []
    page.get_by_role("link", name="Question 3").press("Enter")
    expect(page.get_by_role("checkbox").nth(4)).to_be_focused()
    assert page.url.endswith("/")


def test_going_back_leads_to_the_first_open_question_and_submit_is_still_there(host: Host, small: Assessment) -> None:
    page = host(small, value={"who-to-tell": ["a"]}).page
    _press(page, "Submit")
    _press(page, "Go back to the questions")
    expect(page.get_by_role("checkbox").first).to_be_focused()
    expect(page.get_by_role("button")).to_have_text(["Submit"])


def test_answering_takes_the_warning_away_and_leaves_submit(host: Host, small: Assessment) -> None:
    page = host(small).page
    _press(page, "Submit")
    expect(page.get_by_role("button")).to_have_text(["Go back to the questions", "Submit as it is"])
    page.get_by_role("radio").first.check()
    expect(page.get_by_role("button")).to_have_text(["Submit"])


def test_it_can_be_submitted_as_it_is_once(host: Host, small: Assessment) -> None:
    hosted = host(small)
    _press(hosted.page, "Submit")
    _press(hosted.page, "Submit as it is")
    assert hosted.sent() == [{"kind": "submit"}]
    assert hosted.focused() == "Submitting"
    expect(hosted.page.get_by_role("button")).to_have_count(0)


def test_with_every_answer_given_it_is_submitted_at_once_and_the_result_linked(host: Host, small: Assessment) -> None:
    hosted = host(small, value=ALL)
    page = hosted.page
    _press(page, "Submit")
    assert hosted.sent() == [{"kind": "submit"}]
    hosted.reply({"kind": "submitted", "url": "/result/m4-responding"})
    assert hosted.focused() == "Submitted"
    expect(page.get_by_text("being marked")).to_be_visible()
    expect(page.get_by_role("link", name="See your result")).to_have_attribute("href", "/result/m4-responding")
    expect(page.get_by_role("button", name="Submit again")).to_be_visible()


@pytest.mark.parametrize("url", ["https://example.org/", "//example.org/", "javascript:alert(1)", ""])
def test_a_result_elsewhere_is_not_linked(host: Host, small: Assessment, url: str) -> None:
    hosted = host(small, value=ALL)
    _press(hosted.page, "Submit")
    hosted.reply({"kind": "submitted", "url": url})
    expect(hosted.page.get_by_role("heading", name="Submitted")).to_be_visible()
    expect(hosted.page.get_by_role("link")).to_have_count(0)


def test_a_submission_that_was_not_taken_says_why_and_can_be_tried_again(host: Host, small: Assessment) -> None:
    hosted = host(small, value=ALL)
    _press(hosted.page, "Submit")
    hosted.reply({"kind": "not-submitted", "reason": "The disk is full: <b>free</b> some space."})
    assert hosted.focused() == "Not submitted"
    expect(hosted.page.get_by_text("The disk is full: <b>free</b> some space.")).to_be_visible()
    _press(hosted.page, "Submit")
    assert hosted.sent() == [{"kind": "submit"}] * 2


def test_a_host_that_never_replies_is_told_in_words(host: Host, page: Page, small: Assessment) -> None:
    page.clock.install()
    hosted = host(small, value=ALL)
    _press(page, "Submit")
    page.clock.fast_forward(31_000)
    assert hosted.focused() == "Not submitted"
    expect(page.get_by_text("No reply came.")).to_be_visible()


def test_a_message_of_another_kind_changes_nothing(host: Host, small: Assessment) -> None:
    hosted = host(small, value=ALL)
    hosted.reply({"kind": "hello"})
    expect(hosted.page.get_by_role("button")).to_have_text(["Submit"])


def test_leaving_the_page_lets_go_of_the_model(host: Host, small: Assessment) -> None:
    hosted = host(small)
    hosted.page.evaluate("leave()")
    assert hosted.page.evaluate("model.listeners()") == 0


# --- for everyone ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(host: Host, page: Page, scheme: Any, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)
    found: dict[str, Any] = {}
    hosted = host(Assessment(ASSIGNMENT))
    found["questions"] = Axe().run(page).response["violations"]
    page.get_by_role("radio").first.check()
    _press(page, "Submit")
    found["unanswered"] = Axe().run(page).response["violations"]
    _press(page, "Submit as it is")
    hosted.reply({"kind": "submitted", "url": "/result/m4-responding"})
    found["submitted"] = Axe().run(page).response["violations"]
    assert found == {stage: [] for stage in found}
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")
