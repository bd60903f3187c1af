"""ITM: every question is whole in itself and has one place."""

from __future__ import annotations

import re
from collections import Counter

from holdfast.checks._answers import explained
from holdfast.checks._rules import Found, Subject, rule
from holdfast.grading import DO_NOT_KNOW
from holdfast.model import Item
from holdfast.recording import STAGES

PLACED = frozenset({"matching", "sorting"})
FEWEST_GROUPS = 2
_OPTION = re.compile(r"\{([^{}]*)\}")


@rule("ITM008")
def unknown_reference(subject: Subject) -> Found:
    """The objective of an item and the misconceptions of its options are those of course.yaml."""
    objectives = {entry.id for entry in subject.library.course.objectives}
    misconceptions = {entry.id for entry in subject.library.course.misconceptions}
    for item in subject.library.items.values():
        if item.objective not in objectives:
            yield subject.at("item", item.id, "objective"), f"There is no objective {item.objective!r} in course.yaml."
    for each in explained(subject):
        if each.explanation.misconception is not None and each.explanation.misconception not in misconceptions:
            yield each.place, f"There is no misconception {each.explanation.misconception!r} in course.yaml."


@rule("ITM009")
def in_one_place(subject: Subject) -> Found:
    """A practice item is in exactly one quiz or check of a module; a marked item is in a form and in no practice."""
    library = subject.library
    practice = [set(check.items) for check in library.course.checks]
    practice += [{answer.item for answer in quiz.items} for quiz in library.quizzes.values()]
    forms = [set(entry.items) for entry in library.course.assignments if entry.kind != "module"]
    met, counted = (Counter(item for items in places for item in items) for places in (practice, forms))
    for item in library.items.values():
        place = subject.at("item", item.id)
        if item.exposure == "practice" and (met[item.id] != 1 or counted[item.id]):
            uses = f"{met[item.id]} quizzes and checks and {counted[item.id]} forms"
            yield place, f"The practice item {item.id!r} is in {uses}; it belongs in one quiz or check and in no form."
        if item.exposure == "marked" and (met[item.id] or not counted[item.id]):
            yield (
                place,
                f"The marked item {item.id!r} belongs in a form or a mend, and in no quiz or module’s check.",
            )


@rule("ITM014")
def option_twice(subject: Subject) -> Found:
    """The options and the groups of an item have ids of their own, and none is the answer "I don't know"."""
    for item in subject.library.items.values():
        for what, entries in (("option", item.options), ("group", item.groups)):
            for name, count in Counter(entry.id for entry in entries).items():
                if count > 1:
                    place = subject.at("item", item.id, f"{what}s", name)
                    yield place, f"The {what} id {name!r} is used {count} times."
                if name == DO_NOT_KNOW:
                    place = subject.at("item", item.id, f"{what}s", name)
                    yield place, f"The {what} id {name!r} means that somebody does not know: take another one."


@rule("ITM015")
def replaced_without_reason(subject: Subject) -> Found:
    """An item that replaces another says why, and the other is gone: an id is never used for something else."""
    for item in subject.library.items.values():
        if item.replaces is not None and (not item.because.strip() or item.replaces in subject.library.items):
            place = subject.at("item", item.id, "replaces")
            yield place, f"The item replaces {item.replaces!r}: say why in `because`, and remove the old file."


@rule("ITM017")
def other_groups(subject: Subject) -> Found:
    """Where options are matched or sorted there are two groups or more; no other item has groups."""
    for item in subject.library.items.values():
        place = subject.at("item", item.id, "groups")
        if item.type in PLACED and len(item.groups) < FEWEST_GROUPS:
            yield place, f"The item {item.id!r} needs two groups or more to place its options in."
        if item.type not in PLACED and item.groups:
            yield place, f"The item {item.id!r} is {item.type!r} and has no use for groups."


@rule("ITM018")
def other_passage(subject: Subject) -> Found:
    """The passage of a spot item holds each option once, as its id in braces; no other item has a passage."""
    for item in subject.library.items.values():
        if item.passage and item.type != "spot":
            place = subject.at("item", item.id, "passage")
            yield place, f"The item {item.id!r} is {item.type!r} and has no use for a passage."
        elif item.type == "spot" and not _whole(item):
            place = subject.at("item", item.id, "passage")
            yield place, f"The passage of {item.id!r} must hold each option once, as {{its-id}}, and no other brace."


def _whole(item: Item) -> bool:
    passage = "\n".join(item.passage)
    rest = _OPTION.sub("", passage)
    return sorted(_OPTION.findall(passage)) == sorted(option.id for option in item.options) and not {*"{}"} & {*rest}


@rule("ITM021")
def one_record_key(subject: Subject) -> Found:
    """No two things are kept under one record key: an item, a scenario and `stages`; an assignment and a quiz."""
    library = subject.library
    assignments = {assignment.id for assignment in library.course.assignments}
    taken = {
        *(("item", name) for name in library.items if name == STAGES or name in library.scenarios),
        *(("scenario", name) for name in library.scenarios if name == STAGES),
        *(("quiz", name) for name in library.quizzes if name in assignments),
    }
    for kind, name in taken:
        yield subject.at(kind, name, "id"), f"The id {name!r} is in use elsewhere; call the {kind} something else."
