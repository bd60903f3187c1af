"""How much of a room one phone, one address and everybody together may use. Used by the room's handlers.

**The code.** There are 34 million codes (`holdfast.classroom.codes`). Wrong ones are counted, right ones given back.
All addresses together have 100 wrong codes in one go and two a second: in a session of three hours a machine that does
nothing else tries 21,700 of them, which finds the code once in 1,500 sessions. One address has 40 in one go and one a
second. A school is one address to us: 200 people who join within a minute, every fifth of whom types it wrongly once,
need 40 wrong ones. While an address has none left no code from it is looked at, so trying on tells nothing; whoever has
joined is not concerned. A phone that follows the square sends no wrong code.

**A phone.** It may vote five times in one go and once a second: more is not a change of mind. It may ask for a page or
the state ten times a second, and hold three streams open; the fourth ends the first, which may be of a network that is
gone. **The room.** 400 phones and 400 streams: twice the room we promise.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from holdfast.interface_text import later
from holdfast.server.identity_guesses import place_of
from holdfast.server.limits import Allowance, Rate

DEVICES = 400
STREAMS = 400
STREAMS_OF_ONE = 3
STREAMS_OF_TRAINER = 12

WRONG_OF_ONE = Rate(a_second=1, in_one_go=40)
WRONG_OF_ALL = Rate(a_second=2, in_one_go=100)
VOTES = Rate(a_second=1, in_one_go=5)
ASKS = Rate(a_second=10, in_one_go=50)

_TOO_MANY_CODES = later("That did not match several times. Wait a moment, then try again.")
_TOO_MANY_VOTES = later("That is more than one person can choose. Wait a moment, then choose again.")
_TOO_OFTEN = later("That is too much in a short while. Wait a moment, then load the page again.")


class RoomLimits:
    """The limits of one room."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._wrong_of_one = Allowance(WRONG_OF_ONE, _TOO_MANY_CODES, clock)
        self._wrong_of_all = Allowance(WRONG_OF_ALL, _TOO_MANY_CODES, clock)
        self.votes = Allowance(VOTES, _TOO_MANY_VOTES, clock)
        self.asks = Allowance(ASKS, _TOO_OFTEN, clock)

    def guess(self, address: str) -> None:
        """Count a code that an address sends, before it is looked at; raise `PlainError` (429) where none is left."""
        self._wrong_of_one.take(place_of(address))
        try:
            self._wrong_of_all.take("")
        except BaseException:
            self._wrong_of_one.give_back(place_of(address))
            raise

    def was_right(self, address: str) -> None:
        """Give the last code of an address back: it was the right one."""
        self._wrong_of_one.give_back(place_of(address))
        self._wrong_of_all.give_back("")
