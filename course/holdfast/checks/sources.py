"""SRC: every claim has a source, and every source is known, used and looked at."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from holdfast.checks._answers import said
from holdfast.checks._rules import Found, Place, Subject, rule
from holdfast.model import MAX_AGE, KitTicks, KitWords


@dataclass(frozen=True, kw_only=True)
class _Claim:
    """A part of the content that rests on sources."""

    what: str
    place: Place
    sources: tuple[str, ...]
    advice: bool = True  #: whether a learner acts on it or is marked by it
    in_notebook: bool = False


def _claims(subject: Subject) -> Iterator[_Claim]:
    yield from _facts(subject)
    yield from _practice(subject)
    yield from _words(subject)
    yield from _kit(subject)
    for lesson in subject.lessons.values():
        for cell in lesson.cells:
            if cell.sources:
                place = (lesson.path, cell.line)
                what = f"The cell {cell.id!r}"
                yield _Claim(what=what, place=place, sources=cell.sources, advice=False, in_notebook=True)


def _facts(subject: Subject) -> Iterator[_Claim]:
    library = subject.library
    for step in library.course.steps:
        place = subject.at("step", step.id, "sources")
        yield _Claim(what=f"The step {step.id!r}", place=place, sources=step.sources)
    for resource in library.resources.values():
        place = subject.at("resource", resource.id, "sources")
        what = f"The service {resource.id!r}"
        yield _Claim(what=what, place=place, sources=resource.sources, advice=resource.status == "verified")
    for entry in library.law.values():
        for number, version in enumerate(entry.versions):
            place = subject.at("law", entry.id, "versions", number, "sources")
            yield _Claim(what=f"The law entry {entry.id!r}", place=place, sources=version.sources, advice=False)
    for statistic in library.statistics.values():
        place = subject.at("statistic", statistic.id, "sources")
        yield _Claim(what=f"The series {statistic.id!r}", place=place, sources=statistic.sources, advice=False)
    for row in library.evidence.values():
        place = subject.at("evidence", row.id, "sources")
        yield _Claim(what=f"The evidence row {row.id!r}", place=place, sources=row.sources)


def _practice(subject: Subject) -> Iterator[_Claim]:
    library = subject.library
    for scenario in library.scenarios.values():
        for node in scenario.decisions:
            for choice in node.choices:
                place = subject.at("scenario", scenario.id, "nodes", node.id, "choices", choice.id, "sources")
                yield _Claim(what=f"The choice {choice.id!r}", place=place, sources=choice.sources)
    for item in library.items.values():
        yield _Claim(what=f"The item {item.id!r}", place=subject.at("item", item.id, "sources"), sources=item.sources)
    for each in said(subject):
        for option, explanation in each.answer.options.items():
            place = each.at(subject, "options", option, "sources")
            what = f"The explanation of {each.answer.item!r}, {option!r},"
            yield _Claim(what=what, place=place, sources=explanation.sources)


def _words(subject: Subject) -> Iterator[_Claim]:
    """Yield what the registers of the course's own words rest on; a plain meaning of a word may rest on nothing."""
    library = subject.library
    for term in library.glossary.values():
        if term.sources:
            place = subject.at("term", term.id, "sources")
            yield _Claim(what=f"The term {term.id!r}", place=place, sources=term.sources, advice=False)
    for stage in library.stages.values():
        place = subject.at("stage", stage.id, "sources")
        yield _Claim(what=f"The stage {stage.id!r}", place=place, sources=stage.sources)
    for change in library.changes.values():
        place = subject.at("change", change.id, "sources")
        yield _Claim(what=f"The change {change.id!r}", place=place, sources=change.sources)


def _kit(subject: Subject) -> Iterator[_Claim]:
    """Yield what the pack's own texts rest on, but where they say that they claim nothing."""
    for part in subject.library.kit.values():
        for section in part.sections:
            if isinstance(section, KitWords | KitTicks) and not section.claims:
                place = subject.at("kit part", part.id, "sections", section.id)
                yield _Claim(what=f"The section {section.id!r} of the pack", place=place, sources=section.sources)


@rule("SRC001")
def unknown_source(subject: Subject) -> Found:
    """A source id names an entry of sources.yaml."""
    for claim in _claims(subject):
        for source in claim.sources:
            if source not in subject.library.sources and not claim.in_notebook:
                yield claim.place, f"{claim.what} names the source {source!r}, which is not in sources.yaml."


@rule("SRC002")
def unused_source(subject: Subject) -> Found:
    """Every source is used by something."""
    used = {source for claim in _claims(subject) for source in claim.sources}
    for source in subject.library.sources:
        if source not in used:
            yield subject.at("source", source), f"Nothing uses the source {source!r}; use it or remove it."


@rule("SRC003")
def no_source(subject: Subject) -> Found:
    """Every claim has a source."""
    for claim in _claims(subject):
        if not claim.sources:
            yield claim.place, f"{claim.what} has no source; name what it rests on."


@rule("SRC004")
def open_without_note(subject: Subject) -> Found:
    """A source to verify says in its note what is not yet known: the page shows it beside the flag."""
    for source in subject.library.sources.values():
        if source.status == "to-verify" and not source.note.strip():
            yield subject.at("source", source.id, "status"), f"The source {source.id!r} needs a note: what is open?"


@rule("SRC005")
def advice_not_verified(subject: Subject) -> Found:
    """What a learner does, calls or is marked by rests on at least one source that was verified."""
    known = subject.library.sources
    for claim in _claims(subject):
        named = [known[source] for source in claim.sources if source in known]
        if claim.advice and named and all(source.status == "to-verify" for source in named):
            yield claim.place, f"{claim.what} rests only on sources that are still to be verified."


@rule("SRC006")
def stale(subject: Subject) -> Found:
    """What was checked was checked in the last 400 days, and not after today."""
    library = subject.library
    dated: list[tuple[str, str, date]] = [("course", library.course.id, library.course.checked_on)]
    dated += [("source", entry.id, entry.checked_on) for entry in library.sources.values()]
    dated += [("resource", entry.id, entry.checked_on) for entry in library.resources.values()]
    dated += [("law", entry.id, entry.checked_on) for entry in library.law.values()]
    dated += [("statistic", entry.id, entry.checked_on) for entry in library.statistics.values()]
    dated += [("change", entry.id, entry.checked_on) for entry in library.changes.values()]
    for kind, name, checked_on in dated:
        place = subject.at(kind, name, "checked_on")
        if subject.as_of - checked_on > MAX_AGE:
            yield (
                place,
                f"The {kind} {name!r} was last checked on {checked_on}, more than 400 days ago; check it again.",
            )
        if checked_on > subject.as_of:
            yield place, f"The {kind} {name!r} says it was checked on {checked_on}, which is still to come."
