"""Names of people and pathways: what stands in their place, and what is said when not all of one can be shown."""

from __future__ import annotations

from dataclasses import replace

from holdfast.documents.typesetting import Printed
from holdfast.interface_text import later, say
from holdfast.library import Library

LOST_LETTERS = later(
    "This name has letters that this document cannot show. They were left out here, not in the record."
)


def shown_name(name: Printed) -> Printed:
    """Return a name, or the words that stand in its place where nothing of it can be shown."""
    if name.text:
        return name
    return replace(name, text=say("(name not shown)") if name.lost else say("(no name given)"), from_the_right=False)


def pathway_name(pathway: str | None, library: Library) -> str:
    """Return the title of a pathway; one that the course no longer has keeps its id."""
    titles: dict[str, str] = {route.id: route.title for route in library.course.routes}
    return titles.get(pathway, pathway) if pathway else say("none chosen yet")
