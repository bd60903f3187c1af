"""Whose words a scenario uses: the nation's, the pathway's, and the third person's. The graph is the same for all."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import traitlets
from playwright.sync_api import Page, expect

from holdfast.library import Library, library
from holdfast.model import Ending
from holdfast.terms import words_of
from holdfast_widgets.scenario import Scenario
from small_course import SCENARIO
from widgets.scenario_play import (
    COLLEAGUE_COMMITS,
    COMMIT,
    FULL,
    FULL_PATH,
    REAL,
    VECTORS,
    choose,
    full_course,
    glossary,
    press,
    unfold,
)

Host = Callable[..., Any]

_TERMS = json.loads((VECTORS / "scenario_terms.json").read_text(encoding="utf-8"))


@pytest.fixture
def course(tmp_path: Path) -> Library:
    return full_course(tmp_path / "full")


@pytest.fixture
def full(course: Library) -> Scenario:
    return Scenario(FULL, library=course)


def _moment(page: Page) -> list[str]:
    """Return the paragraphs that are told, without the labels."""
    return page.locator(".hf-body > p").all_inner_texts()


# --- what travels ----------------------------------------------------------------------------------------------------


def test_the_view_has_the_words_of_the_terms_it_uses_and_of_no_other(full: Scenario) -> None:
    assert full.view["terms"] == {
        "safeguarding-lead": {
            "": "safeguarding lead",
            "england": "designated safeguarding lead",
            "wales": "designated safeguarding person",
            "northern-ireland": "designated teacher",
        },
        "childrens-services": {"": "children’s services", "scotland": "social work"},
    }
    assert [nation["name"] for nation in full.view["nations"]] == ["England", "Wales", "Scotland", "Northern Ireland"]


def test_a_scenario_that_reads_the_same_everywhere_offers_no_nation(host: Host, course: Library) -> None:
    widget = Scenario(SCENARIO, library=course)
    assert (widget.view["terms"], widget.view["nations"]) == ({}, [])
    expect(host(widget).page.get_by_role("combobox")).to_have_count(0)


def test_the_browser_says_terms_as_python_does(host: Host, full: Scenario) -> None:
    terms = {name: words_of(term) for name, term in glossary(_TERMS["terms"]).items()}
    found = host(full).page.evaluate(
        """async ([terms, cases]) => {
            const { inWords } = await import("/widget.js");
            return cases.map(({ text, nation }) => inWords({ terms, deep: [{ text }] }, nation).deep[0].text);
        }""",
        [terms, _TERMS["cases"]],
    )
    for case, got in zip(_TERMS["cases"], found, strict=True):
        assert got == case["expect"], case["why"]


# --- nations and pathways --------------------------------------------------------------------------------------------


def test_with_no_nation_known_every_nation_is_told_under_its_name(host: Host, full: Scenario) -> None:
    page = host(full).page
    assert _moment(page) == [
        "A girl of 14 stays behind. “I did something stupid,” she says to you.",
        "Your safeguarding lead is in the next room.",
        "In Scotland: Children’s services have a duty team.",
        "In England and Wales: The local safeguarding board has a duty line.",
    ]
    expect(page.locator(".hf-note")).to_contain_text("to the safeguarding lead.")


@pytest.mark.parametrize(
    ("nation", "lead", "last"),
    [
        ("scotland", "safeguarding lead", "Social work have a duty team."),
        ("wales", "designated safeguarding person", "The local safeguarding board has a duty line."),
        ("northern-ireland", "designated teacher", "Your designated teacher is in the next room."),
    ],
)
def test_a_nation_reads_its_own_words_and_passages(
    host: Host, full: Scenario, nation: str, lead: str, last: str
) -> None:
    page = host(full, nation=nation).page
    expect(page.get_by_label("Your nation")).to_have_value(nation)
    assert _moment(page)[-1] == last
    assert not [text for text in _moment(page) if text.startswith("In ")]
    expect(page.locator(".hf-note")).to_contain_text(f"to the {lead}.")


@pytest.mark.parametrize(
    ("pathway", "expected"),
    [
        ("", "Your safeguarding lead is in the next room."),
        ("all-staff", "Your safeguarding lead is in the next room."),
        ("essentials", "Your safeguarding lead is in the next room."),
        ("dsl", "You are the safeguarding lead today."),
        ("trainer", None),
    ],
)
def test_a_pathway_reads_its_own_passages(host: Host, full: Scenario, pathway: str, expected: str | None) -> None:
    told = _moment(host(full, pathway=pathway).page)
    assert [text for text in told if "safeguarding lead" in text] == ([expected] if expected else [])


def test_choosing_a_nation_redraws_in_place_keeps_what_was_chosen_and_says_so(host: Host, full: Scenario) -> None:
    hosted = host(full, value={FULL: ["ask-why"]})
    page = hosted.page
    page.get_by_role("radio", name="Tell her that").check()
    pick = page.get_by_label("Your nation")
    pick.focus()
    for key, name, value in (("w", "Wales", "wales"), ("End", "Northern Ireland", "northern-ireland")):
        page.keyboard.press(key)
        expect(page.get_by_role("status").first).to_have_text(f"Now shown for {name}.")
        assert page.evaluate("model.get('nation')") == value
    expect(pick).to_be_focused()
    expect(page.get_by_role("radio", name="Tell her that the designated teacher has to know")).to_be_checked()
    expect(page.get_by_role("heading", name="Decision 2 of 3")).to_be_visible()
    assert hosted.value() == {FULL: ["ask-why"]}
    page.keyboard.press("Home")
    expect(page.get_by_role("status").first).to_have_text("Now shown for all nations.")


def test_a_nation_set_from_outside_keeps_focus_and_what_is_unfolded(host: Host, full: Scenario) -> None:
    hosted = host(full, value={FULL: FULL_PATH})
    page = hosted.page
    unfold(page, "Another way through", "Read your way through again", "Decision 2: She asks who has to know")
    hosted.set("nation", "wales")
    expect(page.get_by_label("Your nation")).to_have_value("wales")
    assert hosted.focused() == "Decision 2: She asks who has to know"
    expect(page.locator(".hf-debrief")).to_contain_text("You went with her to the designated safeguarding person.")
    expect(page.locator("details details").nth(1)).to_contain_text("“I was wrong. The designated safeguarding person")
    hosted.set("pathway", "dsl")
    expect(page.locator(".hf-debrief")).to_be_visible()


def test_what_is_no_nation_is_read_as_none(host: Host, full: Scenario) -> None:
    page = host(full, nation="constructor").page
    expect(page.get_by_label("Your nation")).to_have_value("")
    expect(page.locator(".hf-note")).to_contain_text("to the safeguarding lead.")


@pytest.mark.parametrize("trait", ["nation", "pathway"])
def test_python_and_a_browser_may_set_nation_and_pathway(course: Library, trait: str) -> None:
    good = {"nation": "wales", "pathway": "dsl"}[trait]
    widget = Scenario(FULL, library=course, **{trait: good})
    assert getattr(widget, trait) == good
    widget.set_state({trait: ""})
    assert getattr(widget, trait) == ""
    widget.set_state({trait: good})
    assert getattr(widget, trait) == good
    assert widget.value == {}
    with pytest.raises(traitlets.TraitError):
        Scenario(FULL, library=course, **{trait: "nowhere"})


@pytest.mark.parametrize("trait", ["nation", "pathway"])
@pytest.mark.parametrize(
    "value", ["nowhere", None, 1, True, ["wales"], {"wales": "dsl"}, "Wales", "wales ", "<b>", "x" * 1_000_000]
)
def test_what_is_no_nation_or_pathway_is_refused_and_logged(
    course: Library, caplog: pytest.LogCaptureFixture, trait: str, value: object
) -> None:
    widget = Scenario(FULL, library=course)
    with caplog.at_level(logging.WARNING):
        widget.set_state({trait: value})
    assert getattr(widget, trait) == ""
    assert f"'{trait}'" in caplog.text
    assert len(caplog.text) < 500


def test_an_impossible_path_is_refused_with_its_reason(course: Library) -> None:
    widget = Scenario(FULL, library=course)
    with pytest.raises(traitlets.TraitError, match="has no choice 'walk-with-her'"):
        widget.value = {FULL: ["walk-with-her"]}
    assert widget.value == {}


# --- the third person ------------------------------------------------------------------------------------------------


def test_the_third_person_is_an_equal_route_that_nobody_records(host: Host, full: Scenario) -> None:
    hosted = host(full)
    page = hosted.page
    page.get_by_role("radio").nth(1).check()
    switch = page.get_by_role("switch", name="Read it in the third person")
    switch.press("Space")
    expect(switch).to_be_focused()
    expect(page.get_by_role("status").first).to_have_text("Now told in the third person.")
    expect(page.get_by_text("she says to a tutor.")).to_be_visible()
    expect(page.get_by_text("The colleague’s part: tutor.")).to_be_visible()
    expect(page.get_by_role("radio").nth(1)).to_be_checked()
    press(page, COLLEAGUE_COMMITS)
    expect(page.get_by_text("What the colleague can do now")).to_be_visible()
    expect(page.get_by_text("The colleague’s choice", exact=True)).to_be_visible()
    press(page, "Do this, and go on")
    for text in ("Tell her that", "Go with her"):
        choose(page, text, COLLEAGUE_COMMITS)
        press(page, "Go on")
    expect(page.locator(".hf-debrief > li").first).to_contain_text("The colleague told her that the safeguarding lead")
    assert hosted.saved()[-1] == {FULL: ["ask-to-see", "repair", "say-who", "walk-with-her"]}


def test_switching_at_any_stage_keeps_the_place(host: Host, full: Scenario) -> None:
    hosted = host(full)
    page = hosted.page
    switch = page.get_by_role("switch")
    choose(page, "Ask her why")
    switch.press("Space")
    expect(page.get_by_role("heading", name="Look at this again")).to_be_visible()
    switch.press("Space")
    expect(page.get_by_text("What comes next?")).to_be_visible()
    assert hosted.saved() == [{FULL: ["ask-why"]}]
    host(full, value={FULL: FULL_PATH})
    unfold(page, "Read your way through again", "How it ended")
    switch.press("Space")
    expect(page.get_by_text("She sits with two adults, and the tutor stays.")).to_be_visible()
    expect(switch).to_be_focused()


def test_the_third_person_never_speaks_to_the_reader() -> None:
    """Choices and what follows them serve both routes, so none of them says "you" outside of what somebody says."""
    scenario = library().scenario(REAL)
    texts = [passage.text for node in scenario.nodes for passage in node.written]
    for node in scenario.nodes:
        assert [dict(passage.when) for passage in node.text] == [dict(passage.when) for passage in node.written]
        if isinstance(node, Ending):
            texts.append(node.next_step)
            continue
        texts += [node.title, node.place, node.question]
        for choice in node.choices:
            texts += [choice.text, choice.happens, choice.instead, choice.why, choice.did]
            texts += [choice.repair.text, choice.repair.happens] if choice.repair else []
    spoken = re.compile(r"“[^”]*”")
    assert [text for text in texts if re.search(r"\byou(r|rs|rself)?\b", spoken.sub("", text), re.IGNORECASE)] == []


def test_the_commit_button_speaks_for_the_route(host: Host, full: Scenario) -> None:
    page = host(full).page
    expect(page.get_by_role("button", name=COMMIT)).to_be_visible()
    page.get_by_role("switch").press("Space")
    expect(page.get_by_role("button", name=COLLEAGUE_COMMITS)).to_be_visible()
