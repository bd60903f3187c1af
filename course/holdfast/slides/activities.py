"""Puts activities on slides of their own words, for paper and PowerPoint, where no widget can run.

A scenario becomes its decisions on the way that helps most, told in the third person; a quiz becomes its questions.
What is best, and why, stands in the notes. Used by `holdfast.slides.pdf` and `holdfast.slides.pptx`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from string import ascii_uppercase
from typing import cast

from holdfast.grading import replay
from holdfast.interface_text import later, say
from holdfast.library import Library
from holdfast.model import Answer, Decision, Item, Nation
from holdfast.slides.blocks import Activity, Block, Bullets, Deck, Paragraph, Slide, Table, words
from holdfast.slides.cutting import LINES, cut, height
from holdfast.slides.deck import numbered
from holdfast.slides.told import Piece
from holdfast.terms import in_words

_ROOM = "all-staff"
_WHOLE = later(
    "The whole conversation, with all that each choice leads to, stands on the page of this part of the course."
)
_GAP = 0.5  #: lines between the blocks of one question


@dataclass(frozen=True, kw_only=True)
class Told:
    """One screen of an activity in words."""

    heading: str  #: empty: that of the slide
    blocks: tuple[Block, ...]
    notes: tuple[Block, ...] = ()  #: what helps most, and why


@dataclass(frozen=True, kw_only=True)
class _Question:
    """One thing that a room is asked, and what is said of it afterwards."""

    title: str
    situation: tuple[str, ...]
    asked: tuple[Block, ...]
    notes: tuple[Block, ...]
    before: tuple[Block, ...] = ()  #: what the presenter is told first


def on_paper(deck: Deck, library: Library, nation: Nation | None = None) -> Deck:
    """Return a deck in which each activity stands in words.

    Args:
        deck: As `holdfast.slides.deck.deck` makes it.
        library: The course.
        nation: Whose own words are used; None takes the general ones.
    """
    slides = [told for slide in deck.slides for told in _told(slide, library, nation)]
    return replace(deck, slides=numbered(slides))


def screens_of(activity: Activity, library: Library, nation: Nation | None = None) -> tuple[Told, ...]:
    """Return an activity in words.

    Args:
        activity: What is put in words.
        library: The course.
        nation: Whose own words are used; None takes the general ones.

    Raises:
        NotFound: The course has no such scenario or quiz.
    """
    match activity.kind:
        case "scenario":
            return tuple(each for asked in _decisions(library, activity.id, nation) for each in _screens(asked))
        case "quiz":
            return tuple(each for asked in _items(library, activity.id, nation) for each in _screens(asked))
    blocks = tuple(_otherwise(library, activity))
    return tuple(Told(heading="", blocks=screen.blocks) for screen in cut([Piece(blocks=blocks)]))


def _told(slide: Slide, library: Library, nation: Nation | None) -> Iterator[Slide]:
    activity = next((block for block in slide.blocks if isinstance(block, Activity)), None)
    if activity is None:
        yield slide
        return
    whole = (Paragraph(words(say(_WHOLE))),) if activity.kind == "scenario" else ()
    for number, screen in enumerate(screens_of(activity, library, nation), start=1):
        yield replace(
            slide,
            id=slide.id if number == 1 else f"{slide.id}-{number}",
            heading=screen.heading or slide.heading,
            blocks=screen.blocks,
            notes=screen.notes if number > 1 else (*slide.notes, *whole, *screen.notes),
            minutes=slide.minutes if number == 1 else None,
        )


def _screens(question: _Question) -> Iterator[Told]:
    """Yield the screens of a question: what is asked is never cut in two, unless it is longer than a screen."""
    situation = tuple(Paragraph(words(text)) for text in question.situation)
    together = (*situation, *question.asked)
    if sum(height(block) for block in together) + len(together) * _GAP <= LINES:
        yield Told(heading=question.title, blocks=together, notes=(*question.before, *question.notes))
        return
    before = question.before
    for blocks in (each for each in (situation, question.asked) if each):
        for number, screen in enumerate(cut([Piece(blocks=blocks)])):
            notes = question.notes if blocks is question.asked and not number else ()
            yield Told(heading=question.title, blocks=screen.blocks, notes=(*before, *notes))
            before = ()


def _decisions(library: Library, scenario_id: str, nation: Nation | None) -> Iterator[_Question]:
    """Yield the decisions that are met by whoever always does what helps most."""
    scenario = library.scenario(scenario_id)
    path: list[str] = []
    while not (now := replay(scenario, path)).finished:
        decision = cast("Decision", scenario.node(now.node))
        best = next(choice for choice in decision.choices if choice.best)
        told = (
            passage.text
            for passage in decision.written
            if all(now.state.get(name) == value for name, value in passage.when.items())
            and (not passage.nations or nation is None or nation in passage.nations)
            and (not passage.pathways or _ROOM in passage.pathways)
        )
        note = say("What the course says before this begins: {note}", note=scenario.content_note)
        said = (_best(decision, best.id), f"{best.happens} {best.why}")
        yield _Question(
            title=in_words(decision.title, library.glossary, nation),
            situation=tuple(in_words(text, library.glossary, nation) for text in told),
            asked=_lettered(library, decision.question, (choice.text for choice in decision.choices), nation),
            notes=_paragraphs(library, said, nation),
            before=() if path else _paragraphs(library, (note,), nation),
        )
        path.append(best.id)


def _best(decision: Decision, best: str) -> str:
    letter = next(sign for sign, choice in zip(ascii_uppercase, decision.choices, strict=False) if choice.id == best)
    return say("What helps most: {letter}.", letter=letter)


def _items(library: Library, quiz_id: str, nation: Nation | None) -> Iterator[_Question]:
    quiz = library.quiz(quiz_id)
    for answer in quiz.items:
        item = library.item(answer.item)
        if nation is not None and nation not in item.nations:
            continue
        texts = {option.id: option.text for option in item.options}
        stem = (*item.stem, *(_filled(passage, texts) for passage in item.passage))
        groups = (Paragraph(((f"{say('Groups:')} ", True), (_in_a_row(group.text for group in item.groups), False))),)
        asked = _lettered(library, item.question, texts.values(), nation)
        yield _Question(
            title=quiz.title,
            situation=tuple(in_words(text, library.glossary, nation) for text in stem),
            asked=(*asked, *(groups if item.groups else ())),
            notes=_paragraphs(library, _right(item, answer), nation),
        )


def _right(item: Item, answer: Answer) -> Iterator[str]:
    """Yield what is right in a question, and why: each part of the answer with its reason."""
    texts = {option.id: option.text for option in (*item.options, *item.groups)}
    letters = {option.id: letter for letter, option in zip(ascii_uppercase, item.options, strict=False)}
    for placement in answer.correct:
        option, _, group = placement.partition(":")
        where = f"{letters[option]}: {texts[group]}." if group else f"{letters[option]}."
        yield say("What helps most: {letter}", letter=f"{where} {answer.options[option].why}")


def _otherwise(library: Library, activity: Activity) -> Iterator[Block]:
    if activity.kind == "stage-timeline":
        head = (say("Stage"), say("Where an adult can break it"))
        rows = tuple((words(stage.title, strong=True), words(stage.adult)) for stage in library.stages.values())
        yield Table(tuple(words(each) for each in head), rows)
        return
    yield Paragraph(words(say("This is for a screen. It stands on the page of this part of the course.")))


def _lettered(library: Library, question: str, choices: Iterable[str], nation: Nation | None) -> tuple[Block, ...]:
    texts = tuple(words(in_words(text, library.glossary, nation)) for text in choices)
    asked = Paragraph(words(in_words(question, library.glossary, nation), strong=True))
    return (asked, Bullets(texts, lettered=True))


def _paragraphs(library: Library, texts: Iterable[str], nation: Nation | None) -> tuple[Block, ...]:
    return tuple(Paragraph(words(in_words(text, library.glossary, nation))) for text in texts)


def _filled(passage: str, texts: dict[str, str]) -> str:
    for option, text in texts.items():
        passage = passage.replace(f"{{{option}}}", text)
    return passage


def _in_a_row(texts: Iterable[str]) -> str:
    return "; ".join(texts)
