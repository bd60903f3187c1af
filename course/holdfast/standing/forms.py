"""Which form of a check a learner meets, and in which order: P, Q and R ask about the same in other words.

The form of the learner's half is the before-check. The final begins with the other one, goes on with R, and ends with
the one of the before-check, whose answers were never explained. What was met on another pathway comes last.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Literal

from holdfast.library import Library
from holdfast.model import Assignment, AssignmentKind, Pathway
from holdfast.standing.journey import Journey

BeforeState = Literal["none", "open", "marking", "done", "past"]
"""No before-check on this pathway; can be answered; is being marked; is marked; the course has begun without it."""


def forms_of(library: Library, kind: AssignmentKind, pathway: Pathway) -> tuple[Assignment, ...]:
    """Return the forms of a kind of check on a pathway, in the order of the course."""
    return tuple(entry for entry in library.course.assignments if entry.kind == kind and pathway in entry.pathways)


def before_check(library: Library, journey: Journey) -> Assignment | None:
    """Return the learner's form of the before-check, or None where the pathway has none."""
    forms = forms_of(library, "before", journey.pathway)
    return next((form for form in forms if form.form == journey.half), None)


def before_state(library: Library, journey: Journey) -> BeforeState:
    """Return where the before-check stands. Once the course has begun it measures nothing, and is past."""
    check = before_check(library, journey)
    if check is None:
        return "none"
    if journey.first_mark(check.id) is not None:
        return "done"
    if journey.waits(check.id):
        return "marking"
    return "past" if _has_begun(library, journey) or met_items(library, journey) & set(check.items) else "open"


def final_forms(library: Library, journey: Journey, used: Collection[str] = ()) -> tuple[Assignment, ...]:
    """Return the forms of the final that are left, in the order in which this learner meets them.

    Args:
        library: The course.
        journey: The learner.
        used: Ids of forms that have been a try already.
    """
    own = ["r", journey.half]  # of the rest, the other form comes first
    met = met_items(library, journey)
    left = [form for form in forms_of(library, "final", journey.pathway) if form.id not in used]
    left.sort(key=lambda form: own.index(form.form) if form.form in own else -1)
    return tuple(sorted(left, key=lambda form: len(met & set(form.items))))


def parallel_items(library: Library, pathway: Pathway, form: str | None) -> frozenset[str]:
    """Return the items of one form that stand in the measure of before, after and later."""
    measures = (*forms_of(library, "before", pathway), *forms_of(library, "later", pathway))
    return frozenset(item for entry in measures if entry.form == form for item in entry.items)


def met_items(library: Library, journey: Journey) -> frozenset[str]:
    """Return the items that count and that the learner has met in something that is marked."""
    return frozenset(_met(library, journey))


def _met(library: Library, journey: Journey) -> Iterator[str]:
    checks = {entry.id: entry for entry in library.course.assignments if entry.kind != "module"}
    for attempt in journey.marked():
        check = checks.get(attempt.assignment)
        if check is not None:
            # A second try of a final asks a part of its form: what was answered says which.
            asked = attempt.answers if check.kind == "final" else check.items
            yield from (item for item in check.items if item in asked)


def _has_begun(library: Library, journey: Journey) -> bool:
    """Return whether the learner has read beyond the first module or has a mark for what comes later."""
    beyond = library.course.modules[1:]
    read = any(journey.has_done(f"{module.id}/{section.id}") for module in beyond for section in module.sections)
    later = {entry.id for entry in library.course.assignments if entry.kind != "before"}
    return read or any(attempt.assignment in later for attempt in journey.marked())
