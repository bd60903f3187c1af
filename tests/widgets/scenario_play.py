"""What the tests of the scenario share: a scenario with everything in it, and how it is played."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page
from pydantic import TypeAdapter

from holdfast.library import Library
from holdfast.model import Scenario as Content
from holdfast.model import Term
from small_course import small_course

VECTORS = Path(__file__).parents[1] / "vectors"
DEBRIEFS: dict[str, Any] = json.loads((VECTORS / "debriefs.json").read_text(encoding="utf-8"))
FULL = "after-assembly"
"""A scenario with terms, nations, pathways, repairs and two endings."""
FULL_PATH = ["ask-why", "promise", "repair", "walk-with-her"]
"""A way through it with one step of each kind: to look at again, put right, went well."""

REAL = "friday-twenty-past-three"
COMMIT = "This is what I would do"
COLLEAGUE_COMMITS = "This is what the colleague should do"


def full_course(folder: Path) -> Library:
    """Return the small course with the full scenario and the glossary it needs."""
    course = small_course(folder)
    terms = glossary(DEBRIEFS["terms"])
    return replace(course, scenarios={**course.scenarios, FULL: full_scenario()}, glossary=terms)


def full_scenario() -> Content:
    """Return the full scenario."""
    return Content.model_validate_json(json.dumps(DEBRIEFS["scenario"]))


def glossary(terms: list[dict[str, Any]]) -> dict[str, Term]:
    """Return terms by id."""
    read = TypeAdapter(list[Term]).validate_json(json.dumps(terms))
    return {term.id: term for term in read}


def choose(page: Page, text: str, commit: str = COMMIT) -> None:
    """Take a choice by its words."""
    page.get_by_role("radio", name=text).check()
    press(page, commit)


def press(page: Page, name: str) -> None:
    """Press the one button of that name."""
    page.get_by_role("button", name=name, exact=True).click()


def unfold(page: Page, *titles: str) -> None:
    """Open folded parts, outermost first."""
    for title in titles:
        page.locator("summary").get_by_text(title, exact=True).click()


def in_view(locator: Locator) -> bool:
    """Return whether an element is on the screen and not below the sticky header."""
    box = locator.bounding_box()
    assert box is not None
    return box["y"] >= 64 and box["y"] + box["height"] <= 900
