"""Pages are ready at the next start, and follow what an author changes. Real server, on a copy of the course."""

from __future__ import annotations

import gzip
import json
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from nbformat import v4

import server_process
from holdfast import paths
from holdfast.library import library
from holdfast.server.page_store import PageStore
from known_course import Known
from server_process import Client, Reply, Server, wait_until


@dataclass(frozen=True)
class Copy:
    """A course of its own to change: the program and its content, and one notebook."""

    top: Path
    known: Known

    @property
    def content(self) -> Path:
        return self.top / "course" / "holdfast" / "content"

    @property
    def notebook(self) -> Path:
        return self.top / "modules" / self.known.module / f"{self.known.module}.ipynb"

    @property
    def runs(self) -> int:
        """How often the notebook was run."""
        file = self.top / "runs"
        return len(file.read_text()) if file.exists() else 0

    @property
    def kept(self) -> list[Path]:
        return sorted((self.top / "data" / "pages").glob(f"{self.known.module}.*.pages"))

    def write(self, words: str, code: str = "") -> None:
        """Write the notebook in normal form: a heading and some words for each part, and code that counts its runs."""
        sections = library().module(self.known.module).sections
        texts = [f"## {section.title}\n\n{words}" for section in sections]
        count = f"with open({str(self.top / 'runs')!r}, 'a') as runs:\n    runs.write('.')\n{code}"
        cells = [v4.new_code_cell(count, id="count"), *map(v4.new_markdown_cell, texts)]
        cells[1].metadata["holdfast"] = {"sources": [next(iter(library().sources))]}
        notebook = v4.new_notebook(cells=cells)
        for cell in notebook.cells:
            cell.source = cell.source.splitlines(keepends=True)
        beside = self.notebook.with_suffix(".new")
        beside.write_text(json.dumps(notebook, indent=1, sort_keys=True))
        beside.replace(self.notebook)

    def start(self) -> Server:
        packages = f"{self.top / 'course'}:{self.top / 'widgets'}"
        return server_process.start(self.top / "data", env={"PYTHONPATH": packages})

    def page(self, client: Client, **headers: str) -> Reply:
        return client.get(f"/modules/{self.known.module}/{self.known.sections[0]}", **headers)


def copied(top: Path, known: Known) -> Copy:
    """Copy the program and its content, and write one notebook."""
    passed_over = shutil.ignore_patterns("__pycache__")
    program = paths.course_folders().content.parent
    shutil.copytree(program, top / "course" / "holdfast", ignore=passed_over)
    widgets = program.parents[1] / "widgets" / "holdfast_widgets"
    shutil.copytree(widgets, top / "widgets" / "holdfast_widgets", ignore=passed_over)
    (top / "pyproject.toml").touch()
    shutil.copytree(paths.course_folders().keys, top / "assessments" / "keys")
    (top / "assessments" / "source").mkdir()
    (top / "assessments" / "nbgrader_config.py").touch()
    made = Copy(top, known)
    made.notebook.parent.mkdir(parents=True)
    made.write("The first words.")
    return made


def says(server: Server, words: str) -> None:
    try:
        wait_until(lambda: words in server.log, 60)
    except AssertionError:
        raise AssertionError(f"It never said {words!r}, but:\n{server.log}") from None


@dataclass(frozen=True)
class Settled:
    """A copy that is served, with all made that can be made."""

    copy: Copy
    server: Server
    client: Client

    def page(self, **headers: str) -> Reply:
        return self.copy.page(self.client, **headers)


@pytest.fixture(scope="module")
def settled(tmp_path_factory: pytest.TempPathFactory, known: Known) -> Iterator[Settled]:
    copy = copied(tmp_path_factory.mktemp("copy"), known)
    with copy.start() as server:
        says(server, "pages are ready. Why the others are not is said above.")
        yield Settled(copy, server, server.client())


