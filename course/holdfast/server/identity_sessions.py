"""Who is signed in where. A cookie is worth nothing without its session here, so signing out ends it for good.

Kept in a small file beside the records, as digests only: who reads it can neither sign in nor tell who was here.
"""

from __future__ import annotations

import hashlib
import secrets
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

from holdfast.keeping.places import SESSIONS

FILE = SESSIONS
MOST_OF_ONE = 20
_DAY = 86_400
KEPT_SECONDS = 400 * _DAY
VISIT_SECONDS = 12 * 3_600  # browsers may bring a cookie back that should have ended with them
_SECRET_BYTES = 24
_MAKE = "CREATE TABLE IF NOT EXISTS session (digest BLOB PRIMARY KEY, whose BLOB NOT NULL, ends REAL NOT NULL)"


@dataclass(frozen=True)
class _Session:
    whose: bytes
    ends: float


class Sessions:
    """The sessions of a data root. Asking looks at memory; beginning and ending write, on one thread at a time."""

    def __init__(self, file: Path, clock: Callable[[], float] = time.time) -> None:
        """Open the file; one that cannot be read is begun anew, and then everybody signs in again."""
        self._clock = clock
        try:
            self._db = _opened(file)
        except sqlite3.DatabaseError:
            file.unlink(missing_ok=True)
            self._db = _opened(file)
        with self._db:
            self._db.execute("DELETE FROM session WHERE ends <= ?", (clock(),))
        rows = self._db.execute("SELECT digest, whose, ends FROM session ORDER BY ends")
        self._live = {digest: _Session(whose, ends) for digest, whose, ends in rows}

    def learner_id(self, cookie: bytes | None) -> str | None:
        """Return whose session the cookie names, or None where it names none that lasts."""
        session = self._live.get(_digest(cookie)) if cookie else None
        if cookie is None or session is None or session.ends <= self._clock():
            return None
        return cookie.partition(b":")[0].decode("ascii", "replace")

    def begin(self, learner_id: str, *, keep: bool) -> str:
        """Begin a session and return what its cookie holds. Of too many of one learner the first to end goes."""
        cookie = f"{learner_id}:{secrets.token_urlsafe(_SECRET_BYTES)}"
        new = _Session(_digest(learner_id.encode()), self._clock() + (KEPT_SECONDS if keep else VISIT_SECONDS))
        before = self._of(new.whose)
        self._end(before[: max(0, len(before) + 1 - MOST_OF_ONE)])
        with self._db:
            self._db.execute("INSERT INTO session VALUES (?, ?, ?)", (_digest(cookie.encode()), new.whose, new.ends))
        self._live[_digest(cookie.encode())] = new
        return cookie

    def end(self, cookie: bytes | None) -> None:
        """End the session that the cookie names."""
        if cookie and _digest(cookie) in self._live:
            self._end([_digest(cookie)])

    def end_others(self, cookie: bytes) -> None:
        """End all sessions of a learner but this one: a code that somebody else knew lets nobody stay."""
        here = _digest(cookie)
        if here in self._live:
            self._end([each for each in self._of(self._live[here].whose) if each != here])

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def _of(self, whose: bytes) -> list[bytes]:
        """Return the sessions of one learner, the first to end before the others."""
        mine = [(session.ends, digest) for digest, session in tuple(self._live.items()) if session.whose == whose]
        return [digest for _, digest in sorted(mine)]

    def _end(self, digests: list[bytes]) -> None:
        for digest in digests:
            self._live.pop(digest, None)  # first here: what cannot be written is over at least until the next start
        with self._db:
            self._db.executemany("DELETE FROM session WHERE digest = ?", [(digest,) for digest in digests])


def _opened(file: Path) -> sqlite3.Connection:
    db = sqlite3.connect(file, check_same_thread=False)
    with suppress(OSError):
        file.chmod(0o600)
    try:
        with closing(db.execute("PRAGMA secure_delete = ON")):
            pass
        with db:
            db.execute(_MAKE)
    except sqlite3.DatabaseError:
        db.close()
        raise
    return db


def _digest(text: bytes) -> bytes:
    return hashlib.sha256(text).digest()
