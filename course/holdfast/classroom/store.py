"""Where a session is kept until its end: one small file in the data root, so that a restart goes on where it was.

It holds the code, how far the session is, and the votes of this session with digests in place of devices. The end wipes
it; what was left lying for a day is wiped at the next start. Used by the server, on one thread at a time.
"""

from __future__ import annotations

import json
import os
import sqlite3
import time
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

from holdfast.classroom import codes
from holdfast.classroom.room import At, Room
from holdfast.errors import UserError

FILE = "room.db"
ABANDONED_AFTER = 24 * 3_600
_FORM = 1
_BESIDE = ("", "-wal", "-shm", "-journal")
_ZEROS = bytes(64 * 1024)
_NOT_NOW = {
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_NOMEM,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_CANTOPEN,
}
"""What says that a file cannot be used at this moment, and nothing of what it holds."""
_PRIMARY = 0xFF  #: the low byte of an extended SQLite result code
_MAKE = (
    "CREATE TABLE room (module TEXT NOT NULL, code TEXT NOT NULL, state TEXT NOT NULL)",
    "CREATE TABLE device (digest BLOB PRIMARY KEY) WITHOUT ROWID",
    """CREATE TABLE vote (step TEXT, round INTEGER, digest BLOB, choice TEXT NOT NULL,
    PRIMARY KEY (step, round, digest)) WITHOUT ROWID""",
    f"PRAGMA user_version = {_FORM}",
)

Votes = dict[tuple[str, int], dict[bytes, str]]
"""By question and round: what each device chose."""


@dataclass(frozen=True, kw_only=True)
class Vote:
    """One vote, to be written; it takes the place of the one before."""

    step: str
    round: int
    digest: bytes
    choice: str


@dataclass(frozen=True)
class Device:
    """A device that has joined, to be written."""

    digest: bytes


Change = Vote | Device | Room


@dataclass(kw_only=True)
class Kept:
    """What the file holds."""

    code: str
    room: Room
    devices: set[bytes] = field(default_factory=set)
    votes: Votes = field(default_factory=dict)


class RoomFile:
    """The file of one session. What `write` was given is on the disk when it returns."""

    def __init__(self, file: Path, db: sqlite3.Connection, steps: tuple[str, ...]) -> None:
        self._file = file
        self._db = db
        self._steps = steps

    @classmethod
    def open(cls, root: Path, module: str, steps: tuple[str, ...]) -> Self:
        """Go on with the session that was interrupted, or begin a new one.

        One of another module, one that was abandoned, and a damaged one are wiped. One that only cannot be used at
        this moment stays as it is.

        Args:
            root: The data root.
            module: The id of the module.
            steps: The ids of its questions, in order.

        Raises:
            UserError: The file cannot be used.
        """
        wipe_abandoned(root)
        file = root / FILE
        try:
            try:
                return cls._opened(file, module, steps)
            except (sqlite3.DatabaseError, ValueError, LookupError, TypeError) as error:
                if getattr(error, "sqlite_errorcode", 0) & _PRIMARY in _NOT_NOW:
                    raise
                wipe(file)
                return cls._opened(file, module, steps)
        except (sqlite3.Error, OSError) as error:
            raise _unusable(file, error) from error

    @classmethod
    def _opened(cls, file: Path, module: str, steps: tuple[str, ...]) -> Self:
        db = sqlite3.connect(file, check_same_thread=False, isolation_level=None, timeout=10)
        try:
            file.chmod(0o600)
            for pragma in ("journal_mode = WAL", "synchronous = FULL", "secure_delete = ON"):
                db.execute(f"PRAGMA {pragma}").fetchall()
            if db.execute("PRAGMA user_version").fetchone() == (0,):
                _begin(db, module, steps)
            made = cls(file, db, steps)
            made._check(module)
        except BaseException:
            db.close()
            raise
        return made

    def read(self) -> Kept:
        """Return all that is kept.

        Raises:
            UserError: It cannot be read.
        """
        try:
            return self._read()
        except (sqlite3.Error, ValueError, LookupError, TypeError) as error:
            raise _unusable(self._file, error) from error

    def _read(self) -> Kept:
        code, state = self._db.execute("SELECT code, state FROM room").fetchone()
        kept = Kept(code=code, room=_room(json.loads(state), self._steps))
        kept.devices |= {digest for (digest,) in self._db.execute("SELECT digest FROM device")}
        for step, round_, digest, choice in self._db.execute("SELECT step, round, digest, choice FROM vote"):
            kept.votes.setdefault((step, round_), {})[digest] = choice
        return kept

    def write(self, changes: Iterable[Change]) -> None:
        """Write changes in their order, all or none.

        Raises:
            UserError: They cannot be written.
        """
        try:
            self._db.execute("BEGIN IMMEDIATE")
            try:
                for change in changes:
                    self._write(change)
                self._db.execute("COMMIT")
            except BaseException:
                with suppress(sqlite3.Error):
                    self._db.execute("ROLLBACK")
                raise
        except sqlite3.Error as error:
            raise _unusable(self._file, error) from error

    def _write(self, change: Change) -> None:
        match change:
            case Vote():
                values = (change.step, change.round, change.digest, change.choice)
                self._db.execute("INSERT OR REPLACE INTO vote VALUES (?, ?, ?, ?)", values)
            case Device():
                self._db.execute("INSERT OR IGNORE INTO device VALUES (?)", (change.digest,))
            case Room():
                self._db.execute("UPDATE room SET state = ?", (_state(change),))

    def _check(self, module: str) -> None:
        """Raise an error where the file is of another module, or cannot be read."""
        if self._db.execute("SELECT module FROM room").fetchone() != (module,):
            raise LookupError(module)
        self._read()

    def close(self) -> None:
        """Close the file; the session can go on with it."""
        self._db.close()

    def end(self) -> None:
        """Wipe the file: nothing of the session is left.

        Raises:
            UserError: The file cannot be deleted.
        """
        with suppress(sqlite3.Error):
            for table in ("vote", "device", "room"):
                self._db.execute(f"DELETE FROM {table}")  # noqa: S608 - our own names
            self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        self._db.close()
        try:
            wipe(self._file)
        except OSError as error:
            why = (error.strerror or str(error)).lower()
            raise UserError(f"{self._file} with the answers cannot be deleted ({why}): delete it yourself.") from error


