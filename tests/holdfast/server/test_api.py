"""The doors for scripts: what they take, what they refuse, and that each answer is judged by itself."""

from __future__ import annotations

import json
from typing import Any

import pytest

from known_course import Known
from server_process import Client


def post(client: Client, known: Known, *answers: dict[str, Any], page_client: str = "page-1") -> Any:
    reply = client.post(
        "/api/answers", {"tag": client.tag(known.module), "client": page_client, "answers": list(answers)}
    )
    assert reply.status == 200, reply.text
    return reply.json


def entry(seq: int, item: str, *value: str) -> dict[str, Any]:
    return {"seq": seq, "item": item, "value": list(value)}


def test_an_answer_is_saved_and_comes_back(client: Client, known: Known) -> None:
    before = client.get(f"/api/state/{known.assignment}").json["version"]
    said = post(client, known, entry(1, known.item, known.option), page_client="saved")
    assert said["acks"] == [{"seq": 1, "status": "saved"}]
    state = client.get(f"/api/state/{known.assignment}").json
    assert state["answers"][known.item] == [known.option]
    assert state["version"] == said["version"] > before


def test_state_is_not_stored_and_holds_only_the_answers_of_its_page(client: Client, known: Known) -> None:
    done = f"{known.module}/{known.sections[0]}"
    post(client, known, entry(1, known.item, known.option), entry(2, done, "done"), page_client="pages")
    reply = client.get(f"/api/state/{known.module}")
    assert reply.headers["cache-control"] == "no-store"
    assert known.item not in reply.json["answers"]
    assert reply.json["answers"][done] == ["done"]
    assert done in reply.json["progress"]["done"]
    assert done not in client.get(f"/api/state/{known.assignment}").json["answers"]


def test_a_page_that_does_not_exist_has_no_state(client: Client) -> None:
    assert client.get("/api/state/nowhere").status == 404


def test_what_cannot_be_is_refused_and_the_rest_of_the_batch_is_saved(client: Client, known: Known) -> None:
    said = post(
        client,
        known,
        entry(1, known.item, "no-such-option"),
        entry(2, known.scenario, "no-such-choice"),
        entry(3, "no-such-item", "x"),
        entry(4, f"{known.module}/{known.sections[0]}", "undone"),
        entry(5, known.item, known.option, known.option),
        entry(6, known.scenario, *known.path, known.path[0]),
        entry(7, known.scenario, "repair"),
        entry(8, known.scenario, *known.path[:1]),
        page_client="mixed",
    )
    assert [ack["status"] for ack in said["acks"]] == ["refused"] * 7 + ["saved"]
    assert all(ack["reason"].endswith(".") for ack in said["acks"][:7])
    assert client.get(f"/api/state/{known.module}").json["answers"][known.scenario] == known.path[:1]


def test_an_answer_can_be_taken_back(client: Client, known: Known) -> None:
    said = post(client, known, entry(1, known.scenario, *known.path), entry(2, known.scenario), page_client="back")
    assert [ack["status"] for ack in said["acks"]] == ["saved", "saved"]
    assert client.get(f"/api/state/{known.module}").json["answers"].get(known.scenario, []) == []


def test_a_number_that_was_used_for_another_answer_is_refused_and_never_called_saved(
    client: Client, known: Known
) -> None:
    section = f"{known.module}/{known.sections[-1]}"
    post(client, known, entry(1, known.scenario, *known.path[:1]), page_client="reused")
    sent = {"tag": client.tag(known.module), "client": "reused", "answers": [entry(1, section, "done")]}
    reply = client.post("/api/answers", sent)
    assert (reply.status, reply.json) == (400, {"error": "What was sent could not be understood. Load the page again."})
    assert section not in client.get(f"/api/state/{known.module}").json["answers"]


def test_a_late_resend_does_not_undo_a_newer_answer(client: Client, known: Known) -> None:
    post(client, known, entry(1, known.scenario, *known.path[:1]), page_client="late")
    post(client, known, entry(2, known.scenario, *known.path[:2]), page_client="late")
    said = post(client, known, entry(1, known.scenario, *known.path[:1]), page_client="late")
    assert said["acks"] == [{"seq": 1, "status": "saved"}]
    assert client.get(f"/api/state/{known.module}").json["answers"][known.scenario] == known.path[:2]


