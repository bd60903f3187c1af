"""How much one learner, and all together, may ask for; who asks for more is told when to come back.

The numbers are far above what a class does: thirty people behind one address answer a few questions a second.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass

from holdfast.interface_text import later, say
from holdfast.server.security import PlainError

AT_ONCE = 1500
"""Requests of scripts under way at once; each waits for the records, which take a few hundred a second."""

_MOST_REMEMBERED = 10_000
_SLOWER = later("That is more than one person can send. What was saved is kept; the page sends the rest in a moment.")
_TOO_OFTEN = later(
    "You have handed in many times in a short while. Your answers are kept. Wait a minute, then hand in again."
)
_MANY_FILES = later("That is many files in a short while. Wait a minute, then try again.")
_BUSY = later("Many people are using the course at this moment. Your answers are kept. Try again in a few seconds.")


@dataclass(frozen=True, kw_only=True)
class Rate:
    """So many a second for as long as one likes, and so many in one go."""

    a_second: float
    in_one_go: int


ANSWERS = Rate(a_second=200, in_one_go=1000)
HAND_INS = Rate(a_second=2, in_one_go=60)
FILES = Rate(a_second=0.5, in_one_go=30)


class Allowance:
    """What each learner may still do: it is used up by doing and grows again with time."""

    def __init__(self, rate: Rate, sentence: str, clock: Callable[[], float] = time.monotonic) -> None:
        self._rate = rate
        self._sentence = sentence
        self._clock = clock
        self._left: dict[str, tuple[float, float]] = {}

    def take(self, learner_id: str) -> None:
        """Use one up.

        Raises:
            PlainError: 429, with the seconds after which there is one again.
        """
        now = self._clock()
        left, since = self._left.get(learner_id, (float(self._rate.in_one_go), now))
        left = min(self._rate.in_one_go, left + (now - since) * self._rate.a_second)
        if left < 1:
            raise PlainError(429, say(self._sentence), retry_after=math.ceil((1 - left) / self._rate.a_second))
        if len(self._left) >= _MOST_REMEMBERED:
            self._forget_full(now)
        self._left[learner_id] = (left - 1, now)

    def give_back(self, learner_id: str) -> None:
        """Give the last one back."""
        if learner_id in self._left:
            left, since = self._left[learner_id]
            self._left[learner_id] = (min(self._rate.in_one_go, left + 1), since)

    def _forget_full(self, now: float) -> None:
        """Forget who has a full allowance again: that is what an unknown one has."""
        whole = self._rate.in_one_go
        self._left = {
            learner: (left, since)
            for learner, (left, since) in self._left.items()
            if left + (now - since) * self._rate.a_second < whole
        }


class Limits:
    """The limits of one running course."""

    def __init__(
        self, *, at_once: int = AT_ONCE, answers: Rate = ANSWERS, hand_ins: Rate = HAND_INS, files: Rate = FILES
    ) -> None:
        self._at_once = at_once
        self._under_way = 0
        self.answers = Allowance(answers, _SLOWER)
        self.hand_ins = Allowance(hand_ins, _TOO_OFTEN)
        self.files = Allowance(files, _MANY_FILES)

    def enter(self) -> None:
        """Count a request that begins.

        Raises:
            PlainError: 503, because too many are under way; it was not counted.
        """
        if self._under_way >= self._at_once:
            raise PlainError(503, say(_BUSY), retry_after=3)
        self._under_way += 1

    def leave(self) -> None:
        """Count a request that has ended."""
        self._under_way -= 1
