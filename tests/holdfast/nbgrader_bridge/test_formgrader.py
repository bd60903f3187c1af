"""The trainer's formgrader grades as the course does: its button never runs a learner's code."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from grading_course import PROBE, file_hostile, learner, marks, submit_values
from holdfast.nbgrader_bridge import mark_changes
from server_process import wait_until

TOKEN = "only-for-this-test"
PATIENCE = 60.0


@pytest.fixture
def formgrader(probe: Path, tmp_path: Path) -> Iterator[str]:
    """Start a Jupyter server with nbgrader's formgrader in a data root and return its address."""
    runtime = tmp_path / "runtime"
    places = {"JUPYTER_RUNTIME_DIR": runtime, "JUPYTER_CONFIG_DIR": tmp_path / "c", "JUPYTER_DATA_DIR": tmp_path / "d"}
    arguments = [
        "--ServerApp.jpserver_extensions={'nbgrader.server_extensions.formgrader': True}",
        f"--IdentityProvider.token={TOKEN}",
        "--ServerApp.open_browser=False",
        "--ServerApp.port=0",
        "--allow-root",
    ]
    process = subprocess.Popen(
        [sys.executable, "-m", "jupyter_server", *arguments],
        cwd=probe,
        env={**os.environ, **{name: str(place) for name, place in places.items()}},
        stderr=subprocess.DEVNULL,
    )
    wait_until(lambda: any(runtime.glob("jpserver-*.json")), PATIENCE, "the Jupyter server")
    yield json.loads(next(runtime.glob("jpserver-*.json")).read_text())["url"]
    process.terminate()
    process.wait(PATIENCE)


def ask(address: str, method: str = "GET", body: object = None) -> str:
    headers = {"Authorization": f"token {TOKEN}", "Content-Type": "application/json"}
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(address, data, method=method, headers=headers)
    with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
        return answer.read().decode()


def test_the_autograde_button_gives_the_marks_and_runs_nothing_of_the_learner(probe: Path, formgrader: str) -> None:
    ran = file_hostile(probe)

    answer = json.loads(ask(f"{formgrader}formgrader/api/submission/{PROBE}/{learner(1)}/autograde", "POST"))

    assert answer["success"], answer
    assert marks(probe, PROBE, learner(1)) == {"first": (0.5, None, False), "second": (1.5, None, False)}
    assert not ran.exists()
    with Gradebook(f"sqlite:///{probe / 'gradebook.db'}") as gradebook:
        number = gradebook.find_submission_notebook(PROBE, PROBE, learner(1)).id
    page = ask(f"{formgrader}formgrader/submissions/{number}/")
    assert "Submission 1 / 1" in page
    assert not re.search(r"<(script|link|img)[^>]*(src|href)\s*=\s*[\"']?(https?:)?//", page)


def test_a_mark_that_a_person_gives_there_is_noted(probe: Path, formgrader: str) -> None:
    submit_values(probe, learner(1), "0.5")
    ask(f"{formgrader}formgrader/api/submission/{PROBE}/{learner(1)}/autograde", "POST")
    with Gradebook(f"sqlite:///{probe / 'gradebook.db'}") as gradebook:
        grade = gradebook.find_grade("first", PROBE, PROBE, learner(1)).id

    ask(f"{formgrader}formgrader/api/grade/{grade}", "PUT", {"manual_score": 1.75, "extra_credit": None})

    (change,) = mark_changes(probe)
    assert (change.learner_id, change.cell, change.before, change.after) == (learner(1), "first", None, 1.75)
