"""The way through a scenario, told afterwards: the debrief, its drawing, reading it again and taking it again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from holdfast.grading import replay
from holdfast.library import library
from holdfast_widgets.scenario import Scenario
from small_course import SCENARIO, small_course
from widgets.scenario_play import DEBRIEFS, FULL, FULL_PATH, REAL, choose, full_course, in_view, press, unfold

Host = Callable[..., Any]

TITLES = ["She stays behind", "She asks who has to know", "The bell goes"]


@pytest.fixture
def full(tmp_path: Path) -> Scenario:
    return Scenario(FULL, library=full_course(tmp_path / "full"))


@pytest.fixture
def small(tmp_path: Path) -> Scenario:
    return Scenario(SCENARIO, library=small_course(tmp_path / "small"))


def _ended(host: Host, full: Scenario) -> Any:
    """Play the last decision of the full scenario, and stand at its end."""
    hosted = host(full, value={FULL: FULL_PATH[:-1]})
    choose(hosted.page, "Go with her")
    press(hosted.page, "Go on")
    return hosted


def _steps(page: Page) -> list[list[str]]:
    return [[line for line in text.splitlines() if line] for text in page.locator(".hf-debrief > li").all_inner_texts()]


# --- the list --------------------------------------------------------------------------------------------------------


def test_order_labels_and_words_are_those_of_the_shared_cases(host: Host, full: Scenario) -> None:
    page = host(full).page
    found = page.evaluate(
        """async ([view, paths]) => {
            const { debriefOf, inWords } = await import("/widget.js");
            return paths.map((path) => debriefOf(inWords(view, ""), path));
        }""",
        [full.view, [case["path"] for case in DEBRIEFS["cases"]]],
    )
    for case, got in zip(DEBRIEFS["cases"], found, strict=True):
        told = [
            {name: step["putRight" if name == "put_right" else name] for name in case["steps"][0]}
            for step in got["steps"]
        ]
        assert (got["lead"], told) == (case["lead"], case["steps"]), case["why"]


def test_the_end_starts_with_what_went_well_and_shows_repair_and_stronger_step(host: Host, full: Scenario) -> None:
    hosted = _ended(host, full)
    assert hosted.focused() == "How this ends"
    assert _steps(hosted.page) == [
        [
            "Went well: The bell goes",
            "You went with her to the safeguarding lead.",
            "Take this decision again",
            "(The bell goes)",
        ],
        [
            "Put right: She asks who has to know",
            "You promised that nobody would know.",
            "How it was put right",
            "Say: “I was wrong. The safeguarding lead has to know, so that you get help.”",
            "A stronger step",
            "Tell her that the safeguarding lead has to know, and why.",
            "Take this decision again",
            "(She asks who has to know)",
        ],
        [
            "Look at this again: She stays behind",
            "You asked: “Why did you do it?”",
            "A stronger step",
            "Sit down with her, and thank her for telling.",
            "Take this decision again",
            "(She stays behind)",
        ],
    ]


def test_a_finished_scenario_opens_with_its_debrief_folded_away(host: Host, full: Scenario) -> None:
    page = host(full, value={FULL: FULL_PATH}).page
    expect(page.locator(".hf-debrief")).to_be_hidden()
    page.locator("summary").get_by_text("Another way through").press("Enter")
    expect(page.locator(".hf-debrief > li").first).to_contain_text("Went well: The bell goes")


# --- taking it again -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("at", "earlier"), [(0, []), (1, ["ask-why"]), (2, ["ask-why", "promise", "repair"])], ids=TITLES
)
def test_one_decision_is_taken_again_and_what_came_before_it_stands(
    host: Host, full: Scenario, at: int, earlier: list[str]
) -> None:
    hosted = _ended(host, full)
    before = len(hosted.saved())
    press(hosted.page, f"Take this decision again ({TITLES[at]})")
    heading = hosted.page.get_by_role("heading", name=f"Decision {at + 1} of 3 · ")
    expect(heading).to_be_focused()
    assert in_view(heading)
    said = f"Back at decision {at + 1}. Nothing is chosen." if at else "The scenario starts again."
    expect(hosted.page.get_by_role("status").first).to_have_text(said)
    expect(hosted.page.locator(".hf-aside")).to_contain_text("kept until you make a new choice")
    expect(hosted.page.get_by_role("radio", checked=True)).to_have_count(0)
    assert hosted.saved()[before:] == []
    hosted.page.get_by_role("radio").first.check()
    press(hosted.page, "This is what I would do")
    assert hosted.saved()[before:] == [{FULL: [*earlier, ("thank-her", "promise", "walk-with-her")[at]]}]


def test_a_decision_is_taken_again_from_a_scenario_that_was_finished_before(host: Host, full: Scenario) -> None:
    hosted = host(full, value={FULL: FULL_PATH})
    unfold(hosted.page, "Another way through")
    press(hosted.page, f"Take this decision again ({TITLES[2]})")
    assert hosted.focused() == "Decision 3 of 3 · the door of the hall"
    assert hosted.value() == {FULL: FULL_PATH}


def test_playing_again_keeps_the_old_record_until_a_new_choice_is_made(host: Host, small: Scenario) -> None:
    before = {SCENARIO: ["hear-her-out", "tell-the-lead"]}
    hosted = host(small, value=before)
    expect(hosted.page.get_by_role("heading", name="You have been through this scenario")).to_be_visible()
    expect(hosted.page.get_by_role("radio")).to_have_count(0)
    press(hosted.page, "Play it again")
    assert hosted.focused() == "Decision 1 of 2 · a corridor"
    assert hosted.value() == before
    assert hosted.saved() == []
    choose(hosted.page, "Act: take-the-phone.")
    assert hosted.saved() == [{SCENARIO: ["take-the-phone"]}]


# --- reading it again ------------------------------------------------------------------------------------------------


def test_the_way_through_can_be_read_again_moment_by_moment(host: Host, full: Scenario) -> None:
    hosted = host(full, value={FULL: FULL_PATH})
    page = hosted.page
    unfold(page, "Read your way through again", "Decision 1: She stays behind")
    first = page.locator("details details").first
    order = [
        "A girl of 14 stays behind.",
        "Trust: she is still talking",
        "What comes next?",
        "Your choice",
        "Ask her why she did it.",
        "Look at this again",
        "She says nothing.",
        "Trust: she has gone quiet",
        "Sit down with her.",
        "Why: Because",
    ]
    text = first.inner_text()
    assert [text.index(words) for words in order] == sorted(text.index(words) for words in order)
    unfold(page, "Decision 2: She asks who has to know", "Decision 3: The bell goes", "How it ended")
    second = page.locator("details details").nth(1)
    expect(second).to_contain_text("She has said little.")
    expect(second).to_contain_text("How it was put right")
    expect(second).to_contain_text("“All right,” she says.")
    ended = page.locator("details details").nth(3)
    expect(ended).to_contain_text("She sits with two adults, and you stay.")
    expect(ended).to_contain_text("The safeguarding lead rings children’s services.")
    assert hosted.saved() == []


def test_a_step_that_was_not_put_right_has_no_mending_when_it_is_read_again(host: Host, full: Scenario) -> None:
    page = host(full, value={FULL: FULL_PATH}).page
    unfold(page, "Read your way through again", "Decision 1: She stays behind")
    expect(page.locator("details details").first).not_to_contain_text("How it was put right")


# --- the drawing -----------------------------------------------------------------------------------------------------


def test_the_drawing_has_a_row_for_each_decision_and_says_where_its_words_are(host: Host, full: Scenario) -> None:
    page = _ended(host, full).page
    drawing = page.get_by_role("img", name="Your way through as a drawing. The list above says the same in words.")
    expect(drawing).to_be_hidden()
    unfold(page, "Your way as a drawing")
    expect(drawing).to_be_visible()
    assert drawing.locator("text").all_text_contents() == [
        "She stays behind",
        "Look at this again.",
        "A stronger step",
        "Another choice",
        "She asks who has to know",
        "Put right.",
        "A stronger step",
        "The bell goes",
        "Went well.",
        "Another choice",
        "The end",
    ]
    assert page.locator("svg [style], svg[style]").count() == 0


def test_the_drawing_tells_steps_apart_by_shape(host: Host, full: Scenario) -> None:
    page = _ended(host, full).page
    assert page.locator("svg > rect").count() == 1
    assert page.locator("svg > path.hf-map-well").count() == 1
    assert page.locator("svg > circle[r='8']").count() == 1


@pytest.mark.parametrize("nation", ["", "england"])
def test_every_word_of_the_drawing_can_be_read_at_320_pixels(host: Host, nation: str) -> None:
    scenario = library().scenario(REAL)
    path: list[str] = []
    while not (standing := replay(scenario, path)).finished:
        path.append(next(node for node in scenario.decisions if node.id == standing.node).choices[0].id)
    page = host(Scenario(REAL), value={REAL: path}, nation=nation).page
    page.set_viewport_size({"width": 320, "height": 600})
    unfold(page, "Another way through", "Your way as a drawing")
    found = page.evaluate(
        """() => {
            const svg = document.querySelector("svg");
            const { right } = svg.getBoundingClientRect();
            const scale = svg.getScreenCTM().a;
            const size = (text) => Number.parseFloat(getComputedStyle(text).fontSize) * scale;
            const inside = (text) => text.getBoundingClientRect().right <= right;
            return [...svg.querySelectorAll("text")].map((text) => [inside(text), size(text)]);
        }"""
    )
    assert all(inside and size >= 13 for inside, size in found), found
