"""What a pathway asks for, in order: its core sections, the checks between them, and where to stop for today."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from holdfast.library import Library
from holdfast.model import Assignment, Module, Pathway
from holdfast.standing.forms import forms_of
from holdfast.standing.practice import ITEM_MINUTES, NEEDED

PartKind = Literal["section", "before", "check", "practice", "final"]

STOP_MINUTES = 15
"""About how long a reader goes on before the page says that they can stop."""
BUILDS_ON: dict[Pathway, Pathway] = {"trainer": "dsl"}
"""The pathway that should be taken first. It is said, and not enforced: it may have been taken elsewhere."""

_SHORTEST = 5  # minutes of a last stretch that is worth a stop before it


@dataclass(frozen=True, kw_only=True)
class Part:
    """One thing to read or to answer."""

    kind: PartKind
    key: str  #: the record key of a section, the id of a module's check; else the kind itself
    title: str
    minutes: float
    module: str = ""

    @property
    def counts(self) -> bool:
        """Whether it is needed and counts in the minutes; the check of a module never does."""
        return self.kind != "check"


@dataclass(frozen=True, kw_only=True)
class Plan:
    """The parts of one pathway, in order."""

    pathway: Pathway
    title: str
    minutes: int  #: nominal, of the whole pathway
    parts: tuple[Part, ...]

    @property
    def sections(self) -> tuple[str, ...]:
        """The record keys of the core sections."""
        return tuple(part.key for part in self.parts if part.kind == "section")


def plan(library: Library, pathway: Pathway) -> Plan:
    """Return what a pathway asks for, in order."""
    route = next((route for route in library.course.routes if route.id == pathway), None)
    parts = tuple(_parts(library, pathway))
    counted = round(sum(part.minutes for part in parts if part.counts))
    return Plan(
        pathway=pathway,
        title=route.title if route else pathway,
        minutes=route.minutes if route else counted,
        parts=parts,
    )


def checks_of(library: Library, module: Module, pathway: Pathway) -> tuple[Assignment, ...]:
    """Return the checks of a module that are for a pathway."""
    return tuple(check for check in library.course.checks_of(module.id) if pathway in check.pathways)


def stop_points(library: Library, pathway: Pathway) -> frozenset[str]:
    """Return the sections after which the page says that it is saved and one can stop, about every fifteen minutes."""
    return frozenset(_stops(plan(library, pathway)))


def _parts(library: Library, pathway: Pathway) -> Iterator[Part]:
    before = forms_of(library, "before", pathway)
    final = forms_of(library, "final", pathway)
    for number, module in enumerate(library.course.modules):
        for section in module.sections:
            if section.pathways.get(pathway) == "core":
                key = f"{module.id}/{section.id}"
                yield Part(kind="section", key=key, title=section.title, minutes=section.minutes, module=module.id)
        if number == 0 and before:
            yield Part(kind="before", key="before", title=before[0].title, minutes=before[0].minutes)
        for check in checks_of(library, module, pathway):
            yield Part(kind="check", key=check.id, title=check.title, minutes=check.minutes, module=module.id)
    if pathway in NEEDED:
        yield Part(kind="practice", key="practice", title="", minutes=NEEDED[pathway] * ITEM_MINUTES)
    if final:
        yield Part(kind="final", key="final", title=final[0].title, minutes=final[0].minutes)


def _stops(of: Plan) -> Iterator[str]:
    """Yield the ends of stretches that come nearest to the length wanted; a final begins after one."""
    parts = [part for part in of.parts if part.counts and part.kind != "practice"]
    since, left = 0.0, sum(part.minutes for part in parts if part.kind != "final")
    for part, following in itertools.pairwise(parts):
        since, left = since + part.minutes, left - part.minutes
        nearest = abs(since - STOP_MINUTES) <= abs(since + following.minutes - STOP_MINUTES)
        if part.kind == "section" and (following.kind == "final" or (nearest and left >= _SHORTEST)):
            yield part.key
            since = 0.0
