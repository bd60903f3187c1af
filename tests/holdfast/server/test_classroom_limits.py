"""How much of a room one address and everybody may use: the numbers that the docstring promises."""

from __future__ import annotations

import pytest

from holdfast.classroom.codes import ALPHABET, LENGTH
from holdfast.server.classroom_limits import WRONG_OF_ALL, RoomLimits
from holdfast.server.security import PlainError

NEAR, FAR = "192.168.1.7", "192.168.1.8"


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def limits(clock: Clock) -> RoomLimits:
    return RoomLimits(clock)


def guesses(limits: RoomLimits, address: str, count: int) -> int:
    """Try that often and return how many were looked at."""
    looked = 0
    for _ in range(count):
        try:
            limits.guess(address)
        except PlainError:
            continue
        looked += 1
    return looked


def test_who_has_none_left_is_told_how_long_to_wait(limits: RoomLimits) -> None:
    guesses(limits, NEAR, 40)
    with pytest.raises(PlainError) as refused:
        limits.guess(NEAR)
    assert (refused.value.status_code, refused.value.retry_after) == (429, 1)


def test_one_address_has_forty_wrong_codes_and_then_one_a_second(limits: RoomLimits, clock: Clock) -> None:
    assert guesses(limits, NEAR, 100) == 40
    clock.now = 10
    assert guesses(limits, NEAR, 100) == 10
    assert guesses(limits, FAR, 1) == 1


def test_all_together_have_a_hundred_and_then_two_a_second(limits: RoomLimits, clock: Clock) -> None:
    assert sum(guesses(limits, f"10.0.{number}.1", 10) for number in range(50)) == 100
    clock.now = 10
    assert sum(guesses(limits, f"10.1.{number}.1", 10) for number in range(50)) == 20


def test_what_was_not_looked_at_for_all_is_not_counted_against_one(limits: RoomLimits, clock: Clock) -> None:
    for number in range(10):
        guesses(limits, f"10.0.{number}.1", 10)
    assert guesses(limits, NEAR, 50) == 0
    clock.now = 100
    assert guesses(limits, NEAR, 40) == 40


def test_addresses_of_one_network_of_version_six_are_one(limits: RoomLimits) -> None:
    assert sum(guesses(limits, f"2001:db8::{number}", 10) for number in range(10)) == 40


def test_two_hundred_people_behind_one_address_join_within_a_minute(limits: RoomLimits, clock: Clock) -> None:
    for person in range(200):
        clock.now = person * 60 / 200
        if person % 5 == 0:
            limits.guess(NEAR)  # mistyped
        limits.guess(NEAR)
        limits.was_right(NEAR)


def test_three_hours_of_guessing_find_a_code_once_in_fifteen_hundred_sessions() -> None:
    tried = WRONG_OF_ALL.in_one_go + WRONG_OF_ALL.a_second * 3 * 3600
    assert tried / len(ALPHABET) ** LENGTH < 1 / 1_500


def test_a_phone_changes_its_mind_five_times_at_once_and_then_once_a_second(limits: RoomLimits, clock: Clock) -> None:
    for _ in range(5):
        limits.votes.take("a")
    with pytest.raises(PlainError):
        limits.votes.take("a")
    limits.votes.take("b")
    clock.now = 1
    limits.votes.take("a")
