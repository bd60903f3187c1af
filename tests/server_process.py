"""A real `holdfast serve` as a process of its own, and a small browser-like client. For every test that needs a server.

Example::

    server = start(tmp_path / "data")
    page.goto(server.enter)          # signs the browser in
    client = server.client()         # or without a browser
    client.get("/").status
    server.kill()                    # as a power cut would
    server = start(server.data)      # on the same data root
    server.stop()                    # SIGTERM; returns the exit code
"""

from __future__ import annotations

import asyncio
import http.client
import json
import os
import random
import re
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Coroutine, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self, TypeVar
from urllib.parse import urlencode

import psutil

T = TypeVar("T")
_LINK = re.compile(r"http://\S+/(?:enter\?token=\S+|sign-in)")
_WORDS = re.compile(r'class="hf-card hf-words"[^>]*>([a-z ]+)<')
_START_SECONDS = 60.0


@dataclass(frozen=True, kw_only=True)
class Reply:
    """An answer of the server."""

    status: int
    headers: Mapping[str, str]  #: names in lower case; the last one of each
    body: bytes
    cookies: tuple[str, ...] = ()  #: the Set-Cookie lines

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode()

    @property
    def json(self) -> Any:
        """The body as JSON."""
        return json.loads(self.body)


@dataclass(kw_only=True)
class Client:
    """Speaks HTTP to a server, keeps its cookies, and sends what a page of ours would send."""

    host: str
    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    source: str = ""  #: the address it calls from, such as 127.0.0.2; empty for the usual one

    def request(
        self, method: str, path: str, body: bytes | None = None, headers: Mapping[str, str | None] | None = None
    ) -> Reply:
        """Send one request and follow nothing. A header given as None is left out."""
        sent: dict[str, str | None] = {
            "Host": f"{self.host}:{self.port}",
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()) or None,
        }
        sent |= headers or {}
        source = (self.source, 0) if self.source else None
        connection = http.client.HTTPConnection(self.host, self.port, timeout=90, source_address=source)
        try:
            connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
            if body is not None:
                connection.putheader("Content-Length", str(len(body)))
            for name, value in sent.items():
                if value is not None:
                    connection.putheader(name, value)
            connection.endheaders(body)
            answer = connection.getresponse()
            reply = Reply(
                status=answer.status,
                headers={name.lower(): value for name, value in answer.getheaders()},
                body=answer.read(),
                cookies=tuple(answer.headers.get_all("Set-Cookie") or ()),
            )
        finally:
            connection.close()
        for line in reply.cookies:
            name, _, value = line.partition(";")[0].partition("=")
            self.cookies[name] = value
        return reply

    def get(self, path: str, **headers: str | None) -> Reply:
        """GET a page; underscores in header names become hyphens."""
        return self.request("GET", path, headers=_hyphens(headers))

    def post(self, path: str, value: object, **headers: str | None) -> Reply:
        """POST as our own script does: JSON, with Origin and the XSRF header."""
        body = value if isinstance(value, bytes) else json.dumps(value).encode()
        usual: dict[str, str | None] = {
            "Content-Type": "application/json",
            "Origin": f"http://{self.host}:{self.port}",
            "X-XSRFToken": self.cookies.get("_xsrf"),
        }
        return self.request("POST", path, body, usual | _hyphens(headers))

    def submit(self, path: str, fields: Mapping[str, str], **headers: str | None) -> Reply:
        """POST a form as a page of ours does."""
        body = urlencode({"_xsrf": self.cookies.get("_xsrf", ""), **fields}).encode()
        usual: dict[str, str | None] = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Origin": f"http://{self.host}:{self.port}",
        }
        return self.request("POST", path, body, usual | _hyphens(headers))

    def sign_in(self, words: str, *, keep: bool = False) -> Reply:
        """Sign in with three words, where people sign in."""
        self.get("/sign-in")
        return self.submit("/sign-in", {"way": "back", "words": words, **({"keep": "yes"} if keep else {})})

    def sign_up(self, name: str = "Ann Example", *, site_code: str = "", keep: bool = False) -> str:
        """Sign in as a new person, and return the three words."""
        self.get("/sign-in")
        keeps = {"keep": "yes"} if keep else {}
        reply = self.submit("/sign-in", {"way": "new", "name": name, "site": site_code, **keeps})
        assert reply.status == 303, reply.text
        words = _WORDS.search(self.get("/sign-in/words").text)
        assert words is not None
        return words[1]

    def tag(self, page: str) -> str:
        """Return the learner's public tag, as the page gets it."""
        return str(self.get(f"/api/state/{page}").json["tag"])


