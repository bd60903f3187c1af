"""Runs a notebook once in a kernel of its own, through Voila's executor, and lets the kernel go."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from logging import Logger
from pathlib import Path
from uuid import uuid4

from jupyter_client.asynchronous.client import AsyncKernelClient
from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from nbformat import NotebookNode
from voila.execute import VoilaExecutor

_LONGEST_FOLDER = 50
"""Signs of a folder below which a kernel's socket file still has a path the system takes (107 signs)."""
_CLIENT = f"{__name__}._WithoutHeartbeat"
_CELL_SECONDS = 120
_START_SECONDS = 60

WidgetStates = Mapping[str, Mapping[str, object]]


class ThisPython(KernelSpecManager):
    """Know one kernel: this Python. A kernel of that name in the person's own Jupyter folder is not asked."""

    def _kernel_dirs_default(self) -> list[str]:
        return []


class _WithoutHeartbeat(AsyncKernelClient):
    """Start no heartbeat: its thread may wake after the kernel was let go, and nbclient asks the process anyway."""

    def start_channels(self, *channels: bool, **named: bool) -> None:
        super().start_channels(*channels, **{**named, "hb": False})


def transport(scratch: Path) -> str:
    """Return how to speak with kernels: tcp ports of kernels that start together collide, socket files cannot."""
    return "ipc" if sys.platform == "linux" and len(str(scratch)) <= _LONGEST_FOLDER else "tcp"


def kernel_environment(scratch: Path) -> dict[str, str]:
    """Return the environment of a kernel: ours, without the person's own IPython start-up files and history."""
    return {
        **os.environ,
        "IPYTHONDIR": str(scratch / "ipython"),
        "MPLBACKEND": "module://matplotlib_inline.backend_inline",
    }


async def run(notebook: NotebookNode, folder: Path, scratch: Path, log: Logger) -> WidgetStates:
    """Run all code cells, in order; their outputs are put into the notebook.

    Args:
        notebook: The notebook, changed in place.
        folder: Where it runs.
        scratch: A folder for connection files; its path has to be short.
        log: Where errors of Voila and nbclient go.

    Returns:
        The state of every widget the notebook made, by model id.

    Raises:
        nbclient.exceptions.CellExecutionError: A cell raised.
        Exception: The kernel did not start, died, or took too long.
    """
    manager = AsyncKernelManager(
        kernel_name="python3",
        kernel_spec_manager=ThisPython(),
        client_class=_CLIENT,
        transport=transport(scratch),
        connection_file=str(scratch / f"{uuid4().hex[:12]}.json"),
        log=log,
    )
    executor = VoilaExecutor(notebook, km=manager, timeout=_CELL_SECONDS, startup_timeout=_START_SECONDS, log=log)
    try:
        await manager.start_kernel(cwd=str(folder), env=kernel_environment(scratch))
        await executor.async_start_new_kernel_client()
        for index, cell in enumerate(notebook.cells):
            if cell.cell_type == "code":
                await executor.execute_cell(cell, None, index, store_history=False)
        states: WidgetStates = executor.widget_state
        return states
    finally:
        if executor.kc is not None:
            executor.kc.stop_channels()
        if manager.has_kernel:
            await manager.shutdown_kernel(now=True)
