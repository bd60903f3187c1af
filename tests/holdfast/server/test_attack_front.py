"""The front door with bounds so small that they are met at once: real sockets, real clients that do nothing."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager, suppress
from typing import Any

from tornado.netutil import bind_sockets
from tornado.web import Application, RequestHandler

from holdfast.server.front import Bounds, Front, bounds
from server_process import finish

ASK = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"
HALF = b"GET / HTTP/1.1\r\nHost: x\r\nX-Slow: "
HALF_A_BODY = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nab"
LARGE = 32 * 1024 * 1024


class Page(RequestHandler):
    async def get(self) -> None:
        self.finish("here")

    post = get


class Large(RequestHandler):
    async def get(self) -> None:
        self.finish(b"x" * LARGE)


class Held(RequestHandler):
    async def get(self) -> None:
        await self.settings["go_on"].wait()
        self.finish("at last")


class Door:
    """A front door on a port."""

    def __init__(self, front: Front, port: int, go_on: asyncio.Event) -> None:
        self.front, self.port, self.go_on = front, port, go_on

    async def open(self, sent: bytes = b"") -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """Connect, send, and wait until the server has seen it."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        writer.write(sent)
        await writer.drain()
        return reader, writer

    async def answer(self, path: str = "/") -> bytes:
        """Ask for a page as somebody else."""
        reader, writer = await self.open(f"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
        try:
            return await reader.read()
        finally:
            writer.close()


@asynccontextmanager
async def door(limits: Bounds) -> AsyncIterator[Door]:
    """Open a front door."""
    go_on = asyncio.Event()
    app = Application([("/", Page), ("/large", Large), ("/held", Held)], go_on=go_on)
    front = Front(app, limits)
    sockets = bind_sockets(0, "127.0.0.1")
    front.add_sockets(sockets)
    try:
        yield Door(front, sockets[0].getsockname()[1], go_on)
    finally:
        go_on.set()
        front.stop()
        await front.close_all_connections()


def run(test: Callable[[], Coroutine[Any, Any, None]]) -> None:
    """Run a test in a loop of its own, and not for ever."""

    async def bounded() -> None:
        async with asyncio.timeout(30):
            await test()

    finish(bounded())


async def until(condition: Callable[[], bool]) -> None:
    """Let the loop turn until something holds."""
    while not condition():  # noqa: ASYNC110 - it is another part that changes
        await asyncio.sleep(0.01)


def test_slow_headers_and_slow_bodies_are_ended_by_a_deadline_and_others_are_answered_meanwhile() -> None:
    async def test() -> None:
        async with door(Bounds(header_seconds=0.5, body_seconds=0.5)) as here:
            slow = [await here.open(sent) for sent in (b"", HALF, HALF, HALF_A_BODY)]
            assert (await here.answer()).endswith(b"here")
            for reader, _ in slow:
                assert await reader.read() == b""

    run(test)


def test_a_client_that_keeps_dripping_is_ended_all_the_same() -> None:
    async def test() -> None:
        async with door(Bounds(header_seconds=0.5, body_seconds=0.5)) as here:
            for start in (HALF, HALF_A_BODY):
                reader, writer = await here.open(start)
                ended = asyncio.ensure_future(reader.read())
                while not ended.done():
                    writer.write(b"x")
                    await asyncio.wait({ended}, timeout=0.02)
                with suppress(ConnectionError):
                    assert await ended == b""
                writer.close()

    run(test)


def test_who_does_not_take_a_reply_is_ended() -> None:
    async def test() -> None:
        async with door(Bounds(reply_seconds=0.5)) as here:
            reader, writer = await here.open(b"GET /large HTTP/1.1\r\nHost: x\r\n\r\n")
            writer.transport.pause_reading()
            await until(lambda: len(here.front._connections) == 1)
            await until(lambda: not here.front._connections)
            writer.transport.resume_reading()
            with suppress(ConnectionError):
                assert len(await reader.read()) < LARGE

    run(test)


def test_idle_connections_make_room_for_new_ones_the_oldest_first() -> None:
    async def test() -> None:
        async with door(Bounds(connections=4, grace_seconds=0)) as here:
            first = await here.open(HALF)
            await until(lambda: len(here.front._guests) == 1)
            rest = [await here.open() for _ in range(3)]
            await until(lambda: len(here.front._guests) == 4)
            for _ in range(2):
                assert (await here.answer()).endswith(b"here")
            assert await first[0].read() == b""
            assert not rest[-1][0].at_eof()

    run(test)


def test_when_all_are_at_work_the_next_one_is_told_to_come_back_and_none_at_work_is_ended() -> None:
    async def test() -> None:
        async with door(Bounds(connections=2, grace_seconds=0)) as here:
            at_work = [await here.open(b"GET /held HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n") for _ in range(2)]
            await until(lambda: sum(guest.working for guest in here.front._guests.values()) == 2)
            refused = await here.answer()
            assert refused.startswith(b"HTTP/1.1 503 ")
            assert b"Retry-After: " in refused
            assert b"Too many pages are open" in refused
            here.go_on.set()
            for reader, _ in at_work:
                assert (await reader.read()).endswith(b"at last")
            await until(lambda: not here.front._connections)
            assert (await here.answer()).endswith(b"here")

    run(test)


def test_a_new_connection_is_not_ended_before_it_had_time_to_ask() -> None:
    async def test() -> None:
        async with door(Bounds(connections=2, grace_seconds=60)) as here:
            new = [await here.open() for _ in range(2)]
            await until(lambda: len(here.front._guests) == 2)
            assert (await here.answer()).startswith(b"HTTP/1.1 503 ")
            reader, writer = new[0]
            writer.write(ASK)
            assert (await reader.readuntil(b"here")).startswith(b"HTTP/1.1 200 ")

    run(test)


def test_this_computer_bears_a_class_with_six_connections_each() -> None:
    assert bounds().connections >= 30 * 6
