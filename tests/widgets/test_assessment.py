"""The assessment in a real Chromium: answers are kept as they are given, and nothing in the page knows the key."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from holdfast.grading import order
from holdfast.library import Library, library
from holdfast_widgets.assessment import Assessment
from question_course import ASSIGNMENT as EVERY_TYPE
from question_course import RIGHT, question_course
from small_course import ASSIGNMENT, small_course

Host = Callable[..., Any]

ORDER = f"{ASSIGNMENT}/order"
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


def _of_the_key(course: Library, assignment: str) -> list[str]:
    """Return every text of an assignment's key that is not also a text to choose from."""
    told = [each for item in course.key(assignment).items for each in item.options.values()]
    texts = {text for each in told for text in (each.experience, each.why, each.instead) if text}
    offered = {option.text for item in course.key(assignment).items for option in course.item(item.item).options}
    assert len(texts) > 10
    return sorted(texts - offered)


@pytest.mark.parametrize("assignment", [ASSIGNMENT, EVERY_TYPE])
def test_nothing_of_the_key_is_in_the_state_or_the_script(assignment: str, tmp_path: Path) -> None:
    course = library() if assignment == ASSIGNMENT else question_course(tmp_path / "course")
    widget = Assessment(assignment, library=course)
    text = json.dumps(widget.get_state(), default=str, ensure_ascii=False)
    assert not [words for words in _of_the_key(course, assignment) if words in text]
    assert not [each.id for each in course.course.misconceptions if f'"{each.id}"' in text]
    assert not [each.id for each in course.course.objectives if f'"{each.id}"' in text]
    for word in ("points", "correct", "misconception", "objective", "starred", "experience", "instead", "exposure"):
        assert f'"{word}"' not in json.dumps(widget.view)
    assert "function share(" not in widget.script()


def test_what_is_right_is_told_apart_by_nothing_that_travels(tmp_path: Path) -> None:
    # The same questions with another key make the very same state and script.
    course = question_course(tmp_path / "course")
    before = Assessment(EVERY_TYPE, library=course)
    for file in (tmp_path / "course" / "keys").iterdir():
        key = json.loads(file.read_text(encoding="utf-8"))
        file.write_text(json.dumps(key | {"correct": key["correct"][::-1], "points": 7}), encoding="utf-8")
    after = Assessment(EVERY_TYPE, library=course)
    assert RIGHT["ordering-one"] != list(course.key(EVERY_TYPE).item("ordering-one").correct)
    assert (before.view, before.script()) == (after.view, after.script())


