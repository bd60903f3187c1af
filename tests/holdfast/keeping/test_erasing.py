"""What is erased is in no byte of any file; what the others did, and what the employer keeps, stays."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from grading_course import PROBE
from holdfast.errors import UserError
from holdfast.keeping import erase_completion, erase_learning, open_records, reasons
from holdfast.nbgrader_bridge import held_marks, mark_changes
from holdfast.records import Records
from holdfast.server import data_root
from holdfast.server.identity_sessions import FILE, Sessions
from kept_course import ANNA, BEN, PLANTED, TODAY, Kept, complete, contents, holding, people


def test_no_file_holds_anything_of_somebody_whose_learning_is_erased(kept: Kept) -> None:
    root, who = kept.root, kept.ids[ANNA]
    planted = (who, ANNA, PLANTED[ANNA])
    assert {"records.db", "gradebook.db", f"submitted/{who}/{PROBE}/answers.json"} <= set(holding(root, *planted))

    assert erase_learning(root, who) == ()

    assert holding(root, *planted) == []
    assert not list(root.rglob(f"*{who}*"))


def test_when_somebody_signed_in_is_erased_too_and_the_others_stay_signed_in(kept: Kept) -> None:
    file = kept.root / FILE
    sessions = Sessions(file)
    cookies = {
        name: [sessions.begin(kept.ids[name], keep=keep).encode() for keep in (True, False)] for name in kept.ids
    }
    sessions.close()
    whose = {name: hashlib.sha256(kept.ids[name].encode()).digest() for name in kept.ids}

    erase_learning(kept.root, kept.ids[ANNA])

    left = file.read_bytes()
    assert not [part for part in (whose[ANNA], *(hashlib.sha256(c).digest() for c in cookies[ANNA])) if part in left]
    sessions = Sessions(file)
    assert [sessions.learner_id(cookie) for cookie in cookies[ANNA]] == [None, None]
    assert [sessions.learner_id(cookie) for cookie in cookies[BEN]] == [kept.ids[BEN]] * 2
    sessions.close()


def test_an_empty_file_of_sessions_hinders_nothing(kept: Kept) -> None:
    (kept.root / FILE).touch()

    erase_learning(kept.root, kept.ids[ANNA])

    assert (kept.root / FILE).read_bytes() == b""


def test_a_damaged_file_of_sessions_goes_as_a_whole(kept: Kept) -> None:
    (kept.root / FILE).write_bytes(b"no database" * 1000)

    erase_learning(kept.root, kept.ids[ANNA])

    assert not (kept.root / FILE).exists()


def test_nothing_is_left_either_when_the_server_was_killed_before(kept: Kept) -> None:
    """Kill leaves a log beside the records, with all that was answered last."""
    root, who = kept.root, kept.ids[ANNA]
    with Records.open(root / "records.db", day=lambda: TODAY) as records:
        records.name_learner(who, f"{ANNA} II")
        log = {side: (root / f"records.db-{side}").read_bytes() for side in ("wal", "shm")}
        file = (root / "records.db").read_bytes()
    (root / "records.db").write_bytes(file)
    for side, content in log.items():
        (root / f"records.db-{side}").write_bytes(content)
    assert "records.db-wal" in holding(root, ANNA)

    erase_learning(root, who)

    assert holding(root, who, ANNA, PLANTED[ANNA]) == []


def test_the_others_keep_everything(kept: Kept) -> None:
    root, other = kept.root, kept.ids[BEN]
    folders = {name: digest for name, digest in contents(root).items() if other in name}
    marks = held_marks(root, other)
    with open_records(root) as records:
        answers, attempts = records.answers(other), records.attempts(other)

    erase_learning(root, kept.ids[ANNA])

    assert folders.items() <= contents(root).items()
    assert folders
    assert held_marks(root, other) == marks
    assert {change.learner_id for change in mark_changes(root)} == {other}
    with open_records(root) as records:
        assert (records.answers(other), records.attempts(other)) == (answers, attempts)


def test_a_completion_stays_when_learning_is_erased_and_goes_by_itself_with_a_reason(kept: Kept) -> None:
    root, who = kept.root, kept.ids[ANNA]
    complete(kept, ANNA)

    erase_learning(root, who)

    assert holding(root, who, ANNA) == ["records.db"]
    assert holding(root, PLANTED[ANNA]) == []
    with open_records(root) as records:
        assert [each.name for each in records.completions()] == [ANNA]

    assert erase_completion(root, who, "Left the school.\nRetention schedule 4.2", TODAY) == 1

    assert holding(root, who, ANNA) == []
    (reason,) = reasons.read(root)
    assert (reason.erased_on, reason.why) == (TODAY, "Left the school. Retention schedule 4.2")


def test_a_completion_is_not_erased_without_a_reason(kept: Kept) -> None:
    complete(kept, ANNA)

    with pytest.raises(UserError, match="Say why with --reason"):
        erase_completion(kept.root, ANNA, " \n", TODAY)

    with open_records(kept.root) as records:
        assert len(records.completions()) == 1


def test_who_has_completed_nothing_has_no_completion_to_erase(kept: Kept) -> None:
    with pytest.raises(UserError, match="has completed nothing"):
        erase_completion(kept.root, ANNA, "why not", TODAY)

    assert reasons.read(kept.root) == ()


def test_nothing_is_erased_while_a_server_has_the_folder(kept: Kept) -> None:
    lock = data_root.claim(kept.root)
    try:
        with pytest.raises(UserError, match=r"A server is using .*: stop it first"):
            erase_learning(kept.root, ANNA)
    finally:
        lock.release()

    assert len(people(kept.root)) == 2


def test_a_server_cannot_start_while_something_is_erased(kept: Kept) -> None:
    from holdfast.keeping.places import stopped

    with stopped(kept.root), pytest.raises(data_root.UnfitDataRoot):
        data_root.claim(kept.root)

    data_root.claim(kept.root).release()


def test_an_erasing_that_was_stopped_half_way_is_finished_by_the_same_command(kept: Kept) -> None:
    root, who = kept.root, kept.ids[ANNA]
    with open_records(root) as records:
        records.erase_learning(who)
    assert holding(root, who)

    erase_learning(root, who)

    assert holding(root, who, PLANTED[ANNA]) == []


def test_erasing_again_by_the_whole_id_is_no_mistake(kept: Kept) -> None:
    erase_learning(kept.root, kept.ids[ANNA])

    assert erase_learning(kept.root, kept.ids[ANNA]) == ()


def test_submissions_of_somebody_the_records_do_not_know_can_be_erased(kept: Kept) -> None:
    folder = kept.root / "submitted" / "strangerstranger" / PROBE
    folder.mkdir(parents=True)
    (folder / "answers.json").write_text("{}")

    erase_learning(kept.root, "strangerstranger")

    assert not folder.parent.exists()
    assert len(people(kept.root)) == 2


def test_what_a_killed_program_left_half_written_goes_too(kept: Kept) -> None:
    who = kept.ids[ANNA]
    for left in (f".{PROBE}.0a1b2c", f".{PROBE}.old.0a1b2c"):
        folder = kept.root / "submitted" / kept.ids[BEN] / left
        folder.mkdir()
        (folder / "answers.json").write_text(PLANTED[ANNA])

    erase_learning(kept.root, who)

    assert holding(kept.root, PLANTED[ANNA]) == []
    assert (kept.root / "submitted" / kept.ids[BEN] / PROBE / "answers.json").is_file()


def test_files_that_are_not_the_courses_and_hold_the_learner_are_named(kept: Kept) -> None:
    who = kept.ids[ANNA]
    copy = kept.root / "gradebook.db.2026-11-20"
    copy.write_bytes(b"\0" * ((1 << 20) - 5) + who.encode())
    named = kept.root / "notes" / f"{who}.txt"
    named.parent.mkdir()
    named.touch()

    assert erase_learning(kept.root, who) == (copy, named)


@pytest.mark.parametrize("wanted", ["", "zz", "nobody", "../submitted", "*"])
def test_who_is_nobody_is_said(kept: Kept, wanted: str) -> None:
    before = contents(kept.root)

    with pytest.raises(UserError, match="take an id from `holdfast records list`"):
        erase_learning(kept.root, wanted)

    assert contents(kept.root) == before


def test_a_folder_without_records_is_named_and_left_alone(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"There are no records in .*: name the data folder with --data"):
        erase_learning(tmp_path / "new", "anybody")

    assert not (tmp_path / "new").exists()
