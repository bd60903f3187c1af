"""The room of a running server: takes votes and acts, keeps each before it is acknowledged, and says how things stand.

A vote and an act are judged at once, in the order they come, and acknowledged and told when they are on the disk.
Nothing here or in what is told names who voted what: a device is a digest, and what it chose is told to itself alone.
"""

from __future__ import annotations

import hashlib
import json
import logging
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from holdfast.classroom.room import Act, Refused, acted
from holdfast.classroom.steps import Step
from holdfast.classroom.store import Device, Kept, RoomFile, Vote
from holdfast.errors import UserError
from holdfast.interface_text import later, say
from holdfast.server import classroom_telling as telling
from holdfast.server.addresses import join_host
from holdfast.server.classroom_events import Hub
from holdfast.server.classroom_keeping import Keeping
from holdfast.server.classroom_limits import DEVICES, RoomLimits
from holdfast.server.security import PlainError

if TYPE_CHECKING:
    from holdfast.model import Module, Nation

HERE_SECONDS = 60.0
"""How long a phone without a stream, whose browser runs no script, counts as here after it asked for something."""

Voted = Literal["kept", "too late"]
_HTTP_PORT = 80
_FULL = later("The room is full. Use a paper card with a letter.")
_NO_CHOICE = later("There is no such answer. Load the page again.")
_OLD = later("The room has gone on in another window. Look, then choose again.")


class Classroom:
    """One session: its questions, how far it is, and who is there."""

    def __init__(
        self,
        module: Module,
        steps: tuple[Step, ...],
        root: Path,
        *,
        ip: str,
        port: int,
        nation: Nation | None,
        log: logging.Logger,
    ) -> None:
        """Go on with the session that was interrupted, or begin one.

        Args:
            module: What the room goes through.
            steps: Its questions.
            root: The data root.
            ip: The address that is listened at.
            port: The port.
            nation: Whose helplines are shown.
            log: Where it is said that something cannot be written.

        Raises:
            UserError: The session's file is no use.
        """
        self.module, self.nation = module, nation
        self.ip, self._port = ip, port
        self.limits = RoomLimits()
        self.hub = Hub(lambda: self.hub.tell(None))
        self._log = log
        self._steps = {step.id: step for step in steps}
        self._seen: dict[bytes, float] = {}
        file = RoomFile.open(root, module.id, tuple(self._steps))
        self._keeping = Keeping(file, self._go_back)
        self._take(file.read())

    def _take(self, kept: Kept) -> None:
        self.code, self.room, self._devices, self._votes = kept.code, kept.room, kept.devices, kept.votes
        self._public: dict[str, Any] = {}
        self._public_json = ""

    def _go_back(self, kept: Kept | None, why: UserError) -> None:
        """Go on with what is on the disk, where it can be read: what could not be written did not happen."""
        self._log.error("%s", why)
        if kept is not None and not self.room.ended:
            self._take(kept)
            self.hub.tell_all()

    def is_code(self, code: str | None) -> bool:
        """Return whether it is the code of this session, and the session goes on."""
        return code == self.code and not self.room.ended

    async def meet(self, device: bytes) -> None:
        """Note that a device is here; a new one is kept as joined.

        Raises:
            PlainError: 503, because the room is full.
            UserError: It cannot be kept.
        """
        if self.room.ended:
            return
        is_new = device not in self._devices
        if is_new and len(self._devices) >= DEVICES:
            raise PlainError(503, say(_FULL), retry_after=60)
        self._seen[device] = time.monotonic()
        if not is_new:
            return
        self._devices.add(device)
        await self._keeping.keep(Device(device))
        self.hub.tell(None)

    def left(self, device: bytes) -> None:
        """Note that a device is not here any more; nobody is told, and it may come back."""
        self._seen.pop(device, None)

    async def vote(self, device: bytes, step: str, round_: int, choice: str) -> Voted:
        """Take a vote, in place of the device's one before.

        Raises:
            PlainError: 400 for what is no choice; 503 because the room is full.
            UserError: It cannot be kept, and was not.
        """
        await self.meet(device)
        if not self.room.takes(step, round_):
            return "too late"
        if choice not in {each.id for each in self._steps[step].choices}:
            raise PlainError(400, say(_NO_CHOICE))
        self._votes.setdefault((step, round_), {})[device] = choice
        await self._keeping.keep(Vote(step=step, round=round_, digest=device, choice=choice))
        self.hub.tell(None)
        self.hub.tell(device)
        return "kept"

    async def act(self, act: Act, version: int, step: str | None) -> None:
        """Do what the trainer asks for, and tell everybody.

        Raises:
            Refused: It does not fit what is on, or the trainer has not seen what is on.
            UserError: It cannot be kept, and was not done; but an end is an end also where the file cannot be deleted.
        """
        if version != self.room.version:
            raise Refused(_OLD)
        self.room = acted(self.room, act, step)
        try:
            if self.room.ended:
                self._devices, self._votes, self._seen = set(), {}, {}
                await self._keeping.end()
            else:
                await self._keeping.keep(self.room)
        finally:
            self.hub.tell_all()

    async def close(self) -> None:
        """End all streams and close the file; a session that has not ended can go on with it."""
        self.hub.close()
        await self._keeping.close()

    @property
    def address(self) -> str:
        """The address phones open, as this computer can be reached now."""
        port = "" if self._port == _HTTP_PORT else f":{self._port}"
        return f"http://{join_host(self.ip)}{port}/join"

    @property
    def join_link(self) -> str:
        """The address that brings the code with it."""
        return f"{self.address}/{self.code}"

    def public(self) -> dict[str, Any]:
        """Return what everybody may know. It changes with each act, and with nothing else."""
        if self._public.get("version") != self.room.version:
            self._public = telling.public(self.room, self._step, self._votes)
            self._public_json = _json(self._public)
        return self._public

    def for_device(self, device: bytes) -> dict[str, Any]:
        """Return what a participant may know: the public state, and their own vote."""
        return {**self.public(), "mine": self._mine(device)}

    def told_device(self, device: bytes) -> bytes:
        """Return the same as it goes over the wire: what all share is written once for all."""
        mine = self._mine(device)
        return f'{self._public_json[:-1]},"mine":{_json(mine)}}}'.encode()

    def told_trainer(self) -> bytes:
        """Return what the trainer may know, as it goes over the wire."""
        return _json(self.for_trainer()).encode()

    def for_trainer(self) -> dict[str, Any]:
        """Return what the trainer may know: how many, never who."""
        return {
            **self.public(),
            "joined": len(self._devices),
            "here": len(self._here()),
            "voted": len(self._votes_on()),
            "code": self.code,
            "address": self.address,
            "steps": telling.agenda(self._steps.values(), self.room),
            "notes": list(self._step.notes) if self._step is not None else [],
        }

    def _mine(self, device: bytes) -> str | None:
        return self._votes_on().get(device) if self.public()["step"] is not None else None

    @property
    def _step(self) -> Step | None:
        return self._steps[self.room.step] if self.room.step is not None else None

    def _votes_on(self) -> dict[bytes, str]:
        """Return the votes of the round that is on."""
        room = self.room
        return self._votes.get((room.step, room.at.round), {}) if room.step is not None and room.at is not None else {}

    def _here(self) -> set[bytes]:
        since = time.monotonic() - HERE_SECONDS
        heard = self.hub.devices | {device for device, seen in self._seen.items() if seen > since}
        return heard & self._devices


def device_of(token: str) -> bytes:
    """Return what stands for a device: its token cannot be told from it."""
    return hashlib.sha256(token.encode()).digest()[:16]


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
