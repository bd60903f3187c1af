"""The streams of a room (Server-Sent Events): who listens, and when they are told. Used by the room and its handlers.

What is told is always the whole state, so whoever missed something needs only the next word. Many changes in one moment
are told once: at most twenty times a second. A listener that does not take what it was sent is sent the newest state
when it does, and nothing in between, so a slow phone costs neither memory nor anybody's time.
"""

from __future__ import annotations

import asyncio
import socket
import time
from collections.abc import Callable, Iterable
from contextlib import suppress

from tornado.httputil import HTTPHeaders
from tornado.iostream import IOStream, StreamClosedError

PAUSE = 0.05
BEAT_SECONDS = 15.0
UNHEARD_MILLISECONDS = 30_000
_BEAT = b"event: beat\ndata: 0\n\n"

Say = Callable[[], bytes]


class Listener:
    """One open stream."""

    def __init__(self, stream: IOStream, device: bytes | None, say: Say) -> None:
        """Take the stream, whose it is (None: the trainer's), and what gives the state as it is told there."""
        self.device = device
        self._stream = stream
        self._say = say
        self._waits = False

    def tell(self) -> None:
        """Send the state as it is now, or as it is when what was sent before has been taken."""
        if self._stream.writing():
            self._waits = True
        else:
            self._send(b"data: " + self._say() + b"\n\n")

    def beat(self) -> None:
        """Let the other side hear that this one is there."""
        if not self._stream.writing():
            self._send(_BEAT)

    def close(self) -> None:
        """End the stream."""
        self._stream.close()

    def begin(self, headers: HTTPHeaders) -> None:
        """Send the head of the reply: its body ends with the connection."""
        lines = [f"{name}: {value}" for name, value in headers.get_all()]
        self._send("\r\n".join(["HTTP/1.1 200 OK", *lines, "", ""]).encode("latin-1"))

    def _send(self, data: bytes) -> None:
        with suppress(StreamClosedError):
            written = self._stream.write(data)
            written.add_done_callback(self._taken)

    def _taken(self, written: asyncio.Future[None]) -> None:
        if written.cancelled() or written.exception() is not None or not self._waits or self._stream.writing():
            return
        self._waits = False
        self.tell()


class Hub:
    """All streams of a room."""

    def __init__(self, changed: Callable[[], None]) -> None:
        """Take what is called when somebody comes or goes."""
        self._changed = changed
        self._listeners: dict[Listener, None] = {}
        self._to_tell: set[Listener] = set()
        self._timer: asyncio.TimerHandle | None = None
        self._told = 0.0
        self._beating: asyncio.Task[None] | None = None

    @property
    def streams(self) -> int:
        """How many streams of devices there are."""
        return sum(each.device is not None for each in self._listeners)

    @property
    def devices(self) -> set[bytes]:
        """The devices that listen."""
        return {each.device for each in self._listeners if each.device is not None}

    def add(self, stream: IOStream, headers: HTTPHeaders, device: bytes | None, say: Say, most: int) -> None:
        """Take a connection over as a stream; of more than `most` of the same one the oldest ends."""
        for oldest in self._of(device)[: -(most - 1)]:
            oldest.close()
        _give_up_early(stream)
        listener = Listener(stream, device, say)
        self._listeners[listener] = None
        stream.set_close_callback(lambda: self._gone(listener))
        listener.begin(headers)
        listener.tell()
        self._changed()
        if self._beating is None:
            self._beating = asyncio.get_running_loop().create_task(self._beat())

    def tell_all(self) -> None:
        """Tell everybody soon."""
        self._tell(self._listeners)

    def tell(self, device: bytes | None) -> None:
        """Tell one device, or the trainer (None), soon."""
        self._tell(self._of(device))

    def close(self) -> None:
        """End all streams."""
        if self._timer is not None:
            self._timer.cancel()
        if self._beating is not None:
            self._beating.cancel()
        for listener in list(self._listeners):
            listener.close()

    def _of(self, device: bytes | None) -> list[Listener]:
        return [each for each in self._listeners if each.device == device]

    def _gone(self, listener: Listener) -> None:
        self._listeners.pop(listener, None)
        self._to_tell.discard(listener)
        self._changed()

    def _tell(self, listeners: Iterable[Listener]) -> None:
        self._to_tell.update(listeners)
        if self._timer is None:
            wait = max(0.0, self._told + PAUSE - time.monotonic())
            self._timer = asyncio.get_running_loop().call_later(wait, self._tell_now)

    def _tell_now(self) -> None:
        self._timer, self._told = None, time.monotonic()
        told, self._to_tell = self._to_tell, set()
        for listener in told:
            listener.tell()

    async def _beat(self) -> None:
        while True:
            await asyncio.sleep(BEAT_SECONDS)
            for listener in list(self._listeners):
                listener.beat()
            self._changed()


def _give_up_early(stream: IOStream) -> None:
    """End the stream of a phone that is out of reach after half a minute, where the system can be told to."""
    option = getattr(socket, "TCP_USER_TIMEOUT", None)
    if option is not None:
        with suppress(OSError):
            stream.socket.setsockopt(socket.IPPROTO_TCP, option, UNHEARD_MILLISECONDS)
