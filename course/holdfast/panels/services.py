"""The help register: who helps, how to reach them, and when."""

from __future__ import annotations

from html import escape

from holdfast import help_register
from holdfast.library import Library, library
from holdfast.model import Nation, Resource
from holdfast.panels._base import Panel


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
    folded = "".join(
        f'<details class="hf-fold"><summary><span>Only in {escape(area.name)}</span></summary>{_groups(area)}</details>'
        for area in nations
    )
    return Panel(f'<div class="hf-help">{_groups(everywhere)}{folded}</div>')


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
    flag = "" if entry.status == "verified" else ' <span class="hf-flag">number not yet confirmed by us</span>'
    return (
        f'<li class="hf-service"><p class="hf-service-name"><strong>{escape(entry.name)}</strong>{flag}</p>'
        f'<p>{escape(entry.purpose)} <span class="hf-soft">For: {escape(entry.audience)}.</span></p>'
        f'<ul class="hf-channels">{channels}</ul><p class="hf-soft">{escape(help_register.hours(entry))}</p></li>'
    )
