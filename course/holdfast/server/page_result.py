"""A marked attempt in words: what is solid, what to look at again, and why, question by question."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from holdfast.grading import decisions_on_longest_path
from holdfast.interface_text import say
from holdfast.server.page_debrief import Debrief, debrief
from holdfast.server.page_home import score
from holdfast.server.page_questions import Question, Row, questions

if TYPE_CHECKING:
    from collections.abc import Iterable

    from holdfast.grading import Replay
    from holdfast.library import Library
    from holdfast.model import Assignment, Key, Objective, Scenario
    from holdfast.records import Attempt
    from holdfast.server.page_standing import Link

_MOST = 0.75


@dataclass(frozen=True, kw_only=True)
class Result:
    """Everything the result page shows."""

    title: str
    assignment: str
    module_title: str
    module_number: int
    score: str
    words: str
    sent_on: date
    solid: tuple[Row, ...]
    again: tuple[Row, ...]
    questions: tuple[Question, ...]
    debrief: Debrief | None
    onward: Link  #: where the learner goes on


def result(
    library: Library, assignment: Assignment, attempt: Attempt, replay: Replay | None, key: Key, onward: Link
) -> Result:
    """Work out the result page of a marked attempt."""
    asked = questions(library, assignment, attempt, key)
    rows = list(_objective_rows(library, assignment, asked))
    scenario = library.scenario(assignment.scenario) if assignment.scenario else None
    if scenario is not None:
        rows.insert(0, _scenario_row(scenario, attempt))
    points, maximum = attempt.points or 0.0, attempt.maximum or sum(row.maximum for row in rows)
    module = library.module(assignment.module)
    return Result(
        title=assignment.title,
        assignment=assignment.id,
        module_title=module.title,
        module_number=module.number,
        score=score(points, maximum),
        words=_in_words(points, maximum),
        sent_on=attempt.opened_on,
        solid=tuple(row for row in rows if row.solid),
        again=tuple(sorted((row for row in rows if not row.solid), key=lambda row: not row.starred)),
        questions=asked,
        debrief=debrief(library, scenario, replay) if scenario is not None and replay is not None else None,
        onward=onward,
    )


def _in_words(points: float, maximum: float) -> str:
    if points >= maximum:
        return say("All of it is solid.")
    if points >= _MOST * maximum:
        return say("Most of it is solid.")
    return say("Part of it is solid, and some of it is worth another look.")


def _objective_rows(library: Library, assignment: Assignment, asked: tuple[Question, ...]) -> Iterable[Row]:
    """Yield a row for each objective, in the order it is first asked."""
    by_objective: dict[str, list[Row]] = {}
    for item_id, question in zip(assignment.items, asked, strict=True):
        by_objective.setdefault(library.item(item_id).objective, []).append(question.row)
    for objective_id, rows in by_objective.items():
        objective: Objective = library.objective(objective_id)
        yield Row(
            title=objective.short,
            points=sum(row.points for row in rows),
            maximum=sum(row.maximum for row in rows),
            starred=objective.starred,
        )


def _scenario_row(scenario: Scenario, attempt: Attempt) -> Row:
    return Row(
        title=say("The conversation: {title}", title=scenario.title),
        points=attempt.entries.get(scenario.id, 0.0),
        maximum=float(decisions_on_longest_path(scenario)),
    )
