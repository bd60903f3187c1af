"""`holdfast kit`: an example first, then a pack; what is missing or in the way is one sentence and no pack."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from holdfast import cli
from holdfast.kit.folder import SUMS
from kit_school import written

Run = Callable[..., tuple[int, str]]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Return what runs `holdfast kit` in a folder of its own."""
    monkeypatch.chdir(tmp_path)

    def kit(*arguments: str) -> tuple[int, str]:
        result = CliRunner().invoke(cli.main, ["kit", *arguments])
        return result.exit_code, result.output

    return kit


def test_the_example_becomes_a_pack_and_a_zip_file_that_a_second_run_replaces(run: Run, tmp_path: Path) -> None:
    assert run("--example", "school.yaml")[0] == 0
    code, output = run("--school", "school.yaml", "--out", "pack", "--zip")
    assert code == 0, output
    assert "pack\n" in output
    assert "Begin with 00-contents.pdf." in output
    listed = dict(reversed(line.split("  ")) for line in (tmp_path / "pack" / SUMS).read_text("utf-8").splitlines())
    files = [file for file in (tmp_path / "pack").rglob("*") if file.is_file() and file.name != SUMS]
    assert {file.relative_to(tmp_path / "pack").as_posix() for file in files} == set(listed)
    assert len(files) > 60
    for file in files:
        told = listed[file.relative_to(tmp_path / "pack").as_posix()]
        assert hashlib.sha256(file.read_bytes()).hexdigest() == told
    first = (tmp_path / "pack.zip").read_bytes()
    with zipfile.ZipFile(tmp_path / "pack.zip") as archive:
        assert len(archive.namelist()) == len(files) + 1
    assert run("--school", "school.yaml", "--out", "pack", "--zip")[0] == 0
    assert (tmp_path / "pack.zip").read_bytes() == first
    assert sorted(each.name for each in tmp_path.iterdir()) == ["pack", "pack.zip", "school.yaml"]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"lead.phone": None, "quiet_room": None}, "A pack needs lead.phone and quiet_room as well; add them."),
        ({"quiet_rom": "Room 4"}, "did you mean 'quiet_room'?"),
        ({"session.people": 100_000}, "school.yaml"),
        ({"deputy.name": "王小明"}, "deputy.name"),
        ({"logo": "../logo.png"}, "lies outside the folder of school.yaml"),
    ],
)
def test_a_school_that_cannot_be_used_is_one_sentence_and_nothing_is_written(
    run: Run, tmp_path: Path, changes: dict[str, object], said: str
) -> None:
    written(tmp_path, changes)
    code, output = run("--school", "school.yaml", "--out", "pack")
    assert code == 2
    assert said in output
    assert "Traceback" not in output
    assert [each.name for each in tmp_path.iterdir()] == ["school.yaml"]


def test_what_is_in_the_way_is_told_before_any_work(run: Run, tmp_path: Path) -> None:
    written(tmp_path)
    (tmp_path / "pack").mkdir()
    (tmp_path / "pack" / "mine.txt").write_text("Mine.", encoding="utf-8")
    code, output = run("--school", "school.yaml", "--out", "pack")
    assert (code, output) == (2, "pack is not empty and holds no earlier pack: give another folder.\n")
    assert (tmp_path / "pack" / "mine.txt").read_text("utf-8") == "Mine."


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("--school", "school.yaml"),
        ("--out", "pack"),
        ("--example", "school.yaml", "--out", "pack"),
        ("--example", "a.yaml", "--school", "school.yaml", "--out", "pack"),
    ],
)
def test_half_of_what_is_needed_is_told_with_the_whole(run: Run, tmp_path: Path, arguments: tuple[str, ...]) -> None:
    code, output = run(*arguments)
    assert code == 2
    assert output.startswith("Give --school and --out for a pack, or --example alone")
    assert list(tmp_path.iterdir()) == []


def test_an_example_never_takes_the_place_of_a_file(run: Run, tmp_path: Path) -> None:
    (tmp_path / "school.yaml").write_text("mine", encoding="utf-8")
    code, output = run("--example", "school.yaml")
    assert code == 2
    assert "school.yaml is there already" in output
    assert (tmp_path / "school.yaml").read_text("utf-8") == "mine"


def test_the_help_has_an_example(run: Run) -> None:
    code, output = run("--help")
    assert code == 0
    assert "holdfast kit --school school.yaml --out pack" in output
