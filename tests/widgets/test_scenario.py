"""The scenario in a real Chromium: what travels, what a choice leads to, and what can be mended."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from holdfast.library import Library, library
from holdfast.model import Scenario as Content
from holdfast_widgets.scenario import Scenario, view_of
from small_course import SCENARIO, small_course
from widgets.scenario_play import COMMIT, REAL, VECTORS, choose, press

Host = Callable[..., Any]

_VECTORS = json.loads((VECTORS / "scenario_paths.json").read_text(encoding="utf-8"))


@pytest.fixture
def course(tmp_path: Path) -> Library:
    return small_course(tmp_path / "small")


@pytest.fixture
def small(course: Library) -> Scenario:
    return Scenario(SCENARIO, library=course)


# --- what travels ----------------------------------------------------------------------------------------------------


def test_the_view_is_plain_data_without_misconceptions() -> None:
    text = json.dumps(Scenario(REAL).view)
    assert "misconception" not in text
    assert not [each.id for each in library().course.misconceptions if f'"{each.id}"' in text]


@pytest.mark.parametrize("name", sorted(_VECTORS["scenarios"]))
def test_the_browser_replays_every_vector_as_python_does(
    host: Host, course: Library, small: Scenario, name: str
) -> None:
    view = view_of(Content.model_validate(_VECTORS["scenarios"][name]), course)
    cases = [case for case in _VECTORS["cases"] if case["scenario"] == name]
    page = host(small).page
    found = page.evaluate(
        """async ([view, paths]) => {
            const { replay } = await import("/widget.js");
            const told = (path) => { try { return replay(view, path); } catch (error) { return error.name; } };
            return paths.map(told);
        }""",
        [view, [case["path"] for case in cases]],
    )
    assert len(found) >= 3
    for case, got in zip(cases, found, strict=True):
        assert got == ("RangeError" if "error" in case["expect"] else case["expect"]), case["why"]


def test_a_source_that_is_not_verified_says_so() -> None:
    course = library()
    scenario = course.scenario(REAL)
    name = scenario.decisions[0].choices[0].sources[0]
    open_one = course.source(name).model_copy(update={"status": "to-verify"})
    view = view_of(scenario, replace(course, sources={**course.sources, name: open_one}))
    shown = {
        source["short"] for node in view["nodes"] for choice in node.get("choices", []) for source in choice["sources"]
    }
    assert f"{open_one.short} (not yet checked by us)" in shown
    assert open_one.short not in shown


# --- choosing --------------------------------------------------------------------------------------------------------


def test_no_choice_is_made_for_the_learner(host: Host, small: Scenario) -> None:
    page = host(small).page
    expect(page.get_by_role("radio")).to_have_count(3)
    expect(page.get_by_role("radio", checked=True)).to_have_count(0)
    expect(page.get_by_role("group", name="What do you do?")).to_be_visible()


def test_choosing_is_not_deciding(host: Host, small: Scenario) -> None:
    hosted = host(small)
    hosted.page.get_by_role("radio").first.check()
    assert hosted.saved() == []
    expect(hosted.page.get_by_role("radio")).to_have_count(3)


def test_deciding_without_a_choice_is_told_in_words_and_focus_stays(host: Host, small: Scenario) -> None:
    hosted = host(small)
    page = hosted.page
    press(page, COMMIT)
    assert hosted.focused() == COMMIT
    expect(page.get_by_role("group")).to_have_accessible_description("Choose one of these first.")
    expect(page.get_by_role("status").first).to_have_text("Choose one of these first.")
    page.get_by_role("radio").first.check()
    expect(page.get_by_role("group")).to_have_accessible_description("")
    assert hosted.saved() == []


def test_the_whole_card_is_the_target(host: Host, small: Scenario) -> None:
    page = host(small).page
    cards = page.locator("label.hf-choice")
    for card in cards.all():
        box = card.bounding_box()
        assert box is not None
        assert box["height"] >= 44
    box = cards.nth(1).bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] - 4, box["y"] + 4)
    expect(page.get_by_role("radio").nth(1)).to_be_checked()


def test_a_weaker_choice_is_told_in_words_with_what_can_be_done_now(host: Host, small: Scenario) -> None:
    hosted = host(small)
    choose(hosted.page, "Act: take-the-phone.")
    text = hosted.page.locator(".hf-after").inner_text()
    order = [
        "Look at this again",
        "She answers.",
        "Do the other thing.",
        "Why: Because",
        "What you can do now",
        "Do this now.",
    ]
    assert [text.index(words) for words in order] == sorted(text.index(words) for words in order)
    buttons = hosted.page.get_by_role("button").all_inner_texts()
    assert buttons == ["Do this, and go on", "Back to the decision", "Go on without it"]
    assert hosted.value() == {SCENARIO: ["take-the-phone"]}


def test_a_repair_is_kept_and_what_it_led_to_is_told(host: Host, small: Scenario) -> None:
    hosted = host(small)
    choose(hosted.page, "Act: take-the-phone.")
    press(hosted.page, "Do this, and go on")
    assert hosted.value() == {SCENARIO: ["take-the-phone", "repair"]}
    expect(hosted.page.locator(".hf-aside")).to_contain_text("She nods.")
    assert hosted.focused() == "Decision 2 of 2 · a corridor"
    choose(hosted.page, "Act: tell-the-lead.")
    expect(hosted.page.locator(".hf-aside")).to_have_count(0)


def test_a_repair_can_be_declined(host: Host, small: Scenario) -> None:
    hosted = host(small)
    choose(hosted.page, "Act: take-the-phone.")
    press(hosted.page, "Go on without it")
    assert hosted.value() == {SCENARIO: ["take-the-phone"]}
    assert hosted.focused() == "Decision 2 of 2 · a corridor"


def test_going_back_takes_the_choice_away_and_nothing_is_chosen(host: Host, small: Scenario) -> None:
    hosted = host(small)
    choose(hosted.page, "Act: hear-her-out.")
    expect(hosted.page.locator(".hf-good h3")).to_have_text("Went well")
    assert hosted.page.get_by_role("button").all_inner_texts() == ["Go on", "Back to the decision"]
    press(hosted.page, "Back to the decision")
    assert hosted.saved() == [{SCENARIO: ["hear-her-out"]}, {SCENARIO: []}]
    assert hosted.focused() == "Decision 1 of 2 · a corridor"
    expect(hosted.page.get_by_role("radio", checked=True)).to_have_count(0)


def test_an_unfinished_scenario_goes_on_where_it_was_left(host: Host, small: Scenario) -> None:
    page = host(small, value={SCENARIO: ["take-the-phone", "repair"]}).page
    expect(page.get_by_role("heading", name="Decision 2 of 2 · a corridor")).to_be_visible()
