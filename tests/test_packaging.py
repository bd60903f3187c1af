"""The wheel is complete, holds nobody's data, and serves the course from a fresh environment."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

from server_process import Client, start

TOP = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel through the sdist, from a copy in which a learner's data lies in the data root."""
    copy = tmp_path_factory.mktemp("checkout") / "holdfast"
    shutil.copytree(TOP, copy, ignore=shutil.ignore_patterns(".git", ".venv", "__pycache__", ".*_cache", "submitted"))
    for name in ("records.db", "gradebook.db", ".cookie_secret", "submitted/a/m4-responding/answers.json"):
        file = copy / "assessments" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("a learner's data", encoding="utf-8")
    (copy / "assessments" / "source" / "m4-responding" / "answers.json").write_text("{}", encoding="utf-8")
    out = copy / "dist"
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(out), str(copy)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return next(out.glob("*.whl"))


def test_the_wheel_holds_all_parts_of_the_course(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    for part in (
        "holdfast/content/course.yaml",
        "holdfast/documents/templates/certificate.typ",
        "holdfast/content/scenarios/friday-twenty-past-three.yaml",
        "holdfast/records/migrations/versions/r0001_first.py",
        "holdfast/server/static/host.js",
        "holdfast/server/templates/base.html",
        "holdfast_widgets/static/scenario.js",
        "share/holdfast/modules/04_responding/04_responding.ipynb",
        "share/holdfast/assessments/source/m4-responding/m4-responding.ipynb",
        "share/holdfast/assessments/keys/practice-never-view-1.yaml",
        "share/holdfast/assessments/nbgrader_config.py",
    ):
        assert any(name.endswith(part) for name in names), part


def test_the_wheel_holds_nobody_s_data_and_no_test(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    for stranger in ("records.db", "gradebook.db", "cookie_secret", "submitted", "answers.json", "tests/"):
        assert not [name for name in names if stranger in name], stranger


def test_the_wheel_serves_the_course_from_a_fresh_environment(wheel: Path, tmp_path: Path) -> None:
    home = tmp_path / "environment"
    venv.create(home)
    python = home / "bin" / "python"
    # Only what the server imports is compiled, by the server.
    options = ["--quiet", "--no-compile", "--disable-pip-version-check", "-c", str(TOP / "constraints.txt")]
    install = [sys.executable, "-m", "pip", "--python", str(python), "install", *options, str(wheel)]
    assert subprocess.run(install, check=False).returncode == 0
    clean = {key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "VIRTUAL_ENV"))}
    path = f"{python.parent}{os.pathsep}{clean['PATH']}"
    environment = {"PATH": path, "PYTHONPATH": "", "PYTHONDONTWRITEBYTECODE": ""}
    with start(tmp_path / "data", python=str(python), env=environment, cwd=tmp_path) as server:
        client: Client = server.client()
        assert "Friday, twenty past three" in client.get("/modules/04_responding/friday-twenty-past-three").text
        assert "hf-host" in client.get("/check/m4-responding").text
