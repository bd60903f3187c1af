"""Running a notebook once: in a kernel of its own, which is gone afterwards."""

from __future__ import annotations

import asyncio
import gc
import logging
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from nbclient.exceptions import CellExecutionError
from nbformat import NotebookNode, v4

from holdfast.server import notebook_run
from server_process import finish, wait_until

LOG = logging.getLogger("test")


@pytest.fixture
def scratch() -> Iterator[Path]:
    """Return a folder with a short path: a socket file is in it."""
    with tempfile.TemporaryDirectory(prefix="hf-") as folder:
        yield Path(folder)


def kernels(scratch: Path) -> list[psutil.Process]:
    children = psutil.Process().children()
    return [child for child in children if str(scratch) in " ".join(child.cmdline())]


async def run(scratch: Path, *notebooks: NotebookNode) -> list[notebook_run.WidgetStates]:
    """Run notebooks one after the other, and let the kernel go also when one fails."""
    runner = notebook_run.Runner(scratch, LOG)
    try:
        return [await runner.run(notebook, scratch) for notebook in notebooks]
    finally:
        await runner.close()


def told(notebook: NotebookNode) -> str:
    return str(notebook.cells[0].outputs[0].text).strip()


def test_notebooks_share_a_kernel_and_nothing_else(scratch: Path) -> None:
    code = "import os, ipywidgets\nprint(os.getpid(), 'left' in globals())\nleft = ipywidgets.IntSlider(value=7)"
    first, second = (v4.new_notebook(cells=[v4.new_code_cell(code)]) for _ in range(2))
    one, other = finish(run(scratch, first, second))
    process, left = told(first).split()
    assert left == "False"
    assert told(second) == f"{process} False"
    assert set(one) & set(other) == set()
    assert len(one) == len(other) == 3  # the slider, its layout and its style


def test_after_a_failure_the_next_notebook_gets_a_kernel_of_its_own(scratch: Path) -> None:
    async def both() -> None:
        runner = notebook_run.Runner(scratch, LOG)
        with pytest.raises(RuntimeError, match="died"):
            await runner.run(v4.new_notebook(cells=[v4.new_code_cell("import os; os._exit(1)")]), scratch)
        sound = v4.new_notebook(cells=[v4.new_code_cell("print('here')")])
        await runner.run(sound, scratch)
        assert told(sound) == "here"
        await runner.close()

    finish(both())
    assert kernels(scratch) == []


def test_outputs_and_widget_states_come_back_and_the_kernel_is_gone(scratch: Path) -> None:
    code = "import os, ipywidgets\nprint(os.getcwd())\nipywidgets.IntSlider(value=7)"
    notebook = v4.new_notebook(cells=[v4.new_markdown_cell("text"), v4.new_code_cell(code)])
    (states,) = finish(run(scratch, notebook))
    said, shown = notebook.cells[1].outputs
    assert said.text.strip() == str(scratch.resolve())
    assert states[shown.data["application/vnd.jupyter.widget-view+json"]["model_id"]]["value"] == 7
    assert kernels(scratch) == []


def test_a_cell_that_raises_is_an_error_and_the_kernel_is_gone(scratch: Path) -> None:
    notebook = v4.new_notebook(cells=[v4.new_code_cell("1 / 0")])
    with pytest.raises(CellExecutionError, match="ZeroDivisionError"):
        finish(run(scratch, notebook))
    assert kernels(scratch) == []


def test_a_kernel_that_ends_by_itself_is_an_error(scratch: Path) -> None:
    notebook = v4.new_notebook(cells=[v4.new_code_cell("import os; os._exit(1)")])
    with pytest.raises(RuntimeError, match="died"):
        finish(run(scratch, notebook))
    assert kernels(scratch) == []


def test_a_path_too_long_for_a_socket_file_takes_ports() -> None:
    assert notebook_run.transport(Path("/short/hf-12345678")) == ("ipc" if sys.platform == "linux" else "tcp")
    assert notebook_run.transport(Path("/long") / ("x" * 60)) == "tcp"


@pytest.mark.parametrize("when", ["while the kernel starts", "while a cell runs"])
def test_a_run_that_is_cut_short_leaves_no_kernel_and_nothing_in_the_log(
    scratch: Path, caplog: pytest.LogCaptureFixture, when: str
) -> None:
    begun = scratch / "begun"
    cell = v4.new_code_cell(f"import pathlib, time\npathlib.Path({str(begun)!r}).touch()\ntime.sleep(60)")
    there = begun.exists if when == "while a cell runs" else lambda: any(scratch.glob("*.json"))

    async def cut_short() -> None:
        task = asyncio.create_task(run(scratch, v4.new_notebook(cells=[cell])))
        await asyncio.to_thread(wait_until, there)
        task.cancel()
        await asyncio.wait({task})
        assert task.cancelled() or task.exception()

    finish(cut_short())
    gc.collect()
    assert kernels(scratch) == []
    assert [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING] == []
