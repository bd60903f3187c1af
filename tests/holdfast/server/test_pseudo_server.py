"""A server whose course is in another language: its errors, its doors for scripts and its pages with a kernel."""

from __future__ import annotations

from collections.abc import Iterator

import nbformat
import pytest
from nbformat import v4

import pseudo_language
import server_process
from holdfast.library import library
from server_process import Client, Server, wait_until

CHECK = library().assignment("m4-responding")


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Serve the course in that language, with one module that needs a kernel."""
    top = tmp_path_factory.mktemp("copy")
    cells = [v4.new_code_cell("import ipywidgets\nipywidgets.IntSlider()")]
    place = top / "live" / CHECK.module
    place.mkdir(parents=True)
    nbformat.write(v4.new_notebook(cells=cells), place / f"{CHECK.module}.ipynb")
    env = pseudo_language.copied_course(top)
    with server_process.start(top / "data", modules=top / "live", env=env) as server:
        yield server


@pytest.fixture(scope="module")
def client(served: Server) -> Client:
    return served.client()


def test_the_errors_of_pages_speak_the_language(served: Server, client: Client) -> None:
    gone = client.get("/nowhere")
    assert f'<html lang="{pseudo_language.LANGUAGE}">' in gone.text
    assert "«There is no such page. Go back to the start of the course.»" in gone.text
    assert "«This link has been used" in served.client(signed_in=False).get("/enter?token=none").text


def test_the_doors_of_scripts_speak_the_language(client: Client) -> None:
    tag = client.tag(CHECK.id)
    sent = {"tag": tag, "client": "c", "answers": [{"seq": 1, "item": "x", "value": []}]}
    assert client.post("/api/answers", sent).json["acks"][0]["reason"] == "«There is no such question in this course.»"
    errors = {
        "«There is no such page.»": client.get("/api/state/nowhere"),
        "«What was sent could not be understood. Load the page again.»": client.post("/api/answers", b"{"),
        "«There is no answer to hand in yet: answer at least one question first.»": client.post(
            f"/api/submit/{CHECK.id}", {"tag": tag}
        ),
    }
    assert {error: reply.json["error"] for error, reply in errors.items()} == {error: error for error in errors}


def test_a_page_with_a_kernel_says_its_language_and_brings_the_words(client: Client) -> None:
    live = f"/live/{CHECK.module}"
    wait_until(lambda: client.get(f"/modules/{CHECK.module}/").headers.get("location") == live, 120, "the live page")
    html = client.get(live).text
    assert f'<html lang="{pseudo_language.LANGUAGE}">' in html
    assert 'id="hf-interface"' in html
    assert ">«Help now»</a>" in html
    assert 'tell("«This page has stopped.' in html.replace("\\u00ab", "«")
