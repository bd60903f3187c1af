"""The offence finder for everyone: by keyboard, by screen reader, in each theme and size, and with hostile content."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from e2e.keyboard import Keyboard
from holdfast_widgets.offence_finder import OffenceFinder
from widgets.everyone import problems

Host = Callable[..., Any]

ASK = "Show what the law says"
FACTS = {"threat": ["threat-to-share-image"], "demand": ["demand-other"], "image": ["image-photo"]}


@pytest.fixture
def finder(host: Host) -> Callable[..., Any]:
    """Return a function that opens a finder with the own traits given."""

    def opened(**traits: Any) -> Any:
        widget = OffenceFinder()
        return host(widget, **({"nation": "", "on": widget.on, "facts": {}} | traits))

    return opened


@pytest.mark.parametrize("width", [320, 1280])
def test_the_whole_finder_by_keyboard_alone(finder: Callable[..., Any], page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 700})
    finder()
    keyboard = Keyboard(page)
    keyboard.reach(page.get_by_label("Where was it done?"))
    page.keyboard.type("Engl")
    keyboard.reach(page.get_by_label("On what day?"))
    page.keyboard.type("02012024")
    keyboard.choose(page.get_by_role("group", name="What is the threat?"), "To share an image of the person")
    keyboard.choose(page.get_by_role("group", name="What kind of image is it?"), "There is none")
    keyboard.tick(page.get_by_role("group", name="What else is known?"), "It happened more than once")
    keyboard.press(page.get_by_role("button", name=ASK))
    expect(page.get_by_role("heading", name="What the law says in England on 1 February 2024")).to_be_focused()
    keyboard.focus_is_seen()
    first = page.locator("summary").first
    keyboard.press(first)
    expect(page.locator("details").first).to_have_attribute("open", "")
    keyboard.focus_is_seen()
    keyboard.reach(page.locator("details").first.get_by_role("link").first)
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    expect(page.locator("details").first).not_to_have_attribute("open", "")


def test_nothing_is_wrong_before_an_answer(finder: Callable[..., Any], page: Page) -> None:
    finder()
    page.get_by_role("button", name=ASK).click()
    expect(page.get_by_text("Choose a nation first.").first).to_be_visible()
    assert problems(page) == []


def test_nothing_is_wrong_with_the_results(finder: Callable[..., Any], page: Page) -> None:
    finder(nation="england", facts=FACTS)
    page.get_by_role("button", name=ASK).click()
    for title in ("Threatening to share", "Blackmail", "Having an indecent", "Taking or recording"):
        page.locator("summary").filter(has_text=title).click()
    expect(page.locator("details[open]")).to_have_count(4)
    assert problems(page) == []


def test_what_a_screen_reader_is_told(finder: Callable[..., Any], page: Page) -> None:
    finder(nation="england", facts=FACTS)
    expect(page.get_by_role("region", name="Offence finder")).to_match_aria_snapshot("""
      - region "Offence finder":
        - heading "Which offences do the facts point to?" [level=2]
        - combobox "Where was it done?"
        - textbox "On what day?"
        - group "What is the threat?":
          - radio "To share an image of the person" [checked]
          - radio "To share messages or a secret, but no image"
          - radio "There was no threat, but an image was shared"
          - radio "Not known yet"
        - group /What else is known\\? Tick all that are so/:
          - checkbox "It happened more than once"
        - button "Show what the law says"
    """)
    page.get_by_role("button", name=ASK).click()
    expect(page.get_by_role("status").first).to_have_text("The facts point to 2 offences.")
    expect(page.get_by_role("heading", level=3, name="The facts point to (2)")).to_be_visible()


@pytest.mark.parametrize(
    "hostile",
    [
        "<img src=x onerror=\"document.title='stolen'\">",
        "</details><script>document.title='stolen'</script>",
        "\u202eright to left\u202c",
        "🙂" * 50,
        "long " * 2_000,
        "W" * 400,
    ],
    ids=["markup", "script", "right-to-left", "emoji", "long", "unbroken"],
)
def test_hostile_content_is_shown_as_text(host: Host, page: Page, hostile: str) -> None:
    page.set_viewport_size({"width": 320, "height": 600})
    widget = OffenceFinder(nation="england")
    view = copy.deepcopy(widget.view)
    view["questions"][0]["question"] = hostile
    view["questions"][0]["facts"][0]["text"] = hostile
    entry = view["entries"][0]
    entry["title"] = hostile
    for version in entry["versions"]:
        version["plain"] = version["elements"][0]["text"] = version["lines"][0][1] = hostile
        version["sources"] = [{"short": hostile, "url": "javascript:document.title='stolen'"}]
    host(widget, view=view, nation="england", on=widget.on, facts={})
    page.get_by_role("button", name=ASK).click()
    offence = page.locator("details").filter(has_text=hostile.strip()[:40])
    offence.locator("summary").click()
    shown = offence.text_content() or ""
    assert shown.count(hostile) == 5
    assert (
        page.locator("fieldset").first.text_content() == hostile + hostile + "13 to 1516 or 1718 or overNot known yet"
    )
    assert page.title() == "A lesson"
    assert offence.locator("img, script, a").count() == 0
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")
