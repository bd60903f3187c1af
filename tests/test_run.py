"""run.py sets up by itself, is quick when nothing changed, and says in one sentence what is missing."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

TOP = Path(__file__).resolve().parent.parent


def _run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(TOP / "run.py"), *arguments]
    return subprocess.run(command, env=os.environ | environment, capture_output=True, text=True, check=False)


def test_without_a_command_it_says_which_there_are() -> None:
    result = _run()
    assert result.returncode == 2
    assert result.stderr == "Say what to run: python3 run.py serve, or python3 run.py tests.\n"


def test_it_sets_nothing_up_again_when_nothing_changed() -> None:
    _run("serve", "--help")
    again = _run("serve", "--help")
    assert again.returncode == 0
    assert "Print the link only" in again.stdout
    assert "Setting up" not in again.stderr


def test_browser_tests_are_never_skipped_for_want_of_a_browser() -> None:
    result = _run("tests", HOLDFAST_CHROMIUM="/nowhere/chromium")
    assert result.returncode == 2
    assert "install Chromium" in result.stderr
