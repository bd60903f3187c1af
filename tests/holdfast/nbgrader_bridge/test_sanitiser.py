"""Nothing a learner wrote in a notebook, or sent along with it, has an effect."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from grading_course import PROBE, cell, learner, marks, run_nbgrader, submit_values, without_marks
from holdfast.nbgrader_bridge import running

Notebook = dict[str, Any]


@pytest.fixture
def left_behind(tmp_path: Path) -> Path:
    """Return the file that hostile code would write."""
    return tmp_path / "it-ran"


def hostile(left_behind: Path) -> str:
    return f"open({str(left_behind)!r}, 'w').write('ran')\n3.0"


def add(notebook: Notebook, code: str) -> None:
    notebook["cells"].insert(0, {**cell("x", code), "metadata": {}, "id": "added"})
    notebook["cells"].append(cell("another-locked", code))
    notebook["cells"].append(cell("another-graded", code, points=100))


def alter(notebook: Notebook, code: str) -> None:
    for entry in notebook["cells"]:
        entry["source"] = code
        entry["metadata"]["nbgrader"]["checksum"] = "0" * 32


def remove(notebook: Notebook, code: str) -> None:
    notebook["cells"] = []


def duplicate(notebook: Notebook, code: str) -> None:
    copies = json.loads(json.dumps(notebook["cells"]))
    for number, copied in enumerate(copies):
        copied["id"], copied["source"] = f"copy-{number}", code
    notebook["cells"] = [*copies, *notebook["cells"], *json.loads(json.dumps(copies))]


def turn_round(notebook: Notebook, code: str) -> None:
    notebook["cells"].reverse()


def change_points_and_kinds(notebook: Notebook, code: str) -> None:
    for entry in notebook["cells"]:
        about = entry["metadata"]["nbgrader"]
        about.update({"points": 1000, "solution": True, "locked": False})
        about["schema_version"] = 2


def bring_outputs(notebook: Notebook, code: str) -> None:
    output = {"output_type": "execute_result", "execution_count": 1, "metadata": {}, "data": {"text/plain": "3.0"}}
    for entry in notebook["cells"]:
        if entry["cell_type"] == "code":
            entry["outputs"] = [output]


def change_the_kernel(notebook: Notebook, code: str) -> None:
    notebook["metadata"] = {"kernelspec": {"name": "bash", "display_name": "Bash", "language": "bash"}, "evil": code}


def spoil(notebook: Notebook, code: str) -> None:
    # nbformat takes minutes to say what is wrong with some megabytes of this.
    notebook["cells"] = [1, code, {"cell_type": "code", "outputs": [{"output_type": code}]}]
    notebook["metadata"], notebook["nbformat_minor"] = code, "x"


@pytest.mark.parametrize(
    "change",
    [add, alter, remove, duplicate, turn_round, change_points_and_kinds, bring_outputs, change_the_kernel, spoil],
    ids=lambda change: change.__name__,
)
def test_a_changed_notebook_is_graded_as_it_was_released(
    probe: Path, left_behind: Path, change: Callable[[Notebook, str], None]
) -> None:
    submitted = submit_values(probe, learner(1), "0.25") / f"{PROBE}.ipynb"
    notebook = json.loads(submitted.read_text())
    change(notebook, hostile(left_behind))
    submitted.write_text(json.dumps(notebook))

    outcome = running.grade(probe, PROBE, learner(1))

    assert outcome.entries == {"first": 0.25, "second": 1.5}
    assert not left_behind.exists()
    graded = json.loads((probe / "autograded" / learner(1) / PROBE / f"{PROBE}.ipynb").read_text())
    assert [entry["id"] for entry in graded["cells"]] == ["intro", "start", "first", "second"]
    assert "it-ran" not in json.dumps(graded)
    assert graded["metadata"]["kernelspec"]["name"] == "python3"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "The notebook is damaged"),
        (b'{"cells": [', "The notebook is damaged"),
        (b"\xff\xfe\x00notebook", "The notebook is damaged"),
        (b"[" * 100_000, "The notebook is damaged"),
        (b"[]", "The file is no notebook"),
        (b"{}", "The file is no notebook"),
        (b'{"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": "none"}', "The file is no notebook"),
    ],
)
def test_what_is_no_notebook_is_not_graded(probe: Path, content: bytes, reason: str) -> None:
    (submit_values(probe, learner(1), "1.0") / f"{PROBE}.ipynb").write_bytes(content)

    outcome = running.grade(probe, PROBE, learner(1))

    assert outcome.state == "not-marked"
    assert outcome.reason.startswith(reason)
    assert outcome.reason.endswith("submit the answers again from the course page.")


def test_a_submission_without_its_notebook_is_not_graded(probe: Path) -> None:
    (submit_values(probe, learner(1), "1.0") / f"{PROBE}.ipynb").rename(
        probe / "submitted" / learner(1) / PROBE / "mine.ipynb"
    )

    outcome = running.grade(probe, PROBE, learner(1))

    assert outcome.reason == "The submission has no notebook probe.ipynb: submit the answers again."


def test_files_sent_along_are_not_imported(probe: Path, left_behind: Path) -> None:
    filed = submit_values(probe, learner(1), "__import__('colorsys') and __import__('helper') and 1.0")
    for name in ("colorsys.py", "helper.py", "sitecustomize.py", "holdfast/__init__.py"):
        (filed / name).parent.mkdir(exist_ok=True)
        (filed / name).write_text(hostile(left_behind))

    outcome = running.grade(probe, PROBE, learner(1))

    assert outcome.reason.startswith("The cell 'first' stopped with ModuleNotFoundError")
    assert not left_behind.exists()


def test_only_the_answers_lie_beside_the_graded_notebook(probe: Path) -> None:
    filed = submit_values(probe, learner(1), "1.0")
    (filed / "helper.py").write_text("")

    running.grade(probe, PROBE, learner(1))

    graded = probe / "autograded" / learner(1) / PROBE
    assert sorted(file.name for file in graded.iterdir()) == ["answers.json", f"{PROBE}.ipynb", "timestamp.txt"]


def test_a_link_to_the_answers_of_somebody_else_is_refused(probe: Path) -> None:
    other = submit_values(probe, learner(2), "2.0") / "answers.json"
    own = submit_values(probe, learner(1), "0.0") / "answers.json"
    own.unlink()
    own.symlink_to(other)

    outcome = running.grade(probe, PROBE, learner(1))

    assert outcome.reason == "answers.json is a link: submit the answers again from the course page."
    assert without_marks(probe, PROBE, learner(1))


def test_a_pipe_or_a_device_is_neither_waited_for_nor_copied(probe: Path) -> None:
    filed = submit_values(probe, learner(1), "1.0")
    os.mkfifo(filed / "pipe")
    (filed / "device").symlink_to("/dev/null")
    (filed / "nowhere").symlink_to("nothing")
    (filed / "timestamp.txt").unlink()
    os.mkfifo(filed / "timestamp.txt")

    outcome = running.grade(probe, PROBE, learner(1))

    assert outcome.entries == {"first": 1.0, "second": 1.5}
    assert sorted(file.name for file in filed.iterdir()) == ["answers.json", f"{PROBE}.ipynb"]


def test_plain_nbgrader_does_not_wait_for_a_pipe(probe: Path) -> None:
    filed = submit_values(probe, learner(1), "1.0")
    (filed / "timestamp.txt").unlink()
    os.mkfifo(filed / "timestamp.txt")

    done = run_nbgrader(probe, "autograde", PROBE)

    assert done.returncode == 0, done.stderr
    assert marks(probe, PROBE, learner(1))["first"] == (1.0, None, False)


def test_an_assignment_with_cells_to_write_in_is_not_graded(probe: Path) -> None:
    from nbgrader.api import Gradebook

    submit_values(probe, learner(1), "1.0")
    with Gradebook(f"sqlite:///{probe / 'gradebook.db'}") as gradebook:
        gradebook.add_solution_cell("essay", PROBE, PROBE)

    outcome = running.grade(probe, PROBE, learner(1))

    assert "has cells to write in, which Holdfast never runs" in outcome.reason
