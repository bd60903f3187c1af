"""What every widget owes everyone: axe-core in each theme and size, targets that can be hit, nothing off the side."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from playwright.sync_api import Page

import axe

THEMES: dict[str, dict[str, Any]] = {
    "light": {"color_scheme": "light"},
    "dark": {"color_scheme": "dark"},
    "more contrast": {"contrast": "more"},
    "more contrast, dark": {"contrast": "more", "color_scheme": "dark"},
    "forced colours": {"forced_colors": "active"},
}
SIZES = {"320 px": (320, 600), "400 % zoom": (320, 256), "1280 px": (1280, 900)}
"""1280 by 1024 at 400 % zoom is 320 by 256 CSS pixels (WCAG 2.2, 1.4.10)."""

_AS_IT_WAS: dict[str, Any] = {"color_scheme": "null", "contrast": "null", "forced_colors": "null"}

# Links within a sentence are excepted (WCAG 2.2, 2.5.8), and so is a native control whose label is the target.
_SMALL = """() => [...document.querySelectorAll(
  ".hf-widget :is(button, select, textarea, summary, input, a.hf-button, label.hf-choice, label.hf-switch)")]
  .map((each) => each.matches("input") ? each.closest("label") ?? each : each)
  .filter((each) => each.checkVisibility())
  .map((each) => [each, each.getBoundingClientRect(), each.matches(".hf-choice, .hf-tile") ? 44 : 24])
  .filter(([, box, least]) => box.width > 0 && (box.width < least - 0.5 || box.height < least - 0.5))
  .map(([each, box]) => `${each.className || each.tagName} ${Math.round(box.width)}x${Math.round(box.height)}`)"""


def problems(page: Page) -> list[str]:
    """Return everything that is wrong with the page as it is now; the viewport is put back.

    axe-core looks at every theme at 320 px, and at the light one in every size: what is where depends on the size
    alone, and what has which colour on the theme alone.
    """
    before = page.viewport_size
    found = list(_problems(page))
    page.emulate_media(**_AS_IT_WAS)
    if before:
        page.set_viewport_size(before)
    return found


def _problems(page: Page) -> Iterator[str]:
    for size, (width, height) in SIZES.items():
        page.set_viewport_size({"width": width, "height": height})
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            yield f"{size}: the page scrolls sideways"
        for small in page.evaluate(_SMALL):
            yield f"{size}: {small} is too small a target"
        for theme, media in THEMES.items() if size == "320 px" else [("light", THEMES["light"])]:
            page.emulate_media(**(_AS_IT_WAS | media))
            yield from (f"{size}, {theme}: {finding}" for finding in axe.findings(page))
