"""The trainer's doors of a room: the wall, the notes, the square to join by, the events, and what can be done.

They exist only where `holdfast classroom` serves, and open only to the learner of this computer: the trainer.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, cast

from jupyter_server.base.handlers import JupyterHandler
from pydantic import BaseModel, ConfigDict, Field

from holdfast.classroom.room import Act, Refused
from holdfast.documents.square_code import square_code_svg
from holdfast.errors import UserError
from holdfast.interface_text import say
from holdfast.server import pages_classroom
from holdfast.server.api import Api
from holdfast.server.classroom_limits import STREAMS_OF_TRAINER
from holdfast.server.classroom_room import Classroom
from holdfast.server.handlers_pages import PageHandler
from holdfast.server.pages_classroom import Window
from holdfast.server.security import Guarded, PlainError
from holdfast.server.services import Services

if TYPE_CHECKING:
    from holdfast.server.classroom_start import WithRoom


def handlers() -> list[tuple[Any, ...]]:
    """Return the trainer's addresses."""
    return [
        (r"/room", RoomHandler, {"window": "wall"}),
        (r"/room/notes", RoomHandler, {"window": "notes"}),
        (r"/room/qr\.svg", SquareHandler),
        (r"/room/state", RoomStateHandler),
        (r"/room/events", RoomEventsHandler),
        (r"/room/act", ActHandler),
    ]


class OfRoom(JupyterHandler):
    """What the handlers of a room have in common."""

    kind: ClassVar[str] = "room"

    @property
    def room(self) -> Classroom:
        """The room of this server."""
        return cast("WithRoom", cast("Services", self.settings["holdfast"]).extra).room


class EventsHandler(OfRoom, Guarded):
    """Base of the two streams. One lives as long as its page, so it is taken out of the hands of the front door."""

    json_errors: ClassVar[bool] = True

    def stream(self, device: bytes | None, most: int) -> None:
        """Answer with a stream of a device, or of the trainer (None), which may have so many."""
        self.set_header("Content-Type", "text/event-stream; charset=utf-8")
        self.set_header("Connection", "close")
        room = self.room
        say = room.told_trainer if device is None else partial(room.told_device, device)
        room.hub.add(self.detach(), self._headers, device, say, most)


class RoomHandler(OfRoom, PageHandler):
    """GET /room and /room/notes: the trainer's two windows."""

    def initialize(self, window: Window) -> None:
        """Take which window it is."""
        self.window = window

    async def get(self) -> None:
        """Send the page; its script draws the room."""
        services, room = self.services, self.room
        html = pages_classroom.render_room(services.library, services.assets, room.module, self.window, room.nation)
        self.send(html)

    head = get


class SquareHandler(OfRoom, Guarded):
    """GET /room/qr.svg: the square that leads a phone here."""

    async def get(self) -> None:
        """Send it as the computer can be reached now."""
        self.set_header("Content-Type", "image/svg+xml")
        self.finish(square_code_svg(self.room.join_link))

    head = get


class RoomStateHandler(OfRoom, Api):
    """GET /room/state: what the trainer may know, once."""

    async def get(self) -> None:
        """Send it."""
        self.reply(self.room.for_trainer())

    head = get


class RoomEventsHandler(EventsHandler):
    """GET /room/events: what the trainer may know, whenever it changes."""

    async def get(self) -> None:
        """Begin the stream."""
        self.stream(None, STREAMS_OF_TRAINER)


class SentAct(BaseModel):
    """The body of POST /room/act."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    act: Act
    version: Annotated[int, Field(ge=0, lt=2**53)]
    step: Annotated[str, Field(max_length=130)] | None = None


class ActHandler(OfRoom, Api):
    """POST /room/act: go on."""

    async def post(self) -> None:
        """Do it and send what the trainer may know then; 409 with the same where it does not fit what is on."""
        sent = self.sent(SentAct)
        try:
            await self.room.act(sent.act, sent.version, sent.step)
        except Refused as refused:
            self.set_status(409)
            self.reply({"error": say(refused.why), "state": self.room.for_trainer()})
            return
        except UserError as error:
            raise PlainError(507, str(error)) from error
        self.reply(self.room.for_trainer())
