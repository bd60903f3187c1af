"""How long an assessment waits for its host. In a file of its own: a page whose clock was changed keeps that clock."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

from holdfast_widgets import Assessment
from small_course import ASSIGNMENT, small_course

Host = Callable[..., Any]

ALL = {"who-to-tell": ["a"], "what-to-keep": ["b"], "what-to-refuse": ["c"]}


def test_a_host_that_never_replies_is_told_in_words(host: Host, page: Page, tmp_path: Path) -> None:
    page.clock.install()
    hosted = host(Assessment(ASSIGNMENT, library=small_course(tmp_path / "small")), value=ALL)
    page.get_by_role("button", name="Submit", exact=True).click()
    page.clock.fast_forward(31_000)
    assert hosted.focused() == "Not submitted"
    expect(page.get_by_text("No reply came.")).to_be_visible()
