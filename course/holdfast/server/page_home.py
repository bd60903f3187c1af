"""What the home page says: how far a learner is, in words, and the one place to go on."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdfast import standing
from holdfast.interface_text import say
from holdfast.panels import minutes_in_words
from holdfast.server.page_cards import Card, cards, other_cards
from holdfast.server.page_standing import (
    RECORD,
    REFRESHER,
    Link,
    ObjectiveRow,
    later_in_words,
    objective_rows,
    section_url,
    url_of,
)

if TYPE_CHECKING:
    from datetime import date

    from holdfast.library import Library
    from holdfast.model import Section
    from holdfast.standing import Journey, Step


@dataclass(frozen=True, kw_only=True)
class Minutes:
    """How long the pathway takes, and how much of it is left."""

    total: int
    left: int

    @property
    def done(self) -> int:
        """The minutes behind the learner."""
        return self.total - self.left


@dataclass(frozen=True, kw_only=True)
class Row:
    """A part of a stretch."""

    title: str
    url: str
    done: bool


@dataclass(frozen=True, kw_only=True)
class Stretch:
    """What can be done in one go; after it the learner can stop."""

    minutes: int
    done: bool
    rows: tuple[Row, ...]


@dataclass(frozen=True, kw_only=True)
class Home:
    """Everything the home page shows that is not the course's own text."""

    begun: bool
    kicker: str
    minutes: Minutes
    resume: Link  #: the one primary button
    second: Link | None
    notes: tuple[str, ...]  #: what changed for the learner, and when the later check is there
    cards: tuple[Card, ...]
    others: tuple[Card, ...]  #: modules with nothing that this pathway needs
    stretches: tuple[Stretch, ...]
    objectives: tuple[ObjectiveRow, ...]


def home(library: Library, journey: Journey, today: date) -> Home:
    """Work out the home page of one learner."""
    plan = standing.plan(library, journey.pathway)
    minutes = Minutes(total=plan.minutes, left=standing.minutes_left(library, journey))
    resume, second = onward(library, journey, today)
    return Home(
        begun=bool(journey.answers or journey.attempts),
        kicker=f"{plan.title} · {_minutes_in_words(minutes)}",
        minutes=minutes,
        resume=resume,
        second=second,
        notes=tuple(
            filter(None, (*standing.change_in_words(library, journey), later_in_words(library, journey, today)))
        ),
        cards=tuple(cards(library, journey)),
        others=tuple(other_cards(library, journey)),
        stretches=tuple(_stretches(library, journey)),
        objectives=objective_rows(library, journey),
    )


def is_extra(section: Section) -> bool:
    """Return whether a section is core for nobody: more practice, which is never needed."""
    return "core" not in section.pathways.values()


def short_minutes(minutes: float) -> str:
    """Return a length of time for a narrow list."""
    return say("{number} min", number=math.ceil(minutes))


def score(points: float, maximum: float) -> str:
    """Return points as text: 7 of 8, or 6.5 of 8."""
    return say("{points} of {maximum}", points=f"{points:.4g}", maximum=f"{maximum:.4g}")


def _minutes_in_words(minutes: Minutes) -> str:
    about = say("about {length}", length=minutes_in_words(minutes.total))
    if minutes.left == minutes.total:
        return about
    left = say("{length} left", length=minutes_in_words(minutes.left)) if minutes.left else say("all done")
    return f"{about} · {left}"


def onward(library: Library, journey: Journey, today: date) -> tuple[Link, Link | None]:
    """Return the one place to go on, and where a refresher is due also the record."""
    step = standing.next_step(library, journey, today)
    record = Link(url=RECORD, words=say("Your record of learning"))
    if step.kind == "certificate" and journey.completion is not None:
        if standing.due_week(journey.completion.completed_on, today) is None:
            return record, None
        return Link(url=REFRESHER, words=say("Five-minute refresher")), record
    return Link(url=url_of(library, journey, step), words=_words(journey, step)), None


def _words(journey: Journey, step: Step) -> str:
    if step.kind in {"talk", "certificate"}:
        return step.title
    if step.waiting:
        return say("See how it stands: {title}", title=step.title)
    if journey.answers or journey.attempts:
        return say("Go on: {title}", title=step.title)
    return say("Start: {title}", title=step.title)


def _stretches(library: Library, journey: Journey) -> Iterator[Stretch]:
    """Yield the core sections from one stop to the next."""
    stops = standing.stop_points(library, journey.pathway)
    rows: list[Row] = []
    minutes = 0.0
    parts = [part for part in standing.plan(library, journey.pathway).parts if part.kind == "section"]
    for place, part in enumerate(parts):
        rows.append(Row(title=part.title, url=section_url(part.key), done=journey.has_done(part.key)))
        minutes += part.minutes
        if part.key in stops or place == len(parts) - 1:
            yield Stretch(minutes=math.ceil(minutes), done=all(row.done for row in rows), rows=tuple(rows))
            rows, minutes = [], 0.0
