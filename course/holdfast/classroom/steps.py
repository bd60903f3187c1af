"""What a module asks a room: each decision on the main line of its scenarios, and its practice questions of one choice.

In the order of the module's notebook. A decision is told in the third person: a room votes on what a colleague could
do, never on what somebody in it would. Used by the server and by the papers for rooms without phones.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from string import ascii_uppercase
from typing import TYPE_CHECKING, Literal, cast

from holdfast.grading import replay
from holdfast.interface_text import say
from holdfast.slides.blocks import Block, Bullets, Paragraph, Table, plain
from holdfast.slides.reading import Call, cells
from holdfast.terms import in_words

if TYPE_CHECKING:
    from holdfast.library import Library
    from holdfast.model import Answer, Decision, Item, Module, Nation, Quiz, Scenario, StateName

_ONE_CHOICE = frozenset({"single", "sentence"})
_ROOM = "all-staff"
_SECTION_LEVEL = 2


@dataclass(frozen=True, kw_only=True)
class Choice:
    """One thing that can be chosen, and what is said of it after the vote."""

    id: str
    letter: str  #: as on the paper cards
    text: str
    best: bool
    happens: str  #: what the person in the story does or feels then
    instead: str  #: what to do instead, of a weaker choice
    why: str
    sources: tuple[str, ...]  #: short names


@dataclass(frozen=True, kw_only=True)
class Step:
    """One question for the room."""

    id: str  #: the scenario's or quiz's id, a full stop, and the decision's or item's
    kind: Literal["decision", "poll"]
    group: str  #: the title of the scenario or quiz
    title: str
    text: tuple[str, ...]
    question: str
    choices: tuple[Choice, ...]
    notes: tuple[str, ...] = ()  #: for the trainer alone
    number: int = 1  #: within its group
    of: int = 1


def steps(library: Library, module: Module, nation: Nation | None = None) -> tuple[Step, ...]:
    """Return the questions of a module, in order.

    Args:
        library: The course.
        module: Which module.
        nation: Whose words are used; None for the general ones.

    Raises:
        UserError: The module's notebook cannot be read.
    """
    words = _Words(library, nation)
    return tuple(step for section in _sections(library, module) for step in _steps_of(words, section))


@dataclass(kw_only=True)
class _Section:
    """What one part of a notebook asks, and what it tells the person who runs the room."""

    calls: list[Call] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class _Words:
    """The course's words, as this room says them."""

    library: Library
    nation: Nation | None

    def of(self, text: str) -> str:
        """Return a text in the words of the nation."""
        return in_words(text, self.library.glossary, self.nation)

    def sources(self, ids: Iterable[str]) -> tuple[str, ...]:
        """Return the short names of sources."""
        return tuple(self.library.source(each).short for each in ids)

    def held(self, nations: tuple[Nation, ...]) -> bool:
        """Return whether something that names these nations is said here; without a nation everything is."""
        return not nations or self.nation is None or self.nation in nations

    def behind(self, choices: Iterable[tuple[str, str | None]]) -> Iterator[str]:
        """Yield what a good colleague may think who chooses a weaker one: its letter and the id of the thought."""
        for letter, thought in choices:
            if thought is not None:
                said = self.of(self.library.misconception(thought).text)
                yield say("Why a good colleague may choose {letter}: {thought}", letter=letter, thought=said)


def _sections(library: Library, module: Module) -> list[_Section]:
    sections = [_Section()]
    for cell in cells(library, module):
        if any(part.level == _SECTION_LEVEL for part in cell.parts):
            sections.append(_Section())
        sections[-1].calls += cell.calls
        if cell.facilitator:
            sections[-1].notes += [line for block in cell.blocks for line in _lines(block)]
    return sections


def _steps_of(words: _Words, section: _Section) -> Iterator[Step]:
    library = words.library
    for call in section.calls:
        for name in call.ids[:1]:
            if call.name == "Scenario" and name in library.scenarios:
                asked = list(_of_scenario(words, library.scenarios[name]))
            elif call.name == "Quiz" and name in library.quizzes:
                asked = list(_of_quiz(words, library.quizzes[name]))
            else:
                continue
            for number, step in enumerate(asked, start=1):
                notes = (*step.notes, *section.notes)
                yield replace(step, number=number, of=len(asked), notes=notes)


def _of_scenario(words: _Words, scenario: Scenario) -> Iterator[Step]:
    """Yield the decisions that are met by whoever always does what helps most."""
    path: list[str] = []
    while not (now := replay(scenario, path)).finished:
        decision = cast("Decision", scenario.node(now.node))
        yield _of_decision(words, scenario, decision, now.state, is_first=not path)
        path.append(next(choice.id for choice in decision.choices if choice.best))


def _of_decision(
    words: _Words, scenario: Scenario, decision: Decision, state: Mapping[StateName, str], *, is_first: bool
) -> Step:
    told = (
        passage.text
        for passage in decision.written
        if all(state.get(name) == value for name, value in passage.when.items())
        and words.held(passage.nations)
        and (not passage.pathways or _ROOM in passage.pathways)
    )
    choices = [
        Choice(
            id=choice.id,
            letter=letter,
            text=words.of(choice.text),
            best=choice.best,
            happens=words.of(choice.happens),
            instead=words.of(choice.instead),
            why=words.of(choice.why),
            sources=words.sources(choice.sources),
        )
        for letter, choice in zip(ascii_uppercase, decision.choices, strict=False)
    ]
    first = (say("What the course says before this begins: {note}", note=words.of(scenario.content_note)),)
    letters = zip(ascii_uppercase, (choice.misconception for choice in decision.choices), strict=False)
    return Step(
        id=f"{scenario.id}.{decision.id}",
        kind="decision",
        group=words.of(scenario.title),
        title=words.of(decision.title),
        text=tuple(words.of(text) for text in told),
        question=words.of(decision.question),
        choices=tuple(choices),
        notes=(*(first if is_first else ()), *words.behind(letters)),
    )


def _of_quiz(words: _Words, quiz: Quiz) -> Iterator[Step]:
    for answer in quiz.items:
        item = words.library.item(answer.item)
        if item.type in _ONE_CHOICE and item.exposure == "practice" and words.held(item.nations):
            yield _of_item(words, quiz, item, answer)


def _of_item(words: _Words, quiz: Quiz, item: Item, answer: Answer) -> Step:
    choices = [
        Choice(
            id=option.id,
            letter=letter,
            text=words.of(option.text),
            best=option.id in answer.correct,
            happens=words.of(answer.options[option.id].experience),
            instead=words.of(answer.options[option.id].instead),
            why=words.of(answer.options[option.id].why),
            sources=words.sources(answer.options[option.id].sources),
        )
        for letter, option in zip(ascii_uppercase, item.options, strict=False)
    ]
    letters = zip(ascii_uppercase, (answer.options[option.id].misconception for option in item.options), strict=False)
    return Step(
        id=f"{quiz.id}.{item.id}",
        kind="poll",
        group=words.of(quiz.title),
        title=words.of(quiz.title),
        text=tuple(words.of(text) for text in item.stem),
        question=words.of(item.question),
        choices=tuple(choices),
        notes=tuple(words.behind(letters)),
    )


def _lines(block: Block) -> Iterator[str]:
    """Yield a block of notes as lines."""
    match block:
        case Paragraph(runs):
            yield plain(runs)
        case Bullets(items):
            yield from (plain(item) for item in items)
        case Table(head, rows):
            yield from (" | ".join(map(plain, row)) for row in (head, *rows) if row)
