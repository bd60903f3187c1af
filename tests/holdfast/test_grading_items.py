"""What an item earns, worked out by hand and as properties that must hold for every answer."""

from __future__ import annotations

from typing import Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.grading import Result, grade_item
from holdfast.model import Explanation, Item, ItemKey, Option


def _item(options: list[str], type_: Literal["single", "multiple"] = "multiple") -> Item:
    return Item(
        id="the-item",
        type=type_,
        objective="o1",
        pathways=("all-staff",),
        exposure="practice",
        nations=("england",),
        stem=("A story.",),
        question="What now?",
        options=tuple(Option(id=option, text=option) for option in options),
        sources=(),
    )


def _key(item: Item, correct: list[str], points: float = 1) -> ItemKey:
    told = {option.id: Explanation(experience="She waits.", why="So.", sources=()) for option in item.options}
    return ItemKey(item=item.id, points=points, correct=tuple(correct), options=told)


@pytest.mark.parametrize(
    ("chosen", "points"),
    [([], 0), (["a"], 2), (["b"], 0), (["a", "b"], 0), (["b", "c"], 0)],
)
def test_a_single_choice_earns_all_or_nothing(chosen: list[str], points: float) -> None:
    item = _item(["a", "b", "c"], "single")
    assert grade_item(item, _key(item, ["a"], 2), chosen, starred=False) == Result(points=points, maximum=2)


@pytest.mark.parametrize(
    ("chosen", "points", "starred"),
    [
        ([], 0, 0),
        (["a"], 0.33, 0),
        (["a", "b"], 0.67, 0),
        (["a", "b", "c"], 1, 1),
        (["a", "b", "c", "d"], 0.67, 0),
        (["a", "d"], 0, 0),
        (["d", "e"], 0, 0),
        (["a", "b", "c", "d", "e"], 0.33, 0),
    ],
)
def test_a_multiple_choice_earns_right_less_wrong_of_right(chosen: list[str], points: float, starred: float) -> None:
    item = _item(["a", "b", "c", "d", "e"])
    key = _key(item, ["a", "b", "c"])
    assert grade_item(item, key, chosen, starred=False) == Result(points=points, maximum=1)
    assert grade_item(item, key, chosen, starred=True) == Result(points=starred, maximum=1)


def test_points_are_built_in_floats() -> None:
    item = _item(["a", "b"])
    for chosen in ([], ["a"], ["a", "b"]):
        result = grade_item(item, _key(item, ["a"], 2), chosen, starred=False)
        assert (type(result.points), type(result.maximum)) == (float, float)


@pytest.mark.parametrize("chosen", [["z"], ["a", "a"], ["A"], [None], [["a"]], [""]])
def test_an_unknown_or_repeated_option_is_refused(chosen: list[Any]) -> None:
    item = _item(["a", "b"])
    with pytest.raises(ValueError, match=r"has no option|chosen twice"):
        grade_item(item, _key(item, ["a"]), chosen, starred=False)


def test_a_key_that_does_not_fit_its_item_gives_no_mark() -> None:
    item, single = _item(["a", "b"]), _item(["a", "b"], "single")
    misfits = [
        (item, _key(item, ["a"]).model_copy(update={"item": "another"})),
        (item, _key(item, ["z"])),
        (single, _key(single, ["a", "b"])),
    ]
    for asked, key in misfits:
        with pytest.raises(ValueError, match=r"key|right option"):
            grade_item(asked, key, [], starred=False)


@st.composite
def _answered(draw: st.DrawFn) -> tuple[Item, ItemKey, list[str]]:
    options = draw(st.lists(st.sampled_from("abcdef"), min_size=2, max_size=6, unique=True))
    type_: Literal["single", "multiple"] = draw(st.sampled_from(["single", "multiple"]))
    most = 1 if type_ == "single" else len(options)
    correct = draw(st.lists(st.sampled_from(options), min_size=1, max_size=most, unique=True))
    chosen = draw(st.lists(st.sampled_from(options), unique=True))
    points = draw(st.floats(min_value=0.001, max_value=10))
    item = _item(options, type_)
    return item, _key(item, correct, points), chosen


@given(_answered(), st.booleans())
def test_an_item_never_earns_less_than_nothing_or_more_than_its_points(
    answered: tuple[Item, ItemKey, list[str]], starred: bool
) -> None:
    item, key, chosen = answered
    result = grade_item(item, key, chosen, starred=starred)
    assert 0 <= result.points <= result.maximum == key.points
    assert (result.points == result.maximum) or set(chosen) != set(key.correct)


@given(_answered(), st.booleans(), st.randoms(use_true_random=False))
def test_no_order_of_options_or_of_choosing_changes_the_points(
    answered: tuple[Item, ItemKey, list[str]], starred: bool, random: Any
) -> None:
    item, key, chosen = answered
    options, correct, again = list(item.options), list(key.correct), list(chosen)
    for listed in (options, correct, again):
        random.shuffle(listed)
    shuffled = item.model_copy(update={"options": tuple(options)})
    same_key = key.model_copy(update={"correct": tuple(correct)})
    assert grade_item(shuffled, same_key, again, starred=starred) == grade_item(item, key, chosen, starred=starred)


@given(_answered())
def test_a_starred_objective_leaves_only_whole_points(answered: tuple[Item, ItemKey, list[str]]) -> None:
    item, key, chosen = answered
    assert grade_item(item, key, chosen, starred=True).points in (0.0, key.points)


@given(_answered(), st.lists(st.text() | st.none() | st.integers() | st.lists(st.text()), min_size=1))
def test_garbage_options_are_refused_and_never_another_error(
    answered: tuple[Item, ItemKey, list[str]], garbage: list[Any]
) -> None:
    item, key, chosen = answered
    known = {option.id for option in item.options}
    strangers = [option for option in garbage if not isinstance(option, str) or option not in known]
    if strangers:
        with pytest.raises(ValueError, match=r"has no option|chosen twice"):
            grade_item(item, key, [*chosen, *strangers], starred=False)
