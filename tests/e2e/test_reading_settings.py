"""Reading settings: colours, contrast, text size, keys and the reader's nation. Chosen once, kept in the browser."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from e2e.signed_in import sign_in
from server_process import Client, Server

GROUND = "getComputedStyle(document.body).backgroundColor"
LIGHT, DARK = "rgb(246, 244, 239)", "rgb(17, 24, 30)"
WHITE, BLACK = "rgb(255, 255, 255)", "rgb(0, 0, 0)"
KEPT = "localStorage.getItem('holdfast-choices')"
LESSON = "/modules/04_responding/can-i-show-you"
FIGURE = "/modules/01_how_it_works/in-numbers"


@pytest.fixture
def reader(browser: Browser, running: Server, client: Client) -> Iterator[Page]:
    """Return a page of the course in a browser that has kept nothing yet."""
    context = browser.new_context(base_url=running.url, color_scheme="light")
    sign_in(context, client)
    page = context.new_page()
    page.goto("/accessibility")
    yield page
    context.close()


def _choose(page: Page, *names: str) -> None:
    page.get_by_text("Reading settings", exact=True).last.click()
    for name in names:
        page.locator("#hf-settings").get_by_label(name, exact=True).check()


def test_without_a_choice_the_pages_follow_the_device(reader: Page) -> None:
    assert reader.evaluate(GROUND) == LIGHT
    reader.emulate_media(color_scheme="dark")
    assert reader.evaluate(GROUND) == DARK
    reader.emulate_media(color_scheme="dark", contrast="more")
    assert reader.evaluate(GROUND) == BLACK
    assert reader.evaluate(KEPT) is None


def test_a_choice_holds_at_once_on_every_page_and_whatever_the_device_says(reader: Page) -> None:
    _choose(reader, "Dark")
    assert reader.evaluate(GROUND) == DARK
    reader.goto(LESSON)
    assert reader.evaluate(GROUND) == DARK
    card = reader.locator(".hf-widget .hf-card").first
    assert card.evaluate("card => getComputedStyle(card).backgroundColor") == "rgb(26, 35, 43)"
    assert card.evaluate("card => getComputedStyle(card).colorScheme") == "dark"
    reader.emulate_media(color_scheme="dark")
    _choose(reader, "Light", "More contrast")
    assert reader.evaluate(GROUND) == WHITE
    assert card.evaluate("card => getComputedStyle(card).borderTopWidth") == "2px"
    reader.reload()
    assert reader.evaluate(GROUND) == WHITE
    expect(reader.locator("#hf-settings").get_by_label("More contrast")).to_be_checked()


def test_going_back_to_the_device_removes_what_was_kept(reader: Page) -> None:
    _choose(reader, "Dark", "More contrast", "Larger")
    assert json.loads(reader.evaluate(KEPT)) == {"colours": "dark", "contrast": "more", "text": "larger"}
    for group in ("Colours", "Contrast"):
        reader.get_by_role("group", name=group).get_by_label("As this device").check()
    reader.get_by_label("Usual").check()
    assert reader.evaluate(GROUND) == LIGHT
    assert reader.evaluate(KEPT) is None


def test_the_first_thing_painted_has_the_chosen_colours_and_size(reader: Page) -> None:
    _choose(reader, "Dark", "Larger")
    reader.context.add_init_script("""
      window.seen = [];
      const look = () => {
        const { backgroundColor, fontSize } = document.body ? getComputedStyle(document.body) : {};
        if (fontSize) seen.push([backgroundColor, fontSize]);
        requestAnimationFrame(look);
      };
      requestAnimationFrame(look);""")
    reader.goto(LESSON)
    reader.wait_for_function("seen.length > 2")
    assert {tuple(each) for each in reader.evaluate("seen")} == {(DARK, "22.5px")}


def test_another_open_page_follows_a_choice(reader: Page) -> None:
    other = reader.context.new_page()
    other.goto("/help")
    _choose(reader, "Dark")
    other.wait_for_function(f"{GROUND} === '{DARK}'")
    expect(other.locator('[data-choice="colours"][value="dark"]')).to_be_checked()


def test_a_figure_is_drawn_for_the_chosen_colours(reader: Page) -> None:
    _choose(reader, "Dark")
    reader.goto(FIGURE)
    figure = reader.locator(".hf-figure picture").first
    drawn = "picture => picture.querySelector('img').currentSrc === picture.querySelector('source').srcset"
    assert figure.evaluate(drawn)
    _choose(reader, "Light")
    reader.wait_for_function("!(" + drawn + ")(document.querySelector('.hf-figure picture'))")


def test_text_has_three_sizes_and_nothing_leaves_the_window(reader: Page) -> None:
    sizes = []
    for name in ("Usual", "Large", "Larger"):
        reader.set_viewport_size({"width": 1280, "height": 800})
        reader.goto(LESSON)
        _choose(reader, name)
        sizes.append(reader.evaluate("getComputedStyle(document.body).fontSize"))
        for width in (390, 320):
            reader.set_viewport_size({"width": width, "height": 700})
            assert reader.evaluate("document.documentElement.scrollWidth") == width
            box = reader.get_by_role("link", name="Exit this page").bounding_box()
            assert box is not None
            assert box["x"] + box["width"] <= width
    assert sizes == ["18px", "20.25px", "22.5px"]


def test_what_someone_else_wrote_into_the_storage_changes_nothing(reader: Page) -> None:
    problems: list[str] = []
    reader.on("pageerror", lambda error: problems.append(str(error)))
    for kept in ("{", "[]", "null", '{"colours": "pink", "text": ["large"], "x": 1, "toString": "y"}'):
        reader.evaluate("kept => localStorage.setItem('holdfast-choices', kept)", kept)
        reader.reload()
        _choose(reader, "Dark")
        assert reader.evaluate(GROUND) == DARK
        assert json.loads(reader.evaluate(KEPT)) == {"colours": "dark"}
    assert problems == []


def test_a_browser_that_keeps_nothing_says_so_and_the_choice_holds_for_the_page(reader: Page) -> None:
    reader.add_init_script("Storage.prototype.setItem = () => { throw new DOMException('no', 'SecurityError'); };")
    reader.reload()
    _choose(reader, "Dark")
    assert reader.evaluate(GROUND) == DARK
    expect(reader.get_by_text("This browser keeps no choices.")).to_be_visible()


def test_without_javascript_the_settings_are_not_offered(browser: Browser, running: Server, client: Client) -> None:
    context = browser.new_context(java_script_enabled=False, color_scheme="dark")
    sign_in(context, client)
    page = context.new_page()
    page.goto(running.url + "/accessibility")
    expect(page.locator("#hf-settings")).to_be_hidden()
    expect(page.get_by_role("link", name="Skip to the reading settings")).to_be_hidden()
    page.locator("#hf-now > summary").click()
    panel = page.get_by_role("region", name="Help now")
    expect(panel.get_by_role("link", name="0800 1111")).to_be_visible()
    expect(panel.get_by_label("Where you work")).to_be_hidden()
    expect(panel.get_by_role("listitem").filter(has_text="Breathing Space")).to_have_count(0)
    context.close()


def test_the_question_mark_opens_help_and_gives_the_focus_back(reader: Page) -> None:
    link = reader.get_by_role("main").get_by_role("link").first
    link.focus()
    panel = reader.get_by_role("region", name="Help now")
    for leaving in ("Escape", "?"):
        reader.keyboard.press("?")
        expect(panel).to_be_focused()
        reader.keyboard.press(leaving)
        expect(panel).to_be_hidden()
        expect(link).to_be_focused()


def test_the_question_mark_does_nothing_in_a_field_or_when_it_is_switched_off(reader: Page) -> None:
    reader.keyboard.press("?")
    panel = reader.get_by_role("region", name="Help now")
    expect(panel).to_be_visible()
    reader.get_by_label("Where you work").focus()
    reader.keyboard.press("?")
    expect(panel).to_be_visible()
    reader.keyboard.press("Escape")
    reader.get_by_text("Reading settings", exact=True).last.click()
    reader.get_by_label("The ? key opens").uncheck()
    reader.reload()
    reader.keyboard.press("?")
    expect(panel).to_be_hidden()


def _services(panel: Locator) -> list[str]:
    return panel.locator(".hf-services > li:visible strong").all_inner_texts()


def test_help_shows_the_readers_nation_first_and_no_other(reader: Page) -> None:
    reader.keyboard.press("?")
    panel = reader.get_by_role("region", name="Help now")
    usual = _services(panel)
    assert usual[:2] == ["Someone is in danger now: stay with them", "Childline"]
    reader.get_by_label("Where you work").select_option("Scotland")
    reader.goto(LESSON)
    reader.keyboard.press("?")
    shown = _services(panel)
    assert shown[0] == usual[0]
    assert shown.index("Breathing Space") < shown.index("Childline")
    assert not {"Lifeline", "Meic"} & set(shown)
    reader.get_by_label("Where you work").select_option("Northern Ireland")
    assert _services(panel).index("Lifeline") < _services(panel).index("Childline")
    reader.get_by_label("Where you work").select_option("All nations")
    assert _services(panel) == usual
    assert reader.evaluate(KEPT) is None


def test_a_link_to_the_settings_opens_them(reader: Page) -> None:
    reader.get_by_role("main").get_by_role("link", name="reading settings").first.click()
    expect(reader.get_by_label("More contrast")).to_be_visible()
