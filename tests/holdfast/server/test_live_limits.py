"""Live pages under load and in trouble: few at once, a line, a deadline, dead kernels, and nothing left behind."""

from __future__ import annotations

import re
import socket
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbformat
import psutil
import pytest
from nbformat import v4
from tornado.httpclient import HTTPRequest
from tornado.websocket import websocket_connect

import server_process
from holdfast.library import library
from server_process import Client, Reply, Server, finish, wait_until

GOOD, DYING, SLOW = (module.id for module in library().course.modules[:3])
CELLS = {
    GOOD: ["import ipywidgets\nipywidgets.IntSlider(description='Hours')"],
    DYING: ["import ipywidgets\nipywidgets.IntSlider()", "import os\nos._exit(3)", "1"],
    SLOW: ["import threading\nthreading.Event().wait()"],
}
IMPATIENT = """#!{python}
import runpy, sys
from holdfast.server import live, live_kernels
live.DEADLINE, live_kernels.AWAY_SECONDS = {deadline}, {away}
del sys.argv[1:3]
runpy.run_module("holdfast.cli", run_name="__main__", alter_sys=True)
"""


def serve(folder: Path, *, deadline: int, away: float) -> Server:
    """Serve three live modules with less patience than usual."""
    for module, sources in CELLS.items():
        place = folder / "modules" / module
        place.mkdir(parents=True)
        cells = [v4.new_code_cell(source) for source in sources]
        notebook = v4.new_notebook(cells=cells, metadata={"holdfast": {"live": True}})
        nbformat.write(notebook, place / f"{module}.ipynb")
    impatient = folder / "python"
    impatient.write_text(IMPATIENT.format(python=sys.executable, deadline=deadline, away=away))
    impatient.chmod(0o700)
    return server_process.start(folder / "data", modules=folder / "modules", python=str(impatient))


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Serve live modules whose kernels are let go soon."""
    with serve(tmp_path_factory.mktemp("live"), deadline=60, away=4.0) as server:
        yield server


@pytest.fixture(scope="module")
def inside(live: Server) -> Client:
    """Use the one-time link up."""
    return live.client()


def begin(server: Server, client: Client, path: str) -> socket.socket:
    """Ask for a page and do not wait for it."""
    asking = socket.create_connection(("127.0.0.1", server.port))
    cookie = "; ".join(f"{name}={value}" for name, value in client.cookies.items())
    asking.sendall(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\nCookie: {cookie}\r\n\r\n".encode())
    return asking


def visit(client: Client) -> tuple[list[str], Reply]:
    """Open a live page as a browser does, waiting in the line; return the waiting pages and the last answer."""
    waited: list[str] = []
    reply = client.get(f"/live/{GOOD}")
    while reply.status == 302:
        address = reply.headers["location"]
        assert re.fullmatch(rf"/live/{GOOD}/waiting\?place=[\w-]+", address)

        def is_our_turn(address: str = address) -> bool:
            waited.append(client.get(address).text)
            return "data-waiting" not in waited[-1]

        wait_until(is_our_turn, 120, "the turn")
        reply = client.get(address.replace("/waiting", ""))
    return waited, reply


def test_ten_visitors_at_once_get_a_page_a_place_in_the_line_or_a_clear_answer(live: Server, inside: Client) -> None:
    clients = [Client(host=inside.host, port=inside.port, cookies=dict(inside.cookies)) for _ in range(10)]
    with ThreadPoolExecutor(10) as threads:
        visits = list(threads.map(visit, clients))
    replies = [reply for _, reply in visits]
    assert sorted(reply.status for reply in replies) == [200] * 3 + [429] * 7
    assert all("three live pages open" in reply.text for reply in replies if reply.status == 429)
    waited = [pages for pages, _ in visits if pages]
    assert len(waited) == 8  # two are made at once
    told = [" ".join(pages[0].split()) for pages in waited if "data-waiting" in pages[0]]
    assert all("You keep your place in the line" in words for words in told)
    wait_until(lambda: not live.page_kernels, 60, "kernels that no page is connected to to end")


def test_a_page_that_goes_without_a_word_leaves_nothing_behind(live: Server, inside: Client) -> None:
    process = psutil.Process(live.process.pid)
    wait_until(lambda: not live.page_kernels, 60, "the kernels of other tests to end")
    before = process.num_fds()
    kernel = re.search(r'"kernelId": "([0-9a-f-]{36})"', inside.get(f"/live/{GOOD}").text)
    assert kernel
    files = live.page_kernel_files()
    assert len(files) > 1
    cookie = "; ".join(f"{name}={value}" for name, value in inside.cookies.items())
    address = f"ws://127.0.0.1:{live.port}/api/kernels/{kernel[1]}/channels?session_id=abc"

    async def connect_and_vanish() -> None:
        (await websocket_connect(HTTPRequest(address, headers={"Cookie": cookie, "Origin": live.url}))).close()

    finish(connect_and_vanish())
    wait_until(lambda: not live.page_kernels, 60, "its kernel to end")
    wait_until(lambda: not any(file.exists() for file in files), 10, "its files to go")
    wait_until(lambda: process.num_fds() <= before + 2, 10, "the server to close its connections")


def test_a_kernel_that_dies_while_its_page_is_made_is_told(live: Server, inside: Client) -> None:
    reply = inside.get(f"/live/{DYING}")
    assert reply.status == 500
    assert "stopped while it was being made" in reply.text
    assert "DeadKernelError" not in reply.text
    assert inside.get("/start").status == 200
    wait_until(lambda: not live.page_kernels, 30, "the dead kernel to be cleared away")


def test_a_page_is_not_made_for_who_has_gone(live: Server, inside: Client) -> None:
    asking = begin(live, inside, f"/live/{SLOW}")
    wait_until(lambda: bool(live.page_kernels), 30, "its kernel to start")
    asking.close()
    wait_until(lambda: not live.page_kernels, 30, "its kernel to end")
    assert "Traceback" not in live.log


def test_a_page_that_takes_too_long_is_told_and_a_killed_server_leaves_no_kernel(tmp_path: Path) -> None:
    with serve(tmp_path, deadline=4, away=60.0) as server:
        client = server.client()
        reply = client.get(f"/live/{SLOW}")
        assert reply.status == 503
        assert "took too long" in reply.text
        assert server.page_kernels == []
        asking = begin(server, client, f"/live/{SLOW}")
        wait_until(lambda: bool(server.page_kernels), 30, "a kernel to start")
        kernels = server.page_kernels
        files = server.page_kernel_files()
        server.kill()
        asking.close()
    assert psutil.wait_procs(kernels, 30)[1] == []
    with server_process.start(server.data, port=server.port, modules=tmp_path / "modules"):
        assert not any(file.exists() for file in files)
