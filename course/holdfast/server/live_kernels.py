"""The kernels of live pages: whose each one is, how many may start and run, and when each one is let go."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from jupyter_core.utils import ensure_async

from holdfast.interface_text import later, say
from holdfast.server.live_line import Line, LineFull, NotInLine
from holdfast.server.notebook_run import kernel_environment
from holdfast.server.security import PlainError

if TYPE_CHECKING:
    from holdfast.server.live_socket import LiveSocket

AWAY_SECONDS = 600.0
"""How long a kernel is kept when no page is connected to it: a laptop may be closed for a moment."""
IDLE_SECONDS = 7200.0
"""How long a kernel is kept for a page that is open and used by nobody."""

_AT_ONCE = 2
_PER_LEARNER = 3
_CONNECTS_WITHIN = 30.0
"""Seconds in which a page that was sent opens its connection; its kernel does not make room for another one before."""
_LOOK_SECONDS = 1.0
_BUSY = later("Too many pages of this kind are being opened. Try again in a minute.")
_CLOSING = later("The course is being stopped. Load this page again in a minute.")
_FULL = later("You have three live pages open, and that is the limit. Close one of them, then load this page again.")


class MustWait(Exception):  # noqa: N818  (it says what is the matter)
    """As many pages are being made as may be at once; the ticket is a place in the line."""

    def __init__(self, ticket: str) -> None:
        super().__init__(ticket)
        self.ticket = ticket


@dataclass(kw_only=True, eq=False)
class _Kernel:
    """One kernel of a learner."""

    owner: str
    ready: bool = False  #: whether its page has been made
    opened: bool = False  #: whether its page has connected
    alone_since: float = 0.0
    sockets: set[LiveSocket] = field(default_factory=set)

    def can_make_room(self) -> bool:
        """Return whether no page needs it: none is connected, and none is about to connect."""
        if not self.ready or self.sockets:
            return False
        return self.opened or time.monotonic() - self.alone_since > _CONNECTS_WITHIN


@dataclass(kw_only=True)
class LiveKernels:
    """The kernels of live pages."""

    manager: Any = None
    line: Line = field(default_factory=Line)
    _kernels: dict[str, _Kernel] = field(default_factory=dict)
    _making: int = 0
    _starting: set[asyncio.Task[Any]] = field(default_factory=set)
    _ending: dict[str, asyncio.Future[Any]] = field(default_factory=dict)
    _closing: bool = False
    _caretaker: asyncio.Task[None] | None = None

    def belongs(self, kernel_id: str, learner_id: str) -> bool:
        """Return whether the kernel runs and is that learner's."""
        kernel = self._kernels.get(kernel_id)
        return kernel is not None and kernel.owner == learner_id and kernel_id in self.manager

    def connected(self, kernel_id: str, socket: LiveSocket) -> None:
        """Note that a page is connected."""
        if kernel_id in self._kernels:
            self._kernels[kernel_id].opened = True
            self._kernels[kernel_id].sockets.add(socket)

    def disconnected(self, kernel_id: str, socket: LiveSocket) -> None:
        """Note that a page is gone; its kernel is kept for a while."""
        if kernel_id in self._kernels:
            self._kernels[kernel_id].sockets.discard(socket)
            self._kernels[kernel_id].alone_since = time.monotonic()

    async def shut_down(self, kernel_id: str) -> None:
        """End a kernel and the connections of its page, if it still runs; who asks meanwhile waits for the same end."""
        kernel = self._kernels.pop(kernel_id, None)
        if kernel_id in self.manager and kernel_id not in self._ending:
            ending = asyncio.ensure_future(ensure_async(self.manager.shutdown_kernel(kernel_id, now=True)))
            ending.add_done_callback(lambda _: self._ending.pop(kernel_id))
            self._ending[kernel_id] = ending
        if kernel_id in self._ending:
            await asyncio.shield(self._ending[kernel_id])
        for socket in tuple(kernel.sockets) if kernel else ():
            socket.close(1001, "ended")

    async def shut_down_of(self, learner_id: str) -> None:
        """End all kernels of a learner."""
        for kernel_id in [each for each, kernel in self._kernels.items() if kernel.owner == learner_id]:
            await self.shut_down(kernel_id)

    async def end_all(self) -> None:
        """Start no kernel any more, and end all there are: also those being started, or ended for a page, right now."""
        self._closing = True
        while self._starting:
            await asyncio.wait(self._starting)
        left = {*self.manager.list_kernel_ids(), *self._ending}
        for outcome in await asyncio.gather(*map(self.shut_down, left), return_exceptions=True):
            if isinstance(outcome, Exception):
                self.manager.log.error("A kernel of a live page could not be ended", exc_info=outcome)

    def ahead(self, ticket: str) -> int:
        """Return how many are before a visitor that waits: 0 means that their page may be made now.

        Raises:
            NotInLine: There is no such ticket.
        """
        return max(0, self.line.ask(ticket) + self._making + 1 - _AT_ONCE)

    @asynccontextmanager
    async def started(self, learner_id: str, ticket: str, folder: str, scratch: Path) -> AsyncIterator[str]:
        """Start a kernel for a page that is made meanwhile; an error in there ends the kernel.

        Raises:
            MustWait: As many as allowed are being made.
            PlainError: The learner has as many as allowed, or too many wait.
        """
        with self._turn(ticket):
            kernel_id, kernel = str(uuid4()), _Kernel(owner=learner_id)
            await self._take_place(kernel_id, kernel)
            starting = asyncio.create_task(
                self.manager.start_kernel(
                    kernel_id=kernel_id, kernel_name="python3", path=folder, env=kernel_environment(scratch)
                )
            )
            self._starting.add(starting)
            starting.add_done_callback(self._starting.discard)
            try:
                await asyncio.shield(starting)  # a kernel that is half started could not be ended
                yield kernel_id
            except BaseException:
                await asyncio.wait({starting})
                await self.shut_down(kernel_id)
                raise
            kernel.ready, kernel.alone_since = True, time.monotonic()
            if self._caretaker is None or self._caretaker.done():
                self._caretaker = asyncio.create_task(self._take_care())

    @contextmanager
    def _turn(self, ticket: str) -> Iterator[None]:
        """Take one of the few starts, or a place in the line."""
        if self._closing:
            raise PlainError(503, say(_CLOSING), retry_after=5)
        try:
            ahead = self.ahead(ticket)
        except NotInLine:
            ahead = max(0, self.line.length() + self._making + 1 - _AT_ONCE)
            if ahead:
                raise MustWait(self._join()) from None
        if ahead:
            raise MustWait(ticket)
        self.line.leave(ticket)
        self._making += 1
        try:
            yield
        finally:
            self._making -= 1

    def _join(self) -> str:
        try:
            return self.line.join()
        except LineFull:
            raise PlainError(503, say(_BUSY)) from None

    async def _take_place(self, kernel_id: str, kernel: _Kernel) -> None:
        """Count a kernel as its learner's; when there are as many as allowed, the oldest that no page needs goes."""
        owned = {each: known for each, known in self._kernels.items() if known.owner == kernel.owner}
        spare = next((each for each, known in owned.items() if known.can_make_room()), None)
        if len(owned) >= _PER_LEARNER and spare is None:
            raise PlainError(429, say(_FULL))
        self._kernels[kernel_id] = kernel
        if len(owned) >= _PER_LEARNER and spare is not None:
            await self.shut_down(spare)

    async def _take_care(self) -> None:
        """Look again and again, until there is no kernel, whether one died or is needed by nobody."""
        while self._kernels:
            await asyncio.sleep(_LOOK_SECONDS)
            for kernel_id, kernel in tuple(self._kernels.items()):
                if not kernel.ready:
                    continue
                try:
                    if await self._is_over(kernel_id, kernel):
                        await self.shut_down(kernel_id)
                except Exception:
                    self.manager.log.exception("A kernel of a live page could not be ended")

    async def _is_over(self, kernel_id: str, kernel: _Kernel) -> bool:
        if kernel_id not in self.manager:
            return True
        process = self.manager.get_kernel(kernel_id)
        if not await ensure_async(process.is_alive()):
            self.manager.log.warning("The kernel of a live page died.")
            return True
        if not kernel.sockets:
            return time.monotonic() - kernel.alone_since > AWAY_SECONDS
        last: datetime = process.last_activity
        return datetime.now(UTC) - last > timedelta(seconds=IDLE_SECONDS)
