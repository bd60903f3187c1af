"""What an item earns: vectors worked out by hand, and properties that must hold for every type and every answer."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from asked import PLACED, TYPES, VECTORS, answered, asked, key_of, vector_item, worth
from holdfast.grading import ImpossibleAnswer, Result, check_answer, grade_item, share
from holdfast.model import Item, ItemKey
from question_course import ASSIGNMENT, RIGHT, question_course

Answered = tuple[Item, ItemKey, list[str]]


# --- worked out by hand ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", VECTORS["cases"], ids=lambda case: case["why"])
def test_an_answer_gets_the_share_of_its_vector(case: dict[str, Any]) -> None:
    item, key = vector_item(case["item"])
    if "error" in case:
        with pytest.raises(ImpossibleAnswer):
            share(item, key, case["answer"])
        return
    check_answer(item, case["answer"])
    assert share(item, key, case["answer"]) == pytest.approx(worth(case), abs=1e-12)


def test_there_are_vectors_of_each_type_whole_partial_nothing_and_impossible() -> None:
    of_type: dict[str, set[str]] = {type_: set() for type_ in TYPES}
    for case in VECTORS["cases"]:
        part = (
            "impossible" if "error" in case else "whole" if worth(case) == 1 else "some" if worth(case) else "nothing"
        )
        of_type[VECTORS["items"][case["item"]]["type"]].add(part)
    assert len(VECTORS["cases"]) >= 50
    for type_, parts in of_type.items():
        wanted = {"whole"} | ({"some"} if type_ not in ("single", "sentence") else {"nothing"})
        assert wanted <= parts, type_


@pytest.mark.parametrize(
    ("chosen", "points", "starred"),
    [([], 0, 0), (["a"], 0.33, 0), (["a", "b"], 0.67, 0), (["a", "b", "c"], 1, 1), (["a", "b", "c", "d"], 0.67, 0)],
)
def test_a_share_becomes_points_with_two_decimals(chosen: list[str], points: float, starred: float) -> None:
    item, key = vector_item("some-of-five")
    assert grade_item(item, key, chosen, starred=False) == Result(points=points, maximum=1)
    assert grade_item(item, key, chosen, starred=True) == Result(points=starred, maximum=1)


def test_points_are_built_in_floats() -> None:
    item = asked("multiple", ["a", "b"])
    for chosen in ([], ["a"], ["a", "b"]):
        result = grade_item(item, key_of(item, ["a"], 2), chosen, starred=False)
        assert (type(result.points), type(result.maximum)) == (float, float)


def test_every_question_of_a_whole_course_earns_its_points_for_its_key(tmp_path: Any) -> None:
    course = question_course(tmp_path / "course")
    for key in course.key(ASSIGNMENT).items:
        result = grade_item(course.item(key.item), key, RIGHT[key.item], starred=True)
        assert result == Result(points=2, maximum=2), key.item


@pytest.mark.parametrize("groups", ["xy", "xyz", "wxyz"])
def test_guessing_where_something_belongs_earns_nothing_on_average(groups: str) -> None:
    item = asked("sorting", ["known", "guessed"], groups)
    key = key_of(item, ["known:x", "guessed:y"])
    shares = [share(item, key, ["known:x", f"guessed:{group}"]) for group in groups]
    assert sum(shares) / len(shares) == pytest.approx(share(item, key, ["known:x"]))


# --- keys that do not fit --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("type_", "correct"),
    [
        ("single", ["a", "b"]),
        ("sentence", ["z"]),
        ("multiple", ["a", "a"]),
        ("spot", ["a:x"]),
        ("ordering", ["a", "b"]),
        ("matching", ["a:x", "b:y"]),
        ("sorting", ["a:x", "b:y", "c:w"]),
        ("sorting", ["a", "b", "c"]),
    ],
)
def test_a_key_that_does_not_fit_its_item_gives_no_mark(type_: str, correct: list[str]) -> None:
    item = asked(type_, ["a", "b", "c"], ["x", "y"] if type_ in PLACED else [])
    with pytest.raises(ValueError, match="The key of the question 'the-item'") as caught:
        share(item, key_of(item, correct), [])
    assert not isinstance(caught.value, ImpossibleAnswer)


def test_a_key_of_another_item_gives_no_mark() -> None:
    item = asked("multiple", ["a", "b"])
    with pytest.raises(ValueError, match="is not the key of the question"):
        share(item, key_of(item, ["a"]).model_copy(update={"item": "another"}), ["a"])


def test_placing_needs_two_groups() -> None:
    item = asked("sorting", ["a", "b"], ["x"])
    with pytest.raises(ValueError, match="two groups or more"):
        share(item, key_of(item, ["a:x", "b:x"]), ["a:x"])


# --- for every type and every answer ---------------------------------------------------------------------------------


@given(answered(), st.booleans())
def test_an_item_earns_a_finite_number_from_nothing_to_its_points(told: Answered, starred: bool) -> None:
    item, key, answer = told
    result = grade_item(item, key, answer, starred=starred)
    assert math.isfinite(result.points)
    assert 0 <= result.points <= result.maximum == key.points
    assert 0 <= share(item, key, answer) <= 1


@given(answered())
def test_only_what_is_right_gets_everything(told: Answered) -> None:
    item, key, answer = told
    ordered = item.type == "ordering"
    right = answer == list(key.correct) if ordered else set(answer) == set(key.correct)
    assert (share(item, key, answer) == 1) is right
    assert grade_item(item, key, key.correct, starred=False).points == key.points


@given(answered())
def test_no_answer_earns_nothing(told: Answered) -> None:
    item, key, _ = told
    check_answer(item, [])
    assert grade_item(item, key, [], starred=False).points == 0


@given(answered())
def test_a_starred_objective_leaves_only_whole_points(told: Answered) -> None:
    item, key, answer = told
    plain, starred = (grade_item(item, key, answer, starred=star).points for star in (False, True))
    assert starred in (0.0, key.points)
    assert starred <= plain
    assert (starred == key.points) is (share(item, key, answer) == 1)


@given(answered(), st.booleans(), st.randoms(use_true_random=False))
def test_no_order_of_showing_or_of_choosing_changes_the_points(told: Answered, starred: bool, random: Any) -> None:
    item, key, answer = told
    options, groups, correct, again = list(item.options), list(item.groups), list(key.correct), list(answer)
    for listed in (options, groups) if item.type == "ordering" else (options, groups, correct, again):
        random.shuffle(listed)
    shuffled = item.model_copy(update={"options": tuple(options), "groups": tuple(groups)})
    same_key = key.model_copy(update={"correct": tuple(correct)})
    assert grade_item(shuffled, same_key, again, starred=starred) == grade_item(item, key, answer, starred=starred)


@given(answered(types=["ordering"]), st.data())
def test_putting_two_neighbours_right_never_lowers_the_share_of_an_order(told: Answered, data: st.DataObject) -> None:
    item, key, _ = told
    answer = data.draw(st.permutations(list(key.correct)))
    place = data.draw(st.integers(0, len(answer) - 2))
    before, after = sorted(answer[place : place + 2], key=key.correct.index)
    better = [*answer[:place], before, after, *answer[place + 2 :]]
    assert share(item, key, better) >= share(item, key, answer)


@given(answered(types=["multiple", "spot", "short", *PLACED]), st.data())
def test_taking_away_a_right_answer_never_raises_the_share(told: Answered, data: st.DataObject) -> None:
    item, key, answer = told
    good = [word for word in answer if word in key.correct]
    if good:
        less = [word for word in answer if word != data.draw(st.sampled_from(good))]
        assert share(item, key, less) <= share(item, key, answer)


# --- impossible answers ----------------------------------------------------------------------------------------------

_ODD = st.text() | st.none() | st.booleans() | st.integers() | st.floats() | st.lists(st.text(), max_size=2)
_SENT = _ODD | st.sampled_from([*"abcxyz", "a:x", "b:y", "a:", ":x", ":", "a:x:y", "A", "a ", "a\u202e", "\ud800"])


@given(answered(), st.lists(_SENT, max_size=14) | st.text())
def test_whatever_is_sent_can_be_marked_or_is_impossible(told: Answered, sent: Any) -> None:
    item, key, _ = told
    if _possible(item, sent):
        assert 0 <= grade_item(item, key, sent, starred=False).points <= key.points
    else:
        with pytest.raises(ImpossibleAnswer, match=r"^[ -~]{10,700}$"):
            grade_item(item, key, sent, starred=False)


def _possible(item: Item, sent: Any) -> bool:
    try:
        check_answer(item, sent)
    except ImpossibleAnswer:
        return False
    return True


@given(answered(), st.lists(_ODD, min_size=1), st.randoms(use_true_random=False))
def test_a_stranger_in_an_answer_makes_it_impossible(told: Answered, odd: list[Any], random: Any) -> None:
    item, key, answer = told
    known = {option.id for option in item.options}
    strangers = [word for word in odd if not isinstance(word, str) or word.partition(":")[0] not in known]
    if strangers:
        mixed = [*answer, *strangers]
        random.shuffle(mixed)
        with pytest.raises(ImpossibleAnswer):
            grade_item(item, key, mixed, starred=False)


@given(answered(), st.data())
def test_an_option_twice_is_impossible(told: Answered, data: st.DataObject) -> None:
    item, _, answer = told
    if answer:
        with pytest.raises(ImpossibleAnswer, match="twice"):
            check_answer(item, [*answer, data.draw(st.sampled_from(answer))])


@given(answered(types=["ordering"]))
def test_a_part_of_an_order_is_impossible(told: Answered) -> None:
    item, _, answer = told
    if answer:
        with pytest.raises(ImpossibleAnswer, match="all its options"):
            check_answer(item, answer[1:] if len(answer) > 2 else answer[:1])


def test_the_reason_for_a_long_unknown_option_stays_short_and_plain() -> None:
    for type_ in TYPES:
        item = asked(type_, ["a", "b"], ["x", "y"] if type_ in PLACED else [])
        for word in ("x\u202e" * 50_000, "a:" + "\u2066" * 50_000):
            with pytest.raises(ImpossibleAnswer) as caught:
                check_answer(item, [word])
            assert len(str(caught.value)) < 500
            assert str(caught.value).isascii()
