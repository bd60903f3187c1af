"""Slides in a real browser: keys, clicker, windows in step, widgets that keep nothing, all of it on one screen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

import axe
import server_process
from e2e.signed_in import sign_in
from holdfast.library import library
from holdfast.records import Records
from holdfast.slides.deck import deck
from server_process import Client, Server
from strangers import note_stranger

_MODULE = "04_responding"
_SCENARIO = "can-i-show-you-scenario"
_SHOWN = "[data-slide]:not([hidden])"
_OVERFLOWS = """() => [...document.querySelectorAll("[data-slide]")].flatMap((slide, at, all) => {
  for (const each of all) each.hidden = each !== slide;
  const body = slide.querySelector(".hf-slide-body");
  const sources = slide.querySelector(".hf-slide-sources");
  const wide = body.scrollWidth > body.clientWidth + 1;
  const high = !slide.classList.contains("hf-live") && body.scrollHeight > body.clientHeight + 1;
  const below = slide.scrollHeight > slide.clientHeight + 1 || slide.clientHeight > innerHeight;
  const stage = slide.getBoundingClientRect();
  const cut = sources && sources.getBoundingClientRect().bottom > stage.bottom + 1;
  return wide || high || below || cut ? [`${slide.dataset.slide}: ${[wide, high, below, cut]}`] : [];
})"""
_SMALL = """() => [...document.querySelectorAll(".hf-slide:not(.hf-live) .hf-slide-body :is(p, li, td, th)")]
  .filter((each) => parseFloat(getComputedStyle(each).fontSize) / innerWidth < 0.0249)
  .map((each) => each.textContent.slice(0, 40))"""


@pytest.fixture(scope="module")
def showing(tmp_path_factory: pytest.TempPathFactory, second_start: Callable[[Path], Path]) -> Iterator[Server]:
    """Present a module for the tests of this file."""
    data = second_start(tmp_path_factory.mktemp("present") / "data")
    with server_process.start(data, command=("present", _MODULE)) as server:
        yield server


@pytest.fixture(scope="module")
def presenter(showing: Server) -> Client:
    """Use the one-time link up."""
    return showing.client()


@pytest.fixture
def desk(browser: Browser, showing: Server, presenter: Client) -> Iterator[BrowserContext]:
    """Return the presenter's browser; a request that leaves this machine fails the test."""
    strangers: list[str] = []
    context = browser.new_context(base_url=showing.url, viewport={"width": 1280, "height": 776}, locale="en-GB")
    context.on("request", lambda request: note_stranger(request, strangers))
    sign_in(context, presenter)
    yield context
    context.close()
    assert strangers == []


@pytest.fixture
def slides(desk: BrowserContext) -> Page:
    """Open the slides."""
    page = desk.new_page()
    page.goto(f"/present/{_MODULE}")
    expect(page.locator("html.hf-one-by-one")).to_be_attached()
    return page


def _at(page: Page) -> str:
    return str(page.locator(_SHOWN).get_attribute("data-slide"))


def test_keys_and_a_clicker_move_from_slide_to_slide(slides: Page) -> None:
    ids = [slide.id for slide in deck(library(), library().module(_MODULE)).slides]
    for key, at in (
        ("ArrowRight", 1), ("PageDown", 2), ("Space", 3), ("ArrowDown", 4), ("ArrowLeft", 3), ("PageUp", 2),
        ("ArrowUp", 1), ("End", len(ids) - 1), ("ArrowRight", len(ids) - 1), ("Home", 0), ("PageUp", 0),
    ):  # fmt: skip
        slides.keyboard.press(key)
        assert _at(slides) == ids[at], key
        assert slides.locator(_SHOWN).count() == 1
    slides.get_by_role("button", name="Next").click()
    assert _at(slides) == ids[1]
    expect(slides.get_by_role("status").filter(has_text="Slide 2 of")).to_be_attached()
    slides.get_by_label("All slides").select_option(index=5)
    assert _at(slides) == ids[5]
    slides.reload()
    assert _at(slides) == ids[5]


