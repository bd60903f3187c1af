"""Every door of a room, tried by strangers, by participants, and from elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tornado.web import create_signed_value

from addresses import Address, addresses
from holdfast.server import handlers_classroom, handlers_join
from holdfast.server.addresses import own_addresses
from rooms import Phone, Trainer, open_room
from server_process import Client, Server

OF_TRAINER = addresses(more=handlers_classroom.handlers())
OF_ALL = addresses(more=[*handlers_classroom.handlers(), *handlers_join.handlers()])
OF_PHONES = [each for each in OF_ALL if each.path.startswith("/join")]
TO_COME_IN = {"/join", "/join/left", "/join/AAAAAA"}
NO_PHONES = [each for each in OF_ALL if not each.path.startswith(("/join", "/assets", "/enter"))]


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory, second_start: Callable[[Path], Path]) -> Iterator[Server]:
    with open_room(second_start(tmp_path_factory.mktemp("doors") / "data")) as server:
        yield server


@pytest.fixture(scope="module")
def trainer(room: Server) -> Trainer:
    return Trainer(room)


@pytest.fixture(scope="module")
def phone(trainer: Trainer) -> Phone:
    trainer.start()
    return trainer.phone()


def tried(client: Client, address: Address, method: str, **headers: str | None) -> int:
    usual = {"Origin": f"http://{client.host}:{client.port}", "X-XSRFToken": client.cookies.get("_xsrf")}
    body = None if method in {"GET", "HEAD"} else b"{}"
    reply = client.request(
        method, address.path, body, {**usual, **{k.replace("_", "-"): v for k, v in headers.items()}}
    )
    assert "Traceback" not in reply.text
    return reply.status


def test_the_doors_of_a_room_are_these() -> None:
    assert {each.path for each in OF_TRAINER if each.path.startswith("/room")} == {
        "/room", "/room/notes", "/room/qr.svg", "/room/state", "/room/events", "/room/act",
    }  # fmt: skip
    paths = {each.path for each in OF_PHONES}
    assert paths == TO_COME_IN | {"/join/state", "/join/events", "/join/vote"}


@pytest.mark.parametrize("address", NO_PHONES, ids=lambda address: address.path)
def test_a_participant_gets_through_no_door_of_a_learner_or_the_trainer(phone: Phone, address: Address) -> None:
    name = f"holdfast-{phone.client.port}"
    spoilt = dict(phone.client.cookies)
    for cookies in (spoilt, {**spoilt, name: spoilt["holdfast-room"]}):
        other = Client(host=phone.client.host, port=phone.client.port, cookies=dict(cookies))
        for method in address.methods:
            assert tried(other, address, method) == 403, method


@pytest.mark.parametrize("address", OF_PHONES, ids=lambda address: address.path)
def test_who_has_not_joined_gets_no_further_than_the_code(room: Server, address: Address) -> None:
    stranger = room.client(signed_in=False)
    stranger.get("/join")
    for method in address.methods:
        expected = {200, 403} if address.path in TO_COME_IN else {403}
        assert tried(stranger, address, method) in expected, method
    assert "holdfast-room" not in stranger.cookies


@pytest.mark.parametrize("address", OF_ALL, ids=lambda address: address.path)
def test_another_host_name_opens_no_door(trainer: Trainer, phone: Phone, address: Address) -> None:
    client = phone.client if address in OF_PHONES else trainer.client
    for host in ("evil.example:{port}", "127.0.0.1", "0.0.0.0:{port}", "192.0.2.77:{port}", "127.0.0.1:1", ""):
        for method in address.methods:
            assert tried(client, address, method, Host=host.format(port=client.port)) in {400, 403}, (method, host)


@pytest.mark.parametrize("address", [a for a in OF_ALL if a.path.startswith(("/join", "/room"))], ids=lambda a: a.path)
def test_a_page_of_another_site_opens_no_door(trainer: Trainer, phone: Phone, address: Address) -> None:
    client = phone.client if address in OF_PHONES else trainer.client
    for method in address.methods:
        for mode, dest in (("cors", "empty"), ("no-cors", "script"), ("navigate", "iframe")):
            headers = {"Sec_Fetch_Site": "cross-site", "Sec_Fetch_Mode": mode, "Sec_Fetch_Dest": dest}
            assert tried(client, address, method, **headers) == 403, (method, mode)
        if method == "POST":
            for origin in (None, "null", "http://evil.example", f"http://{client.host}:1"):
                assert tried(client, address, method, Origin=origin) == 403, origin
            for token in (None, "", "x"):
                assert tried(client, address, method, X_XSRFToken=token) == 403, token


def test_phones_reach_the_room_by_each_address_of_this_computer(trainer: Trainer, room: Server) -> None:
    for host in ("127.0.0.1", *own_addresses()):
        phone = Client(host=host, port=room.port)
        assert phone.get(f"/join/{trainer.state['code']}").status == 303
        assert phone.get("/join/state").json["phase"] == "open"
    assert Client(host="127.0.0.1", port=room.port).get("/join", Host=f"localhost:{room.port}").status == 200


def test_no_cookie_but_one_of_this_session_joins(trainer: Trainer, room: Server) -> None:
    secret = bytes.fromhex((room.data / ".cookie_secret").read_text())
    code = trainer.state["code"]
    client = room.client(signed_in=False)
    for value in (
        "",
        "x" * 9000,
        code,
        f"{code}.token",
        create_signed_value(b"\0" * 32, "holdfast-room", f"{code}.token").decode(),
        create_signed_value(secret, "holdfast-room", "BBBBBB.token").decode(),
        create_signed_value(secret, "holdfast-room", f"{code}.").decode(),
        create_signed_value(secret, "holdfast-room", code).decode(),
        create_signed_value(secret, "holdfast-room", b"\xff.\xff").decode(),
        create_signed_value(secret, f"holdfast-{room.port}", f"{code}.token").decode(),
        create_signed_value(secret, "holdfast-room", f"{code}.token", clock=lambda: 1_600_000_000).decode(),
    ):
        client.cookies["holdfast-room"] = value
        assert client.get("/join/state").status == 403, value[:60]


ROUNDS = (0, 3, -1, 1.5, "1", None, True, [1], 10**400)


@pytest.mark.parametrize("round_", ROUNDS, ids=lambda round_: repr(round_)[:10])
def test_a_vote_that_is_none_is_refused(trainer: Trainer, round_: object) -> None:
    step = trainer.state["step"]
    sent = {"step": step["id"], "round": round_, "choice": step["choices"][0]["id"]}
    assert trainer.phone().client.post("/join/vote", sent).status == 400


def test_a_vote_of_another_shape_is_refused(trainer: Trainer) -> None:
    step = trainer.state["step"]
    right = {"step": step["id"], "round": 1, "choice": step["choices"][0]["id"]}
    for sent in (
        {}, [], "x", None,
        {**right, "choice": "no-such-choice"}, {**right, "choice": ""}, {**right, "choice": 1},
        {**right, "choice": "x" * 61}, {**right, "choice": "<script>"}, {**right, "more": 1}, {**right, "step": ["x"]},
        b"{", b"\xff", b'{"step": "a", "step": "b"}', b"[" * 20_000,
    ):  # fmt: skip
        assert trainer.phone().client.post("/join/vote", sent).status == 400, sent
    assert trainer.phone().client.post("/join/vote", {**right, "step": "no-such.step"}).json == {"vote": "too late"}
    assert trainer.phone().client.post("/join/vote", right, Content_Type="text/plain").status == 400
    assert trainer.phone().client.post("/join/vote", b" " * 70_000).status == 413
    assert trainer.state["voted"] == 0


def test_an_act_of_another_shape_is_refused(trainer: Trainer) -> None:
    before = trainer.state
    version = before["version"]
    for sent in (
        {}, {"act": "next"}, {"version": version}, {"act": "win", "version": version},
        {"act": "next", "version": str(version)}, {"act": "next", "version": -1},
        {"act": "start", "version": version, "step": 1},
        {"act": "next", "version": version, "more": 1}, {"act": ["end"], "version": version}, b"[",
    ):  # fmt: skip
        assert trainer.client.post("/room/act", sent).status == 400, sent
    assert trainer.state == before
