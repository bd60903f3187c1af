"""The notebook of an assignment is written from the course."""

from __future__ import annotations

from pathlib import Path

import pytest

from content import sample
from holdfast import generated, library, sheets
from holdfast.notebooks import check_notebook


@pytest.fixture
def course(tmp_path: Path) -> library.Library:
    return library.load(sample.build(tmp_path))


def test_a_missing_or_changed_sheet_is_written_again_in_normal_form(course: library.Library) -> None:
    first, second = course.course.assignments[:2]
    missing, changed = (course.folders.source / entry.id / f"{entry.id}.ipynb" for entry in (first, second))
    wanted = {path: path.read_text(encoding="utf-8") for path in (missing, changed)}
    missing.unlink()
    changed.write_text("{}", encoding="utf-8")

    assert set(generated.write(course)) == {missing, changed}

    assert {path: path.read_text(encoding="utf-8") for path in wanted} == wanted
    assert [check_notebook(path) for path in wanted] == [(), ()]
    assert generated.stale(course) == {}


def test_a_sheet_without_a_scenario_shows_none_and_marks_every_item(course: library.Library) -> None:
    text = sheets.sheet(course, course.assignment("final-q"))
    assert "Scenario" not in text
    assert r"mark(\"final-q\", \"which-one-q\")" in text
    assert '"points": 1,' in text
