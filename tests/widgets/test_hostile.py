"""A browser that lies: no widget takes more from it than an answer that can be, and what is refused is logged."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

import pytest

from holdfast_widgets import ActionPlan, Assessment, OffenceFinder, Quiz, Scenario, StageTimeline
from holdfast_widgets._base import HoldfastWidget

MAKE: dict[str, Callable[[], HoldfastWidget]] = {
    "scenario": lambda: Scenario("friday-twenty-past-three"),
    "quiz": lambda: Quiz("m4-first-minute"),
    "assessment": lambda: Assessment("m4-responding"),
    "stage timeline": StageTimeline,
    "offence finder": OffenceFinder,
    "action plan": ActionPlan,
}
MEGABYTE = "x" * 1_000_000
FORGED = {
    "kind": "scenario",
    "name": "m4-responding",
    "view": {"records": ["m4-responding"]},
    "saving": {"code": "saved", "words": "Saved"},
    "_esm": "export default { render() {} }",
    "_css": "body { display: none }",
    "_model_name": "DOMWidgetModel",
    "score": 11,
    "points": 11,
    "record_keys": ["anything"],
}
WRONG = [
    None,
    7,
    "text",
    ["a"],
    {"m4-responding": [11]},
    {"another-item": ["a"]},
    {"m4-responding/order": ["1"], "04_responding/first-minute": ["done"], "stages": ["x"]},
    {"friday-twenty-past-three": [MEGABYTE]},
    {"friday-twenty-past-three": ["repair"] * 10_000},
    {"stages": "approach"},
    {MEGABYTE: ["a"]},
    {"__proto__": ["a"]},
]


@pytest.fixture(params=MAKE)
def widget(request: pytest.FixtureRequest) -> HoldfastWidget:
    return MAKE[request.param]()


def _state(widget: HoldfastWidget) -> dict[str, Any]:
    return {name: getattr(widget, name) for name in widget.keys if name not in {"layout", "tabbable", "tooltip"}}


@pytest.mark.parametrize("trait", FORGED)
def test_no_trait_but_an_answer_is_taken(widget: HoldfastWidget, trait: str, caplog: pytest.LogCaptureFixture) -> None:
    before = _state(widget)
    with caplog.at_level(logging.WARNING, "holdfast.widgets"):
        widget.set_state({trait: FORGED[trait]})
    assert _state(widget) == before
    assert trait in caplog.text


@pytest.mark.parametrize("value", WRONG, ids=lambda value: repr(value)[:30])
def test_no_value_is_taken_that_cannot_be(
    widget: HoldfastWidget, value: object, caplog: pytest.LogCaptureFixture
) -> None:
    before = _state(widget)
    with caplog.at_level(logging.WARNING, "holdfast.widgets"):
        widget.set_state({"value": value})
    assert _state(widget) == before
    assert "value" in caplog.text
    assert len(caplog.text) < 2_000
