"""The help register: who helps, how to reach them, and when."""

from __future__ import annotations

from html import escape

from holdfast import help_register
from holdfast.interface_text import say
from holdfast.library import Library, library
from holdfast.model import Nation, Resource
from holdfast.panels._base import Panel, chosen
from holdfast.wording import NATION_NAMES


def help_list(nation: Nation | None = None, *, course: Library | None = None) -> Panel:
    """Return the help register.

    Args:
        nation: Only what serves this nation, its own services and those of the whole United Kingdom together. Without
            it, what serves everyone comes first, and what one nation has of its own is folded under its name.
        course: Whose register; the course's own unless given.

    Raises:
        NotFound: There is no such nation.
    """
    course = course or library()
    if nation is not None:
        return Panel(f'<div class="hf-help">{_groups(help_register.of_nation(course, nation))}</div>')
    everywhere, *nations = help_register.sections(course)
    folded = "".join(_fold(area, say("Only in {nation}", nation=area.name)) for area in nations)
    return Panel(f'<div class="hf-help">{_groups(everywhere)}{folded}</div>')


def help_by_nation(*, course: Library | None = None) -> Panel:
    """Return one fold for each nation, with everything that serves it: its own services and those of all.

    Args:
        course: Whose register; the course's own unless given.
    """
    course = course or library()
    areas = [help_register.of_nation(course, nation) for nation in NATION_NAMES]
    folds = "".join(_fold(area, area.name) for area in areas)
    return Panel(f'<div class="hf-help">{folds}</div>')


def services(*ids: str, course: Library | None = None) -> Panel:
    """Return some services of the register, where a page needs a few numbers and not all of them.

    Args:
        ids: The services to show, in this order.
        course: Whose register; the course's own unless given.

    Raises:
        NotFound: There is no such service.
    """
    course = course or library()
    shown = "".join(_service(entry) for entry in chosen("resource", ids, course.resources))
    return Panel(f'<div class="hf-help"><ul class="hf-services hf-card">{shown}</ul></div>')


def _fold(area: help_register.Area, title: str) -> str:
    summary = f"<summary><span>{escape(title)}</span></summary>"
    return f'<details class="hf-fold">{summary}{_groups(area)}</details>'


def _groups(area: help_register.Area) -> str:
    return "".join(
        f'<h3>{escape(group.title)}</h3><ul class="hf-services hf-card">'
        f"{''.join(_service(entry) for entry in group.resources)}</ul>"
        for group in area.groups
    )


def _service(entry: Resource) -> str:
    channels = "".join(
        f'<li>{escape(help_register.reach(channel))}<a href="{escape(channel.target)}" rel="noreferrer noopener">'
        f"{escape(channel.label)}</a></li>"
        for channel in entry.channels
    )
    flag = (
        "" if entry.status == "verified" else f' <span class="hf-flag">{escape(say("not yet confirmed by us"))}</span>'
    )
    whom = say("For: {whom}.", whom=entry.audience)
    return (
        f'<li class="hf-service"><p class="hf-service-name"><strong>{escape(entry.name)}</strong>{flag}</p>'
        f'<p>{escape(entry.purpose)} <span class="hf-soft">{escape(whom)}</span></p>'
        f'<ul class="hf-channels">{channels}</ul><p class="hf-soft">{escape(help_register.hours(entry))}</p></li>'
    )