def test_a_blank_screen_hides_everything_until_it_is_taken_back(slides: Page) -> None:
    cover = slides.get_by_role("region", name="Blank screen")
    for blank, back in (("b", "b"), (".", "Escape"), ("B", "PageDown")):
        slides.keyboard.press(blank)
        expect(cover).to_be_visible()
        assert slides.locator("#hf-main").evaluate("each => each.inert")
        slides.keyboard.press(back)
        expect(cover).to_be_hidden()
    button = slides.get_by_role("button", name="Blank")
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    expect(cover).to_be_visible()


def test_letter_keys_can_be_switched_off_and_a_clicker_still_works(slides: Page) -> None:
    slides.get_by_label("Letter keys").uncheck()
    slides.locator(_SHOWN).get_by_role("heading").click()
    slides.keyboard.press("b")
    expect(slides.get_by_role("region", name="Blank screen")).to_be_hidden()
    slides.keyboard.press("PageDown")
    assert _at(slides) == "before-you-start"


def test_f_fills_the_screen_and_gives_it_back(slides: Page) -> None:
    slides.keyboard.press("f")
    slides.wait_for_function("() => document.fullscreenElement !== null")
    slides.keyboard.press("f")
    slides.wait_for_function("() => document.fullscreenElement === null")


def test_the_notes_open_with_s_and_both_windows_keep_in_step(slides: Page) -> None:
    slides.keyboard.press("PageDown")
    with slides.expect_popup() as opened:
        slides.keyboard.press("s")
    notes = opened.value
    expect(notes.locator("html.hf-one-by-one")).to_be_attached()
    expect(notes.locator(_SHOWN)).to_have_attribute("data-slide", "before-you-start")
    slides.keyboard.press("PageDown")
    slides.keyboard.press("PageDown")
    expect(notes.locator(_SHOWN)).to_have_attribute("data-slide", "section-first-minute")
    expect(notes.get_by_text("Pairs say one line each")).to_be_visible()
    expect(notes.get_by_text("Ask the room for the names behind the words")).to_be_hidden()
    expect(notes.get_by_text("This part: 2 minutes.")).to_be_visible()
    expect(notes.get_by_text("Next: You do not need to see it")).to_be_visible()
    notes.keyboard.press("PageDown")
    expect(slides.locator(_SHOWN)).to_have_attribute("data-slide", "no-need-to-see")
    notes.get_by_role("button", name="Blank").click()
    expect(slides.get_by_role("region", name="Blank screen")).to_be_visible()
    notes.get_by_role("button", name="Blank").click()
    expect(slides.get_by_role("region", name="Blank screen")).to_be_hidden()


def test_the_clock_counts_up_from_the_first_move_and_begins_again(desk: BrowserContext) -> None:
    notes = desk.new_page()
    notes.clock.install(time=0)
    notes.goto(f"/present/{_MODULE}/notes")
    notes.clock.pause_at(100_000)
    clock, part = notes.locator("#hf-clock"), notes.locator("#hf-part-clock")
    expect(clock).to_have_text("0:00")
    notes.clock.run_for(65_000)
    expect(clock).to_have_text("0:00")
    notes.keyboard.press("PageDown")
    notes.clock.run_for(65_000)
    expect(clock).to_have_text("1:05")
    notes.keyboard.press("PageDown")
    notes.keyboard.press("PageDown")
    expect(part).to_have_text("0:00")
    notes.clock.run_for(5_000)
    expect(part).to_have_text("0:05")
    expect(clock).to_have_text("1:10")
    notes.get_by_role("button", name="Begin the clock again").click()
    expect(clock).to_have_text("0:00")


def test_a_room_can_try_an_activity_and_nothing_of_it_is_sent_or_kept(slides: Page, showing: Server) -> None:
    sent: list[str] = []
    slides.on("request", lambda request: sent.append(f"{request.method} {request.url}"))
    slides.evaluate(f"location.hash = '{_SCENARIO}'")
    here = slides.locator(_SHOWN)
    expect(here.locator(".hf-foot")).to_have_text("✓ For the room only: nothing is kept")
    here.get_by_role("radio").nth(1).check()
    here.get_by_role("button", name="This is what I would do").click()
    expect(here.get_by_text("The screen goes dark.")).to_be_visible()
    assert not [each for each in sent if "/api/" in each or not each.startswith("GET")]
    assert slides.evaluate("Object.keys(localStorage).filter((key) => key !== 'holdfast-choices')") == []
    with Records.open(showing.data / "records.db") as records:
        [learner] = records.learners()
        assert records.answers(learner.id).answers == {}
    slides.reload()
    expect(here.get_by_role("radio").first).to_be_visible()
    assert here.get_by_text("The screen goes dark.").count() == 0


