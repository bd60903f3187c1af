"""Practice questions, explained at once: never marked, and nobody has to answer them."""

from __future__ import annotations

from typing import Any, ClassVar

from holdfast import recording
from holdfast.library import Library
from holdfast.model import Answer, Explanation
from holdfast.model import Quiz as QuizContent
from holdfast.panels import source_flag
from holdfast_widgets._base import HoldfastWidget, composed, library_of
from holdfast_widgets._items import item_view


class Quiz(HoldfastWidget):
    """A few practice questions, each with its explanation.

    `value` is ``{item id: answer}``, with ``<item id>/certainty`` where somebody said how sure they were, and
    ``<quiz id>/order``. What is right is in `view`, so no question of an assignment can be in a quiz.

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
            name: Its id.
            library: Where it is; the course's own content unless given.

        Raises:
            NotFound: There is no such quiz.
            ValueError: One of its items is marked in an assignment, whose key would reach the browser.
        """
        content = library_of(library)
        quiz = content.quiz(name)
        _refuse_marked(quiz, content)
        records = recording.keys_of_quiz(content, quiz)
        super().__init__(name, view=view_of(quiz, content), records=records, library=content)


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
    return {"id": quiz.id, "title": quiz.title, "items": [_item(answer, library) for answer in quiz.items]}


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
