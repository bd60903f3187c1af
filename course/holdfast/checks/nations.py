"""NAT: what belongs to one nation is not told to another as its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import get_args

from holdfast.checks._answers import said
from holdfast.checks._kit_texts import kit_told
from holdfast.checks._piece import Kind
from holdfast.checks._rules import Found, Place, Subject, rule
from holdfast.checks._texts import pieces
from holdfast.checks._words import plain
from holdfast.model import Choice, Decision, Item, Nation, Scenario

_EVERYWHERE = frozenset(get_args(Nation))
_FOR_EVERYONE: tuple[Kind, ...] = ("stage", "plan", "evidence", "case")
"""Registers whose entries name no nation."""
_NAMES: dict[Nation, str] = {
    "england": r"\bEngland\b|\bEnglish\b",
    "wales": r"\bWales\b|\bWelsh\b",
    "scotland": r"\bScotland\b|\bScottish\b|\bScots\b",
    "northern-ireland": r"\bNorthern Ireland\b",
}
_BODIES: dict[Nation, tuple[str, ...]] = {
    "england": ("KCSIE", "Keeping children safe in education", "LADO", "Ofsted", "Working together to safeguard",
                "outcome 21", "Department for Education", "DfE"),
    "wales": ("Estyn", "Hwb", "Keeping learners safe", "Wales Safeguarding Procedures"),
    "scotland": ("Education Scotland", "Police Scotland", "the Lord Advocate"),
    "northern-ireland": ("PSNI", "ETI", "Gateway team"),
}  # fmt: skip
"""Bodies and documents that are of one nation; its own words are in the glossary."""


@rule("NAT001")
def of_another_nation(subject: Subject) -> Found:
    """A word of one nation stands where only that nation reads, or beside the nation's name."""
    words = {nation: _own_words(subject, nation) for nation in _NAMES}
    for place, text, nations in _told(subject):
        for nation, pattern in words.items():
            match = pattern.search(text)
            if match and nations != {nation} and not re.search(_NAMES[nation], text):
                yield place, f"{match.group()!r} is of {nation}: name the nation beside it, or use the general word."


def _own_words(subject: Subject, nation: Nation) -> re.Pattern[str]:
    """Return what only this nation says: its bodies, and its words in the glossary that no other nation shares."""
    own = list(_BODIES[nation])
    for term in subject.library.glossary.values():
        word = term.nations.get(nation, "")
        if word and list(term.nations.values()).count(word) == 1 and word.lower() != term.term.lower():
            own.append(word.strip("“”"))
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, own))})s?(?!\w)", re.IGNORECASE)


def _told(subject: Subject) -> Iterator[tuple[Place, str, frozenset[str]]]:
    for lesson in subject.lessons.values():
        for cell in lesson.prose:
            named = frozenset(cell.named("nations")) - {"uk"}
            yield (lesson.path, cell.text_line), plain(cell.source), named or _EVERYWHERE
    for piece in pieces(subject):
        if piece.kind in _FOR_EVERYONE:
            yield piece.place, piece.text, _EVERYWHERE
    for change in subject.library.changes.values():
        place = subject.at("change", change.id, "now")
        yield from ((place, text, frozenset(change.nations)) for text in (change.now, change.since))
    yield from _kit(subject)
    for scenario in subject.library.scenarios.values():
        yield from _scenario(subject, scenario)
    for item in subject.library.items.values():
        yield subject.at("item", item.id), _asked(item), frozenset(item.nations)
    for each in said(subject):
        asked = subject.library.items.get(each.answer.item)
        beside, nations = (_asked(asked), frozenset(asked.nations)) if asked else ("", _EVERYWHERE)
        for option, told in each.answer.options.items():
            # An explanation is read beside its question.
            yield each.at(subject, "options", option), f"{told.experience} {told.instead} {told.why} {beside}", nations


def _kit(subject: Subject) -> Iterator[tuple[Place, str, frozenset[str]]]:
    for part in subject.library.kit.values():
        yield from ((piece.place, piece.text, frozenset(nations)) for piece, nations in kit_told(subject, part))


def _asked(item: Item) -> str:
    return " ".join((*item.stem, item.question, *(each.text for each in (*item.options, *item.groups)), *item.passage))


def _scenario(subject: Subject, scenario: Scenario) -> Iterator[tuple[Place, str, frozenset[str]]]:
    everyone = frozenset(scenario.nations)
    for node in scenario.nodes:
        place = subject.at("scenario", scenario.id, "nodes", node.id)
        for passage in (*node.text, *node.written):
            yield place, passage.text, frozenset(passage.nations) or everyone
        if isinstance(node, Decision):
            yield from ((place, text, everyone) for text in (node.title, node.place, node.question))
            for choice in node.choices:
                place = subject.at("scenario", scenario.id, "nodes", node.id, "choices", choice.id)
                yield from ((place, text, everyone) for text in _acted(choice))
        else:
            yield place, node.next_step, everyone


def _acted(choice: Choice) -> Iterator[str]:
    yield from (choice.text, choice.happens, choice.instead, choice.why, choice.did)
    if choice.repair is not None:
        yield from (choice.repair.text, choice.repair.happens)
