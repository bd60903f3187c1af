"""What comes while the learner goes on: late answers, and the reply to Submit."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from holdfast_widgets.assessment import Assessment
from small_course import ASSIGNMENT, small_course

Host = Callable[..., Any]

ALL = {"who-to-tell": ["a"], "what-to-keep": ["b"], "what-to-refuse": ["c"]}


@pytest.fixture
def small(tmp_path: Path) -> Assessment:
    return Assessment(ASSIGNMENT, library=small_course(tmp_path / "small"))


def test_nothing_is_submitted_while_earlier_answers_are_on_their_way(host: Host, small: Assessment) -> None:
    hosted = host(small, saving={"code": "loading", "words": "Loading"})
    page = hosted.page
    page.get_by_role("button", name="Submit", exact=True).click()
    expect(page.get_by_role("heading", name="Not submitted")).to_be_focused()
    expect(page.get_by_text("Your earlier answers are still on their way.")).to_be_visible()
    hosted.set("value", ALL)
    hosted.set("saving", {"code": "saved", "words": "Saved"})
    assert hosted.sent() == []
    page.get_by_role("button", name="Submit", exact=True).click()
    assert hosted.sent() == [{"kind": "submit"}]


def test_a_reply_does_not_take_focus_from_a_question(host: Host, small: Assessment) -> None:
    hosted = host(small, value=ALL)
    page = hosted.page
    page.get_by_role("button", name="Submit", exact=True).click()
    expect(page.get_by_role("heading", name="Submitting")).to_be_focused()
    page.get_by_role("radio").first.focus()
    hosted.reply({"kind": "submitted", "url": "/result"})
    expect(page.get_by_role("heading", name="Submitted")).to_be_visible()
    expect(page.get_by_role("status").first).to_have_text("Submitted")
    expect(page.get_by_role("radio").first).to_be_focused()
