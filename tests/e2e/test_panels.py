"""Panels on a page of ours: with the style sheet alone the law can be narrowed, and everyone can read everything."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

import holdfast.server
from e2e.keyboard import Keyboard
from e2e.signed_in import sign_in
from holdfast.figures import NAMES
from holdfast.figures.canvas import TEXT, WIDTH
from holdfast.library import library
from holdfast.panels import (
    Panel,
    Part,
    evidence_table,
    figure,
    glossary,
    help_list,
    law_list,
    law_table,
    progress,
    then_and_now,
)
from panel_html import hostile_course
from server_process import Client, Server
from widgets.everyone import SIZES, problems

STATIC = Path(holdfast.server.__file__).parent / "static"
MODULE = "04_responding"
LEAST = 12  # pixels: the smallest text a phone shows
_OURS = ("page.css", "content.css")

# A link in a sentence is excepted (WCAG 2.2, 2.5.8); a radio is as large as the label around it.
_SMALL = """() => [...document.querySelectorAll("main :is(summary, label, button, [tabindex], .hf-channels a)")]
  .map((each) => [each, each.getBoundingClientRect()])
  .filter(([, box]) => box.width > 0 && (box.width < 24 || box.height < 24))
  .map(([each, box]) => `${each.outerHTML.slice(0, 80)} ${Math.round(box.width)}x${Math.round(box.height)}`)"""

# What the browser made of it is what was written: no element was moved or closed early to mend it.
_AS_WRITTEN = """(html) => {
  const names = [...html.matchAll(/<([a-z0-9]+)/g)].map(([, name]) => name);
  const made = document.createElement("div");
  made.innerHTML = html;
  return names.join() === [...made.querySelectorAll("*")].map((each) => each.localName).join();
}"""

Shown = Callable[..., Page]


@pytest.fixture
def served() -> Iterator[tuple[str, dict[str, tuple[str, str]]]]:
    """Serve the real style sheets under the course's own content policy, and whatever page a test puts there."""
    files = {f"/{name}": ("text/css", (STATIC / name).read_text(encoding="utf-8")) for name in _OURS}

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            kind, text = files.get(self.path, ("text/plain", ""))
            self.send_response(200 if text else 404)
            self.send_header("Content-Type", f"{kind}; charset=utf-8")
            policy = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:"
            self.send_header("Content-Security-Policy", policy)
            self.end_headers()
            self.wfile.write(text.encode())

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/", files
    server.shutdown()
    server.server_close()


@pytest.fixture
def shown(page: Page, served: tuple[str, dict[str, tuple[str, str]]]) -> Shown:
    """Return a function that puts panels on a page of ours."""
    url, files = served

    def show(*panels: Panel, styles: tuple[str, ...] = _OURS) -> Page:
        sheets = "".join(f'<link rel="stylesheet" href="/{name}">' for name in styles)
        body = "".join(f"<h2>Part {number}</h2>{panel.html}" for number, panel in enumerate(panels, start=1))
        head = f'<meta charset="utf-8"><title>A page</title><link rel="icon" href="data:,">{sheets}'
        view = '<meta name="viewport" content="width=device-width, initial-scale=1">'
        frame = f'<main class="hf-main"><h1>A page</h1><div class="hf-content">{body}</div></main>'
        text = f'<head>{head}{view}</head><body><div class="hf-frame hf-single">{frame}</div></body>'
        files["/"] = ("text/html", f'<!doctype html><html lang="en-GB">{text}</html>')
        page.goto(url)
        return page

    return show


def _nation(page: Page) -> Locator:
    return page.get_by_role("group", name="Nation", exact=True)


def _kind(page: Page) -> Locator:
    return page.get_by_role("group", name="Kind", exact=True)


def _titles(page: Page) -> list[str]:
    """Return the titles of the rows that can be seen."""
    heads = page.locator("tbody th").filter(visible=True)
    return [text.strip() for text in heads.evaluate_all("heads => heads.map((head) => head.firstChild.data)")]


def _law(nation: str | None = None, kind: str | None = None) -> set[str]:
    on = library().course.law_as_at
    nations = [nation] if nation else ["england", "wales", "scotland", "northern-ireland"]
    held = [entry for name in nations for entry, _ in library().law_on(on, name)]  # type: ignore[arg-type]
    return {entry.title for entry in held if kind in {None, entry.kind}}


def test_the_law_is_narrowed_by_keyboard_alone(shown: Shown) -> None:
    page = shown(law_table())
    keys = Keyboard(page)
    assert set(_titles(page)) == _law()
    keys.choose(_nation(page), "Scotland")
    assert set(_titles(page)) == _law("scotland") != _law()
    keys.choose(_kind(page), "Offences")
    assert set(_titles(page)) == _law("scotland", "offence")
    keys.choose(_nation(page), "Northern Ireland")
    assert set(_titles(page)) == _law("northern-ireland", "offence")
    keys.choose(_kind(page), "All kinds")
    keys.choose(_nation(page), "All four nations")
    assert set(_titles(page)) == _law()


