"""Every page passes axe-core, wide and narrow, in all colours and contrasts, and reflows at 320 px in large text."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

import axe
from e2e.signed_in import sign_in
from holdfast.library import library
from holdfast.records import Attempt
from holdfast.server import pages
from holdfast.server.assets import Assets
from server_process import Client, Server, start

MODULE = "04_responding"
WAITING = "/result/m4-responding-leads"
SETTINGS = "/accessibility#hf-settings"  # with what folds in header and footer open
KINDS = [
    "/",
    f"/modules/{MODULE}/friday-twenty-past-three",
    "/check/m4-responding",
    "/result/m4-responding",
    WAITING,
    "/help",
    "/sources",
    "/what-changed",
    "/your-data",
    SETTINGS,
    "/no-such-page",
]
IN_LINE = "/live/06_running_a_session/waiting?place=first"
SECTIONS = [f"/modules/{module.id}/{section.id}" for module in library().course.modules for section in module.sections]
OF_ONE_MODULE = [path for path in SECTIONS if path.startswith(f"/modules/{MODULE}/")]
PAGES = list(dict.fromkeys([*KINDS, "/corrections", *OF_ONE_MODULE]))
LOOKS = [(colours, contrast) for contrast in ("", "more") for colours in ("light", "dark")]


@pytest.fixture(scope="module")
def marked(
    tmp_path_factory: pytest.TempPathFactory, second_start: Callable[[Path], Path]
) -> Iterator[tuple[Server, Client]]:
    """Serve the course to a learner who has been marked once."""
    with start(second_start(tmp_path_factory.mktemp("learner") / "data")) as server:
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
    check = library().assignment(WAITING.rsplit("/", 1)[1])
    attempt = Attempt(
        id=1, learner_id="a" * 16, assignment=check.id, content_version="1", answers={}, opened_on=date.today(),
        state="marking", points=None, maximum=None, entries={}, reason="",
    )  # fmt: skip
    waiting = pages.render_result_waiting(library(), Assets(), check, attempt)
    page.route(f"**{WAITING}", lambda route: route.fulfill(content_type="text/html", body=waiting))
    in_line = pages.render_live_waiting(library(), Assets(), "06_running_a_session", "first", 3)
    page.route("**/live/**", lambda route: route.fulfill(content_type="text/html", body=in_line))
    return server.url


def _open(page: Page, url: str) -> None:
    page.goto(url)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    for host in page.locator(".hf-host").all():
        expect(host.locator(".hf-widget")).to_be_visible()
    if url.endswith(SETTINGS):
        page.locator("#hf-now > summary").click()
        expect(page.locator("#hf-nation")).to_be_visible()


@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing_in_any_colours_and_contrast(page: Page, marked: tuple[Server, Client], width: int) -> None:
    url = _signed_in(page, marked)
    page.set_viewport_size({"width": width, "height": 800})
    found = {}
    for path in KINDS:
        _open(page, url + path)
        for colours, contrast in LOOKS:
            page.evaluate("look => Object.entries(look).forEach(([name, value]) => holdfast.choose(name, value))",
                          {"colours": colours, "contrast": contrast})  # fmt: skip
            if findings := axe.findings(page):
                found[path, colours, contrast] = findings
    assert found == {}


@pytest.mark.parametrize(
    ("width", "theme", "paths"), [(1280, "light", PAGES), (390, "dark", [*SECTIONS, IN_LINE])], ids=["wide", "narrow"]
)
def test_axe_finds_nothing_on_any_other_page(
    page: Page, marked: tuple[Server, Client], width: int, theme: str, paths: list[str]
) -> None:
    url = _signed_in(page, marked)
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
    found = {}
    for path in paths:
        if path not in KINDS:
            _open(page, url + path)
            if findings := axe.findings(page):
                found[path] = findings
    assert found == {}


def test_no_page_scrolls_sideways_at_320_pixels(page: Page, marked: tuple[Server, Client]) -> None:
    url = _signed_in(page, marked)
    page.set_viewport_size({"width": 320, "height": 640})
    wide = {}
    for path in PAGES:
        _open(page, url + path)
        for size in ("", "larger"):
            page.evaluate("size => holdfast.choose('text', size)", size)
            width = page.evaluate("document.documentElement.scrollWidth")
            if width > 320:
                wide[path, size] = width
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
