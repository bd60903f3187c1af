#!/usr/bin/env python3
"""Set everything up and run the course, or its tests, on a machine with nothing but Python.

    python3 run.py serve [options of `holdfast serve`]
    python3 run.py tests [options of pytest]

Standard library only. The environment is `.venv` beside this file; it is made again only when what it is made from
changed.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

HERE = Path(__file__).resolve().parent
ENVIRONMENT = HERE / ".venv"
BIN = ENVIRONMENT / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
STAMP = ENVIRONMENT / "holdfast-set-up.txt"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def main() -> int:
    """Set up and run what the first argument names; return the exit code."""
    if sys.version_info < (3, 11):
        return _say(f"Holdfast needs Python 3.11 or newer; this is {sys.version.split()[0]}. Install a newer Python.")
    command, rest = (sys.argv[1], sys.argv[2:]) if len(sys.argv) > 1 else ("", [])
    if command not in ("serve", "tests"):
        return _say("Say what to run: python3 run.py serve, or python3 run.py tests.")
    extra = "[tests]" if command == "tests" else ""
    if not _set_up(extra):
        return _say("Setting up failed; the lines above say why. Mend that, then run the same command again.")
    # nbgrader calls other programs of the environment by name.
    environment = os.environ | {"PATH": f"{BIN}{os.pathsep}{os.environ.get('PATH', '')}"}
    if command == "serve":
        return _become([PYTHON, "-m", "holdfast.cli", "serve", *rest], environment)
    browser = _find_browser(environment)
    if browser is None:
        return _say(
            "The tests need a browser: install Chromium, or set HOLDFAST_CHROMIUM to the path of one, and run again."
        )
    return _tests(rest, environment | {"HOLDFAST_CHROMIUM": browser})


def _say(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return 2


def _run(command: list[str | Path], environment: dict[str, str]) -> int:
    try:
        return subprocess.run(command, env=environment, cwd=HERE, check=False).returncode
    except KeyboardInterrupt:
        return 130


def _become(command: list[str | Path], environment: dict[str, str]) -> int:
    """Run a command in place of this process, so that whoever stops this one stops it."""
    if os.name != "nt":
        os.execve(command[0], [str(part) for part in command], environment)  # noqa: S606 - our own interpreter
    return _run(command, environment)


def _fingerprint(extra: str) -> str:
    made_from = [HERE / "pyproject.toml", HERE / "constraints.txt"]
    parts = [extra, sys.version, str(HERE), *(path.read_text(encoding="utf-8") for path in made_from)]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def _set_up(extra: str) -> bool:
    """Make or renew the environment; do nothing when it was made from the same files (tests include serving)."""
    done = STAMP.read_text(encoding="utf-8").split() if STAMP.is_file() and PYTHON.exists() else []
    if _fingerprint(extra) in done:
        return True
    print("Setting up Holdfast in .venv; the first time takes a few minutes.", file=sys.stderr)
    if not PYTHON.exists():
        venv.create(ENVIRONMENT, with_pip=True, clear=True)
    install = [PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    if _run([*install, "-c", "constraints.txt", "-e", f".{extra}"], dict(os.environ)) != 0:
        return False
    STAMP.write_text("\n".join({_fingerprint(extra), _fingerprint("")}), encoding="utf-8")
    return True


def _find_browser(environment: dict[str, str]) -> str | None:
    """Return a Chromium: the one named, an installed one, or one installed now where this machine lets us."""
    named = os.environ.get("HOLDFAST_CHROMIUM")
    if named:
        return named if Path(named).is_file() else None
    found = _installed_browser()
    if found is None and shutil.which("apt-get") and os.name == "posix" and os.geteuid() == 0:
        print("Installing Chromium for the browser tests.", file=sys.stderr)
        quiet = environment | {"DEBIAN_FRONTEND": "noninteractive"}
        _run(["apt-get", "update", "-qq"], quiet)
        _run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"], quiet)
        found = _installed_browser()
    if found is None:
        _run([PYTHON, "-m", "playwright", "install", "chromium"], environment)
        found = _playwright_browser(environment)
    return found


def _installed_browser() -> str | None:
    return next((path for name in BROWSERS if (path := shutil.which(name))), None)


def _playwright_browser(environment: dict[str, str]) -> str | None:
    ask = "from playwright.sync_api import sync_playwright as s\nwith s() as p: print(p.chromium.executable_path)"
    told = subprocess.run([PYTHON, "-c", ask], env=environment, capture_output=True, text=True, check=False).stdout
    return told.strip() if Path(told.strip() or "-").is_file() else None


def _tests(rest: list[str], environment: dict[str, str]) -> int:
    """Run the style, type and import checks, then pytest; a choice of tests (`rest`) runs pytest alone."""
    checks: list[list[str | Path]] = [
        [PYTHON, "-m", "ruff", "check", "."],
        [PYTHON, "-m", "ruff", "format", "--check", "."],
        [PYTHON, "-m", "mypy"],
        [BIN / "lint-imports"],
    ]
    for command in [] if rest else checks:
        if code := _run(command, environment):
            return code
    # Three at a time, for they wait a third of the time; each file as a whole, and those with a browser first.
    together = ["-n", "3", "--dist", "loadfile", "--no-loadscope-reorder", "--durations=40"]
    return _run([PYTHON, "-m", "pytest", *(rest or together)], environment)


if __name__ == "__main__":
    sys.exit(main())
