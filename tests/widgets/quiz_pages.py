"""The course's quizzes in one, and where to find things on their pages: for the tests of the quiz."""

from __future__ import annotations

import dataclasses

from playwright.sync_api import Locator, Page

from holdfast.library import Library, library
from holdfast.model import Answer, Explanation, Item, Option
from holdfast.model import Quiz as QuizContent
from holdfast_widgets.quiz import Quiz

SENTENCE, ORDER = "practice-first-minute-2", "practice-tell-and-note-2"
SORT, MATCH = "practice-never-view-2", "practice-who-to-call-2"
SPOT, SHORT = "practice-words-without-blame-1", "practice-tell-and-note-3"
SEVERAL = "several"  # of the one type the course's own practice lacks, and with texts that are the test's own

_OPTIONS = ("stay", "ask-why", "listen", "promise")
_RIGHT = ("stay", "listen")


_QUIZZES = ("m4-a-good-note", "m4-asking", "m4-first-minute", "m4-what-to-keep", "m4-who-to-call")


def every_type(**texts: str) -> Quiz:
    """Return a quiz of the practice questions of five quizzes, which are of every other type, and a multiple choice.

    Args:
        texts: Of the multiple choice: "stem", "question", "option" (of the first), "experience" and "why" (of all).
    """
    course = library()
    answers = [answer for name in _QUIZZES for answer in course.quiz(name).items]
    quiz = QuizContent(
        id="every-type",
        title="Every type",
        module="04_responding",
        items=(*answers, _answer(texts)),
    )
    items = {**course.items, SEVERAL: _several(texts)}
    return Quiz("every-type", library=_with(course, items, quiz))


def _with(course: Library, items: dict[str, Item], quiz: QuizContent) -> Library:
    return dataclasses.replace(course, items=items, quizzes={**course.quizzes, quiz.id: quiz})


def _several(texts: dict[str, str]) -> Item:
    options = tuple(Option(id=option, text=option.replace("-", " ").capitalize()) for option in _OPTIONS)
    first = options[0].model_copy(update={"text": texts.get("option", options[0].text)})
    return Item(
        id=SEVERAL,
        type="multiple",
        objective="first-minute",
        pathways=("all-staff",),
        exposure="practice",
        nations=("england",),
        stem=(texts.get("stem", "A pupil begins to speak."),),
        question=texts.get("question", "What helps?"),
        options=(first, *options[1:]),
        sources=(),
    )


def _answer(texts: dict[str, str]) -> Answer:
    told = {
        option: Explanation(
            experience=texts.get("experience", f"The pupil sees that you {option}."),
            instead="" if option in _RIGHT else "Stay and listen.",
            why=texts.get("why", "It is so."),
            sources=("nca-alert-2024",),
        )
        for option in _OPTIONS
    }
    return Answer(item=SEVERAL, correct=_RIGHT, options=told)


def question(page: Page, quiz: Quiz, item: str) -> Locator:
    """Return the card of a question."""
    number = [each["id"] for each in quiz.view["items"]].index(item)
    return page.locator(".hf-asked").nth(number)


def check(card: Locator) -> None:
    """Press the button that explains the answer."""
    card.get_by_role("button", name="Check", exact=True).click()


def outcomes(card: Locator) -> list[str]:
    """Return the headings of what is explained in a card: one, or none."""
    return card.locator(".hf-outcome h3").all_inner_texts()


def labels(card: Locator) -> list[str]:
    """Return what the explanations in a card are headed with, with the option each is of."""
    return [
        ": ".join(told.locator("p.hf-small, p.hf-of").all_inner_texts())
        for told in card.locator(".hf-told").all()
        if told.is_visible()
    ]
