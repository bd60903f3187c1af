"""The action plan in a real Chromium: each line is kept by itself, and what cannot be kept is said and not lost."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from typing import Any

import pytest
import traitlets
from playwright.sync_api import Locator, Page, expect

from holdfast import recording
from holdfast.library import library
from holdfast_widgets.action_plan import ActionPlan

Host = Callable[..., Any]

LEAD, PHONE = "action-plan/lead", "action-plan/lead-phone"
HIDDEN = "Not kept: a character here cannot be seen. Type this line again, without pasting."


@pytest.fixture
def plan() -> ActionPlan:
    return ActionPlan()


def line(page: Page, label: str = "Safeguarding lead") -> Locator:
    return page.get_by_role("textbox", name=label, exact=True)


def write(page: Page, text: str, label: str = "Safeguarding lead") -> None:
    """Write a line and leave it."""
    line(page, label).fill(text)
    line(page, label).blur()


def on_card(page: Page, label: str = "Safeguarding lead") -> str:
    """Return what stands on the card beside a label."""
    return page.locator(".hf-paper dl > div", has=page.get_by_text(label, exact=True)).locator("dd").inner_text()


# --- what is asked ---------------------------------------------------------------------------------------------------


def test_it_says_first_that_nobody_watches_and_whose_names_belong_here(host: Host, plan: ActionPlan) -> None:
    text = host(plan).page.locator(".hf-widget").inner_text()
    watched = "Nobody watches this. If it is about a real child, stop and tell your safeguarding lead now."
    assert text.index(watched) < text.index("Safeguarding lead\n")
    assert "Write names and numbers of staff and services only, never of a pupil." in text


def test_every_field_is_a_native_line_with_a_label_and_a_hint(host: Host, plan: ActionPlan) -> None:
    page = host(plan).page
    for part in library().action_plan.values():
        group = page.get_by_role("group", name=part.title, exact=True)
        for field in part.fields:
            box = group.get_by_label(field.label, exact=True)
            assert box.evaluate("box => [box.tagName, box.type, box.autocomplete, box.maxLength, box.dir]") == [
                "INPUT",
                "text",
                "off",
                100,
                "auto",
            ]
            expect(box).to_have_accessible_description(field.hint)


def test_the_plan_asks_for_everything_a_school_must_have_ready() -> None:
    fields = {field.id for part in library().action_plan.values() for field in part.fields}
    assert {"lead", "deputy", "head", "on-call", "childrens-services", "police-report", "it-support"} <= fields
    assert {"alerts-reader", "phone-rule", "photographs-who", "supervision-who", "review-date"} <= fields
    assert len(ActionPlan().record_keys) == len(fields)


# --- what is kept ----------------------------------------------------------------------------------------------------


def test_a_line_is_kept_when_it_is_left_and_python_takes_it(host: Host, plan: ActionPlan) -> None:
    hosted = host(plan)
    line(hosted.page).press_sequentially("  Our lead, room 12 ")
    assert hosted.saved() == []
    line(hosted.page).blur()
    assert hosted.saved() == [{LEAD: ["Our lead, room 12"]}]
    write(hosted.page, "01632 960 001 ext 12", "Phone of the lead")
    assert hosted.saved()[1:] == [{LEAD: ["Our lead, room 12"], PHONE: ["01632 960 001 ext 12"]}]
    plan.set_state({"value": hosted.value()})
    assert plan.value == hosted.value()


@pytest.mark.parametrize("nothing", ["", "   ", "\u00a0"], ids=ascii)
def test_an_emptied_line_is_kept_as_nothing(host: Host, plan: ActionPlan, nothing: str) -> None:
    hosted = host(plan, value={LEAD: ["Our lead"]})
    write(hosted.page, nothing)
    assert hosted.saved() == [{LEAD: []}]
    assert on_card(hosted.page) == "Not filled in yet"


def test_a_line_that_was_not_changed_is_not_kept_again(host: Host, plan: ActionPlan) -> None:
    hosted = host(plan, value={LEAD: ["Our lead"]})
    write(hosted.page, "Our lead ")
    assert hosted.saved() == []


def test_a_reload_shows_what_is_kept(host: Host, plan: ActionPlan) -> None:
    hosted = host(plan, value={LEAD: ["Our lead"], PHONE: ["01632 960 001"]})
    expect(line(hosted.page)).to_have_value("Our lead")
    assert on_card(hosted.page, "Phone of the lead") == "01632 960 001"
    assert hosted.saved() == []


def test_a_change_from_outside_is_shown_and_other_answers_are_left_alone(host: Host, plan: ActionPlan) -> None:
    hosted = host(plan, value={LEAD: ["Our lead"], PHONE: ["1"]})
    hosted.set("value", {LEAD: ["Mr Okafor"], "other": ["kept"]})
    expect(line(hosted.page)).to_have_value("Mr Okafor")
    expect(line(hosted.page, "Phone of the lead")).to_have_value("")
    assert on_card(hosted.page) == "Mr Okafor"
    write(hosted.page, "2", "Phone of the lead")
    assert hosted.saved()[-1] == {LEAD: ["Mr Okafor"], PHONE: ["2"], "other": ["kept"]}


def test_a_change_from_outside_does_not_take_away_what_is_being_written(host: Host, plan: ActionPlan) -> None:
    hosted = host(plan, value={LEAD: ["Our lead"]})
    line(hosted.page).fill("Mr Ok")
    hosted.set("value", {LEAD: ["Mrs Price"], PHONE: ["1"]})
    expect(line(hosted.page)).to_have_value("Mr Ok")
    expect(line(hosted.page, "Phone of the lead")).to_have_value("1")
    line(hosted.page).press("End")
    line(hosted.page).press_sequentially("afor")
    line(hosted.page).blur()
    assert hosted.saved()[-1] == {LEAD: ["Mr Okafor"], PHONE: ["1"]}


# --- what cannot be kept, and what to look at again ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("odd", "words"),
    [
        ("Ms\u200bAhmed", HIDDEN),
        ("\u202eOur lead", HIDDEN),
        ("\u202a+44 1632 960001\u202c", HIDDEN),
        ("Ms\tAhmed", HIDDEN),
        ("Ms\u0000Ahmed", HIDDEN),
        ("Ms\u2028Ahmed", HIDDEN),
        ("Ms \ud800", HIDDEN),
        ("soft\u00adhyphen", HIDDEN),
        ("x" * 101, "Not kept: this line is too long. It takes 100 characters."),
    ],
    ids=lambda text: ascii(text)[:24],
)
def test_what_python_refuses_is_refused_in_words_before(host: Host, plan: ActionPlan, odd: str, words: str) -> None:
    with pytest.raises(recording.ImpossibleRecord):
        recording.check(library(), LEAD, [odd])
    hosted = host(plan, value={LEAD: ["Our lead"], PHONE: ["1"]})
    box = line(hosted.page)
    box.evaluate(
        """(box, units) => {
          box.value = String.fromCharCode(...units);
          for (const event of ["input", "change"]) box.dispatchEvent(new Event(event));
        }""",
        _units(odd),
    )
    assert hosted.saved() == []
    expect(box).to_have_attribute("aria-invalid", "true")
    expect(box).to_have_accessible_description(f"Name, and where to find them {words}")
    expect(hosted.page.get_by_role("status").first).to_have_text(f"Safeguarding lead: {words}")
    assert box.evaluate("box => box.value.split('').map((unit) => unit.charCodeAt(0))") == _units(odd)
    assert on_card(hosted.page) == "Our lead"
    expect(line(hosted.page, "Phone of the lead")).to_have_value("1")
    write(hosted.page, "Mr Okafor")
    expect(box).to_have_attribute("aria-invalid", "false")
    expect(hosted.page.get_by_text(words)).to_have_count(0)
    assert hosted.saved() == [{LEAD: ["Mr Okafor"], PHONE: ["1"]}]


def _units(text: str) -> list[int]:
    """Return a text as JavaScript holds it: a lone surrogate cannot be sent as text."""
    raw = text.encode("utf-16-le", "surrogatepass")
    return [int.from_bytes(raw[at : at + 2], "little") for at in range(0, len(raw), 2)]


@pytest.mark.parametrize(
    "name", ["שרה כהן", "فاطمة", "Ɓàbá Ọ̀ṣun", "李小龍", "👩🏽 Kim 🇬🇧", "O’Neill & <b>Sons</b>", "é" * 100]
)
def test_every_name_is_kept_and_shown_as_it_is(host: Host, plan: ActionPlan, name: str) -> None:
    hosted = host(plan)
    write(hosted.page, name)
    assert hosted.saved() == [{LEAD: [name]}]
    assert on_card(hosted.page) == name
    assert hosted.page.locator(".hf-paper b").count() == 0
    plan.set_state({"value": hosted.value()})
    assert plan.value == {LEAD: [name]}


@pytest.mark.parametrize(
    "number", ["01632 960001", "+44 (0)1632 960 001", "ext 12", "٠١٢٣", "12, then 3 for the lead", ""]
)
def test_a_phone_line_takes_numbers_with_words(host: Host, plan: ActionPlan, number: str) -> None:
    hosted = host(plan)
    write(hosted.page, number, "Phone of the lead")
    assert hosted.value() == ({PHONE: [number]} if number else {})
    expect(line(hosted.page, "Phone of the lead")).to_have_accessible_description("")


def test_a_phone_line_without_a_number_is_kept_and_kindly_told(host: Host, plan: ActionPlan) -> None:
    hosted = host(plan)
    box = line(hosted.page, "Phone of the lead")
    write(hosted.page, "ask reception", "Phone of the lead")
    assert hosted.saved() == [{PHONE: ["ask reception"]}]
    expect(box).to_have_accessible_description("This is kept. There is no number in it yet.")
    expect(box).to_have_attribute("aria-invalid", "false")
    write(hosted.page, "ask reception, 0", "Phone of the lead")
    expect(box).to_have_accessible_description("")


def test_a_line_that_was_cut_where_it_is_full_says_so(host: Host, plan: ActionPlan) -> None:
    hosted = host(plan)
    line(hosted.page).focus()
    hosted.page.keyboard.insert_text("room " * 40)
    line(hosted.page).blur()
    expect(hosted.page.get_by_text("This line is full now. Check that its end is there.", exact=True)).to_be_visible()
    assert hosted.saved() == [{LEAD: [("room " * 20).strip()]}]


def test_leaving_the_page_lets_go_of_the_model(host: Host, plan: ActionPlan) -> None:
    hosted = host(plan)
    hosted.page.evaluate("leave()")
    assert hosted.page.evaluate("model.listeners()") == 0


# --- what a browser may do -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "state",
    [
        {"value": {LEAD: "Our lead"}},
        {"value": {LEAD: ["Ms", "Ahmed"]}},
        {"value": {LEAD: [""]}},
        {"value": {LEAD: ["\u202eOur lead"]}},
        {"value": {LEAD: ["x" * 101]}},
        {"value": {LEAD: ["x" * 1_000_000]}},
        {"value": {"action-plan/pupil": ["A name"]}},
        {"value": {"stages": ["trust"]}},
        {"value": 7},
        {"view": {"parts": []}},
        {"name": "other"},
        {"kind": "quiz"},
        {"_esm": "alert(1)"},
    ],
    ids=lambda state: json.dumps(state)[:50],
)
def test_a_hostile_browser_changes_nothing(
    plan: ActionPlan, caplog: pytest.LogCaptureFixture, state: dict[str, Any]
) -> None:
    before = {name: getattr(plan, name) for name in ("value", "view", "name", "kind", "_esm")}
    with caplog.at_level(logging.WARNING):
        plan.set_state(state)
    assert {name: getattr(plan, name) for name in before} == before
    assert f"ActionPlan refused '{next(iter(state))}' from the browser" in caplog.text
    assert len(caplog.text) < 1000


def test_python_is_held_to_the_same_rules(plan: ActionPlan) -> None:
    with pytest.raises(traitlets.TraitError, match=r"ActionPlan.*100 characters"):
        plan.value = {LEAD: ["x" * 101]}
