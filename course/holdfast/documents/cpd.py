"""One person's record of professional development: what they completed, when, and how long it takes. No marks."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from holdfast.documents.csv_file import csv_bytes
from holdfast.documents.listing import Listing
from holdfast.documents.names import LOST_LETTERS, pathway_name, shown_name
from holdfast.documents.typesetting import printed
from holdfast.interface_text import say, say_many
from holdfast.library import Library
from holdfast.records import Completion
from holdfast.wording import day


def cpd_csv(completions: Iterable[Completion], library: Library) -> bytes:
    """Return the record as CSV: a line for each completed pathway, the oldest first."""
    rows = [
        (
            library.course.title,
            pathway_name(each.pathway, library),
            each.completed_on.isoformat(),
            each.minutes,
            each.content_version,
            each.code,
        )
        for each in _in_order(completions)
    ]
    return csv_bytes(_header(), rows)


def cpd_pdf(name: str, completions: Iterable[Completion], library: Library, on: date) -> bytes:
    """Return the record as a tagged PDF.

    Args:
        name: Whose record it is, as they wish to be called.
        completions: What they have completed.
        library: The course.
        on: The day it is made.
    """
    done = _in_order(completions)
    [holder] = printed([name])
    minutes = say_many("{number} minute", "{number} minutes", sum(each.minutes for each in done))
    notes = [say("In all: {minutes}. The minutes are what a pathway is planned to take.", minutes=minutes)]
    if not done:
        notes = [say("Nothing has been completed yet.")]
    if holder.lost:
        notes.append(say(LOST_LETTERS))
    return Listing(
        title=say("Professional development record"),
        lines=[shown_name(holder)],
        header=_header(),
        widths=[1.2, 1, None, None, None, None],
        rows=[
            (
                library.course.title,
                pathway_name(each.pathway, library),
                day(each.completed_on),
                str(each.minutes),
                each.content_version,
                each.code,
            )
            for each in done
        ],
        notes=notes,
        on=on,
    ).as_pdf()


def _header() -> list[str]:
    return [say("Course"), say("Pathway"), say("Completed on"), say("Minutes"), say("Version"), say("Check code")]


def _in_order(completions: Iterable[Completion]) -> list[Completion]:
    return sorted(completions, key=lambda each: (each.completed_on, each.code))