def test_a_number_used_twice_in_one_batch_is_refused_before_any_answer_is_called_saved(
    client: Client, known: Known
) -> None:
    before = client.get(f"/api/state/{known.assignment}").json
    answers = [entry(1, known.item, known.option), entry(1, known.scenario, *known.path)]
    body = {"tag": before["tag"], "client": "twice", "answers": answers}
    assert client.post("/api/answers", body).status == 400
    assert client.get(f"/api/state/{known.assignment}").json == before


def test_a_page_of_another_learner_is_refused(client: Client, known: Known) -> None:
    body = {"tag": "0" * 12, "client": "page-1", "answers": [entry(1, known.item, known.option)]}
    reply = client.post("/api/answers", body)
    assert reply.status == 409
    assert "error" in reply.json
    assert client.post(f"/api/submit/{known.assignment}", {"tag": "0" * 12}).status == 409


@pytest.mark.parametrize(
    "change",
    [
        {"tag": 1},
        {"tag": None},
        {"client": ""},
        {"client": 7},
        {"client": "x" * 101},
        {"client": "naïve"},
        {"answers": {}},
        {"answers": "x"},
        {"answers": [1]},
        {"answers": [{"seq": 1}]},
        {"answers": [{"seq": "1", "item": "x", "value": []}]},
        {"answers": [{"seq": True, "item": "x", "value": []}]},
        {"answers": [{"seq": 1.5, "item": "x", "value": []}]},
        {"answers": [{"seq": -1, "item": "x", "value": []}]},
        {"answers": [{"seq": 2**53, "item": "x", "value": []}]},
        {"answers": [{"seq": 1, "item": None, "value": []}]},
        {"answers": [{"seq": 1, "item": "x", "value": "abc"}]},
        {"answers": [{"seq": 1, "item": "x", "value": [1]}]},
        {"answers": [{"seq": 1, "item": "x", "value": [["a"]]}]},
        {"answers": [{"seq": 1, "item": "x", "value": ["y" * 122]}]},
        {"answers": [{"seq": 1, "item": "x", "value": ["y"] * 201}]},
        {"answers": [{"seq": 1, "item": "x", "value": [], "learner": "somebody"}]},
        {"answers": [{"seq": n, "item": "x", "value": []} for n in range(51)]},
        {"more": 1},
    ],
)
def test_a_malformed_body_is_refused_whole(client: Client, known: Known, change: dict[str, Any]) -> None:
    body = {"tag": client.tag(known.module), "client": "page-1", "answers": []} | change
    reply = client.post("/api/answers", body)
    assert reply.status == 400
    assert "error" in reply.json


@pytest.mark.parametrize(
    "body", [b"", b"{", b"null", b"[]", b"\xff\xfe", b"NaN", b'"x"', b"[" * 30_000, b'{"tag":"\\ud800"}']
)
def test_what_is_no_json_object_is_refused(client: Client, body: bytes) -> None:
    assert client.post("/api/answers", body).status == 400


@pytest.mark.parametrize(
    "body",
    [
        '{"tag": "TAG", "tag": "TAG", "client": "c", "answers": []}',
        '{"tag": "TAG", "client": "c", "answers": [{"seq": 1, "seq": 2, "item": "x", "value": []}]}',
        '{"tag": "TAG", "client": "c", "answers": [{"seq": NaN, "item": "x", "value": []}]}',
        '{"tag": "TAG", "client": "c", "answers": [{"seq": Infinity, "item": "x", "value": []}]}',
        '{"tag": "TAG", "client": "c", "answers": [{"seq": 1e3, "item": "x", "value": []}]}',
        '{"tag": "TAG", "client": "c", "answers": [{"seq": 1, "item": "\\ud800", "value": []}]}',
        '{"tag": "TAG", "client": "c", "answers": ' + "[" * 20_000 + "]" * 20_000 + "}",
        '{"tag": "TAG", "client": "c", "answers": [' + "9" * 50_000 + "]}",
        '{"tag": "TAG", "client": "c", "answers": []} {}',
    ],
)
def test_what_programs_read_differently_is_refused(client: Client, known: Known, body: str) -> None:
    reply = client.post("/api/answers", body.replace("TAG", client.tag(known.module)).encode())
    assert reply.status == 400
    assert "error" in reply.json


def test_a_form_is_refused(client: Client, known: Known) -> None:
    body = json.dumps({"tag": client.tag(known.module), "client": "p", "answers": []}).encode()
    assert client.post("/api/answers", body, Content_Type="text/plain").status == 400
    assert client.post("/api/answers", body, Content_Type="application/x-www-form-urlencoded").status == 400


def test_the_api_cannot_be_read_with_get(client: Client) -> None:
    assert client.get("/api/answers").status == 405
