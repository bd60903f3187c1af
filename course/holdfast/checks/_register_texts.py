"""The texts of the registers."""

from __future__ import annotations

from collections.abc import Iterator

from holdfast.checks._piece import Piece
from holdfast.checks._rules import Subject


def register_pieces(subject: Subject) -> Iterator[Piece]:
    """Yield the texts of every register, each with its place."""
    yield from _services(subject)
    yield from _statistics(subject)
    yield from _law(subject)
    yield from _case(subject)
    yield from _terms(subject)
    yield from _sides(subject)
    yield from _revisions(subject)
    yield from _plan(subject)


def _services(subject: Subject) -> Iterator[Piece]:
    for resource in subject.library.resources.values():
        for text in (resource.audience, resource.purpose, resource.hours or ""):
            yield Piece(place=subject.at("resource", resource.id), text=text, kind="resource")
    for row in subject.library.evidence.values():
        for name in ("material", "under_18", "adult"):
            yield Piece(place=subject.at("evidence", row.id, name), text=getattr(row, name), kind="evidence")


def _statistics(subject: Subject) -> Iterator[Piece]:
    for statistic in subject.library.statistics.values():
        for name in ("title", "publisher_note", "who_counted", "caveat", "unit"):
            place = subject.at("statistic", statistic.id, name)
            yield Piece(place=place, text=getattr(statistic, name), kind="statistic")
        for number, row in enumerate(statistic.rows):
            place = subject.at("statistic", statistic.id, "rows", number)
            yield from (Piece(place=place, text=text, kind="statistic") for text in (row.label, row.note))


def _law(subject: Subject) -> Iterator[Piece]:
    for entry in subject.library.law.values():
        for number, version in enumerate(entry.versions):
            here = (entry.id, "versions", number)
            yield Piece(place=subject.at("law", *here, "plain"), text=version.plain, kind="law")
            for part, element in enumerate(version.elements):
                yield Piece(place=subject.at("law", *here, "elements", part), text=element.text, kind="law")


def _case(subject: Subject) -> Iterator[Piece]:
    for question in subject.library.case_questions.values():
        place = subject.at("case question", question.id, "question")
        yield Piece(place=place, text=question.question, kind="case")
        for fact in question.facts:
            place = subject.at("case question", question.id, "facts", fact.id)
            yield Piece(place=place, text=fact.text, kind="case")


def _terms(subject: Subject) -> Iterator[Piece]:
    for term in subject.library.glossary.values():
        for name in ("term", "plain"):
            yield Piece(place=subject.at("term", term.id, name), text=getattr(term, name), kind="term")
        for text in term.nations.values():
            yield Piece(place=subject.at("term", term.id, "nations"), text=text, kind="term")
        for name, texts in (("avoid", term.avoid), ("why", (term.why,)), ("heard", term.heard)):
            place = subject.at("term", term.id, name)
            yield from (Piece(place=place, text=text, kind="term", avoid=True) for text in texts)


def _sides(subject: Subject) -> Iterator[Piece]:
    """Yield what is told from two sides: the stages, and then and now."""
    for stage in subject.library.stages.values():
        for name in ("title", "lived", "done", "adult"):
            yield Piece(place=subject.at("stage", stage.id, name), text=getattr(stage, name), kind="stage")
    for change in subject.library.changes.values():
        for name in ("said", "now", "since"):
            place = subject.at("change", change.id, name)
            yield Piece(place=place, text=getattr(change, name), kind="change", avoid=name == "said")


def _revisions(subject: Subject) -> Iterator[Piece]:
    for revision in subject.library.revisions.values():
        for name in ("what", "where"):
            place = subject.at("revision", revision.id, name)
            yield Piece(place=place, text=getattr(revision, name), kind="course")


def _plan(subject: Subject) -> Iterator[Piece]:
    for part in subject.library.action_plan.values():
        for name in ("title", "lead"):
            yield Piece(place=subject.at("plan part", part.id, name), text=getattr(part, name), kind="plan")
        for field in part.fields:
            place = subject.at("plan part", part.id, "fields", field.id)
            yield from (Piece(place=place, text=text, kind="plan") for text in (field.label, field.hint))
