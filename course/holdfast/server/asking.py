"""What a learner is asked now on the page of a check, or on that of the refresher."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from holdfast import standing
from holdfast.interface_text import say
from holdfast.recording import BOOSTER
from holdfast.records.transactions import today
from holdfast.server.journeys import journey
from holdfast.standing import Door
from holdfast.wording import day

if TYPE_CHECKING:
    from holdfast.library import Library
    from holdfast.model import Assignment
    from holdfast.records import Learner
    from holdfast.server.services import Services
    from holdfast.standing import Journey


async def door(services: Services, learner: Learner, assignment: Assignment) -> Door:
    """Return whether a check can be answered now, and which of its questions."""
    if assignment.kind == "module":  # always open: nobody has to be looked up
        return Door(items=assignment.items)
    return standing.door(services.library, await journey(services, learner), assignment.id, today())


def on_page(library: Library, known: Journey, page: str) -> dict[str, Any]:
    """Return what a page's script is told: the questions that are asked, or why there are none."""
    if page in {module.id for module in library.course.modules}:
        return {}
    found = refresher(library, known) if page == BOOSTER else standing.door(library, known, page, today())
    return {"asked": list(found.items)} if found.is_open else {"closed": found.why}


def refresher(library: Library, known: Journey) -> Door:
    """Return which practice questions the refresher asks: those a pathway still needs, later those of a booster."""
    needed = standing.next_practice(library, known)
    if needed:
        return Door(items=needed)
    week = refresher_week(known)
    if week is not None:
        return Door(items=tuple(entry.item for entry in standing.booster(library, known, week).questions))
    if known.completion is None:
        return Door(why=say("The refresher opens one week after you have completed your way through the course."))
    first = standing.due_dates(known.completion.completed_on)[0][1]
    return Door(why=say("Your first refresher comes on {day}.", day=day(first)))


def refresher_week(known: Journey) -> int | None:
    """Return the week of the booster that has come round, or None before the first."""
    return standing.due_week(known.completion.completed_on, today()) if known.completion else None
