"""The scenario for everyone: axe-core, and narrow, high-contrast and calm screens."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from holdfast.grading import replay
from holdfast.library import library
from holdfast_widgets import Scenario
from small_course import SCENARIO, small_course

Host = Callable[..., Any]

REAL = "friday-twenty-past-three"
COMMIT = "This is what I would do"


def _press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


# --- for everyone ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_at_any_stage(host: Host, page: Page, scheme: Any, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)
    content = library().scenario(REAL)
    first = content.decisions[0]
    weaker = next(choice for choice in first.choices if choice.repair)
    finished: list[str] = []
    while not replay(content, finished).finished:
        node = content.node(replay(content, finished).node)
        finished.append(next(choice.id for choice in node.choices if choice.best))
    found: dict[str, Any] = {}

    def look(stage: str) -> None:
        found[stage] = Axe().run(page).response["violations"]
        wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
        assert not wide, f"{stage} scrolls sideways"

    widget = Scenario(REAL)
    host(widget)
    look("decision")
    page.get_by_role("radio", name=weaker.text).check()
    page.get_by_role("button", name=COMMIT).hover()
    look("chosen")
    _press(page, COMMIT)
    look("weaker")
    _press(page, "Back to the decision")
    host(widget, value={REAL: finished[:-1]})
    page.get_by_role("radio", name=next(c.text for c in content.decisions[-1].choices if c.best)).check()
    _press(page, COMMIT)
    look("best")
    _press(page, "Go on")
    look("ending")
    host(widget, value={REAL: finished})
    page.locator("summary").click()
    look("summary")
    assert found == {stage: [] for stage in found}


def test_at_320_pixels_nothing_scrolls_sideways(host: Host, page: Page) -> None:
    page.set_viewport_size({"width": 320, "height": 600})
    host(Scenario(REAL))
    page.get_by_role("radio").first.check()
    _press(page, COMMIT)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize("feature", [{"forced_colors": "active"}, {"contrast": "more"}, {"reduced_motion": "reduce"}])
def test_choices_stay_visible_with_high_contrast_and_without_motion(
    host: Host, page: Page, tmp_path: Path, feature: dict[str, Any]
) -> None:
    page.emulate_media(**feature)
    host(Scenario(SCENARIO, library=small_course(tmp_path / "small")))
    card = page.locator("label.hf-choice").first
    page.get_by_role("radio").first.check()
    width = card.evaluate("(card) => Number.parseFloat(getComputedStyle(card).borderTopWidth)")
    assert width >= (1 if "reduced_motion" in feature else 2)
    times = "(root) => [...root.querySelectorAll('*')].map((each) => getComputedStyle(each).transitionDuration)"
    assert set(page.locator(".hf-widget").evaluate(times)) == {"0s"}


def test_jupyterlab_is_told_to_keep_its_shortcuts_to_itself_wherever_focus_can_be(host: Host, page: Page) -> None:
    host(Scenario(REAL))
    focusable = ":is(a, button, input, summary, [tabindex])"
    for stage in ("decision", "feedback", "next"):
        found = page.locator(f".hf-widget {focusable}").count()
        assert found >= 3, stage
        assert page.locator(f".hf-widget {focusable}[data-lm-suppress-shortcuts]").count() == found
        if stage == "decision":
            page.get_by_role("radio").first.check()
            _press(page, COMMIT)
        elif stage == "feedback":
            page.get_by_role("button", name="go on").first.click()
