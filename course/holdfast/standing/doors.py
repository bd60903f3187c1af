"""Which check can be answered now, which of its questions are asked, and why not.

A page asks before it shows a check, and the server asks again before it takes answers in: a browser decides nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from holdfast import wording
from holdfast.interface_text import later, say
from holdfast.library import Library
from holdfast.model import Assignment
from holdfast.standing.completion import is_read, later_is_open, later_window
from holdfast.standing.forms import before_check, before_state
from holdfast.standing.journey import Journey
from holdfast.standing.outcome import final_outcome
from holdfast.standing.words import talk_to

_OTHER_WAY = later("This check belongs to another way through the course.")
_BEING_MARKED = later("Your answers to this check are being marked.")
_DONE = later("You have answered these questions already.")
_PAST = later("This check is for before the course. You have begun, so you can go on without it.")
_READ_FIRST = later("The final check opens when you have marked every part of your pathway as done.")
_OTHER_FORM = later("These are not the questions of your next try. The course’s first page leads to them.")
_NO_MEND = later("This question is asked when it is the one thing that is missing.")
_NOT_COMPLETE = later("This check opens six weeks after you have completed the pathway.")


@dataclass(frozen=True, kw_only=True)
class Door:
    """Whether a check can be answered now."""

    items: tuple[str, ...] = ()  #: what is asked; empty when it is closed
    why: str = ""  #: why it is closed, in one sentence

    @property
    def is_open(self) -> bool:
        """Whether it can be answered."""
        return not self.why


def door(library: Library, journey: Journey, assignment_id: str, today: date) -> Door:
    """Return whether a learner can answer a check now, and which of its questions.

    The check of a module is open to everyone, always.

    Raises:
        NotFound: The course has no such assignment.
    """
    check = library.assignment(assignment_id)
    if check.kind == "module":
        return Door(items=check.items)
    why = _shut(journey, check)
    return Door(why=say(why)) if why else _ask(library, journey, check, today)


def is_explained(library: Library, journey: Journey, assignment_id: str) -> bool:
    """Return whether a learner may read what is right in a check, and why.

    What is marked is explained, but the before-check only when the final is over: its questions may be asked again.
    """
    if journey.first_mark(assignment_id) is None:
        return False
    if library.assignment(assignment_id).kind != "before":
        return True
    return final_outcome(library, journey).state in {"passed", "talk"}


def _shut(journey: Journey, check: Assignment) -> str:
    """Return why a check is shut whatever its kind; empty where it is not."""
    if journey.pathway not in check.pathways:
        return _OTHER_WAY
    if journey.waits(check.id):
        return _BEING_MARKED
    return _DONE if journey.first_mark(check.id) is not None and check.kind != "final" else ""


def _ask(library: Library, journey: Journey, check: Assignment, today: date) -> Door:
    if check.kind == "before":
        return _before(library, journey, check)
    if check.kind == "final":
        return _final(library, journey, check)
    return _mend(library, journey, check) if check.kind == "mend" else _later(journey, check, today)


def _before(library: Library, journey: Journey, check: Assignment) -> Door:
    if check != before_check(library, journey):
        return Door(why=say(_OTHER_FORM))
    return Door(items=check.items) if before_state(library, journey) == "open" else Door(why=say(_PAST))


def _final(library: Library, journey: Journey, check: Assignment) -> Door:
    outcome = final_outcome(library, journey)
    if outcome.state == "talk":
        return Door(why=talk_to(journey.pathway))
    if outcome.state == "passed" or journey.first_mark(check.id) is not None:
        return Door(why=say(_DONE))
    if not is_read(library, journey):
        return Door(why=say(_READ_FIRST))
    return Door(items=outcome.items) if check == outcome.form else Door(why=say(_OTHER_FORM))


def _mend(library: Library, journey: Journey, check: Assignment) -> Door:
    offered = check in final_outcome(library, journey).mends
    return Door(items=check.items) if offered else Door(why=say(_NO_MEND))


def _later(journey: Journey, check: Assignment, today: date) -> Door:
    if later_is_open(journey, today):
        return Door(items=check.items)
    if journey.completion is None:
        return Door(why=say(_NOT_COMPLETE))
    opens = wording.day(later_window(journey.completion.completed_on)[0])
    return Door(why=say("This check opens on {day}.", day=opens))
