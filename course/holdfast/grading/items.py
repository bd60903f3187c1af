"""Which answers to a question can be, and what they are worth."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from holdfast.grading.result import Result, quoted
from holdfast.model import Answer, Item, ItemKey

DO_NOT_KNOW = "i-do-not-know"
"""The answer of somebody who does not know: to any question, alone, and worth nothing."""

_ONE = frozenset({"single", "sentence"})
_PLACED = frozenset({"matching", "sorting"})
_FEWEST_GROUPS = 2


class ImpossibleAnswer(ValueError):  # noqa: N818  (it says what happened)
    """An answer that the question does not offer. Its text is one sentence that says why."""


def check_answer(item: Item, answer: Sequence[str]) -> None:
    """Make sure that a question can be answered so. No answer at all, or `DO_NOT_KNOW`, is always possible.

    Raises:
        ImpossibleAnswer: It names an option or a group that the question does not have, an option twice, more options
            than one where one is asked for, or only some of the options where all are put in order.
    """
    if not is_unknown(answer):
        _check(item, answer, "answer")


def is_unknown(answer: Sequence[str]) -> bool:
    """Return whether an answer says that somebody does not know."""
    return list(answer) == [DO_NOT_KNOW]


def share(item: Item, right: Answer, answer: Sequence[str]) -> float:
    """Return how much of a question an answer gets right, from 0 to 1, before points and stars.

    Raises:
        ImpossibleAnswer: As in `check_answer`.
        ValueError: What is said to be right does not fit the item.
    """
    check_answer(item, answer)
    _check_right(item, right)
    return _part(item, right.correct, answer) if answer and not is_unknown(answer) else 0.0


def grade_item(item: Item, key: ItemKey, answer: Sequence[str], *, starred: bool) -> Result:
    """Return what an answer earns; the order in which options were shown does not matter.

    Args:
        item: The question.
        key: Its key.
        answer: The words of the answer; none earns 0.
        starred: Whether the item's objective is safety-critical, which leaves only whole points.

    Raises:
        ImpossibleAnswer: As in `check_answer`.
        ValueError: The key does not fit the item.
    """
    part = share(item, key, answer)
    if starred and part < 1:
        part = 0.0
    points = key.points if part == 1 else min(round(key.points * part, 2), key.points)
    return Result(points=float(points), maximum=float(key.points))


def _part(item: Item, correct: Sequence[str], answer: Sequence[str]) -> float:
    match item.type:
        case "single" | "sentence":
            return float(list(answer) == list(correct))
        case "multiple" | "spot" | "short":
            return _several(frozenset(correct), frozenset(answer))
        case "ordering":
            return _ordered(correct, answer)
        case "matching" | "sorting":
            return _placed(frozenset(correct), frozenset(answer), len(item.groups))


def _several(right: frozenset[str], chosen: frozenset[str]) -> float:
    return max(0, len(chosen & right) - len(chosen - right)) / len(right)


def _ordered(right: Sequence[str], answer: Sequence[str]) -> float:
    """Kendall's rank correlation (Kendall, 1938): pairs in the right order less pairs in the wrong one, of all."""
    place = {option: number for number, option in enumerate(answer)}
    pairs = [1 if place[before] < place[after] else -1 for before, after in combinations(right, 2)]
    return max(0, sum(pairs)) / len(pairs)


def _placed(right: frozenset[str], answer: frozenset[str], groups: int) -> float:
    """Formula scoring (Frary, 1988): a wrong one of k groups takes away 1 / (k - 1), so guessing earns nothing."""
    wrong = len(answer - right)
    return max(0.0, len(answer & right) - wrong / (groups - 1)) / len(right)


def _check(item: Item, answer: Sequence[str], what: str) -> None:
    options = {option.id for option in item.options}
    groups = {group.id for group in item.groups}
    seen: set[str] = set()
    for word in answer:
        option, group = _parts(item, word)
        if option not in options:
            raise ImpossibleAnswer(f"The question {quoted(item.id)} has no option {quoted(option)}.")
        if item.type in _PLACED and group not in groups:
            raise ImpossibleAnswer(f"The question {quoted(item.id)} has no group {quoted(group)}.")
        if option in seen:
            raise ImpossibleAnswer(f"The {what} to {quoted(item.id)} has the option {quoted(option)} twice.")
        seen.add(option)
    if item.type in _ONE and len(seen) > 1:
        raise ImpossibleAnswer(f"The question {quoted(item.id)} takes one option.")
    if item.type == "ordering" and seen and seen != options:
        raise ImpossibleAnswer(f"The question {quoted(item.id)} takes all its options, in an order.")


def _parts(item: Item, word: object) -> tuple[str, str]:
    """Return the option and the group that a word of an answer names; what is no text names nothing there is."""
    if not isinstance(word, str):
        return repr(word), ""
    if item.type not in _PLACED:
        return word, ""
    option, _, group = word.partition(":")
    return option, group


def _check_right(item: Item, right: Answer) -> None:
    if right.item != item.id:
        raise ValueError(f"The key of {quoted(right.item)} is not the key of the question {quoted(item.id)}.")
    try:
        _check(item, right.correct, "key")
    except ImpossibleAnswer as error:
        raise ValueError(f"The key of the question {quoted(item.id)} does not fit it: {error}") from error
    if item.type in _PLACED and (len(right.correct) < len(item.options) or len(item.groups) < _FEWEST_GROUPS):
        raise ValueError(
            f"The key of the question {quoted(item.id)} must place every option, in one of two groups or more."
        )
