"""Widgets of several kinds on one page: each brings a style sheet with the common rules in it, in any order."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from holdfast_widgets import ActionPlan, Assessment, OffenceFinder, Quiz, Scenario, StageTimeline
from holdfast_widgets._base import HoldfastWidget
from widgets.conftest import Hosted
from widgets.quiz_pages import every_type

KINDS: list[type[HoldfastWidget]] = [ActionPlan, Assessment, OffenceFinder, Quiz, Scenario, StageTimeline]

MEDIA: list[tuple[int, dict[str, Any]]] = [
    (1280, {"media": "screen"}),
    (390, {"media": "screen", "contrast": "more"}),
    (1280, {"media": "screen", "contrast": "no-preference", "forced_colors": "active"}),
    (1280, {"media": "print", "forced_colors": "none"}),
]

# The first sheet of the page is the widget's own; what is adopted comes after it.
_CHANGED = """async (kinds) => {
  const sheets = await Promise.all(kinds.map((text) => new CSSStyleSheet().replace(text)));
  // Nothing is laid out: what a sheet says is compared, not what follows from it.
  document.querySelector("main").hidden = true;
  const said = (rules) => [...rules].flatMap((rule) => [...(rule.style ?? []), ...said(rule.cssRules ?? [])]);
  const names = [...new Set(sheets.flatMap((sheet) => said(sheet.cssRules)))];
  const styles = () => [...document.querySelectorAll(".hf-widget, .hf-widget *")].flatMap((element) =>
    [null, "::before", "::after"].map((part) => {
      const style = getComputedStyle(element, part);
      return [element, part, new Map(names.map((name) => [name, style.getPropertyValue(name)]))];
    }));
  document.adoptedStyleSheets = [sheets[0]];
  const alone = styles();
  const found = new Set();
  for (const order of [sheets, sheets.toReversed()]) {
    document.adoptedStyleSheets = order;
    styles().forEach(([element, part, now], index) => {
      for (const [name, value] of now) {
        const before = alone[index][2].get(name);
        if (value === before) continue;
        found.add(`${element.tagName}.${element.className}${part ?? ""} ${name}: ${before} -> ${value}`);
      }
    });
  }
  document.adoptedStyleSheets = [];
  return [...found];
}"""


def _plan(host: Callable[..., Hosted]) -> None:
    page = host(ActionPlan()).page
    page.get_by_role("textbox").first.fill("Sam\u202eBrook")
    page.get_by_role("textbox").first.blur()


def _assessment(host: Callable[..., Hosted]) -> None:
    host(Assessment("m4-responding")).page.get_by_role("button", name="Submit").click()


def _finder(host: Callable[..., Hosted]) -> None:
    page = host(OffenceFinder(nation="wales"), nation="wales", on="2026-01-01", facts={}).page
    page.get_by_role("button", name="Show what the law says").click()
    page.locator("summary").first.click()


def _quiz(host: Callable[..., Hosted]) -> None:
    quiz = every_type()
    value = {item["id"]: item["right"]["correct"] for item in quiz.view["items"][::2]}
    page = host(quiz, value=value).page
    page.get_by_role("button", name="Check").first.click()


def _scenario_choice(host: Callable[..., Hosted]) -> None:
    host(Scenario("friday-twenty-past-three")).page.get_by_role("button", name="This is what").click()


def _scenario_end(host: Callable[..., Hosted]) -> None:
    scenario = Scenario("friday-twenty-past-three")
    nodes = {node["id"]: node for node in scenario.view["nodes"]}
    path, node = [], nodes[scenario.view["start"]]
    while node["kind"] == "decision":
        choice = next(each for each in node["choices"] if each["best"])
        path.append(choice["id"])
        node = nodes[choice["next"][0]["go"]]
    page = host(scenario, value={scenario.name: path}).page
    page.locator("details").evaluate_all("(all) => { for (const each of all) each.open = true; }")


def _stages(host: Callable[..., Hosted]) -> None:
    host(StageTimeline()).page.get_by_role("button", name="Open all").click()


@pytest.mark.parametrize("drawn", [_plan, _assessment, _finder, _quiz, _scenario_choice, _scenario_end, _stages])
def test_the_sheet_of_another_widget_changes_nothing(
    page: Page, host: Callable[..., Hosted], drawn: Callable[[Callable[..., Hosted]], None]
) -> None:
    drawn(host)
    own = page.locator(".hf-widget").first.get_attribute("class") or ""
    sheets = [kind.style() for kind in sorted(KINDS, key=lambda kind: f"hf-{kind.KIND}" not in own.split())]
    for width, media in MEDIA:
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(**media)
        assert page.evaluate(_CHANGED, sheets) == []
