"""What a scenario's path is and earns: vectors, marks worked out by hand, and properties of every path."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.grading import (
    REPAIR,
    ImpossiblePath,
    Replay,
    Result,
    Taken,
    decisions_on_longest_path,
    grade_scenario,
    replay,
)
from holdfast.model import Choice, Decision, Ending, Scenario, StateName

_VECTORS = json.loads((Path(__file__).parents[1] / "vectors" / "scenario_paths.json").read_text(encoding="utf-8"))
_SCENARIOS = {name: Scenario.model_validate(data) for name, data in _VECTORS["scenarios"].items()}
_SOUND = [_SCENARIOS["two-steps"], _SCENARIOS["trust-and-time"]]


def _changed(scenario: Scenario, **changes: Any) -> Scenario:
    return Scenario.model_validate({**scenario.model_dump(), **changes})


def _with_choice(scenario: Scenario, choice_id: str, **changes: Any) -> Scenario:
    """Return the scenario with one of its choices changed."""
    data = scenario.model_dump(mode="json")
    for node in data["nodes"]:
        for choice in node.get("choices", ()):
            if choice["id"] == choice_id:
                choice.update(changes)
    return Scenario.model_validate(data)


# --- replay ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", _VECTORS["cases"], ids=lambda case: case["why"])
def test_a_path_replays_as_its_vector_says(case: dict[str, Any]) -> None:
    scenario, expect = _SCENARIOS[case["scenario"]], case["expect"]
    if "error" in expect:
        with pytest.raises(ImpossiblePath):
            replay(scenario, case["path"])
        return
    taken = tuple(Taken(**step) for step in expect["taken"])
    want = Replay(taken=taken, node=expect["node"], state=expect["state"], finished=expect["finished"])
    assert replay(scenario, case["path"]) == want


def test_there_are_vectors_of_each_kind() -> None:
    kinds = [("error" in case["expect"], case["scenario"]) for case in _VECTORS["cases"]]
    assert len(kinds) >= 25
    assert {(error, name) for error in (True, False) for name in _SCENARIOS} <= set(kinds)


def test_a_best_choice_cannot_be_repaired_even_where_the_content_offers_it() -> None:
    repair = {"text": "Now.", "happens": "Yes.", "effect": {}}
    scenario = _with_choice(_SCENARIOS["two-steps"], "hear-her-out", repair=repair)
    with pytest.raises(ImpossiblePath, match="offers no repair"):
        replay(scenario, ["hear-her-out", REPAIR])


def test_a_start_that_is_not_there_is_an_impossible_path() -> None:
    with pytest.raises(ImpossiblePath, match="no node 'gone'"):
        replay(_changed(_SCENARIOS["two-steps"], start="gone"), [])


def test_the_reason_for_a_long_unknown_choice_stays_short() -> None:
    with pytest.raises(ImpossiblePath) as caught:
        replay(_SCENARIOS["two-steps"], ["x\u202e" * 50_000])
    assert len(str(caught.value)) < 500
    assert str(caught.value).isascii()


# --- what a path earns -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "path", "points", "maximum"),
    [
        ("two-steps", [], 0, 2),
        ("two-steps", ["hear-her-out"], 1, 2),
        ("two-steps", ["hear-her-out", "tell-the-lead"], 2, 2),
        ("two-steps", ["take-the-phone", REPAIR, "tell-the-lead"], 1.5, 2),
        ("two-steps", ["take-the-phone", "tell-the-lead"], 1, 2),
        ("two-steps", ["promise-secrecy", "wait-until-monday", REPAIR], 0.5, 2),
        ("two-steps", ["promise-secrecy", "tell-nobody"], 0, 2),
        ("trust-and-time", ["stay-calm", "report-now"], 2, 4),
        ("trust-and-time", ["send-away", "apologise", "report-now", "call-now"], 3, 4),
        ("trust-and-time", ["scold", "press-on", REPAIR, "report-later", REPAIR], 1, 4),
    ],
)
def test_a_path_earns_a_point_for_best_and_half_for_repaired(
    name: str, path: list[str], points: float, maximum: float
) -> None:
    assert grade_scenario(_SCENARIOS[name], path) == Result(points=points, maximum=maximum)


def test_an_impossible_path_earns_nothing_but_an_error() -> None:
    with pytest.raises(ImpossiblePath):
        grade_scenario(_SCENARIOS["two-steps"], ["hear-her-out", "tell-the-lead", "tell-the-lead"])


def test_the_longest_path_leaves_out_branches_that_no_state_opens() -> None:
    # open, mend, ask, late are four decisions; without the loss of trust nobody comes to "mend".
    calm_only = _with_choice(_SCENARIOS["trust-and-time"], "scold", effect={})
    calm_only = _with_choice(calm_only, "send-away", effect={"time": "gone"})
    assert decisions_on_longest_path(_SCENARIOS["trust-and-time"]) == 4
    assert decisions_on_longest_path(calm_only) == 3


def test_a_loop_is_named_instead_of_walked_for_ever() -> None:
    loop = _with_choice(_SCENARIOS["two-steps"], "wait-until-monday", next=[{"go": "listen"}])
    with pytest.raises(ValueError, match="comes back to 'listen'"):
        decisions_on_longest_path(loop)


def test_a_path_that_leads_nowhere_has_no_length() -> None:
    with pytest.raises(ImpossiblePath, match=r"leads nowhere|no node"):
        decisions_on_longest_path(_SCENARIOS["order-of-branches"])


@st.composite
def _walks(draw: st.DrawFn) -> tuple[Scenario, list[str], list[Taken]]:
    """Walk a scenario at random to an ending, by the words of the rule and not by `replay`."""
    scenario = draw(st.sampled_from(_SOUND))
    path: list[str] = []
    taken: list[Taken] = []
    state: dict[StateName, str] = dict(scenario.begin)
    node = scenario.node(scenario.start)
    while isinstance(node, Decision):
        choice: Choice = draw(st.sampled_from(node.choices))
        repair = choice.repair if choice.repair is not None and draw(st.booleans()) else None
        path += [choice.id] if repair is None else [choice.id, REPAIR]
        taken.append(Taken(decision=node.id, choice=choice.id, repaired=repair is not None))
        state.update(choice.effect)
        if repair is not None:
            state.update(repair.effect)
        node = scenario.node(next(b.go for b in choice.next if all(state[k] == v for k, v in b.when.items())))
    return scenario, path, taken


@given(_walks())
def test_any_walk_to_an_ending_replays_to_itself(walk: tuple[Scenario, list[str], list[Taken]]) -> None:
    scenario, path, taken = walk
    replayed = replay(scenario, path)
    assert replayed.finished
    assert isinstance(scenario.node(replayed.node), Ending)
    assert list(replayed.taken) == taken


@given(_walks(), st.data())
def test_any_beginning_of_a_walk_earns_between_nothing_and_the_whole_walk(
    walk: tuple[Scenario, list[str], list[Taken]], data: st.DataObject
) -> None:
    scenario, path, taken = walk
    part = path[: data.draw(st.integers(0, len(path)))]
    whole, some = grade_scenario(scenario, path), grade_scenario(scenario, part)
    assert 0 <= some.points <= whole.points <= len(taken) <= whole.maximum == some.maximum


@given(_walks(), st.sampled_from(["repair", "hear-her-out", "call-now", "nothing"]))
def test_nothing_follows_an_ending_but_the_repair_of_its_last_choice(
    walk: tuple[Scenario, list[str], list[Taken]], more: str
) -> None:
    scenario, path, taken = walk
    node = scenario.node(taken[-1].decision)
    assert isinstance(node, Decision)
    last = next(choice for choice in node.choices if choice.id == taken[-1].choice)
    if more == REPAIR and last.repair is not None and not taken[-1].repaired:
        return
    with pytest.raises(ImpossiblePath):
        replay(scenario, [*path, more])


_WORDS = sorted({c.id for s in _SCENARIOS.values() for d in s.decisions for c in d.choices} | {REPAIR})
_GARBAGE = st.lists(st.sampled_from(_WORDS) | st.text() | st.none() | st.integers() | st.lists(st.text()), max_size=8)


@given(st.sampled_from(list(_SCENARIOS.values())), _GARBAGE)
def test_garbage_is_an_impossible_path_and_never_another_error(scenario: Scenario, path: list[Any]) -> None:
    try:
        replayed = replay(scenario, path)
    except ImpossiblePath:
        return
    assert len(replayed.taken) <= len(path)
