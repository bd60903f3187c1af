"""No answer that was acknowledged is ever lost: not by a killed server, not by a full disk."""

from __future__ import annotations

import resource
from pathlib import Path
from typing import Any

import server_process
from known_course import Known
from server_process import Client


def send(client: Client, known: Known, tag: str, seq: int, item: str, value: list[str]) -> server_process.Reply:
    body: dict[str, Any] = {"tag": tag, "client": "one", "answers": [{"seq": seq, "item": item, "value": value}]}
    return client.post("/api/answers", body)


def test_every_acknowledged_answer_is_there_after_a_kill(server: server_process.Server, known: Known) -> None:
    client = server.client()
    tag = client.tag(known.module)
    acknowledged: dict[str, list[str]] = {}
    wanted = [(known.scenario, known.path[:n]) for n in range(1, len(known.path) + 1)]
    wanted += [(known.item, [known.option]), (known.other_item, [known.other_option])]
    wanted += [(f"{known.module}/{section}", ["done"]) for section in known.sections]
    for seq, (item, value) in enumerate(wanted):
        reply = send(client, known, tag, seq, item, value)
        assert reply.json["acks"] == [{"seq": seq, "status": "saved"}]
        acknowledged[item] = value
        if seq % 4 == 3:
            server.kill()
            server = server_process.start(server.data, port=server.port)
    server.kill()
    server = server_process.start(server.data, port=server.port)
    try:
        kept = client.get(f"/api/state/{known.module}").json["answers"]
        kept |= client.get(f"/api/state/{known.assignment}").json["answers"]
        assert kept == acknowledged
    finally:
        server.stop()


def test_a_disk_that_refuses_is_told_and_loses_nothing(ready_root: Path, known: Known) -> None:
    server = server_process.start(ready_root)
    client = server.client()
    tag = client.tag(known.module)
    assert send(client, known, tag, 1, known.item, [known.option]).status == 200
    pid = server.process.pid
    unlimited = resource.prlimit(pid, resource.RLIMIT_FSIZE)
    try:
        # No file of the process may grow from here on: what a full disk does to SQLite's log.
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (0, unlimited[1]))
        reply = send(client, known, tag, 2, known.other_item, [known.other_option])
        assert reply.status == 507, reply.text
        assert reply.json["error"].endswith(".")
        state = client.get(f"/api/state/{known.assignment}").json["answers"]
        assert state == {known.item: [known.option]}

        resource.prlimit(pid, resource.RLIMIT_FSIZE, unlimited)
        reply = send(client, known, tag, 2, known.other_item, [known.other_option])
        assert reply.json["acks"] == [{"seq": 2, "status": "saved"}]
    finally:
        server.stop()
    again = server_process.start(ready_root, port=server.port)
    try:
        kept = client.get(f"/api/state/{known.assignment}").json["answers"]
        assert kept == {known.item: [known.option], known.other_item: [known.other_option]}
    finally:
        again.stop()
