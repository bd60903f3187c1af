"""The plan of a session is the run sheet's: its parts, in its order, with its minutes."""

from __future__ import annotations

from holdfast.library import Library
from holdfast.model import KitRun
from holdfast.slides.session import plan


def test_the_plan_names_the_parts_of_the_run_sheet_in_their_order(library: Library) -> None:
    sheets = [each for part in library.kit.values() for each in part.sections if isinstance(each, KitRun)]
    assert sheets
    for sheet in sheets:
        found = plan(library, library.module(sheet.module), sheet.minutes)
        assert list(found.items()) == [(row.section, row.minutes) for row in sheet.rows if row.section]
