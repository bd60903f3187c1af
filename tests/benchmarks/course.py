"""The course under measurement: a real server, warm, and what the pages of its learners would send to it."""

from __future__ import annotations

import json
import re
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tornado.web import create_signed_value

from benchmarks.wire import Answer, Wire, cpu_seconds, request
from holdfast.records import Records
from holdfast.server.data_root import cookie_secret
from holdfast.server.identity_sessions import FILE, Sessions
from server_process import Client, Server, free_port, start

MODULE = "04_responding"
SECTION = "friday-twenty-past-three"
QUESTION = f"/modules/{MODULE}/{SECTION}"
CHECK = "m4-responding"
_ITEM = "practice-never-view-1"
_VALUES = (["lock-and-believe"], [])
_FILE = re.compile(r"/assets/[0-9a-f]{10}/[A-Za-z0-9._-]+")
_QUIET = 2.0  # seconds without work after which a server counts as ready


@dataclass(frozen=True)
class Person:
    """A learner who is signed in."""

    tag: str
    cookies: Mapping[str, str]


@dataclass(frozen=True)
class Course:
    """A running server whose pages are all prepared, and learners who are signed in."""

    server: Server
    client: Client
    people: tuple[Person, ...]  #: with identity `local` one, whoever answers
    files: tuple[str, ...]  #: what the page of the question names

    @property
    def pid(self) -> int:
        """The server's process."""
        return self.server.process.pid

    @property
    def tag(self) -> str:
        """The tag of the learner whose pages `get` gets."""
        return self.people[0].tag

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

    async def answer(self, wire: Wire, client: str, seq: int, number: int = 0) -> bool:
        """Send one answer of a learner, by their number; return whether the server said that it is saved."""
        person = self.people[number % len(self.people)]
        sent = [{"seq": seq, "item": _ITEM, "value": _VALUES[seq % 2]}]
        body = json.dumps({"tag": person.tag, "client": client, "answers": sent}).encode()
        headers = self._headers_of(person.cookies) | {
            "Content-Type": "application/json",
            "Origin": self.server.url,
            "X-XSRFToken": self.client.cookies["_xsrf"],
        }
        reply = await wire.ask(request("POST", "/api/answers", headers, body))
        return reply.status == 200 and [ack["status"] for ack in json.loads(reply.body)["acks"]] == ["saved"]

    @property
    def _headers(self) -> dict[str, str]:
        return self._headers_of(self.client.cookies)

    def _headers_of(self, cookies: Mapping[str, str]) -> dict[str, str]:
        cookie = "; ".join(f"{name}={value}" for name, value in cookies.items())
        return {"Host": f"127.0.0.1:{self.server.port}", "Cookie": cookie}


@contextmanager
def running_course(identity: str = "local", learners: int = 1) -> Iterator[Course]:
    """Serve the course on an empty data root, and wait until all its pages are made.

    Args:
        identity: How learners are known.
        learners: With `named`, how many there are, each with answers and a session of their own.
    """
    with tempfile.TemporaryDirectory() as folder:
        data, port = Path(folder) / "data", free_port()
        people = _named_people(data, port, learners) if identity == "named" else ()
        with start(data, port=port, arguments=("--identity", identity)) as server:
            client = server.client(signed_in=not people)
            if people:
                client.get("/sign-in")  # the token of forms; a learner's own cookies come with each answer
                client.cookies |= people[0].cookies
                people = tuple(Person(each.tag, client.cookies | each.cookies) for each in people)
            page = client.get(QUESTION)
            assert page.status == 200, page.text
            wait_for_quiet(server.process.pid)
            people = people or (Person(client.tag(MODULE), client.cookies),)
            yield Course(server, client, people, tuple(dict.fromkeys(_FILE.findall(page.text))))


def _named_people(data: Path, port: int, number: int) -> tuple[Person, ...]:
    """Make learners who are signed in, before a server has the data root: signing in is not what is measured."""
    data.mkdir()
    secret, name = cookie_secret(data), f"holdfast-{port}"
    with Records.open(data / "records.db") as records:
        learners = [records.new_learner(name=f"Learner {each}") for each in range(number)]
    sessions = Sessions(data / FILE)
    kept = [sessions.begin(learner.id, keep=True) for learner in learners]
    sessions.close()
    return tuple(
        Person(learner.tag, {name: create_signed_value(secret, name, cookie).decode()})
        for learner, cookie in zip(learners, kept, strict=True)
    )


def wait_for_quiet(pid: int, patience: float = 180.0) -> None:
    """Wait until a server and its children have had nothing to do for a while."""
    deadline, before, since = time.monotonic() + patience, -1.0, time.monotonic()
    while time.monotonic() < deadline and time.monotonic() - since < _QUIET:
        now = cpu_seconds(pid)
        if abs(now - before) > 0.02:
            before, since = now, time.monotonic()
        threading.Event().wait(0.1)
