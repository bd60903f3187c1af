"""ITM: what is right can be answered and earns everything, and every option is explained."""

from __future__ import annotations

from holdfast.checks._answers import answered, explained
from holdfast.checks._rules import Found, Subject, rule
from holdfast.checks.items import FEWEST_GROUPS, PLACED
from holdfast.grading import share

_SOME_WRONG = frozenset({"multiple", "spot"})


@rule("ITM003")
def right_answer_fails(subject: Subject) -> Found:
    """What a key or a quiz says is right can be answered, is complete, and earns everything."""
    for place, item, answer in answered(subject):
        if item.type in PLACED and len(item.groups) < FEWEST_GROUPS:
            continue  # ITM017 says so
        try:
            part = share(item, answer, answer.correct)
        except ValueError as error:
            yield place, str(error)
        else:
            if part < 1:
                yield place, f"The right answer to {item.id!r} earns only {part:.0%}."


@rule("ITM004")
def not_explained(subject: Subject) -> Found:
    """Every option is explained, and nothing else is."""
    for place, item, answer in answered(subject):
        options = {option.id for option in item.options}
        for option in sorted(options ^ set(answer.options)):
            lack = "has no explanation" if option in options else "is explained but is not an option"
            yield place, f"In {item.id!r}, {option!r} {lack}."


@rule("ITM005")
def wrong_without_misconception(subject: Subject) -> Found:
    """Every wrong option names the misconception it comes from."""
    for each in explained(subject):
        if each.right is False and each.explanation.misconception is None:
            yield each.place, f"The wrong option {each.option!r} names no misconception."


@rule("ITM006")
def right_with_misconception(subject: Subject) -> Found:
    """A right option names no misconception."""
    for each in explained(subject):
        if each.right and each.explanation.misconception is not None:
            yield each.place, f"The right option {each.option!r} names a misconception."


@rule("ITM007")
def how_many_right(subject: Subject) -> Found:
    """Where several options can be right, one is wrong; in a written answer all of them are looked for."""
    for place, item, answer in answered(subject):
        every = set(answer.correct) >= {option.id for option in item.options}
        if item.type in _SOME_WRONG and every:
            yield place, f"In the item {item.id!r} every option is right."
        if item.type == "short" and not every:
            yield place, f"The written answer {item.id!r} is compared with all its options: name them all."


@rule("ITM013")
def no_instead(subject: Subject) -> Found:
    """The explanation of a wrong option says what to do instead."""
    for each in explained(subject):
        if each.right is False and not each.explanation.instead.strip():
            yield each.place, f"The wrong option {each.option!r} does not say what to do instead."
