"""The school's own plan: names and numbers, line by line, and the card that is printed from them."""

from __future__ import annotations

from typing import Any, ClassVar

from holdfast import help_register, recording
from holdfast.interface_text import say
from holdfast.library import Library
from holdfast.model import PlanPart, Resource
from holdfast_widgets._base import HoldfastWidget, composed, library_of


class ActionPlan(HoldfastWidget):
    """The lines of the plan, each kept by itself, and a card of the most needed ones.

    `value` holds one line for each field, or nothing where it is empty. Names and numbers of staff and services only.

    Example:
        >>> ActionPlan().record_keys[0]
        'action-plan/lead'
    """

    KIND: ClassVar[str] = "action-plan"
    PARTS: ClassVar[tuple[str, ...]] = ("_card", "action_plan")
    _esm = composed("js", *PARTS)
    _css = composed("css", *PARTS)

    def __init__(self, *, library: Library | None = None) -> None:
        """Show the plan.

        Args:
            library: Where its fields and the help register are; the course's own content unless given.
        """
        content = library_of(library)
        super().__init__("action-plan", view=view_of(content), records=recording.keys_of_plan(content), library=content)


def view_of(library: Library) -> dict[str, Any]:
    """Return what the browser draws: the parts with the record key of each field, and who helps."""
    keys = iter(recording.keys_of_plan(library))
    parts = library.action_plan.values()
    return {
        "parts": [_part(part, {field.id: next(keys) for field in part.fields}) for part in parts],
        "help": [_service(entry) for entry in help_register.footer(library)],
        "longest": recording.MAX_LINE,
    }


def _part(part: PlanPart, keys: dict[str, str]) -> dict[str, Any]:
    fields = [{"key": keys[field.id], **field.model_dump(exclude={"id"})} for field in part.fields]
    return {"id": part.id, "title": part.title, "lead": part.lead, "fields": fields}


def _service(entry: Resource) -> dict[str, Any]:
    flag = "" if entry.status == "verified" else " " + say("(not yet confirmed by us)")
    return {
        "name": entry.name,
        "audience": entry.audience + flag,
        "numbers": [channel.label for channel in entry.channels if channel.kind == "phone"],
        "urgent": entry.group == "emergency",
    }
