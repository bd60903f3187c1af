"""What is erased is gone, byte for byte, and stays gone when an old backup comes back."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from holdfast.records import Completion, Entry, Erasure, Learner, Records, RecordsError

_SECRETS = ("Wilhelmina", "planted-answer", "overwritten-answer", "planted-attempt", "planted-page", "planted-reason")


def _fill(records: Records, learner: Learner, word: str = "planted") -> None:
    """Leave something of a learner in every table, and in what was overwritten or has overflowed a page."""
    records.name_learner(learner.id, "Wilhelmina")
    records.choose(learner.id, pathway="dsl", nation="wales")
    records.set_code(learner.id, b"planted-code".ljust(32, b"."))
    for seq, value in enumerate(("overwritten-answer", f"{word}-answer")):
        entries = [Entry(100 * seq + n, f"item-{n}", [value * 40] * 30) for n in range(30)]
        records.save(learner.id, f"{word}-page", entries)
    opened = records.open_attempt(learner.id, "m4-responding", "2026a", {"a": [f"{word}-attempt" * 500]})
    records.close_attempt(opened.id, "not-marked", reason=f"{word}-reason")


def _found(file: Path, *words: str) -> list[str]:
    """Return which words stand in the bytes of the file, its log or its index."""
    bytes_ = b"".join(each.read_bytes() for each in file.parent.glob(f"{file.name}*"))
    return [word for word in words if word.encode() in bytes_]


@pytest.fixture
def filled(records: Records, learner: Learner, finished: Completion) -> Completion:
    """Return the completion of a learner of whom much is kept."""
    _fill(records, learner)
    records.complete(finished)
    return finished


@pytest.fixture
def other(records: Records) -> Learner:
    """Return somebody else, who answered too."""
    other = records.new_learner(name="Somebody Else")
    records.save(other.id, "page", [Entry(1, "a", ["stays"])])
    records.open_attempt(other.id, "m4-responding", "2026a", {"a": ["stays"]})
    return other


# --- learning --------------------------------------------------------------------------------------------------------


def test_erasing_leaves_no_byte_of_a_learner(records: Records, learner: Learner, file: Path) -> None:
    _fill(records, learner)
    assert _found(file, *_SECRETS, learner.id, learner.tag, "planted-code") == [
        *_SECRETS, learner.id, learner.tag, "planted-code",
    ]  # fmt: skip

    assert records.erase_learning(learner.id) is True

    assert _found(file, *_SECRETS, learner.id, learner.tag, "planted-code") == []
    assert file.with_name("records.db-wal").stat().st_size == 0
    assert (records.learners(), records.waiting_attempts()) == ((), ())


def test_bytes_that_an_older_version_left_in_the_file_go_too(file: Path) -> None:
    with Records.open(file) as records:
        learner = records.new_learner()
    with closing(sqlite3.connect(file)) as connection:  # as a version did that overwrote nothing
        connection.execute("PRAGMA secure_delete = OFF")
        rows = [(learner.id, f"item-{n}", f'["overwritten-answer {n}"]') for n in range(500)]
        connection.executemany("INSERT INTO answer VALUES (?, ?, ?)", rows)
        connection.commit()
        connection.execute("DELETE FROM answer")
        connection.commit()
    assert _found(file, "overwritten-answer")
    with Records.open(file) as records:
        records.erase_learning(learner.id)
        assert not _found(file, "overwritten-answer")


def test_an_answer_that_was_changed_leaves_no_trace_in_the_file(records: Records, learner: Learner, file: Path) -> None:
    """The log holds it until it is emptied; the file itself does not keep it after that."""
    for seq, word in enumerate(["overwritten-answer", "kept"]):
        records.save(learner.id, "page", [Entry(seq, "a", [word])])
        with closing(sqlite3.connect(file)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert _found(file, "overwritten-answer", "kept") == ["kept"]


def test_others_keep_everything(records: Records, learner: Learner, filled: Completion, other: Learner) -> None:
    attempts = records.attempts(other.id)
    records.erase_learning(learner.id)
    assert records.learners() == (other,)
    assert records.answers(other.id).answers == {"a": ["stays"]}
    assert records.attempts(other.id) == attempts
    assert records.completions() == (filled,)


def test_an_erased_learner_is_unknown_everywhere(records: Records, learner: Learner, filled: Completion) -> None:
    records.erase_learning(learner.id)
    assert records.learner_by_code(b"planted-code".ljust(32, b".")) is None
    assert records.attempts(learner.id) == ()
    with pytest.raises(KeyError):
        records.save(learner.id, "page", [Entry(200, "a", ["late"])])
    assert records.local_learner().id != learner.id
    assert records.erase_learning(learner.id) is False


def test_the_mark_of_an_erased_attempt_never_goes_to_another_one(records: Records, learner: Learner) -> None:
    erased = records.open_attempt(learner.id, "m4-responding", "2026a", {})
    records.erase_learning(learner.id)
    after = records.open_attempt(records.new_learner().id, "m4-responding", "2026a", {})
    assert after.id != erased.id
    with pytest.raises(KeyError):
        records.close_attempt(erased.id, "marked", 1, 1)


# --- completions -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("by", ["code", "learner_id"])
def test_erasing_a_completion_leaves_no_byte_of_it(
    records: Records, learner: Learner, finished: Completion, file: Path, by: str
) -> None:
    records.complete(finished)
    assert _found(file, finished.code, finished.name) == [finished.code, finished.name]
    assert records.erase_completion(getattr(finished, by)) == 1
    assert _found(file, finished.code, finished.name) == []
    assert records.completion(finished.code) is None
    assert records.learner(learner.id) == learner
    assert records.erase_completion(getattr(finished, by)) == 0


def test_a_code_names_one_completion_and_a_learner_all_of_theirs(records: Records, finished: Completion) -> None:
    second = replace(finished, code="SECOND", pathway="trainer")
    third = replace(finished, code="THIRD", content_version="2027a")
    theirs = replace(finished, code="THEIRS", learner_id=records.new_learner().id)
    for each in (finished, second, third, theirs):
        records.complete(each)
    assert records.erase_completion("SECOND") == 1
    assert records.completions() == (finished, third, theirs)
    assert records.erase_completion(finished.learner_id) == 2
    assert records.completions() == (theirs,)


# --- retention -------------------------------------------------------------------------------------------------------


def test_learning_expires_a_day_after_the_last_day_that_counts(records: Records, file: Path, calendar: Any) -> None:
    old, active, new = (records.new_learner() for _ in range(3))
    _fill(records, old)
    calendar.turn(days=365)
    records.seen(active.id)
    newer = records.new_learner()
    assert records.expire(date(2026, 11, 20)) == 0
    assert records.expire(date(2026, 11, 21)) == 2
    assert [each.id for each in records.learners()] == [active.id, newer.id]
    assert _found(file, *_SECRETS, old.id, new.id) == []
    assert {each.erased_on for each in records.erasures()} == {calendar.today}


def test_completions_expire_by_their_own_clock(records: Records, finished: Completion, file: Path) -> None:
    later = replace(finished, code="LATER", content_version="2027a", completed_on=date(2027, 11, 20))
    records.complete(finished)
    records.complete(later)
    assert records.expire_completions(date(2026, 11, 20)) == 0
    assert records.expire_completions(date(2026, 11, 21)) == 1
    assert records.completions() == (later,)
    assert _found(file, finished.code) == []


# --- backups ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def backup(records: Records, filled: Completion, other: Learner, file: Path, tmp_path: Path) -> Iterator[Records]:
    """Return the records as they were before anybody was erased, in another file."""
    copy = tmp_path / "old" / "records.db"
    copy.parent.mkdir()
    with closing(sqlite3.connect(file)) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)
    with Records.open(copy) as opened:
        yield opened


def test_what_was_erased_is_remembered_without_saying_who_it_was(
    records: Records, learner: Learner, filled: Completion, file: Path, calendar: Any
) -> None:
    records.erase_learning(learner.id)
    calendar.turn(days=2)
    records.erase_completion(filled.code)
    records.erase_completion(filled.code)
    assert [(each.kind, each.erased_on) for each in records.erasures()] == [
        ("learning", date(2026, 11, 20)),
        ("completion", date(2026, 11, 22)),
    ]
    assert all(len(each.digest) == 32 for each in records.erasures())
    assert _found(file, learner.id, filled.code, *_SECRETS) == []


def test_an_old_backup_loses_again_what_was_erased_since(
    records: Records, backup: Records, learner: Learner, filled: Completion, other: Learner, tmp_path: Path
) -> None:
    records.erase_learning(learner.id)
    records.erase_completion(learner.id)

    assert backup.apply_erasures(records.erasures()) == 2

    assert backup.learners() == (other,)
    assert backup.answers(other.id).answers == {"a": ["stays"]}
    assert backup.completions() == ()
    assert backup.erasures() == records.erasures()
    assert _found(tmp_path / "old" / "records.db", *_SECRETS, learner.id, filled.code) == []
    assert backup.apply_erasures(records.erasures()) == 0


def test_only_the_kind_that_was_erased_is_lost_again(
    records: Records, backup: Records, learner: Learner, filled: Completion, other: Learner
) -> None:
    records.erase_completion(filled.code)
    assert backup.apply_erasures(records.erasures()) == 1
    assert backup.completions() == ()
    of_that_name = Erasure(
        digest=sha256(learner.id.encode()).digest(), kind="completion", erased_on=filled.completed_on
    )
    assert backup.apply_erasures([of_that_name]) == 0
    assert [each.id for each in backup.learners()] == [learner.id, other.id]


def test_a_file_applies_its_own_erasures(records: Records, backup: Records, learner: Learner, file: Path) -> None:
    """As when somebody copies rows back by hand."""
    backup.erase_learning(learner.id)
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("ATTACH ? AS old", [str(backup._file)])
        connection.execute("INSERT INTO erased SELECT * FROM old.erased")
        connection.commit()
    assert records.apply_erasures() == 1
    assert records.learner(learner.id) is None


# --- when it cannot be done ------------------------------------------------------------------------------------------


def test_an_erasure_whose_bytes_may_still_be_there_says_so_and_is_done_by_trying_again(
    records: Records, learner: Learner, filled: Completion, file: Path
) -> None:
    with records._engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA busy_timeout = 20")
    with closing(sqlite3.connect(file)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM learner").fetchall()
        with pytest.raises(RecordsError, match=r"erased from .* may still be .*another program.* erase it again\."):
            records.erase_learning(learner.id)
        assert records.learner(learner.id) is None
    assert records.erase_learning(learner.id) is False
    assert _found(file, *_SECRETS, learner.tag) == []


def test_a_refused_erasure_erases_nothing(records: Records, learner: Learner, filled: Completion, file: Path) -> None:
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("CREATE TRIGGER refuse BEFORE DELETE ON learner BEGIN SELECT RAISE(ABORT, 'refused'); END")
        connection.commit()
    with pytest.raises(RecordsError, match="refused"):
        records.erase_learning(learner.id)
    assert len(records.answers(learner.id).answers) == 30
    assert records.erasures() == ()


def test_what_is_erased_is_gone_from_a_file_that_was_killed_meanwhile(
    records: Records, learner: Learner, filled: Completion, file: Path, tmp_path: Path
) -> None:
    """Killed after the rows were gone and before the log was emptied: the next try finishes it."""
    with closing(sqlite3.connect(file)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM learner").fetchall()
        with records._engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA busy_timeout = 20")
        with pytest.raises(RecordsError):
            records.erase_learning(learner.id)
        killed = tmp_path / "killed"
        killed.mkdir()
        for name in ("records.db", "records.db-wal"):
            shutil.copy(file.parent / name, killed / name)
    assert _found(killed / "records.db", "planted-answer")
    with Records.open(killed / "records.db") as again:
        assert again.learner(learner.id) is None
        again.apply_erasures()
        assert _found(killed / "records.db", *_SECRETS, learner.tag) == []
