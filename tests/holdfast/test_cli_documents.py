"""`holdfast certificate`: for whom, where to, and what a code stands for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from holdfast import cli
from holdfast.documents import certificate_secret, new_code
from holdfast.records import Completion, Records
from pdf_reading import words


@dataclass
class School:
    """A data root with somebody who completed two pathways and somebody who completed none."""

    root: Path
    learner_id: str
    codes: dict[str, str]

    def run(self, *arguments: str) -> tuple[int, str]:
        """Run `holdfast certificate` on it."""
        result = CliRunner().invoke(cli.main, ["certificate", *arguments, "--data", str(self.root)])
        return result.exit_code, result.output


@pytest.fixture
def school(data_root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> School:
    """Make the data root, and work in a folder of its own."""
    monkeypatch.chdir(tmp_path)
    with Records.open(data_root / "records.db") as records:
        ann, _ = records.new_learner(name="Ann Example"), records.new_learner(name="Bea")
        codes = {}
        for pathway, day in (("all-staff", date(2026, 11, 27)), ("dsl", date(2026, 12, 4))):
            codes[pathway] = new_code(certificate_secret(data_root))
            records.complete(_completion(ann.id, pathway, day, codes[pathway]))
    return School(data_root, ann.id, codes)


def _completion(learner_id: str, pathway: str, day: date, code: str) -> Completion:
    return Completion(
        code=code, learner_id=learner_id, name="Ann Example", pathway=pathway, nation=None, content_version="2026a",
        law_as_at=date(2026, 11, 20), completed_on=day, minutes=59, assessed=True, provisional=True,
    )  # fmt: skip


@pytest.mark.parametrize("asked", ["id", "beginning", "Ann Example", "ann example"])
def test_it_writes_the_latest_certificate_of_whoever_is_named(school: School, asked: str) -> None:
    asked = {"id": school.learner_id, "beginning": school.learner_id[:8]}.get(asked, asked)
    assert school.run(asked, "--out", "mine.pdf") == (0, "mine.pdf\n")
    assert "Pathway: Safeguarding leads" in words(Path("mine.pdf").read_bytes())
    assert Path("mine.pdf").stat().st_mode & 0o777 == 0o600


def test_it_writes_that_of_a_pathway_under_a_neutral_name(school: School) -> None:
    assert school.run("Ann Example", "--pathway", "all-staff") == (0, "record-of-learning-2026-11-27.pdf\n")
    assert "Pathway: All staff" in words(Path("record-of-learning-2026-11-27.pdf").read_bytes())


def test_a_folder_gets_a_file_of_that_name(school: School, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    assert school.run("Ann Example", "--out", "out") == (
        0,
        str(Path("out") / "record-of-learning-2026-12-04.pdf") + "\n",
    )


def test_it_is_written_for_somebody_whose_own_data_has_been_erased(school: School) -> None:
    with Records.open(school.root / "records.db") as records:
        records.erase_learning(school.learner_id)
    assert school.run(school.learner_id, "--out", "mine.pdf")[0] == 0


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("Bea",), "Bea has not completed a pathway yet: there is no certificate to write."),
        (("Ann Example", "--pathway", "trainer"), "Ann Example has not completed the pathway 'trainer' yet"),
        (("nobody",), "Nobody in the records is 'nobody': take an id from"),
        (("",), "Nobody in the records is ''"),
        ((), "Say whose certificate to write, or which code to check with --verify."),
        (("Bea", "--verify", "x"), "Say whose certificate to write, or which code to check with --verify."),
        (("Ann Example", "--out", "no/such/folder/mine.pdf"), "cannot be written (no such file or directory)"),
    ],
)
def test_what_cannot_be_done_is_one_sentence_and_writes_nothing(
    school: School, tmp_path: Path, arguments: tuple[str, ...], sentence: str
) -> None:
    before = sorted(tmp_path.iterdir())
    code, output = school.run(*arguments)
    assert code == 2
    assert sentence in output
    assert output.count("\n") == 1
    assert sorted(tmp_path.iterdir()) == before


def test_a_name_that_two_people_have_is_not_guessed(school: School) -> None:
    with Records.open(school.root / "records.db") as records:
        records.new_learner(name="Ann Example")
    code, output = school.run("Ann Example")
    assert (code, "can be 2 people" in output) == (2, True)


def test_a_folder_without_records_is_named_and_gets_none(tmp_path: Path) -> None:
    result = CliRunner().invoke(cli.main, ["certificate", "Ann", "--data", str(tmp_path)])
    assert result.exit_code == 2
    assert result.output == f"There are no records in {tmp_path}: name the data folder with --data.\n"
    assert list(tmp_path.iterdir()) == []


def test_a_code_is_held_until_its_record_is_erased_and_an_invented_one_is_not_ours(school: School) -> None:
    typed = school.codes["dsl"].lower().replace("-", " ")
    code, output = school.run("--verify", typed)
    assert (code, output.startswith("Held: Ann Example completed ")) == (0, True)
    with Records.open(school.root / "records.db") as records:
        records.erase_completion(school.codes["dsl"])
    code, output = school.run("--verify", typed)
    assert (code, output.startswith("No longer held: ")) == (1, True)
    code, output = school.run("--verify", new_code(bytes(32)))
    assert (code, output.startswith("Not ours: ")) == (1, True)
