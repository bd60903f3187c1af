"""`holdfast records`: what each command prints, its exit code, and that each says what it needs."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

import kept_course
from holdfast import cli
from holdfast.cli_records import records as group
from holdfast.records import Records
from holdfast.server import data_root
from kept_course import ANNA, BEN, CODE, PLANTED, Kept, complete, contents, holding

pytestmark = pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Kept:
    """Make a data root with two learners; never written to."""
    return kept_course.make(tmp_path_factory.mktemp("kept") / "data")


@pytest.fixture
def kept(made: Kept, tmp_path: Path) -> Kept:
    """Return a copy of one's own."""
    return made.copied(tmp_path / "data")


def run(kept: Kept, *arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(cli.main, ["records", *arguments, "--data", str(kept.root)])
    return result.exit_code, result.output


@pytest.mark.parametrize("name", sorted(group.commands))
def test_the_help_of_each_command_has_an_example_that_can_be_parsed(name: str) -> None:
    result = CliRunner().invoke(cli.main, ["records", name, "--help"])
    assert result.exit_code == 0
    example = result.output.split("Example: ")[1].split()
    assert example[:3] == ["holdfast", "records", name]
    command = group.commands[name]
    command.make_context(name, example[3:], parent=click.Context(group))


def test_list_shows_who_is_there_and_no_marks(kept: Kept) -> None:
    complete(kept, BEN)

    code, output = run(kept, "list")

    lines = output.splitlines()
    assert code == 0
    assert lines[0].split() == ["id", "name", "pathway", "last", "seen", "completed"]
    assert lines[1].split() == [kept.ids[ANNA][:6], *ANNA.split(), "all-staff", "2026-11-21", "-"]
    assert lines[2].split() == [kept.ids[BEN][:6], *BEN.split(), "all-staff", "2026-11-21", "all-staff", "2026-11-21"]
    assert lines[3] == "2 in all."
    assert CODE[BEN] not in output


def test_an_id_that_list_shows_is_one_that_the_other_commands_take(kept: Kept) -> None:
    short = run(kept, "list")[1].splitlines()[1].split()[0]

    assert run(kept, "export", short, "--out", str(kept.root.parent / "copy"))[0] == 0
    assert run(kept, "erase", short, "--learning") == (0, "What they answered is erased.\n")

    assert holding(kept.root, kept.ids[ANNA], ANNA, PLANTED[ANNA]) == []


@pytest.mark.parametrize("what", [[], ["--learning", "--completion"]])
def test_erase_needs_to_be_told_what(kept: Kept, what: list[str]) -> None:
    before = contents(kept.root)

    assert run(kept, "erase", ANNA, *what) == (2, "Say what to erase: either --learning or --completion.\n")

    assert contents(kept.root) == before


def test_erasing_a_completion_needs_a_reason_which_the_audit_shows(kept: Kept) -> None:
    complete(kept, ANNA)
    assert run(kept, "erase", ANNA, "--completion")[0] == 2

    code, output = run(kept, "erase", CODE[ANNA], "--completion", "--reason", "schedule 4.2")

    assert (code, output.splitlines()[0][:20]) == (0, "1 completion erased.")
    assert "schedule 4.2" in run(kept, "audit")[1]


def test_files_that_hold_an_erased_learner_all_the_same_are_named_and_the_exit_code_says_so(kept: Kept) -> None:
    copy = kept.root / "gradebook.db.copy"
    copy.write_text(kept.ids[ANNA])

    code, output = run(kept, "erase", ANNA, "--learning")

    assert code == 1
    assert f"{copy} still has their id in it" in output


@pytest.mark.parametrize(
    "command", [["erase", ANNA, "--learning"], ["erase", ANNA, "--completion", "--reason", "x"], ["retain", "--apply"]]
)
def test_what_changes_people_refuses_while_a_server_runs(kept: Kept, command: list[str]) -> None:
    lock = data_root.claim(kept.root)
    try:
        code, output = run(kept, *command)
    finally:
        lock.release()
    assert code == 2
    assert "A server is using" in output
    assert "stop it first" in output


@pytest.mark.parametrize("command", [["list"], ["audit"], ["retain"]])
def test_what_only_looks_works_while_a_server_runs(kept: Kept, command: list[str]) -> None:
    lock = data_root.claim(kept.root)
    try:
        assert run(kept, *command)[0] == 0
    finally:
        lock.release()


def test_retain_only_shows_until_it_is_told_to_apply(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    with Records.open(kept.root / "records.db", day=lambda: kept_course.date(2028, 1, 1)) as records:
        records.seen(kept.ids[BEN])
    monkeypatch.setattr("holdfast.cli_records._today", lambda: kept_course.date(2028, 1, 1))

    code, output = run(kept, "retain")

    assert code == 0
    assert "last seen before 1 January 2027: 1 learner\n" in output
    assert ANNA in output
    assert "Nothing was changed" in output
    assert len(kept_course.people(kept.root)) == 2

    assert "Erased." in run(kept, "retain", "--apply")[1]
    assert holding(kept.root, kept.ids[ANNA], ANNA, PLANTED[ANNA]) == []


def test_a_backup_and_its_restore_say_what_there_is(kept: Kept, tmp_path: Path) -> None:
    complete(kept, ANNA)
    file = tmp_path / "b.tar"

    assert run(kept, "backup", str(file))[1].endswith(f" files backed up to {file}.\n")
    run(kept, "erase", BEN, "--learning")
    code, output = run(kept, "restore", str(file))

    assert code == 0
    assert output == "Restored: 1 learner, 1 completion.\n1 of the backup had been erased, and were erased again.\n"


def test_the_register_has_names_pathways_and_dates_and_nothing_else(kept: Kept, tmp_path: Path) -> None:
    complete(kept, ANNA)

    assert run(kept, "register", "--out", str(tmp_path / "r.csv"))[0] == 0

    rows = list(csv.reader(io.StringIO((tmp_path / "r.csv").read_text(encoding="utf-8-sig"))))
    assert [row[0] for row in rows[1:]] == [ANNA, BEN]
    assert [row[2] for row in rows[1:]] == ["completed", "not yet"]
    assert len(rows[0]) == 5


def test_the_register_is_also_a_pdf(kept: Kept, tmp_path: Path) -> None:
    assert run(kept, "register", "--out", str(tmp_path / "r.pdf"))[0] == 0

    assert (tmp_path / "r.pdf").read_bytes().startswith(b"%PDF-")


def test_a_register_of_another_kind_is_refused(kept: Kept, tmp_path: Path) -> None:
    code, output = run(kept, "register", "--out", str(tmp_path / "r.xlsx"))

    assert (code, "one of these endings" in output) == (2, True)
    assert not (tmp_path / "r.xlsx").exists()


def test_the_audit_shows_each_mark_changed_by_hand(kept: Kept) -> None:
    code, output = run(kept, "audit")

    assert code == 0
    assert "Changed in the gradebook:" in output
    (line,) = (line for line in output.splitlines() if ANNA in line)
    assert line.split()[-6:] == ["probe", "first", "mark", "none", "→", "2"]


@pytest.mark.parametrize("name", sorted(group.commands))
def test_a_folder_without_records_is_said_and_left_alone(name: str, tmp_path: Path) -> None:
    given = {"export": ["x", "--out", "o"], "erase": ["x", "--learning"], "register": ["--out", "r.csv"]}
    given |= {"backup": [str(tmp_path / "b.tar")], "restore": [str(tmp_path / "no.tar")]}
    place = tmp_path / "nowhere"

    result = CliRunner().invoke(cli.main, ["records", name, *given.get(name, []), "--data", str(place)])

    assert result.exit_code == 2
    assert result.output.count("\n") == 1
    assert result.output.startswith(("There are no records in", "There is no backup"))
    assert not place.exists()
