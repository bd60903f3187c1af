"""The lesson is plain Jupyter: it works in JupyterLab and under `voila modules/`, and records nothing there."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic

import pytest
from playwright.sync_api import Browser, Page, expect

TOP = Path(__file__).resolve().parent.parent.parent
NOTEBOOK = "04_responding/04_responding.ipynb"
PATIENCE = 60_000  # a kernel and JupyterLab on a busy two-core machine


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@contextmanager
def _started(folder: Path, *command: str) -> Iterator[str]:
    """Start a stock Jupyter program in a folder; yield its address once it answers."""
    port = _free_port()
    tools = Path(sys.executable).parent
    environment = os.environ | {
        "PATH": f"{tools}{os.pathsep}{os.environ['PATH']}",
        "JUPYTER_CONFIG_DIR": str(folder.parent / "config"),
        "JUPYTERLAB_SETTINGS_DIR": str(folder.parent / "settings"),
    }
    program = subprocess.Popen(
        [str(tools / command[0]), *command[1:], "--no-browser", f"--port={port}"],
        cwd=folder,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_for(f"http://127.0.0.1:{port}/", program)
        yield f"http://127.0.0.1:{port}"
    finally:
        program.terminate()
        program.wait(20)


def _wait_for(url: str, program: subprocess.Popen[bytes]) -> None:
    deadline = monotonic() + 60
    while monotonic() < deadline and program.poll() is None:
        try:
            urllib.request.urlopen(url, timeout=5).close()
        except urllib.error.HTTPError:
            return
        except OSError:
            continue
        return
    raise AssertionError(f"{url} does not answer")


@pytest.fixture
def stranger_free(browser: Browser) -> Iterator[Page]:
    """Open a page that cannot reach any other host (stock templates ask a CDN for an icon font)."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.route(lambda url: "127.0.0.1" not in url and not url.startswith(("blob:", "data:")), lambda r: r.abort())
    yield context.new_page()
    context.close()


@pytest.fixture
def lessons(tmp_path: Path) -> Path:
    """Copy the lessons, so that nothing a stock tool writes lands in the checkout."""
    shutil.copytree(TOP / "modules", tmp_path / "modules", ignore=shutil.ignore_patterns(".ipynb_checkpoints"))
    return tmp_path / "modules"


def _keep_all_cells_in_the_page(folder: Path) -> None:
    """Switch off JupyterLab's habit of taking cells that are out of sight out of the page."""
    settings = folder.parent / "settings" / "@jupyterlab" / "notebook-extension" / "tracker.jupyterlab-settings"
    settings.parent.mkdir(parents=True)
    settings.write_text('{"windowingMode": "none"}', encoding="utf-8")


def _play_one_step(page: Page) -> None:
    widget = page.locator(".hf-widget").first
    expect(widget.get_by_role("radio").first).to_be_visible(timeout=PATIENCE)
    expect(widget.get_by_role("radio", checked=True)).to_have_count(0)
    widget.get_by_role("radio").first.check()
    widget.get_by_role("button", name="This is what I would do").click()
    expect(widget.locator(".hf-outcome")).to_contain_text("Why: ")
    expect(widget.get_by_text("nothing is recorded", exact=False).first).to_be_visible()
    widget.get_by_role("button", name="Back to the decision").click()
    expect(widget.get_by_role("radio", checked=True)).to_have_count(0)


def test_the_lesson_works_under_plain_voila_and_says_that_nothing_is_recorded(
    lessons: Path, stranger_free: Page
) -> None:
    with _started(lessons.parent, "voila", "modules") as url:
        stranger_free.goto(f"{url}/voila/render/{NOTEBOOK}", wait_until="domcontentloaded", timeout=PATIENCE)
        _play_one_step(stranger_free)
    assert not list(lessons.parent.rglob("answers.json"))
    assert not list(lessons.parent.rglob("records.db"))


def test_the_lesson_works_in_jupyterlab_and_says_that_nothing_is_recorded(lessons: Path, stranger_free: Page) -> None:
    _keep_all_cells_in_the_page(lessons)
    options = ("--allow-root", "--IdentityProvider.token=", "--LabApp.news_url=None")
    with _started(lessons, "jupyter", "lab", *options) as url:
        stranger_free.goto(f"{url}/lab/tree/{NOTEBOOK}", timeout=PATIENCE)
        expect(stranger_free.get_by_text("Python 3 (ipykernel) | Idle")).to_be_visible(timeout=PATIENCE)
        stranger_free.get_by_role("menuitem", name="Run", exact=True).click()
        stranger_free.get_by_role("menuitem", name="Run All Cells", exact=True).click()
        _play_one_step(stranger_free)
    assert not list(lessons.rglob("answers.json"))
