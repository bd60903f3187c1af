"""Where a learner is: what is done, how many minutes are left, and the one place to go on."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from holdfast.interface_text import say
from holdfast.library import Library
from holdfast.model import Assignment, Module
from holdfast.standing.completion import later_check, later_is_open
from holdfast.standing.forms import before_check, before_state
from holdfast.standing.journey import Journey
from holdfast.standing.outcome import FinalOutcome, final_outcome
from holdfast.standing.plan import Part, checks_of, plan
from holdfast.standing.practice import ITEM_MINUTES, next_practice, practice_left

StepKind = Literal["section", "before", "check", "practice", "final", "mend", "talk", "later", "certificate"]
CheckState = Literal["open", "marking", "not-marked", "done"]


@dataclass(frozen=True, kw_only=True)
class Step:
    """The one place to go on."""

    kind: StepKind
    key: str = ""  #: the record key of a section, the id of an assignment; else empty
    title: str
    minutes: float = 0
    items: tuple[str, ...] = ()  #: what a check, a try or practice asks
    waiting: bool = False  #: whether it was handed in and is being marked


@dataclass(frozen=True, kw_only=True)
class CheckStanding:
    """The check of a module."""

    assignment: Assignment
    state: CheckState


@dataclass(frozen=True, kw_only=True)
class ModuleStanding:
    """One module on a learner's pathway."""

    module: Module
    core: bool  #: whether anything in it is core on this pathway; else it is there for whoever wants more
    minutes: int
    minutes_left: int
    sections: int
    sections_done: int
    following: str  #: the record key of the section to go on with, or of the first when all is done
    checks: tuple[CheckStanding, ...]

    @property
    def done(self) -> bool:
        """Whether every section that counts here is done; the checks never decide it."""
        return self.sections_done == self.sections


def next_step(library: Library, journey: Journey, today: date) -> Step:
    """Return the one place where a learner goes on.

    That is the first core section, before-check, check of a module or final that is not done. The check of a module
    that was passed by is not asked for again, and the before-check not once the course has begun.
    """
    parts = plan(library, journey.pathway).parts
    outcome = final_outcome(library, journey)
    for place, part in enumerate(parts):
        if not _is_done(library, journey, outcome, part) and not _is_passed_by(journey, outcome, part, parts[place:]):
            return _step(library, journey, outcome, part)
    return _afterwards(library, journey, today)


def minutes_left(library: Library, journey: Journey) -> int:
    """Return about how many of the pathway's nominal minutes are left."""
    the_plan = plan(library, journey.pathway)
    outcome = final_outcome(library, journey)
    counted = [part for part in the_plan.parts if part.counts]
    total = sum(part.minutes for part in counted)
    left = sum(
        part.minutes * (_share_left(outcome) if part.kind == "final" else 1.0)
        for part in counted
        if not _is_done(library, journey, outcome, part)
    )
    return math.ceil(the_plan.minutes * left / total) if total else 0


def _share_left(outcome: FinalOutcome) -> float:
    """Return how much of the final is still to be answered: a second try asks only what was missed."""
    asked = len(outcome.mends) if outcome.state == "mend" else len(outcome.items)
    return asked / outcome.questions if outcome.tries and outcome.questions else 1.0


def module_map(library: Library, journey: Journey) -> tuple[ModuleStanding, ...]:
    """Return how each module stands; one with nothing core on this pathway is shown with all its sections."""
    return tuple(_module(library, journey, module) for module in library.course.modules)


def check_state(journey: Journey, assignment_id: str) -> CheckState:
    """Return how the check of a module stands: its last submission says."""
    states = [attempt.state for attempt in journey.attempts if attempt.assignment == assignment_id]
    if not states:
        return "open"
    return "done" if states[-1] == "marked" else states[-1]


def _module(library: Library, journey: Journey, module: Module) -> ModuleStanding:
    core = [section for section in module.sections if section.pathways.get(journey.pathway) == "core"]
    sections = core or list(module.sections)
    keys = [f"{module.id}/{section.id}" for section in sections]
    left = [key for key in keys if not journey.has_done(key)]
    return ModuleStanding(
        module=module,
        core=bool(core),
        minutes=math.ceil(sum(section.minutes for section in sections)),
        minutes_left=math.ceil(
            sum(section.minutes for section, key in zip(sections, keys, strict=True) if key in left)
        ),
        sections=len(sections),
        sections_done=len(sections) - len(left),
        following=(left or keys or [""])[0],
        checks=tuple(
            CheckStanding(assignment=check, state=check_state(journey, check.id))
            for check in checks_of(library, module, journey.pathway)
        ),
    )


def _is_done(library: Library, journey: Journey, outcome: FinalOutcome, part: Part) -> bool:
    match part.kind:
        case "section":
            return journey.has_done(part.key)
        case "before":
            return before_state(library, journey) != "open"
        case "check":
            return check_state(journey, part.key) in {"done", "marking"}
        case "practice":
            return not practice_left(library, journey)
        case "final":
            return outcome.state == "passed"


def _is_passed_by(journey: Journey, outcome: FinalOutcome, part: Part, onward: Sequence[Part]) -> bool:
    """Return whether it is a module's check that the learner has left behind."""
    if part.kind != "check":
        return False
    return bool(outcome.tries) or any(later.kind == "section" and journey.has_done(later.key) for later in onward)


def _step(library: Library, journey: Journey, outcome: FinalOutcome, part: Part) -> Step:
    check = before_check(library, journey)
    if part.kind == "before" and check is not None:
        return _whole("before", check)
    if part.kind == "check":
        return _whole("check", library.assignment(part.key))
    if part.kind == "practice":
        items = next_practice(library, journey)
        return Step(kind="practice", title=say("Practise"), minutes=len(items) * ITEM_MINUTES, items=items)
    if part.kind == "final":
        return _final_step(journey, outcome)
    return Step(kind="section", key=part.key, title=part.title, minutes=part.minutes)


def _final_step(journey: Journey, outcome: FinalOutcome) -> Step:
    if outcome.mends:
        # One that is being marked lets the next one be answered meanwhile.
        mend = min(outcome.mends, key=lambda mend: journey.waits(mend.id))
        return _whole("mend", mend, waiting=journey.waits(mend.id))
    if outcome.form is None:
        return Step(kind="talk", title=say("Somebody to talk to"))
    form = outcome.form
    part = replace(_whole("final", form, waiting=journey.waits(form.id)), items=outcome.items)
    return replace(part, minutes=form.minutes * len(outcome.items) / len(form.items))


def _afterwards(library: Library, journey: Journey, today: date) -> Step:
    later = later_check(library, journey)
    if later is not None and later_is_open(journey, today) and journey.first_mark(later.id) is None:
        return _whole("later", later, waiting=journey.waits(later.id))
    return Step(kind="certificate", title=say("Your record of learning"))


def _whole(kind: StepKind, check: Assignment, *, waiting: bool = False) -> Step:
    return Step(kind=kind, key=check.id, title=check.title, minutes=check.minutes, items=check.items, waiting=waiting)
