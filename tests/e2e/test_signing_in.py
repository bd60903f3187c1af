"""Several people at one browser: what the next one sees, what other tabs hear, and what the keyboard reaches."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

import axe
import server_process
from e2e.saving import FIRST, FOOT, PAGE, QUESTIONS
from server_process import Server

NAMED = ("--identity", "named")


@pytest.fixture(scope="module")
def named(tmp_path_factory: pytest.TempPathFactory, second_start: Callable[[Path], Path]) -> Iterator[Server]:
    """Serve the course to people who sign in."""
    data = second_start(tmp_path_factory.mktemp("named") / "data")
    with server_process.start(data, arguments=NAMED) as server:
        yield server


def sign_up(page: Page, server: Server, name: str, onward: str = "") -> str:
    """Sign in as somebody new through the page, and return the three words."""
    page.goto(f"{server.url}/sign-in{f'?next={onward}' if onward else ''}")
    page.get_by_label("Any name you like").fill(name)
    page.get_by_role("button", name="Begin").click()
    words = page.locator(".hf-words").inner_text()
    page.get_by_role("button", name="I have them: go on").click()
    return words


def sign_out(page: Page, server: Server) -> None:
    """Sign out through the page."""
    page.goto(f"{server.url}/sign-out")
    page.get_by_role("main").get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", name="You are signed out")).to_be_visible()


def option(page: Page) -> Locator:
    """Return the first option of the first question."""
    return page.locator(f'{QUESTIONS} input[value="{FIRST.options[0].id}"]')


def test_a_person_begins_and_comes_back_by_keyboard(page: Page, named: Server) -> None:
    page.goto(f"{named.url}{PAGE}")
    expect(page).to_have_url(re.compile("/sign-in"))
    page.get_by_label("Any name you like").focus()
    page.keyboard.type("Ann")
    page.keyboard.press("Enter")
    words = page.locator(".hf-words").inner_text()
    page.get_by_role("button", name="I have them: go on").press("Enter")
    expect(page).to_have_url(f"{named.url}{PAGE}")

    sign_out(page, named)
    page.get_by_role("main").get_by_role("link", name="Sign in").press("Enter")
    expect(page.get_by_label("Any name you like")).to_have_value("")
    page.get_by_label("Your three words").focus()
    page.keyboard.type(words.replace(" ", "-").upper())
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/(start)?$"))


def test_a_wrong_word_is_told_at_its_field_which_has_the_focus(page: Page, named: Server) -> None:
    page.goto(f"{named.url}/sign-in")
    page.get_by_label("Your three words").fill("no such words")
    page.get_by_role("button", name="Go on where I was").click()
    field = page.get_by_label("Your three words")
    expect(field).to_be_focused()
    expect(field).to_have_value("")
    expect(field).to_have_accessible_description(re.compile("Nobody here has these three words"))


def test_signing_out_takes_the_person_out_of_every_tab(page: Page, named: Server) -> None:
    sign_up(page, named, "Wilhelmina", PAGE)
    other, own, help_page = (page.context.new_page() for _ in range(3))
    other.goto(f"{named.url}{PAGE}")
    own.goto(f"{named.url}/you")
    help_page.goto(f"{named.url}/help")
    expect(option(other)).to_be_visible()
    assert "Wilhelmina" in own.content()

    sign_out(page, named)
    for tab in (other, own):
        expect(tab.get_by_role("heading", name="You are signed out")).to_be_visible()
        assert tab.locator("main input").count() == 0
        assert "Wilhelmina" not in tab.content()
    expect(help_page.get_by_role("heading", name="Help now", level=1)).to_be_visible()  # what everyone may read stays


def test_back_after_signing_out_shows_nothing_of_the_person(page: Page, named: Server) -> None:
    sign_up(page, named, "Wilhelmina", PAGE)
    option(page).check()
    expect(page.locator(FOOT)).to_have_text("✓ Saved")
    page.goto(f"{named.url}/you")
    assert "Wilhelmina" in page.content()
    sign_out(page, named)
    for _ in range(4):
        page.go_back()
        page.wait_for_load_state()
        expect(page.get_by_role("heading", name=re.compile("Sign in|You are signed out"), level=1)).to_be_visible()
        assert "Wilhelmina" not in page.content()
        assert page.locator("main input:checked").count() == 0


def test_the_next_person_at_the_browser_does_not_write_into_the_first_one_s_record(page: Page, named: Server) -> None:
    ann = sign_up(page, named, "Ann", PAGE)
    expect(page.locator(FOOT)).to_contain_text("Saved")
    second = page.context.new_page()
    second.add_init_script("delete globalThis.BroadcastChannel")  # the first page hears nothing, as if it were asleep
    sign_out(second, named)
    ben = sign_up(second, named, "Ben", PAGE)
    assert ann != ben

    option(page).check()
    expect(page.locator("#hf-notice")).to_contain_text("someone else is now using the course in this browser")
    second.reload()
    expect(second.locator(FOOT)).to_contain_text("Saved")
    expect(option(second)).not_to_be_checked()

    # The first person finds the answer when they come back: it was kept in the browser under their own tag.
    sign_out(second, named)
    second.goto(f"{named.url}/sign-in?next={PAGE}")
    second.get_by_label("Your three words").fill(ann)
    second.get_by_role("button", name="Go on where I was").click()
    expect(option(second)).to_be_checked()


def test_an_answer_that_was_not_sent_says_so_after_signing_out_elsewhere(page: Page, named: Server) -> None:
    sign_up(page, named, "Ann", PAGE)
    expect(page.locator(FOOT)).to_contain_text("Saved")
    other = page.context.new_page()
    other.add_init_script("delete globalThis.BroadcastChannel")
    sign_out(other, named)
    option(page).check()
    expect(page.get_by_text("you are signed out, so sign in again in this browser").first).to_be_visible()


def test_everything_works_without_script(browser_without_script: BrowserContext, named: Server) -> None:
    page = browser_without_script.new_page()
    words = sign_up(page, named, "Ann")
    expect(page).to_have_url(re.compile(r"/(start)?$"))
    sign_out(page, named)
    page.goto(f"{named.url}/sign-in")
    page.get_by_label("Your three words").fill(words)
    page.get_by_role("button", name="Go on where I was").click()
    expect(page).to_have_url(re.compile(r"/(start)?$"))


@pytest.fixture
def browser_without_script(browser: Browser) -> Iterator[BrowserContext]:
    """Return a browser that runs no script."""
    context = browser.new_context(java_script_enabled=False)
    yield context
    context.close()


@pytest.mark.parametrize("width", [1280, 390, 320])
def test_the_pages_have_no_fault_that_a_program_finds(page: Page, named: Server, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{named.url}/sign-in")
    check(page)
    page.get_by_role("button", name="Begin").click()
    check(page)
    page.get_by_label("Any name you like").fill("Ann")
    page.get_by_role("button", name="Begin").click()
    expect(page.locator(".hf-words")).to_be_visible()
    check(page)
    page.get_by_role("button", name="I have them: go on").click()
    for path in ("/sign-in/words", "/sign-out"):
        page.goto(f"{named.url}{path}")
        check(page)
    sign_out(page, named)
    check(page)


def check(page: Page) -> None:
    """Fail on what axe finds, and on a page that is wider than the window."""
    assert axe.findings(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
