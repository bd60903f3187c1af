"""Who uses the server in the soak: visitors who answer and hand in, one on live pages, and what was acknowledged."""

from __future__ import annotations

import http.client
import itertools
import json
import re
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import nbformat
import psutil
from nbformat import v4

from holdfast.library import library
from holdfast.model import Assignment
from holdfast.paths import course_folders
from server_process import Client, Reply, Server

LIVE = library().course.modules[-1].id
HANGS = 60.0
"""Seconds after which a request counts as hanging."""

_PAUSE = 0.05
_ROUNDS_TO_HAND_IN = 4


def live_modules(folder: Path) -> Path:
    """Return a modules folder like the course's own, with the last module shown live."""
    folder.mkdir()
    for module in course_folders().modules.iterdir():
        if module.is_dir() and module.name != LIVE:
            (folder / module.name).symlink_to(module)
    (folder / LIVE).mkdir()
    cells = [v4.new_code_cell("import ipywidgets\nipywidgets.IntSlider()")]
    notebook = v4.new_notebook(cells=cells, metadata={"holdfast": {"live": True}})
    nbformat.write(notebook, folder / LIVE / f"{LIVE}.ipynb")
    return folder


class Interrupted(Exception):  # noqa: N818  (it says what is the matter)
    """The server was ended while it was asked."""


class Shared:
    """The server of the moment, what it acknowledged, and what went wrong."""

    def __init__(self) -> None:
        self.up = threading.Event()
        self.over = threading.Event()
        self.no_live_page = threading.Lock()
        self.problems: list[str] = []
        self.kept: dict[str, dict[str, list[str]]] = {}  #: page -> item -> the value that was acknowledged last
        self.sent: dict[tuple[str, str], list[str]] = {}  #: (page, item) -> a value that was sent since
        self.saved = self.requests = self.hand_ins = 0
        self._slowest = 0.0
        self._lock = threading.Lock()

    def begin(self, server: Server, client: Client) -> None:
        """Take a server that has started; visitors wait for `up`, which only the first one sets by itself."""
        first = not hasattr(self, "server")
        self.server, self.client = server, client
        if first:
            self.up.set()

    def end(self) -> None:
        """Send everyone home."""
        self.over.set()
        self.up.set()

    def visitor(self) -> Client:
        """Return a client of the learner, with cookies of its own."""
        return Client(host=self.client.host, port=self.client.port, cookies=dict(self.client.cookies))

    def problem(self, words: str) -> None:
        """Note what went wrong."""
        with self._lock:
            self.problems.append(words)

    def ask(self, client: Client, method: str, path: str, value: object = None) -> Reply:
        """Ask the server, note how long it took, and check that it answered.

        Raises:
            Interrupted: The server was ended meanwhile.
        """
        server, began = self.server, time.monotonic()
        try:
            reply = client.get(path) if method == "GET" else client.post(path, value)
        except TimeoutError:
            self.problem(f"{method} {path} hangs")
            raise Interrupted from None
        except (OSError, http.client.HTTPException) as error:
            if self.up.is_set() and server is self.server:
                self.problem(f"{method} {path}: {error!r}")
            raise Interrupted from None
        took = time.monotonic() - began
        with self._lock:
            self.requests += 1
            self._slowest = max(self._slowest, took)
        if took > HANGS:
            self.problem(f"{method} {path} took {took:.0f} s")
        if reply.status == http.client.TOO_MANY_REQUESTS and "retry-after" in reply.headers:
            self.over.wait(float(reply.headers["retry-after"]))  # as the page does
        elif reply.status >= http.client.BAD_REQUEST:
            self.problem(f"{method} {path}: {reply.status} {reply.text[-300:]}")
        return reply

    def slowest_since(self) -> float:
        """Return how long the slowest request took since this was last asked."""
        with self._lock:
            slowest, self._slowest = self._slowest, 0.0
        return slowest

    def sending(self, page: str, item: str, value: list[str]) -> None:
        """Note an answer that is about to be sent: it may be kept from now on."""
        with self._lock:
            self.sent[page, item] = value

    def acknowledged(self, page: str, item: str, value: list[str]) -> None:
        """Note an answer that must be kept from now on."""
        with self._lock:
            self.kept.setdefault(page, {})[item] = value
            self.sent.pop((page, item), None)
            self.saved += 1

    def check_kept(self) -> None:
        """Look for every acknowledged answer."""
        client = self.visitor()
        for page, items in self.kept.items():
            there = self.ask(client, "GET", f"/api/state/{page}").json["answers"]
            for item, value in items.items():
                if there.get(item) not in (value, self.sent.get((page, item), value)):
                    self.problem(f"LOST: {item} was {value} and is {there.get(item)}")


