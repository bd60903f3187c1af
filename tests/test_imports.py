"""Imports run one way, and the check that says so would notice if they did not."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

TOP = Path(__file__).resolve().parent.parent


def _lint(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    paths = f"{folder / 'course'}:{folder / 'widgets'}"
    return subprocess.run(
        command, cwd=folder, env={"PYTHONPATH": paths, "PATH": ""}, capture_output=True, text=True, check=False
    )


def test_imports_run_one_way() -> None:
    result = _lint(TOP)
    assert result.returncode == 0, result.stdout


@pytest.mark.parametrize(
    ("file", "line"),
    [
        ("course/holdfast/grading.py", "import holdfast.cli"),
        ("course/holdfast/library.py", "import holdfast_widgets"),
        ("course/holdfast/marking.py", "import nbgrader.api"),
        ("widgets/holdfast_widgets/scenario.py", "import holdfast_widgets.assessment"),
    ],
)
def test_an_import_the_wrong_way_is_noticed(tmp_path: Path, file: str, line: str) -> None:
    for name in ("course", "widgets"):
        shutil.copytree(TOP / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(TOP / "pyproject.toml", tmp_path)
    with (tmp_path / file).open("a", encoding="utf-8") as source:
        source.write(f"\n{line}\n")
    assert _lint(tmp_path).returncode == 1
