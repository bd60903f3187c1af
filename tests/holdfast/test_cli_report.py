"""`holdfast report`: the figures of a group of ten or more, in words, and nobody in them."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner

from holdfast import cli
from holdfast.records import Records
from journeys import COURSE, Story


def run(root: Path) -> tuple[int, str]:
    result = CliRunner().invoke(cli.main, ["report", "--data", str(root)])
    return result.exit_code, result.output


def enrol(root: Path, number: int) -> None:
    """Let learners take the before-check of all staff: each form, one starred objective missed in form p only."""
    with Records.open(root / "records.db") as records:
        for place in range(number):
            learner = records.new_learner(name=f"Person {place}")
            records.choose(learner.id, pathway="all-staff")
            form = f"before-all-staff-2026a-{learner.half}"
            wrong = ["first-minute"] if learner.half == "p" else []
            (made,) = Story("all-staff", learner.half).hand_in(form, wrong).attempts
            attempt = records.open_attempt(learner.id, form, COURSE.course.version, made.answers)
            records.close_attempt(attempt.id, "marked", made.points, made.maximum, made.entries)


def test_a_group_of_nine_has_no_figures(data_root: Path) -> None:
    enrol(data_root, 9)
    code, output = run(data_root)
    assert code == 0
    assert "%" not in output
    assert output.count("Fewer than ten learners: no figures.") == len(COURSE.course.routes)


def test_a_group_of_twenty_is_told_by_means_and_by_form_without_anybody_in_it(data_root: Path) -> None:
    enrol(data_root, 20)
    code, output = run(data_root)
    assert code == 0
    assert "  20 learners, 0 have completed it.\n" in output
    assert "  95 % before the course (95 % interval " in output
    assert "form P:\n  90 % before the course (95 % interval 90 to 90; 10 learners)" in output
    assert "form Q:\n  100 % before the course (95 % interval 100 to 100; 10 learners)" in output
    assert "Person" not in output


def test_a_folder_without_records_is_named_and_gets_none(tmp_path: Path) -> None:
    code, output = run(tmp_path)
    assert (code, output) == (2, f"There are no records in {tmp_path}: name the data folder with --data.\n")
    assert not list(tmp_path.iterdir())
