"""A participant's doors of a room: the code, the question, the events and the vote. No account, no name.

A phone is known by a cookie of its own, which opens nothing but these addresses. They exist only where
`holdfast classroom` serves.
"""

from __future__ import annotations

import secrets
from typing import Annotated, Any, ClassVar

from jupyter_server.auth.decorator import allow_unauthenticated
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from holdfast.classroom.codes import LENGTH, as_code
from holdfast.errors import UserError
from holdfast.interface_text import later, say
from holdfast.server import pages_classroom
from holdfast.server.api import Api
from holdfast.server.classroom_limits import STREAMS, STREAMS_OF_ONE
from holdfast.server.classroom_room import Voted, device_of
from holdfast.server.handlers_classroom import EventsHandler, OfRoom
from holdfast.server.handlers_pages import FormPage
from holdfast.server.security import PlainError

COOKIE = "holdfast-room"
_PATH = "/join"
_DAYS = 2
_TOKEN_BYTES = 24
_FORM = "application/x-www-form-urlencoded"

_NOT_IN = later("Join the room first: the trainer’s screen shows how.")
_WRONG_CODE = later("This is not the code on the trainer’s screen. Look again.")
_OVER = later("This session has ended.")
_MANY = later("Very many phones are connected. This page tries again by itself.")
_NO_VOTE = later("What was sent could not be understood. Load the page again.")
_SAID = {
    "late": later("That was too late: the vote is closed."),
    "wait": later("That is more than one person can choose. Wait a moment, then choose again."),
}


def handlers() -> list[tuple[Any, ...]]:
    """Return a participant's addresses."""
    return [
        (r"/join", JoinHandler),
        (r"/join/left", LeftHandler),
        (r"/join/state", JoinStateHandler),
        (r"/join/events", JoinEventsHandler),
        (r"/join/vote", VoteHandler),
        (rf"/join/([A-Za-z]{{{LENGTH}}})", LinkHandler),
    ]


class _OfPhone(OfRoom):
    """What these handlers have in common: whose request it is."""

    kind: ClassVar[str] = "join"

    @property
    def device(self) -> bytes | None:
        """The device that asks, or None where it has not joined this session."""
        kept = self.get_signed_cookie(COOKIE, max_age_days=_DAYS)
        code, _, token = (kept or b"").decode("ascii", "replace").partition(".")
        return device_of(token) if token and code == self.room.code else None

    def device_in(self) -> bytes:
        """Return the device that asks, or refuse it."""
        device = self.device
        if device is None:
            raise PlainError(403, say(_NOT_IN))
        return device

    async def meet(self, device: bytes) -> None:
        """Note that a device is here, which may not ask for too much."""
        self.room.limits.asks.take(device.hex())
        try:
            await self.room.meet(device)
        except UserError as error:
            raise PlainError(507, str(error)) from error


class _JoinPage(_OfPhone, FormPage):
    """Base of the pages."""

    asks_to_sign_in: ClassVar[bool] = False

    def ask_code(self, sentence: str = "") -> None:
        """Send the page that asks for the code."""
        self.send(pages_classroom.render_code(self.services.library, self.services.assets, self.xsrf, sentence))

    def let_in(self, written: str) -> bool:
        """Give the device its cookie where it brings the code; else the request has been answered."""
        if self.device is not None:
            return True
        address = self.request.remote_ip or ""
        try:
            self.room.limits.guess(address)
        except PlainError as error:
            self.set_status(429)
            self.set_header("Retry-After", str(error.retry_after))
            self.ask_code(error.sentence)
            return False
        if not self.room.is_code(as_code(written)):
            self.set_status(403)
            self.ask_code(say(_OVER if self.room.room.ended else _WRONG_CODE))
            return False
        self.room.limits.was_right(address)
        self.set_signed_cookie(
            COOKIE,
            f"{self.room.code}.{secrets.token_urlsafe(_TOKEN_BYTES)}",
            expires_days=None,
            httponly=True,
            samesite="Strict",
            secure=self.request.protocol == "https",
            path=_PATH,
        )
        return True


