"""A room without phones, on paper: letters to hold up, what the trainer reads out and counts, and cards to sort.

Made of the same questions as the room on the network. Used by `holdfast classroom MODULE --paper FILE`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any

from holdfast.classroom.steps import Choice, Step, steps
from holdfast.classroom.tally import FEWEST_IN_NUMBERS
from holdfast.documents.typesetting import pdf
from holdfast.errors import UserError
from holdfast.interface_text import say, say_many
from holdfast.terms import in_words

if TYPE_CHECKING:
    from holdfast.library import Library
    from holdfast.model import Answer, Item, Module, Nation, Quiz

_FEWEST_LETTERS = 4


def paper_pdf(library: Library, module: Module, nation: Nation | None = None) -> bytes:
    """Return everything that a room without phones needs, as a tagged PDF; the same course gives the same bytes.

    Args:
        library: The course.
        module: What the room goes through.
        nation: Whose words are used; None for the general ones.

    Raises:
        UserError: The module has nothing for a room to vote on or to sort.
    """
    asked = steps(library, module, nation)
    sorters = [_sorter(library, *found, nation) for found in _to_sort(library, module)]
    if not asked and not sorters:
        raise UserError(f"There is nothing to vote on or to sort in module {module.id!r}: choose another one.")
    letters = sorted({choice.letter for step in asked for choice in step.choices} | set("ABCD"[:_FEWEST_LETTERS]))
    data: dict[str, Any] = {
        "title": say("A session on paper"),
        "module": module.title,
        "foot": module.title,
        "before": _before(bool(asked), bool(sorters)),
        "contents": say("What is in here"),
        "letters": {
            "title": say("Letters to hold up"),
            "told": say("One page for each person. Cut along the lines."),
            "cards": letters,
        }
        if asked
        else None,
        "sheets": [_sheet(list(group)) for _, group in groupby(asked, key=_group)],
        "sorters": sorters,
    }
    return pdf("room.typ", data, library.course.checked_on)


def _before(votes: bool, sorts: bool) -> list[dict[str, Any]]:
    """Return what the trainer reads first: how a vote goes, how cards are sorted, and what is never done."""
    found = []
    if votes:
        lines = [
            say("Read the situation and the question aloud. Ask what a colleague could do, never what you would."),
            say("Everyone chooses alone and in silence. Then all cards go up at once, at the chest, towards you."),
            say("Count, and write down numbers only. Say nothing of them yet. Cards down."),
            say("One vote is enough for most questions. Before a second one, pairs talk for a minute or two."),
            say("Ask nobody to defend an answer. Count the second vote in the other columns."),
            say("Read out what helps most and why, then what the others would bring. End with what helps."),
        ]
        found.append({"title": say("How a vote goes"), "lines": lines})
    if sorts:
        lines = [
            say("Cut the cards out. Give each table one set: the headings, and the cards in any order."),
            say("The table lays each card under a heading and talks about the ones it is not sure of."),
            say("Read the answers out card by card. Say first what to do, and then why."),
        ]
        found.append({"title": say("How cards are sorted"), "lines": lines})
    rule = say(
        "Say numbers only from {number} answers up. With fewer, or when nearly all agree, say “most” or “some”.",
        number=FEWEST_IN_NUMBERS,
    )
    lines = [
        rule,
        say("You see who holds which letter: name nobody, and ask nobody why. There is no time limit."),
        say("Anybody may leave, stay silent or come back without a word."),
        say("Destroy the sheets the same day. They are not kept with the register."),
    ]
    return [*found, {"title": say("What holds all the time"), "lines": lines}]


def _group(step: Step) -> str:
    return step.id.partition(".")[0]


def _name(step: Step) -> str:
    """Return what a question is called on the sheet: all polls of a quiz have its title."""
    return step.title if step.kind == "decision" else step.question


def _sheet(asked: Sequence[Step]) -> dict[str, Any]:
    """Return what the trainer needs for one scenario or quiz: the sheet to count on, and what to read out."""
    return {
        "title": asked[0].group,
        "count": say("Sheet to count on"),
        "question": say("Question"),
        "rounds": [say("First vote"), say("Second vote")],
        "letters": sorted({choice.letter for step in asked for choice in step.choices}),
        "rows": [f"{place}. {_name(step)}" for place, step in enumerate(asked, start=1)],
        "read": say("To read out: {title}", title=asked[0].group),
        "steps": [_step(place, len(asked), step) for place, step in enumerate(asked, start=1)],
    }


def _step(place: int, of: int, step: Step) -> dict[str, Any]:
    best_first = sorted(step.choices, key=lambda choice: not choice.best)
    return {
        "place": say("Question {number} of {count}", number=place, count=of),
        "title": _name(step),
        "text": list(step.text),
        "question": step.question if step.kind == "decision" else "",
        "choices": [[choice.letter, choice.text] for choice in step.choices],
        "after": say("After the last vote"),
        "reasons": [_reason(choice) for choice in best_first],
    }


def _reason(choice: Choice) -> dict[str, str]:
    helps = say("{letter} helps most.", letter=choice.letter) if choice.best else f"{choice.letter}."
    told = " ".join(filter(None, (choice.happens, choice.instead, choice.why)))
    return {"lead": helps, "text": told, "sources": _sources(choice.sources)}


def _to_sort(library: Library, module: Module) -> Iterator[tuple[Quiz, Item, Answer]]:
    for quiz in library.quizzes.values():
        for answer in quiz.items:
            item = library.item(answer.item)
            if quiz.module == module.id and item.type == "sorting":
                yield quiz, item, answer


def _sorter(library: Library, quiz: Quiz, item: Item, answer: Answer, nation: Nation | None) -> dict[str, Any]:
    def words(text: str) -> str:
        return in_words(text, library.glossary, nation)

    groups = {group.id: words(group.text) for group in item.groups}
    right = dict(placed.split(":") for placed in answer.correct)
    rows = [
        {
            "card": words(option.text),
            "goes": groups[right[option.id]],
            "do": words(answer.options[option.id].instead),
            "why": words(answer.options[option.id].why),
            "sources": _sources(library.source(each).short for each in answer.options[option.id].sources),
        }
        for option in item.options
    ]
    return {
        "title": say("Cards to sort, from “{title}”", title=words(quiz.title)),
        "question": words(item.question),
        "stem": [words(text) for text in item.stem],
        "headings": say("Headings"),
        "groups": list(groups.values()),
        "cards_title": say("Cards"),
        "cards": [{"text": words(option.text), "note": words(option.note)} for option in item.options],
        "answers": say("For the trainer: where each card goes"),
        "head": [say("Card"), say("Goes under"), say("What to do, and why")],
        "rows": rows,
    }


def _sources(names: Iterable[str]) -> str:
    found = tuple(names)
    return say_many("Source: {names}", "Sources: {names}", len(found), names=" · ".join(found)) if found else ""
