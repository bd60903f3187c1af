"""The benchmark command: its parts are there, and its table says what was measured. Nothing is timed here."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from benchmarks import saved, stock, table
from benchmarks.table import Findings, Row, Values

TOP = Path(__file__).resolve().parent.parent


def _findings() -> Findings:
    rows = [
        Row(
            name="cold",
            what="first question (s)",
            ours=Values((0.3, 0.1, 0.2)),
            stock=Values((3.0,), ".1f"),
            limit=0.25,
        ),
        Row(name="growth-10", what="10 learners (ms)", ours=Values((4.0,), ".1f"), limit=200),
        Row(name="growth-1000", what="1,000 learners (ms)", ours=Values((61.0,), ".1f"), limit=50),
        Row(name="kept", what="answers kept", ours="all", stock="none"),
    ]
    return Findings(rows, ["A note."])


def test_the_command_loads_all_its_parts() -> None:
    command = [sys.executable, "tests/benchmarks", "--help"]
    done = subprocess.run(command, cwd=TOP, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "memory,burst,question,answers,growth,start,grading" in done.stdout


def test_a_short_form_or_a_part_is_not_kept() -> None:
    command = [sys.executable, "tests/benchmarks", "--save", "--quick"]
    done = subprocess.run(command, cwd=TOP, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 2
    assert "leave --only and --quick out" in done.stderr


def test_a_line_has_the_median_the_spread_and_the_goal() -> None:
    assert _findings().rows[0].cells == ("first question (s)", "0.20 (0.10 to 0.30)", "3.0", "0.25", "in the median")


@pytest.mark.parametrize(
    ("numbers", "verdict"), [((0.1, 0.25), "yes"), ((0.1, 0.2, 0.9), "in the median"), ((0.1, 0.9, 0.9), "no")]
)
def test_a_goal_is_met_each_time_or_in_the_median_or_not(numbers: tuple[float, ...], verdict: str) -> None:
    assert Row(name="a", what="a", ours=Values(numbers), limit=0.25).verdict == verdict


def test_a_value_of_nothing_is_shown_and_judged() -> None:
    assert Row(name="failed", what="failed", ours=Values((0.0,), ".0f"), limit=0).cells[1:] == ("0", "", "0", "yes")


def test_a_percentile_is_a_value_that_was_measured() -> None:
    numbers = [float(number) for number in range(100, 0, -1)]
    assert [table.percentile(numbers, share) for share in (0.5, 0.95, 1)] == [50, 95, 100]
    assert table.percentile([7.0], 0.95) == 7


def test_the_saved_table_is_markdown_between_two_marks() -> None:
    page = "Before\n<!-- measured -->\nlast year\n<!-- end of measured -->\nAfter\n"

    text = saved.put_between(page, table.markdown(_findings(), "On a machine."))

    assert text.startswith("Before\n<!-- measured -->\nOn a machine.\n\n| What |")
    assert "| first question (s) | 0.20 (0.10 to 0.30) | 3.0 | 0.25 | in the median |" in text
    assert text.endswith("- A note.\n<!-- end of measured -->\nAfter\n")
    assert "last year" not in text


@pytest.mark.parametrize("page", ["README.md", "tests/benchmarks/README.md"])
def test_the_pages_that_keep_a_run_have_room_for_it(page: str) -> None:
    assert "\nNEW\n" in saved.put_between((TOP / page).read_text(encoding="utf-8"), "NEW")


def test_the_line_of_the_readme_is_one_line_with_the_numbers() -> None:
    line = saved.line(_findings(), "1 May 2027")

    assert "\n" not in line
    assert f"({saved.FIGURE})" in line
    assert "after 0.20 s (stock Voila 3.0 s)" in line
    assert "an answer is saved in 61.0 ms" in line


def test_the_figure_is_drawn_from_what_was_measured_and_stays_the_same(tmp_path: Path) -> None:
    from benchmarks.figure import draw

    files = [tmp_path / "one.svg", tmp_path / "two.svg"]
    for file in files:
        draw(_findings(), file)

    assert files[0].read_bytes() == files[1].read_bytes()
    assert b"<svg" in files[0].read_bytes()


def test_stock_voila_is_given_the_same_section_and_nothing_for_facilitators(tmp_path: Path) -> None:
    stock.write_section(tmp_path / "section.ipynb")

    cells = nbformat.read(tmp_path / "section.ipynb", as_version=4).cells
    assert [cell.source for cell in cells if cell.source.startswith(("Scenario(", "Quiz("))] == [
        f'Scenario("{stock.SECTION}")'
    ]
    assert not [cell for cell in cells if "Facilitator" in cell.source]
