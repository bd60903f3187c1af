"""Runs notebooks once, one after the other in one kernel, through Voila's executor."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Mapping
from logging import Logger
from pathlib import Path
from uuid import uuid4

from jupyter_client.asynchronous.client import AsyncKernelClient
from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from nbclient.exceptions import DeadKernelError
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


class _Executor(VoilaExecutor):
    """Leaves nothing behind when a run is cut short: no open channel, nothing that asks whether the kernel lives."""

    _asking: asyncio.Task[None] | None = None

    async def _async_poll_kernel_alive(self) -> None:
        self._asking = asyncio.current_task()
        await super()._async_poll_kernel_alive()

    def let_go(self) -> None:
        """End what belongs to this run; the kernel stays."""
        if self._asking is not None:
            self._asking.cancel()
        if self.kc is not None:
            self.kc.stop_channels()


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


class Runner:
    """Runs notebooks one after the other in one kernel, each with nothing left of the one before.

    A kernel takes a second or two to start and to import what every notebook uses. After a notebook that failed in any
    way, the next one gets a new kernel.
    """

    def __init__(self, scratch: Path, log: Logger) -> None:
        """Take where connection files go (its path has to be short), and where errors of Voila and nbclient go."""
        self._scratch = scratch
        self._log = log
        self._manager: AsyncKernelManager | None = None

    async def run(self, notebook: NotebookNode, folder: Path) -> WidgetStates:
        """Run all code cells, in order; their outputs are put into the notebook.

        Args:
            notebook: The notebook, changed in place.
            folder: Where it runs.

        Returns:
            The state of every widget the notebook made, by model id.

        Raises:
            nbclient.exceptions.CellExecutionError: A cell raised.
            Exception: The kernel did not start, died, or took too long.
        """
        try:
            manager = self._manager or await self._start(folder)
            executor = _Executor(
                notebook, km=manager, timeout=_CELL_SECONDS, startup_timeout=_START_SECONDS, log=self._log
            )
            try:
                await executor.async_start_new_kernel_client()
                await _forget(executor.kc, folder)
                for index, cell in enumerate(notebook.cells):
                    if cell.cell_type == "code":
                        await executor.execute_cell(cell, None, index, store_history=False)
            finally:
                executor.let_go()
        except BaseException:
            await self.close()
            raise
        states: WidgetStates = executor.widget_state
        return states

    async def close(self) -> None:
        """Let the kernel go."""
        manager, self._manager = self._manager, None
        if manager is not None and manager.has_kernel:
            await manager.shutdown_kernel(now=True)

    async def _start(self, folder: Path) -> AsyncKernelManager:
        self._manager = AsyncKernelManager(
            kernel_name="python3",
            kernel_spec_manager=ThisPython(),
            client_class=_CLIENT,
            transport=transport(self._scratch),
            connection_file=str(self._scratch / f"{uuid4().hex[:12]}.json"),
            log=self._log,
        )
        await self._manager.start_kernel(cwd=str(folder), env=kernel_environment(self._scratch))
        return self._manager


async def _forget(client: AsyncKernelClient, folder: Path) -> None:
    """Empty the kernel's namespace and move it to a notebook's folder."""
    code = f"import os\nos.chdir({str(folder)!r})\nget_ipython().reset(new_session=True)"
    reply = await client.execute_interactive(
        code, silent=True, store_history=False, allow_stdin=False, timeout=_START_SECONDS, output_hook=lambda _: None
    )
    if reply["content"]["status"] != "ok":
        raise DeadKernelError("The kernel could not be made ready for the next notebook")
