"""The course served once for the tests of a file, and a client that used up its link."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

import server_process
from e2e.rooms import COMMAND, PHONE, Room
from server_process import Client, Server
from strangers import note_stranger


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory, second_start: Callable[[Path], Path]) -> Iterator[Server]:
    """Serve the course for the tests of one file."""
    with server_process.start(second_start(tmp_path_factory.mktemp("shared") / "data")) as server:
        yield server


@pytest.fixture(scope="module")
def client(running: Server) -> Client:
    """Use the one-time link up."""
    return running.client()


@pytest.fixture
def room(browser: Browser, data_root: Path, second_start: Callable[[Path], Path]) -> Iterator[Room]:
    """Open a room with the trainer's wall on a projector; a request that leaves this machine fails the test."""
    strangers: list[str] = []
    contexts: list[BrowserContext] = []

    def opened(**how: Any) -> Page:
        context = browser.new_context(locale="en-GB", **{"viewport": PHONE, **how})
        context.on("request", lambda request: note_stranger(request, strangers))
        contexts.append(context)
        return context.new_page()

    with server_process.start(second_start(data_root), command=COMMAND) as server:
        wall = opened(viewport={"width": 1280, "height": 720})
        wall.goto(server.enter)
        expect(wall).to_have_url(f"{server.url}/room")
        yield Room(server=server, wall=wall, open_phone=opened)
        for context in contexts:
            context.close()
    assert strangers == []
