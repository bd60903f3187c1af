"""Which parts of a module a session of so many minutes shows: those that its run sheet names, in its order."""

from __future__ import annotations

from collections.abc import Mapping

from holdfast.errors import UserError
from holdfast.library import Library
from holdfast.model import KitRun, Module
from holdfast.wording import listed


def plan(library: Library, module: Module, minutes: int) -> Mapping[str, float]:
    """Return the minutes of each part of a session, in order.

    Args:
        library: The course.
        module: The module whose slides are shown.
        minutes: How long the session is.

    Raises:
        UserError: The course has no run sheet for it.
    """
    sheets = [
        section
        for part in library.kit.values()
        for section in part.sections
        if isinstance(section, KitRun) and section.module == module.id
    ]
    for sheet in sheets:
        if sheet.minutes == minutes:
            return {row.section: row.minutes for row in sheet.rows if row.section}
    if not sheets:
        raise UserError(f"There is no run sheet for the module {module.id}: leave the minutes out to have all of it.")
    there = listed(str(each) for each in sorted(sheet.minutes for sheet in sheets))
    raise UserError(f"There is no run sheet of {minutes} minutes for the module {module.id}: there are {there}.")
