"""What the home page says: how far a learner is, in words, and the one place to go on."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdfast import panels
from holdfast.panels import minutes_in_words

if TYPE_CHECKING:
    from holdfast.library import Library
    from holdfast.model import Assignment, Module
    from holdfast.records import Attempt
    from holdfast.server.pages import Progress


@dataclass(frozen=True, kw_only=True)
class Minutes:
    """How long the course takes, and how much of it is left."""

    total: int
    left: int

    @property
    def done(self) -> int:
        """The minutes behind the learner."""
        return self.total - self.left


@dataclass(frozen=True, kw_only=True)
class Card:
    """One module or check on the home page."""

    number: int | None  #: the module's number; None for a check
    title: str
    summary: str
    facts: str  #: minutes and state, in words
    done: bool
    url: str
    action: str  #: the word on its link, which does not repeat the title


@dataclass(frozen=True, kw_only=True)
class Resume:
    """The one primary button."""

    url: str
    words: str


@dataclass(frozen=True, kw_only=True)
class Home:
    """Everything the home page shows that is not the course's own text."""

    minutes: Minutes
    standing: panels.Panel  #: what is done and what is left, in words
    resume: Resume
    cards: tuple[Card, ...]


def home(library: Library, progress: Progress) -> Home:
    """Work out the home page of one learner."""
    cards: list[Card] = []
    for module in library.course.modules:
        cards.append(_module_card(module, progress))
        if module.assignment is not None:
            cards.append(_check_card(library.assignment(module.assignment), progress))
    return Home(
        minutes=_minutes(library, progress),
        standing=panels.progress(_parts(library, progress)),
        resume=_resume(library, progress),
        cards=tuple(cards),
    )


def minutes_of(library: Library) -> dict[str, float]:
    """Return the minutes of every part of the course, by section key or assignment id."""
    parts: dict[str, float] = {}
    for module in library.course.modules:
        parts.update({f"{module.id}/{section.id}": section.minutes for section in module.sections})
        if module.assignment is not None:
            parts[module.assignment] = library.assignment(module.assignment).minutes
    return parts


def short_minutes(minutes: float) -> str:
    """Return a length of time for a narrow list."""
    return f"{math.ceil(minutes)} min"


def score(points: float, maximum: float) -> str:
    """Return points as text: 7 of 8, or 6.5 of 8."""
    return f"{points:.4g} of {maximum:.4g}"


def _minutes(library: Library, progress: Progress) -> Minutes:
    parts = minutes_of(library)
    left = sum(minutes for part, minutes in parts.items() if not _is_done(part, progress))
    return Minutes(total=math.ceil(sum(parts.values())), left=math.ceil(left))


def _parts(library: Library, progress: Progress) -> Iterator[panels.Part]:
    for module in library.course.modules:
        for section in module.sections:
            done = _is_done(f"{module.id}/{section.id}", progress)
            yield panels.Part(title=section.title, minutes=section.minutes, done=done)
        if module.assignment is not None:
            check = library.assignment(module.assignment)
            yield panels.Part(title=check.title, minutes=check.minutes, done=_is_done(check.id, progress))


def _is_done(part: str, progress: Progress) -> bool:
    return part in progress.done or _is_marked(progress.results.get(part))


def _is_marked(attempt: Attempt | None) -> bool:
    return attempt is not None and attempt.state == "marked"


def _done_sections(module: Module, progress: Progress) -> int:
    return sum(f"{module.id}/{section.id}" in progress.done for section in module.sections)


def _module_card(module: Module, progress: Progress) -> Card:
    done, of = _done_sections(module, progress), len(module.sections)
    state = "done" if done == of else f"{done} of {of} sections done" if done else "not started"
    length = minutes_in_words(sum(section.minutes for section in module.sections))
    following = next((part for part in module.sections if f"{module.id}/{part.id}" not in progress.done), None)
    section = following or module.sections[0]
    return Card(
        number=module.number,
        title=module.title,
        summary=module.summary,
        facts=f"{length} · {state}",
        done=done == of,
        url=f"/modules/{module.id}/{section.id}",
        action="Read again" if following is None else "Go on" if done else "Start",
    )


def _check_card(assignment: Assignment, progress: Progress) -> Card:
    attempt = progress.results.get(assignment.id)
    marked = _is_marked(attempt)
    asked = len(assignment.items)
    parts = f"{asked} question{'s' if asked != 1 else ''}" + (" and one conversation" if assignment.scenario else "")
    return Card(
        number=None,
        title=assignment.title,
        summary=f"{parts}, explained afterwards. You can try again as often as you like.",
        facts=f"{minutes_in_words(assignment.minutes)} · {_attempt_in_words(attempt)}",
        done=marked,
        url=f"/result/{assignment.id}" if attempt else f"/check/{assignment.id}",
        action="See your result" if marked else "See how it stands" if attempt else "Look ahead",
    )


def _attempt_in_words(attempt: Attempt | None) -> str:
    if attempt is None:
        return "not tried yet"
    if attempt.state == "not-marked":
        return "not marked: open it to see why"
    if attempt.state != "marked" or attempt.points is None or attempt.maximum is None:
        return "being marked"
    return f"done, {score(attempt.points, attempt.maximum)}"


def _resume(library: Library, progress: Progress) -> Resume:
    """Return the first thing not done, in course order; when all is done, the last result or the beginning."""
    word = "Resume" if progress.done or any(progress.results.values()) else "Start"
    last = Resume(url="/", words="Start")
    for module in library.course.modules:
        for section in module.sections:
            url = f"/modules/{module.id}/{section.id}"
            if f"{module.id}/{section.id}" not in progress.done:
                return Resume(url=url, words=f"{word}: {section.title}")
            last = Resume(url=url, words=f"Read again: {section.title}")
        if module.assignment is not None:
            title = library.assignment(module.assignment).title
            if not _is_marked(progress.results.get(module.assignment)):
                return Resume(url=f"/check/{module.assignment}", words=f"{word}: {title}")
            last = Resume(url=f"/result/{module.assignment}", words=f"See your result: {title}")
    return last
