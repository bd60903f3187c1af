"""GLO, STG, CHG, REV and PLN: the glossary, the stages, then and now, revisions, and the action plan."""

from __future__ import annotations

from collections import Counter

from holdfast.checks._rules import Found, Subject, rule
from holdfast.checks._texts import pieces


@rule("GLO001")
def avoided_without_reason(subject: Subject) -> Found:
    """A term with words to avoid says why, and a reason stands only beside such words."""
    for term in subject.library.glossary.values():
        if bool(term.avoid) != bool(term.why.strip()):
            message = f"The term {term.id!r} needs words to avoid together with why, or neither."
            yield subject.at("term", term.id, "why"), message


@rule("GLO002")
def stray_brace(subject: Subject) -> Found:
    """In a scenario a brace stands round the id of a term; no other text has one, and a reader never sees one."""
    for piece in pieces(subject):
        if {*"{}"} & {*piece.text}:
            yield piece.place, "A brace here names no term of the glossary and would be shown as it is."


@rule("STG001")
def told_twice(subject: Subject) -> Found:
    """Every stage is told once: it has a title of its own."""
    uses = Counter(stage.title for stage in subject.library.stages.values())
    for stage in subject.library.stages.values():
        if uses[stage.title] > 1:
            yield subject.at("stage", stage.id, "title"), f"{uses[stage.title]} stages have the title {stage.title!r}."


@rule("CHG001")
def nowhere(subject: Subject) -> Found:
    """Every change says in which nations it holds."""
    for change in subject.library.changes.values():
        if not change.nations:
            yield subject.at("change", change.id, "nations"), f"The change {change.id!r} holds in no nation."


@rule("REV001")
def out_of_order(subject: Subject) -> Found:
    """The revisions of the course stand newest first, and none is still to come."""
    after = subject.as_of
    for revision in subject.library.revisions.values():
        if revision.on > after:
            place = subject.at("revision", revision.id, "on")
            yield place, f"The revision {revision.id!r} is of {revision.on}, later than what stands before it or today."
        after = min(after, revision.on)


@rule("PLN001")
def field_twice(subject: Subject) -> Found:
    """The id of a field is used once in the whole action plan: it is kept under it."""
    uses = Counter(field.id for part in subject.library.action_plan.values() for field in part.fields)
    for part in subject.library.action_plan.values():
        for field in part.fields:
            if uses[field.id] > 1:
                place = subject.at("plan part", part.id, "fields", field.id)
                yield place, f"The field id {field.id!r} is used {uses[field.id]} times."


@rule("PLN002")
def empty_card(subject: Subject) -> Found:
    """Something of the action plan stands on the printed card."""
    parts = list(subject.library.action_plan.values())
    if parts and not any(field.card for part in parts for field in part.fields):
        yield subject.at("plan part", parts[0].id), "No field of the action plan has `card: true`."
