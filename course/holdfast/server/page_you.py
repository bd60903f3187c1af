"""What a learner's own page says: their name, their way, how they stand, and their record of learning."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from holdfast import standing
from holdfast.interface_text import say, say_many
from holdfast.panels import minutes_in_words
from holdfast.server import page_confidence
from holdfast.server.page_standing import Link, ObjectiveRow, later_in_words, objective_rows, url_of
from holdfast.wording import day, nation_name

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from holdfast.library import Library
    from holdfast.records import Completion, Learner
    from holdfast.standing import Journey

LONGEST_NAME = 120


@dataclass(frozen=True, kw_only=True)
class Held:
    """One pathway that was completed."""

    number: int  #: its place among the learner's own, from one on: it names its files
    title: str
    facts: str
    name: str
    code: str


@dataclass(frozen=True, kw_only=True)
class You:
    """Everything the page shows."""

    name: str
    pathway: str
    nation: str
    held: tuple[Held, ...]
    can_record: bool  #: whether the record of the pathway can be made now
    missing: tuple[str, ...]  #: what is missing for it, in sentences
    onward: Link | None
    later: str
    later_check: str  #: the check some weeks later while it waits to be answered; empty otherwise
    asks_how_sure: bool  #: whether the statements at the end are there to be answered
    objectives: tuple[ObjectiveRow, ...]
    errors: Mapping[str, str] = field(default_factory=dict)  #: a sentence by the name of the form
    sent: str = ""  #: the name that has to be mended


def you(
    library: Library,
    learner: Learner,
    journey: Journey,
    completions: Sequence[Completion],
    today: date,
    errors: Mapping[str, str] | None = None,
    sent: str = "",
) -> You:
    """Work out a learner's own page.

    Args:
        library: The course.
        learner: Whose page it is.
        journey: Their way on the pathway they chose.
        completions: All they have completed, the oldest first.
        today: The day it is.
        errors: What has to be mended, a sentence by the name of the form.
        sent: The name that was sent with it.
    """
    complete = standing.is_complete(library, journey)
    return You(
        name=learner.name,
        pathway=_way(library, journey),
        nation=nation_name(learner.nation) if learner.nation else say("not chosen: all nations are shown"),
        held=tuple(_held(library, number, entry) for number, entry in enumerate(completions, start=1)),
        can_record=complete and journey.completion is None,
        missing=() if complete else tuple(_missing(library, journey)),
        onward=None if complete else _onward(library, journey, today),
        later=later_in_words(library, journey, today),
        later_check=_later_check(library, journey, today),
        asks_how_sure=page_confidence.is_open(library, journey),
        objectives=objective_rows(library, journey),
        errors=errors or {},
        sent=sent,
    )


def _later_check(library: Library, journey: Journey, today: date) -> str:
    check = standing.later_check(library, journey)
    return check.id if check and standing.door(library, journey, check.id, today).is_open else ""


def _way(library: Library, journey: Journey) -> str:
    plan = standing.plan(library, journey.pathway)
    return f"{plan.title} · {minutes_in_words(plan.minutes)}"


def _held(library: Library, number: int, entry: Completion) -> Held:
    titles = {route.id: route.title for route in library.course.routes}
    facts = (
        say("completed on {day}", day=day(entry.completed_on)),
        minutes_in_words(entry.minutes),
        say("version {version}", version=entry.content_version),
    )
    return Held(
        number=number,
        title=titles.get(standing.pathway_of(entry.pathway), entry.pathway),
        facts=" · ".join(facts),
        name=entry.name,
        code=entry.code,
    )


def _missing(library: Library, journey: Journey) -> Iterator[str]:
    """Yield what is still needed, in sentences."""
    left = [key for key in standing.plan(library, journey.pathway).sections if not journey.has_done(key)]
    if left:
        parts = say_many(
            "{number} part is still to be read and marked as done.",
            "{number} parts are still to be read and marked as done.",
            len(left),
        )
        yield f"{parts} {say('“Go on” at the end of a part marks it as done.')}"
    if practice := standing.practice_left(library, journey):
        yield say_many(
            "{number} practice question is still to be answered. It does not have to be right.",
            "{number} practice questions are still to be answered. They do not have to be right.",
            practice,
        )
    outcome = standing.final_outcome(library, journey)
    if outcome.state == "not-begun":
        yield say("The final check is still to come.")
    if outcome.state not in {"none", "passed"}:
        yield from standing.outcome_in_words(library, journey.pathway, outcome)


def _onward(library: Library, journey: Journey, today: date) -> Link:
    step = standing.next_step(library, journey, today)
    return Link(url=url_of(library, journey, step), words=say("Go on: {title}", title=step.title))
