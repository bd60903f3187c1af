"""`holdfast present --pdf` and `--pptx`: what is written, and what is refused with nothing written."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from click.testing import CliRunner
from pptx import Presentation

from holdfast import cli
from pdf_reading import read
from pdf_reading import words as words_of


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in a folder of its own."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def _present(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(cli.main, ["present", *arguments])
    return result.exit_code, result.output


def test_both_files_are_written_and_named(here: Path) -> None:
    assert _present("04_responding", "--minutes", "20", "--pdf", "s.pdf", "--pptx", "s.pptx") == (0, "s.pdf\ns.pptx\n")
    show = Presentation(io.BytesIO((here / "s.pptx").read_bytes()))
    assert len(show.slides) == len(read((here / "s.pdf").read_bytes()).pages)


def test_a_schools_own_numbers_are_on_a_slide(here: Path) -> None:
    assert CliRunner().invoke(cli.main, ["kit", "--example", "school.yaml"]).exit_code == 0
    assert _present("04_responding", "--minutes", "20", "--school", "school.yaml", "--pdf", "s.pdf")[0] == 0
    said = words_of((here / "s.pdf").read_bytes())
    assert "In our school" in said
    assert "01632" in said


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("04_respond", "--pdf", "s.pdf"), "Did you mean '04_responding'?"),
        (("00_welcome", "--minutes", "20", "--pdf", "s.pdf"), "There is no run sheet for the module 00_welcome"),
        (("00_welcome", "--pdf", "s.pdf", "--pptx", "s.pdf"), "give each a file of its own"),
        (("00_welcome", "--pdf", "no/such/folder/s.pdf"), "cannot be written"),
        (("00_welcome", "--school", "nothing.yaml", "--pdf", "s.pdf"), "nothing.yaml"),
    ],
)
def test_what_cannot_be_done_is_one_sentence_and_nothing_is_written(
    here: Path, arguments: tuple[str, ...], sentence: str
) -> None:
    code, said = _present(*arguments)
    assert code == 2
    assert sentence in said
    assert said.count("\n") == 1
    assert list(here.iterdir()) == []


def test_slides_that_somebody_may_have_changed_are_not_written_over(here: Path) -> None:
    (here / "s.pptx").write_bytes(b"changed")
    code, said = _present("00_welcome", "--pdf", "s.pdf", "--pptx", "s.pptx")
    assert (code, said.startswith("s.pptx is there already, and may hold your changes:")) == (2, True)
    assert [(file.name, file.read_bytes()) for file in here.iterdir()] == [("s.pptx", b"changed")]


def test_the_help_has_an_example() -> None:
    code, said = _present("--help")
    assert code == 0
    assert "Example: holdfast present 04_responding --minutes 20" in said
