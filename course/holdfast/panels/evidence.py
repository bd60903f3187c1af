"""What to do with each kind of material, by the age of the person in it."""

from __future__ import annotations

from html import escape

from holdfast.library import Library, library
from holdfast.model import EvidenceRow
from holdfast.panels._base import Panel, source_links, stacked_table


def evidence_table(*, course: Library | None = None) -> Panel:
    """Return what to do with each kind of material, by the age of the person in it, as a table."""
    course = course or library()
    rows = [_row(course, row) for row in course.evidence.values()]
    columns = ("Material", "Person under 18", "Adult")
    caption = "What to do with each kind of material"
    return Panel(stacked_table("What to keep, by age and material", caption, columns, rows))


def _row(course: Library, row: EvidenceRow) -> str:
    return (
        f'<tr><th scope="row">{escape(row.material)}</th>'
        f'<td data-label="Person under 18">{escape(row.under_18)}</td><td data-label="Adult">{escape(row.adult)}'
        f'<p class="hf-sources">Source: {source_links(course, row.sources)}</p></td></tr>'
    )
