"""Handing in: marked when there is something to mark, and no submission is lost by a killed server."""

from __future__ import annotations

from pathlib import Path

import server_process
from holdfast.records import Attempt, Records
from known_course import Known
from server_process import Client, Server


def answer_all(client: Client, known: Known) -> str:
    tag = client.tag(known.assignment)
    answers = [(known.scenario, known.path), (known.item, [known.option]), (known.other_item, [known.other_option])]
    entries = [{"seq": n, "item": item, "value": value} for n, (item, value) in enumerate(answers)]
    assert client.post("/api/answers", {"tag": tag, "client": "submitting", "answers": entries}).status == 200
    return tag


def shown_result(client: Client, known: Known) -> str:
    """Wait until the result page shows a result, and return it."""
    pages: list[str] = []

    def is_marked() -> bool:
        pages.append(client.get(f"/result/{known.assignment}").text)
        return "data-waiting" not in pages[-1]

    server_process.wait_until(is_marked, 90, "the mark")
    return pages[-1]


def last_attempt(data: Path, known: Known) -> Attempt:
    """Return the attempt as the records of a stopped server have it."""
    with Records.open(data / "records.db") as records:
        attempt = records.latest_attempt(records.local_learner().id, known.assignment)
    assert attempt is not None
    return attempt


def test_nothing_is_handed_in_without_an_answer(server: Server, known: Known) -> None:
    client = server.client()
    reply = client.post(f"/api/submit/{known.assignment}", {"tag": client.tag(known.module)})
    assert reply.status == 400
    assert "answer" in reply.json["error"]
    assert not (server.data / "submitted").exists()
    assert client.get(f"/result/{known.assignment}").headers["location"] == f"/check/{known.assignment}"


def test_what_is_handed_in_is_marked_and_can_be_handed_in_again(server: Server, known: Known) -> None:
    client = server.client()
    tag = answer_all(client, known)
    for _ in range(2):
        reply = client.post(f"/api/submit/{known.assignment}", {"tag": tag})
        assert reply.status == 200
        assert reply.json["state"] in {"marked", "marking"}
        assert reply.json["url"] == f"/result/{known.assignment}"
        assert shown_result(client, known)
        assert client.get(f"/api/state/{known.module}").json["progress"]["done"] == [known.assignment]
    assert client.post("/api/submit/no-such-check", {"tag": tag}).status == 404
    server.stop()
    assert last_attempt(server.data, known).state == "marked"
    # nbgrader's copies can be read by everybody, so nobody else may come as far as them.
    assert [file.name for file in server.data.iterdir() if file.stat().st_mode & 0o077] == []


def test_a_submission_that_was_being_marked_when_the_server_died_is_marked_at_the_next_start(
    server: Server, known: Known
) -> None:
    client = server.client()
    tag = answer_all(client, known)
    reply = client.post(f"/api/submit/{known.assignment}", {"tag": tag})  # the worker has hardly begun to import
    server.kill()
    again = server_process.start(server.data, port=server.port)
    try:
        assert reply.status == 200
        assert shown_result(client, known)
        assert "Traceback" not in again.log
    finally:
        again.stop()
    attempt = last_attempt(server.data, known)
    assert attempt.state == "marked"
    assert attempt.entries[known.scenario] == len(known.path)
