"""A session over HTTP, as the trainer and the phones have it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from holdfast.library import library
from rooms import Phone, State, Trainer, open_room
from server_process import Client, Server, refused, start


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory, second_start: Callable[[Path], Path]) -> Iterator[Server]:
    with open_room(second_start(tmp_path_factory.mktemp("room") / "data")) as server:
        yield server


@pytest.fixture(scope="module")
def trainer(room: Server) -> Trainer:
    return Trainer(room)


@pytest.fixture(autouse=True)
def nothing_broke(room: Server) -> Iterator[None]:
    yield
    assert "Traceback" not in room.log


def shares(state: State) -> list[dict[str, object]]:
    return [{part["id"]: part["count"] for part in each["choices"]} for each in state["result"]["rounds"]]


def test_the_terminal_says_how_people_join_and_the_link_leads_to_the_room(room: Server, trainer: Trainer) -> None:
    state = trainer.state
    assert f"People join at {state['address']} with the code {state['code']}." in room.log
    assert re.fullmatch(r"http://[\d.]+:\d+/join", state["address"])
    assert re.fullmatch(r"[B-Z]{6}", state["code"])
    stranger = room.client(signed_in=False)
    assert stranger.get("/enter?token=wrong").status == 403
    assert trainer.client.get("/room").status == 200
    assert trainer.client.get("/room/notes").status == 200


def test_a_new_link_leads_to_the_room(tmp_path: Path, second_start: Callable[[Path], Path]) -> None:
    with open_room(second_start(tmp_path / "data")) as server:
        client = server.client(signed_in=False)
        reply = client.get(server.enter.removeprefix(server.url))
        assert (reply.status, reply.headers["location"]) == (302, "/room")


def test_the_square_leads_to_the_room(trainer: Trainer) -> None:
    reply = trainer.client.get("/room/qr.svg")
    assert reply.headers["content-type"] == "image/svg+xml"
    assert reply.text.startswith("<svg")


def test_a_phone_joins_by_the_code_typed_in_any_way(trainer: Trainer, room: Server) -> None:
    code = trainer.state["code"]
    for written in (code, code.lower(), f"{code[:3]} {code[3:]}"):
        phone = room.client(signed_in=False)
        assert phone.get("/join").status == 200
        reply = phone.submit("/join", {"code": written})
        assert (reply.status, reply.headers["location"]) == (303, "/join")
        assert Phone(phone).state["phase"] in {"waiting", "open", "closed", "revealed"}


@pytest.mark.parametrize("written", ["BBBBBB", "", "<b>x</b>", "BCDFG"])
def test_a_wrong_code_lets_nobody_in_and_is_said_to_be_wrong(room: Server, written: str) -> None:
    phone = room.client(signed_in=False)
    phone.get("/join")
    reply = phone.submit("/join", {"code": written})
    assert reply.status == 403
    assert "This is not the code on the trainer’s screen." in reply.text
    assert "<b>x" not in reply.text
    assert "holdfast-room" not in phone.cookies
    assert phone.get("/join/state").status == 403
    assert phone.get("/join/state").json == {"error": "Join the room first: the trainer’s screen shows how."}


def test_the_cookie_is_for_this_visit_and_for_no_script(trainer: Trainer, room: Server) -> None:
    phone = room.client(signed_in=False)
    (line,) = [
        each for each in phone.get(f"/join/{trainer.state['code']}").cookies if each.startswith("holdfast-room=")
    ]
    assert {"HttpOnly", "SameSite=Strict", "Path=/join"} <= {part.strip() for part in line.split(";")}
    assert "expires" not in line.lower()
    assert "max-age" not in line.lower()


def test_a_phone_that_an_app_led_here_begins_anew_with_its_cookie(trainer: Trainer, room: Server) -> None:
    phone = room.client(signed_in=False)
    elsewhere = {"Sec_Fetch_Site": "cross-site", "Sec_Fetch_Mode": "navigate", "Sec_Fetch_Dest": "document"}
    reply = phone.get(f"/join/{trainer.state['code']}", **elsewhere)
    assert (reply.status, reply.headers["refresh"]) == (200, "0; url=/join")
    assert "holdfast-room" in phone.cookies
    assert phone.get("/join", **elsewhere).status == 200


def test_votes_are_hidden_until_they_are_revealed_also_from_the_trainer(trainer: Trainer) -> None:
    step = trainer.start()
    phones = trainer.phones(9)
    for place, phone in enumerate(phones):
        assert phone.vote(step, place % 3) == "kept"
    for act in (None, "close", "discuss"):
        state = trainer.act(act) if act else trainer.state
        assert state["voted"] == 9
        assert state["result"] is None
        assert not re.search(r'"(why|best|count|percent|share|mine|sources)"', json.dumps(state))
    state = trainer.act("reveal")
    assert state["result"]["counted"] == 9
    assert set(shares(state)[0].values()) == {3}
    assert phones[0].state["result"] == state["result"]


def test_after_the_reveal_each_choice_is_explained_with_its_source(trainer: Trainer) -> None:
    step = trainer.start()
    result = trainer.act("reveal")["result"]
    scenario, decision = step["id"].split(".")
    node = library().scenario(scenario).node(decision)
    choices = {each.id: each for each in node.choices}  # type: ignore[union-attr]
    assert [each["id"] for each in result["explanation"]] == list(choices)
    for told in result["explanation"]:
        assert told["best"] == choices[told["id"]].best
        assert told["sources"] == [library().source(name).short for name in choices[told["id"]].sources]
    assert result["rounds"] == []
    assert result["counted"] is None


def test_the_last_vote_of_a_phone_counts_and_it_knows_its_own_alone(trainer: Trainer) -> None:
    step = trainer.start()
    phone, other = trainer.phones(2)
    assert phone.state["mine"] is None
    for place in (0, 2, 1):
        assert phone.vote(step, place) == "kept"
    assert phone.state["mine"] == step["choices"][1]["id"]
    assert other.state["mine"] is None
    assert trainer.state["voted"] == 1


def test_a_second_vote_stands_beside_the_first(trainer: Trainer) -> None:
    step = trainer.start()
    phones = trainer.phones(8)
    for place, phone in enumerate(phones):
        phone.vote(step, 0 if place < 5 else 1)
    trainer.act("close")
    state = trainer.act("again")
    assert (state["phase"], state["round"], state["voted"]) == ("open", 2, 0)
    assert phones[0].state["mine"] is None
    assert phones[0].vote(step, 1, round_=1) == "too late"
    for place, phone in enumerate(phones):
        phone.vote(step, 1 if place < 6 else 0, round_=2)
    state = trainer.act("reveal")
    assert [list(each.values())[:2] for each in shares(state)] == [[5, 3], [2, 6]]
    assert [each["round"] for each in state["result"]["rounds"]] == [1, 2]


def test_four_answers_are_not_told(trainer: Trainer) -> None:
    step = trainer.start()
    for phone in trainer.phones(4):
        phone.vote(step, 0)
    assert trainer.act("reveal")["result"]["rounds"] == []


def test_five_answers_are_told_in_words(trainer: Trainer) -> None:
    step = trainer.start()
    for phone in trainer.phones(5):
        phone.vote(step, 0)
    result = trainer.act("reveal")["result"]
    assert result["counted"] is None
    assert {part["share"] for part in result["rounds"][0]["choices"]} == {"most", "few or nobody"}


@pytest.mark.parametrize("act", ["close", "discuss", "reveal", "blank"])
def test_a_vote_after_the_vote_is_too_late(trainer: Trainer, act: str) -> None:
    step = trainer.start()
    phone = trainer.phone()
    phone.vote(step, 0)
    trainer.act(act)
    assert phone.vote(step, 1) == "too late"
    if act == "blank":
        assert phone.state["step"] is None
        trainer.act("back")
    assert phone.state["mine"] == step["choices"][0]["id"]


def test_who_comes_late_sees_what_is_on_and_votes(trainer: Trainer) -> None:
    step = trainer.start()
    trainer.phone().vote(step, 0)
    late = trainer.phone()
    assert late.state["step"] == step
    assert late.vote(step, 1) == "kept"
    assert trainer.state["voted"] == 2


def test_who_comes_back_with_the_same_phone_has_one_vote_still(trainer: Trainer) -> None:
    step = trainer.start()
    phone = trainer.phone()
    joined = trainer.state["joined"]
    phone.vote(step, 0)
    assert phone.client.get("/join/left").status == 200
    assert phone.client.get(f"/join/{trainer.state['code']}").cookies == ()
    assert phone.state["mine"] == step["choices"][0]["id"]
    phone.vote(step, 1)
    assert (trainer.state["voted"], trainer.state["joined"]) == (1, joined)


def test_who_leaves_is_counted_as_joined_and_not_as_here(trainer: Trainer) -> None:
    phone = trainer.phone()
    before = trainer.state
    phone.client.get("/join/left")
    after = trainer.state
    assert (after["joined"], after["here"]) == (before["joined"], before["here"] - 1)


def test_a_link_preview_joins_nobody(trainer: Trainer, room: Server) -> None:
    joined = trainer.state["joined"]
    preview = room.client(signed_in=False)
    assert preview.request("HEAD", f"/join/{trainer.state['code']}").cookies == ()
    preview.get(f"/join/{trainer.state['code']}")
    assert trainer.state["joined"] == joined


def test_an_act_on_what_somebody_no_longer_sees_is_refused(trainer: Trainer) -> None:
    trainer.start()
    old = trainer.state["version"]
    trainer.act("close")
    reply = trainer.send("reveal", version=old)
    assert reply.status == 409
    assert reply.json["error"] == "The room has gone on in another window. Look, then choose again."
    assert reply.json["state"] == trainer.state
    assert reply.json["state"]["phase"] == "closed"


def test_an_act_that_does_not_fit_says_why(trainer: Trainer) -> None:
    trainer.start()
    reply = trainer.send("again")
    assert (reply.status, reply.json["error"]) == (409, "Hide the first vote before you open the second one.")
    assert trainer.send("start", step="no-such.step").status == 409


def test_the_trainer_sees_all_questions_and_which_are_done(trainer: Trainer) -> None:
    step = trainer.start()
    assert not next(each for each in trainer.state["steps"] if each["id"] == step["id"])["done"]
    trainer.act("reveal")
    listed = next(each for each in trainer.state["steps"] if each["id"] == step["id"])
    assert listed == {**listed, "done": True, "title": step["title"], "group": step["group"]}
    assert trainer.act("start", step=step["id"])["phase"] == "revealed"


def test_notes_are_for_the_trainer_alone(trainer: Trainer) -> None:
    trainer.start()
    assert any("Facilitator" in note for note in trainer.state["notes"])
    assert "notes" not in trainer.phone().state


def test_a_phone_without_scripts_votes_by_a_form(trainer: Trainer) -> None:
    step = trainer.start()
    phone = trainer.phone()
    fields = {"step": step["id"], "round": "1", "choice": step["choices"][2]["id"]}
    reply = phone.client.submit("/join/vote", fields)
    assert (reply.status, reply.headers["location"]) == (303, "/join")
    assert phone.state["mine"] == step["choices"][2]["id"]
    trainer.act("close")
    reply = phone.client.submit("/join/vote", fields)
    assert reply.headers["location"] == "/join?said=late"
    assert phone.client.submit("/join/vote", {**fields, "round": "3"}).status == 400


def test_a_course_that_is_served_without_a_room_has_none(tmp_path: Path, second_start: Callable[[Path], Path]) -> None:
    with start(second_start(tmp_path / "data")) as server:
        client = server.client()
        for path in ("/room", "/room/state", "/room/events", "/join", "/join/state", "/join/BCDFGH"):
            assert client.get(path).status == 404
        assert client.post("/room/act", {"act": "next", "version": 0}).status == 404
        assert "People join" not in server.log


@pytest.mark.parametrize(
    ("command", "sentence"),
    [
        (
            ("classroom", "04_respnding"),
            "There is no module '04_respnding' in this course. Did you mean '04_responding'?",
        ),
        (
            ("classroom", "00_welcome"),
            "The module '00_welcome' has no questions for a room: take one of 01_how_it_works",
        ),
        (("classroom", "04_responding", "--ip", "192.0.2.77"), "192.0.2.77 is no address of this computer"),
        (("classroom", "04_responding", "--ip", "::"), "--ip :: means every address of this computer"),
    ],
)
def test_what_cannot_be_served_is_one_sentence(tmp_path: Path, command: tuple[str, ...], sentence: str) -> None:
    printed = refused(tmp_path / "data", command=command)
    assert printed.startswith(sentence)
    assert len(printed.strip().splitlines()) == 1
    assert not (tmp_path / "data" / "room.db").exists()


def test_a_room_on_one_address_answers_there_alone(tmp_path: Path, second_start: Callable[[Path], Path]) -> None:
    with open_room(second_start(tmp_path / "data"), arguments=("--ip", "127.0.0.3")) as server:
        here = Client(host="127.0.0.3", port=server.port)
        assert here.get("/join").status == 200
        assert here.get("/join", Host=f"192.0.2.77:{server.port}").status == 403
        assert f"http://127.0.0.3:{server.port}/join" in server.log
        with pytest.raises(ConnectionRefusedError):
            Client(host="127.0.0.1", port=server.port).get("/join")
