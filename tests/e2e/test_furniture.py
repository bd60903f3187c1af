"""What every page offers beside its text: going on, leaving, help, and all of it that needs no script."""

from __future__ import annotations

from playwright.sync_api import Browser, Page, Route, expect

from e2e.signed_in import sign_in
from holdfast.library import library
from server_process import Client, Server, wait_until

CHECK = library().assignment("m4-responding")
PAGE = f"/check/{CHECK.id}"
SECTIONS = [section.id for section in library().module(CHECK.module).sections]
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
    page.wait_for_url("https://www.bbc.co.uk/weather")
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
