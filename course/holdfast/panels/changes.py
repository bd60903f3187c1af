"""Then and now: what older guidance says, and what holds today."""

from __future__ import annotations

from html import escape

from holdfast.interface_text import later, say
from holdfast.library import Library, library
from holdfast.model import Change
from holdfast.panels._base import Panel, chosen, soft, source_line, stacked_table
from holdfast.wording import where

_COLUMNS = (later("What older guidance says"), later("What holds now"), later("Since when"))


def then_and_now(*ids: str, course: Library | None = None) -> Panel:
    """Return what older guidance says beside what holds now, since when, where and by which source.

    Args:
        ids: The changes to show, in this order; all of them where none is named.
        course: Whose register; the course's own unless given.

    Raises:
        NotFound: There is no such change.
    """
    course = course or library()
    rows = [_row(course, change) for change in chosen("change", ids, course.changes)]
    return Panel(
        stacked_table(say("Then and now"), escape(say("Then and now")), [say(head) for head in _COLUMNS], rows)
    )


def _row(course: Library, change: Change) -> str:
    said, now, since = (escape(say(head)) for head in _COLUMNS)
    return (
        f'<tr><th class="hf-said" scope="row" data-label="{said}">{escape(change.said)}</th>'
        f'<td data-label="{now}">{escape(change.now)}{source_line(course, change.sources)}</td>'
        f'<td data-label="{since}">{escape(change.since)}'
        f"{soft(where(change.nations))}</td></tr>"
    )
