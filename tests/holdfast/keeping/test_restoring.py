"""A restore brings back the whole of it or nothing, and never what was erased."""

from __future__ import annotations

import shutil
import sqlite3
import tarfile
from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from grading_course import PROBE, marks
from holdfast.errors import UserError
from holdfast.keeping import back_up, erase_completion, erase_learning, open_records, reasons, restore
from holdfast.nbgrader_bridge import held_marks, known_learners, running
from holdfast.records import Entry
from holdfast.server import data_root
from kept_course import ANNA, BEN, CODE, FOLDERS, PLANTED, TODAY, Kept, complete, contents, holding, people


@pytest.fixture
def archive(kept: Kept, tmp_path: Path) -> Path:
    """Return a backup of the two, one of whom has completed."""
    complete(kept, ANNA)
    back_up(kept.root, tmp_path / "backup.tar", FOLDERS, TODAY)
    return tmp_path / "backup.tar"


def changed(kept: Kept, archive: Path, change: Callable[[Path], None]) -> Path:
    """Return a whole backup of a data root in which something was changed."""
    place = kept.copied(archive.parent / "changed").root
    change(place)
    file = archive.with_name("changed.tar")
    back_up(place, file, FOLDERS, TODAY)
    return file


def test_everything_comes_back_as_it_was(kept: Kept, archive: Path) -> None:
    who = kept.ids[ANNA]
    before = contents(kept.root)
    with open_records(kept.root) as records:
        answers = records.answers(who)
        records.save(who, "later", [Entry(1, "since-the-backup", ["x"])])
    shutil.rmtree(kept.root / "submitted" / who)
    (kept.root / "autograded" / "later").mkdir()

    done = restore(kept.root, archive, FOLDERS)

    assert (done.learners, done.completions, done.erased_again) == (2, 1, 0)
    with open_records(kept.root) as records:
        assert records.answers(who) == answers
        assert [each.code for each in records.completions()] == [CODE[ANNA]]
    databases = {"records.db", "gradebook.db"}
    assert {n: s for n, s in contents(kept.root).items() if n not in databases} == {
        n: s for n, s in before.items() if n not in databases
    }
    assert not (kept.root / "autograded" / "later").exists()


def test_a_backup_can_be_put_into_a_new_folder_and_work_goes_on(kept: Kept, archive: Path, tmp_path: Path) -> None:
    restore(tmp_path / "new" / "data", archive, FOLDERS)

    new = tmp_path / "new" / "data"
    assert people(new) == people(kept.root)
    assert marks(new, PROBE, kept.ids[ANNA])["first"] == (0.5, 2.0, False)
    assert running.grade(new, PROBE, kept.ids[BEN]).entries == {"first": 2.0, "second": 1.5}
    data_root.claim(new).release()


def test_nothing_is_left_beside(kept: Kept, archive: Path) -> None:
    before = {entry.name for entry in kept.root.iterdir()}

    restore(kept.root, archive, FOLDERS)

    assert {entry.name for entry in kept.root.iterdir()} - {".serve.lock"} == before - {".serve.lock"}


@pytest.mark.parametrize("first", ["erased, then restored", "restored to a folder that remembers nothing"])
def test_who_was_erased_since_the_backup_stays_erased(kept: Kept, archive: Path, tmp_path: Path, first: str) -> None:
    who = kept.ids[ANNA]
    erase_learning(kept.root, who)
    erase_completion(kept.root, who, "left the school", TODAY)
    root = kept.root
    if first != "erased, then restored":
        back_up(root, tmp_path / "after.tar", FOLDERS, TODAY)
        root = tmp_path / "other"
        restore(root, tmp_path / "after.tar", FOLDERS)

    done = restore(root, archive, FOLDERS)

    assert (done.learners, done.completions, done.erased_again) == (1, 0, 2)
    assert holding(root, who, ANNA, PLANTED[ANNA]) == []
    assert known_learners(root) == {kept.ids[BEN]}
    assert [reason.why for reason in reasons.read(root)] == ["left the school"]


def test_who_was_erased_before_the_backup_does_not_come_back_from_its_files(kept: Kept, tmp_path: Path) -> None:
    """A backup made while an erasing was half done: the records were erased, nbgrader's folders were not."""
    who = kept.ids[ANNA]
    with open_records(kept.root) as records:
        records.erase_learning(who)
    back_up(kept.root, tmp_path / "half.tar", FOLDERS, TODAY)

    restore(tmp_path / "new", tmp_path / "half.tar", FOLDERS)

    assert holding(tmp_path / "new", who, PLANTED[ANNA]) == []
    assert held_marks(tmp_path / "new", kept.ids[BEN])


def test_the_reasons_of_both_sides_are_kept(kept: Kept, archive: Path, tmp_path: Path) -> None:
    complete(kept, BEN)
    erase_completion(kept.root, ANNA, "in the backup", TODAY)
    back_up(kept.root, tmp_path / "later.tar", FOLDERS, TODAY)
    erase_completion(kept.root, BEN, "since the backup", TODAY)

    restore(kept.root, tmp_path / "later.tar", FOLDERS)

    assert [reason.why for reason in reasons.read(kept.root)] == ["in the backup", "since the backup"]


def test_what_was_erased_stays_erased_over_a_second_restore(kept: Kept, archive: Path) -> None:
    erase_learning(kept.root, kept.ids[ANNA])
    restore(kept.root, archive, FOLDERS)

    assert restore(kept.root, archive, FOLDERS).learners == 1
    assert holding(kept.root, PLANTED[ANNA]) == []


