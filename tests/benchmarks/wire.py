"""A small HTTP/1.1 client on asyncio's raw streams: cheap enough not to be what is measured."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Self

import psutil

_BUSY = 0.8  # share of a core


@dataclass(frozen=True)
class Answer:
    """What came back, up to its last byte."""

    status: int
    headers: dict[str, str]  #: names in lower case
    body: bytes


@dataclass
class Wire:
    """One connection, kept open from request to request as a browser keeps one."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    @classmethod
    async def open(cls, port: int) -> Self:
        """Connect to a server on this computer."""
        return cls(*await asyncio.open_connection("127.0.0.1", port, limit=2**20))

    async def ask(self, request: bytes) -> Answer:
        """Send a whole request and read the whole answer."""
        self.writer.write(request)
        lines = (await self.reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        headers = {
            name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in lines[1:])
        }
        return Answer(int(lines[0].split(" ")[1]), headers, await self._body(headers))

    def close(self) -> None:
        """Let the connection go."""
        self.writer.close()

    async def _body(self, headers: dict[str, str]) -> bytes:
        if "content-length" in headers:
            return await self.reader.readexactly(int(headers["content-length"]))
        if headers.get("transfer-encoding", "").lower() == "chunked":
            return await self._chunks()
        return await self.reader.read()

    async def _chunks(self) -> bytes:
        body = bytearray()
        while size := int((await self.reader.readline()).split(b";")[0], 16):
            body += await self.reader.readexactly(size)
            await self.reader.readexactly(2)
        await self.reader.readexactly(2)
        return bytes(body)


def request(method: str, path: str, headers: dict[str, str], body: bytes = b"") -> bytes:
    """Return a request as it goes over the wire."""
    sent = headers | ({"Content-Length": str(len(body))} if method == "POST" else {})
    lines = [f"{method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in sent.items())]
    return "\r\n".join([*lines, "", ""]).encode() + body


@dataclass
class Load:
    """How busy the two sides were, as shares of one core."""

    client: float = 0.0
    server: float = 0.0


@contextmanager
def load(server: int) -> Iterator[Load]:
    """Watch the CPU time of this process and of a server with its children."""
    found = Load()
    began, own, theirs = time.perf_counter(), time.process_time(), cpu_seconds(server)
    yield found
    seconds = time.perf_counter() - began
    found.client = (time.process_time() - own) / seconds
    found.server = (cpu_seconds(server) - theirs) / seconds


def if_limit(client: float) -> str:
    """Return what a line of the table has to say when this client, and not the server, was the limit."""
    return " [this client was the limit]" if client > _BUSY else ""


def family(pid: int) -> list[psutil.Process]:
    """Return a process and all that it started."""
    parent = psutil.Process(pid)
    return [parent, *parent.children(recursive=True)]


def cpu_seconds(pid: int) -> float:
    """Return the CPU time a process and its children have used."""
    total = 0.0
    for process in family(pid):
        try:
            times = process.cpu_times()
        except psutil.Error:
            continue
        total += times.user + times.system
    return total
