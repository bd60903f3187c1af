"""Fixtures that every test may use: a real Chromium, a data root of its own, and the course served on it."""

from __future__ import annotations

import gc
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from filelock import FileLock
from playwright.sync_api import Browser, Page, expect, sync_playwright

from server_process import Server, start, wait_until
from strangers import note_stranger

# The last --disable-features counts: first what Playwright would switch off, then two pop-ups of the address bar, which
# take more of the processor for each new page than the page does, though nobody sees them.
_SWITCHED_OFF = (
    "AvoidUnnecessaryBeforeUnloadCheckSync,DestroyProfileOnBrowserClose,HttpsUpgrades,HttpsFirstBalancedModeAutoEnable,"
    "LensOverlay,MediaRouter,PaintHolding,ThirdPartyStoragePartitioning,AvoidCorsURLLoaderRestartOnRedirect,"
    "OptimizationHints,NetworkTimeServiceQuerying,AimEnabled,PreconnectToSearch,"
    "WebUIOmniboxPopup,WebUIOmniboxAimPopup"
)
# Chromium must not speak to anyone by itself, and root needs --no-sandbox.
CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    f"--disable-features={_SWITCHED_OFF}",
]

# The tests run side by side: what a person would see at once may take its time here.
expect.set_options(timeout=15_000)


def find_chromium() -> str | None:
    """Return the Chromium to test with: the one that HOLDFAST_CHROMIUM names, else an installed one."""
    named = os.environ.get("HOLDFAST_CHROMIUM")
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    return named or next((path for name in names if (path := shutil.which(name))), None)


def pytest_configure() -> None:
    """Collect the tests without the collector of rubbish, which has nothing to find there."""
    gc.disable()


def pytest_collection_finish() -> None:
    """Let it look from now on, and pass over the tests and their modules."""
    gc.freeze()
    gc.enable()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start one real Chromium for the session."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=find_chromium(), args=CHROMIUM_ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """Open a page in a context of its own; a request that leaves this machine fails the test."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="en-GB")
    strangers: list[str] = []

    context.on("request", lambda request: note_stranger(request, strangers))
    yield context.new_page()
    context.close()
    assert strangers == []


@pytest.fixture
def data_root(tmp_path: Path) -> Path:
    """Return an empty folder for learner data."""
    folder = tmp_path / "data"
    folder.mkdir()
    return folder


@pytest.fixture(scope="session")
def first_start(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Have all pages made and checks released once for the run, by a server that keeps them for its next start."""
    top = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:  # its folder stands beside those of the others
        top = top.parent
    folder = top / "first-start"
    with FileLock(top / "first-start.lock"):
        if not folder.exists():
            with start(top / "being-made") as first:
                wait_until(lambda: "All pages are ready." in first.log, 240, "all pages")
            (top / "being-made").rename(folder)
    return folder


@pytest.fixture(scope="session")
def second_start(first_start: Path) -> Callable[[Path], Path]:
    """Return what makes a data root as a second start finds it: nothing of a learner, and pages and checks ready."""
    of_learners = shutil.ignore_patterns("records.db*", ".cookie_secret", "*.lock")

    def made(folder: Path) -> Path:
        shutil.copytree(first_start, folder, ignore=of_learners, dirs_exist_ok=True)
        return folder

    return made


@pytest.fixture
def ready_root(data_root: Path, second_start: Callable[[Path], Path]) -> Path:
    """Return a data root as a second start finds it."""
    return second_start(data_root)


@pytest.fixture
def server(ready_root: Path) -> Iterator[Server]:
    """Serve the course to a learner who has done nothing yet."""
    with start(ready_root) as running:
        yield running
