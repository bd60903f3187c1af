"""The limits themselves: generous to a class, firm with a flood, and each one says when to come back."""

from __future__ import annotations

from pathlib import Path

import pytest

from holdfast.server.front import Bounds
from holdfast.server.limits import ANSWERS, AT_ONCE, HAND_INS, Allowance, Limits, Rate
from holdfast.server.security import PlainError

GUIDE = Path(__file__).parents[3] / "course" / "guides" / "it.md"


class Clock:
    """A clock that a test moves."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_class_of_thirty_never_meets_a_limit() -> None:
    clock = Clock()
    answers = Allowance(ANSWERS, "", clock)
    for tick in range(3000):  # thirty a second for a hundred seconds, all in one record
        clock.now = tick / 30
        answers.take("everybody")
    hand_ins = Allowance(HAND_INS, "", clock)
    for _ in range(30):  # and all press the same button in the same moment
        hand_ins.take("everybody")


def test_who_asks_for_more_is_told_when_to_come_back_and_may_then() -> None:
    clock = Clock()
    allowance = Allowance(Rate(a_second=0.5, in_one_go=2), "Wait.", clock)
    allowance.take("one")
    allowance.take("one")
    with pytest.raises(PlainError) as refused:
        allowance.take("one")
    assert (refused.value.status_code, refused.value.sentence, refused.value.retry_after) == (429, "Wait.", 2)
    allowance.take("another")  # one person's flood is not another's
    clock.now = 2.0
    allowance.take("one")
    with pytest.raises(PlainError):
        allowance.take("one")


def test_a_long_pause_gives_no_more_than_the_most_in_one_go() -> None:
    clock = Clock()
    allowance = Allowance(Rate(a_second=1, in_one_go=2), "", clock)
    allowance.take("one")
    clock.now = 1e6
    for _ in range(2):
        allowance.take("one")
    with pytest.raises(PlainError):
        allowance.take("one")


def test_names_are_not_remembered_for_ever() -> None:
    clock = Clock()
    allowance = Allowance(Rate(a_second=1, in_one_go=2), "", clock)
    for number in range(30_000):
        clock.now += 0.01
        allowance.take(f"learner-{number}")
    assert len(allowance._left) <= 10_001


def test_when_too_many_are_under_way_the_next_one_is_told_and_is_not_counted() -> None:
    limits = Limits(at_once=2)
    limits.enter()
    limits.enter()
    for _ in range(3):
        with pytest.raises(PlainError) as refused:
            limits.enter()
        assert refused.value.status_code == 503
        assert refused.value.retry_after
    limits.leave()
    limits.enter()


def test_the_guide_for_it_tells_the_limits_as_they_are() -> None:
    told = GUIDE.read_text("utf-8")
    for words in (
        f"| {Bounds().connections}, fewer",
        f"32 kB, {Bounds().header_seconds:g} s",
        f"64 kB, {Bounds().body_seconds:g} s",
        f"| {Bounds().reply_seconds:g} s |",
        f"under way | {AT_ONCE} |",
        f"{ANSWERS.a_second:g} a second, {ANSWERS.in_one_go} in one go",
        f"{HAND_INS.a_second:g} a second, {HAND_INS.in_one_go} in one go",
    ):
        assert words in told, words
