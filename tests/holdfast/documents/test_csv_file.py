"""The one writer of CSV: what a spreadsheet must never run, and what it must read as it was."""

from __future__ import annotations

import ast
import csv
import io
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import holdfast
from holdfast.documents import csv_bytes

STARTS = "=+-@＝＋－＠"


def _read(content: bytes, delimiter: str = ",") -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=delimiter))


def test_a_file_begins_with_the_mark_that_spreadsheets_look_for_and_ends_its_lines_as_the_standard_says() -> None:
    content = csv_bytes(["Name", "Minutes"], [("Zoë", 59), ("Ann, Bea; Cy", 20)])
    assert content == '\ufeff"Name","Minutes"\r\n"Zoë","59"\r\n"Ann, Bea; Cy","20"\r\n'.encode()


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("=1+1", "'=1+1"),
        ("+44 20", "'+44 20"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1+1", "'=1+1"),
        ("\r\n=1+1", "'=1+1"),
        ("  =1+1", "'=1+1"),
        ("\ufeff=1+1", "'=1+1"),
        ("\u200d=1+1", "'\u200d=1+1"),
        ("\x00=1+1", "'=1+1"),
        ("＝1+1", "'＝1+1"),
        ("O'Neill", "O'Neill"),
        ("Anne-Marie", "Anne-Marie"),
        ('say "hello"', 'say "hello"'),
        ("two\nlines\x07", "two lines"),
        ("محمد علي", "محمد علي"),
    ],
)
def test_what_would_be_a_formula_is_a_text_and_all_else_stays(typed: str, kept: str) -> None:
    assert _read(csv_bytes(["Name"], [(typed,)])) == [["Name"], [kept]]


def test_a_number_of_ours_may_be_negative() -> None:
    assert _read(csv_bytes(["Change"], [(-3,), (0.5,)])) == [["Change"], ["-3"], ["0.5"]]


def test_a_header_is_made_safe_too() -> None:
    assert _read(csv_bytes(["=Name"], [])) == [["'=Name"]]


def test_a_row_that_does_not_fit_the_header_is_refused() -> None:
    with pytest.raises(ValueError, match="2 cells where the header has 1"):
        csv_bytes(["Name"], [("Ann", "Bea")])


@given(st.lists(st.lists(st.text(), min_size=2, max_size=2), max_size=4))
def test_whatever_is_typed_no_cell_begins_a_formula_and_no_row_is_torn(rows: list[list[str]]) -> None:
    header, *cells = _read(csv_bytes(["a", "b"], rows))
    assert header == ["a", "b"]
    assert [len(row) for row in cells] == [2] * len(rows)
    for cell in (cell for row in cells for cell in row):
        assert not cell.startswith(tuple(STARTS + "\t\r\n"))
        assert not any(unicodedata.category(letter) in {"Cc", "Cs"} for letter in cell)


def test_nothing_else_in_the_project_writes_csv() -> None:
    package = Path(holdfast.__file__).parent
    writers = [
        file.relative_to(package).as_posix()
        for file in package.rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Import) and any(name.name == "csv" for name in node.names)
    ]
    assert writers == ["documents/csv_file.py"]
