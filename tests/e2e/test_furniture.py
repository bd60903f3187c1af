"""What every page offers beside its text: going on, leaving, help, and all of it that needs no script."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from e2e.keyboard import Keyboard
from e2e.signed_in import sign_in
from holdfast.library import library
from server_process import Client, Server, wait_until

CHECK = library().assignment("m4-responding")
PAGE = f"/check/{CHECK.id}"
SECTIONS = [section.id for section in library().module(CHECK.module).sections]
WEATHER = "https://www.bbc.co.uk/weather"
_STOPS = 30
_IN_ITS_LIST = """(row) => {
  const [list, box] = [row.closest(".hf-side"), row].map((each) => each.getBoundingClientRect());
  return box.top >= list.top && box.bottom <= list.bottom;
}"""
ANSWERS = "**/api/answers"
FOOT = '.hf-host[data-kind="assessment"] .hf-foot'


def test_going_on_marks_the_section_done_also_over_a_lost_connection(
    page: Page, running: Server, client: Client
) -> None:
    done = f"{CHECK.module}/{SECTIONS[0]}"
    sign_in(page.context, client)
    page.goto(f"{running.url}/modules/{done}")
    expect(page.get_by_role("progressbar")).to_be_visible()
    page.route(ANSWERS, lambda route: route.abort("connectionrefused"))
    page.get_by_role("link", name="Go on: ").click()
    page.wait_for_url(f"**/{SECTIONS[1]}")
    row = page.locator(f'.hf-wide [data-part="{done}"]')
    expect(row.locator(".hf-tick")).to_be_visible()
    page.unroute(ANSWERS)
    wait_until(lambda: done in client.get(f"/api/state/{CHECK.id}").json["progress"]["done"], what="the section")
    expect(page.locator(".hf-wide [data-left]")).to_contain_text("of the course left")


def test_exit_hides_the_page_leaves_no_way_back_and_tells_nobody(
    browser: Browser, running: Server, client: Client
) -> None:
    context = browser.new_context()
    sign_in(context, client)
    referrers: list[str | None] = []

    def weather(route: Route) -> None:
        referrers.append(route.request.headers.get("referer"))
        route.fulfill(content_type="text/html", body="<title>Weather</title><p>Sunny")

    context.route("https://www.bbc.co.uk/**", weather)
    page = context.new_page()
    page.goto(running.url + "/your-data")
    page.goto(running.url + PAGE)
    expect(page.locator(FOOT)).to_contain_text("Saved")
    seen: list[str] = []
    page.on("request", lambda request: seen.append(request.url))
    page.get_by_role("link", name="Exit this page").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(WEATHER)
    assert referrers == [None]
    assert [url for url in seen if url.startswith(running.url)] == []
    page.go_back()
    assert page.url == running.url + "/your-data"
    context.close()


def test_help_opens_and_closes_by_keyboard_and_focus_comes_back(page: Page, running: Server, client: Client) -> None:
    sign_in(page.context, client)
    page.goto(running.url)
    summary = page.locator("#hf-now > summary")
    summary.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("region", name="Help now")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("region", name="Help now")).to_be_hidden()
    expect(summary).to_be_focused()


def test_without_javascript_text_help_and_links_are_there(browser: Browser, running: Server, client: Client) -> None:
    context = browser.new_context(java_script_enabled=False)
    sign_in(context, client)
    page = context.new_page()
    page.goto(f"{running.url}/modules/{CHECK.module}/{SECTIONS[2]}")
    expect(page.get_by_text("JavaScript is off in this browser.")).to_be_visible()
    page.get_by_text("Help now").first.click()
    expect(page.get_by_role("region", name="Help now").get_by_role("link", name="0800 1111")).to_be_visible()
    page.goto(f"{running.url}/modules/{CHECK.module}/{SECTIONS[2]}")
    page.get_by_role("link", name="Go on: ").click()
    assert page.url.endswith(SECTIONS[3])
    context.close()


def test_the_open_section_is_in_view_in_a_list_longer_than_the_window(
    page: Page, running: Server, client: Client
) -> None:
    sign_in(page.context, client)
    page.set_viewport_size({"width": 1280, "height": 500})
    for section in (SECTIONS[0], SECTIONS[-1], SECTIONS[-8]):
        page.goto(f"{running.url}/modules/{CHECK.module}/{section}")
        row = page.locator(".hf-side [aria-current]")
        expect(row).to_be_in_viewport(ratio=1)
        assert row.evaluate(_IN_ITS_LIST), section
        assert page.evaluate("scrollY") == 0


def test_focus_is_seen_and_never_covered_on_a_phone_and_at_400_percent(
    page: Page, running: Server, client: Client
) -> None:
    sign_in(page.context, client)
    keyboard = Keyboard(page)
    for width, height in ((390, 800), (320, 256)):  # the second is 1280 x 1024 at 400 %
        page.set_viewport_size({"width": width, "height": height})
        page.goto(running.url + "/help#hf-settings")
        page.locator("#hf-exit").focus()
        for _ in range(_STOPS):
            page.keyboard.press("Tab")
            keyboard.focus_is_seen()
        for _ in range(_STOPS):
            page.keyboard.press("Shift+Tab")
            keyboard.focus_is_seen()


@pytest.fixture
def reading(browser: Browser, running: Server, client: Client) -> Iterator[Page]:
    """Return a page that was reached from another one, with a clock that stands, and a weather page that answers."""
    context = browser.new_context()
    sign_in(context, client)
    context.route(WEATHER, lambda route: route.fulfill(content_type="text/html", body="<title>Weather</title>Sunny"))
    page = context.new_page()
    page.clock.install()
    page.goto(running.url + "/help")
    page.goto(running.url + "/your-data")
    yield page
    context.close()


def _said(page: Page) -> str:
    return page.locator("#hf-exit + [role=status]").inner_text()


def _lit(page: Page) -> int:
    lights = page.locator("#hf-exit .hf-lights")
    return lights.locator(".hf-lit").count() if lights.is_visible() else 0


def test_shift_three_times_leaves_and_the_count_is_said_and_shown(reading: Page, running: Server) -> None:
    assert (_said(reading), _lit(reading)) == ("", 0)
    reading.keyboard.press("Shift")
    assert (_said(reading), _lit(reading)) == ("Shift: press 2 more times to exit.", 1)
    reading.keyboard.press("Shift")
    assert (_said(reading), _lit(reading)) == ("Shift: press 1 more time to exit.", 2)
    reading.keyboard.press("Shift")
    reading.wait_for_url(WEATHER)
    reading.go_back()
    assert reading.url == running.url + "/help"


def test_the_page_is_hidden_at_once_and_stays_so_when_the_weather_does_not_come(reading: Page) -> None:
    reading.context.unroute(WEATHER)
    reading.context.route(WEATHER, lambda route: route.fulfill(status=204))
    for _ in range(3):
        reading.keyboard.press("Shift")
    expect(reading.locator("body")).to_be_hidden()
    expect(reading.get_by_role("alert")).to_have_text("Loading.")
    expect(reading).to_have_title("Weather")


def test_five_seconds_after_a_press_the_count_begins_anew(reading: Page) -> None:
    reading.keyboard.press("Shift")
    reading.clock.run_for(4_900)
    reading.keyboard.press("Shift")
    reading.clock.run_for(4_900)
    assert _said(reading) == "Shift: press 1 more time to exit."
    reading.clock.run_for(200)
    assert (_said(reading), _lit(reading)) == ("Exit this page has stopped waiting for Shift.", 0)
    reading.clock.run_for(5_000)
    assert _said(reading) == ""
    reading.keyboard.press("Shift")
    assert _said(reading) == "Shift: press 2 more times to exit."


def test_another_key_or_a_click_in_between_stops_the_count(reading: Page) -> None:
    heading = reading.get_by_role("heading", level=1)
    for between in ("x", "Shift+A", "Shift+Tab", "Control+Shift", "click"):
        reading.keyboard.press("Shift")
        reading.keyboard.press("Shift")
        if between == "click":
            heading.click()
        else:
            reading.keyboard.press(between)
        assert (_said(reading), _lit(reading)) == ("", 0), between
    reading.keyboard.press("Shift")
    assert _said(reading) == "Shift: press 2 more times to exit."
