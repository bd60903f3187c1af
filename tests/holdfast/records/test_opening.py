"""Opening real SQLite files: new, empty, damaged, newer, strange, and several at once."""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
import stat
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import create_engine

from holdfast.records import Entry, Records, RecordsError
from holdfast.records.tables import metadata

_WRITER = Path(__file__).with_name("writer.py")
_NOISE = random.Random(1).randbytes(1 << 20)


@pytest.fixture
def filled(file: Path) -> Path:
    """Return a records file of several pages, closed."""
    with Records.open(file) as records:
        learner = records.local_learner()
        records.save(learner.id, "page", [Entry(n, f"item-{n}", ["x" * 90] * 30) for n in range(40)])
    return file


def _refusal(file: Path) -> str:
    """Return the sentence with which the file is refused; neither it nor its folder may have changed."""
    before, names = file.read_bytes(), sorted(os.listdir(file.parent))
    with pytest.raises(RecordsError) as caught:
        Records.open(file)
    assert file.read_bytes() == before
    assert sorted(os.listdir(file.parent)) == names
    sentence = str(caught.value)
    assert str(file) in sentence
    assert sentence.endswith(".")
    assert "\n" not in sentence
    return sentence


def _sql(file: Path, *statements: str) -> None:
    with closing(sqlite3.connect(file)) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()


def test_a_new_file_can_be_read_by_its_owner_only(file: Path) -> None:
    with Records.open(file) as records:
        records.local_learner()
        for name in ("records.db", "records.db-wal", "records.db-shm"):
            assert stat.S_IMODE((file.parent / name).stat().st_mode) == 0o600
    assert os.listdir(file.parent) == ["records.db"]


def test_a_folder_that_is_not_there_yet_is_made(file: Path) -> None:
    with Records.open(file.parent / "deeper" / "still #1 50%" / "records.db") as records:
        assert records.local_learner()


def test_an_empty_file_is_migrated(file: Path) -> None:
    file.touch(mode=0o644)
    with Records.open(file) as records:
        learner = records.local_learner()
        assert records.save(learner.id, "page", [Entry(1, "who-to-tell", ["lead"])]) == 1
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_file_made_and_then_killed_before_its_first_table_is_migrated(file: Path) -> None:
    _sql(file, "PRAGMA journal_mode = WAL")
    assert file.stat().st_size > 0
    with Records.open(file) as records:
        assert records.local_learner()


def test_a_file_killed_in_the_middle_of_its_first_writing_is_brought_back(filled: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(filled)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
        connection.execute("PRAGMA cache_size = 1")
        connection.execute("UPDATE answer SET value = '[\"half\"]'")
        for name in ("records.db", "records.db-journal"):
            shutil.copy(filled.parent / name, tmp_path / name)
    with Records.open(tmp_path / "records.db") as records:
        answers = records.answers(records.local_learner().id).answers
    assert len(answers) == 40
    assert ["half"] not in answers.values()


def _schema(connection: sqlite3.Connection) -> set[tuple[str, ...]]:
    """Return every column, index and constraint, in whatever order they were made."""
    rows = connection.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name <> 'alembic_version'")
    # SQLite puts the name of a table that was renamed into quotation marks.
    return {(name, line.strip().rstrip(", ").replace('"', "")) for name, sql in rows for line in sql.splitlines()}


def test_migrating_from_nothing_gives_the_tables_of_today(file: Path, tmp_path: Path) -> None:
    Records.open(file).close()
    engine = create_engine(f"sqlite:///{tmp_path / 'today.db'}")
    metadata.create_all(engine)
    engine.dispose()
    with closing(sqlite3.connect(file)) as migrated, closing(sqlite3.connect(tmp_path / "today.db")) as today:
        assert _schema(migrated) == _schema(today)


def test_the_file_is_in_wal_mode_and_every_connection_is_careful(file: Path) -> None:
    with Records.open(file) as records, records._engine.connect() as connection:
        found = [
            connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout", "secure_delete", "temp_store")
        ]
    assert found == ["wal", 2, 1, 10000, 1, 2]


def test_what_was_saved_is_there_after_opening_again(file: Path) -> None:
    with Records.open(file) as records:
        learner = records.local_learner()
        records.save(learner.id, "page", [Entry(1, "who-to-tell", ["lead"])])
    with Records.open(file) as records:
        assert records.local_learner() == learner
        assert records.answers(learner.id).answers == {"who-to-tell": ["lead"]}


def test_a_newer_version_is_named_and_left_as_it_is(filled: Path) -> None:
    _sql(filled, "UPDATE alembic_version SET version_num = '0099'")
    sentence = _refusal(filled)
    assert "'0099'" in sentence
    assert "install the newer version" in sentence


@pytest.mark.parametrize(
    "garbage", [b"\0", b"hello", b"SQLite format 3\0", b"\0" * 8192, _NOISE[:9000]], ids=lambda data: str(len(data))
)
def test_garbage_is_refused(file: Path, garbage: bytes) -> None:
    file.write_bytes(garbage)
    assert "damaged" in _refusal(file)


@pytest.mark.parametrize("kept", [1, 50, 99, 100, 511, 4095, 4096, 4097, 8192, -8192, -4096, -4095, -100, -1])
def test_a_truncated_file_is_refused(filled: Path, kept: int) -> None:
    filled.write_bytes(filled.read_bytes()[:kept])
    assert "damaged" in _refusal(filled)


def test_a_file_whose_middle_was_overwritten_is_refused(filled: Path) -> None:
    data = bytearray(filled.read_bytes())
    assert len(data) > 5 * 4096
    data[4096:] = _NOISE[: len(data) - 4096]
    filled.write_bytes(data)
    assert "damaged" in _refusal(filled)


def test_an_emptied_file_whose_log_still_holds_answers_is_refused(file: Path, tmp_path: Path) -> None:
    with Records.open(file) as records:
        records.local_learner()
        log = file.with_name("records.db-wal")
        shutil.copy(log, tmp_path / "copy-wal")
    (tmp_path / "copy").touch()
    assert "damaged" in _refusal(tmp_path / "copy")
    assert (tmp_path / "copy-wal").stat().st_size > 0


@pytest.mark.parametrize(
    "statements",
    [
        ["CREATE TABLE gradebook (id)"],
        ["CREATE TABLE alembic_version (version_num)", "INSERT INTO alembic_version VALUES ('0001')"],
        ["CREATE TABLE alembic_version (version_num)", "CREATE TABLE learner (id)"],
    ],
)
def test_the_database_of_another_program_is_refused(file: Path, statements: list[str]) -> None:
    _sql(file, *statements)
    assert "is no records file" in _refusal(file)


@pytest.mark.parametrize("folder", ["/proc", "/proc/holdfast", "a-file", "a-file/deeper"])
def test_a_folder_that_cannot_be_written_is_refused(tmp_path: Path, folder: str) -> None:
    (tmp_path / "a-file").write_text("not a folder", encoding="utf-8")
    with pytest.raises(RecordsError, match="choose another folder with --data"):
        Records.open(tmp_path / folder / "records.db")


def test_a_folder_or_a_pipe_in_its_place_is_refused(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe")
    for name in ("folder", "pipe"):
        with pytest.raises(RecordsError, match="cannot be written"):
            Records.open(tmp_path / name)


@pytest.mark.timeout(120)
def test_several_programs_open_a_new_file_at_once(file: Path) -> None:
    command = [sys.executable, str(_WRITER), "open", str(file)]
    openers = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(4)]
    said = [opener.communicate(timeout=60)[0] for opener in openers]
    assert [opener.returncode for opener in openers] == [0] * 4
    assert len(set(said)) == 1
