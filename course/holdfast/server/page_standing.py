"""Where a step leads and how objectives stand, as several pages show them: `holdfast.standing` in links and words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from holdfast import standing
from holdfast.interface_text import say
from holdfast.wording import day

if TYPE_CHECKING:
    from holdfast.library import Library
    from holdfast.standing import Journey, Step

RECORD = "/you#record"
REFRESHER = "/booster"


@dataclass(frozen=True, kw_only=True)
class Link:
    """Words that lead somewhere."""

    url: str
    words: str


@dataclass(frozen=True, kw_only=True)
class ObjectiveRow:
    """How one objective stands."""

    title: str
    words: str
    solid: bool
    again: bool  #: whether it is worth another look
    waits: bool  #: whether nothing has asked about it yet
    reading: tuple[Link, ...]  #: where to look


def url_of(library: Library, journey: Journey, step: Step) -> str:
    """Return the page on which a step is taken."""
    match step.kind:
        case "section":
            return section_url(step.key)
        case "practice":
            return REFRESHER
        case "certificate":
            return RECORD
        case "talk":
            return f"/result/{standing.final_outcome(library, journey).tries[-1].form.id}"
        case _:
            return f"/{'result' if step.waiting else 'check'}/{step.key}"


def section_url(key: str) -> str:
    """Return the page of a section, by its record key."""
    return f"/modules/{key}"


def titles_of_sections(library: Library) -> dict[str, str]:
    """Return the title of every section, by its record key."""
    return {f"{module.id}/{part.id}": part.title for module in library.course.modules for part in module.sections}


def objective_rows(library: Library, journey: Journey) -> tuple[ObjectiveRow, ...]:
    """Return how the objectives of the pathway stand; what is worth another look says where to read."""
    titles = titles_of_sections(library)

    def rows() -> Iterator[ObjectiveRow]:
        for entry in standing.objectives(library, journey):
            again = entry.state == "revisit"
            keys = standing.reading(library, journey, [entry.objective.id]) if again else ()
            reading = tuple(Link(url=section_url(key), words=titles[key]) for key in keys)
            yield ObjectiveRow(
                title=entry.objective.short,
                words=entry.words,
                solid=entry.state == "solid",
                again=again,
                waits=entry.state == "not-asked",
                reading=reading,
            )

    return tuple(rows())


def later_in_words(library: Library, journey: Journey, today: date) -> str:
    """Return when the check some weeks later is there; empty where there is none, or it has been answered."""
    check = standing.later_check(library, journey)
    if check is None or journey.completion is None or journey.first_mark(check.id) is not None:
        return ""
    first, last = standing.later_window(journey.completion.completed_on)
    if today < first:
        return say("A short check some weeks later opens on {first}. It is for you alone.", first=day(first))
    return say("A short check is open for you. The best time for it is until {last}.", last=day(last))
