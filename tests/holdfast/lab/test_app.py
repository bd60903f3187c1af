"""`holdfast lab` starts on this computer alone, says plainly what it cannot do, and leaves nothing behind."""

from __future__ import annotations

import json
import signal
import socket
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from http.client import HTTPResponse
from pathlib import Path

import psutil
import pytest
from jupyter_client.blocking.client import BlockingKernelClient

from lab_process import Lab, refused, started
from server_process import wait_until


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """Start one for the tests that only look."""
    with started(tmp_path_factory.mktemp("lab") / "data") as running:
        yield running


def ask(lab: Lab, path: str) -> str:
    headers = {"Authorization": f"token {lab.token}"}
    with urllib.request.urlopen(urllib.request.Request(lab.url + path, headers=headers), timeout=60) as answer:
        return str(answer.read().decode())


def listed(lab: Lab, folder: str) -> set[str]:
    return {each["name"] for each in json.loads(ask(lab, f"/api/contents/{folder}"))["content"]}


@pytest.mark.parametrize("ip", ["0.0.0.0", "::", "192.0.2.1", "example.org", "::1"])
def test_another_address_than_this_computer_s_own_is_refused(data_root: Path, ip: str) -> None:
    words = refused(data_root, "--ip", ip)
    assert words.startswith(f"--ip {ip} would open JupyterLab, which runs programs, to other computers: leave --ip out")
    assert not any(data_root.iterdir())


def test_a_taken_port_is_one_sentence_and_nothing_is_written_but_the_lock(data_root: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        words = refused(data_root, "--port", str(port))
    assert words == f"Port {port} is taken by another program: give another one, such as --port {port + 1}.\n"
    assert [file.name for file in data_root.rglob("*") if file.is_file()] == [".lab.lock"]


def test_a_second_one_on_the_same_folder_is_refused(lab: Lab) -> None:
    assert refused(lab.data).startswith(f"Another `holdfast lab` is open on {lab.data}: use that one")


def test_a_folder_that_is_synced_is_refused(tmp_path: Path) -> None:
    assert "is in a synced folder (Dropbox)" in refused(tmp_path / "Dropbox")


def test_nobody_gets_in_without_the_token(lab: Lab) -> None:
    assert lab.link == f"{lab.url}/lab/tree/lab/START.md?token={lab.token}"
    assert len(lab.token) >= 40
    assert "facilitator" in ask(lab, "/api/contents/lab/START.md")
    for path in ("/api/contents/lab/START.md", "/api/kernels", "/api/terminals", "/lab", "/formgrader/api/students"):
        request = urllib.request.Request(lab.url + path, headers={"Authorization": "token wrong"})
        with closing(opened(request)) as answer:
            assert answer.status == 403 or answer.url.startswith(f"{lab.url}/login?next="), path


def opened(request: urllib.request.Request) -> HTTPResponse | urllib.error.HTTPError:
    try:
        return urllib.request.urlopen(request, timeout=60)
    except urllib.error.HTTPError as refusal:
        return refusal


def test_the_list_of_files_shows_the_course_folder_without_records_of_learners(lab: Lab) -> None:
    for name in ("records.db", "records.db-wal", "sessions.db", "gradebook.db", "erasures.jsonl", ".cookie_secret"):
        (lab.data / name).write_text("of learners", encoding="utf-8")
    assert listed(lab, "") == {"lab", "source", "nbgrader_config.py"}
    assert listed(lab, "lab") == {"START.md", "modules"}
    assert len(listed(lab, "lab/modules")) == 7


def test_it_has_one_kernel_and_none_of_the_extensions_that_ask_others(lab: Lab) -> None:
    assert list(json.loads(ask(lab, "/api/kernelspecs"))["kernelspecs"]) == ["python3"]
    page = ask(lab, "/lab")
    told = json.loads(page.split('id="jupyter-config-data" type="application/json">')[1].split("</script>")[0])
    assert told["news"] == {"disabled": True}
    assert told["extensionManager"]["can_install"] is False
    assert "@jupyterlab/apputils-extension:announcements" in told["disabledExtensions"]
    assert {each["name"] for each in told["federated_extensions"]} >= {"@jupyter/nbgrader", "anywidget"}


def test_settings_and_programs_of_the_person_are_neither_run_nor_changed(data_root: Path) -> None:
    home, ran = data_root.parent / "home", data_root.parent / "it-ran"
    program = f"open({str(ran)!r}, 'w')\n"
    names = ("jupyter_server_config", "jupyter_lab_config", "jupyter_config", "nbgrader_config")
    for folder in (home / ".jupyter", home / "somewhere"):
        folder.mkdir(parents=True)
        for name in names:
            (folder / f"{name}.py").write_text(program, encoding="utf-8")
    before = {file: file.read_bytes() for file in home.rglob("*") if file.is_file()}

    with started(data_root, cwd=home / "somewhere") as running:
        ask(running, "/formgrader/manage_assignments")
        assert "holdfast" in ask(running, "/formgraders")

    assert not ran.exists()
    assert {file: file.read_bytes() for file in home.rglob("*") if file.is_file()} == before


def test_opening_what_was_handed_in_runs_no_file_that_lies_beside_it(data_root: Path) -> None:
    handed_in, ran = data_root / "submitted" / "learner" / "check", data_root.parent / "it-ran"
    handed_in.mkdir(parents=True)
    for name in ("ipykernel_launcher", "ipykernel", "IPython", "debugpy", "sitecustomize"):
        (handed_in / f"{name}.py").write_text(f"open({str(ran)!r}, 'w')\n", encoding="utf-8")
    notebook = {"path": "submitted/learner/check/check.ipynb", "name": "check.ipynb", "type": "notebook"}
    with started(data_root) as running:
        session = json.dumps({**notebook, "kernel": {"name": "python3"}}).encode()
        start = urllib.request.Request(f"{running.url}/api/sessions", session, method="POST")
        start.add_header("Authorization", f"token {running.token}")
        urllib.request.urlopen(start, timeout=60).close()
        (kernel,) = psutil.Process(running.process.pid).children(recursive=True)
        client = BlockingKernelClient(connection_file=kernel.cmdline()[-1])
        client.load_connection_file()
        client.start_channels()
        client.wait_for_ready(60)
        client.stop_channels()
    assert not ran.exists()


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
def test_it_ends_cleanly_with_its_kernels_and_its_own_folder(data_root: Path, sign: signal.Signals) -> None:
    temporary = data_root.parent / "temporary"
    temporary.mkdir()
    with started(data_root, env={"TMPDIR": str(temporary)}) as running:
        start = urllib.request.Request(f"{running.url}/api/kernels", b"{}", method="POST")
        start.add_header("Authorization", f"token {running.token}")
        urllib.request.urlopen(start, timeout=60).close()
        tree = psutil.Process(running.process.pid).children(recursive=True)
        assert tree
        kept = [file for folder in (*temporary.glob("hf-*"), data_root / "lab") for file in folder.rglob("*")]
        assert len(kept) > 10
        assert {file for file in kept if file.stat().st_mode & 0o077} == set()
        assert running.stop(sign) == 0

    wait_until(lambda: not any(child.is_running() for child in tree), 30, "its kernels to end")
    assert not list(temporary.glob("hf-*"))
