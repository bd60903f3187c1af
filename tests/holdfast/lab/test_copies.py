"""The trainer's copies show the notes, follow the course, and are never overwritten when they are the trainer's own."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from holdfast.errors import UserError
from holdfast.lab import copies
from holdfast.library import Library, library

MODULE = "04_responding"


@pytest.fixture
def course(tmp_path: Path) -> Library:
    """Return the course with modules that a test may change."""
    whole = library()
    modules = Path(shutil.copytree(whole.folders.modules, tmp_path / "course" / "modules"))
    return replace(whole, folders=replace(whole.folders, modules=modules))


@pytest.fixture
def root(data_root: Path) -> Path:
    """Return a data root with the trainer's folder."""
    (data_root / "lab").mkdir()
    return data_root


def copy_of(root: Path) -> Path:
    return root / "lab" / copies.path(MODULE)


def change(notebook: Path, cell_id: str, text: str) -> None:
    content = json.loads(notebook.read_text(encoding="utf-8"))
    next(cell for cell in content["cells"] if cell["id"] == cell_id)["source"] = text
    notebook.write_text(json.dumps(content), encoding="utf-8")


def test_every_note_for_the_facilitator_stands_in_a_box_and_nothing_else_does(course: Library, root: Path) -> None:
    assert copies.bring(course, root) == ()

    for module in course.course.modules:
        before = json.loads((course.folders.modules / module.id / f"{module.id}.ipynb").read_text(encoding="utf-8"))
        after = json.loads((root / "lab" / copies.path(module.id)).read_text(encoding="utf-8"))
        assert any("hf-note" in cell["source"] for cell in after["cells"]), module.id
        for was, now in zip(before["cells"], after["cells"], strict=True):
            source = "".join(was["source"])
            is_note = "facilitator" in was["metadata"].get("tags", [])
            assert "".join(now["source"]) == (f'<div class="hf-note">\n\n{source}\n\n</div>' if is_note else source)


def test_the_course_s_own_notebooks_stay_as_they_are(course: Library, root: Path) -> None:
    before = {file: file.read_bytes() for file in course.folders.modules.rglob("*") if file.is_file()}
    copies.bring(course, root)
    change(copy_of(root), "title", "# Mine")
    copies.bring(course, root)
    assert {file: file.read_bytes() for file in course.folders.modules.rglob("*") if file.is_file()} == before


def test_a_changed_course_comes_in_the_place_of_a_copy_nobody_changed(course: Library, root: Path) -> None:
    copies.bring(course, root)
    change(course.folders.modules / MODULE / f"{MODULE}.ipynb", "title", "# Newer")

    assert copies.bring(course, root) == ()
    assert "# Newer" in copy_of(root).read_text(encoding="utf-8")


def test_a_copy_that_was_only_run_is_not_called_changed(course: Library, root: Path) -> None:
    copies.bring(course, root)
    content = json.loads(copy_of(root).read_text(encoding="utf-8"))
    code = next(cell for cell in content["cells"] if cell["cell_type"] == "code")
    code["outputs"], code["execution_count"] = [{"output_type": "stream", "name": "stdout", "text": "seen"}], 3
    copy_of(root).write_text(json.dumps(content), encoding="utf-8")

    assert copies.bring(course, root) == ()
    assert "seen" in copy_of(root).read_text(encoding="utf-8")
    change(course.folders.modules / MODULE / f"{MODULE}.ipynb", "title", "# Newer")
    assert copies.bring(course, root) == ()
    assert "# Newer" in copy_of(root).read_text(encoding="utf-8")


@pytest.mark.parametrize("own", ["# Mine", None])
def test_a_copy_that_the_trainer_changed_stays_at_every_start(course: Library, root: Path, own: str | None) -> None:
    copies.bring(course, root)
    if own:
        change(copy_of(root), "title", own)
    else:
        copy_of(root).write_text("half a noteb", encoding="utf-8")
    mine = copy_of(root).read_bytes()
    change(course.folders.modules / MODULE / f"{MODULE}.ipynb", "title", "# Newer")

    for _ in range(2):
        assert copies.bring(course, root) == (MODULE,)
        assert copy_of(root).read_bytes() == mine


def test_a_copy_that_is_gone_comes_back(course: Library, root: Path) -> None:
    copies.bring(course, root)
    copy_of(root).unlink()
    assert copies.bring(course, root) == ()
    assert copy_of(root).is_file()


def test_a_damaged_list_of_copies_loses_nothing_of_the_trainer_s(course: Library, root: Path) -> None:
    copies.bring(course, root)
    change(copy_of(root), "title", "# Mine")
    (root / "lab" / "modules" / ".copies.json").write_text("[1", encoding="utf-8")
    assert copies.bring(course, root) == (MODULE,)
    assert "# Mine" in copy_of(root).read_text(encoding="utf-8")


def test_a_folder_that_does_not_take_them_is_named_in_one_sentence(course: Library, root: Path) -> None:
    (root / "lab" / "modules").write_text("a file is in the way", encoding="utf-8")
    with pytest.raises(UserError, match=r"^The modules could not be copied to .*modules \(.*\): make the folder"):
        copies.bring(course, root)
