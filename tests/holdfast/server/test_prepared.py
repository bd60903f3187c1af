"""Prepared pages: the same for everyone, made once, and one that fails fails alone."""

from __future__ import annotations

import gzip
import json
import logging
import re
from pathlib import Path

import nbformat
import pytest
from nbformat import v4

import server_process
from holdfast.library import library
from holdfast.server import notebook_run
from holdfast.server.assets import Assets
from holdfast.server.page_store import PageStore
from holdfast.server.page_upkeep import Upkeep
from holdfast.server.prepared import Prepared
from holdfast.server.watching import Sources
from known_course import Known
from server_process import Client

_ASSET = re.compile(r"/assets/[0-9a-f]{10}/[\w.-]+")
KERNEL = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}


def write(modules: Path, known: Known, *cells: nbformat.NotebookNode, **metadata: object) -> None:
    notebook = v4.new_notebook(cells=list(cells), metadata={**KERNEL, **metadata})
    nbformat.write(notebook, modules / known.module / f"{known.module}.ipynb")


def heading(known: Known, place: int) -> str:
    return f"## {library().module(known.module).sections[place].title}\n\n"


def test_every_section_and_check_is_the_same_at_every_visit(client: Client, known: Known) -> None:
    for path in (*(f"/modules/{known.module}/{section}" for section in known.sections), f"/check/{known.assignment}"):
        first, second = client.get(path), client.get(path)
        assert first.status == 200, path
        assert first.body == second.body
        assert first.headers["etag"] == second.headers["etag"]


def test_two_learners_get_the_same_bytes(client: Client, known: Known, tmp_path: Path) -> None:
    other = server_process.start(tmp_path / "data")
    try:
        someone = other.client()
        assert someone.tag(known.module) != client.tag(known.module)
        for path in (f"/modules/{known.module}/{known.sections[2]}", f"/check/{known.assignment}"):
            assert someone.get(path).body == client.get(path).body
    finally:
        other.stop()


def test_a_page_that_has_not_changed_is_not_sent_again(client: Client, known: Known) -> None:
    path = f"/check/{known.assignment}"
    for encoding in (None, "gzip, br"):
        tag = client.get(path, Accept_Encoding=encoding).headers["etag"]
        assert not tag.startswith("W/")
        again = client.get(path, Accept_Encoding=encoding, If_None_Match=f'"other", {tag}')
        assert (again.status, again.body) == (304, b"")
        assert again.headers["etag"] == tag
        assert client.get(path, Accept_Encoding=encoding, If_None_Match='"other"').status == 200


def test_a_page_is_sent_packed_to_those_who_take_that(client: Client, known: Known) -> None:
    path = f"/check/{known.assignment}"
    plain = client.get(path, Accept_Encoding="gzip;q=0, identity")
    packed = client.get(path, Accept_Encoding="deflate, gzip")
    assert "content-encoding" not in plain.headers
    assert packed.headers["content-encoding"] == "gzip"
    assert gzip.decompress(packed.body) == plain.body
    assert packed.headers["etag"] != plain.headers["etag"]
    assert {plain.headers["vary"], packed.headers["vary"]} == {"Accept-Encoding"}
    assert plain.headers["cache-control"] == "private, no-cache"


def test_assets_of_a_page_are_there_and_immutable(client: Client, stranger: Client, known: Known) -> None:
    html = client.get(f"/check/{known.assignment}").text.replace("&#34;", '"')
    addresses = set(_ASSET.findall(html))
    assert any(address.endswith("/assessment.js") for address in addresses)
    for address in addresses:
        reply = stranger.get(address)
        assert reply.status == 200, address
        assert "immutable" in reply.headers["cache-control"]


def test_the_first_question_takes_at_most_200_kilobytes_with_all_it_needs(client: Client, known: Known) -> None:
    for path in (f"/modules/{known.module}/{known.scenario}", f"/check/{known.assignment}"):
        page = client.get(path, Accept_Encoding="gzip")
        html = gzip.decompress(page.body).decode()
        assert "hf-host" in html
        parts = [client.get(address, Accept_Encoding="gzip") for address in set(_ASSET.findall(html))]
        assert len(page.body) + sum(len(part.body) for part in parts) <= 200_000, path


def test_a_widget_is_embedded_as_data_without_its_script(client: Client, known: Known) -> None:
    html = client.get(f"/check/{known.assignment}").text
    states = re.findall(r'<div class="hf-host"[^>]*><script type="application/json">([^<]*)</script></div>', html)
    embedded = {state["kind"]: state for state in map(json.loads, states)}
    own = {"scenario": {"nation", "pathway"}, "assessment": {"asked", "closed"}}
    for kind, state in embedded.items():
        assert set(state) == {"kind", "name", "view", "value", "saving", *own.get(kind, ())}
    assert embedded["assessment"]["name"] == known.assignment
    assert "export default" not in html