class _Person(threading.Thread):
    """Does the same again and again; while the server is away, waits."""

    def __init__(self, shared: Shared) -> None:
        super().__init__(daemon=True)
        self.shared = shared

    def run(self) -> None:
        """Come and go until it is over."""
        while not self.shared.over.is_set():
            self.shared.up.wait()
            try:
                self.visit()
            except Interrupted:
                self.shared.over.wait(_PAUSE)
            except Exception as error:
                self.shared.problem(f"{type(self).__name__}: {error!r}")
                return

    def visit(self) -> None:
        """Come, do something, go."""
        raise NotImplementedError


class Visitor(_Person):
    """Reads a module, answers its questions one after the other, and hands in now and then."""

    def __init__(self, shared: Shared, check: Assignment, number: int, taken: set[str]) -> None:
        super().__init__(shared)
        self.check, self.name_of_client = check, f"visitor{number}"
        items = [library().item(item) for item in check.items if item not in taken]
        taken |= set(check.items)
        self.values = {item.id: [option.id for option in item.options] for item in items if item.type == "single"}
        self.seq, self.rounds = itertools.count(), itertools.count(1)

    def visit(self) -> None:
        """One visit."""
        client, round_number = self.shared.visitor(), next(self.rounds)
        module = library().module(self.check.module)
        for path in ("/", f"/modules/{module.id}/{module.sections[0].id}", f"/check/{self.check.id}"):
            self.shared.ask(client, "GET", path)
        tag = self.shared.ask(client, "GET", f"/api/state/{self.check.id}").json["tag"]
        for item, options in self.values.items():
            self.answer(client, tag, item, [options[round_number % len(options)]])
            self.shared.over.wait(_PAUSE)
        if self.values and not round_number % _ROUNDS_TO_HAND_IN:
            self.hand_in(client, tag)

    def answer(self, client: Client, tag: str, item: str, value: list[str]) -> None:
        """Send one answer until it is acknowledged, as the page does."""
        entry = {"seq": next(self.seq), "item": item, "value": value}
        body: dict[str, Any] = {"tag": tag, "client": self.name_of_client, "answers": [entry]}
        self.shared.sending(self.check.id, item, value)
        while not self.shared.over.is_set():
            self.shared.up.wait()
            with suppress(Interrupted):
                reply = self.shared.ask(client, "POST", "/api/answers", body)
                if reply.status == http.client.TOO_MANY_REQUESTS:
                    continue
                if reply.json.get("acks") == [{"seq": entry["seq"], "status": "saved"}]:
                    self.shared.acknowledged(self.check.id, item, value)
                else:
                    self.shared.problem(f"not saved: {json.dumps(reply.json)}")
                return

    def hand_in(self, client: Client, tag: str) -> None:
        """Hand in, and look at the result until it is there."""
        if self.shared.ask(client, "POST", f"/api/submit/{self.check.id}", {"tag": tag}).status != http.client.OK:
            return
        began = time.monotonic()
        while "data-waiting" in self.shared.ask(client, "GET", f"/result/{self.check.id}").text:
            if self.shared.over.wait(_PAUSE):
                return
            if time.monotonic() - began > HANGS:
                self.shared.problem(f"no mark for {self.check.id} in {HANGS:.0f} s")
                return
        self.shared.hand_ins += 1


class LiveVisitor(_Person):
    """Opens a live page and closes it; every other time its kernel is killed instead."""

    def __init__(self, shared: Shared) -> None:
        super().__init__(shared)
        self.visits = itertools.count()

    def visit(self) -> None:
        """One visit."""
        with self.shared.no_live_page:
            client = self.shared.visitor()
            reply = self.shared.ask(client, "GET", f"/live/{LIVE}")
            kernel = re.search(r'"kernelId": "([0-9a-f-]{36})"', reply.text)
            if kernel is None:
                self.shared.problem(f"no live page: {reply.status} {reply.text[-300:]}")
                return
            if next(self.visits) % 2:
                self._kill(kernel[1])
            else:
                self.shared.ask(client, "POST", f"/voila/api/shutdown/{kernel[1]}", {})
        self.shared.over.wait(1.0)

    def _kill(self, kernel_id: str) -> None:
        for process in self.shared.server.kernels:
            with suppress(psutil.Error):
                if kernel_id in " ".join(process.cmdline()):
                    process.kill()
