"""A file of the first version, made by that version, becomes one of today and loses nothing."""

from __future__ import annotations

import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine

from holdfast.records import Entry, Records
from holdfast.records.tables import metadata

_HERE = Path(__file__).parent
_LOCAL, _FIRST, _SECOND, _THIRD = "i98kgeju7vyt3rkq", "ud98jw6c4h17fa41", "p43rpubdwjhzbbfg", "gx35ia6dkhz72nai"
_WORDS = "ünïcode \ud800 \0 'quoted' "


@pytest.fixture
def first_version(file: Path) -> Path:
    """Return a file as the first version of the course left it: four learners, answers, three attempts."""
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.executescript((_HERE / "version_0001.sql").read_text(encoding="utf-8"))
    return file


def _version(file: Path) -> str:
    with closing(sqlite3.connect(file)) as connection:
        (version,) = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    return str(version)


def _tables(file: Path) -> dict[str, Any]:
    """Return columns and references of every table of a file that is whole."""
    with closing(sqlite3.connect(file)) as connection:
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        asked = ("table_info", "foreign_key_list", "index_list")
        return {
            name: [sorted(connection.execute(f"PRAGMA {what}({name})").fetchall()) for what in asked]
            for name in names
            if name != "alembic_version"
        }


def test_every_answer_and_attempt_is_kept(first_version: Path) -> None:
    with Records.open(first_version) as records:
        assert [each.id for each in records.learners()] == [_FIRST, _LOCAL, _SECOND, _THIRD]
        local = records.local_learner()
        assert (local.id, local.tag, local.created_at) == (_LOCAL, "01ee694cf0a7", date(2026, 11, 21))
        state = records.answers(_LOCAL)
        assert state.version == 3
        assert state.answers == {
            "a-path": ["lock-and-believe"],
            "plan/lead": [f"{_WORDS}1"],
            "nothing-chosen": [],
        }
        assert records.answers(_THIRD).answers["plan/lead"] == [f"{_WORDS}3"]
        marked, refused = records.attempts(_LOCAL)
        assert (marked.state, marked.points, marked.maximum, marked.entries) == ("marked", 3.5, 4, {"a": 1.0, "b": 2.5})
        assert (refused.state, refused.answers, refused.reason) == (
            "not-marked", {"a": ["y"]}, "answers.json is missing.",
        )  # fmt: skip
        assert [(each.id, each.learner_id) for each in records.waiting_attempts()] == [(3, _SECOND)]


def test_what_a_page_sent_before_is_still_known(first_version: Path) -> None:
    with Records.open(first_version) as records:
        assert records.save(_LOCAL, "page", [Entry(3, "a-path", ["again"]), Entry(2, "plan/lead", ["again"])]) == 3
        assert records.save(_LOCAL, "page", [Entry(4, "a-path", ["new"])]) == 4


def test_the_local_learner_gets_the_first_half_and_others_alternate(first_version: Path) -> None:
    today = datetime.now(tz=UTC).date()
    with Records.open(first_version) as records:
        assert {each.id: each.half for each in records.learners()} == {
            _LOCAL: "p",
            _FIRST: "q",
            _SECOND: "p",
            _THIRD: "q",
        }
        for each in records.learners():
            assert (each.name, each.pathway, each.nation) == ("", None, None)
            assert today <= each.seen_on <= datetime.now(tz=UTC).date()


def test_it_gets_the_tables_of_today(first_version: Path, tmp_path: Path) -> None:
    Records.open(first_version).close()
    engine = create_engine(f"sqlite:///{tmp_path / 'today.db'}")
    metadata.create_all(engine)
    engine.dispose()
    assert _tables(first_version) == _tables(tmp_path / "today.db")


def test_answers_still_belong_to_learners(first_version: Path) -> None:
    with Records.open(first_version) as records:
        with records._engine.connect() as connection, pytest.raises(Exception, match="FOREIGN KEY"):
            connection.exec_driver_sql("INSERT INTO answer VALUES ('nobody', 'a', '[]')")
        assert records.erase_learning(_LOCAL)
        assert records.open_attempt(_FIRST, "m1", "2026a", {}).id == 4


def test_a_disk_that_takes_no_more_leaves_the_older_file_as_it_was(first_version: Path) -> None:
    command = [sys.executable, str(_HERE / "writer.py"), "cramped", str(first_version), "20000"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr
    assert re.match(r"(NotSaved|RecordsFull) .*records\.db.*\.$", done.stdout)
    assert _version(first_version) == "0001"
    with Records.open(first_version) as records:
        assert len(records.learners()) == 4
    assert _version(first_version) == "0002"


@pytest.mark.timeout(120)
def test_several_programs_migrate_it_at_once(first_version: Path) -> None:
    command = [sys.executable, str(_HERE / "writer.py"), "open", str(first_version)]
    openers = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(4)]
    assert [opener.communicate(timeout=60)[0].strip() for opener in openers] == [_LOCAL] * 4
    assert [opener.returncode for opener in openers] == [0] * 4
    with Records.open(first_version) as records:
        assert len(records.learners()) == 4