def test_no_key_and_no_explanation_is_in_any_page_before_handing_in(client: Client, known: Known) -> None:
    pages = [client.get(f"/modules/{known.module}/{section}").text for section in known.sections]
    pages += [client.get(path).text for path in (f"/check/{known.assignment}", "/", "/sources")]
    said = [
        text
        for item in library().key(known.assignment).items
        for explanation in item.options.values()
        for text in (explanation.why, explanation.experience)  # `instead` is often the right option's own words
        if len(text) > 40
    ]
    assert said
    assert not [text for text in said for page in pages if text in page]


def test_facilitator_cells_are_served_to_nobody(client: Client, known: Known) -> None:
    file = library().folders.modules / known.module / f"{known.module}.ipynb"
    notes = [c for c in nbformat.read(file, as_version=4).cells if "facilitator" in c.metadata.get("tags", [])]
    pages = "".join(client.get(f"/modules/{known.module}/{section}").text for section in known.sections)
    assert notes
    assert "Facilitator" not in pages


def test_pages_have_no_script_of_their_own_and_no_inline_style(client: Client, known: Known) -> None:
    for section in known.sections:
        html = client.get(f"/modules/{known.module}/{section}").text
        assert not re.findall(r"<[a-z][^>]*\s(?:style|on[a-z]+)=", html)
        assert not re.findall(r"<script(?![^>]*(?:src=|application/json))[^>]*>", html)
        assert "<style" not in html


def test_an_unknown_part_is_not_there(client: Client, known: Known) -> None:
    for path in (f"/modules/{known.module}/nowhere", "/modules/99_nowhere/", "/check/nowhere", "/live/99_nowhere"):
        assert client.get(path).status == 404


def test_a_module_leads_to_its_first_part(client: Client, known: Known) -> None:
    for path in (f"/modules/{known.module}/", f"/modules/{known.module}"):
        assert client.get(path).headers["location"] == f"/modules/{known.module}/{known.sections[0]}"


def test_a_notebook_that_fails_says_so_and_the_others_go_on(data_root: Path, modules: Path, known: Known) -> None:
    write(modules, known, v4.new_markdown_cell(heading(known, 0)), v4.new_code_cell("1 / 0  # a secret comment"))
    server = server_process.start(data_root, modules=modules)
    try:
        client = server.client()
        assert client.get("/start").status == 200
        reply = client.get(f"/modules/{known.module}/{known.sections[0]}")
        assert reply.status == 500
        assert "could not be run" in reply.text
        assert "ZeroDivisionError" not in reply.text
        assert "a secret comment" not in reply.text
        assert "ZeroDivisionError" in server.log
        assert client.get(f"/check/{known.assignment}").status == 200
    finally:
        server.stop()


@pytest.mark.parametrize("stopped", [True, False])
def test_a_run_that_fails_is_an_error_unless_it_was_cut_short_by_the_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, stopped: bool
) -> None:
    course = library()
    prepared = Prepared(
        library=course,
        assets=Assets(),
        modules=course.folders.modules,
        release=tmp_path,
        scratch=tmp_path,
        log=logging.getLogger("prepared"),
    )
    begun: list[object] = []
    upkeeps: list[Upkeep] = []

    async def fail(*run: object) -> None:
        begun.append(run)
        if stopped:
            upkeeps[0].stop()
        raise RuntimeError("the kernel died")  # so nbclient says it, also of a run that was cancelled

    async def prepare() -> None:
        upkeep = Upkeep(
            prepared=prepared,
            store=PageStore(tmp_path / "pages"),
            sources=Sources(trees=()),
            released={},
            take_library=lambda _: None,
        )
        upkeeps.append(upkeep)
        await upkeep.make_all()

    monkeypatch.setattr(notebook_run.Runner, "run", fail)
    server_process.finish(prepare())

    assert len(begun) == (1 if stopped else len(course.course.modules) + 1)  # and the refresher; no check is released
    assert ("the kernel died" in caplog.text) is not stopped


def test_a_missing_notebook_or_part_says_so(data_root: Path, modules: Path, known: Known) -> None:
    write(modules, known, v4.new_markdown_cell(heading(known, 1) + "Only this."))
    server = server_process.start(data_root, modules=modules)
    try:
        client = server.client()
        assert "Only this." in client.get(f"/modules/{known.module}/{known.sections[1]}").text
        reply = client.get(f"/modules/{known.module}/{known.sections[0]}")
        assert (reply.status, "no such part" in reply.text) == (500, True)
    finally:
        server.stop()


def test_a_page_that_is_being_made_is_waited_for_and_the_home_page_answers_meanwhile(
    data_root: Path, modules: Path, known: Known
) -> None:
    gate = data_root / "gate"
    waiting = f"import pathlib, time\nwhile not pathlib.Path({str(gate)!r}).exists(): time.sleep(0.05)"
    write(modules, known, v4.new_code_cell(waiting), v4.new_markdown_cell(heading(known, 0) + "At last."))
    server = server_process.start(data_root, modules=modules)
    try:
        client = server.client()
        assert client.get("/start").status == 200
        gate.touch()
        assert "At last." in client.get(f"/modules/{known.module}/{known.sections[0]}").text
    finally:
        server.stop()
