"""One server for all tests that do not stop or break it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import server_process
from known_course import Known, known_course
from server_process import Client, Server


@pytest.fixture(scope="session")
def known() -> Known:
    """Return ids of the first assignment of the course."""
    return known_course()


@pytest.fixture(scope="session")
def running(tmp_path_factory: pytest.TempPathFactory, second_start: Callable[[Path], Path]) -> Iterator[Server]:
    """Serve the course for all of them; each test names pages of its own when it saves."""
    server = server_process.start(second_start(tmp_path_factory.mktemp("shared") / "data"))
    yield server
    server.stop()


@pytest.fixture(scope="session")
def first_client(running: Server) -> Client:
    """Use the one-time link up."""
    return running.client()


@pytest.fixture
def client(first_client: Client) -> Client:
    """Return a signed-in client with cookies of its own to spoil."""
    return Client(host=first_client.host, port=first_client.port, cookies=dict(first_client.cookies))


@pytest.fixture
def stranger(running: Server) -> Client:
    """Return a client that never opened the link."""
    return running.client(signed_in=False)


@pytest.fixture(scope="session")
def named(tmp_path_factory: pytest.TempPathFactory, second_start: Callable[[Path], Path]) -> Iterator[Server]:
    """Serve the course to people who sign in; each test that guesses does so from an address of its own."""
    data = second_start(tmp_path_factory.mktemp("named") / "data")
    with server_process.start(data, arguments=("--identity", "named")) as server:
        yield server


@pytest.fixture
def modules(tmp_path: Path, known: Known) -> Path:
    """Return a modules folder with an empty folder for the module, to write a notebook into."""
    folder = tmp_path / "modules"
    (folder / known.module).mkdir(parents=True)
    return folder
