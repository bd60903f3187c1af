"""The register of a school: who has completed what. Nothing else about anyone; in a file, and as a page."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from holdfast.documents.csv_file import csv_bytes
from holdfast.documents.listing import Listing
from holdfast.documents.names import pathway_name, shown_name
from holdfast.documents.typesetting import printed
from holdfast.interface_text import say
from holdfast.library import Library
from holdfast.records import Completion, Learner
from holdfast.wording import day


@dataclass(frozen=True, kw_only=True)
class RegisterLine:
    """One person and one pathway. Without a date it is not completed yet."""

    name: str
    pathway: str | None
    version: str = ""
    completed_on: date | None = None


def register_lines(learners: Collection[Learner], completions: Iterable[Completion]) -> list[RegisterLine]:
    """Return the register by name: each completed pathway once, with its latest completion, and who is on the way.

    A completion stays when its learner's own data has been erased, with the name that it was made out to. Somebody who
    has completed one pathway and has chosen another has two lines.
    """
    latest: dict[tuple[str, str], Completion] = {}
    for each in sorted(completions, key=lambda each: (each.completed_on, each.code)):
        latest[each.learner_id, each.pathway] = each
    names = {learner.id: learner.name for learner in learners}
    done = [
        RegisterLine(
            name=names.get(each.learner_id, each.name),
            pathway=each.pathway,
            version=each.content_version,
            completed_on=each.completed_on,
        )
        for each in latest.values()
    ]
    finished = {learner_id for learner_id, _ in latest}
    open_ = [
        RegisterLine(name=learner.name, pathway=learner.pathway)
        for learner in learners
        if (learner.id, learner.pathway) not in latest and (learner.pathway or learner.id not in finished)
    ]
    return sorted(done + open_, key=lambda line: (line.name.casefold(), line.name, line.pathway or ""))


def register_csv(lines: Iterable[RegisterLine], library: Library) -> bytes:
    """Return the register as CSV."""
    rows = [
        (
            line.name or say("(no name given)"),
            pathway_name(line.pathway, library),
            _standing(line),
            line.version,
            line.completed_on.isoformat() if line.completed_on else "",
        )
        for line in lines
    ]
    return csv_bytes(_header(), rows)


def register_pdf(lines: Iterable[RegisterLine], library: Library, on: date) -> bytes:
    """Return the register as a tagged PDF.

    Args:
        lines: As `register_lines` gives them.
        library: The course.
        on: The day it is made.
    """
    entries = list(lines)
    names = printed([line.name for line in entries])
    notes = [say("This register shows that training was done. It is not used for performance, capability or pay.")]
    if any(name.lost for name in names):
        notes.append(say("Some names have letters that this document cannot show. The CSV file has them in full."))
    if not entries:
        notes.insert(0, say("Nobody has used the course yet."))
    return Listing(
        title=say("Training register"),
        lines=[library.course.title],
        header=_header(),
        widths=[1.4, 1, None, None, None],
        rows=[
            (
                shown_name(name),
                pathway_name(line.pathway, library),
                _standing(line),
                line.version,
                day(line.completed_on) if line.completed_on else "",
            )
            for line, name in zip(entries, names, strict=True)
        ],
        notes=notes,
        on=on,
    ).as_pdf()


def _header() -> list[str]:
    return [say("Name"), say("Pathway"), say("Done"), say("Version"), say("Completed on")]


def _standing(line: RegisterLine) -> str:
    return say("completed") if line.completed_on else say("not yet")
