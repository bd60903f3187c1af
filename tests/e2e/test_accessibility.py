"""Every page passes axe-core, at two widths and in both themes, and reflows at 320 px."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from e2e.signed_in import sign_in
from holdfast.library import library
from server_process import Client, Server, start

MODULE = "04_responding"
PAGES = [
    "/",
    *(f"/modules/{MODULE}/{section.id}" for section in library().module(MODULE).sections),
    "/check/m4-responding",
    "/result/m4-responding",
    "/help",
    "/sources",
    "/accessibility",
    "/your-data",
    "/no-such-page",
]


@pytest.fixture(scope="module")
def marked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, Client]]:
    """Serve the course to a learner who has been marked once."""
    with start(tmp_path_factory.mktemp("learner") / "data") as server:
        client = server.client()
        tag = client.tag("m4-responding")
        path = ["buy-the-weekend", "repair", "mute-note-block"]
        answers = [
            {"seq": 1, "item": "friday-twenty-past-three", "value": path},
            {"seq": 2, "item": "practice-never-view-1", "value": ["look-once"]},
            {"seq": 3, "item": "practice-tell-and-note-1", "value": ["tell-then-write"]},
        ]
        acks = client.post("/api/answers", {"tag": tag, "client": "a" * 16, "answers": answers}).json["acks"]
        assert [ack["status"] for ack in acks] == ["saved"] * 3
        assert client.post("/api/submit/m4-responding", {"tag": tag}).json["state"] in {"marked", "marking"}
        yield server, client


def _signed_in(page: Page, marked: tuple[Server, Client]) -> str:
    server, client = marked
    sign_in(page.context, client)
    return server.url


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing_on_any_page(page: Page, marked: tuple[Server, Client], theme: str, width: int) -> None:
    url = _signed_in(page, marked)
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
    found = {}
    for path in PAGES:
        page.goto(url + path)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        for host in page.locator(".hf-host").all():
            expect(host.locator(".hf-widget")).to_be_visible()
        violations = Axe().run(page).response["violations"]
        if violations:
            found[path] = [(each["id"], [node["target"] for node in each["nodes"]]) for each in violations]
    assert found == {}


def test_no_page_scrolls_sideways_at_320_pixels(page: Page, marked: tuple[Server, Client]) -> None:
    url = _signed_in(page, marked)
    page.set_viewport_size({"width": 320, "height": 640})
    wide = {}
    for path in PAGES:
        page.goto(url + path)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        width = page.evaluate("document.documentElement.scrollWidth")
        if width > 320:
            wide[path] = width
    assert wide == {}


def test_every_page_says_where_help_is_without_javascript(browser: Browser, marked: tuple[Server, Client]) -> None:
    server, client = marked
    context = browser.new_context(java_script_enabled=False)
    sign_in(context, client)
    page = context.new_page()
    for path in PAGES:
        page.goto(server.url + path)
        expect(page.get_by_role("contentinfo").get_by_role("link", name="999")).to_be_visible()
        expect(page.get_by_role("link", name="Exit this page")).to_be_visible()
    page.goto(f"{server.url}/modules/{MODULE}/who-to-call")
    page.get_by_text("Help now").first.click()
    expect(page.get_by_role("region", name="Help now").get_by_role("link", name="0800 1111")).to_be_visible()
    context.close()
