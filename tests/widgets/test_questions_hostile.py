"""Questions of every type with content and messages that nobody should send: text stays text, and state stays state."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from holdfast_widgets.assessment import Assessment
from question_course import ASSIGNMENT, MARKED, RIGHT, question_course

Host = Callable[..., Any]

ORDER = f"{ASSIGNMENT}/order"
KEPT = {ORDER: ["7"], **RIGHT}


@pytest.fixture
def every(tmp_path: Path) -> Assessment:
    return Assessment(ASSIGNMENT, library=question_course(tmp_path / "course"))


_HOSTILE = (
    '<img src=x onerror="window.hit=1"><script>window.hit=1</script> \u202eשלום 👩🏽‍🏫 &amp; ${x} {no-such-option}'
)


@pytest.mark.parametrize("odd", [_HOSTILE, "x" * 10_000, "wide words " * 900], ids=["markup", "long word", "long text"])
def test_whatever_content_says_is_shown_as_text(host: Host, page: Page, every: Assessment, odd: str) -> None:
    page.set_viewport_size({"width": 320, "height": 600})
    view = json.loads(json.dumps(every.view))
    for item in view["items"]:
        item["stem"], item["question"] = [odd], odd
        for each in [*item["options"], *item["groups"]]:
            each["text"], each["note"] = odd, odd[:600]
        item["passage"] = [f"{odd} {{{item['options'][0]['id']}}} {odd}"]
    host(every, view=view)
    assert page.locator(".hf-widget :is(img, script)").count() == 0
    assert page.evaluate("window.hit") is None
    # Each text stands there as often as it is said: questions, stories, options, groups and the passage twice.
    times = page.evaluate("odd => document.querySelector('.hf-widget').textContent.split(odd).length - 1", odd.strip())
    assert times >= 2 * len(view["items"]) + sum(len(item["options"]) for item in view["items"])
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


_REFUSED: list[dict[str, Any]] = [
    {"value": {"single-one": ["listen", "later"]}},
    {"value": {"sentence-one": "thanks"}},
    {"value": {"multiple-one": ["words", "words"]}},
    {"value": {"spot-one": [None]}},
    {"value": {"ordering-one": ["calm", "hear"]}},
    {"value": {"matching-one": ["lead"]}},
    {"value": {"matching-one": ["lead:today"]}},
    {"value": {"sorting-one": ["worry:today", "worry:wait"]}},
    {"value": {"practice-single-one": ["listen"]}},
    {"value": {"single-one/certainty": ["sure"]}},
    {"value": {ORDER: ["-1"]}},
    {"value": {ORDER: ["1", "2"]}},
    {"value": {"single-one": ["x" * 1_000_000]}},
    {"value": {f"key-{number}": [] for number in range(1_000)}},
    {"value": [["single-one", "listen"]]},
    {"view": {}},
    {"_esm": "alert(1)"},
    {"name": "another"},
    {"browser_may_set": ["view"]},
]


@pytest.mark.parametrize("state", _REFUSED, ids=lambda state: ascii(state)[:50])
def test_what_a_browser_may_not_set_changes_nothing_and_is_logged(
    every: Assessment, caplog: pytest.LogCaptureFixture, state: dict[str, Any]
) -> None:
    every.value = KEPT
    before = every.get_state()
    with caplog.at_level(logging.WARNING, "holdfast.widgets"):
        every.set_state(state)
    assert every.get_state() == before
    assert [next(iter(state)) in record.getMessage() for record in caplog.records] == [True]
    assert all(len(record.getMessage()) < 600 for record in caplog.records)


def test_what_every_type_can_answer_is_taken_from_a_browser(every: Assessment) -> None:
    for value in (KEPT, {item: [] for item in MARKED}, {}):
        every.set_state({"value": value})
        assert every.value == value
