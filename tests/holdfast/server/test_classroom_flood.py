"""Somebody in the room, or near it, who sends far too much. Nobody else is held up, and nothing is learned by it."""

from __future__ import annotations

import http.client
import json
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from holdfast.classroom.codes import new_code
from rooms import Phone, State, Trainer, listening, open_room
from server_process import Client, Server

LONGEST = 1.0


@pytest.fixture
def room(tmp_path: Path, second_start: Callable[[Path], Path]) -> Iterator[Server]:
    with open_room(second_start(tmp_path / "data")) as server:
        yield server
        assert "Traceback" not in server.log


@pytest.fixture
def trainer(room: Server) -> Trainer:
    return Trainer(room)


def flood(phone: Phone, step: State, until: threading.Event) -> list[int]:
    """Send votes over one connection as fast as it goes, and return the statuses."""
    client, statuses = phone.client, []
    body = json.dumps({"step": step["id"], "round": 1, "choice": step["choices"][2]["id"]})
    headers = {
        "Host": f"{client.host}:{client.port}",
        "Origin": f"http://{client.host}:{client.port}",
        "Cookie": "; ".join(f"{name}={value}" for name, value in client.cookies.items()),
        "X-XSRFToken": client.cookies["_xsrf"],
        "Content-Type": "application/json",
    }
    connection = http.client.HTTPConnection(client.host, client.port, timeout=90)
    while not until.is_set():
        connection.request("POST", "/join/vote", body, headers)
        reply = connection.getresponse()
        reply.read()
        statuses.append(reply.status)
    connection.close()
    return statuses


def test_a_thousand_votes_a_second_of_one_phone_harm_nobody(trainer: Trainer) -> None:
    step = trainer.start()
    bad, *others = trainer.phones(11)
    over = threading.Event()
    with ThreadPoolExecutor(4) as threads, listening(trainer.client, "/room/events") as stream:
        floods = [threads.submit(flood, bad, step, over) for _ in range(4)]
        waited = []
        for phone in others:
            began = time.monotonic()
            assert phone.vote(step, 0) == "kept"
            waited.append(time.monotonic() - began)
        stream.wait(lambda state: state["voted"] == 11)
        over.set()
        statuses = [status for each in floods for status in each.result()]
    assert trainer.server.log.count("\n") < 100
    assert max(waited) < LONGEST
    assert set(statuses) == {200, 429}
    seconds = sum(waited) + LONGEST
    assert statuses.count(200) <= 5 + seconds + 5
    trainer.act("reveal")
    result = trainer.state["result"]["rounds"][0]["choices"]
    assert [part["share"] for part in result] == ["most", "few or nobody", "few or nobody"]  # one vote of eleven


def test_who_votes_too_often_is_told_to_wait_and_the_last_that_was_kept_counts(trainer: Trainer) -> None:
    step = trainer.start()
    phone = trainer.phone()
    ids = [choice["id"] for choice in step["choices"]]
    replies = [phone.send(step, ids[place % 3]) for place in range(12)]
    kept = [place for place, reply in enumerate(replies) if reply.status == 200]
    refused = [reply for reply in replies if reply.status == 429]
    assert kept[:5] == [0, 1, 2, 3, 4]
    assert refused
    assert int(refused[0].headers["retry-after"]) >= 1
    assert refused[0].json["error"].endswith(".")
    assert phone.state["mine"] == ids[kept[-1] % 3]


def test_a_code_cannot_be_guessed_and_a_school_behind_one_address_still_joins(room: Server, trainer: Trainer) -> None:
    code = trainer.state["code"]
    attacker = Client(host="127.0.0.1", port=room.port, source="127.0.7.7")
    attacker.get("/join")
    with ThreadPoolExecutor(8) as threads:
        statuses = list(threads.map(lambda _: attacker.submit("/join", {"code": new_code()}).status, range(150)))
    assert set(statuses) == {403, 429}
    assert statuses.count(403) <= 40 + 30
    refused = attacker.get(f"/join/{code}")
    assert refused.status == 429  # not looked at, though it is right
    assert "Wait a moment" in refused.text
    assert int(refused.headers["retry-after"]) >= 1

    with ThreadPoolExecutor(8) as threads:
        joined = list(threads.map(lambda number: _joins(room, code, mistyped=number % 5 == 0), range(60)))
    assert all(joined)


def _joins(room: Server, code: str, *, mistyped: bool) -> bool:
    phone = Client(host="127.0.0.1", port=room.port, source="127.0.8.8")
    phone.get("/join")
    if mistyped:
        assert phone.submit("/join", {"code": "BBBBBB"}).status == 403
    return phone.submit("/join", {"code": code}).status == 303


def test_a_phone_that_has_joined_needs_no_code_again_also_while_somebody_guesses(
    room: Server, trainer: Trainer
) -> None:
    phone = trainer.phone(source="127.0.9.9")
    guesser = Client(host="127.0.0.1", port=room.port, source="127.0.9.9")
    guesser.get("/join")
    while guesser.submit("/join", {"code": new_code()}).status != 429:
        pass
    assert phone.client.get(f"/join/{trainer.state['code']}").status == 303
    assert phone.vote(trainer.start(), 0) == "kept"


def test_a_phone_that_asks_without_end_is_told_to_wait(trainer: Trainer) -> None:
    phone, other = trainer.phones(2)
    with ThreadPoolExecutor(8) as threads:
        statuses = list(threads.map(lambda _: phone.client.get("/join/state").status, range(200)))
    assert set(statuses) == {200, 429}
    assert other.client.get("/join/state").status == 200


def test_the_room_takes_four_hundred_phones_and_no_more(room: Server, trainer: Trainer) -> None:
    code, step = trainer.state["code"], trainer.start()

    def join(_: int) -> int:
        client = Client(host="127.0.0.1", port=room.port)
        client.get(f"/join/{code}")
        return client.get("/join/state").status

    with ThreadPoolExecutor(8) as threads:
        statuses = list(threads.map(join, range(405)))
    assert (statuses.count(200), statuses.count(503)) == (400, 5)
    assert trainer.state["joined"] == 400
    assert 0 < trainer.state["here"] <= 400  # who was not let in is not here
    assert trainer.act("close")["step"] == step
