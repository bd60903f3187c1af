"""Starts the server of `holdfast classroom`: the course, and a room in addition."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from holdfast.classroom.steps import steps
from holdfast.errors import UserError
from holdfast.server import app, handlers_classroom, handlers_join
from holdfast.server.addresses import EVERY, own_addresses
from holdfast.server.classroom_room import Classroom
from holdfast.server.extra import Addition

if TYPE_CHECKING:
    from holdfast.server.services import Services


@dataclass(frozen=True)
class WithRoom:
    """The room, as the application uses it."""

    room: Classroom
    home = "/room"

    @property
    def invitation(self) -> str:
        """How people join, and what to do where this computer has several networks or none."""
        words = f"People join at {self.room.address} with the code {self.room.code}."
        others = own_addresses()[1:] if self.room.ip == EVERY else ()
        if self.room.ip == EVERY and not own_addresses():
            return f"{words} This computer is in no network, so no phone can reach it: join one, or use paper cards."
        return f"{words} If phones cannot reach it, try --ip {' or --ip '.join(others)}." if others else words

    def handlers(self) -> list[Any]:
        """Return the addresses of the room."""
        return [*handlers_classroom.handlers(), *handlers_join.handlers()]

    async def close(self) -> None:
        """Close the room; one that has not ended goes on at the next start."""
        await self.room.close()


def serve(module: str, ip: str, port: int, open_browser: bool, data: Path | None) -> None:
    """Serve the course with a room for a module, until it is told to stop.

    Args:
        module: The id of the module.
        ip: Address to listen on; 0.0.0.0 for every one of this computer.
        port: Port to listen on; a taken one is an error.
        open_browser: Whether to open the trainer's link in a browser.
        data: The data root; None takes the default one.

    Raises:
        UserError: Something a person can mend stands in the way; the text says what.
    """
    app.serve(
        ip=ip,
        port=port,
        open_browser=open_browser,
        data=data,
        identity="local",
        modules=None,
        addition=Addition(make=partial(_made, module), everywhere=True),
    )


def _made(module_id: str, services: Services, root: Path, ip: str, port: int) -> WithRoom:
    module = services.library.module(module_id)
    nation = services.people.local().nation
    asked = steps(services.library, module, nation)
    if not asked:
        has = ", ".join(each.id for each in services.library.course.modules if steps(services.library, each, nation))
        raise UserError(f"The module {module_id!r} has no questions for a room: take one of {has}.")
    log = services.desk.log
    return WithRoom(Classroom(module, asked, root, ip=ip, port=port, nation=nation, log=log))
