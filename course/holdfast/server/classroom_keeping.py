"""Writes what a room takes to its file, on a thread of its own, all that waits in one commit. Used by the room."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from typing import TypeVar

from holdfast.classroom.store import Change, Kept, RoomFile
from holdfast.errors import UserError

T = TypeVar("T")


class Keeping:
    """The file of a session, while its server runs."""

    def __init__(self, file: RoomFile, lost: Callable[[Kept | None, UserError], None]) -> None:
        """Take the file, and what is called after something could not be written.

        It is given what the file holds, or None where that cannot be read either.
        """
        self._file = file
        self._lost = lost
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="room")
        self._waiting: list[tuple[Change, asyncio.Future[None]]] = []
        self._writing: asyncio.Task[None] | None = None

    async def keep(self, change: Change) -> None:
        """Wait until a change is on the disk, with all that are waiting then.

        Raises:
            UserError: It cannot be written. Whatever waited with it was not written either.
        """
        waiting: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((change, waiting))
        if self._writing is None or self._writing.done():
            self._writing = asyncio.create_task(self._write())
        await waiting

    async def end(self) -> None:
        """Wipe the file, after what still waits."""
        await self._settled()
        await self._on_thread(self._file.end)

    async def close(self) -> None:
        """Close the file, after what still waits."""
        await self._settled()
        await self._on_thread(self._file.close)
        self._thread.shutdown()

    async def _settled(self) -> None:
        if self._writing is not None:
            await self._writing

    async def _write(self) -> None:
        while self._waiting:
            batch, self._waiting = self._waiting, []
            try:
                await self._on_thread(partial(self._file.write, [change for change, _ in batch]))
            except UserError as error:
                batch, self._waiting = batch + self._waiting, []
                self._lost(await self._on_thread(self._held), error)
                for _, waiting in batch:
                    waiting.set_exception(error)
            else:
                for _, waiting in batch:
                    waiting.set_result(None)

    def _held(self) -> Kept | None:
        with suppress(UserError):
            return self._file.read()
        return None

    async def _on_thread(self, work: Callable[[], T]) -> T:
        return await asyncio.wrap_future(self._thread.submit(work))
