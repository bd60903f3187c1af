"""The three words, how they are read, and how long guessing them takes."""

from __future__ import annotations

import itertools

import pytest

from holdfast.server.identity_guesses import ALL_IN_ONE_GO, FREE, LONGEST_WAIT, NEW_OF_ONE, Guesses, Newcomers
from holdfast.server.identity_words import WORDS, Digests, new_words, word_list
from holdfast.server.security import PlainError


class Clock:
    """A clock that the test moves."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def refused(guesses: Guesses, address: str) -> int | None:
    """Guess once; return the seconds to wait, or None where the guess was taken."""
    try:
        guesses.take(address)
    except PlainError as error:
        return error.retry_after if error.status_code == 429 else None
    return None


def test_there_are_enough_words_and_each_is_easy_to_write() -> None:
    words = word_list()
    assert len(words) == len(set(words)) == 1296
    assert all(word.isascii() and word.isalpha() and word.islower() and 2 < len(word) < 11 for word in words)


def test_no_word_becomes_another_by_one_slip() -> None:
    slips = {(word, word[:at] + word[at + 1 :]) for word in word_list() for at in range(len(word))}
    shorter = [(word, other) for word, other in slips if other in set(word_list())]
    assert shorter == []
    pairs = itertools.combinations(word_list(), 2)
    alike = [pair for pair in pairs if len(pair[0]) == len(pair[1]) and sum(map(str.__ne__, *pair)) == 1]
    assert alike == []


def test_new_words_are_of_the_list_and_come_by_chance() -> None:
    made = {new_words() for _ in range(200)}
    assert len(made) > 190
    assert all(len(words) == WORDS and set(words) <= set(word_list()) for words in made)


def test_a_digest_takes_a_hand_s_ways_and_depends_on_the_secret() -> None:
    digests = Digests(b"a" * 32)
    same = (
        "maple river candle",
        "Maple-River-Candle",
        " MAPLE  river,candle.",
        "maplerivercandle",
        "Ｍaple river candle",
    )
    assert {digests.of(written) for written in same} == {digests.of("maple river candle")}
    assert digests.of("river maple candle") != digests.of("maple river candle")
    assert Digests(b"b" * 32).of("maple river candle") != digests.of("maple river candle")
    assert digests.of("x" * 10**6) == digests.of("x" * 200)  # however long, it is soon done


def test_an_address_waits_longer_after_each_wrong_guess(clock: Clock) -> None:
    guesses = Guesses(clock)
    waits = []
    for _ in range(FREE + 12):
        wait = refused(guesses, "192.0.2.1")
        if wait is not None:
            waits.append(wait)
            clock.now += wait
            assert refused(guesses, "192.0.2.1") is None
    assert waits[:4] == [2, 4, 8, 16]
    assert waits == sorted(waits)
    assert max(waits) == LONGEST_WAIT
    assert refused(guesses, "192.0.2.2") is None  # another address does not wait


def test_waiting_impatiently_makes_it_no_longer(clock: Clock) -> None:
    guesses = Guesses(clock)
    for _ in range(FREE):
        assert refused(guesses, "192.0.2.1") is None
    assert [refused(guesses, "192.0.2.1") for _ in range(50)] == [2] * 50
    clock.now += 2
    assert refused(guesses, "192.0.2.1") is None


def test_what_was_right_does_not_count_and_takes_back_nothing_that_was_wrong(clock: Clock) -> None:
    guesses = Guesses(clock)
    for _ in range(1000):
        assert refused(guesses, "192.0.2.1") is None
        guesses.was_right("192.0.2.1")
    for _ in range(FREE - 1):  # somebody with words of their own signs in between their guesses
        guesses.take("192.0.2.1")
        guesses.take("192.0.2.1")
        guesses.was_right("192.0.2.1")
    guesses.take("192.0.2.1")
    assert refused(guesses, "192.0.2.1") == 2


def test_many_addresses_together_have_one_allowance(clock: Clock) -> None:
    guesses = Guesses(clock)
    taken = [refused(guesses, f"192.0.2.{number}") for number in range(ALL_IN_ONE_GO + 5)]
    assert taken == [None] * ALL_IN_ONE_GO + [10] * 5
    clock.now += 10
    assert [refused(guesses, f"192.0.2.{number}") for number in (200, 201)] == [None, 10]


def test_one_computer_with_many_addresses_of_the_new_kind_is_one(clock: Clock) -> None:
    guesses = Guesses(clock)
    for number in range(FREE):
        assert refused(guesses, f"2001:db8::{number:x}") is None
    assert refused(guesses, "2001:db8::ffff") == 2
    assert refused(guesses, "2001:db8:0:1::1") is None


def test_an_hour_later_an_address_begins_anew(clock: Clock) -> None:
    guesses = Guesses(clock)
    for _ in range(FREE):
        refused(guesses, "192.0.2.1")
    clock.now += 3601
    assert [refused(guesses, "192.0.2.1") for _ in range(FREE)] == [None] * FREE


def test_a_class_may_begin_at_once_and_a_flood_may_not(clock: Clock) -> None:
    newcomers = Newcomers(clock)
    for _ in range(NEW_OF_ONE.in_one_go):
        newcomers.take("192.0.2.1")
    with pytest.raises(PlainError) as error:
        newcomers.take("192.0.2.1")
    assert (error.value.status_code, error.value.retry_after) == (429, 2)
    newcomers.take("192.0.2.2")
