"""A session and a server that stops: what was said to be kept is there, and what has ended is gone."""

from __future__ import annotations

import base64
import os
import signal
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from holdfast.classroom.store import ABANDONED_AFTER
from rooms import Phone, Trainer, listening, open_room
from server_process import Server, start

Ready = Callable[[Path], Path]


def again(server: Server) -> Server:
    """Start the room again at the same address."""
    return open_room(server.data, port=server.port)


def files(data: Path) -> list[str]:
    return sorted(each.name for each in data.glob("room.db*"))


@pytest.mark.parametrize("end", ["kill", "stop"])
def test_a_session_goes_on_after_its_server_was_killed_or_stopped(
    tmp_path: Path, second_start: Ready, end: str
) -> None:
    with open_room(second_start(tmp_path / "data")) as server:
        trainer = Trainer(server)
        step = trainer.start()
        phones = trainer.phones(8)
        for place, phone in enumerate(phones):
            phone.vote(step, place % 2)
        before = trainer.state
        assert before["voted"] == 8
        getattr(server, end)()
    with again(server) as server:
        trainer = Trainer(server)
        after = trainer.state
        assert {**after, "here": 8} == {**before, "here": 8}
        assert phones[1].state["mine"] == step["choices"][1]["id"]
        phones[1].vote(step, 0)
        assert trainer.act("reveal")["result"]["counted"] == 8
        assert server.client(signed_in=False).get(f"/join/{before['code']}").status == 303


def test_a_computer_that_slept_takes_the_votes_that_waited_and_tells_them(tmp_path: Path, second_start: Ready) -> None:
    with open_room(second_start(tmp_path / "data")) as server:
        trainer = Trainer(server)
        step = trainer.start()
        phones = trainer.phones(3)
        with listening(trainer.client, "/room/events") as wall, listening(phones[0].client, "/join/events") as stream:
            wall.next()
            stream.next()
            server.process.send_signal(signal.SIGSTOP)
            try:
                waiting = [threading.Thread(target=phone.vote, args=(step, 1)) for phone in phones]
                for each in waiting:
                    each.start()
            finally:
                server.process.send_signal(signal.SIGCONT)
            assert wall.wait(lambda state: state["voted"] == 3)["voted"] == 3
            assert stream.wait(lambda state: state["mine"] is not None)["mine"] == step["choices"][1]["id"]
            for each in waiting:
                each.join()
        assert trainer.act("close")["phase"] == "closed"


def test_no_vote_that_was_said_to_be_kept_is_lost_when_the_server_is_killed(
    tmp_path: Path, second_start: Ready
) -> None:
    with open_room(second_start(tmp_path / "data")) as server:
        trainer = Trainer(server)
        step = trainer.start()
        phones = trainer.phones(12)
        kept: dict[int, str] = {}
        enough = threading.Event()

        def vote(number: int, phone: Phone) -> None:
            for turn in range(4):
                choice = step["choices"][(number + turn) % 3]["id"]
                try:
                    reply = phone.send(step, choice)
                except OSError:
                    return
                if reply.status == 200 and reply.json == {"vote": "kept"}:
                    kept[number] = choice
                if len(kept) > 6:
                    enough.set()

        threads = [threading.Thread(target=vote, args=each) for each in enumerate(phones)]
        for thread in threads:
            thread.start()
        assert enough.wait(60)
        server.kill()
        for thread in threads:
            thread.join()
    with again(server) as server:
        for number, choice in kept.items():
            mine = phones[number].state["mine"]
            turns = [each["id"] for each in step["choices"]]
            assert mine == choice or turns.index(mine) == (turns.index(choice) + 1) % 3  # the one under way may be in


def test_the_end_tells_everybody_and_leaves_nothing(tmp_path: Path, second_start: Ready) -> None:
    with open_room(second_start(tmp_path / "data")) as server:
        trainer = Trainer(server)
        code = trainer.state["code"]
        step = trainer.start()
        phone = trainer.phone()
        phone.vote(step, 0)
        assert "room.db" in files(server.data)
        with listening(phone.client, "/join/events") as stream:
            trainer.act("end")
            state = stream.wait(lambda state: state["phase"] == "ended")
            assert trainer.state["here"] == 0
        assert (state["step"], state["result"], state["mine"]) == (None, None, None)
        assert files(server.data) == []
        ended = trainer.state
        assert (ended["joined"], ended["voted"], ended["notes"]) == (0, 0, [])
        assert phone.vote(step, 0) == "too late"
        assert phone.client.get("/join").status == 200
        late = server.client(signed_in=False)
        assert late.get(f"/join/{code}").status == 403
        assert trainer.send("next").status == 409
        assert files(server.data) == []
        server.stop()
    with again(server) as server:
        trainer = Trainer(server)
        assert trainer.state["code"] != code
        assert (trainer.state["phase"], trainer.state["joined"]) == ("waiting", 0)
        assert phone.client.get("/join/state").status == 403
        assert "code" in phone.client.get("/join").text


@pytest.mark.parametrize("command", [("classroom", "04_responding"), ("serve",)])
def test_a_session_that_was_left_lying_for_a_day_is_gone_at_the_next_start(
    tmp_path: Path, second_start: Ready, command: tuple[str, ...]
) -> None:
    with open_room(second_start(tmp_path / "data")) as server:
        code = Trainer(server).state["code"]
        server.kill()
    long_ago = time.time() - ABANDONED_AFTER - 60
    for each in server.data.glob("room.db*"):
        os.utime(each, (long_ago, long_ago))
    with start(server.data, command=command) as server:
        if command == ("serve",):
            assert files(server.data) == []
        else:
            assert Trainer(server).state["code"] != code


def test_a_stream_ends_when_the_server_stops_and_the_server_does_not_wait_for_it(
    tmp_path: Path, second_start: Ready
) -> None:
    with open_room(second_start(tmp_path / "data")) as server:
        trainer = Trainer(server)
        with (
            listening(trainer.phone().client, "/join/events") as stream,
            listening(trainer.client, "/room/events") as own,
        ):
            stream.next()
            own.next()
            assert server.stop(signal.SIGINT) == 0
            while True:
                try:
                    own.next()
                except AssertionError:
                    break
        assert "Traceback" not in server.log


def test_nothing_of_who_voted_what_is_in_the_log_or_open_in_the_file(tmp_path: Path, second_start: Ready) -> None:
    with open_room(second_start(tmp_path / "data")) as server:
        trainer = Trainer(server)
        step = trainer.start()
        phone = trainer.phone()
        phone.vote(step, 0)
        token = phone.client.cookies["holdfast-room"]
        held = b"".join(each.read_bytes() for each in server.data.glob("room.db*"))
        secret = base64.b64decode(token.strip('"').split("|")[4].partition(":")[2])
        assert secret.startswith(trainer.state["code"].encode())
        assert secret.partition(b".")[2] not in held
        assert b"127.0.0.1" not in held
        for word in (step["id"], step["choices"][0]["id"], token, secret.decode()):
            assert word not in server.log
