"""What a run was measured on: no name of a computer, no path, no person."""

from __future__ import annotations

import platform
from importlib.metadata import version

import psutil

_PACKAGES = ("voila", "nbgrader", "ipykernel", "tornado")
_IDLE_PERCENT = 10


def caution(*, quick: bool, busy: bool) -> str:
    """Return what has to be said of the numbers before they are compared with others; empty when nothing has."""
    said = ("the short form" if quick else "", "while other programs were running" if busy else "")
    return " ".join(filter(None, said))


def describe(day: str, chromium: str, caution: str) -> str:
    """Return one paragraph: the day, how far the run can be trusted, the machine and the versions."""
    memory = psutil.virtual_memory().total / 2**30
    packages = ", ".join(f"{name} {version(name)}" for name in _PACKAGES)
    other = f", {caution}: do not compare these times with others" if caution else ""
    return (
        f"Measured on {day}{other}. {psutil.cpu_count()} cores, {memory:.0f} GiB, {_system()} {platform.machine()}, "
        f"Python {platform.python_version()}, Chromium {chromium}, {packages}; everything on one machine, over "
        "loopback."
    )


def is_busy() -> bool:
    """Return whether other programs use a good part of the machine: look for two seconds."""
    return psutil.cpu_percent(interval=2) > _IDLE_PERCENT


def _system() -> str:
    try:
        return platform.freedesktop_os_release()["PRETTY_NAME"]
    except OSError:
        return f"{platform.system()} {platform.release()}"
