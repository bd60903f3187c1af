"""The assessment for everyone, with questions of every type: at each stage, in each theme and at each size."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from holdfast_widgets.assessment import Assessment
from question_course import ASSIGNMENT, RIGHT, question_course
from widgets.everyone import problems

Host = Callable[..., Any]


@pytest.fixture
def every(tmp_path: Path) -> Assessment:
    return Assessment(ASSIGNMENT, library=question_course(tmp_path / "course"))


def _press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def test_unanswered_questions_keep_nobody_out(host: Host, page: Page, every: Assessment) -> None:
    host(every)
    assert problems(page) == []
    _press(page, "Submit")
    assert problems(page) == []


def test_answered_and_submitted_questions_keep_nobody_out(host: Host, page: Page, every: Assessment) -> None:
    hosted = host(every, value=RIGHT)
    assert problems(page) == []
    _press(page, "Submit")
    hosted.reply({"kind": "submitted", "url": "/result/every-type"})
    assert problems(page) == []


def test_a_refused_submission_keeps_nobody_out(host: Host, page: Page, every: Assessment) -> None:
    hosted = host(every, value=RIGHT, saving={"code": "refused", "words": "Not saved: the disk is full"})
    _press(page, "Submit")
    hosted.reply({"kind": "not-submitted", "reason": "The disk is full."})
    assert problems(page) == []


def test_what_is_chosen_is_told_by_more_than_a_colour(host: Host, page: Page, every: Assessment) -> None:
    host(every, value=RIGHT)
    for media in ({"forced_colors": "none"}, {"forced_colors": "active"}, {"contrast": "more"}):
        page.emulate_media(**media)
        phrase = page.locator(".hf-phrase:has(:checked)").first
        assert "underline" in phrase.evaluate("p => getComputedStyle(p).textDecorationLine")
        for box in page.locator(".hf-widget input").all():
            assert box.evaluate("b => getComputedStyle(b).appearance") == "auto"  # The mark of the control itself.


def test_jupyterlab_is_told_to_keep_its_shortcuts_to_itself_wherever_focus_can_be(
    host: Host, page: Page, every: Assessment
) -> None:
    host(every, value={})
    _press(page, "Submit")
    focusable = ":is(a, button, input, select, textarea, summary, [tabindex])"
    found = page.locator(f".hf-widget {focusable}").count()
    assert found >= 30
    assert page.locator(f".hf-widget {focusable}[data-lm-suppress-shortcuts]").count() == found


def test_a_passage_from_right_to_left_has_its_boxes_at_the_right(host: Host, page: Page, every: Assessment) -> None:
    page.emulate_media(color_scheme="light")
    view = dict(every.view)
    view["items"] = [dict(item) for item in view["items"]]
    spot = next(item for item in view["items"] if item["type"] == "spot")
    spot["passage"] = ["שלום לכם {fault} שלום"]
    spot["options"] = [{"id": "fault", "text": "שלום שלום", "note": ""}, spot["options"][1]]
    host(every, view=view)
    places = page.locator(".hf-phrase").evaluate(
        "p => [p.querySelector('input'), p.querySelector('span')].map((each) => each.getBoundingClientRect().left)"
    )
    expect(page.locator(".hf-phrase")).to_have_count(1)
    assert places[0] > places[1]
