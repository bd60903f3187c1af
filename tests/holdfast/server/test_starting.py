"""Starting where it cannot work says so in one sentence; stopping leaves nothing behind."""

from __future__ import annotations

import signal
import socket
import sqlite3
from pathlib import Path

import psutil
import pytest

import server_process


def only_sentence(output: str) -> str:
    """Check that there is one line, no traceback, and return it."""
    assert "Traceback" not in output, output
    lines = output.strip().splitlines()
    assert len(lines) == 1, output
    return lines[0]


def test_a_taken_port_is_named_with_the_mend(data_root: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        sentence = only_sentence(server_process.refused(data_root, port=port))
    assert f"Port {port}" in sentence
    assert "--port" in sentence


def test_an_address_that_is_not_ours_is_named(data_root: Path) -> None:
    assert "192.0.2.1" in only_sentence(server_process.refused(data_root, arguments=("--ip", "192.0.2.1")))


def test_every_address_at_once_is_refused(data_root: Path) -> None:
    assert "0.0.0.0" in only_sentence(server_process.refused(data_root, arguments=("--ip", "0.0.0.0")))


def test_a_data_folder_below_a_file_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("x")
    sentence = only_sentence(server_process.refused(file / "data"))
    assert str(file / "data") in sentence
    assert "--data" in sentence


@pytest.mark.parametrize("name", ["Dropbox", "OneDrive - A Trust", "iCloud Drive"])
def test_a_synced_folder_is_refused_and_not_touched(tmp_path: Path, name: str) -> None:
    root = tmp_path / name / "data"
    sentence = only_sentence(server_process.refused(root))
    assert name in sentence
    assert not root.exists()


def test_a_second_server_on_the_same_data_is_refused(server: server_process.Server) -> None:
    sentence = only_sentence(server_process.refused(server.data))
    assert "already" in sentence
    assert str(server.data) in sentence
    assert server.client().get("/start").status == 200


def test_a_killed_server_leaves_no_lock_behind(server: server_process.Server) -> None:
    server.kill()
    again = server_process.start(server.data)
    assert again.stop() == 0


def test_a_restore_that_was_stopped_in_the_middle_is_taken_back(server: server_process.Server) -> None:
    learner = server.client().get("/api/state/00_welcome").json["tag"]
    server.stop()
    leaving = server.data / ".restore-stopped" / "leaving"
    leaving.mkdir(parents=True)
    (server.data / "records.db").rename(leaving / "records.db")
    with server_process.start(server.data) as again:
        assert again.client().get("/api/state/00_welcome").json["tag"] == learner
    assert not leaving.parent.exists()


def test_damaged_records_are_named_and_left_as_they_are(data_root: Path) -> None:
    file = data_root / "records.db"
    file.write_bytes(b"this is no database at all, but it is long enough to look at " * 40)
    before = file.read_bytes()
    assert str(file) in only_sentence(server_process.refused(data_root))
    assert file.read_bytes() == before


def test_records_of_a_newer_version_are_named_and_left_as_they_are(data_root: Path) -> None:
    running = server_process.start(data_root)
    running.stop()
    file = data_root / "records.db"
    with sqlite3.connect(file) as database:
        database.execute("UPDATE alembic_version SET version_num = 'r9999'")
    database.close()
    before = file.read_bytes()
    assert str(file) in only_sentence(server_process.refused(data_root))
    assert file.read_bytes() == before


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_stops_it_cleanly_with_all_it_started(data_root: Path, sign: int) -> None:
    running = server_process.start(data_root)
    client = running.client()
    assert client.get("/start").status == 200
    children = psutil.Process(running.process.pid).children(recursive=True)
    assert running.stop(sign) == 0
    assert "Traceback" not in running.log
    _, alive = psutil.wait_procs(children, timeout=20)
    assert alive == []


def test_kernels_that_prepared_the_pages_are_gone(running: server_process.Server) -> None:
    client = running.client(signed_in=False)
    assert client.get("/").status == 403
    server_process.wait_until(lambda: not running.kernels, 90, "the kernels to end")


def test_configuration_in_the_working_folder_is_not_read(data_root: Path, tmp_path: Path) -> None:
    trap = tmp_path / "config"
    trap.mkdir()
    for name in ("voila_config.py", "jupyter_config.py", "jupyter_server_config.py"):
        (trap / name).write_text("raise SystemExit('the configuration was read')")
    running = server_process.start(data_root, env={"JUPYTER_CONFIG_DIR": str(trap)}, cwd=trap)
    assert running.stop() == 0
    assert "was read" not in running.log
