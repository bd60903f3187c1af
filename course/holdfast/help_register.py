"""The help register in the order it is shown: by nation and need, in the panel of every page, and in the footer.

Used by `holdfast.panels` (the list in lessons and on the help page) and by the page templates.
"""

from __future__ import annotations

from dataclasses import dataclass

from holdfast.interface_text import later, say
from holdfast.library import Library, NotFound
from holdfast.model import Channel, Nation, Resource
from holdfast.wording import NATION_NAMES, nation_name

_GROUPS = {
    "emergency": later("Someone is in danger now"),
    "young-person": later("For a young person"),
    "adult": later("For an adult"),
    "staff": later("For you and other staff"),
    "report": later("To report it"),
    "removal": later("To get images taken down"),
}
_VERBS = {
    "phone": later("Call"),
    "text": later("Text"),
    "web": later("Website:"),
    "chat": later("Chat:"),
    "email": later("Email"),
    "bsl": later("British Sign Language:"),
    "relay": later("Relay UK:"),
}


@dataclass(frozen=True, kw_only=True)
class Group:
    """Services for one need."""

    title: str
    resources: tuple[Resource, ...]


@dataclass(frozen=True, kw_only=True)
class Area:
    """The services of the whole United Kingdom, or of one nation."""

    name: str
    groups: tuple[Group, ...]


def sections(library: Library) -> tuple[Area, ...]:
    """Return all services: those of the whole United Kingdom first, then what each nation has of its own."""
    resources = tuple(library.resources.values())
    areas = [Area(name="", groups=_grouped(tuple(entry for entry in resources if _everywhere(entry))))]
    for nation, name in NATION_NAMES.items():
        own = tuple(entry for entry in resources if nation in entry.nations and not _everywhere(entry))
        if own:
            areas.append(Area(name=say(name), groups=_grouped(own)))
    return tuple(areas)


def of_nation(library: Library, nation: Nation) -> Area:
    """Return what serves one nation: its own services and those of the whole United Kingdom, together by need.

    Raises:
        NotFound: There is no such nation.
    """
    name = nation_name(known_nation(nation))
    serving = tuple(entry for entry in library.resources.values() if nation in entry.nations)
    return Area(name=name, groups=_grouped(serving))


def known_nation(nation: Nation) -> Nation:
    """Return the nation; raise `NotFound` where there is none of that name (a notebook's text is not type-checked)."""
    if nation not in NATION_NAMES:
        raise NotFound("nation", nation, NATION_NAMES)
    return nation


def quick(library: Library) -> tuple[Resource, ...]:
    """Return the few services that stand in the panel of every page, the most urgent first."""
    chosen = (entry for entry in library.resources.values() if entry.panel)
    return tuple(sorted(chosen, key=lambda entry: list(_GROUPS).index(entry.group)))


def footer(library: Library) -> tuple[Resource, ...]:
    """Return the services that stand in the footer of every page."""
    return tuple(entry for entry in library.resources.values() if entry.footer)


def reach(channel: Channel) -> str:
    """Return what to do with a channel, such as "Call " before a number; nothing where the label says it itself."""
    verb = say(_VERBS[channel.kind])
    says_it = channel.label.lower().startswith(verb.lower().rstrip(":"))
    return "" if says_it else f"{verb} "


def hours(entry: Resource) -> str:
    """Return when a service answers, or where to find out."""
    return entry.hours or say("See the service’s own page for hours.")


def _everywhere(entry: Resource) -> bool:
    return len(entry.nations) == len(NATION_NAMES)


def _grouped(entries: tuple[Resource, ...]) -> tuple[Group, ...]:
    groups = ((title, tuple(entry for entry in entries if entry.group == group)) for group, title in _GROUPS.items())
    return tuple(Group(title=say(title), resources=members) for title, members in groups if members)
