"""One question of an assignment alone on a page: for the tests of one question type."""

from __future__ import annotations

from typing import Any

from holdfast_widgets.assessment import Assessment


def alone(asked: Assessment, item_id: str, **change: Any) -> dict[str, Any]:
    """Return the view of an assignment with one of its questions alone, changed where asked."""
    return {**asked.view, "items": [{**item, **change} for item in asked.view["items"] if item["id"] == item_id]}
