"""A check open in a browser, its questions, and what stands between it and the server. For the tests about saving."""

from __future__ import annotations

import json
import secrets
from datetime import UTC, datetime
from itertools import islice
from typing import Any

from playwright.sync_api import Page, Route, expect

from e2e.signed_in import sign_in
from holdfast import recording
from holdfast.library import library
from holdfast.model import Item
from server_process import Client, Server

CHECK = library().assignment("m4-responding")
ITEMS = [library().item(item) for item in CHECK.items if library().item(item).type == "single"]
FIRST = ITEMS[0]
PAGE = f"/check/{CHECK.id}"
ANSWERS = "**/api/answers"
STATE = "**/api/state/*"
QUESTIONS = '.hf-host[data-kind="assessment"]'
FOOT = f"{QUESTIONS} .hf-foot"
KEPT_HERE = "your answers are kept here"
NOT_CONNECTED = f"Not connected: {KEPT_HERE} and will be sent"
ONLY_ON_THIS_PAGE = "your answers are only on this page, so keep it open"
STORE = "holdfast-unsent:"
_FIRST_PAGE = 90_000  # The server may still be making its pages.


def open_check(page: Page, running: Server, client: Client) -> Page:
    """Sign in, open the check and wait until its saved answers are shown."""
    sign_in(page.context, client)
    return show_check(page, running)


def show_check(page: Page, running: Server) -> Page:
    """Open the check and wait until its saved answers are shown."""
    page.goto(running.url + PAGE, timeout=_FIRST_PAGE)
    expect(page.locator(FOOT)).to_contain_text("Saved")
    return page


def kept(client: Client, item: str = FIRST.id) -> list[str] | None:
    """Return what the server keeps for an item."""
    answer: list[str] | None = client.get(f"/api/state/{CHECK.id}").json["answers"].get(item)
    return answer


def choose(page: Page, client: Client, number: int = 0, besides: str = "") -> str:
    """Choose an answer that is neither kept nor chosen, nor that one; return its option."""
    item = ITEMS[number]
    now = [*(kept(client, item.id) or []), besides]
    fields = {option.id: page.locator(f'{QUESTIONS} input[value="{option.id}"]') for option in item.options}
    option = next(option for option, field in fields.items() if option not in now and not field.is_checked())
    fields[option].check()
    return option


def chosen(page: Page, option: str) -> None:
    """Expect that option to be shown as chosen."""
    expect(page.locator(f'{QUESTIONS} input[value="{option}"]')).to_be_checked()


def says(page: Page, words: str) -> None:
    """Expect these words about saving."""
    expect(page.locator(FOOT)).to_contain_text(words)


def saved(page: Page) -> None:
    """Expect the page to say that everything is saved."""
    expect(page.locator(FOOT)).to_have_text("✓ Saved")


def answer_elsewhere(client: Client, number: int) -> str:
    """Save another answer than the kept one, as the learner's page on another computer does; return its option."""
    item = ITEMS[number]
    option = next(option.id for option in item.options if [option.id] != kept(client, item.id))
    entry = {"seq": 0, "item": item.id, "value": [option]}
    body = {"tag": client.tag(CHECK.id), "client": secrets.token_hex(16), "answers": [entry]}
    assert client.post("/api/answers", body).json["acks"] == [{"seq": 0, "status": "saved"}]
    return option


def two_hundred() -> dict[str, list[str]]:
    """Return two hundred answers of the course, by item."""
    course = library()
    parts = {key: ["done"] for key in sorted(recording.keys_of_sections(course))}
    plan = {key: ["The lead"] for key in sorted(recording.keys_of_plan(course))}
    items = {item.id: [_first_answer(item)] for item in course.items.values() if item.type in _ONE_IS_ENOUGH}
    return dict(islice((parts | plan | items).items(), 200))


_ONE_IS_ENOUGH = {"single", "multiple", "sentence", "sorting", "matching"}


def _first_answer(item: Item) -> str:
    option = item.options[0].id
    return f"{option}:{item.groups[0].id}" if item.groups else option


def everything(client: Client) -> dict[str, list[str]]:
    """Return all that the server keeps of the learner."""
    course = library().course
    pages = [*(module.id for module in course.modules), *(assignment.id for assignment in course.assignments)]
    states = [client.get(f"/api/state/{page}").json["answers"] for page in pages]
    return {item: value for state in states for item, value in state.items()}


def clock_of(page: Page, seconds: float) -> datetime:
    """Return what the page's clock will show in so many seconds."""
    now: float = page.evaluate("Date.now()")
    return datetime.fromtimestamp(now / 1000 + seconds, UTC)


def signal(page: Page, event: str) -> None:
    """Have the browser tell the page what it tells on waking, on coming back and on being connected."""
    page.evaluate(
        """(event) => event === "pageshow" ? dispatchEvent(new PageTransitionEvent(event, {persisted: true}))
            : (event === "online" ? window : document).dispatchEvent(new Event(event))""",
        event,
    )


def unsent(page: Page) -> list[dict[str, Any]]:
    """Return what waits in the browser's storage, as it is sent."""
    lists = page.evaluate(
        "(store) => Object.keys(localStorage).filter((key) => key.startsWith(store)).map((key) => localStorage[key])",
        STORE,
    )
    entries = [entry for text in lists for entry in json.loads(text)["entries"]]
    return [{name: entry[name] for name in ("seq", "item", "value")} for entry in entries]


def sent(route: Route) -> dict[str, Any]:
    """Return the body of a request."""
    body: dict[str, Any] = json.loads(route.request.post_data or "{}")
    return body


def refuse_connection(page: Page) -> None:
    """Let no answer through."""
    page.route(ANSWERS, lambda route: route.abort("connectionrefused"))


class Held:
    """Requests that hang until they are let go."""

    def __init__(self, page: Page, url: str) -> None:
        self.page = page
        self.routes: list[Route] = []
        self.later: list[dict[str, Any]] = []  #: what was sent after that
        self.open = False
        page.route(url, self._take)

    def _take(self, route: Route) -> None:
        if self.open:
            self.later.append(sent(route))
            route.continue_()
        else:
            self.routes.append(route)

    def wait(self) -> None:
        """Wait until one hangs."""
        for _ in range(200):
            if self.routes:
                return
            self.page.wait_for_timeout(25)
        raise AssertionError("no request came")

    def let_go(self) -> None:
        """Let it, and those to come, through."""
        self.open = True
        for route in self.routes:
            route.continue_()
