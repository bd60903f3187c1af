"""The order in which options are shown: vectors, and what must hold for every seed."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.grading import order, seed_of

_CASES = json.loads((Path(__file__).parents[1] / "vectors" / "orders.json").read_text(encoding="utf-8"))["cases"]
_SEEDS = st.integers(0, 2**32 - 1)
_NAMES = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
_IDS = st.lists(st.text(max_size=8), max_size=12, unique=True)


@pytest.mark.parametrize("case", _CASES, ids=lambda case: case["why"])
def test_ids_are_shown_in_the_order_of_their_vector(case: dict[str, Any]) -> None:
    assert list(order(case["seed"], case["name"], case["ids"])) == case["shown"]


def test_the_vectors_have_lists_of_every_length_the_ends_of_the_seeds_and_names_of_other_scripts() -> None:
    assert {len(case["ids"]) for case in _CASES} >= set(range(13))
    assert {case["seed"] for case in _CASES} >= {0, 1, 2**31 - 1, 2**31, 2**32 - 1}
    assert sum(not case["name"].isascii() for case in _CASES) >= 5
    assert all(sorted(case["shown"]) == sorted(case["ids"]) for case in _CASES)


@given(_SEEDS, _NAMES, _IDS)
def test_every_order_is_the_same_ids_and_the_same_again(seed: int, name: str, ids: list[str]) -> None:
    shown = order(seed, name, ids)
    assert Counter(shown) == Counter(ids)
    assert order(seed, name, tuple(ids)) == shown


def test_every_order_of_three_comes_up_about_as_often() -> None:
    tries = 6_000
    seen = Counter(order(seed, "who-to-tell", "abc") for seed in range(tries))
    assert len(seen) == 6
    # Chi-squared with 5 degrees of freedom is below 20.5 in 999 of 1000 fair shuffles; the seeds never change.
    assert sum((count - tries / 6) ** 2 for count in seen.values()) / (tries / 6) < 20.5


def test_each_question_of_one_seed_has_an_order_of_its_own() -> None:
    shown = {order(7, f"question-{number}", "abcdef") for number in range(40)}
    assert len(shown) > 30


@given(_SEEDS)
def test_a_seed_is_read_as_it_is_recorded(seed: int) -> None:
    assert seed_of([str(seed)]) == seed


@pytest.mark.parametrize(
    "value",
    [
        [],
        ["1", "2"],
        [""],
        ["-1"],
        ["+1"],
        ["01"],
        ["1.0"],
        ["1e3"],
        [" 1"],
        ["1\n"],
        ["x"],
        ["4294967296"],
        ["٣"],
        [1],
    ],
)
def test_anything_else_is_no_seed(value: list[Any]) -> None:
    assert seed_of(value) is None
