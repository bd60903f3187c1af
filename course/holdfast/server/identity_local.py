"""One learner on this computer, let in by a link that works once."""

from __future__ import annotations

import hmac
import secrets
from typing import Any, ClassVar

from tornado import web

from holdfast.interface_text import later
from holdfast.server.identity import LONGEST_DAYS, CourseIdentity, Surroundings


class LocalIdentity(CourseIdentity):
    """Know the one learner of this data root by a signed cookie."""

    refusal: ClassVar[str] = later(
        "This page needs the link that was printed when Holdfast started. Open that link in this browser. "
        "It works once: if it has been used, stop Holdfast and start it again for a new one."
    )
    invitation: ClassVar[str] = "Open this link (it works once):"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.learner_id = ""
        self._one_time: str | None = secrets.token_urlsafe(32)

    def begin(self, around: Surroundings) -> None:
        """Take the one learner, made at the first start."""
        super().begin(around)
        self.learner_id = around.people.local().id

    @property
    def entrance(self) -> str:
        """The path with the token, until it was used."""
        return f"/enter?token={self._one_time or ''}"

    def learner_id_of(self, handler: web.RequestHandler) -> str | None:
        """Return the learner's id where the request brings the learner's signed cookie."""
        kept = self.cookie_of(handler)
        if kept is None or not self.learner_id:
            return None
        return self.learner_id if hmac.compare_digest(kept, self.learner_id.encode()) else None

    def get_handlers(self) -> list[tuple[str, object]]:
        """Return the address of the link."""
        from holdfast.server.sign_in_link import EnterHandler

        return [(r"/enter", EnterHandler)]

    def enter(self, handler: web.RequestHandler, token: str) -> bool:
        """Let the bearer of the one-time token in and burn it; return whether it was the token."""
        expected = self._one_time
        if expected is None or not hmac.compare_digest(token.encode(), expected.encode()):
            return False
        self._one_time = None
        self.give_cookie(handler, self.learner_id, days=LONGEST_DAYS)
        return True
