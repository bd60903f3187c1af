"""The assignment's notebook agrees with the course, and what is released shows nothing of the key."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from holdfast.grading import decisions_on_longest_path
from holdfast.library import library
from holdfast.nbgrader_bridge import prepare_course, release
from holdfast.notebooks import check_notebook
from holdfast.paths import course_folders

ASSIGNMENT = "m4-responding"
SOURCE = course_folders().source / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"


def cells(file: Path) -> list[dict[str, Any]]:
    found = json.loads(file.read_text(encoding="utf-8"))["cells"]
    return [entry | {"source": "".join(entry["source"])} for entry in found]


def about(entry: dict[str, Any]) -> dict[str, Any]:
    return entry["metadata"]["nbgrader"]


@pytest.fixture(scope="module")
def released(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Release the assignment in a data root of its own and return the notebook learners get."""
    root = tmp_path_factory.mktemp("released")
    prepare_course(root, course_folders())
    release(root, ASSIGNMENT)
    return root / "release" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"


def test_is_in_normal_form() -> None:
    assert check_notebook(SOURCE) == ()


def test_every_cell_is_locked_and_has_its_id_as_grade_id() -> None:
    for entry in cells(SOURCE):
        assert about(entry)["grade_id"] == entry["id"]
        assert (about(entry)["locked"], about(entry)["solution"], about(entry)["schema_version"]) == (True, False, 3)


def test_shows_the_scenario_and_the_assessment_by_id() -> None:
    shown = [entry["source"] for entry in cells(SOURCE) if entry["cell_type"] == "code" and not about(entry)["grade"]]

    assert shown == [
        "from holdfast_widgets import Assessment, Scenario",
        f'Scenario("{library().assignment(ASSIGNMENT).scenario}")',
        f'Assessment("{ASSIGNMENT}")',
    ]


def test_has_one_marked_cell_for_the_scenario_and_for_each_item_with_the_points_of_the_key() -> None:
    assignment, key = library().assignment(ASSIGNMENT), library().key(ASSIGNMENT)
    assert assignment.scenario is not None
    expected = {assignment.scenario: float(decisions_on_longest_path(library().scenario(assignment.scenario)))}
    expected |= {item: key.item(item).points for item in assignment.items}

    marked = [entry for entry in cells(SOURCE) if about(entry)["grade"]]

    assert {entry["id"]: float(about(entry)["points"]) for entry in marked} == expected
    assert [entry["id"] for entry in marked] == list(expected)


def test_every_marked_cell_asks_for_its_own_mark_in_a_hidden_test() -> None:
    for entry in cells(SOURCE):
        if about(entry)["grade"]:
            assert entry["source"].splitlines() == [
                "# Marked after you submit.",
                "### BEGIN HIDDEN TESTS",
                "from holdfast.marking import mark",
                f'mark("{ASSIGNMENT}", "{entry["id"]}")',
                "### END HIDDEN TESTS",
            ]


def test_the_released_notebook_has_the_same_cells_and_nothing_that_marks(released: Path) -> None:
    assert [entry["id"] for entry in cells(released)] == [entry["id"] for entry in cells(SOURCE)]
    for entry in cells(released):
        if about(entry)["grade"]:
            assert entry["source"] == "# Marked after you submit."


def test_the_released_notebook_shows_nothing_of_the_key(released: Path) -> None:
    text = released.read_text(encoding="utf-8")
    key = library().key(ASSIGNMENT)

    secrets = [option for item in key.items for option in item.options]
    secrets += [
        told
        for item in key.items
        for explanation in item.options.values()
        for told in (explanation.experience, explanation.why, explanation.instead, explanation.misconception)
        if told
    ]
    secrets += ["HIDDEN TESTS", "holdfast.marking", "mark(", '"best"']
    assert [secret for secret in secrets if secret in text] == []


def test_the_source_folder_holds_the_notebook_alone() -> None:
    # An answers.json here would be copied over every learner's.
    assert sorted(file.name for file in SOURCE.parent.iterdir() if not file.name.startswith(".")) == [SOURCE.name]