def test_every_choice_shows_its_rows_or_says_that_there_are_none(shown: Shown) -> None:
    page = shown(law_table())
    kinds = {"All kinds": None, "Offences": "offence", "Duties": "duty", "Rules": "rule"}
    offered = _kind(page).get_by_role("radio").count()
    assert offered >= 3
    for nation_words, nation in {"England": "england", "Wales": "wales", "Scotland": "scotland"}.items():
        _nation(page).get_by_label(nation_words).check()
        for kind_words, kind in list(kinds.items())[:offered]:
            _kind(page).get_by_label(kind_words).check()
            assert set(_titles(page)) == _law(nation, kind)
            nothing = page.get_by_text("Nothing is listed for").filter(visible=True)
            expect(nothing).to_have_count(0 if _law(nation, kind) else 1)


def test_two_panels_on_a_page_are_narrowed_apart(shown: Shown) -> None:
    page = shown(law_table(), law_table(kind="duty"))
    _nation(page).first.get_by_label("Wales").check()
    expect(_nation(page).nth(1).get_by_label("All four nations")).to_be_checked()
    expect(page.locator(".hf-law").nth(1).locator("tbody tr").filter(visible=True)).to_have_count(
        len(_law(None, "duty"))
    )


def test_without_our_style_sheet_every_row_is_shown_and_no_control(shown: Shown) -> None:
    page = shown(law_table(), styles=())
    assert set(_titles(page)) == _law()
    expect(page.get_by_role("radio")).to_have_count(0)
    expect(page.get_by_text("Nothing is listed for").filter(visible=True)).to_have_count(0)


def test_on_paper_every_row_stands_whatever_was_chosen(shown: Shown) -> None:
    page = shown(law_table())
    _nation(page).get_by_label("Northern Ireland").check()
    _kind(page).get_by_label("Duties").check()
    page.emulate_media(media="print")
    assert set(_titles(page)) == _law()
    expect(page.get_by_role("radio")).to_have_count(0)
    expect(page.get_by_text("Nothing is listed for").filter(visible=True)).to_have_count(0)


def test_everyone_can_use_every_panel(shown: Shown) -> None:
    parts = [Part(title="The first minute", minutes=4, done=True), Part(title="Who to call", minutes=3, done=False)]
    page = shown(
        progress(parts), law_table(), then_and_now(), glossary(), help_list("northern-ireland"), evidence_table(),
        *map(figure, NAMES),
    )  # fmt: skip
    for fold in page.locator("details").all():
        fold.evaluate("fold => { fold.open = true; }")
    assert problems(page) == []
    for width, height in SIZES.values():
        page.set_viewport_size({"width": width, "height": height})
        assert page.evaluate(_SMALL) == []


def test_a_figure_is_wide_enough_to_read_on_a_phone_and_no_wider_on_a_desk(shown: Shown) -> None:
    page = shown(*map(figure, NAMES))
    for width in (360, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        wide = page.locator(".hf-figure img").evaluate_all(
            "all => all.map((each) => each.getBoundingClientRect().width)"
        )
        assert len(wide) == len(NAMES)
        assert all(WIDTH * LEAST / TEXT <= each <= WIDTH for each in wide), wide


def test_everyone_can_read_the_law_when_it_is_narrowed_to_nothing(shown: Shown) -> None:
    page = shown(law_table(nation="wales"), law_list("threat-to-share-s66b"), law_table())
    _nation(page).get_by_label("Wales").check()
    _kind(page).last.get_by_label("Rules").check()
    assert problems(page) == []


def test_markup_in_every_field_stays_text_in_a_browser(shown: Shown, tmp_path: Path) -> None:
    course = hostile_course(tmp_path)
    panels = [make(course=course) for make in (evidence_table, help_list, law_list, law_table, then_and_now, glossary)]
    page = shown(*panels)
    expect(page.locator("main :is(script, b, [style], [onload], [onclick])")).to_have_count(0)
    assert [number for number, panel in enumerate(panels) if not page.evaluate(_AS_WRITTEN, panel.html)] == []


def test_the_panels_of_a_lesson_are_there_without_javascript(browser: Browser, running: Server, client: Client) -> None:
    context = browser.new_context(java_script_enabled=False)
    sign_in(context, client)
    page = context.new_page()
    found = ""
    for section in library().module(MODULE).sections:
        page.goto(f"{running.url}/modules/{MODULE}/{section.id}")
        found += page.locator("main").inner_html()
    for panel in ("hf-figure", "hf-stack", "hf-help", "The law behind this module"):
        assert panel in found
    context.close()
