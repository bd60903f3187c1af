"""A bare page, without Jupyter, that hosts one composed widget with the smallest model there can be."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, ViewportSize

from holdfast_widgets._base import HoldfastWidget
from strangers import note_stranger

SIZE: ViewportSize = {"width": 1280, "height": 900}

_HTML = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A lesson</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,"><link rel="stylesheet" href="/page.css"><link rel="stylesheet" href="/widget.css">
</head><body><header>Holdfast</header><main><h1>A lesson</h1><div id="host"></div></main>
<script type="module" src="/host.js"></script></body></html>"""

_PAGE_CSS = """body { margin: 0; background: #f6f4ef; color: #1c2530; font-family: system-ui, sans-serif; }
header { position: sticky; top: 0; z-index: 9; height: 64px; background: #fff; }
main { max-width: 50rem; margin: 0 auto; padding: 20px; }
@media (prefers-color-scheme: dark) { body { background: #11181e; color: #e7ecef; } header { background: #1a232b; } }"""

_HOST = """import widget from "/widget.js";
const state = await (await fetch("/state.json")).json();
const heard = new Map();
const fire = (event, ...news) => [...(heard.get(event) ?? [])].forEach((hear) => hear(...news));
window.saved = [];
window.sent = [];
window.model = {
  get: (name) => state[name],
  set: (name, value) => { state[name] = value; fire(`change:${name}`); },
  on: (event, hear) => heard.set(event, [...(heard.get(event) ?? []), hear]),
  off: (event, hear) => heard.set(event, (heard.get(event) ?? []).filter((each) => each !== hear)),
  save_changes: () => window.saved.push(structuredClone(state.value)),
  send: (content) => window.sent.push(content),
  listeners: () => [...heard.values()].flat().length,
  fire,
};
window.leave = widget.render({ model: window.model, el: document.getElementById("host") });
"""


@dataclass(frozen=True, kw_only=True)
class Hosted:
    """A widget on a page, and what its model has seen."""

    page: Page

    def value(self) -> dict[str, list[str]]:
        """Return what the model holds."""
        found: dict[str, list[str]] = self.page.evaluate("model.get('value')")
        return found

    def saved(self) -> list[dict[str, list[str]]]:
        """Return every value that was saved, in order."""
        found: list[dict[str, list[str]]] = self.page.evaluate("saved")
        return found

    def sent(self) -> list[dict[str, Any]]:
        """Return the messages the widget sent to its host."""
        found: list[dict[str, Any]] = self.page.evaluate("sent")
        return found

    def set(self, name: str, value: object) -> None:
        """Change a trait from outside: another tab, the server or Python."""
        self.page.evaluate("([name, value]) => model.set(name, value)", [name, value])

    def reply(self, message: dict[str, Any]) -> None:
        """Send the widget a message from its host."""
        self.page.evaluate("(message) => model.fire('msg:custom', message)", message)

    def focused(self) -> str:
        """Return the text of what has focus; of a control, its label."""
        found: str = self.page.evaluate(
            "() => { const at = document.activeElement; return (at.labels?.[0] ?? at).textContent.trim(); }"
        )
        return found


@pytest.fixture(scope="module")
def shared(browser: Browser) -> Iterator[tuple[Page, list[str]]]:
    """Open one page for the tests of a file (half of a short test is a new page); list what it asks of others."""
    context = browser.new_context(viewport=SIZE, locale="en-GB")
    strangers: list[str] = []
    context.on("request", lambda request: note_stranger(request, strangers))
    yield context.new_page(), strangers
    context.close()


@pytest.fixture
def page(shared: tuple[Page, list[str]]) -> Iterator[Page]:
    """Return the page as a new one would be; a test that changes its clock has a file of its own."""
    page, strangers = shared
    page.goto("about:blank")
    page.set_viewport_size(SIZE)
    page.emulate_media(media="null", color_scheme="null", contrast="null", forced_colors="null", reduced_motion="null")
    page.context.clear_cookies()
    page.mouse.move(0, 0)
    yield page
    assert strangers == []


@pytest.fixture
def host(page: Page) -> Iterator[Callable[..., Hosted]]:
    """Return a function that opens a widget on the page: its real script and style, with the state given."""
    files: dict[str, tuple[str, str]] = {
        "/": ("text/html", _HTML),
        "/page.css": ("text/css", _PAGE_CSS),
        "/host.js": ("text/javascript", _HOST),
    }

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            kind, text = files.get(self.path, ("text/plain", ""))
            self.send_response(200 if text else 404)
            self.send_header("Content-Type", f"{kind}; charset=utf-8")
            self.send_header("Content-Security-Policy", "default-src 'self'; img-src 'self' data:")
            self.end_headers()
            self.wfile.write(text.encode())

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()

    def opened(widget: HoldfastWidget, **state: Any) -> Hosted:
        shown = {name: getattr(widget, name) for name in ("kind", "name", "view", "value", "saving")} | state
        files["/widget.js"] = ("text/javascript", widget.script())
        files["/widget.css"] = ("text/css", widget.style())
        files["/state.json"] = ("application/json", json.dumps(shown))
        page.goto(f"http://127.0.0.1:{server.server_port}/")
        page.locator(".hf-widget").wait_for()
        return Hosted(page=page)

    yield opened
    server.shutdown()
    server.server_close()
