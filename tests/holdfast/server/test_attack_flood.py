"""Floods and rubbish for a server of its own: open tabs, answers, hand-ins, made-up JSON. Nothing acknowledged is lost.

HOLDFAST_FUZZ=20000 tries that many made-up requests; without it a few.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import psutil
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import raw_http
import server_process
from holdfast import recording
from holdfast.library import library
from holdfast.records import Records
from server_process import Client, Reply, Server

FUZZ = settings(
    max_examples=int(os.environ.get("HOLDFAST_FUZZ", "60")),
    deadline=None,
    database=None,
    derandomize="HOLDFAST_FUZZ" not in os.environ,
    suppress_health_check=list(HealthCheck),
)
WRITERS = 12
EACH = 10


@pytest.fixture(scope="module")
def flooded(tmp_path_factory: pytest.TempPathFactory, second_start: Callable[[Path], Path]) -> Iterator[Server]:
    """Serve on a data root that nobody else uses."""
    with server_process.start(second_start(tmp_path_factory.mktemp("flood") / "data")) as server:
        yield server


@pytest.fixture(scope="module")
def learner(flooded: Server) -> Client:
    return flooded.client()


def check_told_to_wait(reply: Reply) -> None:
    assert reply.status in {429, 503}
    assert int(reply.headers["retry-after"]) >= 1
    assert reply.json["error"].endswith(".")
    assert reply.headers["content-type"].startswith("application/json")


def test_pages_come_while_five_hundred_connections_do_nothing_and_others_are_slow(
    flooded: Server, learner: Client
) -> None:
    here = f"Host: 127.0.0.1:{flooded.port}\r\n".encode()
    slow_body = b"POST /api/answers HTTP/1.1\r\n" + here + b"Content-Length: 60000\r\n\r\n{"
    with ExitStack() as stack:
        for count, sent in ((500, b""), (100, b"GET / HTTP/1.1\r\n" + here + b"X-Slow: "), (100, slow_body)):
            for each in raw_http.hold(flooded.port, sent, count):
                stack.enter_context(each)
        for path in ("/start", "/help", "/api/state/m4-responding"):
            assert learner.get(path).status == 200


def seeds() -> list[str]:
    """Return record keys that take any number."""
    course = library()
    return [f"{name}/order" for name in (*course.quizzes, *(entry.id for entry in course.course.assignments))][:WRITERS]


def test_a_flood_of_answers_is_answered_and_all_that_was_acknowledged_is_kept(flooded: Server, learner: Client) -> None:
    tag = learner.tag("m4-responding")
    keys = seeds()
    assert len(keys) == WRITERS

    def write(key: str) -> int:
        kept = 0
        for number in range(1, EACH + 1):
            entry = {"seq": number, "item": key, "value": [str(number)]}
            reply = learner.post("/api/answers", {"tag": tag, "client": key, "answers": [entry]})
            if reply.status == 200:
                assert reply.json["acks"] == [{"seq": number, "status": "saved"}]
                kept = number
            else:
                check_told_to_wait(reply)
        return kept

    with ThreadPoolExecutor(WRITERS) as writers:
        acknowledged = dict(zip(keys, writers.map(write, keys), strict=True))
    flooded_records(flooded, {key: [str(number)] for key, number in acknowledged.items()})
    assert set(acknowledged.values()) == {EACH}  # far below the limit: nobody had to wait


def flooded_records(server: Server, expected: dict[str, list[str]]) -> None:
    with Records.open(server.data / "records.db") as records:
        kept = records.answers(records.local_learner().id).answers
    assert {key: list(kept[key]) for key in expected} == expected


def test_who_hands_in_without_end_is_told_to_wait(flooded: Server, learner: Client) -> None:
    tag = learner.tag("m4-responding")
    checks = [entry.id for entry in library().course.checks]
    replies = [learner.post(f"/api/submit/{checks[-1]}", {"tag": tag}) for _ in range(120)]
    assert {reply.status for reply in replies[:30]} == {400}  # nothing is answered, but a class of thirty may ask
    refused = [reply for reply in replies if reply.status != 400]
    assert refused
    for reply in refused:
        check_told_to_wait(reply)
    assert learner.get("/help").status == 200


def test_the_server_listens_on_its_one_address_and_connects_to_nobody_else(flooded: Server) -> None:
    server = psutil.Process(flooded.process.pid)
    connections = [each for process in (server, *server.children(recursive=True)) for each in inet(process)]
    listening = {(each.laddr.ip, each.laddr.port) for each in connections if each.status == psutil.CONN_LISTEN}
    assert ("127.0.0.1", flooded.port) in listening
    assert {ip for ip, _ in listening} == {"127.0.0.1"}
    assert {each.raddr.ip for each in connections if each.raddr} <= {"127.0.0.1"}


def inet(process: psutil.Process) -> list[Any]:
    try:
        return list(process.net_connections("inet"))
    except psutil.NoSuchProcess:
        return []


# --- made-up requests

LEAVES = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.sampled_from(["\ud800", "\0", "a" * 400])
)
JSON = st.recursive(LEAVES, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4))


def real_keys() -> list[str]:
    course = library()
    sections = sorted(recording.keys_of_sections(course))
    names = [*course.scenarios, *course.items, *seeds(), *sections, *recording.keys_of_plan(course), recording.STAGES]
    return [*names, *(recording.certainty_key(item) for item in course.items)]


def real_words() -> list[str]:
    course = library()
    options = {option.id for item in course.items.values() for option in item.options}
    return sorted(
        {*options, *course.stages, *recording.CERTAINTIES, "repair", "done", "0", "4294967295", "\u200b", " "}
    )


def entries() -> st.SearchStrategy[object]:
    word = st.sampled_from(real_words()) | st.text(max_size=130)
    whole = st.fixed_dictionaries(
        {
            "seq": st.integers(-1, 2**53) | JSON,
            "item": st.sampled_from(real_keys()) | st.text(),
            "value": st.lists(word, max_size=8) | JSON,
        },
        optional={"learner": JSON},
    )
    return st.lists(whole | JSON, max_size=6) | JSON


def bodies(tag: str) -> st.SearchStrategy[bytes]:
    answers = st.fixed_dictionaries(
        {"tag": st.just(tag) | JSON, "client": st.text("abc", min_size=1, max_size=3) | JSON, "answers": entries()}
    )
    near = st.fixed_dictionaries({"tag": st.just(tag)}, optional={"answers": entries(), "tag ": JSON})
    made = (answers | near | JSON).map(lambda value: json.dumps(value).encode())
    twice = st.just(json.dumps({"tag": tag}).encode()[:-1] + b', "tag": "other"}')
    cut = st.tuples(made, st.integers(0, 200)).map(lambda pair: pair[0][: pair[1]])
    return made | cut | twice | st.binary(max_size=300)


def test_made_up_json_breaks_nothing_and_leaves_only_what_can_be_read(flooded: Server, learner: Client) -> None:
    tag = learner.tag("m4-responding")
    checks = [entry.id for entry in library().course.checks]
    kinds = st.sampled_from(
        ["application/json"] * 6 + ["application/json; charset=x", "text/plain", "multipart/form-data"]
    )

    @FUZZ
    @given(address=st.sampled_from(["/api/answers"] * 4 + [f"/api/submit/{checks[0]}"]), body=bodies(tag), kind=kinds)
    def attack(address: str, body: bytes, kind: str) -> None:
        reply = learner.post(address, body, Content_Type=kind)
        assert reply.status in {200, 400, 404, 409, 413, 429}, reply.text
        assert isinstance(reply.json, dict)
        assert "Traceback" not in reply.text
        if reply.status == 200:
            assert learner.get("/api/state/m4-responding").status == 200

    attack()
    assert "Traceback" not in flooded.log
    for module in library().course.modules:
        assert learner.get(f"/api/state/{module.id}").status == 200
    assert learner.get("/start").status == 200
    with Records.open(flooded.data / "records.db") as records:
        for key, value in records.answers(records.local_learner().id).answers.items():
            recording.check(library(), key, value)
