"""`holdfast lab` as a trainer starts it, in a process of its own, with a home folder of its own."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from server_process import free_port, wait_until

_LINK = re.compile(r"http://\S+token=\w+")
_PATIENCE = 120.0


@dataclass(kw_only=True)
class Lab:
    """A running `holdfast lab`."""

    link: str  #: what it prints: the start page, with the token
    port: int
    data: Path
    process: subprocess.Popen[str]
    log: list[str]

    @property
    def url(self) -> str:
        """The address without a path."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def token(self) -> str:
        """What opens it."""
        return self.link.rpartition("=")[2]

    def stop(self, sign: int = signal.SIGINT) -> int:
        """Ask it to end and return its exit code."""
        if self.process.poll() is None:
            self.process.send_signal(sign)
        try:
            return self.process.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise


_NOTES = """\
import sys

def note(event, told):
    if event == "socket.connect":
        host = told[1][0] if isinstance(told[1], tuple) else "localhost"
    elif event == "socket.getaddrinfo":
        host = told[0] or "localhost"
    else:
        return
    host = host.decode() if isinstance(host, bytes) else host
    if host not in ("127.0.0.1", "localhost", "::1", "0.0.0.0", "::"):
        with open({file!r}, "a") as file:
            file.write(host + "\\n")

sys.addaudithook(note)
"""


def note_strangers(folder: Path) -> tuple[dict[str, str], Path]:
    """Return what makes each Python program note the other computers it asks for, and the file they are noted in."""
    file = folder / "asked"
    file.touch()
    (folder / "sitecustomize.py").write_text(_NOTES.format(file=str(file)), encoding="utf-8")
    return {"PYTHONPATH": str(folder)}, file


def popen(
    data: Path, *arguments: str, env: dict[str, str] | None = None, cwd: Path | None = None
) -> subprocess.Popen[str]:
    """Start the command and wait for nothing; both streams come through stdout."""
    home = data.parent / "home"
    home.mkdir(exist_ok=True)
    unset = ("JUPYTER_", "IPYTHON")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(unset)}
    return subprocess.Popen(
        [sys.executable, "-m", "holdfast.cli", "lab", "--no-browser", "--data", str(data), *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        stdin=subprocess.DEVNULL,
        text=True,
        cwd=cwd or home,
        env={**kept, "HOME": str(home), "PYTHONUNBUFFERED": "1", **(env or {})},
    )


def refused(data: Path, *arguments: str, **options: dict[str, str] | Path | None) -> str:
    """Run it where it cannot start; check that it ends with code 2 and return what it printed."""
    process = popen(data, *arguments, **options)  # type: ignore[arg-type]
    try:
        output, _ = process.communicate(timeout=_PATIENCE)
    finally:
        process.kill()
    assert process.returncode == 2, output
    return output


@contextmanager
def started(data: Path, *, env: dict[str, str] | None = None, cwd: Path | None = None) -> Iterator[Lab]:
    """Start it on a free port, wait for its link, and end it after the block."""
    port = free_port()
    process = popen(data, "--port", str(port), env=env, cwd=cwd)
    lines: list[str] = []

    def read() -> None:
        for line in process.stdout or ():
            lines.append(line)  # noqa: PERF402  (one by one: somebody reads them meanwhile)

    reader = threading.Thread(target=read, daemon=True)
    reader.start()
    try:
        wait_until(lambda: bool(_LINK.search("".join(lines))) or process.poll() is not None, _PATIENCE, "JupyterLab")
        link = _LINK.search("".join(lines))
        assert link, "".join(lines)
        lab = Lab(link=link[0], port=port, data=data, process=process, log=lines)
        yield lab
        lab.stop(signal.SIGTERM)
    finally:
        process.kill()
        process.wait(_PATIENCE)
        reader.join(5)
