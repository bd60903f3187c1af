"""Every text a learner may read, with its place, and what it may be excused from."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import get_args

from holdfast.checks._answers import explained, said
from holdfast.checks._kit_texts import kit_pieces
from holdfast.checks._piece import Piece
from holdfast.checks._register_texts import register_pieces
from holdfast.checks._rules import Subject
from holdfast.checks._words import plain
from holdfast.model import Decision, Ending, Item, Nation, Scenario
from holdfast.terms import in_words

_MAY_BE_WRONG = frozenset({"spot", "matching", "sorting"})
"""Where what is right may be to find, or to put aside, what should not be said."""


@lru_cache(maxsize=1)
def pieces(subject: Subject) -> tuple[Piece, ...]:
    """Return every text but titles of laws, names of services and what publishers call their documents.

    Terms in a scenario are in words, the longest that any nation has for them. A dozen rules ask for it.
    """
    return tuple(_pieces(subject))


def _pieces(subject: Subject) -> Iterator[Piece]:
    yield from _course(subject)
    yield from register_pieces(subject)
    yield from kit_pieces(subject)
    for scenario in subject.library.scenarios.values():
        yield from _scenario(subject, scenario)
    right = {(each.answer.item, option) for each in said(subject) for option in each.answer.correct}
    for item in subject.library.items.values():
        yield from _item(subject, item, {option for name, option in right if name == item.id})
    for quiz in subject.library.quizzes.values():
        yield Piece(place=subject.at("quiz", quiz.id, "title"), text=quiz.title, kind="quiz")
    for each in explained(subject):
        for text in (each.explanation.experience, each.explanation.instead, each.explanation.why):
            yield Piece(place=each.place, text=text, kind="key")
    yield from _notebooks(subject)


def _course(subject: Subject) -> Iterator[Piece]:
    course = subject.library.course
    for name in ("title", "lead"):
        yield Piece(place=subject.at("course", course.id, name), text=getattr(course, name), kind="course")
    for objective in course.objectives:
        # `text` is for authors and may be long; `short` is what a learner reads.
        yield Piece(place=subject.at("objective", objective.id, "short"), text=objective.short, kind="course")
    for misconception in course.misconceptions:
        place = subject.at("misconception", misconception.id, "text")
        yield Piece(place=place, text=misconception.text, kind="course", weaker=True)
    for step in course.steps:
        yield Piece(place=subject.at("step", step.id, "do"), text=step.do, kind="course")
        yield Piece(place=subject.at("step", step.id, "never"), text=step.never, kind="course", weaker=True)
    for module in course.modules:
        for text in (module.title, module.summary, *(section.title for section in module.sections)):
            yield Piece(place=subject.at("module", module.id), text=text, kind="course")


def _scenario(subject: Subject, scenario: Scenario) -> Iterator[Piece]:
    for name in ("title", "perspective", "content_note"):
        place = subject.at("scenario", scenario.id, name)
        yield Piece(place=place, text=_spoken(subject, getattr(scenario, name)), kind="scenario")
    for state, values in scenario.state.items():
        place = subject.at("scenario", scenario.id, "state", state)
        yield from (Piece(place=place, text=_spoken(subject, text), kind="scenario") for text in values.values())
    for node in scenario.nodes:
        yield from _node(subject, scenario, node)


def _node(subject: Subject, scenario: Scenario, node: Decision | Ending) -> Iterator[Piece]:
    def piece(text: str, *keys: str | int, weaker: bool = False) -> Piece:
        place = subject.at("scenario", scenario.id, "nodes", node.id, *keys)
        return Piece(place=place, text=_spoken(subject, text), kind="scenario", weaker=weaker)

    for name in ("text", "written"):
        for number, passage in enumerate(getattr(node, name)):
            yield piece(passage.text, name, number)
    if isinstance(node, Ending):
        yield piece(node.next_step, "next_step")
        return
    for name in ("title", "place", "question"):
        yield piece(getattr(node, name), name)
    for choice in node.choices:
        yield piece(choice.text, "choices", choice.id, "text", weaker=not choice.best)
        for name in ("happens", "instead", "why", "did"):
            yield piece(getattr(choice, name), "choices", choice.id, name)
        if choice.repair is not None:
            yield piece(choice.repair.text, "choices", choice.id, "repair", "text")
            yield piece(choice.repair.happens, "choices", choice.id, "repair", "happens")


def _spoken(subject: Subject, text: str) -> str:
    glossary = subject.library.glossary
    return max((in_words(text, glossary, nation) for nation in (None, *get_args(Nation))), key=len)


def _item(subject: Subject, item: Item, right: set[str]) -> Iterator[Piece]:
    for number, text in enumerate(item.stem):
        yield Piece(place=subject.at("item", item.id, "stem", number), text=text, kind="item")
    yield Piece(place=subject.at("item", item.id, "question"), text=item.question, kind="item")
    for option in item.options:
        place = subject.at("item", item.id, "options", option.id, "text")
        weaker = item.type in _MAY_BE_WRONG or option.id not in right
        yield Piece(place=place, text=option.text, kind="item", weaker=weaker)
        yield Piece(place=place, text=option.note, kind="item")
    for group in item.groups:
        place = subject.at("item", item.id, "groups", group.id, "text")
        yield from (Piece(place=place, text=text, kind="item") for text in (group.text, group.note))
    for number, text in enumerate(item.passage):
        place = subject.at("item", item.id, "passage", number)
        yield Piece(place=place, text=_read_out(item, text), kind="item", weaker=True)


def _read_out(item: Item, text: str) -> str:
    """Return a paragraph of a passage with its phrases in it; what braces are left, ITM018 reports."""
    for option in item.options:
        text = text.replace(f"{{{option.id}}}", option.text)
    return text.replace("{", "").replace("}", "")


def _notebooks(subject: Subject) -> Iterator[Piece]:
    for lesson in (*subject.lessons.values(), *subject.sheets.values()):
        for cell in lesson.prose:
            avoid = cell.notes.get("avoid") is True
            place = (lesson.path, cell.text_line)
            yield Piece(place=place, text=plain(cell.source), kind="notebook", avoid=avoid)