def test_a_second_start_has_the_page_without_running_the_notebook(tmp_path: Path, known: Known) -> None:
    copy = copied(tmp_path, known)
    with copy.start() as server:
        client = server.client()
        first = copy.page(client)
        tag = client.tag(copy.known.module)
        entry = {"seq": 1, "item": copy.known.scenario, "value": copy.known.path[:1]}
        assert client.post("/api/answers", {"tag": tag, "client": "one", "answers": [entry]}).status == 200
        says(server, "pages are ready")
    assert copy.runs == 1
    (file,) = copy.kept
    name, key, _ = file.name.split(".")
    kept = PageStore(file.parent).load(name, key)
    assert kept is not None
    assert gzip.decompress(kept.pages[copy.known.sections[0]]) == first.body
    assert not [body for body in kept.pages.values() if tag.encode() in gzip.decompress(body)]

    with copy.start() as server:
        again = copy.page(server.client())
        assert (again.status, again.body, again.headers["etag"]) == (200, first.body, first.headers["etag"])
    assert copy.runs == 1

    file.write_bytes(file.read_bytes()[:-100])
    with copy.start() as server:
        assert copy.page(server.client()).body == first.body
        says(server, "pages are ready")
    assert copy.runs == 2
    assert PageStore(file.parent).load(name, key) == kept


def test_a_changed_notebook_becomes_a_new_page_and_a_broken_one_leaves_the_last_good_one(settled: Settled) -> None:
    copy, server = settled.copy, settled.server
    old = settled.page().headers["etag"]
    copy.write("The second words.")
    wait_until(lambda: settled.page(If_None_Match=old).status == 200, what="the new page")
    good = settled.page()
    assert "The second words." in good.text
    assert good.headers["etag"] != old

    copy.write("The third words.", "1 / 0")
    lines = copy.notebook.read_text().splitlines()
    line = next(number for number, text in enumerate(lines, 1) if "1 / 0" in text)
    says(
        server,
        f"{copy.notebook.name}:{line} The cell 'count' could not be run: ZeroDivisionError: division by zero. The",
    )
    copy.notebook.write_text('{\n "cells": [,\n')
    says(server, f"{copy.notebook.name}:2 This is no notebook")
    assert "Traceback" not in server.log
    assert settled.page().body == good.body

    copy.write("The fourth words.")
    wait_until(lambda: "The fourth words." in settled.page().text, what="the mended page")
    says(server, f"Made again: {copy.known.module}.")


def test_changed_content_is_read_again_and_content_that_does_not_load_changes_nothing(settled: Settled) -> None:
    copy, server = settled.copy, settled.server
    file = copy.content / "sources.yaml"
    text, old = file.read_text("utf-8"), settled.page()
    name = next(iter(library().sources.values())).short
    assert name in old.text
    file.write_text(text.replace(name, "Another name"), encoding="utf-8")
    wait_until(lambda: "Another name" in settled.page().text, what="the new name")

    file.write_text(text.replace("title:", "titel:", 1), encoding="utf-8")
    says(server, "The pages stay as they are.")
    assert re.search(r"sources\.yaml:\d+ .*'title' is missing", server.log)
    assert "Another name" in settled.page().text
    assert settled.client.get("/start").status == 200

    file.write_text(text, encoding="utf-8")
    wait_until(lambda: settled.page().body == old.body, what="the first name")


def test_a_changed_program_asks_for_a_restart(settled: Settled) -> None:
    copy, server = settled.copy, settled.server
    with (copy.content.parent / "wording.py").open("a") as file:
        file.write("\n")
    says(server, "The program has changed (wording.py): stop Holdfast and start it again.")


def test_a_stop_while_pages_are_made_is_quick_and_quiet(data_root: Path) -> None:
    server = server_process.start(data_root)
    wait_until(lambda: bool(server.kernels), 30, "a kernel")
    assert server.stop() == 0
    _, _, after = server.log.partition("Stopping.")
    assert after.strip() == ""


def test_the_pages_of_checks_are_taken_as_they_were_kept_once_their_notebooks_are_released(
    data_root: Path, first_start: Path
) -> None:
    pages = shutil.copytree(first_start / "pages", data_root / "pages")
    kept = {file.name: file.stat().st_mtime_ns for file in pages.iterdir()}
    with server_process.start(data_root) as server:
        says(server, "All pages are ready.")
    assert {file.name: file.stat().st_mtime_ns for file in pages.iterdir()} == kept
