"""A page on paper is black on white, its links are written out and nothing is cut in two; on a screen nothing moves."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from e2e.signed_in import sign_in
from server_process import Client, Server

PAGES = (
    "/",
    "/modules/01_how_it_works/in-numbers",
    "/modules/04_responding/friday-twenty-past-three",
    "/help",
    "/sources",
)

_COLOURED = """() => [...document.querySelectorAll("body *")]
  .filter((each) => each.checkVisibility() && !each.closest("svg"))
  .flatMap((each) => {
    const style = getComputedStyle(each);
    const says = [...each.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim());
    const ink = !says || style.color === "rgb(0, 0, 0)";
    const paper = ["rgba(0, 0, 0, 0)", "rgb(255, 255, 255)"].includes(style.backgroundColor);
    return ink && paper ? [] : [`${each.tagName}.${each.className} ${style.color} on ${style.backgroundColor}`];
  })"""
_UNWRITTEN = """() => [...document.querySelectorAll("main a[href^=http]")]
  .filter((each) => each.checkVisibility() && !getComputedStyle(each, "::after").content.includes("http"))
  .map((each) => each.href)"""
_CUT = """() => [...document.querySelectorAll(
    "main :is(.hf-card, .hf-figure, .hf-answer, .hf-service, tr, li, img, blockquote)")]
  .filter((each) => each.checkVisibility() && getComputedStyle(each).breakInside !== "avoid")
  .map((each) => `${each.tagName}.${each.className}`)"""
_MOVING = """() => [...document.querySelectorAll("*")]
  .flatMap((each) => [null, "::before", "::after", "::-webkit-progress-value"].map((part) => [each, part]))
  .filter(([each, part]) => {
    const { animationName, transitionDuration, scrollBehavior } = getComputedStyle(each, part);
    return animationName !== "none" || transitionDuration !== "0s" || scrollBehavior !== "auto";
  })
  .map(([each]) => each.outerHTML.slice(0, 80))"""
_LIGHT = "() => [...document.querySelectorAll('picture > img')].every((each) => each.currentSrc === each.src)"


@pytest.fixture
def reader(browser: Browser, running: Server, client: Client) -> Iterator[Page]:
    """Return a page of someone who reads light on dark, with more contrast and large text."""
    context = browser.new_context(base_url=running.url, color_scheme="dark")
    sign_in(context, client)
    choices = '{"colours": "dark", "contrast": "more", "text": "larger"}'
    context.add_init_script(f"localStorage.setItem('holdfast-choices', '{choices}')")
    yield context.new_page()
    context.close()


def test_on_paper_every_page_is_black_on_white_with_its_links_written_out(reader: Page) -> None:
    for path in PAGES:
        reader.goto(path)
        reader.emulate_media(media="print", color_scheme="dark")
        for what in (_COLOURED, _UNWRITTEN, _CUT):
            assert reader.evaluate(what) == [], path
        assert reader.locator("#hf-settings, .hf-header .hf-button").and_(reader.locator(":visible")).count() == 0
        reader.emulate_media(media="screen", color_scheme="dark")


def test_a_figure_on_paper_is_the_light_one_also_on_a_dark_device(reader: Page) -> None:
    reader.goto(PAGES[1])
    reader.evaluate("holdfast.choose('colours', '')")
    assert reader.evaluate(_LIGHT) is False
    reader.emulate_media(media="print", color_scheme="dark")
    reader.wait_for_function(_LIGHT)


def test_nothing_moves_for_those_who_asked_for_less_motion(reader: Page) -> None:
    reader.emulate_media(reduced_motion="reduce")
    for path in PAGES:
        reader.goto(path)
        assert reader.evaluate(_MOVING) == [], path
