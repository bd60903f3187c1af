"""`holdfast present` over HTTP: both windows for the presenter alone, whole without a script, and nothing kept."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path

import pytest

import server_process
from holdfast.library import library
from holdfast.slides.deck import deck
from server_process import Client, Server

_MODULE = "02_how_gangs_work"
_SLIDES, _NOTES = f"/present/{_MODULE}", f"/present/{_MODULE}/notes"
_MOST_SCRIPT = 12_000


@pytest.fixture(scope="module")
def showing(tmp_path_factory: pytest.TempPathFactory, second_start: Callable[[Path], Path]) -> Iterator[Server]:
    """Present a module."""
    data = second_start(tmp_path_factory.mktemp("present") / "data")
    with server_process.start(data, command=("present", _MODULE)) as server:
        yield server


@pytest.fixture(scope="module")
def presenter(showing: Server) -> Client:
    """Use the one-time link up."""
    return showing.client()


def test_the_link_leads_to_the_slides(data_root: Path, second_start: Callable[[Path], Path]) -> None:
    with server_process.start(second_start(data_root), command=("present", _MODULE)) as server:
        assert "Press S on the slides for your notes" in server.log
        reply = Client(host="127.0.0.1", port=server.port).get(server.enter.removeprefix(server.url))
        assert (reply.status, reply.headers["location"]) == (302, _SLIDES)


def test_every_slide_is_on_the_page_with_its_title(presenter: Client) -> None:
    page = presenter.get(_SLIDES)
    shown = deck(library(), library().module(_MODULE))
    assert page.status == 200
    assert [unescape(each) for each in re.findall(r'data-title="([^"]*)"', page.text)] == [
        s.title for s in shown.slides
    ]
    assert page.text.count("<h1") == 1
    assert page.text.count("<h2>") == len(shown.slides)
    assert "It is never too late for an adult to step in." in page.text


def test_activities_are_hosted_with_a_store_that_keeps_nothing(presenter: Client) -> None:
    page = presenter.get(_SLIDES).text
    kinds = re.findall(r'class="hf-host" data-kind="([a-z-]+)"', page)
    assert sorted(kinds) == ["quiz", "quiz", "scenario", "scenario", "stage-timeline"]
    parts = json.loads(unescape(re.search(r'data-parts="([^"]*)"', page)[1]))  # type: ignore[index]
    assert {parts[name].rpartition("/")[2] for name in ("ask", "outbox", "shelf", "words")} == {"practice.js"}
    for url in parts.values():
        assert presenter.get(url).status == 200


def test_what_the_room_sees_holds_no_note_and_no_answer_in_words(presenter: Client) -> None:
    page = presenter.get(_SLIDES).text
    assert "Facilitator:" not in page
    assert "What helps most:" not in page


def test_the_notes_have_what_is_said_and_what_helps_most_at_each_step(presenter: Client) -> None:
    page = unescape(presenter.get(_NOTES).text)
    assert "Lay seven cards on the floor" in page
    assert page.count('data-notes-of="seven-stages"') == 1
    scenario = library().scenario("no-money-more-pictures")
    assert all(decision.title in page for decision in scenario.decisions)
    assert page.count("What helps most:") >= len(scenario.decisions)
    assert library().source("nca-alert-2024").short in page
    assert "planned: 24 min" in page


def test_only_the_presenter_sees_them(showing: Server) -> None:
    stranger = showing.client(signed_in=False)
    assert [stranger.get(path).status for path in (_SLIDES, _NOTES)] == [403, 403]


def test_another_module_is_told_and_not_shown(presenter: Client) -> None:
    reply = presenter.get("/present/03_the_law")
    assert reply.status == 404
    assert "Start <code>" not in reply.text
    assert "holdfast present" in reply.text


def test_the_addresses_do_not_exist_while_the_course_is_only_served(server: Server) -> None:
    client = server.client()
    assert [client.get(path).status for path in (_SLIDES, _NOTES)] == [404, 404]


def test_nothing_is_inline_and_nothing_comes_from_elsewhere(presenter: Client) -> None:
    for path in (_SLIDES, _NOTES):
        reply = presenter.get(path)
        assert "script-src 'self'" in reply.headers["content-security-policy"]
        assert not re.findall(r"<script(?![^>]*(?:src=|application/json))", reply.text)
        assert not re.findall(r"<style|\sstyle=|\son[a-z]+=", re.sub(r"<script.*?</script>", "", reply.text))
        loaded = re.findall(r'<(?:script|link|img|source)[^>]*\s(?:src|href|srcset)="([^"]*)"', reply.text)
        assert loaded
        assert all(each.startswith("/assets/") for each in loaded)


def test_the_scripts_of_the_slides_are_small(presenter: Client) -> None:
    loaded = set()
    for path in (_SLIDES, _NOTES):
        text = unescape(presenter.get(path).text)
        loaded |= set(re.findall(r"/assets/[0-9a-f]{10}/(?:present|present-notes|practice)\.js", text))
    assert len(loaded) == 3
    assert sum(len(presenter.get(url).body) for url in loaded) <= _MOST_SCRIPT


def test_a_figure_is_a_file_of_ours_with_its_words(data_root: Path, second_start: Callable[[Path], Path]) -> None:
    with server_process.start(
        second_start(data_root), command=("present", "04_responding", "--minutes", "20")
    ) as server:
        client = server.client()
        page = client.get("/present/04_responding").text
        found = re.search(r'<img src="(/assets/[^"]*figure-five-words-light\.svg)" alt="Five steps', page)
        assert found is not None
        assert client.get(found[1]).body.startswith(b"<?xml")
        assert "planned: 20 min" in client.get("/present/04_responding/notes").text


def test_a_taken_port_is_one_sentence(showing: Server, tmp_path: Path) -> None:
    process = server_process.popen(tmp_path / "data", port=showing.port, command=("present", _MODULE))
    said, _ = process.communicate(timeout=120)
    assert process.returncode == 2
    assert said.startswith(f"Port {showing.port} is taken by another program")
    assert said.count("\n") == 1