@dataclass(kw_only=True)
class Server:
    """A running server."""

    url: str  #: such as http://127.0.0.1:41234, without a slash at the end
    enter: str  #: the one-time link; with --identity named the page to sign in
    port: int
    data: Path
    process: subprocess.Popen[str]
    _lines: list[str]
    _reader: threading.Thread

    @property
    def log(self) -> str:
        """Everything the server has printed so far (both streams)."""
        return "".join(self._lines)

    @property
    def kernels(self) -> list[psutil.Process]:
        """The kernels it has, also those that ended and were not cleared away."""
        return [child for child in psutil.Process(self.process.pid).children(recursive=True) if _is_kernel(child)]

    @property
    def page_kernels(self) -> list[psutil.Process]:
        """Those of them that belong to live pages; one that prepares pages does not."""
        return [kernel for kernel in self.kernels if not _prepares_pages(kernel)]

    def page_kernel_files(self) -> list[Path]:
        """Return the connection files and sockets of live pages' kernels, as they are now."""
        arguments = [argument for kernel in self.page_kernels for argument in kernel.cmdline()]
        files = [Path(argument) for argument in arguments if argument.endswith(".json")]
        return [each for file in files for each in file.parent.glob(f"{file.stem}*")]

    def client(self, *, signed_in: bool = True) -> Client:
        """Return a client; signed in by the one-time link, which is used up then."""
        client = Client(host="127.0.0.1", port=self.port)
        if signed_in:
            reply = client.get(self.enter.removeprefix(self.url))
            assert reply.status == 302, reply.text
        return client

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """End it, also after a failed test."""
        self.stop()

    def kill(self) -> None:
        """End it at once, as a power cut would."""
        self.process.kill()
        self._gone()

    def stop(self, sign: int = signal.SIGTERM) -> int:
        """Ask it to end and return its exit code."""
        if self.process.poll() is None:
            self.process.send_signal(sign)
        self._gone()
        return int(self.process.returncode)

    def _gone(self) -> None:
        try:
            self.process.wait(90)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait(90)
            raise
        self._reader.join(5)


def start(
    data: Path,
    *,
    port: int | None = None,
    modules: Path | None = None,
    arguments: tuple[str, ...] = (),
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
    python: str = sys.executable,
    command: tuple[str, ...] = ("serve",),
) -> Server:
    """Start `holdfast serve`, or another command that serves, on a free port and wait until it prints its link.

    Args:
        data: The data root.
        port: The port; None takes a free one.
        modules: A folder of notebooks in place of the course's own.
        arguments: More arguments of the command.
        env: More environment.
        cwd: Where it runs.
        python: The interpreter of the environment to serve from.
        command: The command and what it serves, such as ("classroom", "04_responding").

    Raises:
        AssertionError: It ended or did not answer; the text is all it printed.
    """
    port = port or free_port()
    process = popen(
        data, port=port, modules=modules, arguments=arguments, env=env, cwd=cwd, python=python, command=command
    )
    lines: list[str] = []
    found = threading.Event()

    def read() -> None:
        assert process.stdout is not None
        for line in process.stdout:
            lines.append(line)
            if _LINK.search(line):
                found.set()
        found.set()

    reader = threading.Thread(target=read, daemon=True)
    reader.start()
    found.wait(_START_SECONDS)
    link = _LINK.search("".join(lines))
    if link is None:
        process.kill()
        process.wait(30)
        raise AssertionError(f"The server did not start:\n{''.join(lines)}")
    url = f"http://127.0.0.1:{port}"
    return Server(url=url, enter=link[0], port=port, data=data, process=process, _lines=lines, _reader=reader)


def popen(
    data: Path,
    *,
    port: int,
    modules: Path | None = None,
    arguments: tuple[str, ...] = (),
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
    python: str = sys.executable,
    command: tuple[str, ...] = ("serve",),
) -> subprocess.Popen[str]:
    """Start the command and wait for nothing; both streams come through stdout."""
    line = [python, "-m", "holdfast.cli", *command, "--port", str(port), "--no-browser", "--data", str(data)]
    if modules is not None:
        line += ["--modules", str(modules)]
    return subprocess.Popen(
        [*line, *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        stdin=subprocess.DEVNULL,
        text=True,
        cwd=cwd or tempfile.gettempdir(),
        env={**os.environ, "PYTHONUNBUFFERED": "1", **(env or {})},
    )


def refused(data: Path, **options: Any) -> str:
    """Run `holdfast serve` where it cannot start; check that it ends with code 2 and return what it printed."""
    process = popen(data, port=options.pop("port", None) or free_port(), **options)
    try:
        output, _ = process.communicate(timeout=_START_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        output, _ = process.communicate()
        raise AssertionError(f"It should not have started:\n{output}") from None
    assert process.returncode == 2, output
    return output


def finish(coroutine: Coroutine[Any, Any, T]) -> T:
    """Run a coroutine to its end in a thread of its own: Playwright keeps a loop running in this one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, coroutine).result()


def free_port() -> int:
    """Return a port that nobody listens on now, below those that the system gives to whoever calls out."""
    for port in random.sample(range(20_000, 32_000), 100):
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
    raise AssertionError("A hundred ports in a row are taken.")


def wait_until(condition: Callable[[], bool], seconds: float = 30.0, what: str = "it") -> None:
    """Ask again until something holds; fail when the time is over."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, f"waited {seconds} s for {what}"
        with suppress(ValueError):
            threading.Event().wait(0.05)


def _is_kernel(process: psutil.Process) -> bool:
    try:
        return "ipykernel" in " ".join(process.cmdline())
    except psutil.ZombieProcess:
        return True
    except psutil.NoSuchProcess:
        return False


def _prepares_pages(process: psutil.Process) -> bool:
    try:
        files = [Path(argument).name for argument in process.cmdline() if argument.endswith(".json")]
    except psutil.Error:
        return False
    return bool(files) and not files[0].startswith("kernel-")


def _hyphens(headers: Mapping[str, str | None]) -> dict[str, str | None]:
    return {name.replace("_", "-"): value for name, value in headers.items()}
