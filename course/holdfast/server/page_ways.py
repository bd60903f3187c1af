"""Where "Go on" leads from a section: for each pathway its own way, on one page that is the same for everyone.

The page shows the way of all staff and the next section; a script brings out the reader's own way in its place.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from holdfast import standing
from holdfast.interface_text import say
from holdfast.server.page_cards import audience
from holdfast.server.page_standing import section_url

if TYPE_CHECKING:
    from holdfast.library import Library
    from holdfast.model import Module, Pathway, Section
    from holdfast.standing import Part


@dataclass(frozen=True, kw_only=True)
class Onward:
    """Where "Go on" leads."""

    url: str
    title: str
    whom: str = ""  #: for whom this way is, where there are several
    pathways: tuple[Pathway, ...] = ()  #: whose own way it is
    always: bool = False  #: whether it is shown to everyone


def ways(library: Library, module: Module, section: Section) -> tuple[Onward, ...]:
    """Return the ways on: that of all staff first, the next section, and those of other pathways."""
    found: dict[str, Onward] = {}
    for pathway in _pathways(library):
        way = _own(library, pathway, module, section)
        known = found.setdefault(way.url, way)
        found[way.url] = replace(known, pathways=(*known.pathways, pathway))
    first, *others = found.values()
    following = _following(module, section)
    shown = [replace(first, always=not others)]
    if following is not None:
        url = section_url(f"{module.id}/{following.id}")
        if url == first.url:
            shown = [replace(first, always=True)]
        else:
            own = next((way for way in others if way.url == url), Onward(url=url, title=following.title))
            others = [way for way in others if way.url != url]
            shown.append(replace(own, whom=audience(following), always=True))
    return (*shown, *others)


def stops_after(library: Library, module: Module, section: Section) -> tuple[Pathway, ...]:
    """Return the pathways on which this section is a good place to stop."""
    key = f"{module.id}/{section.id}"
    return tuple(pathway for pathway in _pathways(library) if key in standing.stop_points(library, pathway))


def core_for(section: Section) -> tuple[Pathway, ...]:
    """Return the pathways that need a section."""
    return tuple(pathway for pathway, place in section.pathways.items() if place == "core")


def _pathways(library: Library) -> tuple[Pathway, ...]:
    others = (route.id for route in library.course.routes if route.id != standing.DEFAULT_PATHWAY)
    return (standing.DEFAULT_PATHWAY, *others)


def _own(library: Library, pathway: Pathway, module: Module, section: Section) -> Onward:
    """Return the way of one pathway: its next part; from a section that it does not have, the next section."""
    key = f"{module.id}/{section.id}"
    parts = standing.plan(library, pathway).parts
    place = next((number for number, part in enumerate(parts) if part.key == key), None)
    following = _following(module, section)
    if place is not None:
        return _to(parts[place + 1] if place + 1 < len(parts) else None, key)
    if following is not None:
        return Onward(url=section_url(f"{module.id}/{following.id}"), title=following.title)
    return _to(next((part for part in parts if _comes_after(library, part, module)), None), key)


def _comes_after(library: Library, part: Part, module: Module) -> bool:
    if part.kind == "check":
        return library.module(part.module).number >= module.number
    return part.kind == "section" and library.module(part.module).number > module.number


def _to(part: Part | None, key: str) -> Onward:
    """Return the way to a part; one that is not the same for every learner is found when it is asked for."""
    if part is not None and part.kind == "section":
        return Onward(url=section_url(part.key), title=part.title)
    if part is not None and part.kind == "check":
        return Onward(url=f"/check/{part.key}", title=part.title)
    return Onward(url=f"/next?after={key}", title=(part.title if part else "") or say("what comes next"))


def _following(module: Module, section: Section) -> Section | None:
    place = module.sections.index(section) + 1
    return module.sections[place] if place < len(module.sections) else None
