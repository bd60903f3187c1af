"""A room over real HTTP: a trainer, phones, and the streams they listen to. For every test of `holdfast classroom`.

Example::

    with open_room(second_start(tmp_path / "data")) as server:
        trainer = Trainer(server)
        step = trainer.start()
        phone = trainer.phone()
        phone.vote(step, "lock-and-believe")
        trainer.act("reveal")["result"]
"""

from __future__ import annotations

import json
import socket
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import server_process
from server_process import Client, Reply, Server

MODULE = "04_responding"
State = dict[str, Any]


def open_room(data: Path, *, module: str = MODULE, port: int | None = None, arguments: tuple[str, ...] = ()) -> Server:
    """Start `holdfast classroom` and wait until it prints its link."""
    return server_process.start(data, port=port, command=("classroom", module), arguments=arguments)


@dataclass
class Phone:
    """A participant: a client, and what its page would send."""

    client: Client

    @property
    def state(self) -> State:
        """What the participant may know now."""
        return dict(self.client.get("/join/state").json)

    def send(self, step: State, choice: str, *, round_: int = 1) -> Reply:
        """Send a vote and return the reply."""
        return self.client.post("/join/vote", {"step": step["id"], "round": round_, "choice": choice})

    def vote(self, step: State, choice: int, *, round_: int = 1) -> str:
        """Vote for a choice by its place, and return what became of it."""
        reply = self.send(step, step["choices"][choice]["id"], round_=round_)
        assert reply.status == 200, reply.text
        return str(reply.json["vote"])


@dataclass
class Trainer:
    """The trainer: signed in by the one-time link, or with the cookies of before."""

    server: Server
    client: Client = field(init=False)
    cookies: dict[str, str] | None = None

    def __post_init__(self) -> None:
        """Sign in."""
        if self.cookies is None:
            self.client = self.server.client()
        else:
            self.client = Client(host="127.0.0.1", port=self.server.port, cookies=dict(self.cookies))

    @property
    def state(self) -> State:
        """What the trainer may know now."""
        return dict(self.client.get("/room/state").json)

    def send(self, act: str, *, step: str | None = None, version: int | None = None) -> Reply:
        """Ask for an act and return the reply."""
        version = self.state["version"] if version is None else version
        return self.client.post("/room/act", {"act": act, "version": version, **({"step": step} if step else {})})

    def act(self, act: str, *, step: str | None = None) -> State:
        """Do it, and return what the trainer may know then."""
        reply = self.send(act, step=step)
        assert reply.status == 200, reply.text
        return dict(reply.json)

    def start(self) -> State:
        """Open a question that nobody has voted on, and return it."""
        new = next(step["id"] for step in self.state["steps"] if not step["done"] and step["id"] not in _used(self))
        _used(self).add(new)
        return dict(self.act("start", step=new)["step"])

    def phone(self, source: str = "") -> Phone:
        """Return a phone that has followed the square."""
        client = Client(host="127.0.0.1", port=self.server.port, source=source)
        reply = client.get(f"/join/{self.state['code']}")
        assert reply.status == 303, reply.text
        assert client.get("/join").status == 200
        return Phone(client)

    def phones(self, count: int) -> list[Phone]:
        """Return several of them."""
        return [self.phone() for _ in range(count)]


_USED: dict[int, set[str]] = {}


def _used(trainer: Trainer) -> set[str]:
    return _USED.setdefault(trainer.server.process.pid, set())


class Stream:
    """What comes over a stream of events."""

    def __init__(self, raw: socket.socket) -> None:
        self._raw = raw
        self._had = b""

    def next(self) -> State:
        """Return the next state; beats are passed over."""
        while True:
            event = self._until(b"\n\n").decode()
            if event.startswith("data: "):
                return dict(json.loads(event.removeprefix("data: ")))

    def wait(self, condition: Callable[[State], bool]) -> State:
        """Return the next state of which that holds."""
        while not condition(state := self.next()):
            pass
        return state

    def is_over(self) -> bool:
        """Wait until the server ends the stream; return whether nothing else came."""
        return not self._raw.recv(65536)

    def head(self) -> str:
        """Return the head of the reply."""
        return self._until(b"\r\n\r\n").decode()

    def _until(self, end: bytes) -> bytes:
        while end not in self._had:
            piece = self._raw.recv(65536)
            assert piece, f"the stream ended: {self._had!r}"
            self._had += piece
        found, _, self._had = self._had.partition(end)
        return found


@contextmanager
def listening(client: Client, path: str, seconds: float = 30.0) -> Iterator[Stream]:
    """Open a stream of events."""
    with closing(socket.create_connection((client.host, client.port), timeout=seconds)) as raw:
        cookies = "; ".join(f"{name}={value}" for name, value in client.cookies.items())
        lines = (f"GET {path} HTTP/1.1", f"Host: {client.host}:{client.port}", f"Cookie: {cookies}", "", "")
        raw.sendall("\r\n".join(lines).encode())
        stream = Stream(raw)
        assert stream.head().startswith("HTTP/1.1 200")
        yield stream
