"""LAW: what the law says on a date is one thing and complete."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from holdfast.checks._rules import Found, Place, Subject, rule
from holdfast.model import LawEntry, LawVersion


def _by_date(entry: LawEntry) -> list[tuple[int, LawVersion]]:
    return sorted(enumerate(entry.versions), key=lambda numbered: numbered[1].from_)


@rule("LAW001")
def overlap(subject: Subject) -> Found:
    """On any date at most one version of an entry holds."""
    for entry in subject.library.law.values():
        for (_, before), (number, after) in pairwise(_by_date(entry)):
            if before.to is None or before.to > after.from_:
                message = f"The version from {after.from_} overlaps the one from {before.from_}; end that one first."
                yield subject.at("law", entry.id, "versions", number, "from"), message


@rule("LAW002")
def gap(subject: Subject) -> Found:
    """Between two versions of an entry no day is left out."""
    for entry in subject.library.law.values():
        for (_, before), (number, after) in pairwise(_by_date(entry)):
            if before.to is not None and before.to < after.from_:
                message = f"No version holds from {before.to} until {after.from_}; close the gap or make two entries."
                yield subject.at("law", entry.id, "versions", number, "from"), message


@rule("LAW003")
def ends_before_it_begins(subject: Subject) -> Found:
    """A version ends after it begins."""
    for entry in subject.library.law.values():
        for number, version in enumerate(entry.versions):
            if version.to is not None and version.to <= version.from_:
                message = f"The version from {version.from_} ends on {version.to}, not after it begins."
                yield subject.at("law", entry.id, "versions", number, "to"), message


@rule("LAW004")
def no_maximum(subject: Subject) -> Found:
    """Every version of an offence says its maximum penalty and how it is tried."""
    for entry in subject.library.law.values():
        for number, version in enumerate(entry.versions):
            if entry.kind == "offence" and (not version.maximum or version.trial == "none"):
                message = f"The offence {entry.id!r} has no maximum or no mode of trial from {version.from_}."
                yield subject.at("law", entry.id, "versions", number), message


@rule("LAW005")
def repealed_as_current(subject: Subject) -> Found:
    """A repealed version has the date of its end, and that date is past."""
    for entry in subject.library.law.values():
        for number, version in enumerate(entry.versions):
            if version.status == "repealed" and (version.to is None or version.to > subject.as_of):
                message = f"The version from {version.from_} is repealed but would be shown as today's law; give `to`."
                yield subject.at("law", entry.id, "versions", number, "status"), message


@rule("LAW006")
def no_version(subject: Subject) -> Found:
    """Every entry has at least one version, and a nation."""
    for entry in subject.library.law.values():
        if not entry.versions or not entry.nations:
            yield subject.at("law", entry.id), f"The law entry {entry.id!r} says nothing: no version or no nation."


@rule("LAW007")
def unknown_fact(subject: Subject) -> Found:
    """Every fact that an element names can be said of a case: it is in case_questions.yaml."""
    asked = set(_asked(subject))
    for place, entry, fact in _named(subject):
        if fact not in asked:
            yield place, f"An element of {entry!r} names the fact {fact!r}, which no question asks for."


@rule("LAW008")
def unused_fact(subject: Subject) -> Found:
    """Every fact that is asked for is named by an element: nobody is asked what changes nothing."""
    named = {fact for _, _, fact in _named(subject)}
    for question in subject.library.case_questions.values():
        for fact in question.facts:
            if fact.id not in named:
                place = subject.at("case question", question.id, "facts", fact.id)
                yield place, f"No element of the law names {fact.id!r}; use it or do not ask for it."


@rule("LAW009")
def fact_twice(subject: Subject) -> Found:
    """The id of a fact is used once over all questions: elements name facts by it alone."""
    uses = Counter(_asked(subject))
    for question in subject.library.case_questions.values():
        for fact in question.facts:
            if uses[fact.id] > 1:
                place = subject.at("case question", question.id, "facts", fact.id)
                yield place, f"The fact id {fact.id!r} is used {uses[fact.id]} times."


def _asked(subject: Subject) -> list[str]:
    return [fact.id for question in subject.library.case_questions.values() for fact in question.facts]


def _named(subject: Subject) -> Iterator[tuple[Place, str, str]]:
    """Yield each fact that the law names, with its place and the entry."""
    for entry in subject.library.law.values():
        for number, version in enumerate(entry.versions):
            for element, part in enumerate(version.elements):
                place = subject.at("law", entry.id, "versions", number, "elements", element, "facts")
                yield from ((place, entry.id, fact) for fact in part.facts)
