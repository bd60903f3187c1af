"""The command line: one clear sentence for what a person can mend, an example in every help text."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from click.testing import CliRunner

from content.sample import build
from holdfast import cli, links, nbgrader_bridge, paths
from holdfast.paths import Folders
from server_process import free_port


def _run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(cli.main, arguments)
    return result.exit_code, result.output


@pytest.mark.parametrize("command", sorted(cli.main.commands))
def test_the_help_of_each_command_has_an_example(command: str) -> None:
    code, output = _run(command, "--help")
    assert code == 0
    assert f"Example: holdfast {command}" in output


@pytest.fixture
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Folders:
    """Put a tiny course in place of the course itself."""
    folders = build(tmp_path / "course")
    monkeypatch.setattr(paths, "course_folders", lambda: folders)
    return folders


def test_check_exits_with_0_when_there_is_nothing_to_find_and_tries_no_address(
    folders: Folders, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(links, "try_all", lambda _: pytest.fail("it reaches out"))
    assert _run("check", "--as-of", "2026-01-02") == (0, "No findings.\n")


def test_check_prints_file_line_and_code_of_what_has_gone_stale_and_exits_with_1(folders: Folders) -> None:
    code, output = _run("check", "--as-of", "2028-01-02")
    assert code == 1
    file = folders.content / "sources.yaml"
    line = next(n for n, text in enumerate(file.read_text(encoding="utf-8").splitlines(), 1) if "checked_on" in text)
    assert f"{os.path.relpath(file)}:{line} SRC006 The source 'guide' was last checked on 2026-01-01" in output
    assert output.endswith(" findings.\n")


def _link(state: links.State) -> links.Tried:
    link = links.Link(
        place=(Path.cwd() / "sources.yaml", 7), name="The source 'guide'", url="https://example.org/guide"
    )
    return links.Tried(link=link, state=state, words="so it is")


@pytest.mark.parametrize(
    ("states", "code", "counts"),
    [
        (["there", "there"], 0, "2 there, 0 moved, 0 unclear, 0 gone."),
        (["there", "moved", "unclear"], 0, "1 there, 1 moved, 1 unclear, 0 gone."),
        (["gone", "there"], 1, "1 there, 0 moved, 0 unclear, 1 gone."),
    ],
)
def test_check_with_links_tries_every_address_and_exits_with_1_when_one_is_gone(
    folders: Folders, monkeypatch: pytest.MonkeyPatch, states: list[links.State], code: int, counts: str
) -> None:
    tried: list[links.Link] = []
    monkeypatch.setattr(links, "try_all", lambda asked: tried.extend(asked) or [_link(state) for state in states])
    lines = [f"sources.yaml:7 {s}: The source 'guide', https://example.org/guide: so it is." for s in states]
    shown = [line for line, state in zip(lines, states, strict=True) if state != "there"]
    assert _run("check", "--links", "--as-of", "2026-01-02") == (code, "\n".join(["No findings.", *shown, counts, ""]))
    assert {link.place[0].parent for link in tried} == {folders.content}


def test_check_with_links_checks_the_content_too(folders: Folders, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(links, "try_all", lambda _: [])
    code, output = _run("check", "--links", "--as-of", "2028-01-02")
    assert code == 1
    assert " SRC006 " in output
    assert output.endswith("0 gone.\n")


def test_generate_writes_what_is_stale_names_it_and_then_has_nothing_to_do(folders: Folders) -> None:
    table, schema = folders.content / "blueprint.md", folders.content / "schema" / "item.schema.json"
    wanted = table.read_text(encoding="utf-8")
    table.write_bytes(b"\xff")
    schema.unlink()
    assert _run("generate") == (0, f"{os.path.relpath(schema)}\n{os.path.relpath(table)}\n")
    assert table.read_text(encoding="utf-8") == wanted
    assert _run("generate") == (0, "")


def test_generate_says_what_stands_in_its_way_and_writes_nothing(folders: Folders) -> None:
    (folders.content / "blueprint.md").unlink()
    scenario = folders.content / "scenarios" / "at-the-door.yaml"
    text = scenario.read_text(encoding="utf-8")
    scenario.write_text(text.replace("next: [{go: heard}]", "next: [{go: door}]", 1), encoding="utf-8")
    code, output = _run("generate")
    assert (code, output) == (2, "The scenario 'at-the-door' comes back to 'door': a path must end.\n")
    assert not (folders.content / "blueprint.md").exists()


def test_serve_names_file_line_and_key_of_content_it_cannot_read(folders: Folders, data_root: Path) -> None:
    file = folders.content / "course.yaml"
    file.write_text(f"colour: blue\n{file.read_text(encoding='utf-8')}", encoding="utf-8")
    code, output = _run("serve", "--no-browser", "--port", str(free_port()), "--data", str(data_root))
    assert code == 2
    assert output == f"{file}:1 colour: The key 'colour' is not known here; mend its spelling or remove it.\n"
    assert not (data_root / "records.db").exists()


def test_notebooks_of_the_course_are_in_normal_form() -> None:
    assert _run("notebooks") == (0, "")


def test_grading_an_assignment_that_does_not_exist_names_those_that_do(data_root: Path) -> None:
    code, output = _run("grade", "m9-nothing", "--data", str(data_root))
    assert code == 2
    assert output.startswith("There is no assignment 'm9-nothing': name one of those in source/, such as 'm")


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
