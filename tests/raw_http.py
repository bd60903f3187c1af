"""Bytes to a port and back: for requests that no client would send."""

from __future__ import annotations

import socket
from collections.abc import Iterable


def lines(*parts: str, body: bytes = b"") -> bytes:
    """Return a request of these lines."""
    return "\r\n".join((*parts, "", "")).encode("latin-1") + body


def speak(port: int, sent: bytes, seconds: float = 30.0) -> bytes:
    """Send bytes, say that there are no more, and return everything that comes back until the server hangs up."""
    with socket.create_connection(("127.0.0.1", port), timeout=seconds) as raw:
        try:
            raw.sendall(sent)
            raw.shutdown(socket.SHUT_WR)
            return read_all(raw)
        except ConnectionError:
            return b""


def read_all(raw: socket.socket) -> bytes:
    """Return what comes until the other side hangs up."""
    pieces: list[bytes] = []
    try:
        while piece := raw.recv(65536):
            pieces.append(piece)
    except ConnectionError:
        pass
    return b"".join(pieces)


def statuses(replies: bytes) -> list[int]:
    """Return the statuses of the replies in what came back."""
    return [int(piece[:3]) for piece in replies.split(b"HTTP/1.1 ")[1:]]


def hold(port: int, sent: bytes, count: int) -> Iterable[socket.socket]:
    """Return so many connections that have sent that much and now do nothing."""
    held = []
    for _ in range(count):
        raw = socket.create_connection(("127.0.0.1", port), timeout=30)
        raw.sendall(sent)
        held.append(raw)
    return held