def test_nothing_is_restored_while_a_server_has_the_folder(kept: Kept, archive: Path) -> None:
    before = contents(kept.root)
    lock = data_root.claim(kept.root)
    try:
        with pytest.raises(UserError, match=r"A server is using .*: stop it first"):
            restore(kept.root, archive, FOLDERS)
    finally:
        lock.release()

    assert contents(kept.root) == before


def _newer_records(root: Path) -> None:
    with closing(sqlite3.connect(root / "records.db")) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")


def _newer_gradebook(root: Path) -> None:
    with closing(sqlite3.connect(root / "gradebook.db")) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = 'ffff12345678'")


def test_a_backup_with_a_newer_gradebook_is_refused_and_nothing_changes(kept: Kept, archive: Path) -> None:
    newer = changed(kept, archive, _newer_gradebook)
    before = contents(kept.root)

    with pytest.raises(UserError, match=r"nothing was changed\. The gradebook .*changed\.tar.* 'ffff12345678'"):
        restore(kept.root, newer, FOLDERS)

    assert contents(kept.root) == before


def test_a_backup_with_newer_records_is_refused_and_nothing_changes(kept: Kept, archive: Path) -> None:
    newer = _repacked(archive, "records.db", _newer_records)
    before = contents(kept.root)

    with pytest.raises(UserError, match=r"nothing was changed\. .*repacked\.tar.* is of version '9999'.*newer version"):
        restore(kept.root, newer, FOLDERS)

    assert contents(kept.root) == before


def _repacked(archive: Path, name: str, change: Callable[[Path], None]) -> Path:
    """Return a backup with a right list in which one file was changed, or taken out."""
    from holdfast.keeping.archive import ABOUT, SUMS, Writer

    place, file = archive.parent / "inside", archive.with_name("repacked.tar")
    with tarfile.open(archive) as tar:
        tar.extractall(place, filter="data")
    change(place)
    with tarfile.open(file, "w") as tar:
        writer = Writer(tar, "2026-11-21")
        for each in sorted(path for path in place.rglob("*") if path.is_file() and path.name not in {ABOUT, SUMS}):
            writer.add_file(str(each.relative_to(place)), each)
        writer.finish()
    assert name == "" or name in str(list(place.iterdir()))
    return file


def test_a_backup_without_records_is_refused(kept: Kept, archive: Path) -> None:
    empty = _repacked(archive, "", lambda place: (place / "records.db").unlink())
    before = contents(kept.root)

    with pytest.raises(UserError, match="holds no records: take another backup; nothing was changed"):
        restore(kept.root, empty, FOLDERS)

    assert contents(kept.root) == before


def test_a_damaged_backup_is_refused_and_nothing_changes(kept: Kept, archive: Path) -> None:
    archive.write_bytes(archive.read_bytes()[:-9000])
    before = contents(kept.root)

    with pytest.raises(UserError, match="is damaged"):
        restore(kept.root, archive, FOLDERS)

    assert contents(kept.root) == before


def test_a_backup_that_is_not_there_is_named_and_no_folder_made(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"There is no backup .*no\.tar: mend the name"):
        restore(tmp_path / "new", tmp_path / "no.tar", FOLDERS)

    assert not (tmp_path / "new").exists()


def test_damaged_records_are_not_replaced_before_somebody_says_so(kept: Kept, archive: Path) -> None:
    """What was erased since the backup stands in them."""
    (kept.root / "records.db").write_bytes(b"damaged" * 1000)
    before = contents(kept.root)

    with pytest.raises(UserError, match="To restore all the same, move that file away, and erase again"):
        restore(kept.root, archive, FOLDERS)
    assert contents(kept.root) == before

    (kept.root / "records.db").rename(kept.root / "records.damaged")
    assert restore(kept.root, archive, FOLDERS).learners == 2


@pytest.mark.parametrize("moved_away", [False, True])
def test_the_log_of_old_records_does_not_spoil_the_restored_ones(kept: Kept, archive: Path, moved_away: bool) -> None:
    with open_records(kept.root) as records:
        records.save(kept.ids[ANNA], "later", [Entry(1, "in-the-log", ["x"])])
        sides = {side: (kept.root / f"records.db-{side}").read_bytes() for side in ("wal", "shm")}
        file = (kept.root / "records.db").read_bytes()
    (kept.root / "records.db").write_bytes(file)
    for side, content in sides.items():
        (kept.root / f"records.db-{side}").write_bytes(content)
    if moved_away:
        (kept.root / "records.db").rename(archive.with_name("records.damaged"))

    restore(kept.root, archive, FOLDERS)

    with open_records(kept.root) as records:
        assert "in-the-log" not in records.answers(kept.ids[ANNA]).answers
    with closing(sqlite3.connect(kept.root / "records.db")) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_a_checkout_keeps_its_own_sources_and_settings(kept: Kept, archive: Path) -> None:
    own = type(FOLDERS)(**{**FOLDERS.__dict__, "source": kept.root / "source"})
    (kept.root / "nbgrader_config.py").write_text("# newer")
    (kept.root / "source" / "newer").mkdir()

    restore(kept.root, archive, own)

    assert (kept.root / "nbgrader_config.py").read_text() == "# newer"
    assert (kept.root / "source" / "newer").is_dir()


def test_a_restored_learner_is_not_due_earlier_than_before(kept: Kept, archive: Path) -> None:
    from holdfast.keeping import due

    restore(kept.root, archive, FOLDERS)

    assert due(kept.root, TODAY, months=1, years=None).learners == ()
    assert len(due(kept.root, date(2028, 1, 1), months=1, years=None).learners) == 2
