"""Nothing acknowledged is lost: several threads, several programs, kill -9, and a disk that takes no more."""

from __future__ import annotations

import re
import signal
import sqlite3
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from holdfast.errors import UserError
from holdfast.records import Entry, Learner, NotSaved, Records, RecordsError, RecordsFull
from holdfast.records.problems import problem

_WRITER = Path(__file__).with_name("writer.py")


def _writer(file: Path, *arguments: str) -> subprocess.Popen[str]:
    command = [sys.executable, str(_WRITER), arguments[0], str(file), *arguments[1:]]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def test_any_thread_may_call(records: Records, learner: Learner) -> None:
    start = threading.Barrier(8)

    def save(client: int) -> None:
        start.wait(timeout=30)
        for seq in range(10):
            records.save(learner.id, f"thread-{client}", [Entry(seq, f"item-{client}-{seq}", ["x"])])
            assert f"item-{client}-{seq}" in records.answers(learner.id).answers

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(save, range(8)))
    state = records.answers(learner.id)
    assert (state.version, len(state.answers)) == (80, 80)


@pytest.mark.timeout(180)
def test_four_programs_writing_at_once_lose_nothing(records: Records, learner: Learner, file: Path) -> None:
    writers = [_writer(file, "write", f"writer-{number}", "50") for number in range(4)]
    said = [writer.communicate(timeout=120) for writer in writers]
    assert [(writer.returncode, errors) for writer, (_, errors) in zip(writers, said, strict=True)] == [(0, "")] * 4
    state = records.answers(learner.id)
    assert state.answers == {f"writer-{w}-{n}": [str(n)] for w in range(4) for n in range(50)}
    assert state.version == 200


@pytest.mark.timeout(120)
def test_a_killed_writer_has_lost_nothing_that_was_acknowledged(file: Path) -> None:
    acknowledged: list[str] = []
    for client in ("first", "second", "third"):
        writer = _writer(file, "write", client, "1000000")
        assert writer.stdout is not None
        acknowledged += [writer.stdout.readline().strip() for _ in range(25)]
        writer.send_signal(signal.SIGKILL)
        # Not `communicate`: it passes over what was read ahead with the lines above.
        acknowledged += [line.strip() for line in writer.stdout if line.endswith("\n")]
        writer.wait(timeout=60)
        assert writer.returncode == -signal.SIGKILL
    with Records.open(file) as records:
        state = records.answers(records.local_learner().id)
        assert set(acknowledged) <= set(state.answers)
        # At most the one answer in each writer's hands was saved without having been acknowledged.
        assert len(acknowledged) <= len(state.answers) == state.version <= len(acknowledged) + 3


@pytest.mark.timeout(120)
@pytest.mark.parametrize("room", ["0", "3000", "60000"])
def test_a_disk_that_takes_no_more_keeps_what_was_saved(
    records: Records, learner: Learner, file: Path, room: str
) -> None:
    records.save(learner.id, "before", [Entry(1, "before", ["kept"])])
    filler = _writer(file, "fill", room)
    said, problem_said = filler.communicate(timeout=60)
    assert filler.returncode == 0, problem_said
    assert re.match(r"(NotSaved|RecordsFull) .*records\.db.* save again\.$", problem_said)
    answers = records.answers(learner.id).answers
    assert answers["before"] == ["kept"]
    assert set(said.split()) | {"before"} == set(answers)
    with closing(sqlite3.connect(file)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_a_full_disk_is_called_full(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "full.db")) as connection:
        connection.execute("PRAGMA max_page_count = 2")
        connection.execute("CREATE TABLE t (x)")
        with pytest.raises(sqlite3.OperationalError) as caught:
            connection.execute("INSERT INTO t VALUES (randomblob(90000))")
    full = problem(tmp_path / "full.db", caught.value)
    assert isinstance(full, RecordsFull)
    assert isinstance(full, NotSaved | RecordsError | UserError)
    assert "free some space" in str(full)
