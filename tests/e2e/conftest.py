"""The course served once for the tests of a file, and a client that used up its link."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import server_process
from server_process import Client, Server


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory, second_start: Callable[[Path], Path]) -> Iterator[Server]:
    """Serve the course for the tests of one file."""
    with server_process.start(second_start(tmp_path_factory.mktemp("shared") / "data")) as server:
        yield server


@pytest.fixture(scope="module")
def client(running: Server) -> Client:
    """Use the one-time link up."""
    return running.client()
