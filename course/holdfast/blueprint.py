"""The table of what is taught, practised and assessed where, written from the course. `holdfast generate` calls it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from holdfast.library import Library
from holdfast.model import Objective

_HEAD = """\
# Blueprint: where each objective is taught, practised and assessed

Written by `holdfast generate` from the course; `holdfast check` fails when it is out of date. A star marks what keeps
people safe. P, Q and R are parallel forms, M is the one more question that can mend a miss.

| objective | pathways | taught in | practised by | scenarios | assessed by |
|---|---|---|---|---|---|
"""


def path(library: Library) -> Path:
    """Return where the table is kept."""
    return library.folders.content / "blueprint.md"


def table(library: Library) -> str:
    """Return the table as Markdown, one row an objective, and the minutes of each route below."""
    rows = "".join(f"| {' | '.join(_cells(library, each))} |\n" for each in library.course.objectives)
    return f"{_HEAD}{rows}{_routes(library)}"


def _cells(library: Library, objective: Objective) -> Iterator[str]:
    star = " ★" if objective.starred else ""
    yield f"`{objective.id}`{star}"
    yield ", ".join(objective.pathways)
    yield ", ".join(
        f"{module.number:02} {section.title}"
        for module in library.course.modules
        for section in module.sections
        if objective.id in section.objectives
    )
    items = [item for item in library.items.values() if item.objective == objective.id]
    yield ", ".join(f"`{item.id}`" for item in items if item.exposure == "practice")
    yield ", ".join(f"`{entry.id}`" for entry in library.scenarios.values() if objective.id in entry.objectives)
    yield ", ".join(_uses(library, [item.id for item in items if item.exposure == "marked"])) or "practice only"


def _uses(library: Library, items: list[str]) -> Iterator[str]:
    for entry in library.course.assignments:
        count = len(set(entry.items) & set(items)) if entry.kind != "module" else 0
        if count:
            yield f"{entry.id}{f' ({count})' if count > 1 else ''}"


def _routes(library: Library) -> str:
    lines = ["", "| route | minutes it says | minutes of its core sections |", "|---|---|---|"]
    for route in library.course.routes:
        core = sum(module.minutes(route.id) for module in library.course.modules)
        lines.append(f"| {route.title} | {route.minutes} | {core:g} |")
    return "\n".join(lines) + "\n" if library.course.routes else ""
