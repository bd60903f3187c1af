"""What a browser draws of a question, for every widget that asks one. Nothing here knows a key."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from holdfast.model import Item, Option


def item_view(item: Item) -> dict[str, Any]:
    """Return what is drawn of a question: no objective, no points, nothing of what is right."""
    return {
        "id": item.id,
        "type": item.type,
        "stem": list(item.stem),
        "question": item.question,
        "options": _options(item.options),
        "groups": _options(item.groups),
        "passage": list(item.passage),
    }


def _options(options: Iterable[Option]) -> list[dict[str, str]]:
    return [{"id": option.id, "text": option.text, "note": option.note} for option in options]
