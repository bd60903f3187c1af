"""Figures of the register as a table: each series with what it counts, who was counted and what it does not say."""

from __future__ import annotations

from html import escape

from holdfast.interface_text import say
from holdfast.library import Library, library
from holdfast.model import Statistic
from holdfast.panels._base import Panel, chosen, soft, source_line
from holdfast.wording import number, opened


def numbers(*ids: str, course: Library | None = None) -> Panel:
    """Return series of the register, each with its numbers, who was counted, the caveat and the source.

    Args:
        ids: The series to show, in this order; all of them where none is named.
        course: Whose register; the course's own unless given.

    Raises:
        NotFound: There is no such series.
    """
    course = course or library()
    return Panel("".join(_series(course, entry) for entry in chosen("statistic", ids, course.statistics)))


def _series(course: Library, entry: Statistic) -> str:
    rows = "".join(
        f'<tr><th scope="row">{escape(row.label)}</th>'
        f"<td>{number(row.value)}{soft(row.note) if row.note else ''}</td></tr>"
        for row in entry.rows
    )
    return (
        f'<div class="hf-table" role="group" aria-label="{escape(entry.title)}" tabindex="0"><table>'
        f"<caption>{escape(entry.title)}{soft(entry.publisher_note)}{soft(entry.who_counted)}</caption>"
        f'<thead><tr><th scope="col">{escape(say("What"))}</th>'
        f'<th scope="col">{escape(opened(entry.unit))}</th></tr></thead>'
        f"<tbody>{rows}</tbody></table>"
        f"<p><strong>{escape(say('What it does not say:'))}</strong> {escape(entry.caveat)}</p>"
        f"{source_line(course, entry.sources)}</div>"
    )
