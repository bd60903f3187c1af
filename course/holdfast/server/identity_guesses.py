"""Guessing takes time: each address waits longer after each wrong code, and all of them together have an allowance.

A guess is counted before it is looked at, so that many at once count too, and given back when it was right. While one
has to wait nothing is looked at, so waiting tells nothing.
"""

from __future__ import annotations

import ipaddress
import math
import time
from collections.abc import Callable

from holdfast.interface_text import later, say
from holdfast.server.limits import Allowance, Rate
from holdfast.server.security import PlainError

FREE = 5
LONGEST_WAIT = 900
FORGET_AFTER = 3_600
ALL_IN_ONE_GO = 60
ALL_A_SECOND = 0.1
NEW_OF_ONE = Rate(a_second=0.5, in_one_go=120)
NEW_OF_ALL = Rate(a_second=2, in_one_go=1_000)

_MOST_REMEMBERED = 10_000
_TOO_MANY = later("That did not match several times. Wait {seconds} seconds, then try again.")
_TOO_MANY_NEW = later("Many new people have come in a short while. Wait a minute, then try again.")


class Guesses:
    """What was guessed wrongly, from where and in all."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._of: dict[str, tuple[int, float]] = {}  # address -> wrong guesses and the time of the last one
        self._all = (float(ALL_IN_ONE_GO), clock())

    def take(self, address: str) -> None:
        """Count a guess.

        Raises:
            PlainError: 429, with the seconds after which one may guess again; it was not counted.
        """
        now, key = self._clock(), place_of(address)
        wrong, last = self._known(key, now)
        left = self._left(now)
        wait = max(last + _wait(wrong) - now, (1 - left) / ALL_A_SECOND)
        if wait > 0:
            seconds = math.ceil(wait)
            raise PlainError(429, say(_TOO_MANY, seconds=seconds), retry_after=seconds)
        if len(self._of) >= _MOST_REMEMBERED:
            self._forget(now)
        self._of[key] = (wrong + 1, now)
        self._all = (left - 1, now)

    def was_right(self, address: str) -> None:
        """Give the last guess from an address back."""
        now, key = self._clock(), place_of(address)
        wrong, last = self._known(key, now)
        self._of[key] = (max(0, wrong - 1), last)
        self._all = (min(ALL_IN_ONE_GO, self._left(now) + 1), now)

    def _known(self, key: str, now: float) -> tuple[int, float]:
        wrong, last = self._of.get(key, (0, now))
        return (0, now) if now - last > FORGET_AFTER else (wrong, last)

    def _left(self, now: float) -> float:
        left, since = self._all
        return min(ALL_IN_ONE_GO, left + (now - since) * ALL_A_SECOND)

    def _forget(self, now: float) -> None:
        """Make room: those of long ago first, else the address that was wrong least often."""
        self._of = {key: known for key, known in self._of.items() if now - known[1] <= FORGET_AFTER}
        if len(self._of) >= _MOST_REMEMBERED:
            del self._of[min(self._of, key=lambda key: self._of[key])]


class Newcomers:
    """How many new learners may be made: a class at once, but no flood of the records."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._of_one = Allowance(NEW_OF_ONE, _TOO_MANY_NEW, clock)
        self._of_all = Allowance(NEW_OF_ALL, _TOO_MANY_NEW, clock)

    def take(self, address: str) -> None:
        """Count a newcomer; raise `PlainError` (429) where there are too many."""
        self._of_one.take(place_of(address))
        self._of_all.take("")


def _wait(wrong: int) -> float:
    """Return the seconds between this many wrong guesses and the next."""
    return 0 if wrong < FREE else float(min(LONGEST_WAIT, 2 ** min(wrong - FREE + 1, 20)))


def place_of(address: str) -> str:
    """Return what counts as one address: of IPv6 the half that names a network, because one computer has the rest."""
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if parsed.version == 4:  # noqa: PLR2004
        return str(parsed)
    return str(ipaddress.ip_network((parsed, 64), strict=False))
