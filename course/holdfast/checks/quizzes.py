"""ITM: a quiz is practice, made of items that exist."""

from __future__ import annotations

from collections import Counter

from holdfast.checks._rules import Found, Subject, rule


@rule("ITM019")
def unknown_part(subject: Subject) -> Found:
    """The items of a quiz and its module exist, and no item stands in it twice."""
    modules = {module.id for module in subject.library.course.modules}
    for quiz in subject.library.quizzes.values():
        for item, count in Counter(answer.item for answer in quiz.items).items():
            if item not in subject.library.items or count > 1:
                place = subject.at("quiz", quiz.id, "items", item)
                yield place, f"There is no item {item!r}, or {quiz.id!r} names it twice."
        if quiz.module not in modules:
            yield subject.at("quiz", quiz.id, "module"), f"There is no module {quiz.module!r} for {quiz.id!r}."
