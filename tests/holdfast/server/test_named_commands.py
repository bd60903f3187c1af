"""What whoever runs the course does by command to people who sign in: new words, and erasing."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import server_process
from server_process import Client, Server

NAMED = ("--identity", "named")


def newcomer(server: Server, name: str = "Ann Example", *, keep: bool = False) -> tuple[Client, str]:
    """Return somebody who has just come, and their words."""
    client = server.client(signed_in=False)
    return client, client.sign_up(name, keep=keep)


def is_in(client: Client) -> bool:
    """Return whether somebody is signed in there."""
    return client.get("/you").status == 200


def test_lost_words_can_be_replaced_by_whoever_runs_the_course(named: Server) -> None:
    client, words = newcomer(named, "Forgetful Fred")
    command = [sys.executable, "-m", "holdfast.cli", "new-words", "Forgetful Fred", "--data", str(named.data)]
    given = subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()
    back = named.client(signed_in=False)
    back.source = "127.0.1.3"
    assert back.sign_in(words).status == 403
    assert back.sign_in(given).status == 303
    assert back.tag("m4-responding") == client.tag("m4-responding")


def test_words_from_whoever_runs_the_course_end_every_session_at_the_next_start(ready_root: Path) -> None:
    with server_process.start(ready_root, arguments=NAMED) as server:
        thief, _ = newcomer(server, "Robbed Rob", keep=True)
        other, _ = newcomer(server, "Ben", keep=True)
        command = [sys.executable, "-m", "holdfast.cli", "new-words", "Robbed Rob", "--data", str(server.data)]
        told = subprocess.run(command, check=True, capture_output=True, text=True).stderr
        assert "start the server anew now" in told
    with server_process.start(server.data, port=server.port, arguments=NAMED):
        assert (is_in(thief), is_in(other)) == (False, True)


def test_who_was_erased_is_signed_out_and_unknown(ready_root: Path) -> None:
    with server_process.start(ready_root, arguments=NAMED) as server:
        client, words = newcomer(server, "Ann", keep=True)
        other, _ = newcomer(server, "Ben", keep=True)
    command = [
        sys.executable,
        "-m",
        "holdfast.cli",
        "records",
        "erase",
        "Ann",
        "--learning",
        "--data",
        str(server.data),
    ]
    subprocess.run(command, check=True, capture_output=True)
    with server_process.start(server.data, port=server.port, arguments=NAMED):
        assert (is_in(client), is_in(other)) == (False, True)
        assert client.sign_in(words).status == 403
