"""The course under measurement: a real server, warm, and what a learner's page would send to it."""

from __future__ import annotations

import json
import re
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.wire import Answer, Wire, cpu_seconds, request
from server_process import Client, Server, start

MODULE = "04_responding"
SECTION = "friday-twenty-past-three"
QUESTION = f"/modules/{MODULE}/{SECTION}"
CHECK = "m4-responding"
_ITEM = "practice-never-view-1"
_VALUES = (["lock-and-believe"], [])
_FILE = re.compile(r"/assets/[0-9a-f]{10}/[A-Za-z0-9._-]+")
_QUIET = 2.0  # seconds without work after which a server counts as ready


@dataclass(frozen=True)
class Course:
    """A running server whose pages are all prepared, and one learner who is signed in."""

    server: Server
    client: Client
    tag: str
    files: tuple[str, ...]  #: what the page of the question names

    @property
    def pid(self) -> int:
        """The server's process."""
        return self.server.process.pid

    @property
    def cookies(self) -> list[dict[str, str]]:
        """The learner's cookies, as Playwright takes them."""
        return [{"name": name, "value": value, "url": self.server.url} for name, value in self.client.cookies.items()]

    async def connect(self) -> Wire:
        """Open one more connection."""
        return await Wire.open(self.server.port)

    async def get(self, wire: Wire, path: str) -> Answer:
        """Get a page or a file, packed, as a browser does."""
        return await wire.ask(request("GET", path, self._headers | {"Accept-Encoding": "gzip"}))

    async def whole_page(self, wire: Wire) -> bool:
        """Get the page of the question, every file it names, and the learner's answers; return whether all came."""
        answers = [await self.get(wire, path) for path in (QUESTION, *self.files, f"/api/state/{MODULE}")]
        return all(answer.status == 200 for answer in answers)

    async def answer(self, wire: Wire, client: str, seq: int) -> bool:
        """Send one answer; return whether the server said that it is saved."""
        sent = [{"seq": seq, "item": _ITEM, "value": _VALUES[seq % 2]}]
        body = json.dumps({"tag": self.tag, "client": client, "answers": sent}).encode()
        headers = self._headers | {
            "Content-Type": "application/json",
            "Origin": self.server.url,
            "X-XSRFToken": self.client.cookies["_xsrf"],
        }
        reply = await wire.ask(request("POST", "/api/answers", headers, body))
        return reply.status == 200 and [ack["status"] for ack in json.loads(reply.body)["acks"]] == ["saved"]

    @property
    def _headers(self) -> dict[str, str]:
        cookie = "; ".join(f"{name}={value}" for name, value in self.client.cookies.items())
        return {"Host": f"127.0.0.1:{self.server.port}", "Cookie": cookie}


@contextmanager
def running_course() -> Iterator[Course]:
    """Serve the course on an empty data root, and wait until all its pages are made."""
    with tempfile.TemporaryDirectory() as folder, start(Path(folder) / "data") as server:
        client = server.client()
        page = client.get(QUESTION)
        assert page.status == 200, page.text
        wait_for_quiet(server.process.pid)
        yield Course(server, client, client.tag(MODULE), tuple(dict.fromkeys(_FILE.findall(page.text))))


def wait_for_quiet(pid: int, patience: float = 180.0) -> None:
    """Wait until a server and its children have had nothing to do for a while."""
    deadline, before, since = time.monotonic() + patience, -1.0, time.monotonic()
    while time.monotonic() < deadline and time.monotonic() - since < _QUIET:
        now = cpu_seconds(pid)
        if abs(now - before) > 0.02:
            before, since = now, time.monotonic()
        threading.Event().wait(0.1)
