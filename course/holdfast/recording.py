"""What can be kept of a learner, by record key: the one rule for the server, for answers.json and for the widgets.

| record key | holds |
|---|---|
| scenario id | the path: choice ids, "repair" after a weaker choice that was put right |
| item id | the answer, as `holdfast.grading.check_answer` says |
| ``<item id>/certainty`` | how sure the learner was: one of `CERTAINTIES` (practice of starred objectives) |
| ``<assignment or quiz id>/order``, ``booster/order`` | the seed of the order in which options were shown |
| ``<module id>/<section id>`` | `DONE` |
| ``stages`` | the stages at which the learner broke the chain, in the order of the register |
| ``action-plan/<field id>`` | one line of the school's own plan |
| ``confidence-then/<n>`` | how sure of the n-th statement, thinking back to before: one of `CONFIDENCES` |
| ``confidence-now/<n>`` | the same, for now |

Nothing else is kept, and no text about a case: what a learner writes in practice stays on the page.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from holdfast import grading
from holdfast.interface_text import say
from holdfast.library import Library
from holdfast.model import Assignment, Quiz

DONE = ["done"]
CERTAINTIES = ("not-sure", "fairly-sure", "sure")
STAGES = "stages"
BOOSTER = "booster"
"""The page, and the quiz on it, with all practice questions; each learner is asked a few of them."""
CONFIDENCES = ("1", "2", "3", "4", "5")
CONFIDENCE_TIMES = ("confidence-then", "confidence-now")
STATEMENTS = 5
"""How many "I could ..." statements are asked at the end, each for then and for now."""

MAX_WORDS = 200
"""The most words in one record."""
MAX_LETTERS = 121
"""The longest word of a record: two ids and the sign between them."""
MAX_LINE = 100
"""The longest line of an action plan."""

_PLAN = "action-plan/"
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_JOINERS = frozenset("\u200c\u200d")  # hidden, but part of names in many scripts


class ImpossibleRecord(ValueError):  # noqa: N818  (it says what happened)
    """Something that cannot be kept. Its text is one sentence that says why."""


def check(library: Library, key: str, value: Sequence[str]) -> None:
    """Make sure that a value can stand under a record key. Nothing (an empty list) always can, where the key exists.

    Raises:
        ImpossibleRecord: There is no such record key, or the value cannot be.
        ImpossiblePath: The path of a scenario cannot have been walked.
        ImpossibleAnswer: The question does not offer that answer.
    """
    if key in library.scenarios:
        grading.replay(library.scenarios[key], value)
    elif key in library.items:
        grading.check_answer(library.items[key], value)
    elif not _known(library, key, value):
        raise ImpossibleRecord(say("There is no such question in this course."))


def keys_of_assignment(assignment: Assignment) -> tuple[str, ...]:
    """Return the record keys an assignment is made of: what is marked, then the order it was shown in."""
    scenario = (assignment.scenario,) if assignment.scenario else ()
    return (*scenario, *assignment.items, order_key(assignment.id))


def keys_of_quiz(library: Library, quiz: Quiz) -> tuple[str, ...]:
    """Return the record keys a quiz may write; certainty is asked of starred objectives only."""
    items = [answer.item for answer in quiz.items]
    starred = [item for item in items if library.objective(library.item(item).objective).starred]
    return (*items, *(certainty_key(item) for item in starred), order_key(quiz.id))


def keys_of_booster(library: Library) -> tuple[str, ...]:
    """Return the record keys a booster may write: those of all practice questions, and the order of its own."""
    keys = (keys_of_quiz(library, quiz) for quiz in library.quizzes.values())
    return (*(key for own in keys for key in own if not key.endswith("/order")), order_key(BOOSTER))


def keys_of_plan(library: Library) -> tuple[str, ...]:
    """Return the record keys of the action plan, in its order."""
    return tuple(f"{_PLAN}{field.id}" for part in library.action_plan.values() for field in part.fields)


def keys_of_confidence() -> tuple[str, ...]:
    """Return the record keys of the statements of confidence: all of then, and all of now."""
    return tuple(f"{time}/{number}" for time in CONFIDENCE_TIMES for number in range(1, STATEMENTS + 1))


def keys_of_sections(library: Library) -> frozenset[str]:
    """Return the record keys of all sections of all modules."""
    return frozenset(f"{module.id}/{section.id}" for module in library.course.modules for section in module.sections)


def order_key(name: str) -> str:
    """Return the record key of the order in which an assignment or a quiz shows options."""
    return f"{name}/order"


def certainty_key(item: str) -> str:
    """Return the record key of how sure the learner was of an item."""
    return f"{item}/certainty"


def _known(library: Library, key: str, value: Sequence[str]) -> bool:
    """Check every key that is no question; return False where there is none such."""
    name, _, last = key.partition("/")
    if key in keys_of_sections(library):
        _need(list(value) in ([], DONE), say("A part of a module can only be marked as done."))
    elif last == "order" and name in {BOOSTER, *library.quizzes, *(entry.id for entry in library.course.assignments)}:
        whole = not value or grading.seed_of(value) is not None
        _need(whole, say("The seed of an order is one number below 2 to the 32."))
    elif last == "certainty" and name in library.items:
        known = len(value) <= 1 and set(value) <= set(CERTAINTIES)
        _need(known, say("How sure somebody is has no such answer."))
    elif key == STAGES and library.stages:
        in_order = [stage for stage in library.stages if stage in value]
        _need(list(value) == in_order, say("The stages are those of the register, each once and in its order."))
    elif key in keys_of_confidence():
        known = len(value) <= 1 and set(value) <= set(CONFIDENCES)
        _need(known, say("How confident somebody is has no such answer."))
    elif key in keys_of_plan(library):
        _check_line(value)
    else:
        return False
    return True


def _check_line(value: Sequence[str]) -> None:
    _need(len(value) <= 1, say("A field of the action plan takes one line."))
    for line in value:
        _need(len(line) <= MAX_LINE, say("A line of the action plan takes {number} characters.", number=MAX_LINE))
        hidden = any(unicodedata.category(letter) in _HIDDEN and letter not in _JOINERS for letter in line)
        plain = line.strip() != "" and not hidden
        _need(plain, say("A line of the action plan takes letters, numbers and signs only."))


def _need(holds: bool, sentence: str) -> None:
    if not holds:
        raise ImpossibleRecord(sentence)
