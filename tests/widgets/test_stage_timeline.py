"""The stages in a real Chromium: both sides are told, each can be broken, and where it was broken is kept."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from typing import Any

import pytest
import traitlets
from playwright.sync_api import Locator, Page, expect

from holdfast.library import library
from holdfast_widgets.stage_timeline import StageTimeline

Host = Callable[..., Any]

STAGES = list(library().stages)
LOADING = {"code": "loading", "words": "Getting your saved answers"}


@pytest.fixture
def timeline() -> StageTimeline:
    return StageTimeline()


def stage(page: Page, number: int) -> Locator:
    """Return one stage of the list, counted from 1."""
    return page.get_by_role("list").first.locator("> li").nth(number - 1)


def open_stage(page: Page, number: int) -> None:
    stage(page, number).get_by_role("button").click()


def shown(page: Page) -> list[str]:
    """Return the stages at which it can be read what an adult can do."""
    return [id_ for number, id_ in enumerate(STAGES, 1) if stage(page, number).locator(".hf-outcome").is_visible()]


# --- what is told ----------------------------------------------------------------------------------------------------


def test_there_are_seven_stages_told_from_both_sides_in_order(host: Host, timeline: StageTimeline) -> None:
    page = host(timeline).page
    assert len(STAGES) == 7
    assert page.get_by_role("heading", level=3).all_inner_texts() == [each.title for each in library().stages.values()]
    for number, each in enumerate(library().stages.values(), 1):
        told = stage(page, number).evaluate("card => card.innerText").split("\n")
        told = [line for line in told if line]
        assert told[:6] == [
            f"Stage {number} of 7",
            each.title,
            "What the young person lives through",
            each.lived,
            "What is being done to them",
            each.done,
        ]
        assert "An adult can break it here" in told[6]
    assert shown(page) == []


def test_without_a_style_sheet_it_reads_in_the_same_order(host: Host, timeline: StageTimeline) -> None:
    page = host(timeline, value={"stages": STAGES}).page
    page.evaluate("[...document.styleSheets].forEach((sheet) => { sheet.disabled = true; })")
    text = page.locator(".hf-widget").inner_text()
    places = [
        text.index(line)
        for each in library().stages.values()
        for line in (each.title, each.lived, each.done, each.adult)
    ]
    assert places == sorted(places)


def test_on_a_wide_screen_the_sides_stand_beside_each_other_and_on_a_phone_below(
    host: Host, page: Page, timeline: StageTimeline
) -> None:
    host(timeline)
    sides = stage(page, 1).locator(".hf-sides > div")
    page.set_viewport_size({"width": 1280, "height": 900})
    one, other = (sides.nth(number).bounding_box() or {} for number in (0, 1))
    assert one["y"] == other["y"]
    page.set_viewport_size({"width": 390, "height": 844})
    one, other = (sides.nth(number).bounding_box() or {} for number in (0, 1))
    assert one["x"] == other["x"]
    assert one["y"] + one["height"] <= other["y"]


def test_each_stage_names_its_sources(host: Host, timeline: StageTimeline) -> None:
    first = next(iter(library().stages.values()))
    links = stage(host(timeline).page, 1).get_by_role("link")
    assert [link.get_attribute("href") for link in links.all()] == [library().source(id_).url for id_ in first.sources]


# --- breaking it -----------------------------------------------------------------------------------------------------


def test_a_press_opens_what_an_adult_can_do_and_keeps_it(host: Host, timeline: StageTimeline) -> None:
    hosted = host(timeline)
    page, third = hosted.page, list(library().stages.values())[2]
    opener = stage(page, 3).get_by_role("button", name=f"An adult can break it here ({third.title})")
    expect(opener).to_have_attribute("aria-expanded", "false")
    opener.click()
    expect(opener).to_have_attribute("aria-expanded", "true")
    expect(stage(page, 3).get_by_text(third.adult)).to_be_visible()
    expect(stage(page, 3).get_by_text("Stage 3 of 7 · you have read how to break it here")).to_be_visible()
    assert hosted.saved() == [{"stages": [third.id]}]
    expect(page.get_by_role("status").first).to_have_text("You have read how an adult can break it at 1 of 7 stages.")


def test_the_record_is_in_the_order_of_the_register_and_python_takes_it(host: Host, timeline: StageTimeline) -> None:
    hosted = host(timeline)
    for number in (6, 1, 4):
        open_stage(hosted.page, number)
    assert hosted.saved()[-1] == {"stages": [STAGES[0], STAGES[3], STAGES[5]]}
    expect(hosted.page.locator(".hf-sum")).to_have_text("You have read how an adult can break it at 3 of 7 stages.")
    timeline.set_state({"value": hosted.value()})
    assert timeline.value == hosted.value()


def test_closing_hides_the_text_and_takes_nothing_back(host: Host, timeline: StageTimeline) -> None:
    hosted = host(timeline)
    open_stage(hosted.page, 2)
    open_stage(hosted.page, 2)
    assert shown(hosted.page) == []
    assert hosted.value() == {"stages": [STAGES[1]]}
    assert len(hosted.saved()) == 1
    expect(stage(hosted.page, 2).get_by_text("you have read how to break it here")).to_be_visible()


def test_open_all_and_close_all(host: Host, timeline: StageTimeline) -> None:
    hosted = host(timeline)
    page = hosted.page
    expect(page.locator(".hf-sum")).to_have_text("")
    page.get_by_role("button", name="Open all").click()
    assert shown(page) == STAGES
    assert hosted.saved() == [{"stages": STAGES}]
    told = "You have read how an adult can break it at all 7 stages. It can be broken at every stage."
    expect(page.locator(".hf-sum")).to_have_text(told)
    expect(page.get_by_role("status").first).to_have_text(told)
    page.get_by_role("button", name="Close all").click()
    assert shown(page) == []
    assert hosted.value() == {"stages": STAGES}
    expect(page.get_by_role("status").first).to_have_text("All are closed.")


# --- what is kept ----------------------------------------------------------------------------------------------------


def test_what_is_kept_is_open_after_a_reload_and_nothing_is_written(host: Host, timeline: StageTimeline) -> None:
    hosted = host(timeline, value={"stages": [STAGES[1], STAGES[4]]})
    assert shown(hosted.page) == [STAGES[1], STAGES[4]]
    expect(hosted.page.locator(".hf-sum")).to_have_text("You have read how an adult can break it at 2 of 7 stages.")
    assert hosted.saved() == []


def test_a_change_from_outside_is_shown_and_other_answers_are_left_alone(host: Host, timeline: StageTimeline) -> None:
    hosted = host(timeline, value={"stages": [STAGES[0]]})
    hosted.set("value", {"stages": [STAGES[2]], "other": ["kept"]})
    assert shown(hosted.page) == [STAGES[2]]
    open_stage(hosted.page, 7)
    assert hosted.saved()[-1] == {"stages": [STAGES[2], STAGES[6]], "other": ["kept"]}


def test_what_was_opened_while_answers_were_on_their_way_is_added_to_them(host: Host, timeline: StageTimeline) -> None:
    hosted = host(timeline, saving=LOADING)
    open_stage(hosted.page, 3)
    assert hosted.saved() == []
    assert shown(hosted.page) == [STAGES[2]]
    hosted.set("value", {"stages": [STAGES[0]]})
    hosted.set("saving", {"code": "saved", "words": "Saved"})
    assert hosted.saved() == [{"stages": [STAGES[0], STAGES[2]]}]
    assert shown(hosted.page) == [STAGES[0], STAGES[2]]


def test_leaving_the_page_lets_go_of_the_model(host: Host, timeline: StageTimeline) -> None:
    hosted = host(timeline)
    hosted.page.evaluate("leave()")
    assert hosted.page.evaluate("model.listeners()") == 0


# --- what a browser may do -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "state",
    [
        {"value": {"stages": "trust"}},
        {"value": {"stages": [*reversed(STAGES)]}},
        {"value": {"stages": [STAGES[0], STAGES[0]]}},
        {"value": {"stages": ["no-such-stage"]}},
        {"value": {"stages": ["x" * 1_000_000]}},
        {"value": {"action-plan/lead": ["Me"]}},
        {"value": [STAGES[0]]},
        {"view": {"stages": []}},
        {"name": "other"},
        {"kind": "quiz"},
        {"_esm": "alert(1)"},
    ],
    ids=lambda state: json.dumps(state)[:50],
)
def test_a_hostile_browser_changes_nothing(
    timeline: StageTimeline, caplog: pytest.LogCaptureFixture, state: dict[str, Any]
) -> None:
    before = {name: getattr(timeline, name) for name in ("value", "view", "name", "kind", "_esm")}
    with caplog.at_level(logging.WARNING):
        timeline.set_state(state)
    assert {name: getattr(timeline, name) for name in before} == before
    assert f"StageTimeline refused '{next(iter(state))}' from the browser" in caplog.text
    assert len(caplog.text) < 1000


def test_python_is_held_to_the_same_rules(timeline: StageTimeline) -> None:
    with pytest.raises(traitlets.TraitError, match=r"StageTimeline.*in its order"):
        timeline.value = {"stages": [STAGES[1], STAGES[0]]}