class JoinHandler(_JoinPage):
    """GET and POST /join: the code, then the room."""

    @allow_unauthenticated
    async def get(self) -> None:
        """Send the room as it stands, or ask for the code."""
        device, room, services = self.device, self.room, self.services
        if device is not None:
            await self.meet(device)
            said = say(_SAID.get(self.get_query_argument("said", ""), ""))
            state, assets = room.for_device(device), services.assets
            self.send(pages_classroom.render_join(services.library, assets, state, self.xsrf, room.nation, said))
        elif self.comes_from_elsewhere():  # the cookie may be there, and was not sent along another site's way
            self.begin_anew(_PATH)
        else:
            self.ask_code()

    @allow_unauthenticated
    async def head(self) -> None:
        """Answer that there is such a page."""
        self.finish()

    @allow_unauthenticated
    async def post(self) -> None:
        """Let a device in that brings the code."""
        if self.let_in(self.get_body_argument("code", "")):
            self.see(_PATH)


class LinkHandler(_JoinPage):
    """GET /join/<code>: where the square leads."""

    @allow_unauthenticated
    async def get(self, code: str) -> None:
        """Let the device in. One that another site's way has led here sends its cookie only when it begins anew."""
        if not self.let_in(code):
            return
        if self.comes_from_elsewhere():
            self.begin_anew(_PATH)
        else:
            self.see(_PATH)

    @allow_unauthenticated
    async def head(self, code: str) -> None:  # noqa: ARG002
        """Answer without letting anybody in: link previews ask like this."""
        self.finish()


class LeftHandler(_JoinPage):
    """GET /join/left: a phone that has left. Its vote stays, nobody is told, and it may come back."""

    @allow_unauthenticated
    async def get(self) -> None:
        """Send the page."""
        if self.device is not None:
            self.room.left(self.device)
        self.send(pages_classroom.render_left(self.services.library, self.services.assets, self.room.nation))

    @allow_unauthenticated
    async def head(self) -> None:
        """Answer that there is such a page."""
        self.finish()


class JoinStateHandler(_OfPhone, Api):
    """GET /join/state: what a participant may know, once."""

    @allow_unauthenticated
    async def get(self) -> None:
        """Send it."""
        device = self.device_in()
        await self.meet(device)
        self.reply(self.room.for_device(device))

    head = get


class JoinEventsHandler(_OfPhone, EventsHandler):
    """GET /join/events: what a participant may know, whenever it changes."""

    @allow_unauthenticated
    async def get(self) -> None:
        """Begin the stream."""
        device, hub = self.device_in(), self.room.hub
        await self.meet(device)
        if hub.streams >= STREAMS and device not in hub.devices:
            raise PlainError(503, say(_MANY), retry_after=10)
        self.stream(device, STREAMS_OF_ONE)


class SentVote(BaseModel):
    """The body of POST /join/vote."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    step: Annotated[str, Field(max_length=130)]
    round: Annotated[int, Field(ge=1, le=2)]
    choice: Annotated[str, Field(max_length=60)]


class VoteHandler(_OfPhone, Api):
    """POST /join/vote: a vote, as JSON from the page's script, or as a form where none runs."""

    kind = "vote"

    @allow_unauthenticated
    async def post(self) -> None:
        """Take the vote, and say what became of it once it is kept."""
        device = self.device_in()
        if self.request.headers.get("Content-Type", "").partition(";")[0].strip().lower() == _FORM:
            await self._form(device)
            return
        self.room.limits.votes.take(device.hex())
        self.reply({"vote": await self._vote(device, self.sent(SentVote))})

    async def _form(self, device: bytes) -> None:
        try:
            self.room.limits.votes.take(device.hex())
        except PlainError:
            self.redirect(f"{_PATH}?said=wait", status=303)
            return
        fields: dict[str, Any] = {name: self.get_body_argument(name, "") for name in SentVote.model_fields}
        fields["round"] = {"1": 1, "2": 2}.get(fields["round"])
        try:
            sent = SentVote.model_validate(fields)
        except ValidationError:
            raise PlainError(400, say(_NO_VOTE)) from None
        late = await self._vote(device, sent) == "too late"
        self.redirect(f"{_PATH}?said=late" if late else _PATH, status=303)

    async def _vote(self, device: bytes, sent: SentVote) -> Voted:
        try:
            return await self.room.vote(device, sent.step, sent.round, sent.choice)
        except UserError as error:
            raise PlainError(507, str(error)) from error
