"""Plain Voila beside ours: the same section of the same module, cut out of its notebook, and nothing else."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import nbformat

from benchmarks.course import MODULE, SECTION
from holdfast import paths
from holdfast.library import library
from server_process import free_port

DEADLINE = 60.0  # seconds after which a visitor of the stock page is given up


@dataclass(frozen=True)
class Stock:
    """A running Voila."""

    port: int
    pid: int
    path: str

    @property
    def url(self) -> str:
        """The address of its page."""
        return f"http://127.0.0.1:{self.port}{self.path}"


@contextmanager
def stock_voila() -> Iterator[Stock]:
    """Serve the section with plain Voila, with `ipc` kernels: its default, `tcp`, hangs in a burst."""
    port, tools = free_port(), Path(sys.executable).parent
    environment = os.environ | {"PATH": f"{tools}{os.pathsep}{os.environ['PATH']}"}
    with tempfile.TemporaryDirectory(prefix="hf-") as folder:
        write_section(Path(folder) / f"{SECTION}.ipynb")
        command = [str(tools / "voila"), ".", "--no-browser", f"--port={port}", "--KernelManager.transport=ipc"]
        runtime = {"JUPYTER_RUNTIME_DIR": folder}
        quiet = subprocess.DEVNULL
        process = subprocess.Popen(command, cwd=folder, env=environment | runtime, stdout=quiet, stderr=quiet)
        try:
            _wait(port)
            yield Stock(port, process.pid, f"/voila/render/{SECTION}.ipynb")
        finally:
            process.terminate()
            process.wait(60)


def write_section(file: Path) -> None:
    """Write the section as a notebook of its own: the code before the first heading, then the section's cells."""
    modules = paths.course_folders().modules
    notebook = nbformat.read(modules / MODULE / f"{MODULE}.ipynb", as_version=4)
    title = next(each.title for each in library().module(MODULE).sections if each.id == SECTION)
    kept, here = [], ""
    for cell in notebook.cells:
        if cell.cell_type == "markdown" and cell.source.startswith("## "):
            here = cell.source.partition("\n")[0].removeprefix("## ")
        shown = "facilitator" not in cell.metadata.get("tags", ())
        if shown and (here == title or (not here and cell.cell_type == "code")):
            kept.append(cell)
    notebook.cells = kept
    nbformat.write(notebook, file)


def _wait(port: int) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5).close()
        except urllib.error.HTTPError:
            return
        except OSError:
            threading.Event().wait(0.1)
        else:
            return
    raise AssertionError("Plain Voila did not start.")
