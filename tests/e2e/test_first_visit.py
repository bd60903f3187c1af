"""The first visit in a browser: choose, read along one's own pathway, make the record. Also without a script."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

import axe
import server_process
from e2e.signed_in import sign_in
from learning import choose, read, read_all
from server_process import Client, Server

MODULE = "01_how_it_works"
OWN_PAGES = ("/start", "/", "/you", "/your-data")


@pytest.fixture(scope="module")
def named(tmp_path_factory: pytest.TempPathFactory, second_start: Callable[[Path], Path]) -> Iterator[Server]:
    """Serve the course to everybody who signs in."""
    data = second_start(tmp_path_factory.mktemp("named") / "data")
    with server_process.start(data, arguments=("--identity", "named")) as server:
        yield server


@pytest.fixture
def somebody(named: Server) -> Client:
    """Return somebody who has just signed in for the first time."""
    client = named.client(signed_in=False)
    client.sign_up()
    return client


def test_the_first_visit_asks_for_the_pathway_and_the_course_begins_there(page: Page, server: Server) -> None:
    page.goto(server.enter)
    page.wait_for_url("**/start")
    page.get_by_role("button", name="Go on").click()
    error = page.get_by_text("Say whether other people use it.")
    expect(error).to_be_visible()
    expect(page.get_by_role("radio", name="No, only I do")).to_be_focused()
    page.get_by_role("radio", name="No, only I do").check()
    page.get_by_role("radio", name=re.compile("^Leaders and governors")).check()
    page.get_by_role("radio", name="Scotland").check()
    page.get_by_role("button", name="Go on").click()
    page.wait_for_url(f"{server.url}/")
    page.get_by_role("link", name="Start: Welcome").click()
    page.wait_for_url("**/modules/00_welcome/welcome")
    expect(page.locator(".hf-wide [data-left]")).to_have_text("About 20 minutes of the course left")


def test_going_on_follows_the_pathway_that_was_chosen(page: Page, named: Server, somebody: Client) -> None:
    choose(somebody, "essentials")
    sign_in(page.context, somebody)
    page.goto(f"{named.url}/modules/{MODULE}/what-it-is")
    onward = page.locator(".hf-onward")
    primary = onward.locator(".hf-primary")
    expect(primary).to_have_text("Go on: The first minute")
    expect(onward.get_by_role("link").first).to_have_text("Go on: The first minute")
    # The next section stays in reach, and only one link says "Go on".
    expect(onward.get_by_role("link", name="Next in this module: Opening the door")).to_be_visible()
    primary.click()
    page.wait_for_url("**/modules/04_responding/first-minute")
    page.goto(f"{named.url}/modules/00_welcome/looking-after-yourself")
    expect(primary).to_have_text("Go on: What sextortion is")
    primary.click()
    page.wait_for_url(f"**/modules/{MODULE}/what-it-is")


def test_the_place_to_stop_is_that_of_ones_own_pathway(page: Page, named: Server, somebody: Client) -> None:
    sign_in(page.context, somebody)
    stop = page.get_by_text("You can stop here; it is saved.")

    def seen(pathway: str, section: str) -> bool:
        choose(somebody, pathway)
        page.goto(f"{named.url}/modules/{MODULE}/{section}")
        expect(page.locator("#hf-progress")).to_be_visible()
        return stop.is_visible()

    assert seen("all-staff", "try-it")
    assert seen("dsl", "nothing-was-ever-sent")
    assert not seen("all-staff", "nothing-was-ever-sent")
    assert not seen("essentials", "what-it-is")
    assert not seen("essentials", "try-it")


def test_a_lead_is_not_told_that_a_part_for_leads_is_not_needed(page: Page, named: Server, somebody: Client) -> None:
    sign_in(page.context, somebody)
    told = page.get_by_text("it is not needed for the all-staff pathway")
    page.goto(f"{named.url}/modules/{MODULE}/in-numbers")
    expect(page.locator("#hf-progress")).to_be_visible()
    expect(told).to_be_visible()
    choose(somebody, "dsl")
    page.reload()
    expect(told).to_be_hidden()


def test_a_conversation_speaks_of_the_nation_that_was_chosen_until_another_is_chosen_there(
    page: Page, named: Server, somebody: Client
) -> None:
    choose(somebody, "all-staff", "wales")
    sign_in(page.context, somebody)
    page.goto(f"{named.url}/modules/04_responding/friday-twenty-past-three")
    nation = page.locator('.hf-host[data-kind="scenario"]').get_by_label("Your nation")
    expect(nation).to_have_value("wales")
    nation.select_option("")
    with page.expect_response("**/api/state/**"):
        page.evaluate("dispatchEvent(new Event('online'))")
    expect(nation).to_have_value("")


def test_the_record_is_made_and_the_certificate_taken_away(page: Page, named: Server, somebody: Client) -> None:
    choose(somebody, "leaders")
    read_all(somebody, "leaders")
    sign_in(page.context, somebody)
    page.goto(named.url)
    page.get_by_role("link", name="Your record of learning", exact=True).click()
    page.wait_for_url("**/you#record")
    page.get_by_label("The name on your record").fill("x" * 130)
    page.get_by_role("button", name="Make my record").click()
    expect(page.get_by_label("The name on your record")).to_be_focused()
    expect(page.get_by_text("A name can have at most 120 letters")).to_be_visible()
    page.get_by_label("The name on your record").fill("Ann Whole")
    page.get_by_role("button", name="Make my record").click()
    page.wait_for_url("**/you#record")
    with page.expect_download() as download:
        page.get_by_role("link", name="Certificate (PDF)").click()
    assert download.value.suggested_filename.startswith("record-of-learning-")
    page.goto(named.url)
    expect(page.get_by_role("link", name="Your record of learning", exact=True)).to_be_visible()


def test_all_of_it_works_without_a_script(browser: Browser, named: Server, somebody: Client) -> None:
    context = browser.new_context(java_script_enabled=False)
    sign_in(context, somebody)
    page = context.new_page()
    page.goto(named.url)
    page.get_by_role("radio", name=re.compile("^Leaders and governors")).check()
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("link", name="Start: Welcome").click()
    expect(page.get_by_role("link", name="Go on: Looking after yourself")).to_be_visible()
    page.goto(named.url + "/you")
    page.get_by_label("Your name, or any name you like").fill("Zoë")
    page.get_by_role("button", name="Save the name").click()
    expect(page.get_by_label("Your name, or any name you like")).to_have_value("Zoë")
    read_all(somebody, "leaders")
    page.reload()
    page.get_by_role("button", name="Make my record").click()
    expect(page.get_by_role("link", name="Certificate (PDF)")).to_be_visible()
    context.close()


@pytest.mark.parametrize("width", [1280, 390, 320])
def test_axe_finds_nothing_on_ones_own_pages_and_none_scrolls_sideways(
    page: Page, named: Server, somebody: Client, width: int
) -> None:
    choose(somebody, "leaders")
    read_all(somebody, "leaders")
    somebody.submit("/you/record", {"name": "x" * 120})
    choose(somebody, "dsl", "northern-ireland")
    read(somebody, f"{MODULE}/try-it")
    sign_in(page.context, somebody)
    page.set_viewport_size({"width": width, "height": 800})
    found = {}
    for path in OWN_PAGES:
        page.goto(named.url + path)
        page.evaluate("document.querySelectorAll('main details').forEach((each) => { each.open = true; })")
        found_here = axe.findings(page)
        if found_here or page.evaluate("document.documentElement.scrollWidth") > width:
            found[path] = found_here
    assert found == {}
