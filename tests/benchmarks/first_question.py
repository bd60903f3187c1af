"""Measure what a learner waits for, beside stock Voila in the same run, and print a table.

    .venv/bin/python tests/benchmarks/first_question.py [--runs 10] [--stock-runs 3]

Measured: from `serve` to the first answer of the server; from a cold click to the first radio button visible (a new
browser context each time), with bytes and requests; from Submit to the mark. The stock page is the same notebook under
plain Voila. Medians with the lowest and highest value. A measurement, not a test: nothing here fails on a time.
"""

from __future__ import annotations

import argparse
import os
import platform
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Request, sync_playwright
from rich.console import Console
from rich.table import Table

TOP = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(TOP / "tests"))

from conftest import CHROMIUM_ARGUMENTS, find_chromium  # noqa: E402
from server_process import start  # noqa: E402

QUESTION = "/modules/04_responding/friday-twenty-past-three"
ANSWERS = [
    ("friday-twenty-past-three", ["buy-the-weekend", "repair", "mute-note-block"]),
    ("practice-never-view-1", ["lock-and-believe"]),
]


@dataclass(frozen=True)
class Look:
    """One cold look at a page."""

    seconds: float
    requests: int
    kilobytes: float
    strangers: int


def look(browser: Browser, url: str, cookies: list[dict[str, str]]) -> Look:
    """Open a page in a new context and wait for its first radio button."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.add_cookies(cookies)  # type: ignore[arg-type]
    here = f"127.0.0.1:{url.split(':')[2].split('/', maxsplit=1)[0]}"
    asked: list[Request] = []
    page = context.new_page()
    page.on("request", lambda request: asked.append(request))  # noqa: PLW0108 - it wants a function
    network = context.new_cdp_session(page)
    network.send("Network.enable")
    received: list[float] = []
    network.on("Network.loadingFinished", lambda event: received.append(event["encodedDataLength"]))
    began = time.perf_counter()
    page.goto(url, wait_until="commit", timeout=120_000)
    page.locator("input[type=radio]").first.wait_for(state="visible", timeout=120_000)
    seconds = time.perf_counter() - began
    page.wait_for_load_state("networkidle")
    counted = [request.url for request in asked if not request.url.startswith(("blob:", "data:"))]
    strangers = [address for address in counted if here not in address]
    context.close()
    return Look(seconds, len(counted), sum(received) / 1000, len(strangers))


def spread(values: list[float], form: str) -> str:
    """Return the median and, in brackets, the lowest and highest value."""
    low, middle, high = (format(value, form) for value in (min(values), statistics.median(values), max(values)))
    return f"{middle} ({low} to {high})"


@contextmanager
def stock_voila() -> Iterator[str]:
    """Serve the modules with plain Voila."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    tools = Path(sys.executable).parent
    environment = os.environ | {"PATH": f"{tools}{os.pathsep}{os.environ['PATH']}"}
    command = [str(tools / "voila"), "modules", "--no-browser", f"--port={port}"]
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(command, cwd=TOP, env=environment, stdout=quiet, stderr=quiet)
    try:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5).close()
                break
            except urllib.error.HTTPError:
                break
            except OSError:
                time.sleep(0.1)
        yield f"http://127.0.0.1:{port}/voila/render/04_responding/04_responding.ipynb"
    finally:
        process.terminate()
        process.wait(20)


def measure_ours(browser: Browser, runs: int) -> tuple[list[float], list[Look], list[float]]:
    """Return start-up times, cold looks, and times from Submit to the mark."""
    starts, looks, marks = [], [], []
    for _ in range(min(runs, 3)):
        began = time.perf_counter()
        with tempfile.TemporaryDirectory() as folder, start(Path(folder) / "data") as server:
            assert server.client().get("/").status == 200
            starts.append(time.perf_counter() - began)
    with tempfile.TemporaryDirectory() as folder, start(Path(folder) / "data") as server:
        client = server.client()
        client.get(QUESTION)  # the server holds this answer until the page is prepared
        client.get("/check/m4-responding")
        cookies = [{"name": name, "value": value, "url": server.url} for name, value in client.cookies.items()]
        looks = [look(browser, server.url + QUESTION, cookies) for _ in range(runs)]
        tag = client.tag("m4-responding")
        sent = [{"seq": at, "item": item, "value": value} for at, (item, value) in enumerate(ANSWERS, 1)]
        client.post("/api/answers", {"tag": tag, "client": "b" * 16, "answers": sent})
        for _ in range(runs):
            began = time.perf_counter()
            reply = client.post("/api/submit/m4-responding", {"tag": tag})
            assert reply.json["state"] == "marked", reply.json
            marks.append(time.perf_counter() - began)
    return starts, looks, marks


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--runs", type=int, default=10)
    options.add_argument("--stock-runs", type=int, default=3)
    chosen = options.parse_args()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=CHROMIUM_ARGUMENTS)
        starts, looks, marks = measure_ours(browser, chosen.runs)
        with stock_voila() as url:
            stock = [look(browser, url, []) for _ in range(chosen.stock_runs)]
        version = browser.version
        browser.close()
    table = Table("What", "Holdfast", "stock Voila", "goal", title="First question, start and mark")
    table.add_row("serve answers (s)", spread(starts, ".1f"), "", "10")
    table.add_row(
        "first question, cold (s)",
        spread([each.seconds for each in looks], ".3f"),
        spread([each.seconds for each in stock], ".2f"),
        "0.25",
    )
    for words, name, goal in (("requests", "requests", ""), ("received (kB)", "kilobytes", "200"),
                              ("requests to other hosts", "strangers", "0")):  # fmt: skip
        ours, theirs = ([float(getattr(each, name)) for each in group] for group in (looks, stock))
        table.add_row(words, spread(ours, ".0f"), spread(theirs, ".0f"), goal)
    table.add_row("from Submit to the mark (s)", spread(marks, ".2f"), "", "3")
    console = Console(width=110)
    console.print(table)
    console.print(
        f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}, Python {platform.python_version()}, "
        f"Chromium {version}, loopback; {chosen.runs} runs, stock {chosen.stock_runs}."
    )


if __name__ == "__main__":
    main()
