"""What one learner waits for in a real browser: the first question, cold, warm and on a slow line; start; the mark."""

from __future__ import annotations

import json
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, Request

from benchmarks.amounts import Amounts
from benchmarks.course import CHECK, QUESTION, Course
from benchmarks.stock import stock_voila
from benchmarks.table import Findings, Row, Values
from server_process import start

_SLOW = {"offline": False, "latency": 100, "downloadThroughput": 5e6 / 8, "uploadThroughput": 5e6 / 8}
_ANSWERS = [
    (QUESTION.rpartition("/")[2], ["buy-the-weekend", "repair", "mute-note-block"]),
    ("practice-never-view-1", ["lock-and-believe"]),
]


@dataclass(frozen=True)
class Look:
    """One look at a page."""

    seconds: float  #: from navigation to the first radio button
    requests: int
    kilobytes: float
    strangers: int  #: requests to other hosts


def look(
    browser: Browser, url: str, cookies: list[dict[str, str]], *, slow: bool = False, visits: int = 1
) -> list[Look]:
    """Open a page in a new context, and again with what the browser has kept then."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.add_cookies(cookies)  # type: ignore[arg-type]
    looks = [_open(context, url, slow=slow) for _ in range(visits)]
    context.close()
    return looks


def _open(context: BrowserContext, url: str, *, slow: bool) -> Look:
    page, asked, received = context.new_page(), list[Request](), list[float]()
    page.on("request", lambda request: asked.append(request))  # noqa: PLW0108 - it wants a function
    network = context.new_cdp_session(page)
    network.send("Network.enable")
    network.on("Network.loadingFinished", lambda event: received.append(event["encodedDataLength"]))
    if slow:
        network.send("Network.emulateNetworkConditions", _SLOW)
    seconds = _seconds_to_question(page, url)
    page.wait_for_load_state("networkidle")
    counted = [request.url for request in asked if not request.url.startswith(("blob:", "data:"))]
    here = "/".join(url.split("/")[:3])
    page.close()
    return Look(seconds, len(counted), sum(received) / 1000, sum(not each.startswith(here) for each in counted))


def _seconds_to_question(page: Page, url: str) -> float:
    began = time.perf_counter()
    page.goto(url, wait_until="commit", timeout=120_000)
    page.locator("input[type=radio]").first.wait_for(state="visible", timeout=120_000)
    return time.perf_counter() - began


def measure(browser: Browser, course: Course, amounts: Amounts) -> Findings:
    """Measure the first question, ours and stock."""
    url = course.server.url + QUESTION
    look(browser, url, course.cookies)  # a browser that has just started is slow once, for both
    ours = [look(browser, url, course.cookies, visits=2) for _ in range(amounts.looks)]
    slow = [look(browser, url, course.cookies, slow=True)[0] for _ in range(amounts.slow_looks)]
    with stock_voila() as stock:
        theirs = [look(browser, stock.url, [], visits=2) for _ in range(amounts.stock_looks)]
        slow_stock = [look(browser, stock.url, [], slow=True)[0] for _ in range(amounts.stock_slow_looks)]
    cold, cold_stock = ([each[0] for each in looks] for looks in (ours, theirs))
    warm, warm_stock = ([each[1] for each in looks] for looks in (ours, theirs))
    rows = [
        _seconds("cold", "first question, cold browser (s)", cold, cold_stock, 0.25),
        _seconds("warm", "the same, second visit (s)", warm, warm_stock),
        _seconds("slow", "the same, cold, at 5 Mbit/s and 100 ms (s)", slow, slow_stock, 1.5),
        _counts("requests", "requests, cold", "requests", cold, cold_stock),
        _counts("kilobytes", "received, cold (kB)", "kilobytes", cold, cold_stock, 200),
        _counts("strangers", "requests to other hosts", "strangers", cold, cold_stock, 0),
    ]
    note = (
        "The first question is there when its first radio button is visible. Cold is a new browser context, the second "
        "visit the same page again in it; the slow line is Chromium's own throttling."
    )
    return Findings(rows, [note])


def measure_start_and_mark(course: Course, amounts: Amounts) -> Findings:
    """Measure from `serve` to its first answer, and from Submit to the mark."""
    starts, marks = [], []
    for _ in range(amounts.starts):
        began = time.perf_counter()
        with tempfile.TemporaryDirectory() as folder, start(Path(folder) / "data") as server:
            assert server.client().get("/start").status == 200
            starts.append(time.perf_counter() - began)
    client = course.client
    sent = [{"seq": at, "item": item, "value": value} for at, (item, value) in enumerate(_ANSWERS, 1)]
    client.post("/api/answers", {"tag": course.tag, "client": "mark", "answers": sent})
    for _ in range(amounts.marks):
        began = time.perf_counter()
        reply = client.post(f"/api/submit/{CHECK}", {"tag": course.tag})
        assert reply.json["state"] == "marked", json.dumps(reply.json)
        marks.append(time.perf_counter() - began)
    rows = [
        Row(name="serve", what="`serve` answers, empty data root (s)", ours=Values.of(starts, ".1f"), limit=10),
        Row(name="mark", what="from Submit to the mark (s)", ours=Values.of(marks), limit=3),
    ]
    return Findings(rows)


def _seconds(name: str, what: str, ours: list[Look], theirs: list[Look], limit: float | None = None) -> Row:
    times, stock = ([each.seconds for each in group] for group in (ours, theirs))
    return Row(name=name, what=what, ours=Values.of(times, ".3f"), stock=Values.of(stock), limit=limit)


def _counts(name: str, what: str, field: str, ours: list[Look], theirs: list[Look], limit: float | None = None) -> Row:
    counted, stock = ([float(getattr(each, field)) for each in group] for group in (ours, theirs))
    return Row(name=name, what=what, ours=Values.of(counted, ".0f"), stock=Values.of(stock, ".0f"), limit=limit)
