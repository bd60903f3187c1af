"""The link that lets the one learner of a computer in, once."""

from __future__ import annotations

from typing import cast

from jupyter_server.auth.decorator import allow_unauthenticated

from holdfast.interface_text import say
from holdfast.server.handlers_pages import PageHandler
from holdfast.server.identity_local import LocalIdentity
from holdfast.server.security import PlainError


class EnterHandler(PageHandler):
    """GET /enter?token=...: the one way in."""

    kind = "enter"

    @allow_unauthenticated
    async def get(self) -> None:
        """Exchange the one-time token for the cookie, and go to the start."""
        provider = cast("LocalIdentity", self.identity_provider)
        token = self.get_query_argument("token", "")
        if not provider.enter(self, token) and self.current_user is None:
            raise PlainError(
                403,
                say(
                    "This link has been used or is from an earlier start. Stop Holdfast, start it again, and open the "
                    "link it prints."
                ),
            )
        self.xsrf_token  # noqa: B018
        if self.request.headers.get("Sec-Fetch-Site", "none") != "cross-site":
            self.redirect(self.services.home)
            return
        # A SameSite=Strict cookie is not sent along a redirect that another site began; a page of ours begins anew.
        self.begin_anew(self.services.home)

    @allow_unauthenticated
    def head(self) -> None:
        """Answer without using the token up: link previews ask like this."""
        self.finish()
