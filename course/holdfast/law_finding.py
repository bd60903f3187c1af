"""Which offences the facts of a case point to, on a date and in a nation. Pure: content in, findings out.

A question with ``several: false`` takes one fact, and that fact rules out the others of the question. Where it has no
answer, and for every fact that is not ticked where several can be so, nothing is known yet.

The browser does the same in ``widgets/holdfast_widgets/static/_finding.js``; both run ``tests/vectors/offences.json``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

from holdfast.model import CaseQuestion, LawEntry, LawVersion, Nation
from holdfast.model.law import Element

Shown = Literal["shown", "not shown", "not known", "for police"]
"""How an element stands; "for police" where no fact of a case can show it: police and prosecutors establish it."""

Outcome = Literal["points to", "could", "does not", "applies", "not on this date"]
"""What was found of an entry, in the order it is shown; "applies" is said of duties and rules only."""

Timing = Literal["in force", "begins later", "ended", "not in force"]
"""Where a date lies; "not in force" is said of what was enacted and has no day on which it starts."""

Facts = Mapping[str, Sequence[str]]
"""Question id -> the facts that are so; a question that is missing or empty is not answered."""

_ORDER = get_args(Outcome)


class ImpossibleFacts(ValueError):  # noqa: N818  (it says what happened)
    """Facts that no case can have. Its text is one sentence that says why."""


@dataclass(frozen=True, kw_only=True)
class ElementFound:
    """One element and how it stands."""

    element: Element
    state: Shown


@dataclass(frozen=True, kw_only=True)
class Found:
    """One entry of the law, and what the facts make of it.

    Attributes:
        entry: The offence, duty or rule.
        outcome: What was found.
        version: The version that holds on the date; where none does, the one that is nearest to it.
        timing: Where the date lies.
        day: The day the version begins, ended or was enacted; None where it is in force.
        elements: Its elements and how they stand; empty for a duty and where it is not in force on the date.
    """

    entry: LawEntry
    outcome: Outcome
    version: LawVersion
    timing: Timing
    day: date | None
    elements: tuple[ElementFound, ...] = ()


def find(
    entries: Iterable[LawEntry], questions: Iterable[CaseQuestion], facts: Facts, on: date, nation: Nation
) -> tuple[Found, ...]:
    """Return every offence of a nation and what the facts make of it on a date.

    Args:
        entries: The law; duties and rules in it are passed over.
        questions: What can be asked about a case.
        facts: What is so in this case.
        on: The date of what was done.
        nation: Where it was done.

    Returns:
        What the facts point to, then what they could point to, then what they rule out, then what was not in force on
        that date; within each, in the order of `entries`.
    """
    ruled_out = _ruled_out(questions, facts)
    so = {fact for chosen in facts.values() for fact in chosen}
    offences = (entry for entry in entries if entry.kind == "offence" and nation in entry.nations)
    found = [_weigh(entry, so, ruled_out, on) for entry in offences if entry.versions]
    return tuple(sorted(found, key=lambda each: _ORDER.index(each.outcome)))


def duties(entries: Iterable[LawEntry], on: date, nation: Nation) -> tuple[Found, ...]:
    """Return the duties and rules of a nation: those that apply on a date, then those that do not."""
    wanted = (entry for entry in entries if entry.kind != "offence" and nation in entry.nations and entry.versions)
    found = [_dated(entry, "applies", on) for entry in wanted]
    return tuple(sorted(found, key=lambda each: _ORDER.index(each.outcome)))


def check_facts(questions: Mapping[str, CaseQuestion], facts: Facts) -> None:
    """Make sure that facts are an answer to these questions.

    Raises:
        ImpossibleFacts: A question or fact is not known, or stands twice, or rules out another that is said to be so.
    """
    for name, chosen in facts.items():
        if name not in questions:
            raise ImpossibleFacts("There is no such question about a case.")
        known = [fact.id for fact in questions[name].facts]
        if len(set(chosen)) != len(chosen) or not set(chosen) <= set(known):
            raise ImpossibleFacts("The question has no such answer.")
        if len(chosen) > 1 and not questions[name].several:
            raise ImpossibleFacts("The question takes one answer.")


def _ruled_out(questions: Iterable[CaseQuestion], facts: Facts) -> set[str]:
    """Return the facts that cannot be so, because another of their question is."""
    answered = [question for question in questions if not question.several and facts.get(question.id)]
    return {fact.id for question in answered for fact in question.facts if fact.id not in facts[question.id]}


def _weigh(entry: LawEntry, so: set[str], ruled_out: set[str], on: date) -> Found:
    dated = _dated(entry, "could", on)
    if dated.timing != "in force":
        return dated
    elements = tuple(
        ElementFound(element=element, state=_state(element, so, ruled_out)) for element in dated.version.elements
    )
    states = {found.state for found in elements}
    outcome: Outcome = "could"
    if "not shown" in states:
        outcome = "does not"
    elif "not known" not in states and "shown" in states:
        outcome = "points to"
    return Found(
        entry=entry, outcome=outcome, version=dated.version, timing=dated.timing, day=dated.day, elements=elements
    )


def _state(element: Element, so: set[str], ruled_out: set[str]) -> Shown:
    if not element.facts:
        return "for police"
    if so.intersection(element.facts):
        return "shown"
    return "not shown" if ruled_out.issuperset(element.facts) else "not known"


def _dated(entry: LawEntry, outcome: Outcome, on: date) -> Found:
    """Return the entry with the version that holds on a date and this outcome, else the nearest and when that is."""
    started = [version for version in entry.versions if version.from_ <= on]
    version = max(started, key=lambda each: each.from_) if started else min(entry.versions, key=lambda each: each.from_)
    timing: Timing = "in force"
    day: date | None = None
    if version.status == "enacted, not in force":
        timing, day = "not in force", version.from_
    elif not started:
        timing, day = "begins later", version.from_
    elif version.to is not None and version.to <= on:
        timing, day = "ended", version.to
    if timing != "in force":
        outcome = "not on this date"
    return Found(entry=entry, outcome=outcome, version=version, timing=timing, day=day)
