"""What is said to be right in the items: by the keys of items and by quizzes, with its place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from holdfast.checks._rules import Place, Subject
from holdfast.model import Answer, Explanation, Item

_CHOSEN = frozenset({"single", "sentence", "multiple", "spot"})


@dataclass(frozen=True, kw_only=True)
class Said:
    """One answer, and who says that it is right."""

    kind: Literal["key", "quiz"]
    owner: str  #: the item or the quiz, whose file it stands in
    answer: Answer

    def at(self, subject: Subject, *keys: str | int) -> Place:
        """Return where a value of it stands."""
        way = ("items", self.answer.item) if self.kind == "quiz" else ()
        return subject.at(self.kind, self.owner, *way, *keys)


@dataclass(frozen=True, kw_only=True)
class Explained:
    """One option with its explanation."""

    place: Place
    option: str
    explanation: Explanation
    right: bool | None  #: None where an option is neither: it is put in order, placed, or looked for in one's own words


def said(subject: Subject) -> Iterator[Said]:
    """Yield every answer of every key and quiz."""
    yield from (Said(kind="key", owner=item, answer=key) for item, key in subject.keys.items())
    for quiz in subject.library.quizzes.values():
        yield from (Said(kind="quiz", owner=quiz.id, answer=answer) for answer in quiz.items)


def answered(subject: Subject) -> Iterator[tuple[Place, Item, Answer]]:
    """Yield every answer together with the item it is for; others say where there is no such item."""
    for each in said(subject):
        if each.answer.item in subject.library.items:
            yield each.at(subject), subject.library.items[each.answer.item], each.answer


def explained(subject: Subject) -> Iterator[Explained]:
    """Yield every explanation."""
    for each in said(subject):
        item = subject.library.items.get(each.answer.item)
        chosen = item is not None and item.type in _CHOSEN
        for option, explanation in each.answer.options.items():
            place = each.at(subject, "options", option)
            right = option in each.answer.correct if chosen else None
            yield Explained(place=place, option=option, explanation=explanation, right=right)
