"""What a browser and Python may set on an offence finder, and that nothing of it is recorded."""

from __future__ import annotations

import logging
from datetime import date

import pytest
import traitlets

from holdfast_widgets.offence_finder import OffenceFinder

THREAT = {"threat": ["threat-to-share-image"], "image": ["image-photo"]}


def test_a_browser_may_set_nation_day_and_facts() -> None:
    widget = OffenceFinder()
    widget.set_state({"nation": "wales", "on": "1900-01-01", "facts": THREAT | {"also": []}})
    assert (widget.nation, widget.on, widget.facts) == ("wales", "1900-01-01", THREAT | {"also": []})
    widget.set_state({"nation": "", "on": "2100-12-31", "facts": {}})
    assert (widget.nation, widget.on, widget.facts) == ("", "2100-12-31", {})


@pytest.mark.parametrize(
    ("trait", "value"),
    [
        ("value", {}),
        ("value", {"threat": ["threat-to-share-image"]}),
        ("view", {"questions": []}),
        ("_esm", "export default { render() { steal() } }"),
        ("name", "another"),
        ("nation", "france"),
        ("nation", None),
        ("nation", ["wales"]),
        ("on", ""),
        ("on", None),
        ("on", 20261120),
        ("on", "20261120"),
        ("on", "2026-W47-5"),
        ("on", "2026-02-30"),
        ("on", "1899-12-31"),
        ("on", "2101-01-01"),
        ("on", "2026-11-20T00:00"),
        ("on", "9" * 1_000_000),
        ("facts", None),
        ("facts", []),
        ("facts", {"threat": "threat-to-share-image"}),
        ("facts", {"threat": [1]}),
        ("facts", {"threat": ["threat-to-share-image", "threat-to-share-words"]}),
        ("facts", {"threat": ["demand-money"]}),
        ("facts", {"pressed": ["pressed-acts", "pressed-acts"]}),
        ("facts", {"no-such-question": []}),
        ("facts", {"pressed": ["x" * 1_000_000]}),
        ("facts", {f"question-{n}": [] for n in range(10_000)}),
    ],
    ids=lambda value: ascii(value)[:40],
)
def test_anything_else_from_a_browser_changes_nothing(
    caplog: pytest.LogCaptureFixture, trait: str, value: object
) -> None:
    widget = OffenceFinder(nation="england")
    widget.facts = THREAT
    before = widget.get_state()
    with caplog.at_level(logging.WARNING):
        widget.set_state({trait: value})
    assert widget.get_state() == before
    assert f"'{trait}'" in caplog.text
    assert len(caplog.text) < 1000


def test_python_is_held_to_the_same_rules() -> None:
    assert OffenceFinder(nation="scotland", on=date(2020, 1, 2)).on == "2020-01-02"
    for wrong in ({"nation": "france"}, {"on": "2026-02-30"}, {"on": date(1899, 1, 1)}):
        with pytest.raises(traitlets.TraitError):
            OffenceFinder(**wrong)
    widget = OffenceFinder()
    with pytest.raises(traitlets.TraitError, match="There is no such question about a case"):
        widget.facts = {"height": ["tall"]}


def test_nothing_is_recorded() -> None:
    widget = OffenceFinder()
    assert widget.record_keys == ()
    assert widget.view["records"] == []
    assert widget.value == {}
