"""What may be shown of a vote: nobody can be told by it."""

from __future__ import annotations

from collections.abc import Mapping

from hypothesis import given
from hypothesis import strategies as st

from holdfast.classroom.tally import Tally, shown

CHOICES = ("a", "b", "c")
votes = st.lists(st.sampled_from(CHOICES), max_size=60)


def one(chosen: str, choices: tuple[str, ...] = CHOICES) -> Tally:
    (tally,) = shown(choices, {1: chosen})
    return tally


def in_words(tally: Tally) -> dict[str, str]:
    return {part.id: part.share for part in tally.parts}


def in_numbers(tally: Tally) -> dict[str, tuple[int | None, int | None]]:
    return {part.id: (part.count, part.percent) for part in tally.parts}


def test_eight_answers_are_shown_in_numbers() -> None:
    tally = one("aaaabbbc")
    assert tally.counted == 8
    assert in_numbers(tally) == {"a": (4, 50), "b": (3, 38), "c": (1, 12)}
    assert in_words(tally) == {"a": "some", "b": "some", "c": "a few"}


def test_beside_numbers_it_may_be_said_that_nobody_chose_something() -> None:
    assert in_words(one("aaaaaabb")) == {"a": "most", "b": "some", "c": "nobody"}


def test_seven_answers_are_shown_in_words_alone() -> None:
    tally = one("aaaabbc")
    assert tally.counted is None
    assert set(in_numbers(tally).values()) == {(None, None)}
    assert in_words(tally) == {"a": "most", "b": "some", "c": "few or nobody"}


def test_all_of_one_mind_look_like_all_but_one() -> None:
    assert in_words(one("a" * 20)) == in_words(one("a" * 19 + "b")) == in_words(one("a" * 19 + "c"))
    assert in_words(one("a" * 20)) == {"a": "most", "b": "few or nobody", "c": "few or nobody"}


def test_fewer_than_five_answers_are_not_shown() -> None:
    assert shown(CHOICES, {1: "aabc"}) == ()
    assert shown(CHOICES, {}) == ()
    assert len(shown(CHOICES, {1: "aabbc"})) == 1


def test_both_rounds_are_shown_when_each_has_eight() -> None:
    assert [tally.round for tally in shown(CHOICES, {2: "aaaaabbb", 1: "aabbbbcc"})] == [1, 2]


def test_the_last_round_that_can_be_shown_stands_alone_otherwise() -> None:
    assert [tally.round for tally in shown(CHOICES, {1: "aabbbbcc", 2: "aabbb"})] == [2]
    assert [tally.round for tally in shown(CHOICES, {1: "aabbbbcc", 2: "a"})] == [1]


def test_what_is_no_choice_does_not_count() -> None:
    assert shown(CHOICES, {1: ["x", *"aabc"]}) == ()


@given(st.dictionaries(st.sampled_from([1, 2]), votes))
def test_no_number_is_shown_that_could_tell_of_one_person(rounds: Mapping[int, list[str]]) -> None:
    for tally in shown(CHOICES, rounds):
        chosen = rounds[tally.round]
        most = max(map(chosen.count, CHOICES))
        small = len(chosen) < 8 or len(chosen) - most < 2
        assert (tally.counted is None) == small
        for part in tally.parts:
            assert (part.count is None) == (part.percent is None) == small
            assert part.share != "nobody" or not small
            assert part.count in {None, chosen.count(part.id)}


@given(votes)
def test_no_words_are_said_that_are_not_true(chosen: list[str]) -> None:
    for tally in shown(CHOICES, {1: chosen}):
        for part in tally.parts:
            count, total = chosen.count(part.id), len(chosen)
            match part.share:
                case "most":
                    assert 2 * count > total
                case "some":
                    assert total / 4 <= count <= total / 2
                case "a few":
                    assert 0 < count < total / 4
                case "nobody":
                    assert count == 0
                case "few or nobody":
                    assert count < total / 4 or total - max(map(chosen.count, CHOICES)) < 2


@given(st.lists(st.sampled_from(CHOICES), min_size=8, max_size=60), st.randoms())
def test_in_which_order_people_voted_makes_no_difference(chosen: list[str], luck: object) -> None:
    assert shown(CHOICES, {1: chosen}) == shown(CHOICES, {1: sorted(chosen)})