def wipe_abandoned(root: Path, now: float | None = None) -> None:
    """Wipe a session that nobody has gone on with for a day; called at every start of a server."""
    file = root / FILE
    with suppress(OSError):
        if (time.time() if now is None else now) - max(each.stat().st_mtime for each in _files(file)) > ABANDONED_AFTER:
            wipe(file)


def wipe(file: Path) -> None:
    """Overwrite the file and what SQLite keeps beside it, and unlink them."""
    for each in _files(file):
        with suppress(OSError), each.open("r+b") as stale:
            for begin in range(0, each.stat().st_size, len(_ZEROS)):
                stale.seek(begin)
                stale.write(_ZEROS)
            stale.flush()
            os.fsync(stale.fileno())  # what is unlinked before it was written may never be
        each.unlink(missing_ok=True)


def _files(file: Path) -> list[Path]:
    return [each for end in _BESIDE if (each := file.with_name(file.name + end)).exists()] or [file]


def _begin(db: sqlite3.Connection, module: str, steps: tuple[str, ...]) -> None:
    db.execute("BEGIN IMMEDIATE")
    for statement in _MAKE:
        db.execute(statement)
    db.execute("INSERT INTO room VALUES (?, ?, ?)", (module, codes.new_code(), _state(Room(steps=steps))))
    db.execute("COMMIT")


def _state(room: Room) -> str:
    ways = {step: [at.phase, at.round, at.discussing] for step, at in room.ways.items()}
    return json.dumps({"version": room.version, "step": room.step, "ways": ways, "blank": room.blank})


def _room(state: Mapping[str, Any], steps: tuple[str, ...]) -> Room:
    """Return the room as it was; questions that the module has no more are left out."""
    ways = {step: At(*at) for step, at in state["ways"].items() if step in steps}
    step = state["step"] if state["step"] in ways else None
    return Room(steps=steps, version=state["version"], step=step, ways=ways, blank=state["blank"])


def _unusable(file: Path, error: Exception) -> UserError:
    why = str(getattr(error, "strerror", None) or error).lower()
    return UserError(f"The session cannot be kept in {file} ({why}): free it, or give another folder with --data.")
