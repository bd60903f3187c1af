"""The line of visitors that wait until their live page may be made, in the order they came."""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass, field

_STILL_THERE = 10.0
"""Seconds after which a visitor that no longer asks is passed over; asking again gives the place back."""
_FORGOTTEN = 120.0
_LONGEST = 200


class NotInLine(LookupError):  # noqa: N818  (it says what is the matter)
    """Nobody waits with this ticket."""


class LineFull(Exception):  # noqa: N818  (it says what is the matter)
    """No more can wait."""


@dataclass(kw_only=True)
class Line:
    """Tickets of waiting visitors, each with the time it last asked."""

    _asked: dict[str, float] = field(default_factory=dict)

    def join(self) -> str:
        """Return a new ticket, at the end of the line.

        Raises:
            LineFull: Too many wait already.
        """
        now = time.monotonic()
        self._asked = {each: asked for each, asked in self._asked.items() if now - asked < _FORGOTTEN}
        if len(self._asked) >= _LONGEST:
            raise LineFull
        ticket = secrets.token_urlsafe(12)
        self._asked[ticket] = now
        return ticket

    def ask(self, ticket: str) -> int:
        """Note that a ticket's visitor still waits; return how many who still wait are before them.

        Raises:
            NotInLine: There is no such ticket.
        """
        if ticket not in self._asked:
            raise NotInLine(ticket)
        self._asked[ticket] = time.monotonic()
        return self._waiting(ticket)

    def leave(self, ticket: str) -> None:
        """Give a place up, if it is one."""
        self._asked.pop(ticket, None)

    def length(self) -> int:
        """Return how many still wait."""
        return self._waiting("")

    def _waiting(self, until: str) -> int:
        now, count = time.monotonic(), 0
        for ticket, asked in self._asked.items():
            if ticket == until:
                break
            count += now - asked < _STILL_THERE
        return count
