"""The questions of a marked attempt, explained: what was answered, what is right, and why. Used by `page_result`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdfast import recording
from holdfast.grading import is_unknown, order, seed_of
from holdfast.interface_text import say
from holdfast.server.page_home import score

if TYPE_CHECKING:
    from holdfast.library import Library
    from holdfast.model import Assignment, Explanation, Item, ItemKey, Key, Source
    from holdfast.records import Attempt

_PLACED = frozenset({"matching", "sorting"})
_PHRASE = re.compile(r"\{([a-z0-9-]+)\}")


@dataclass(frozen=True, kw_only=True)
class Row:
    """One objective, the scenario or a question, with its points."""

    title: str
    points: float
    maximum: float
    starred: bool = False

    @property
    def solid(self) -> bool:
        """Whether nothing is left to look at again."""
        return self.points >= self.maximum

    @property
    def words(self) -> str:
        """The points as text."""
        return score(self.points, self.maximum)

    @property
    def percent(self) -> int:
        """How much of the bar is filled."""
        return round(100 * self.points / self.maximum) if self.maximum else 0


@dataclass(frozen=True, kw_only=True)
class Explained:
    """One option that was chosen, placed or moved, or should have been, and why."""

    label: str  #: "Your answer, and right", "Your answer", "Also right", "Place 2: you had it at 3"
    text: str
    right: bool
    belongs: str  #: where it belongs, when it was placed with something else
    experience: str
    instead: str
    why: str
    sources: tuple[Source, ...]


@dataclass(frozen=True, kw_only=True)
class Question:
    """One question with the learner's answer."""

    number: int
    title: str
    stem: tuple[str, ...]
    row: Row
    answered: bool
    unknown: bool  #: whether the learner said that they do not know
    options: tuple[Explained, ...]  #: the right act comes last


def questions(
    library: Library, assignment: Assignment, attempt: Attempt, key: Key, asked: Sequence[str] | None = None
) -> tuple[Question, ...]:
    """Return the questions of an attempt, in the order of the assignment; `asked` where they were only some of them."""
    seed = seed_of(attempt.answers.get(recording.order_key(assignment.id), []))
    return tuple(
        _question(library, number, library.item(item_id), key.item(item_id), attempt, seed)
        for number, item_id in enumerate(assignment.items if asked is None else asked, start=1)
    )


def _question(library: Library, number: int, item: Item, key: ItemKey, attempt: Attempt, seed: int | None) -> Question:
    said = attempt.answers.get(item.id, [])
    unknown = is_unknown(said)
    answer = [] if unknown else said
    words = {option.id: option.text for option in item.options}
    told = (_PHRASE.sub(lambda found: words.get(found[1], found[0]), paragraph) for paragraph in item.passage)
    return Question(
        number=number,
        title=item.question,
        stem=(*item.stem, *told),
        row=Row(title=item.question, points=attempt.entries.get(item.id, 0.0), maximum=key.points),
        answered=bool(answer),
        unknown=unknown,
        options=tuple(_explained(library, item, key, answer, seed)),
    )


def _explained(
    library: Library, item: Item, key: ItemKey, answer: Sequence[str], seed: int | None
) -> Iterator[Explained]:
    if item.type in _PLACED:
        yield from _placed(library, item, key, answer)
    elif item.type == "ordering":
        yield from _ordered(library, item, key, answer)
    else:
        yield from _chosen(library, item, key, answer, _shown(item, seed))


def _shown(item: Item, seed: int | None) -> Sequence[str]:
    """Return the options in the order the learner saw them."""
    ids = [option.id for option in item.options]
    return ids if seed is None or item.type == "spot" else order(seed, item.id, ids)


def _chosen(
    library: Library, item: Item, key: ItemKey, answer: Sequence[str], shown: Sequence[str]
) -> Iterator[Explained]:
    """Yield what was chosen wrongly, then what is right."""
    words = {option.id: option.text for option in item.options}
    right = [option for option in shown if option in key.correct]
    fallback = words[right[0]] if len(right) == 1 else ""
    for option in shown:
        if option in answer and option not in right:
            told = key.options[option]
            yield _told(library, told, label=say("Your answer"), text=words[option], instead=told.instead or fallback)
    for option in right:
        label = _label(option in answer, len(right))
        yield _told(library, key.options[option], label=label, text=words[option], right=True)


def _label(chosen: bool, right: int) -> str:
    if chosen:
        return say("Your answer, and right")
    return say("The right answer") if right == 1 else say("Also right")


def _ordered(library: Library, item: Item, key: ItemKey, answer: Sequence[str]) -> Iterator[Explained]:
    """Yield the right order, with the place each had in the answer."""
    words = {option.id: option.text for option in item.options}
    for place, option in enumerate(key.correct, start=1):
        had = answer.index(option) + 1 if answer else 0
        told = key.options[option]
        yield _told(
            library, told, label=_place(place, had), text=words[option], right=had == place, instead=told.instead
        )


def _place(place: int, had: int) -> str:
    """Return where an option belongs, and where the answer had it; `had` is 0 where there was no answer."""
    if not had:
        return say("Place {place}", place=place)
    if had == place:
        return say("Place {place}, as you had it", place=place)
    return say("Place {place}; you had it at {had}", place=place, had=had)


def _placed(library: Library, item: Item, key: ItemKey, answer: Sequence[str]) -> Iterator[Explained]:
    """Yield what was placed with something else or left, then what was placed right."""
    groups = {group.id: group.text for group in item.groups}
    where = dict(word.split(":") for word in answer)
    belongs = dict(word.split(":") for word in key.correct)
    for option in sorted(item.options, key=lambda option: where.get(option.id) == belongs[option.id]):
        put = where.get(option.id)
        right = put == belongs[option.id]
        label = say("You did not place this") if put is None else say("You put this with: {group}", group=groups[put])
        text = f"{option.text} ({option.note})" if option.note else option.text
        to = "" if right else groups[belongs[option.id]]
        told = key.options[option.id]
        yield _told(library, told, label=label, text=text, right=right, belongs=to, instead=told.instead)


def _told(
    library: Library,
    explanation: Explanation,
    *,
    label: str,
    text: str,
    right: bool = False,
    belongs: str = "",
    instead: str = "",
) -> Explained:
    return Explained(
        label=label,
        text=text,
        right=right,
        belongs=belongs,
        experience=explanation.experience,
        instead="" if right else instead,
        why=explanation.why,
        sources=tuple(library.source(source) for source in explanation.sources),
    )