def test_keys_that_a_widget_needs_stay_with_it(slides: Page) -> None:
    slides.evaluate(f"location.hash = '{_SCENARIO}'")
    first = slides.locator(_SHOWN).get_by_role("radio").first
    first.check()
    slides.keyboard.press("ArrowDown")
    assert _at(slides) == _SCENARIO
    expect(slides.locator(_SHOWN).get_by_role("radio").nth(1)).to_be_checked()
    slides.keyboard.press("b")
    expect(slides.get_by_role("region", name="Blank screen")).to_be_hidden()
    slides.keyboard.press("PageDown")
    assert _at(slides) == "stop-can-i-show-you"


def test_every_slide_of_the_module_fits_its_screen_in_letters_for_a_room(slides: Page) -> None:
    for width, height in ((1280, 776), (1920, 1136), (1024, 632)):
        slides.set_viewport_size({"width": width, "height": height})
        assert slides.evaluate(_OVERFLOWS) == [], width
        assert slides.evaluate(_SMALL) == [], width


def test_a_low_or_narrow_screen_shows_slides_as_a_page(slides: Page) -> None:
    for width in (390, 320):
        slides.set_viewport_size({"width": width, "height": 800})
        assert slides.evaluate("document.documentElement.scrollWidth") <= width
        expect(slides.get_by_role("link", name="Exit")).to_be_in_viewport()
        expect(slides.get_by_role("button", name="Next")).to_be_in_viewport()


@pytest.mark.parametrize(("width", "colours"), [(1280, "light"), (1280, "dark"), (390, "dark")])
def test_axe_finds_nothing_on_either_window(desk: BrowserContext, width: int, colours: str) -> None:
    found = {}
    for path, at in (("", "say-and-better-not"), ("", _SCENARIO), ("", "five-words-figure"), ("/notes", _SCENARIO)):
        page = desk.new_page()
        page.set_viewport_size({"width": width, "height": 776})
        page.emulate_media(color_scheme=colours)  # type: ignore[arg-type]
        page.goto(f"/present/{_MODULE}{path}#{at}")
        expect(page.locator(_SHOWN)).to_have_attribute("data-slide", at)
        if at == _SCENARIO and not path:
            expect(page.locator(_SHOWN).get_by_role("radio").first).to_be_visible()
        if broken := axe.findings(page):
            found[path, at] = broken
        page.close()
    assert found == {}


def test_the_way_out_works_from_a_slide(browser: Browser, showing: Server, presenter: Client) -> None:
    context = browser.new_context(base_url=showing.url)
    context.route("https://www.bbc.co.uk/**", lambda route: route.fulfill(body="Sunny"))
    sign_in(context, presenter)
    page = context.new_page()
    page.goto(f"/present/{_MODULE}#{_SCENARIO}")
    page.get_by_role("link", name="Exit this page").click()
    page.wait_for_url("https://www.bbc.co.uk/**")
    context.close()


def test_on_paper_every_slide_is_there_and_the_bar_is_not(slides: Page) -> None:
    slides.emulate_media(media="print")
    shown = slides.evaluate(
        "[...document.querySelectorAll('.hf-slide')].filter((each) => each.checkVisibility()).length"
    )
    assert shown == len(deck(library(), library().module(_MODULE)).slides)
    assert not slides.locator(".hf-stage-bar").is_visible()


def test_without_a_script_the_slides_stand_one_below_the_other(
    browser: Browser, showing: Server, presenter: Client
) -> None:
    context = browser.new_context(base_url=showing.url, java_script_enabled=False)
    sign_in(context, presenter)
    page = context.new_page()
    page.goto(f"/present/{_MODULE}")
    expect(page.get_by_role("heading", name="You do not need to see it")).to_be_visible()
    expect(page.get_by_text("JavaScript is off in this browser")).to_be_visible()
    expect(page.get_by_role("button", name="Next")).to_be_hidden()
    context.close()
