"""Practice questions, explained at once: never marked, and nobody has to answer them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from holdfast import recording
from holdfast.interface_text import later, say
from holdfast.library import Library
from holdfast.model import Answer, Explanation
from holdfast.model import Quiz as QuizContent
from holdfast.panels import source_flag
from holdfast_widgets._asking import AskingWidget
from holdfast_widgets._base import composed, library_of
from holdfast_widgets._items import item_view

_BOOSTER = later("Five-minute refresher")


class Quiz(AskingWidget):
    """A few practice questions, each with its explanation.

    `value` is ``{item id: answer}``, with ``<item id>/certainty`` where somebody said how sure they were, and
    ``<quiz id>/order``. What is right is in `view`, so no question of an assignment can be in a quiz. The quiz
    ``booster`` has the questions of all the others: its host asks a few of them, each afresh.

    Example:
        >>> Quiz("m4-first-minute").value
        {}
    """

    KIND: ClassVar[str] = "quiz"
    PARTS: ClassVar[tuple[str, ...]] = ("_order", "_marks", "_question", "_choose", "_arrange", "_explained", "quiz")
    _esm = composed("js", *PARTS)
    _css = composed("css", *PARTS)

    def __init__(self, name: str, *, library: Library | None = None) -> None:
        """Show a quiz.

        Args:
            name: Its id, or ``booster``.
            library: Where it is; the course's own content unless given.

        Raises:
            NotFound: There is no such quiz.
            ValueError: One of its items is marked in an assignment, whose key would reach the browser.
        """
        content = library_of(library)
        quizzes = content.quizzes.values() if name == recording.BOOSTER else (content.quiz(name),)
        for quiz in quizzes:
            _refuse_marked(quiz, content)
        super().__init__(name, view=_view(name, quizzes, content), records=_records(name, content), library=content)


def _refuse_marked(quiz: QuizContent, library: Library) -> None:
    for assignment in library.course.assignments:
        for answer in quiz.items:
            if answer.item in assignment.items:
                raise ValueError(
                    f"The quiz {quiz.id!r} has the item {answer.item!r}, which {assignment.id!r} marks: "
                    f"write another item for the quiz, because a quiz shows what is right."
                )


def view_of(quiz: QuizContent, library: Library) -> dict[str, Any]:
    """Return what the browser draws: the questions, what is right and why. Misconceptions and objectives stay here."""
    return _view(quiz.id, (quiz,), library)


def _view(name: str, quizzes: Iterable[QuizContent], library: Library) -> dict[str, Any]:
    fresh = name == recording.BOOSTER  # what was answered some weeks ago is not shown, and stays until it is replaced
    return {
        "id": name,
        "title": say(_BOOSTER) if fresh else library.quiz(name).title,
        "items": [_item(answer, library) for quiz in quizzes for answer in quiz.items],
        "fresh": fresh,
    }


def _records(name: str, library: Library) -> tuple[str, ...]:
    if name == recording.BOOSTER:
        return recording.keys_of_booster(library)
    return recording.keys_of_quiz(library, library.quiz(name))


def _item(answer: Answer, library: Library) -> dict[str, Any]:
    item = library.item(answer.item)
    options = {option.id: _explanation(answer.options[option.id], library) for option in item.options}
    return {
        **item_view(item),
        "starred": library.objective(item.objective).starred,
        "right": {"correct": list(answer.correct), "options": options},
    }


def _explanation(explanation: Explanation, library: Library) -> dict[str, Any]:
    sources = [library.source(source) for source in explanation.sources]
    return {
        "experience": explanation.experience,
        "instead": explanation.instead,
        "why": explanation.why,
        "sources": [{"short": source.short + source_flag(source), "url": source.url} for source in sources],
    }
