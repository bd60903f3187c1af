"""Fill a room with two hundred phones, let them vote, kill its server in the middle, and count what is lost.

    .venv/bin/python tests/benchmarks/room.py [--phones 200] [--rounds 5]

Each phone joins over real HTTP, holds a stream of events open and votes on a connection of its own, as a browser does;
all of it is one process beside the server on this machine. Printed are, in milliseconds: from the vote to the event
that counts it for the trainer (goal: p95 at most 200), from the vote to its acknowledgement, and from an act of the
trainer to the events of the phones. In the calm crowd the votes come over ten seconds, as people read; in the burst all
at one instant, which no class does. Then the server is killed while votes come in, started again, and every
acknowledged vote is looked for. Ends with 1 when one was lost or refused.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks import machine, wire
from benchmarks.table import percentile
from rooms import Trainer, open_room
from server_process import Server, wait_until

GOAL = 200.0  # milliseconds
CALM_SECONDS = 10.0
PATIENCE = 60.0
State = dict[str, Any]


class Stream:
    """What is told over one stream, and when it was heard; opened again by itself, as a browser does."""

    def __init__(self, server: Server, path: str, cookies: dict[str, str]) -> None:
        self._server, self._path, self._cookies = server, path, cookies
        self._changed = asyncio.Event()
        self.state: State = {}
        self.heard = 0.0
        self.times: list[tuple[float, State]] = []
        self._task = asyncio.create_task(self._listen())

    async def until(self, condition: Callable[[State], bool]) -> float:
        """Wait for a state of which that holds; return when it was heard."""
        async with asyncio.timeout(PATIENCE):
            while not (self.state and condition(self.state)):
                self._changed.clear()
                await self._changed.wait()
        return self.heard

    def close(self) -> None:
        """Listen no more."""
        self._task.cancel()

    async def _listen(self) -> None:
        while True:
            try:
                await self._hear()
            except (OSError, asyncio.IncompleteReadError, LookupError):
                await asyncio.sleep(random.uniform(0.2, 1.0))

    async def _hear(self) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", self._server.port, limit=2**20)
        try:
            writer.write(wire.request("GET", self._path, _headers(self._server, self._cookies)))
            if b" 200 " not in await reader.readuntil(b"\r\n\r\n"):
                raise LookupError(self._path)
            while True:
                event = await reader.readuntil(b"\n\n")
                if event.startswith(b"data: "):
                    self.state, self.heard = json.loads(event[6:]), time.perf_counter()
                    self.times.append((self.heard, self.state))
                    self._changed.set()
        finally:
            writer.close()


@dataclass
class Phone:
    """One participant."""

    server: Server
    cookies: dict[str, str] = field(default_factory=dict)
    stream: Stream | None = None
    line: wire.Wire | None = None
    kept: tuple[str, str] = ("", "")  #: the question and the choice that were acknowledged last
    sent: str = ""  #: the choice that was sent last, acknowledged or not

    async def join(self, code: str) -> None:
        """Follow the square, load the page, and listen."""
        self.line = await wire.Wire.open(self.server.port)
        for path in (f"/join/{code}", "/join"):
            answer = await self.line.ask(wire.request("GET", path, _headers(self.server, self.cookies)))
            name, _, value = answer.headers.get("set-cookie", "").partition(";")[0].partition("=")
            self.cookies |= {name: value} if name else {}
        self.stream = Stream(self.server, "/join/events", self.cookies)
        await self.stream.until(lambda state: "phase" in state)

    async def vote(self, step: State, round_: int, choice: str) -> bool:
        """Vote, and return whether it was said to be kept."""
        body = json.dumps({"step": step["id"], "round": round_, "choice": choice}).encode()
        headers = _headers(self.server, self.cookies) | {
            "Origin": self.server.url,
            "X-XSRFToken": self.cookies["_xsrf"],
            "Content-Type": "application/json",
        }
        self.sent = choice
        try:
            self.line = self.line or await wire.Wire.open(self.server.port)
            answer = await self.line.ask(wire.request("POST", "/join/vote", headers, body))
        except (OSError, asyncio.IncompleteReadError):
            self.line = None
            return False
        if answer.status != 200 or json.loads(answer.body) != {"vote": "kept"}:
            return False
        self.kept = (step["id"], choice)
        return True


@dataclass
class Waits:
    """How long things took, in seconds."""

    chart: list[float] = field(default_factory=list)
    acknowledged: list[float] = field(default_factory=list)
    act: list[float] = field(default_factory=list)
    refused: int = 0
    client: float = 0.0
    server: float = 0.0


def _headers(server: Server, cookies: dict[str, str]) -> dict[str, str]:
    cookie = "; ".join(f"{name}={value}" for name, value in cookies.items())
    return {"Host": f"127.0.0.1:{server.port}", "Cookie": cookie, "Connection": "keep-alive"}


class Session:
    """The trainer and all phones of a room."""

    def __init__(self, server: Server, trainer: Trainer) -> None:
        self.server, self.trainer = server, trainer
        self.phones: list[Phone] = []
        self.wall = Stream(server, "/room/events", trainer.client.cookies)

    async def act(self, act: str) -> State:
        """Let the trainer do something."""
        return await asyncio.to_thread(self.trainer.act, act)

    async def fill(self, count: int) -> float:
        """Let that many phones join, twenty at a time; return how long it took."""
        code, began = self.trainer.state["code"], time.perf_counter()
        self.phones = [Phone(self.server) for _ in range(count)]
        doors = asyncio.Semaphore(20)

        async def join(phone: Phone) -> None:
            async with doors:
                await phone.join(code)

        await asyncio.gather(*map(join, self.phones))
        return time.perf_counter() - began

    async def ask(self, spread: float, rounds: int) -> Waits:
        """Let everybody vote on that many questions, over so many seconds each."""
        waits = Waits()
        with wire.load(self.server.process.pid) as load:
            for _ in range(rounds):
                await self._one(spread, waits)
        waits.client, waits.server = load.client, load.server
        return waits

    async def _one(self, spread: float, waits: Waits) -> None:
        began = time.perf_counter()
        state = await self.act("next")
        version, step = state["version"], state["step"]
        streams = [phone.stream for phone in self.phones if phone.stream is not None]
        heard = await asyncio.gather(*(each.until(lambda state: state["version"] >= version) for each in streams))
        waits.act += [each - began for each in heard]
        self.wall.times.clear()
        start = time.perf_counter() + 0.2
        sent: list[float] = []

        async def vote(number: int, phone: Phone) -> None:
            due = start + spread * number / len(self.phones)
            await asyncio.sleep(due - time.perf_counter())
            began = time.perf_counter()
            sent.append(began)
            kept = await phone.vote(step, 1, random.choice(step["choices"])["id"])
            waits.acknowledged.append(time.perf_counter() - began)
            waits.refused += not kept

        await asyncio.gather(*(vote(*each) for each in enumerate(self.phones)))
        await self.wall.until(lambda state: state["version"] == version and state["voted"] == len(self.phones))
        waits.chart += _counted(sent, self.wall.times, version)
        await self.act("reveal")

    def close(self) -> None:
        """Let all go."""
        self.wall.close()
        for phone in self.phones:
            if phone.stream is not None:
                phone.stream.close()
            if phone.line is not None:
                phone.line.close()


def _counted(sent: list[float], told: list[tuple[float, State]], version: int) -> list[float]:
    """Return for each vote how long it took; the n-th that was sent counts as told when the trainer is told of n."""
    events = [(heard, state["voted"]) for heard, state in told if state["version"] == version]
    return [
        next(heard for heard, voted in events if voted >= number) - began
        for number, began in enumerate(sorted(sent), start=1)
    ]


async def _measure(server: Server, trainer: Trainer, phones: int, rounds: int) -> tuple[Session, float, Waits, Waits]:
    session = Session(server, trainer)
    await session.wall.until(lambda state: "phase" in state)
    joined = await session.fill(phones)
    calm = await session.ask(CALM_SECONDS, rounds)
    burst = await session.ask(0.0, rounds)
    return session, joined, calm, burst


async def _through_a_kill(session: Session) -> tuple[Server, int, int]:
    """Kill the server while votes come in; return the new one, how many were acknowledged, and how many are lost."""
    server, phones = session.server, session.phones
    step = (await session.act("next"))["step"]

    async def vote(phone: Phone) -> None:
        for _ in range(3):
            await asyncio.sleep(random.uniform(0, 1.2))
            if not await phone.vote(step, 1, random.choice(step["choices"])["id"]):
                return

    votes = asyncio.gather(*map(vote, phones))
    await asyncio.sleep(1.0)
    server.process.kill()
    await votes
    await asyncio.to_thread(server.kill)
    acknowledged = [phone for phone in phones if phone.kept[0] == step["id"]]
    for phone in phones:
        assert phone.stream is not None
        phone.stream.state = {}
    new = await asyncio.to_thread(lambda: open_room(server.data, port=server.port))
    lost = 0
    for phone in acknowledged:
        assert phone.stream is not None
        await phone.stream.until(lambda state: state["phase"] == "open")
        lost += phone.stream.state["mine"] not in {phone.kept[1], phone.sent}  # the one under way may be in, or not
    return new, len(acknowledged), lost


def _line(name: str, seconds: list[float], goal: float | None = None) -> str:
    shown = ", ".join(f"{word} {1000 * percentile(seconds, at):.0f}" for word, at in (("p50", 0.5), ("p95", 0.95)))
    met = (
        "" if goal is None else f"; goal {goal:.0f}: {'met' if 1000 * percentile(seconds, 0.95) <= goal else 'missed'}"
    )
    return f"  {name}: {shown}, slowest {1000 * max(seconds):.0f} ms{met}"


def _told(name: str, waits: Waits) -> str:
    load = f"server {waits.server:.0%} of a core, this client {waits.client:.0%}{wire.if_limit(waits.client)}"
    lines = [
        f"{name}: {len(waits.chart)} votes, {waits.refused} refused; {load}",
        _line("vote to the trainer's chart", waits.chart, GOAL),
        _line("vote to its acknowledgement", waits.acknowledged),
        _line("the trainer's act to the phones", waits.act),
    ]
    return "\n".join(lines)


async def _run(data: Path, phones: int, rounds: int) -> int:
    busy = machine.is_busy()
    server = await asyncio.to_thread(lambda: open_room(data))
    try:
        trainer = await asyncio.to_thread(lambda: Trainer(server))
        await asyncio.to_thread(lambda: wait_until(lambda: "All pages are ready." in server.log, 600, "all pages"))
        session, joined, calm, burst = await _measure(server, trainer, phones, rounds)
        caution = machine.caution(quick=False, busy=busy)
        print(f"{phones} phones joined in {joined:.1f} s, each with a stream open{caution and ', ' + caution}.")
        print(_told(f"Over {CALM_SECONDS:.0f} seconds", calm))
        print(_told("All at one instant", burst))
        server, acknowledged, lost = await _through_a_kill(session)
        print(f"Killed while votes came in: {acknowledged} phones with an acknowledged vote, {lost} lost.")
        session.close()
    finally:
        await asyncio.to_thread(server.stop)
    return 1 if lost or calm.refused or burst.refused else 0


def main() -> int:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--phones", type=int, default=200)
    options.add_argument("--rounds", type=int, default=5)
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        return asyncio.run(_run(Path(folder), chosen.phones, chosen.rounds))


if __name__ == "__main__":
    sys.exit(main())
