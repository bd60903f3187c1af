"""The streams of a room: what is told, to whom, and how often."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from holdfast.server.classroom_limits import STREAMS, STREAMS_OF_ONE
from rooms import Trainer, listening, open_room
from server_process import Server, wait_until


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory, second_start: Callable[[Path], Path]) -> Iterator[Server]:
    with open_room(second_start(tmp_path_factory.mktemp("events") / "data")) as server:
        yield server


@pytest.fixture(scope="module")
def trainer(room: Server) -> Trainer:
    return Trainer(room)


def test_a_stream_begins_with_the_state_and_tells_each_act(trainer: Trainer) -> None:
    phone = trainer.phone()
    with listening(phone.client, "/join/events") as stream:
        assert stream.next() == phone.state
        step = trainer.start()
        assert stream.wait(lambda state: state["phase"] == "open")["step"] == step
        trainer.act("blank")
        assert stream.wait(lambda state: state["phase"] == "blank")["step"] is None
        trainer.act("back")
        assert stream.wait(lambda state: state["phase"] == "open") == phone.state


def test_the_trainer_is_told_how_many_voted_and_how_many_are_here(trainer: Trainer) -> None:
    step = trainer.start()
    with listening(trainer.client, "/room/events") as stream:
        before = stream.next()
        phones = trainer.phones(3)
        assert stream.wait(lambda state: state["here"] == before["here"] + 3)["joined"] == before["joined"] + 3
        for phone in phones:
            phone.vote(step, 0)
        state = stream.wait(lambda state: state["voted"] == 3)
        assert state["version"] == before["version"]
        assert state["result"] is None


def test_a_phone_is_told_its_own_vote_and_never_those_of_others(trainer: Trainer) -> None:
    step = trainer.start()
    mine, other = trainer.phones(2)
    with listening(mine.client, "/join/events") as heard, listening(other.client, "/join/events") as beside:
        heard.next()
        beside.next()
        mine.vote(step, 1)
        assert heard.next()["mine"] == step["choices"][1]["id"]
        trainer.act("close")
        assert beside.next()["phase"] == "closed"  # the first it hears after the vote


def test_who_listens_is_here_and_who_goes_is_not(trainer: Trainer) -> None:
    phone = trainer.phone()
    phone.client.get("/join/left")
    here = trainer.state["here"]
    with listening(phone.client, "/join/events") as stream:
        stream.next()
        assert trainer.state["here"] == here + 1
        phone.client.get("/join/left")
        assert trainer.state["here"] == here + 1
    wait_until(lambda: trainer.state["here"] == here, what="the phone to be gone")


def test_of_more_than_three_streams_of_a_phone_the_oldest_ends(trainer: Trainer) -> None:
    phone = trainer.phone()
    with ExitStack() as stack:
        streams = [stack.enter_context(listening(phone.client, "/join/events")) for _ in range(STREAMS_OF_ONE + 1)]
        for stream in streams:
            stream.next()
        assert streams[0].is_over()
        trainer.start()
        for stream in streams[1:]:
            assert stream.wait(lambda state: state["phase"] == "open")


def test_a_stream_is_no_page_and_is_not_kept(trainer: Trainer) -> None:
    client = trainer.phone().client
    with socket.create_connection((client.host, client.port), timeout=30) as raw:
        lines = ("GET /join/events HTTP/1.1", f"Host: {client.host}:{client.port}")
        cookie = f"Cookie: holdfast-room={client.cookies['holdfast-room']}"
        raw.sendall("\r\n".join((*lines, cookie, "", "")).encode())
        head = raw.recv(4096).decode().partition("\r\n\r\n")[0].lower()
    assert "content-type: text/event-stream; charset=utf-8" in head
    assert "cache-control: no-store" in head
    assert "content-security-policy: default-src 'none'" in head
    assert "connection: close" in head


def test_many_changes_in_one_moment_are_told_at_most_twenty_times_a_second(trainer: Trainer) -> None:
    with listening(trainer.phone().client, "/join/events") as stream:
        stream.next()
        began, heard, last = time.monotonic(), 0, 0
        for _ in range(100):
            trainer.act("blank")
            last = trainer.act("back")["version"]
        while stream.next()["version"] < last:
            heard += 1
        assert heard + 1 <= 20 * (time.monotonic() - began) + 2


def test_the_room_bears_four_hundred_streams_and_tells_the_next_to_wait(
    tmp_path: Path, second_start: Callable[[Path], Path]
) -> None:
    with open_room(second_start(tmp_path / "data")) as server, ExitStack() as stack:
        trainer = Trainer(server)
        *phones, last, late = trainer.phones(STREAMS // STREAMS_OF_ONE + 2)
        for phone in (*(phone for phone in phones for _ in range(STREAMS_OF_ONE)), last):
            stack.enter_context(listening(phone.client, "/join/events"))
        reply = late.client.get("/join/events")
        assert (reply.status, reply.headers["retry-after"]) == (503, "10")
        step = trainer.start()
        assert late.vote(step, 0) == "kept"
        stream = stack.enter_context(listening(last.client, "/join/events"))
        assert stream.next()["step"] == step