def test_the_questions_come_in_the_order_of_the_assignment(course: Library) -> None:
    view = Assessment(ASSIGNMENT, library=course).view
    assert [item["id"] for item in view["items"]] == list(course.assignment(ASSIGNMENT).items)
    assert set(view) == {"id", "title", "items", "scenario", "records", "unsure", "again"}
    assert set(view["items"][0]) == {"id", "type", "stem", "question", "options", "groups", "passage"}
    assert set(view["items"][0]["options"][0]) == {"id", "text", "note"}


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
    seed = {ORDER: ["5"]}
    first, second, *_ = order(5, "who-to-tell", "abcd")
    one, other, *_ = order(5, "what-to-keep", "abcd")
    hosted = host(small, value=seed)
    for key in ("Tab", "Space", "ArrowDown", "Tab", "Tab", "Space", "Shift+Tab", "Space", "Space"):
        hosted.page.keyboard.press(key)
    assert hosted.saved() == [
        {**seed, "who-to-tell": [first]},
        {**seed, "who-to-tell": [second]},
        {**seed, "who-to-tell": [second], "what-to-keep": [other]},
        {**seed, "who-to-tell": [second], "what-to-keep": sorted([one, other])},
        {**seed, "who-to-tell": [second], "what-to-keep": [other]},
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
    expect(page.get_by_role("radio", name=odd)).to_have_count(1)
    expect(page.get_by_role("group").first).to_have_accessible_name(odd)
    assert page.locator(".hf-widget img").count() == 0
    assert page.evaluate("window.hit") is None


# --- what is asked ---------------------------------------------------------------------------------------------------


def test_only_what_is_asked_is_shown_and_missed_and_what_is_kept_of_the_rest_stays(
    host: Host, small: Assessment
) -> None:
    hosted = host(small, value={"who-to-tell": ["a"]}, asked=["what-to-refuse", "what-to-keep"])
    page = hosted.page
    expect(page.get_by_role("heading", level=3)).to_have_text(["Question 1 of 2", "Question 2 of 2"])
    expect(page.get_by_role("radio")).to_have_count(0)
    page.get_by_role("checkbox", name="c", exact=True).first.check()
    _press(page, "Submit")
    expect(page.get_by_role("heading", name="One question has no answer yet")).to_be_visible()
    assert hosted.saved()[-1]["who-to-tell"] == ["a"]
    assert hosted.saved()[-1]["what-to-refuse"] == ["c"]


def test_what_is_asked_may_be_heard_later_and_a_closed_sheet_says_why(host: Host, small: Assessment) -> None:
    hosted = host(small, asked=[])
    page = hosted.page
    expect(page.get_by_text("Your questions are on their way.")).to_be_visible()
    expect(page.get_by_role("button", name="Submit")).to_have_count(0)
    hosted.set("asked", ["who-to-tell"])
    expect(page.get_by_role("heading", level=3)).to_have_text(["Question 1 of 1"])
    hosted.set("closed", "You have answered this check.")
    expect(page.get_by_text("You have answered this check.")).to_be_visible()
    expect(page.get_by_role("group")).to_have_count(0)
    expect(page.get_by_role("button", name="Submit")).to_have_count(0)


def test_a_browser_can_change_neither_what_is_asked_nor_that_it_is_closed(small: Assessment) -> None:
    small.closed = "Shut."
    small.set_state({"asked": ["who-to-tell"], "closed": ""})
    assert (small.asked, small.closed) == (None, "Shut.")


def test_a_check_that_is_answered_once_does_not_offer_to_submit_again(host: Host, small: Assessment) -> None:
    hosted = host(small, view={**small.view, "again": False}, value=ALL)
    page = hosted.page
    expect(page.get_by_text("and submit again later")).to_have_count(0)
    _press(page, "Submit")
    hosted.reply({"kind": "submitted", "url": "/result/m4-responding"})
    expect(page.get_by_role("link", name="See your result")).to_be_visible()
    page.get_by_role("radio", name="b", exact=True).check()
    expect(page.get_by_role("button", name="Submit again")).to_have_count(0)


# --- "I don't know" --------------------------------------------------------------------------------------------------

UNKNOWN = ["i-do-not-know"]


def test_the_checks_before_and_later_offer_that_somebody_does_not_know_and_no_other_does() -> None:
    course = library()
    offering = {entry.kind for entry in course.course.assignments if Assessment(entry.id).view["unsure"]}
    assert offering == {"before", "later"}
    assert {entry.kind for entry in course.course.assignments if Assessment(entry.id).view["again"]} == {"module"}


def test_no_question_offers_it_elsewhere(host: Host, small: Assessment) -> None:
    expect(host(small).page.get_by_label("I don’t know")).to_have_count(0)


@pytest.mark.parametrize("item", ["single-one", "sentence-one", "multiple-one", "matching-one", "sorting-one"])
def test_it_is_the_last_thing_to_choose_and_stands_alone(host: Host, tmp_path: Path, item: str) -> None:
    every = Assessment(EVERY_TYPE, library=question_course(tmp_path / "course"))
    hosted = host(every, view={**every.view, "unsure": True}, asked=[item], value={item: RIGHT[item]})
    page, own = hosted.page, hosted.page.get_by_label("I don’t know")
    expect(own).not_to_be_checked()
    assert page.locator(".hf-asked > fieldset > *").last.text_content() == "I don’t know"
    own.check()
    assert hosted.saved()[-1][item] == UNKNOWN
    chosen = ".hf-asked input:checked:not([value=i-do-not-know]), .hf-asked option:not([value='']):checked"
    assert page.locator(chosen).count() == 0
    _answer(page, item)
    expect(own).not_to_be_checked()
    assert hosted.saved()[-1][item] not in (UNKNOWN, [])


def test_it_comes_back_as_it_was_kept_and_counts_as_answered(host: Host, tmp_path: Path) -> None:
    every = Assessment(EVERY_TYPE, library=question_course(tmp_path / "course"))
    hosted = host(every, view={**every.view, "unsure": True}, asked=["single-one", "sorting-one"])
    page = hosted.page
    hosted.set("value", {"single-one": UNKNOWN, "sorting-one": UNKNOWN})
    for own in page.get_by_label("I don’t know").all():
        expect(own).to_be_checked()
    _press(page, "Submit")
    assert hosted.sent() == [{"kind": "submit"}]


def _answer(page: Page, item: str) -> None:
    """Answer a question by its first control."""
    if item == "matching-one":
        page.get_by_role("combobox").first.select_option(index=1)
    else:
        page.locator(".hf-asked input").first.check()


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


def test_a_message_of_another_kind_changes_nothing(host: Host, small: Assessment) -> None:
    hosted = host(small, value=ALL)
    hosted.reply({"kind": "hello"})
    expect(hosted.page.get_by_role("button")).to_have_text(["Submit"])


def test_leaving_the_page_lets_go_of_the_model(host: Host, small: Assessment) -> None:
    hosted = host(small)
    hosted.page.evaluate("leave()")
    assert hosted.page.evaluate("model.listeners()") == 0
