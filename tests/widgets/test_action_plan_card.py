"""The card of the action plan: what stands on it while it is written, and that it is printed alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from holdfast import help_register
from holdfast.library import library
from holdfast_widgets.action_plan import ActionPlan

Host = Callable[..., Any]

LEAD = "action-plan/lead"
# What can be seen on paper: the text of every element that has text of its own and is drawn.
_SEEN = """() => [...document.body.querySelectorAll("*")]
  .filter((each) => each.checkVisibility({ visibilityProperty: true }) && each.getBoundingClientRect().width > 1)
  .flatMap((each) => [...each.childNodes])
  .filter((node) => node.nodeType === Node.TEXT_NODE && node.data.trim())
  .map((node) => node.data.trim())"""
_BESIDE = """() => document.body.insertAdjacentHTML("beforeend",
  '<p id="beside">Beside</p><div style="position: fixed; inset: 0; overflow: hidden">Over it</div>')"""


def _print(page: Page) -> None:
    """Press the button in a browser whose print dialog is still open."""
    page.evaluate("window.printed = 0; window.print = () => { window.printed += 1; }; 0")
    page.get_by_role("button", name="Print the card").click()
    assert page.evaluate("window.printed") == 1
    page.emulate_media(media="print")


def _labels() -> list[str]:
    return [field.label for part in library().action_plan.values() for field in part.fields if field.card]


def test_the_card_lists_who_helps_and_the_lines_that_belong_on_it(host: Host, page: Page) -> None:
    host(ActionPlan(), value={LEAD: ["Our lead"]})
    card = page.locator(".hf-paper")
    emergency, *helplines = help_register.footer(library())
    assert emergency.group == "emergency"
    assert card.locator("dt").all_inner_texts() == [
        emergency.name,
        *_labels(),
        *(f"{each.name}\n{each.audience}" for each in helplines),
    ]
    numbers = [next(way.label for way in each.channels if way.kind == "phone") for each in (emergency, *helplines)]
    told = card.locator("dd").all_inner_texts()
    assert [told[0], *told[-2:]] == numbers == ["999", "0800 1111", "116 123"]
    assert told[1] == "Our lead"
    assert set(told[2:-2]) == {"Not filled in yet"}
    expect(card.get_by_role("heading", level=3)).to_have_text("If someone is being threatened")


def test_the_card_fills_in_while_a_line_is_written(host: Host, page: Page) -> None:
    hosted = host(ActionPlan())
    page.get_by_label("Safeguarding lead", exact=True).press_sequentially("Ms A")
    expect(page.locator(".hf-paper dd").nth(1)).to_have_text("Ms A")
    assert hosted.saved() == []
    page.get_by_label("Who reads the alerts").fill("The office")
    expect(page.locator(".hf-paper")).not_to_contain_text("The office")


def test_a_service_that_is_not_confirmed_says_so(host: Host) -> None:
    resources = dict(library().resources)
    resources["childline"] = resources["childline"].model_copy(update={"status": "to-verify"})
    changed = type(library())(**{**vars(library()), "resources": resources})
    view = ActionPlan(library=changed).view
    assert [each["audience"] for each in view["help"]][1] == "Under 19 (not yet confirmed by us)"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("contrast", ["no-preference", "more"])
def test_only_the_card_is_printed_black_on_white(host: Host, page: Page, scheme: Any, contrast: Any) -> None:
    host(ActionPlan(), value={LEAD: ["Our lead"]})
    page.evaluate(_BESIDE)
    page.emulate_media(color_scheme=scheme, contrast=contrast)
    _print(page)
    assert page.evaluate(_SEEN) == [
        "If someone is being threatened",
        (
            "Stay with them. They stop replying, pay nothing, send nothing. You do not need to see anything. "
            "Tell the safeguarding lead now, by voice."
        ),
        "Emergency",
        "999",
        "Safeguarding lead",
        "Our lead",
        *_labels()[1:],
        "Childline",
        "Under 19",
        "0800 1111",
        "Samaritans",
        "Anyone, any age",
        "116 123",
    ]
    colours = page.locator(".hf-sheet .hf-paper, .hf-sheet .hf-paper *").evaluate_all(
        """all => all.map((each) => getComputedStyle(each))
          .flatMap(({ color, backgroundColor }) => [color, backgroundColor])"""
    )
    assert set(colours) == {"rgb(0, 0, 0)", "rgb(255, 255, 255)", "rgba(0, 0, 0, 0)"}
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"


def test_the_card_is_about_85_by_120_millimetres_and_in_one_piece(host: Host, page: Page) -> None:
    host(ActionPlan())
    _print(page)
    card = page.locator(".hf-sheet .hf-paper")
    box = card.bounding_box()
    assert box is not None
    assert [round(box[side] * 25.4 / 96) for side in ("x", "y", "width")] == [0, 0, 85]
    assert 119 <= box["height"] * 25.4 / 96 <= 130
    assert card.evaluate("card => getComputedStyle(card).breakInside") == "avoid"
    assert card.evaluate("card => card.scrollWidth <= card.clientWidth")


def test_a_line_to_fill_in_by_hand_has_room_and_a_rule(host: Host, page: Page) -> None:
    host(ActionPlan())
    _print(page)
    rows = page.locator(".hf-sheet dl > div").evaluate_all(
        "rows => rows.map((row) => [row.offsetHeight * 25.4 / 96, getComputedStyle(row).borderTopStyle])"
    )
    assert min(height for height, _ in rows) >= 5.9
    assert {style for _, style in rows} == {"solid"}


def test_full_lines_make_the_card_longer_and_it_still_fits_a_page(host: Host, page: Page) -> None:
    widget = ActionPlan()
    host(widget, value={key: [("the office on the left, " * 5)[:99]] for key in widget.record_keys})
    _print(page)
    assert page.evaluate("document.documentElement.scrollHeight * 25.4 / 96") < 270
    assert page.pdf(format="A4").count(b"/Type /Page\n") == 1


def test_one_endless_word_in_every_line_runs_nowhere_out_of_the_card(host: Host, page: Page) -> None:
    widget = ActionPlan()
    host(widget, value={key: ["W" * 100] for key in widget.record_keys})
    _print(page)
    card = page.locator(".hf-sheet .hf-paper")
    assert card.evaluate("card => card.scrollWidth <= card.clientWidth && card.scrollHeight <= card.clientHeight")
    rows = page.locator(".hf-sheet dl > div").evaluate_all("all => all.map((row) => getComputedStyle(row).breakInside)")
    assert set(rows) == {"avoid"}


@pytest.mark.parametrize("end", ["afterprint", "keydown", "pointerdown"])
def test_after_printing_the_page_is_as_it_was(host: Host, page: Page, end: str) -> None:
    host(ActionPlan())
    _print(page)
    page.evaluate("end => window.dispatchEvent(new Event(end))", end)
    assert page.locator(".hf-sheet").count() == 0
    assert page.evaluate("document.documentElement.className") == ""
    expect(page.get_by_role("heading", name="A lesson")).to_be_visible()


def test_a_real_printing_ends_by_itself_and_has_one_page(host: Host, page: Page) -> None:
    host(ActionPlan())
    _print(page)
    pdf = page.pdf(format="A4")
    assert pdf.count(b"/Type /Page\n") == 1
    assert page.locator(".hf-sheet").count() == 0


def test_a_second_press_and_leaving_leave_no_copy_behind(host: Host, page: Page) -> None:
    host(ActionPlan())
    _print(page)
    page.emulate_media(media="screen")
    page.get_by_role("button", name="Print the card").evaluate("button => button.click()")
    assert page.locator(".hf-sheet").count() == 1
    expect(page.locator(".hf-sheet")).to_be_hidden()
    page.evaluate("leave()")
    assert page.locator(".hf-sheet").count() == 0
    assert page.evaluate("document.documentElement.className") == ""


def test_a_page_that_is_printed_whole_keeps_the_plan_and_the_card(host: Host, page: Page) -> None:
    host(ActionPlan(), value={LEAD: ["Our lead"]})
    page.emulate_media(media="print")
    seen = page.evaluate(_SEEN)
    assert {"A lesson", "Someone for the lead", "If someone is being threatened", "Our lead"} <= set(seen)
