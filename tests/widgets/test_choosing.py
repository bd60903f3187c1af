"""Phrases of a passage, sentences to say and words of one's own: what is special about choosing them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from e2e.keyboard import Keyboard
from holdfast.library import Library
from holdfast_widgets._items import item_view
from holdfast_widgets.assessment import Assessment
from question_course import ASSIGNMENT, question_course
from widgets.everyone import problems

Host = Callable[..., Any]

SHORT = "practice-short-one"
LIST = "Which of these did your words have?"


@pytest.fixture
def course(tmp_path: Path) -> Library:
    return question_course(tmp_path / "course")


@pytest.fixture
def opened(host: Host, course: Library) -> Callable[..., Any]:
    """Return a function that opens a sheet of one question."""

    def with_one(item: str, value: dict[str, list[str]] | None = None, **changes: Any) -> Any:
        widget = Assessment(ASSIGNMENT, library=course)
        view = {**widget.view, "items": [item_view(course.item(item)) | changes]}
        return host(widget, view=json.loads(json.dumps(view)), value=value or {})

    return with_one


# --- spot in text ----------------------------------------------------------------------------------------------------


def test_a_phrase_is_chosen_by_its_words_and_stands_in_the_passage(opened: Callable[..., Any]) -> None:
    hosted = opened("spot-one")
    page = hosted.page
    expect(page.locator(".hf-passage p").first).to_have_text(
        "Dear parents, we have heard of pupils who were careless. As always, we are here to help."
    )
    page.get_by_text("please keep this among yourselves").click()
    page.get_by_text("pupils who were careless").click()
    assert hosted.value()["spot-one"] == ["fault", "secret"]
    page.get_by_text("please keep this among yourselves").click()
    assert hosted.value()["spot-one"] == ["fault"]


def test_every_piece_of_a_phrase_that_wraps_has_a_frame_of_its_own(opened: Callable[..., Any]) -> None:
    page = opened("spot-one").page
    page.set_viewport_size({"width": 390, "height": 844})
    phrases = page.locator(".hf-phrase")
    assert max(phrases.evaluate_all("(all) => all.map((each) => each.getClientRects().length)")) > 1
    assert set(phrases.evaluate_all("(all) => all.map((each) => getComputedStyle(each).boxDecorationBreak)")) == {
        "clone"
    }


@pytest.mark.parametrize("width", [320, 1280])
def test_every_line_of_a_phrase_is_a_target_and_none_covers_another(
    opened: Callable[..., Any], page: Page, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    opened("spot-one")
    pieces = page.evaluate(
        """() => [...document.querySelectorAll(".hf-phrase")].flatMap((phrase) => [...phrase.getClientRects()]
          .map(({ top, bottom, left, right }) => [top, bottom, left, right]))"""
    )
    assert len(pieces) >= 4
    assert all(bottom - top >= 24 for top, bottom, _, _ in pieces)
    for index, (top, bottom, left, right) in enumerate(pieces):
        for other_top, other_bottom, other_left, other_right in pieces[index + 1 :]:
            apart = bottom <= other_top or other_bottom <= top or right <= other_left or other_right <= left
            assert apart


def test_braces_that_name_no_phrase_stay_as_they_are(opened: Callable[..., Any]) -> None:
    page = opened("spot-one", passage=["{ask} {nobody} {} {{fault}} { ask }"]).page
    expect(page.get_by_role("checkbox")).to_have_count(2)
    expect(page.locator(".hf-passage")).to_have_text(
        "speak to any member of staff {nobody} {} {pupils who were careless} { ask }"
    )


# --- choose the sentence ---------------------------------------------------------------------------------------------


def test_quotation_marks_are_put_around_sentences_that_have_none(opened: Callable[..., Any], course: Library) -> None:
    page = opened("sentence-one").page
    mark = "s => getComputedStyle(s, '::before').content"
    assert "quote" in page.locator(".hf-choice span span").first.evaluate(mark)
    noted = [{"id": "thanks", "text": "Thank you.", "note": "To a pupil"}, {"id": "why", "text": "Why?", "note": ""}]
    page = opened("sentence-one", options=noted).page
    told = page.locator(".hf-choice", has_text="Thank you").locator("small, span span").all_inner_texts()
    assert [each.strip() for each in told] == ["To a pupil", "Thank you."]  # The marks are around the sentence alone.
    quoted = [{"id": o.id, "text": f"“{o.text}”", "note": ""} for o in course.item("sentence-one").options]
    page = opened("sentence-one", options=quoted).page
    assert page.locator(".hf-choice span span").first.evaluate(mark) == "none"
    expect(page.get_by_role("radio", name="“Thank you for telling me.”", exact=True)).to_have_count(1)


# --- words of one's own ----------------------------------------------------------------------------------------------


def test_what_is_written_is_compared_by_keys_and_only_the_ticks_are_kept(opened: Callable[..., Any]) -> None:
    hosted = opened(SHORT)
    page, keyboard = hosted.page, Keyboard(hosted.page)
    box = page.get_by_role("textbox", name="Your words")
    expect(box).to_have_accessible_description(
        "Nobody watches this. If it is about a real child, stop and tell your safeguarding lead now. "
        "It stays on this page: it is not sent and not kept."
    )
    expect(page.get_by_role("checkbox")).to_have_count(0)
    keyboard.reach(box)
    page.keyboard.type("Thank you. What we do next is")
    keyboard.press(page.get_by_role("button", name="Compare"))
    keyboard.focus_is_seen()
    assert hosted.focused() == "It thanked the pupil"
    expect(page.get_by_role("button", name="Compare")).to_have_count(0)
    expect(box).to_have_value("Thank you. What we do next is")
    group = page.get_by_role("group", name=LIST)
    keyboard.tick(group, "It said what happens next")
    keyboard.tick(group, "It thanked the pupil")
    assert hosted.value()[SHORT] == ["thanked", "next"]
    assert "What we do" not in json.dumps([hosted.saved(), hosted.sent(), page.evaluate("model.get('view')")])


def test_no_more_than_300_letters_are_taken_and_none_are_looked_up(opened: Callable[..., Any]) -> None:
    box = opened(SHORT).page.get_by_role("textbox")
    box.focus()
    box.page.keyboard.insert_text("word " * 100)
    assert len(box.input_value()) == 300
    assert box.evaluate("b => [b.spellcheck, b.autocomplete, b.name]") == [False, "off", ""]


def test_ticks_come_back_after_a_reload_and_the_words_do_not(opened: Callable[..., Any]) -> None:
    page = opened(SHORT, {SHORT: ["blame"]}).page
    expect(page.get_by_role("group", name=LIST)).to_match_aria_snapshot(
        """
        - group "Which of these did your words have?":
          - checkbox "It thanked the pupil"
          - checkbox "It said that nobody is to blame" [checked]
          - checkbox "It said what happens next"
        """
    )
    expect(page.get_by_role("textbox")).to_have_value("")
    expect(page.get_by_role("button", name="Compare")).to_have_count(0)


def test_ticks_from_another_tab_open_the_list_and_leave_the_words(opened: Callable[..., Any]) -> None:
    hosted = opened(SHORT)
    hosted.page.get_by_role("textbox").fill("My words")
    hosted.set("value", {SHORT: ["next"]})
    expect(hosted.page.get_by_role("checkbox", checked=True)).to_have_count(1)
    hosted.set("value", {SHORT: []})
    expect(hosted.page.get_by_role("checkbox", checked=False)).to_have_count(3)
    expect(hosted.page.get_by_role("textbox")).to_have_value("My words")
    assert hosted.saved() == []


def test_writing_and_comparing_are_for_everyone(opened: Callable[..., Any], page: Page) -> None:
    opened(SHORT)
    assert problems(page) == []
    page.get_by_role("button", name="Compare").click()
    page.get_by_role("checkbox").first.check()
    assert problems(page) == []
