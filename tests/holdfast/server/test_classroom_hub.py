"""The streams themselves, over real sockets: what a slow reader costs, and when everybody is told."""

from __future__ import annotations

import asyncio
import json
import socket
import time
from collections.abc import Callable

from tornado.httputil import HTTPHeaders
from tornado.iostream import IOStream

from holdfast.server.classroom_events import PAUSE, Hub
from server_process import finish

ME, YOU = b"m" * 16, b"y" * 16
HEAD_END = b"\r\n\r\n"


class Source:
    """A state that grows, and is large where that is wanted."""

    def __init__(self, size: int = 0) -> None:
        self.version = 0
        self.said = 0
        self._size = size

    def __call__(self) -> bytes:
        self.said += 1
        return json.dumps({"version": self.version, "more": "x" * self._size}).encode()


class Reader:
    """The other end of a stream."""

    def __init__(self, hub: Hub, source: Callable[[], bytes], device: bytes | None = ME, most: int = 3) -> None:
        near, self.far = socket.socketpair()
        near.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4096)
        self.far.setblocking(False)
        hub.add(IOStream(near), HTTPHeaders({"X-Test": "yes"}), device, source, most)
        self._had = b""

    async def until(self, version: int) -> list[int]:
        """Read until that version comes; return all that came."""
        loop = asyncio.get_running_loop()
        async with asyncio.timeout(30):
            while f'"version": {version},'.encode() not in self._had or not self._had.endswith(b"\n\n"):
                piece = await loop.sock_recv(self.far, 65536)
                assert piece, "the stream ended"
                self._had += piece
        body = self._had.partition(HEAD_END)[2]
        return [json.loads(line[6:])["version"] for line in body.split(b"\n\n") if line.startswith(b"data: {")]

    async def ends(self) -> bool:
        """Read to the end."""
        loop = asyncio.get_running_loop()
        async with asyncio.timeout(30):
            while await loop.sock_recv(self.far, 65536):
                pass
        return True


def run(test: Callable[[Hub], object]) -> None:
    async def within() -> None:
        hub = Hub(lambda: None)
        try:
            await test(hub)  # type: ignore[misc]
        finally:
            hub.close()

    finish(within())


async def turns(count: int = 5) -> None:
    for _ in range(count):
        await asyncio.sleep(PAUSE)


def test_a_reader_that_takes_nothing_holds_nobody_up_and_then_gets_the_newest_state_alone() -> None:
    async def test(hub: Hub) -> None:
        large, small = Source(size=500_000), Source()
        slow, quick = Reader(hub, large, ME), Reader(hub, small, YOU)
        for version in range(1, 6):
            large.version = small.version = version
            hub.tell_all()
            assert (await quick.until(version))[-1] == version
        assert large.said == 1  # nothing was piled up for the slow one
        assert await slow.until(5) == [0, 5]

    run(test)


def test_many_changes_at_once_are_told_once() -> None:
    async def test(hub: Hub) -> None:
        source = Source()
        reader = Reader(hub, source)
        await reader.until(0)
        for version in range(1, 1001):
            source.version = version
            hub.tell(ME)
        assert await reader.until(1000) == [0, 1000]

    run(test)


def test_the_first_change_after_a_pause_is_told_at_once_and_the_next_waits() -> None:
    async def test(hub: Hub) -> None:
        source = Source()
        reader = Reader(hub, source)
        await turns()
        for version, least in ((1, 0.0), (2, PAUSE * 0.8)):
            began = time.monotonic()
            source.version = version
            hub.tell(ME)
            await reader.until(version)
            assert time.monotonic() - began >= least

    run(test)


def test_only_who_is_meant_is_told() -> None:
    async def test(hub: Hub) -> None:
        sources = {None: Source(), ME: Source(), YOU: Source()}
        readers = {device: Reader(hub, source, device) for device, source in sources.items()}
        for source in sources.values():
            source.version = 1
        hub.tell(None)
        assert await readers[None].until(1) == [0, 1]
        hub.tell(ME)
        assert await readers[ME].until(1) == [0, 1]
        assert sources[YOU].said == 1
        assert hub.devices == {ME, YOU}
        assert hub.streams == 2

    run(test)


def test_the_oldest_of_too_many_streams_ends_and_others_of_the_room_do_not() -> None:
    async def test(hub: Hub) -> None:
        other = Reader(hub, Source(), YOU)
        readers = [Reader(hub, Source(), ME, most=2) for _ in range(3)]
        assert await readers[0].ends()
        await turns(1)
        assert hub.streams == 3
        assert await other.until(0) == [0]

    run(test)


def test_who_hangs_up_is_forgotten_and_it_is_said_that_somebody_went() -> None:
    async def test() -> None:
        changed = asyncio.Event()
        hub = Hub(changed.set)
        reader = Reader(hub, Source())
        await reader.until(0)
        changed.clear()
        reader.far.close()
        async with asyncio.timeout(30):
            await changed.wait()
        assert hub.streams == 0
        hub.tell_all()
        hub.close()

    finish(test())


def test_all_streams_end_with_the_room() -> None:
    async def test(hub: Hub) -> None:
        readers = [Reader(hub, Source(), device) for device in (None, ME, YOU)]
        hub.close()
        for reader in readers:
            assert await reader.ends()

    run(test)
