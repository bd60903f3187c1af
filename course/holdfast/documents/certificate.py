"""The certificate of a completed pathway: what was completed, when, in which version, and how to check it.

It says nothing about marks, tries or answers. Only its inside names the topic; its title and file name do not.
"""

from __future__ import annotations

from typing import Any

from holdfast.documents.codes import Verified
from holdfast.documents.names import LOST_LETTERS, pathway_name, shown_name
from holdfast.documents.plain_text import one_line
from holdfast.documents.typesetting import pdf, printed
from holdfast.interface_text import say, say_many
from holdfast.library import Library
from holdfast.records import Completion
from holdfast.wording import day, nation_name


def file_name(completion: Completion) -> str:
    """Return a neutral name for the file of a certificate: record-of-learning-2026-11-20.pdf."""
    return f"record-of-learning-{completion.completed_on.isoformat()}.pdf"


def certificate_pdf(completion: Completion, library: Library) -> bytes:
    """Return the certificate as a tagged PDF of one page; the same completion gives the same bytes.

    Args:
        completion: What the record holds.
        library: The course; it brings the title and the name of the pathway.
    """
    [holder] = printed([completion.name])
    data: dict[str, Any] = {
        "title": say("Record of learning"),
        "opening": say("This is to record that"),
        "holder": shown_name(holder).as_data(),
        "lost": say(LOST_LETTERS) if holder.lost else "",
        "done": say("has completed"),
        "course": library.course.title,
        "pathway": say("Pathway: {pathway}", pathway=pathway_name(completion.pathway, library)),
        "facts": _facts(completion),
        "assessment": _assessment(completion),
        "code_label": say("Check code"),
        "code": completion.code,
        "check": say("How to check this record"),
        "check_how": say(
            "Give the code to the school, college or trust that runs the course. It can say whether the record is "
            "held, is no longer held, or was never given there. “No longer held” means that the record has since been "
            "deleted, as records are in time. It does not mean that this page is false."
        ),
    }
    return pdf("certificate.typ", data, completion.completed_on)


def told(verified: Verified, library: Library) -> str:
    """Return what a check code stands for, as a sentence for whoever asks."""
    completion = verified.completion
    if completion is None:
        if verified.standing == "no longer held":
            return say("No longer held: the code was given out here, and its record has since been deleted.")
        return say("Not ours: this code was never given out here. Look for a letter that was read wrongly.")
    return say(
        "Held: {name} completed “{course}” ({pathway}, version {version}) on {day}.",
        name=one_line(completion.name) or say("(no name given)"),
        course=library.course.title,
        pathway=pathway_name(completion.pathway, library),
        version=completion.content_version,
        day=day(completion.completed_on),
    )


def _facts(completion: Completion) -> list[dict[str, str]]:
    facts = [
        (say("Completed on"), day(completion.completed_on)),
        (say("Learning time"), say_many("{number} minute", "{number} minutes", completion.minutes)),
        (say("Version of the course"), completion.content_version),
        (say("Law as at"), day(completion.law_as_at)),
    ]
    if completion.nation:
        facts.append((say("Nation"), nation_name(completion.nation)))
    return [{"label": label, "value": value} for label, value in facts]


def _assessment(completion: Completion) -> str:
    if not completion.assessed:
        return say("This pathway is for reading and practice. It has no final check.")
    if completion.provisional:
        return say("It includes a final check. Its pass mark is provisional: a panel has yet to confirm it.")
    return say("It includes a final check, which was passed.")
