"""What a learner does over HTTP in tests of the server: choose, read, complete."""

from __future__ import annotations

import secrets

from holdfast import standing
from holdfast.library import library
from holdfast.model import Pathway
from server_process import Client, Reply

COURSE = library()
FIRST_PAGE = COURSE.course.modules[0].id


def choose(client: Client, pathway: str = "all-staff", nation: str = "", **more: str) -> Reply:
    """Send the form of the start page, as somebody does who uses the computer account alone."""
    return client.submit("/start", {"pathway": pathway, "nation": nation, "shared": "no", **more})


def read(client: Client, *keys: str) -> None:
    """Mark sections as done."""
    answers = [{"seq": seq, "item": key, "value": ["done"]} for seq, key in enumerate(keys)]
    sent = {"tag": client.tag(FIRST_PAGE), "client": secrets.token_hex(8), "answers": answers}
    reply = client.post("/api/answers", sent)
    assert [ack["status"] for ack in reply.json["acks"]] == ["saved"] * len(keys), reply.text


def read_all(client: Client, pathway: Pathway) -> None:
    """Mark every core section of a pathway as done."""
    read(client, *standing.plan(COURSE, pathway).sections)


def complete(client: Client, name: str = "", pathway: Pathway = "leaders", nation: str = "") -> Reply:
    """Take a pathway without a final to its end, and ask for the record of it."""
    choose(client, pathway, nation)
    read_all(client, pathway)
    return client.submit("/you/record", {"name": name})
