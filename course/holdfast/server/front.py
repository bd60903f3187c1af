"""The front door: how many connections there may be at once, and how long one may keep the server waiting."""

from __future__ import annotations

import asyncio
import os
import socket
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from tornado import httputil, iostream
from tornado.httpserver import HTTPServer
from tornado.log import app_log

from holdfast.interface_text import later, say

_LARGEST_REQUEST = 128 * 1024  # what tornado reads before a handler can say "too large" (security.MAX_BODY)
_WANTED_FILES = 8192
_TURNED_AWAY_AT_ONCE = 100
_FAREWELL_SECONDS = 2.0
_WORDS = later("Too many pages are open at once. Close some of them, and load this page again in a minute.")
_FULL = (
    b"HTTP/1.1 503 Service Unavailable\r\nRetry-After: 10\r\nConnection: close\r\n"
    b"Content-Type: text/plain; charset=utf-8\r\nContent-Length: %d\r\n\r\n%s"
)


@dataclass(frozen=True, kw_only=True)
class Bounds:
    """What one front door bears. Generous for a class behind one address: a browser opens six connections at most."""

    connections: int = 2000
    header_seconds: float = 60.0  #: for the first line and the headers, and how long an idle connection is kept
    body_seconds: float = 30.0
    reply_seconds: float = 300.0  #: from the headers until the client has taken the reply
    grace_seconds: float = 5.0  #: a connection that waits less is not ended to make room


def bounds() -> Bounds:
    """Return the bounds this computer can bear; raises the number of files a process may open where that is allowed."""
    if os.name == "nt":  # select() takes 512 sockets there
        return Bounds(connections=400)
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    unlimited = hard == resource.RLIM_INFINITY
    wanted = _WANTED_FILES if unlimited else min(hard, _WANTED_FILES)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        with suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
            soft = wanted
    files = _WANTED_FILES if soft == resource.RLIM_INFINITY else soft
    return Bounds(connections=min(Bounds.connections, files // 2))


@dataclass(kw_only=True)
class _Guest:
    """One connection: since when the server waits for its client, and the end of its patience."""

    stream: iostream.IOStream
    since: float = field(default_factory=time.monotonic)
    working: bool = False  # the request is whole and the reply is being made
    deadline: asyncio.TimerHandle | None = None

    def waits(self) -> bool:
        """Return whether the client has to do something next: send, or take what was sent."""
        return not self.working or self.stream.writing()

    def forget_deadline(self) -> None:
        """End the countdown."""
        if self.deadline is not None:
            self.deadline.cancel()
            self.deadline = None


class _Watched(httputil.HTTPMessageDelegate):
    """Passes a request on and notes how far it is."""

    def __init__(
        self, inner: httputil.HTTPMessageDelegate, begun: Callable[[], None], whole: Callable[[], None]
    ) -> None:
        self._inner = inner
        self._begun = begun
        self._whole = whole

    def headers_received(
        self, start_line: httputil.RequestStartLine | httputil.ResponseStartLine, headers: httputil.HTTPHeaders
    ) -> Any:
        self._begun()
        return self._inner.headers_received(start_line, headers)

    def data_received(self, chunk: bytes) -> Any:
        return self._inner.data_received(chunk)

    def finish(self) -> None:
        self._whole()
        self._inner.finish()

    def on_connection_close(self) -> None:
        self._inner.on_connection_close()


class Front(HTTPServer):
    """Tornado's server with bounds.

    When there are as many connections as it bears, the one that has kept it waiting longest makes room for the next.
    Only when none has waited long enough is the next one told to come back.
    """

    def initialize(self, application: Any, bounds: Bounds) -> None:  # type: ignore[override]
        """Take the application and the bounds."""
        super().initialize(
            application,
            max_body_size=_LARGEST_REQUEST,
            max_buffer_size=2 * _LARGEST_REQUEST,
            max_header_size=32 * 1024,
            idle_connection_timeout=bounds.header_seconds,
            body_timeout=bounds.body_seconds,
        )
        self._bounds = bounds
        self._guests: dict[object, _Guest] = {}
        self._leaving: set[asyncio.Task[None]] = set()
        self._said_full = -60.0

    def handle_stream(self, stream: iostream.IOStream, address: tuple[Any, ...]) -> None:
        """Let a connection in, if need be in place of another one, or turn it away."""
        if len(self._connections) >= self._bounds.connections and not self._make_room():
            self._say_full()
            self._turn_away(stream)
            return
        super().handle_stream(stream, address)

    def start_request(self, server_conn: object, request_conn: httputil.HTTPConnection) -> httputil.HTTPMessageDelegate:
        """Wait for the next request of a connection."""
        guest = self._guests.get(server_conn)
        if guest is None:
            guest = self._guests[server_conn] = _Guest(stream=server_conn.stream)  # type: ignore[attr-defined]
        guest.forget_deadline()
        guest.working, guest.since = False, time.monotonic()

        def begun() -> None:
            guest.deadline = asyncio.get_running_loop().call_later(self._bounds.reply_seconds, guest.stream.close)

        def whole() -> None:
            guest.working = True

        return _Watched(super().start_request(server_conn, request_conn), begun, whole)

    def on_close(self, server_conn: object) -> None:
        """Forget a connection that is closed, or has become a socket of a live page."""
        guest = self._guests.pop(server_conn, None)
        if guest is not None:
            guest.forget_deadline()
        super().on_close(server_conn)

    def _make_room(self) -> bool:
        """End the connection that has waited longest, if one has waited long enough; return whether there is room."""
        before = time.monotonic() - self._bounds.grace_seconds
        waiting = [guest for guest in self._guests.values() if guest.since <= before and guest.waits()]
        oldest = min(waiting, key=lambda guest: guest.since, default=None)
        if oldest is None:
            return False
        oldest.since = float("inf")  # its end takes a moment, and the next one must not count on it too
        oldest.stream.close()
        return True

    def _turn_away(self, stream: iostream.IOStream) -> None:
        if len(self._leaving) >= _TURNED_AWAY_AT_ONCE:
            stream.close()
            return
        leaving = asyncio.get_running_loop().create_task(_farewell(stream))
        self._leaving.add(leaving)
        leaving.add_done_callback(self._leaving.discard)

    def _say_full(self) -> None:
        if time.monotonic() - self._said_full >= 60:  # noqa: PLR2004 - once a minute
            self._said_full = time.monotonic()
            app_log.warning(
                "%s connections are open, and that is the limit: new ones are told to wait.", len(self._connections)
            )


async def _farewell(stream: iostream.IOStream) -> None:
    """Say that there is no room, and give the client a moment to read it: closing at once would throw it away."""
    words = f"{say(_WORDS)}\n".encode()
    with suppress(iostream.StreamClosedError, TimeoutError, OSError):
        async with asyncio.timeout(_FAREWELL_SECONDS):
            await stream.write(_FULL % (len(words), words))
            stream.socket.shutdown(socket.SHUT_WR)
            for _ in range(4):
                await stream.read_bytes(64 * 1024, partial=True)
    stream.close()
