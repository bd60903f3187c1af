"""When a pathway is complete, what is said of it then, and when the check some weeks later opens.

| pathway | complete when |
|---|---|
| all staff, safeguarding leads | every core section is marked as done, and the final is passed |
| essentials | every core section is marked as done, and five practice questions are answered |
| trainers | every core section is marked as done, and three practice questions for trainers are answered |
| leaders and governors | every core section is marked as done |

Never needed: the before-check, the checks of modules, extra sections, the later check, a way through a scenario, a
right answer in practice. A section that was done with a colleague or on paper is marked as done like any other.
The same table, for people, is ``course/guides/completion.md``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from holdfast.library import Library
from holdfast.model import Assignment, Nation, Pathway
from holdfast.standing.forms import forms_of
from holdfast.standing.journey import Journey
from holdfast.standing.outcome import PROVISIONAL, final_outcome
from holdfast.standing.plan import plan
from holdfast.standing.practice import practice_left

LATER_FROM = timedelta(weeks=6)
LATER_TO = timedelta(weeks=8)


@dataclass(frozen=True, kw_only=True)
class Achieved:
    """What a completion says beside whose it is, when, and its code."""

    pathway: Pathway
    nation: Nation | None
    content_version: str
    law_as_at: date
    minutes: int
    assessed: bool  #: whether a final check was passed
    provisional: bool  #: whether a pass mark was needed that is provisional


def is_complete(library: Library, journey: Journey) -> bool:
    """Return whether everything that the learner's pathway needs is done."""
    if practice_left(library, journey):
        return False
    return is_read(library, journey) and final_outcome(library, journey).state in {"none", "passed"}


def is_read(library: Library, journey: Journey) -> bool:
    """Return whether every core section is marked as done; a pathway without any is never read."""
    sections = plan(library, journey.pathway).sections
    return bool(sections) and all(map(journey.has_done, sections))


def achieved(library: Library, journey: Journey) -> Achieved:
    """Return what a completion says; raise `ValueError` where the pathway is not complete."""
    if not is_complete(library, journey):
        raise ValueError(f"The pathway {journey.pathway!r} is not complete.")
    course, outcome = library.course, final_outcome(library, journey)
    return Achieved(
        pathway=journey.pathway,
        nation=journey.nation,
        content_version=course.version,
        law_as_at=course.law_as_at,
        minutes=plan(library, journey.pathway).minutes,
        assessed=outcome.state == "passed",
        provisional=PROVISIONAL and outcome.state == "passed",
    )


def later_check(library: Library, journey: Journey) -> Assignment | None:
    """Return the check some weeks later of the learner's pathway, or None where it has none."""
    return next(iter(forms_of(library, "later", journey.pathway)), None)


def later_window(completed_on: date) -> tuple[date, date]:
    """Return the first and the last day on which the later check is due; it stays open afterwards."""
    return completed_on + LATER_FROM, completed_on + LATER_TO


def later_is_open(journey: Journey, today: date) -> bool:
    """Return whether the later check can be answered: from six weeks after completion on."""
    return journey.completion is not None and today >= later_window(journey.completion.completed_on)[0]
