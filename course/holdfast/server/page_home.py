"""What the home page says: how far a learner is, in words, and the one place to go on."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdfast import panels
from holdfast.interface_text import later, say, say_many
from holdfast.panels import minutes_in_words

if TYPE_CHECKING:
    from holdfast.library import Library
    from holdfast.model import Assignment, Module, Pathway, Section
    from holdfast.records import Attempt
    from holdfast.server.pages import Progress


PATHWAY: Pathway = "all-staff"
"""Whose minutes are counted and whose sections come next."""
_AUDIENCES: dict[Pathway, str] = {
    "dsl": later("For safeguarding leads"),
    "leaders": later("For leaders"),
    "trainer": later("For trainers"),
}


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
        cards += [_check_card(check, progress) for check in _checks(library, module)]
    return Home(
        minutes=_minutes(library, progress),
        standing=panels.progress(_parts(library, progress)),
        resume=_resume(library, progress),
        cards=tuple(cards),
    )


def minutes_of(library: Library) -> dict[str, float]:
    """Return the minutes of every part that counts, by section key or assignment id."""
    return {key: part.minutes for key, part in _counted(library)}


def audience(section: Section) -> str:
    """Return whom a section is for where it is not for everyone, in a word or two; empty where it is."""
    if section.pathways.get(PATHWAY) == "core":
        return ""
    core = [say(words) for pathway, words in _AUDIENCES.items() if section.pathways.get(pathway) == "core"]
    return core[0] if core else say("More practice")


def is_extra(section: Section) -> bool:
    """Return whether a section is core for nobody: more practice, which is never needed."""
    return "core" not in section.pathways.values()


def _core(module: Module) -> list[Section]:
    return [section for section in module.sections if section.pathways.get(PATHWAY) == "core"]


def _checks(library: Library, module: Module) -> list[Assignment]:
    return [check for check in library.course.checks_of(module.id) if PATHWAY in check.pathways]


def _counted(library: Library) -> Iterator[tuple[str, Section | Assignment]]:
    """Yield every part that counts, in course order, with the key it is done under."""
    for module in library.course.modules:
        yield from ((f"{module.id}/{section.id}", section) for section in _core(module))
        yield from ((check.id, check) for check in _checks(library, module))


def short_minutes(minutes: float) -> str:
    """Return a length of time for a narrow list."""
    return say("{number} min", number=math.ceil(minutes))


def score(points: float, maximum: float) -> str:
    """Return points as text: 7 of 8, or 6.5 of 8."""
    return say("{points} of {maximum}", points=f"{points:.4g}", maximum=f"{maximum:.4g}")


def _minutes(library: Library, progress: Progress) -> Minutes:
    parts = minutes_of(library)
    left = sum(minutes for part, minutes in parts.items() if not _is_done(part, progress))
    return Minutes(total=math.ceil(sum(parts.values())), left=math.ceil(left))


def _parts(library: Library, progress: Progress) -> Iterator[panels.Part]:
    for key, part in _counted(library):
        yield panels.Part(title=part.title, minutes=part.minutes, done=_is_done(key, progress))


def _is_done(part: str, progress: Progress) -> bool:
    return part in progress.done or _is_marked(progress.results.get(part))


def _is_marked(attempt: Attempt | None) -> bool:
    return attempt is not None and attempt.state == "marked"


def _module_card(module: Module, progress: Progress) -> Card:
    parts = _core(module) or list(module.sections)
    following = next((part for part in parts if f"{module.id}/{part.id}" not in progress.done), None)
    done = sum(f"{module.id}/{part.id}" in progress.done for part in parts)
    section = following or parts[0]
    whom = audience(parts[0])
    length = minutes_in_words(sum(part.minutes for part in parts))
    return Card(
        number=module.number,
        title=module.title,
        summary=module.summary,
        facts=" · ".join(fact for fact in (whom, length, _sections_in_words(done, len(parts))) if fact),
        done=following is None,
        url=f"/modules/{module.id}/{section.id}",
        action=say("Read again") if following is None else say("Go on") if done else say("Start"),
    )


def _check_card(assignment: Assignment, progress: Progress) -> Card:
    attempt = progress.results.get(assignment.id)
    marked = _is_marked(attempt)
    return Card(
        number=None,
        title=assignment.title,
        summary=_check_in_words(assignment),
        facts=f"{minutes_in_words(assignment.minutes)} · {_attempt_in_words(attempt)}",
        done=marked,
        url=f"/result/{assignment.id}" if attempt else f"/check/{assignment.id}",
        action=say("See your result") if marked else say("See how it stands") if attempt else say("Look ahead"),
    )


def _sections_in_words(done: int, number: int) -> str:
    if not done:
        return say("not started")
    return say("done") if done == number else say("{done} of {number} sections done", done=done, number=number)


def _check_in_words(assignment: Assignment) -> str:
    if assignment.scenario:
        return say_many(
            "{number} question and one conversation, explained afterwards. You can try again as often as you like.",
            "{number} questions and one conversation, explained afterwards. You can try again as often as you like.",
            len(assignment.items),
        )
    return say_many(
        "{number} question, explained afterwards. You can try again as often as you like.",
        "{number} questions, explained afterwards. You can try again as often as you like.",
        len(assignment.items),
    )


def _attempt_in_words(attempt: Attempt | None) -> str:
    if attempt is None:
        return say("not tried yet")
    if attempt.state == "not-marked":
        return say("not marked: open it to see why")
    if attempt.state != "marked" or attempt.points is None or attempt.maximum is None:
        return say("being marked")
    return say("done, {score}", score=score(attempt.points, attempt.maximum))


def _resume(library: Library, progress: Progress) -> Resume:
    """Return the first part that counts and is not done, in course order; when all is done, the last one."""
    word = say("Resume") if progress.done or any(progress.results.values()) else say("Start")
    last = Resume(url="/", words=say("Start"))
    for key, part in _counted(library):
        check = "/" not in key
        if not _is_done(key, progress):
            return Resume(url=f"/check/{key}" if check else f"/modules/{key}", words=f"{word}: {part.title}")
        url, again = (f"/result/{key}", say("See your result")) if check else (f"/modules/{key}", say("Read again"))
        last = Resume(url=url, words=f"{again}: {part.title}")
    return last
