"""A cell's value is a number of points or the submission is not graded."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from nbgrader.converters import NbGraderException

from grading_course import PROBE, cell, learner, marks, submit_values, without_marks, write_notebook
from holdfast.nbgrader_bridge import running
from holdfast.nbgrader_bridge.executor import checked, run_cell
from holdfast.nbgrader_bridge.outcome import NotGraded

NO_POINTS = [
    "None",
    "True",
    "1",
    "'1.0'",
    "[1.0]",
    "(1.0,)",
    "float('nan')",
    "float('inf')",
    "-0.5",
    "2.5",
    "2.0000000000000004",
    "__import__('numpy').float64(1.0)",
    "__import__('fractions').Fraction(1, 2)",
    "__import__('decimal').Decimal('1.0')",
    "type('Points', (float,), {})(1.0)",
]


def value_of(source: str) -> object:
    return run_cell("first", source, 5.0)


@pytest.mark.parametrize("source", NO_POINTS)
def test_refuses_a_value_that_is_no_number_of_points(source: str) -> None:
    with pytest.raises(NotGraded, match=r"'first' gave .*[.]$"):
        checked("first", value_of(source), 2.0)


@pytest.mark.parametrize("points", [0.0, 0.67, 1.5, 2.0])
def test_takes_a_number_of_points_as_it_is(points: float) -> None:
    assert checked("first", value_of(f"{points!r}"), 2.0) == points


def test_writes_no_minus_before_zero() -> None:
    assert repr(checked("first", -0.0, 2.0)) == "0.0"


@pytest.mark.parametrize("source", ["", "# only words", "points = 1.0", "1.0\npoints = 1.0", "if True:\n    1.0"])
def test_refuses_a_cell_whose_last_line_has_no_value(source: str) -> None:
    with pytest.raises(NotGraded, match="'first' gave no points"):
        value_of(source)


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("1 / 0", "'first' stopped with ZeroDivisionError: mend"),
        ("raise SystemExit", "'first' stopped with SystemExit: mend"),
        ("raise KeyboardInterrupt", "'first' stopped with KeyboardInterrupt"),
        ("import a_module_that_is_not_there", "'first' stopped with ModuleNotFoundError"),
        ("1.0 +", "'first' is no Python"),
        ("\0", "'first' is no Python"),
    ],
)
def test_refuses_a_cell_that_fails_and_says_how(source: str, reason: str) -> None:
    with pytest.raises(NotGraded, match=reason):
        value_of(source)


def test_the_words_of_an_error_go_to_the_log_and_not_to_the_learner(caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(NotGraded) as refusal:
        value_of("{}['the-right-option']")

    assert "the-right-option" not in str(refusal.value)
    assert "'first' stopped with KeyError: 'the-right-option'" in caplog.text


def test_refuses_a_cell_that_takes_too_long() -> None:
    with pytest.raises(NotGraded, match=r"'first' took longer than 0\.1 seconds"):
        run_cell("first", "while True: pass", 0.1)


def test_cells_share_no_names() -> None:
    value_of("shared = 1.0\nshared")

    with pytest.raises(NotGraded, match="NameError"):
        value_of("shared")


def test_gives_nbgrader_the_points_of_every_cell(probe: Path) -> None:
    submit_values(probe, learner(1), "0.3", "2.25")

    outcome = running.grade(probe, PROBE, learner(1))

    assert (outcome.state, outcome.points, outcome.maximum) == ("marked", 2.55, 5.0)
    assert outcome.entries == {"first": 0.3, "second": 2.25}
    assert marks(probe, PROBE, learner(1)) == {"first": (0.3, None, False), "second": (2.25, None, False)}


def test_a_cell_that_fails_leaves_no_mark_for_the_others(probe: Path) -> None:
    submit_values(probe, learner(1), "2.0", "None")

    outcome = running.grade(probe, PROBE, learner(1))

    assert (outcome.state, outcome.entries) == ("not-marked", {})
    assert outcome.reason == "The cell 'second' gave a NoneType where points, a float, were due."
    assert without_marks(probe, PROBE, learner(1))
    assert not (probe / "autograded" / learner(1) / PROBE).exists()


def test_the_graded_notebook_has_one_output_for_each_cell_that_is_graded(probe: Path) -> None:
    submit_values(probe, learner(1), "print('loud') or 1.0")

    running.grade(probe, PROBE, learner(1))

    graded = json.loads((probe / "autograded" / learner(1) / PROBE / f"{PROBE}.ipynb").read_text())
    outputs = {entry["id"]: entry["outputs"] for entry in graded["cells"] if entry["cell_type"] == "code"}
    assert outputs["start"] == []
    assert [output["data"] for output in outputs["first"]] == [{"text/plain": ["1.0"]}]
    assert [output["data"] for output in outputs["second"]] == [{"text/plain": ["1.5"]}]


def test_refuses_to_grade_while_answers_are_in_the_source_folder(probe: Path) -> None:
    submit_values(probe, learner(1), "1.0")
    (probe / "source" / PROBE / "answers.json").write_text('{"answers": {"first": ["2.0"], "second": ["3.0"]}}')

    outcome = running.grade(probe, PROBE, learner(1))

    assert outcome.reason == "There is an answers.json in source/probe, which belongs to nobody: remove it."
    assert without_marks(probe, PROBE, learner(1))


def test_refuses_a_notebook_that_was_not_rebuilt(probe: Path) -> None:
    filed = submit_values(probe, learner(1), "1.0")
    write_notebook(filed / f"{PROBE}.ipynb", [cell("second", "3.0", points=3)])
    course = running._course(probe, PROBE, learner(1))
    course.config.Autograde.sanitize_preprocessors = ["nbgrader.preprocessors.OverwriteCells"]
    converter = running._OneAutograde(coursedir=course, config=course.config)

    with pytest.raises(NbGraderException):
        converter.start()

    assert "not the one that was released" in str(converter.trouble)
    assert without_marks(probe, PROBE, learner(1))


def test_no_setting_turns_it_off(probe: Path) -> None:
    submit_values(probe, learner(1), "0.5")
    course = running._course(probe, PROBE, learner(1))
    for step in ("Execute", "GradeInProcess", "RebuildFromGradebook", "ClearOutput"):
        course.config[step].enabled = False

    running._OneAutograde(coursedir=course, config=course.config).start()

    assert marks(probe, PROBE, learner(1))["first"] == (0.5, None, False)
