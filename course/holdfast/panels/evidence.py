"""What to do with each kind of material, by the age of the person in it."""

from __future__ import annotations

from html import escape

from holdfast.interface_text import say
from holdfast.library import Library, library
from holdfast.model import EvidenceRow
from holdfast.panels._base import Panel, source_line, stacked_table


def evidence_table(*, course: Library | None = None) -> Panel:
    """Return what to do with each kind of material, by the age of the person in it, as a table."""
    course = course or library()
    rows = [_row(row) for row in course.evidence.values()]
    columns = (say("Material"), say("Person under 18"), say("Adult"))
    caption = escape(say("What to do with each kind of material"))
    table = stacked_table(say("What to keep, by age and material"), caption, columns, rows)
    sources = dict.fromkeys(source for row in course.evidence.values() for source in row.sources)
    return Panel(table + source_line(course, tuple(sources)))


def _row(row: EvidenceRow) -> str:
    return (
        f'<tr><th scope="row">{escape(row.material)}</th>'
        f'<td data-label="{escape(say("Person under 18"))}">{escape(row.under_18)}</td>'
        f'<td data-label="{escape(say("Adult"))}">{escape(row.adult)}</td></tr>'
    )
