"""The command line: one clear sentence for what a person can mend, an example in every help text."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from content.sample import build
from holdfast import cli, nbgrader_bridge, paths
from server_process import free_port


def _run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(cli.main, arguments)
    return result.exit_code, result.output


@pytest.mark.parametrize("command", sorted(cli.main.commands))
def test_the_help_of_each_command_has_an_example(command: str) -> None:
    code, output = _run(command, "--help")
    assert code == 0
    assert f"Example: holdfast {command}" in output


def test_check_exits_with_0_when_there_is_nothing_to_find() -> None:
    assert _run("check", "--as-of", "2026-11-20") == (0, "No findings.\n")


def test_check_prints_file_line_and_code_of_what_has_gone_stale_and_exits_with_1() -> None:
    code, output = _run("check", "--as-of", "2028-11-20")
    assert code == 1
    assert "sources.yaml:" in output
    assert " SRC" in output


def test_serve_names_file_line_and_key_of_content_it_cannot_read(
    tmp_path: Path, data_root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folders = build(tmp_path / "course")
    file = folders.content / "course.yaml"
    file.write_text(f"colour: blue\n{file.read_text(encoding='utf-8')}", encoding="utf-8")
    monkeypatch.setattr(paths, "course_folders", lambda: folders)
    code, output = _run("serve", "--no-browser", "--port", str(free_port()), "--data", str(data_root))
    assert code == 2
    assert output == f"{file}:1 colour: The key 'colour' is not known here; mend its spelling or remove it.\n"
    assert not (data_root / "records.db").exists()


def test_notebooks_of_the_course_are_in_normal_form() -> None:
    assert _run("notebooks") == (0, "")


def test_grading_an_assignment_that_does_not_exist_names_those_that_do(data_root: Path) -> None:
    code, output = _run("grade", "m9-nothing", "--data", str(data_root))
    assert code == 2
    assert output == "There is no assignment 'm9-nothing': name one of m4-responding.\n"


def test_grade_marks_what_was_filed_lists_what_could_not_be_marked_and_writes_feedback(data_root: Path) -> None:
    nbgrader_bridge.prepare_course(data_root, paths.course_folders())
    nbgrader_bridge.release(data_root, "m4-responding")
    right = {"practice-never-view-1": ["lock-and-believe"], "practice-tell-and-note-1": ["tell-then-write"]}
    nbgrader_bridge.file_submission(data_root, "aaaaaaaaaaaaaaaa", "m4-responding", right)
    broken = nbgrader_bridge.file_submission(data_root, "bbbbbbbbbbbbbbbb", "m4-responding", right)
    (broken / "answers.json").write_text('{"schema_version": 1,', encoding="utf-8")

    code, output = _run("grade", "--data", str(data_root))

    assert code == 1, "one could not be marked"
    assert "m4-responding aaaaaaaaaaaaaaaa: marked: 2 of 11" in output
    assert "m4-responding bbbbbbbbbbbbbbbb: not-marked: " in output
    assert "1 marked, 1 not marked." in output
    assert (data_root / "feedback" / "aaaaaaaaaaaaaaaa" / "m4-responding" / "m4-responding.html").is_file()
