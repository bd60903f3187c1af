"""The normal form of notebooks: what it drops, what it keeps, and that nbstripout agrees."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import nbformat
import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast import notebooks
from holdfast.paths import Folders

KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}
GRADE = {"grade": True, "grade_id": "pay-once", "locked": True, "points": 1.0, "schema_version": 3, "solution": False}


def cell(kind: str = "markdown", source: Any = "Words.", **more: Any) -> dict[str, Any]:
    made = {"cell_type": kind, "id": "words", "metadata": {}, "source": source} | more
    return made | ({"execution_count": None, "outputs": []} if kind == "code" and "outputs" not in more else {})


def notebook(*cells: dict[str, Any], **metadata: Any) -> str:
    return json.dumps({"cells": list(cells), "metadata": metadata, "nbformat": 4, "nbformat_minor": 5})


def normal(*cells: dict[str, Any], **metadata: Any) -> dict[str, Any]:
    made: dict[str, Any] = json.loads(notebooks.normalise(notebook(*cells, **metadata)))
    return made


texts = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=12)
anything = st.recursive(st.none() | st.integers() | texts, lambda more: st.lists(more, max_size=2), max_leaves=3)
metadata_of_cells = st.fixed_dictionaries(
    {},
    optional={
        "tags": st.lists(texts, max_size=2),
        "holdfast": st.dictionaries(texts, anything, max_size=2),
        "nbgrader": st.just(GRADE),
        "collapsed": st.booleans(),
        "trusted": st.booleans(),
    },
)
cells = st.fixed_dictionaries(
    {
        "cell_type": st.sampled_from(["markdown", "raw", "code"]),
        "source": texts | st.lists(texts, max_size=3),
        "metadata": metadata_of_cells,
    },
    optional={"id": st.sampled_from(["one", "two", "cell-1", "cell-2", "not an id", ""]), "outputs": st.just([1])},
)


@given(st.lists(cells, max_size=5), st.dictionaries(texts, anything, max_size=2))
def test_normal_form_is_its_own_normal_form_and_a_valid_notebook(
    made: list[dict[str, Any]], metadata: dict[str, Any]
) -> None:
    once = notebooks.normalise(notebook(*made, **metadata))
    assert notebooks.normalise(once) == once
    nbformat.validate(json.loads(once))
    ids = [entry["id"] for entry in json.loads(once)["cells"]]
    assert len(ids) == len(set(ids))
    assert [notebooks.source_of(entry) for entry in json.loads(once)["cells"]] == [
        notebooks.source_of(entry) for entry in made
    ]


@given(st.lists(cells, max_size=5))
def test_an_id_that_is_there_stays_when_it_is_the_first(made: list[dict[str, Any]]) -> None:
    after = [entry["id"] for entry in json.loads(notebooks.normalise(notebook(*made)))["cells"]]
    for name in ("one", "two", "cell-1", "cell-2"):
        before = [entry.get("id") for entry in made]
        if name in before:
            assert after.index(name) == before.index(name)


def test_outputs_counts_widget_state_and_unknown_metadata_go() -> None:
    made = normal(
        cell("code", outputs=[{"output_type": "stream", "name": "stdout", "text": "1"}], execution_count=7),
        widgets={"state": 1},
        language_info={"name": "python", "version": "3.12.1"},
    )
    assert made["cells"][0] == {
        "cell_type": "code",
        "execution_count": None,
        "id": "words",
        "metadata": {},
        "outputs": [],
        "source": ["Words."],
    }
    assert made["metadata"] == {"kernelspec": KERNEL, "language_info": {"name": "python"}}


def test_nbgrader_and_course_metadata_stay() -> None:
    kept = {"nbgrader": GRADE, "holdfast": {"sources": ["nca-alert-2024"]}, "tags": ["facilitator"]}
    assert normal(cell(metadata=kept | {"collapsed": True}))["cells"][0]["metadata"] == kept


def test_a_pasted_picture_is_not_thrown_away() -> None:
    picture = {"a.png": {"image/png": "aGVsbG8="}}
    assert normal(cell(attachments=picture))["cells"][0]["attachments"] == picture


def test_nbstripout_has_nothing_to_add_to_the_normal_form(tmp_path: Path) -> None:
    file = tmp_path / "a.ipynb"
    made = notebook(
        cell(source="# Title\n\nWords — “quoted”."),
        cell("code", id="call", outputs=[{"output_type": "stream", "name": "stdout", "text": "1"}], execution_count=3),
        cell("code", id="grade", metadata={"nbgrader": GRADE, "scrolled": True, "tags": ["x"]}),
        kernelspec=KERNEL,
        widgets={},
    )
    file.write_text(notebooks.normalise(made), encoding="utf-8")
    before = file.read_bytes()
    subprocess.run([sys.executable, "-m", "nbstripout", "--keep-id", str(file)], check=True)
    assert file.read_bytes() == before

    file.write_text(made, encoding="utf-8")
    subprocess.run([sys.executable, "-m", "nbstripout", "--keep-id", str(file)], check=True)
    assert notebooks.normalise(file.read_text(encoding="utf-8")).encode() == before


@pytest.mark.parametrize(
    ("made", "said"),
    [
        (notebook(cell("code", outputs=[1])), "The cell 'words' holds outputs."),
        (notebook(cell("code", execution_count=4, outputs=[])), "The cell 'words' holds an execution count."),
        (
            notebook(cell(metadata={"trusted": True})),
            "The cell 'words' has metadata this course does not use: trusted.",
        ),
        (notebook(cell(), cell()), "Two cells have the same id."),
        (notebook(cell(id=None)), "A cell has no id."),
        (notebook(cell(), widgets={}), "The notebook has metadata this course does not use: widgets."),
        (notebook(cell()), "The kernel is not the course's own (python3, with its display name)."),
        (notebook(cell(), kernelspec=KERNEL, language_info={"name": "python"}), "The layout of the file differs"),
        ("{", "The notebook is not valid JSON"),
        ('{"cells": [], "nbformat": 4, "metadata": NaN}', "The notebook is not valid JSON"),
        ("[" * 100_000, "The notebook is not valid JSON"),
        (r'{"nbformat": 4, "cells": [], "metadata": {"a": "\ud800"}}', "The notebook is not valid JSON"),
        ('{"nbformat": 3}', "The file is not a notebook of format 4"),
        (notebook(cell(source=7)), "The notebook has a cell that is broken"),
        (notebook(cell(metadata=[])), "The notebook has a cell that is broken"),
    ],
)
def test_a_fault_is_said_in_one_sentence(tmp_path: Path, made: str, said: str) -> None:
    file = tmp_path / "a.ipynb"
    file.write_text(made, encoding="utf-8")
    sentences = notebooks.check_notebook(file)
    assert any(sentence.startswith(said) for sentence in sentences), sentences


def test_a_notebook_that_cannot_be_read_is_said_and_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "a.ipynb"
    file.write_bytes(b"\xff\xfe")
    assert "not UTF-8" in notebooks.check_notebook(file)[0]
    with pytest.raises(notebooks.NotANotebook):
        notebooks.fix(file)
    assert file.read_bytes() == b"\xff\xfe"
    assert "cannot be opened" in notebooks.check_notebook(tmp_path / "missing.ipynb")[0]


def test_fix_brings_a_notebook_into_normal_form_once(tmp_path: Path) -> None:
    file = tmp_path / "a.ipynb"
    file.write_text(notebook(cell()), encoding="utf-8")
    file.chmod(0o640)
    assert notebooks.fix(file)
    assert notebooks.check_notebook(file) == ()
    assert not notebooks.fix(file)
    assert file.stat().st_mode & 0o777 == 0o640
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.ipynb"]


def test_the_notebooks_of_a_course_are_its_modules_and_assignment_sources(tmp_path: Path) -> None:
    wanted = []
    for folder, name in (("modules", "01_first"), ("source", "m1-first")):
        file = tmp_path / folder / name / f"{name}.ipynb"
        file.parent.mkdir(parents=True)
        file.write_text(notebook(), encoding="utf-8")
        wanted.append(file)
        (file.parent / ".ipynb_checkpoints").mkdir()
        (file.parent / ".ipynb_checkpoints" / "x.ipynb").write_text("", encoding="utf-8")
    nothing = tmp_path / "nothing"
    folders = Folders(
        content=nothing,
        modules=tmp_path / "modules",
        source=tmp_path / "source",
        keys=nothing,
        nbgrader_config=nothing,
    )
    assert notebooks.course_notebooks(folders) == tuple(wanted)
