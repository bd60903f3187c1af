"""Every text a learner may read, with its place, and what it may be excused from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from holdfast.checks._rules import Place, Subject
from holdfast.checks._words import plain
from holdfast.model import Decision, Ending, Explanation, Item, ItemKey, Scenario


@dataclass(frozen=True, kw_only=True)
class Piece:
    """One text."""

    place: Place
    text: str
    kind: str  #: "course", "law", "resource", "evidence", "scenario", "item", "key" or "notebook"
    weaker: bool = False  #: a wrong option or a misconception: it may say what should not be said
    avoid: bool = False  #: stands in a marked block of words to avoid


def pieces(subject: Subject) -> Iterator[Piece]:
    """Yield every text but titles of laws, names of services and what publishers call their documents."""
    yield from _course(subject)
    yield from _registers(subject)
    for scenario in subject.library.scenarios.values():
        yield from _scenario(subject, scenario)
    for item in subject.library.items.values():
        yield from _item(subject, item)
    for assignment, key in subject.keys.items():
        for answer in key.items:
            for option, explanation in answer.options.items():
                place = subject.at("key", assignment, "items", answer.item, "options", option)
                yield from _explanation(place, explanation)
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


def _registers(subject: Subject) -> Iterator[Piece]:
    library = subject.library
    for resource in library.resources.values():
        for text in (resource.audience, resource.purpose, resource.hours or ""):
            yield Piece(place=subject.at("resource", resource.id), text=text, kind="resource")
    for entry in library.law.values():
        for number, version in enumerate(entry.versions):
            yield Piece(place=subject.at("law", entry.id, "versions", number, "plain"), text=version.plain, kind="law")
    for row in library.evidence.values():
        for name in ("material", "under_18", "adult"):
            yield Piece(place=subject.at("evidence", row.id, name), text=getattr(row, name), kind="evidence")


def _scenario(subject: Subject, scenario: Scenario) -> Iterator[Piece]:
    for name in ("title", "perspective", "content_note"):
        yield Piece(place=subject.at("scenario", scenario.id, name), text=getattr(scenario, name), kind="scenario")
    for state, values in scenario.state.items():
        place = subject.at("scenario", scenario.id, "state", state)
        yield from (Piece(place=place, text=text, kind="scenario") for text in values.values())
    for node in scenario.nodes:
        yield from _node(subject, scenario, node)


def _node(subject: Subject, scenario: Scenario, node: Decision | Ending) -> Iterator[Piece]:
    def piece(text: str, *keys: str | int, weaker: bool = False) -> Piece:
        place = subject.at("scenario", scenario.id, "nodes", node.id, *keys)
        return Piece(place=place, text=text, kind="scenario", weaker=weaker)

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


def _item(subject: Subject, item: Item) -> Iterator[Piece]:
    right = {option for answer in _keys_of(subject, item) for option in answer.correct}
    for number, text in enumerate(item.stem):
        yield Piece(place=subject.at("item", item.id, "stem", number), text=text, kind="item")
    yield Piece(place=subject.at("item", item.id, "question"), text=item.question, kind="item")
    for option in item.options:
        place = subject.at("item", item.id, "options", option.id, "text")
        yield Piece(place=place, text=option.text, kind="item", weaker=option.id not in right)


def _keys_of(subject: Subject, item: Item) -> Iterator[ItemKey]:
    return (answer for key in subject.keys.values() for answer in key.items if answer.item == item.id)


def _explanation(place: Place, explanation: Explanation) -> Iterator[Piece]:
    for text in (explanation.experience, explanation.instead, explanation.why):
        yield Piece(place=place, text=text, kind="key")


def _notebooks(subject: Subject) -> Iterator[Piece]:
    for lesson in (*subject.lessons.values(), *subject.sheets.values()):
        for cell in lesson.prose:
            avoid = cell.notes.get("avoid") is True
            place = (lesson.path, cell.text_line)
            yield Piece(place=place, text=plain(cell.source), kind="notebook", avoid=avoid)
