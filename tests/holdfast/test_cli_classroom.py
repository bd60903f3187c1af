"""`holdfast classroom MODULE --paper FILE`: the papers as one file, or one sentence and nothing written."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from holdfast.cli import main
from pdf_reading import words


def _run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["classroom", *arguments])


def test_the_papers_are_written_and_no_room_is_opened(tmp_path: Path) -> None:
    file = tmp_path / "papers.pdf"
    done = _run("06_running_a_session", "--paper", str(file))
    assert done.exit_code == 0, done.output
    assert done.output.strip() == str(file)
    assert "Letters to hold up" in words(file.read_bytes())
    assert list(tmp_path.iterdir()) == [file]


@pytest.mark.parametrize(
    ("module", "file", "said"),
    [
        ("04_respondin", "papers.pdf", "Did you mean '04_responding'?"),
        ("00_welcome", "papers.pdf", "There is nothing to vote on or to sort in module '00_welcome'"),
        ("04_responding", "no/such/folder.pdf", "cannot be written"),
    ],
)
def test_what_cannot_be_written_is_one_sentence_and_leaves_nothing(
    tmp_path: Path, module: str, file: str, said: str
) -> None:
    done = _run(module, "--paper", str(tmp_path / file))
    assert done.exit_code == 2
    assert said in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert list(tmp_path.iterdir()) == []
