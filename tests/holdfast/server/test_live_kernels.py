"""Kernels of live pages end once and for all, whoever asks and whenever. Real kernels of a real kernel manager."""

from __future__ import annotations

import asyncio
from pathlib import Path

import psutil
import pytest
from jupyter_server.services.kernels.kernelmanager import AsyncMappingKernelManager

from holdfast.server.live_kernels import LiveKernels
from holdfast.server.security import PlainError
from server_process import finish


def kernels_in(folder: Path) -> LiveKernels:
    """Return the kernels of a server whose connection files are in that folder."""
    manager = AsyncMappingKernelManager(root_dir=str(folder), connection_dir=str(folder), default_kernel_name="python3")
    return LiveKernels(manager=manager)


def left() -> list[psutil.Process]:
    """Return the kernels that run below this process."""
    children = psutil.Process().children(recursive=True)
    return [child for child in children if "ipykernel" in " ".join(child.cmdline())]


async def _open(live: LiveKernels, folder: Path, learner: str = "somebody") -> str:
    async with live.started(learner, "", "", folder) as kernel_id:
        return kernel_id


def test_a_kernel_that_is_ended_for_its_page_and_by_the_stop_at_once_ends_without_an_error(tmp_path: Path) -> None:
    async def run() -> None:
        live = kernels_in(tmp_path)
        one, other = await _open(live, tmp_path), await _open(live, tmp_path)
        await asyncio.gather(live.shut_down(one), live.end_all(), live.shut_down(one), live.shut_down(other))
        assert live.manager.list_kernel_ids() == []

    finish(run())
    assert left() == []


def test_a_stop_waits_for_a_kernel_that_is_being_started_and_starts_none_after_it(tmp_path: Path) -> None:
    async def run() -> None:
        live = kernels_in(tmp_path)
        opening = asyncio.create_task(_open(live, tmp_path))
        await asyncio.sleep(0)
        assert live._starting
        await live.end_all()
        await asyncio.gather(opening, return_exceptions=True)
        assert live.manager.list_kernel_ids() == []
        with pytest.raises(PlainError, match="503"):
            await _open(live, tmp_path)

    finish(run())
    assert left() == []
