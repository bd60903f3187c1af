"""A document that is one table: what the CPD record and the register share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from holdfast.documents.typesetting import Printed, pdf
from holdfast.interface_text import say
from holdfast.wording import day

Cell = str | Printed


@dataclass(frozen=True, kw_only=True)
class Listing:
    """What the page shows. A `Printed` is a text that somebody typed."""

    title: str
    lines: Sequence[Cell]  #: between the title and the table
    header: Sequence[str]
    widths: Sequence[float | None]  #: of the columns: a part of what is left over, or None for as much as they need
    rows: Sequence[Sequence[Cell]]
    notes: Sequence[str]  #: under the table
    on: date

    def as_pdf(self) -> bytes:
        """Return the document as a tagged PDF."""
        data = {
            "title": self.title,
            "foot": say("Made on {day}", day=day(self.on)),
            "lines": [_plain(line) for line in self.lines],
            "header": list(self.header),
            "widths": list(self.widths),
            "rows": [[_plain(cell) for cell in row] for row in self.rows],
            "notes": list(self.notes),
        }
        return pdf("listing.typ", data, self.on)


def _plain(cell: Cell) -> object:
    return cell if isinstance(cell, str) else cell.as_data()
