"""Stock JupyterLab and stock Voila, as a trainer starts them, and a browser that can reach nobody else."""

from __future__ import annotations

import os
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic

from playwright.sync_api import Browser, Page, expect

from server_process import free_port

_LOCAL = ("blob:", "data:", "file:")
PATIENCE = 60_000  # a kernel and JupyterLab on a busy two-core machine


@contextmanager
def stranger_free(browser: Browser) -> Iterator[Page]:
    """Open a page that cannot reach any other host (stock templates ask a CDN for an icon font)."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.route(lambda url: "127.0.0.1" not in url and not url.startswith(_LOCAL), lambda route: route.abort())
    yield context.new_page()
    context.close()


@contextmanager
def voila(folder: Path, notebooks: str) -> Iterator[str]:
    """Serve a folder of notebooks with plain Voila; yield the address that a notebook's path is added to."""
    with started(folder, "voila", notebooks) as url:
        yield f"{url}/voila/render"


@contextmanager
def jupyterlab(folder: Path) -> Iterator[str]:
    """Serve a folder with JupyterLab; yield the address."""
    keep_all_cells_in_the_page(folder)
    options = ("--allow-root", "--IdentityProvider.token=", "--LabApp.news_url=None")
    with started(folder, "jupyter", "lab", *options) as url:
        yield url


def run_all_cells(page: Page, lab: str, notebook: str) -> None:
    """Open a notebook in JupyterLab and run it, as a trainer does."""
    page.goto(f"{lab}/lab/tree/{notebook}", timeout=PATIENCE)
    expect(page.get_by_text("Python 3 (ipykernel) | Idle")).to_be_visible(timeout=PATIENCE)
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()


@contextmanager
def started(folder: Path, *command: str) -> Iterator[str]:
    """Start a stock Jupyter program in a folder; yield its address once it answers."""
    port = free_port()
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


def keep_all_cells_in_the_page(folder: Path) -> None:
    """Switch off JupyterLab's habit of taking cells that are out of sight out of the page."""
    settings = folder.parent / "settings" / "@jupyterlab" / "notebook-extension" / "tracker.jupyterlab-settings"
    settings.parent.mkdir(parents=True)
    settings.write_text('{"windowingMode": "none"}', encoding="utf-8")
