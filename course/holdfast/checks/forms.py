"""FRM and OBJ: what counts is asked in parallel forms, nobody meets an item twice, and every objective is covered."""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import combinations

from holdfast.checks._rules import Found, Subject, rule
from holdfast.model import Assignment, Item, Pathway

_IN_FORMS = frozenset({"before", "final", "later"})
_PRACTICE = 2


@rule("FRM001")
def other_kind(subject: Subject) -> Found:
    """A before-check, a final or a later check is one form of one pathway; a mend asks about one objective."""
    for entry in subject.library.course.assignments:
        place = subject.at("assignment", entry.id)
        if (entry.kind in _IN_FORMS) != (entry.form is not None):
            yield place, f"{entry.id!r} is {entry.kind!r}: only before, final and later have a form, and always one."
        if entry.kind in _IN_FORMS and len(entry.pathways) != 1:
            yield place, f"{entry.id!r} is a form of {len(entry.pathways)} pathways; it belongs to one."
        if entry.kind == "mend" and len(set(_objectives(subject, entry))) != 1:
            yield place, f"{entry.id!r} mends one objective: ask about no other."


@rule("FRM002")
def not_parallel(subject: Subject) -> Found:
    """Forms of one kind and pathway ask about the same objectives, as often and in the same order."""
    for forms in _forms(subject).values():
        first = forms[0]
        for other in forms[1:]:
            if _objectives(subject, first) != _objectives(subject, other):
                place = subject.at("assignment", other.id, "items")
                yield place, f"{other.id!r} is not parallel to {first.id!r}: it asks about other objectives."


@rule("FRM003")
def unlike_items(subject: Subject) -> Found:
    """Parallel items, those at one place of the forms, are of one type, with as many options, groups and points."""
    for forms in _forms(subject).values():
        for row in zip(*(form.items for form in forms), strict=False):
            known = (name for name in row if name in subject.library.items and name in subject.keys)
            items = [subject.library.items[name] for name in known]
            for other in items[1:]:
                if _shape(subject, other) != _shape(subject, items[0]):
                    place = subject.at("item", other.id, "type")
                    yield place, f"The item {other.id!r} is not made like {items[0].id!r}, its parallel."


@rule("FRM004")
def met_twice(subject: Subject) -> Found:
    """No learner meets an item twice: two assignments of a pathway share one only as the same form at another time."""
    counted = [entry for entry in subject.library.course.assignments if entry.kind != "module"]
    for one, other in combinations(counted, 2):
        same_form = one.form is not None and one.form == other.form and one.kind != other.kind
        if set(one.pathways) & set(other.pathways) and not same_form:
            for item in sorted(set(one.items) & set(other.items)):
                place = subject.at("assignment", other.id, "items", item)
                yield place, f"The item {item!r} is in {one.id!r} too, so a learner could meet it twice."


@rule("OBJ001")
def not_taught(subject: Subject) -> Found:
    """Every objective is taught by a section that is core for each of its pathways."""
    sections = [section for module in subject.library.course.modules for section in module.sections]
    for objective in subject.library.course.objectives:
        for pathway in objective.pathways:
            taught = any(
                objective.id in section.objectives and section.pathways.get(pathway) == "core" for section in sections
            )
            if not taught and _has_final(subject):
                yield subject.at("objective", objective.id), f"No core section of {pathway} teaches {objective.id!r}."


@rule("OBJ002")
def not_practised(subject: Subject) -> Found:
    """Every objective has at least two practice items and a scenario."""
    played = {name for scenario in subject.library.scenarios.values() for name in scenario.objectives}
    practice = Counter(item.objective for item in subject.library.items.values() if item.exposure == "practice")
    for objective in subject.library.course.objectives:
        if practice[objective.id] < _PRACTICE and _has_final(subject):
            place = subject.at("objective", objective.id)
            yield place, f"The objective {objective.id!r} has {practice[objective.id]} practice items of {_PRACTICE}."
        if objective.id not in played and _has_final(subject):
            yield subject.at("objective", objective.id), f"No scenario practises the objective {objective.id!r}."


@rule("OBJ003")
def not_assessed(subject: Subject) -> Found:
    """Every final form of a pathway asks about every objective of that pathway, and of no other."""
    for entry in subject.library.course.assignments:
        place = subject.at("assignment", entry.id, "items")
        asked = set(_objectives(subject, entry))
        for pathway in entry.pathways if entry.kind == "final" else ():
            wanted = {each.id for each in subject.library.course.objectives if pathway in each.pathways}
            for name in sorted(wanted - asked):
                yield place, f"{entry.id!r} does not ask about {name!r}, an objective of {pathway}."
            for name in sorted(asked - wanted):
                yield place, f"{entry.id!r} asks about {name!r}, which is no objective of {pathway}."


@rule("OBJ004")
def not_mended(subject: Subject) -> Found:
    """Every starred objective that a final asks about can be mended."""
    course = subject.library.course
    finals = [entry for entry in course.assignments if entry.kind == "final"]
    asked = {objective for entry in finals for objective in _objectives(subject, entry)}
    mended = {name for entry in course.assignments if entry.kind == "mend" for name in _objectives(subject, entry)}
    for objective in course.objectives:
        if objective.starred and objective.id in asked - mended:
            yield subject.at("objective", objective.id), f"There is no mend for the starred {objective.id!r}."


def _has_final(subject: Subject) -> bool:
    """Return whether the course is whole enough to be assessed; a course of practice alone need not cover all."""
    return any(entry.kind == "final" for entry in subject.library.course.assignments)


def _forms(subject: Subject) -> dict[tuple[str, Pathway], list[Assignment]]:
    forms: dict[tuple[str, Pathway], list[Assignment]] = defaultdict(list)
    for entry in subject.library.course.assignments:
        if entry.kind in _IN_FORMS:
            forms[entry.kind, entry.pathways[0]].append(entry)
    return forms


def _objectives(subject: Subject, entry: Assignment) -> list[str]:
    return [subject.library.items[name].objective for name in entry.items if name in subject.library.items]


def _shape(subject: Subject, item: Item) -> tuple[object, ...]:
    return item.type, len(item.options), len(item.groups), subject.keys[item.id].points
