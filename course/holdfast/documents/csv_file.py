"""The one writer of CSV files: safe to open in a spreadsheet, whatever somebody has typed as their name."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Sequence

_BYTE_ORDER_MARK = "\ufeff"  # without it a spreadsheet takes the letters for those of another alphabet
_FORMULA = re.compile(r"[=+\-@＝＋－＠]")
_CONTROL = {"Cc", "Cf", "Cs", "Cn"}
_JOINERS = "\u200c\u200d"


def csv_bytes(header: Sequence[str], rows: Iterable[Sequence[str | int | float]]) -> bytes:
    """Return a CSV file: UTF-8 with a byte order mark, every cell in quotation marks, lines ended as RFC 4180 says.

    A text that a spreadsheet would take for a formula gets an apostrophe in front; control signs become a space.

    Raises:
        ValueError: A row has more or fewer cells than the header.
    """
    out = io.StringIO(_BYTE_ORDER_MARK)
    out.seek(0, io.SEEK_END)
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    for row in (header, *rows):
        if len(row) != len(header):
            raise ValueError(f"A row has {len(row)} cells where the header has {len(header)}.")
        writer.writerow([_cell(value) for value in row])
    return out.getvalue().encode("utf-8")


def _cell(value: str | float) -> str:
    """Return a cell as text; only a number of ours may begin with a minus."""
    if not isinstance(value, str):
        return str(value)
    shown = "".join(_shown(sign) for sign in value).strip()
    return f"'{shown}" if _FORMULA.match(shown.lstrip(_JOINERS)) else shown


def _shown(sign: str) -> str:
    if sign in _JOINERS or unicodedata.category(sign) not in _CONTROL:
        return sign
    return "" if unicodedata.category(sign) == "Cf" else " "
