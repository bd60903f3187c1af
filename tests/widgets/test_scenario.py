"""The scenario in a real Chromium: by keyboard, by screen reader's rules, and against the same vectors as Python."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from holdfast.grading import replay
from holdfast.library import Library, library
from holdfast.model import Scenario as Content
from holdfast_widgets import Scenario
from holdfast_widgets.scenario import view_of
from small_course import SCENARIO, small_course

Host = Callable[..., Any]

_VECTORS = json.loads((Path(__file__).parents[1] / "vectors" / "scenario_paths.json").read_text(encoding="utf-8"))
REAL = "friday-twenty-past-three"
COMMIT = "This is what I would do"


@pytest.fixture
def course(tmp_path: Path) -> Library:
    return small_course(tmp_path / "small")


@pytest.fixture
def small(course: Library) -> Scenario:
    return Scenario(SCENARIO, library=course)


def _choose(page: Page, choice: str) -> None:
    page.get_by_role("radio", name=f"Act: {choice}.").check()
    page.get_by_role("button", name=COMMIT).click()


def _press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def _in_view(locator: Locator) -> bool:
    """Return whether an element is on the screen and not below the sticky header."""
    box = locator.bounding_box()
    assert box is not None
    return box["y"] >= 64 and box["y"] + box["height"] <= 900


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


# --- by keyboard -----------------------------------------------------------------------------------------------------


def test_the_whole_scenario_can_be_walked_by_keyboard_alone_and_focus_is_never_lost(host: Host) -> None:
    content = library().scenario(REAL)
    hosted = host(Scenario(REAL))
    keys = hosted.page.keyboard
    keys.press("Tab")
    assert hosted.focused() == "Read it in the third person"
    path: list[str] = []
    while not (standing := replay(content, path)).finished:
        node = content.node(standing.node)
        repairable = [choice for choice in node.choices if choice.repair] if not path else []
        wanted = (repairable or [choice for choice in node.choices if choice.best])[0]
        keys.press("Tab")
        keys.press("Space")
        for _ in range(node.choices.index(wanted)):
            keys.press("ArrowDown")
        assert hosted.focused() == wanted.text.strip()
        keys.press("Enter")
        assert hosted.focused() == ("Went well" if wanted.best else "Look at this again")
        assert _in_view(hosted.page.locator(":focus"))
        path.append(wanted.id)
        assert hosted.saved()[-1] == {REAL: path}
        goal = "Go on"
        if not wanted.best:
            goal = "Do this, and go on"
            path.append("repair")
        while hosted.focused() != goal:
            keys.press("Tab")
        keys.press("Enter")
        assert hosted.saved()[-1] == {REAL: path}
        step = len(replay(content, path).taken)
        ended = replay(content, path).finished
        assert hosted.focused().startswith("How this ends" if ended else f"Decision {step + 1} of 6 · ")
        assert _in_view(hosted.page.locator(":focus"))
    expect(hosted.page.get_by_role("heading", name="Another way through")).to_be_visible()
    keys.press("Tab")
    assert hosted.focused() == "Play it again"


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
    _press(page, COMMIT)
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


# --- after a choice --------------------------------------------------------------------------------------------------


def test_a_weaker_choice_is_told_in_words_with_what_can_be_done_now(host: Host, small: Scenario) -> None:
    hosted = host(small)
    _choose(hosted.page, "take-the-phone")
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
    _choose(hosted.page, "take-the-phone")
    _press(hosted.page, "Do this, and go on")
    assert hosted.value() == {SCENARIO: ["take-the-phone", "repair"]}
    expect(hosted.page.locator(".hf-aside")).to_contain_text("She nods.")
    assert hosted.focused() == "Decision 2 of 2 · a corridor"
    _choose(hosted.page, "tell-the-lead")
    expect(hosted.page.locator(".hf-aside")).to_have_count(0)


def test_a_repair_can_be_declined(host: Host, small: Scenario) -> None:
    hosted = host(small)
    _choose(hosted.page, "take-the-phone")
    _press(hosted.page, "Go on without it")
    assert hosted.value() == {SCENARIO: ["take-the-phone"]}
    assert hosted.focused() == "Decision 2 of 2 · a corridor"


def test_going_back_takes_the_choice_away_and_nothing_is_chosen(host: Host, small: Scenario) -> None:
    hosted = host(small)
    _choose(hosted.page, "hear-her-out")
    expect(hosted.page.locator(".hf-good h3")).to_have_text("Went well")
    assert hosted.page.get_by_role("button").all_inner_texts() == ["Go on", "Back to the decision"]
    _press(hosted.page, "Back to the decision")
    assert hosted.saved() == [{SCENARIO: ["hear-her-out"]}, {SCENARIO: []}]
    assert hosted.focused() == "Decision 1 of 2 · a corridor"
    expect(hosted.page.get_by_role("radio", checked=True)).to_have_count(0)


def test_the_end_starts_with_what_went_well_and_shows_repair_and_stronger_step(host: Host, small: Scenario) -> None:
    hosted = host(small)
    _choose(hosted.page, "take-the-phone")
    _press(hosted.page, "Do this, and go on")
    _choose(hosted.page, "tell-the-lead")
    _press(hosted.page, "Go on")
    page = hosted.page
    assert hosted.focused() == "How this ends"
    expect(page.get_by_text("Write it down.")).to_be_visible()
    steps = page.get_by_role("heading", name="Another way through").locator("~ ol > li")
    first, second = ([line for line in text.splitlines() if line] for text in steps.all_inner_texts())
    assert first == ["Went well: Tell", "You did this."]
    assert second == [
        "Put right: Listen",
        "You did this.",
        "How it was put right",
        "Do this now.",
        "A stronger step",
        "Act: hear-her-out.",
    ]


def test_playing_again_keeps_the_old_record_until_a_new_choice_is_made(host: Host, small: Scenario) -> None:
    before = {SCENARIO: ["hear-her-out", "tell-the-lead"]}
    hosted = host(small, value=before)
    expect(hosted.page.get_by_role("heading", name="You have been through this scenario")).to_be_visible()
    expect(hosted.page.get_by_role("radio")).to_have_count(0)
    _press(hosted.page, "Play it again")
    assert hosted.focused() == "Decision 1 of 2 · a corridor"
    assert hosted.value() == before
    assert hosted.saved() == []
    _choose(hosted.page, "take-the-phone")
    assert hosted.saved() == [{SCENARIO: ["take-the-phone"]}]


def test_a_finished_scenario_opens_folded_with_its_debrief(host: Host, small: Scenario) -> None:
    page = host(small, value={SCENARIO: ["take-the-phone", "tell-the-lead"]}).page
    expect(page.locator("details ol")).to_be_hidden()
    page.locator("summary").press("Enter")
    expect(page.locator("details ol > li").first).to_contain_text("Went well: Tell")


def test_an_unfinished_scenario_goes_on_where_it_was_left(host: Host, small: Scenario) -> None:
    page = host(small, value={SCENARIO: ["take-the-phone", "repair"]}).page
    expect(page.get_by_role("heading", name="Decision 2 of 2 · a corridor")).to_be_visible()


def test_a_record_that_no_longer_fits_starts_again_and_says_so(host: Host, small: Scenario) -> None:
    hosted = host(small, value={SCENARIO: ["gone-since"]})
    expect(hosted.page.locator(".hf-aside")).to_contain_text("does not fit this version")
    expect(hosted.page.get_by_role("heading", name="Decision 1 of 2")).to_be_visible()
    assert hosted.value() == {SCENARIO: ["gone-since"]}


# --- the other route, other tabs, saving -----------------------------------------------------------------------------


def test_the_third_person_is_an_equal_route_that_nobody_records(host: Host, small: Scenario) -> None:
    hosted = host(small)
    page = hosted.page
    page.get_by_role("radio").first.check()
    switch = page.get_by_role("switch", name="Read it in the third person")
    switch.press("Space")
    expect(switch).to_be_checked()
    expect(switch).to_be_focused()
    expect(page.get_by_text("The teacher stands there.")).to_be_visible()
    expect(page.get_by_role("radio").first).to_be_checked()
    _press(page, "This is what the colleague should do")
    _press(page, "Go on")
    page.get_by_role("radio").first.check()
    _press(page, "This is what the colleague should do")
    _press(page, "Go on")
    expect(page.locator("ol > li").first).to_contain_text("The colleague did this.")
    assert hosted.saved() == [{SCENARIO: ["hear-her-out"]}, {SCENARIO: ["hear-her-out", "tell-the-lead"]}]


def test_another_tab_is_followed_and_other_records_are_left_alone(host: Host, small: Scenario) -> None:
    hosted = host(small)
    hosted.set("value", {SCENARIO: ["hear-her-out"], "another": ["x"]})
    expect(hosted.page.get_by_role("heading", name="Decision 2 of 2")).to_be_visible()
    _choose(hosted.page, "tell-the-lead")
    assert hosted.saved() == [{SCENARIO: ["hear-her-out", "tell-the-lead"], "another": ["x"]}]


def test_another_tab_does_not_take_away_what_is_half_chosen(host: Host, small: Scenario) -> None:
    hosted = host(small)
    hosted.page.get_by_role("radio").nth(1).check()
    hosted.set("value", {SCENARIO: ["hear-her-out", "tell-the-lead"]})
    expect(hosted.page.get_by_role("radio").nth(1)).to_be_checked()


def test_an_echo_of_its_own_value_does_not_redraw(host: Host, small: Scenario) -> None:
    hosted = host(small)
    _choose(hosted.page, "take-the-phone")
    hosted.set("value", {SCENARIO: ["take-the-phone"]})
    assert hosted.focused() == "Look at this again"


def test_a_refused_value_that_comes_back_is_shown_and_focus_stays_in_the_widget(host: Host, small: Scenario) -> None:
    hosted = host(small)
    _choose(hosted.page, "take-the-phone")
    hosted.set("value", {})
    assert hosted.focused() == "Decision 1 of 2 · a corridor"


def test_nothing_is_decided_while_earlier_answers_are_on_their_way(host: Host, small: Scenario) -> None:
    hosted = host(small, saving={"code": "loading", "words": "Fetching your answers"})
    _choose(hosted.page, "take-the-phone")
    expect(hosted.page.get_by_role("group")).to_have_accessible_description(
        "Your earlier answers are still on their way. Try again in a moment."
    )
    assert hosted.saved() == []
    hosted.set("value", {SCENARIO: ["hear-her-out", "tell-the-lead"]})
    expect(hosted.page.get_by_role("heading", name="You have been through this scenario")).to_be_visible()


def test_the_foot_says_what_the_host_says_about_saving(host: Host, small: Scenario) -> None:
    hosted = host(small)
    foot = hosted.page.locator(".hf-foot")
    expect(foot).to_have_text("Practice only: nothing is recorded in this view.")
    hosted.set("saving", {"code": "saved", "words": "Saved"})
    expect(foot).to_have_text("✓ Saved")
    hosted.set("saving", {"code": "offline", "words": "No connection: kept on this page, trying again."})
    expect(foot).to_have_text("No connection: kept on this page, trying again.")
    expect(hosted.page.get_by_role("status").nth(1)).to_have_text("No connection: kept on this page, trying again.")


def test_leaving_the_page_lets_go_of_the_model(host: Host, small: Scenario) -> None:
    hosted = host(small)
    hosted.page.evaluate("leave()")
    assert hosted.page.evaluate("model.listeners()") == 0
    expect(hosted.page.locator(".hf-widget")).to_have_count(0)


# --- hostile and foreign text ----------------------------------------------------------------------------------------

_ODD = '<img src=x onerror="window.hit=1"><b>x</b> {{7*7}} שלום مرحبا 👩🏽‍🏫 & &amp; \u202e'


def _odd_view(small: Scenario) -> dict[str, Any]:
    """Return the view with every text that is drawn replaced."""
    view = copy.deepcopy(small.view)
    view |= {
        "contentNote": _ODD,
        "perspective": _ODD,
        "title": _ODD,
        "state": {"trust": {"talking": _ODD}},
        "begin": {"trust": "talking"},
    }
    for node in view["nodes"]:
        node |= {"place": _ODD, "question": _ODD, "title": _ODD, "nextStep": _ODD, "text": [{"text": _ODD, "when": {}}]}
        for choice in node.get("choices", []):
            choice |= {
                "happens": _ODD,
                "instead": _ODD,
                "why": _ODD,
                "did": _ODD,
                "text": f"Act: {choice['id']}. {_ODD}",
            }
            choice["sources"] = [
                {"short": _ODD, "url": "https://example.org/"},
                {"short": "Bad", "url": "javascript:hit=1"},
            ]
            choice["repair"] = choice["repair"] and {"text": _ODD, "happens": _ODD, "effect": {}}
    return view


def test_markup_foreign_script_and_emoji_are_shown_as_text(host: Host, small: Scenario) -> None:
    hosted = host(small, view=_odd_view(small))
    page = hosted.page
    for choice, go_on in (("take-the-phone", "Do this, and go on"), ("tell-the-lead", "Go on")):
        page.get_by_role("radio", name=f"Act: {choice}.").check()
        _press(page, COMMIT)
        assert _ODD in (page.locator(".hf-lead").text_content() or "")
        _press(page, go_on)
    assert _ODD in (page.locator(".hf-debrief").text_content() or "")
    assert page.locator(".hf-widget :is(img, b)").count() == 0
    assert page.evaluate("window.hit") is None


def test_sources_are_short_names_that_leave_no_trace(host: Host, small: Scenario) -> None:
    page = host(small, view=_odd_view(small)).page
    page.get_by_role("radio").first.check()
    _press(page, COMMIT)
    links = page.locator(".hf-sources a")
    expect(links).to_have_count(1)
    expect(links).to_have_attribute("rel", "noopener noreferrer")
    expect(page.locator(".hf-sources")).to_contain_text("Bad")


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
