"""The socket between a live page and its kernel: for its owner only, and only what a widget needs."""

from __future__ import annotations

import json
import re
from typing import Any, NamedTuple

from jupyter_server.services.kernels.connection.base import deserialize_msg_from_ws_v1
from voila.tornado.kernel_websocket_handler import VoilaKernelWebsocketHandler

from holdfast.interface_text import say
from holdfast.server.security import Guarded, PlainError

ALLOWED_MESSAGES = ("comm_msg", "comm_info_request", "kernel_info_request", "comm_open")
LARGEST_MESSAGE = 256 * 1024
CONTROL_COMM = "jupyter.widget.control"
_MOST_PARTS = 64
_V1 = "v1.kernel.websocket.jupyter.org"
_SESSION = re.compile(r"[A-Za-z0-9-]{0,100}")


class Message(NamedTuple):
    """What decides whether a message may pass."""

    channel: str
    kind: str
    target: str


class LiveSocket(VoilaKernelWebsocketHandler, Guarded):
    """The kernel socket of a live page."""

    kind = "live"

    def set_default_headers(self) -> None:
        """Set what every reply carries; Jupyter's sockets carry nothing, also where they refuse."""
        Guarded.set_default_headers(self)

    def check_origin(self, origin: str = "") -> bool:
        """Return whether a page of this server asks."""
        return Guarded.check_origin(self, origin)

    async def pre_get(self) -> None:
        """Refuse a kernel that is not the learner's, and who does not say where they come from.

        The name of the session is refused when it is none that a page gives itself: Jupyter prints it into the log.
        """
        if not self.check_origin():  # tornado asks only when there is an Origin
            raise PlainError(403, say("This request came from another site and was refused."))
        if not _SESSION.fullmatch(self.get_argument("session_id", "")):
            raise PlainError(400, say("The server could not understand this request. Load the page again."))
        if not self.services.live.belongs(self.kernel_id, self.learner_id):
            raise PlainError(404, say("This page has ended. Load it again."))
        await super().pre_get()

    async def open(self, kernel_id: str) -> None:
        """Tell the kernels of live pages that a page is there, then connect."""
        self.services.live.connected(kernel_id, self)
        await super().open(kernel_id)

    def on_close(self) -> None:
        """Disconnect, and tell that the page is gone."""
        super().on_close()
        self.services.live.disconnected(self.kernel_id, self)

    def on_message(self, ws_message: str | bytes) -> None:
        """Pass on what a widget needs; anything else is dropped, and what cannot be read ends the connection."""
        try:
            message = read(ws_message, v1=self.selected_subprotocol == _V1)
        except (ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError):
            self.close(1003, "unreadable")
            return
        if may_pass(message):
            super().on_message(ws_message)


def read(raw: str | bytes, *, v1: bool) -> Message:
    """Return what decides about a message.

    Args:
        raw: The message as it came.
        v1: Whether the connection speaks the binary protocol; else only JSON text is understood.

    Raises:
        ValueError: It cannot be read (or `KeyError`, `TypeError`, `IndexError`).
    """
    if v1 and isinstance(raw, bytes):
        _check_parts(raw)
        channel, parts = deserialize_msg_from_ws_v1(raw)
        header, content = json.loads(parts[0]), json.loads(parts[3])
    elif isinstance(raw, str) and not v1:
        whole: dict[str, Any] = json.loads(raw)
        channel, header, content = whole["channel"], whole["header"], whole.get("content", {})
    else:
        raise ValueError("not of this protocol")
    return Message(channel=str(channel), kind=str(header["msg_type"]), target=str(content.get("target_name", "")))


def _check_parts(raw: bytes) -> None:
    """Refuse a message that says it has more parts than it can have; Jupyter would count them all."""
    count = int.from_bytes(raw[:8], "little")
    if count > _MOST_PARTS or 8 * (count + 1) > len(raw):
        raise ValueError("not so many parts")


def may_pass(message: Message) -> bool:
    """Return whether a message is one that a widget needs."""
    if message.channel != "shell" or message.kind not in ALLOWED_MESSAGES:
        return False
    return message.kind != "comm_open" or message.target == CONTROL_COMM
