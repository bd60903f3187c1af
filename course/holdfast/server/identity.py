"""Who is asking: one learner on this computer, let in by a link that works once."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Awaitable

from jupyter_server.auth.authorizer import Authorizer
from jupyter_server.auth.identity import IdentityProvider, User
from jupyter_server.base.handlers import JupyterHandler
from tornado import web
from traitlets import Unicode

_DAYS = 400  # the longest a browser keeps a cookie; the course is taken over weeks and opened again a year later


class LocalIdentityProvider(IdentityProvider):
    """Know the one learner of this data root by a signed cookie. There is no password, token header or login page."""

    learner_id = Unicode()

    def __init__(self, **kwargs: object) -> None:
        super().__init__(**kwargs)
        self.token = ""
        self._one_time: str | None = secrets.token_urlsafe(32)

    @property
    def one_time(self) -> str:
        """The token of the link, once; empty after it was used."""
        return self._one_time or ""

    @property
    def auth_enabled(self) -> bool:
        """Whether a person has to be known: always."""
        return True

    @property
    def login_available(self) -> bool:
        """Whether there is a page to log in at: never."""
        return False

    @property
    def logout_available(self) -> bool:
        """Whether there is a page to log out at: never."""
        return False

    def get_handlers(self) -> list[tuple[str, object]]:
        """Return no handler: the list of the application is the whole list."""
        return []

    def get_user(self, handler: web.RequestHandler) -> User | None:
        """Return the learner whose signed cookie the request brings; nothing else lets anyone in."""
        kept = handler.get_signed_cookie(self.get_cookie_name(handler), max_age_days=_DAYS)
        if kept is None or not self.learner_id:
            return None
        return self._user() if hmac.compare_digest(kept, self.learner_id.encode()) else None

    def is_token_authenticated(self, handler: web.RequestHandler) -> bool:  # noqa: ARG002
        """Return whether a token header let the request in: never, so that XSRF is always checked."""
        return False

    def should_check_origin(self, handler: web.RequestHandler) -> bool:  # noqa: ARG002
        """Return whether the Origin counts: always."""
        return True

    def enter(self, handler: web.RequestHandler, token: str) -> bool:
        """Let the bearer of the one-time token in and burn it; return whether it was the token."""
        expected = self._one_time
        if expected is None or not hmac.compare_digest(token.encode(), expected.encode()):
            return False
        self._one_time = None
        handler.set_signed_cookie(
            self.get_cookie_name(handler),
            self.learner_id,
            expires_days=_DAYS,
            httponly=True,
            samesite="Strict",
            secure=handler.request.protocol == "https",
            path="/",
        )
        return True

    def _user(self) -> User:
        return User(username=self.learner_id, name="Learner", display_name="Learner")


class OnlyTheLearner(Authorizer):
    """Allow the learner of this data root, and nobody else, whatever a handler asks for."""

    def is_authorized(
        self,
        handler: JupyterHandler,  # noqa: ARG002
        user: User,
        action: str,  # noqa: ARG002
        resource: str,  # noqa: ARG002
    ) -> Awaitable[bool] | bool:
        """Return whether the user is that learner."""
        provider = self.identity_provider
        return isinstance(provider, LocalIdentityProvider) and user is not None and user.username == provider.learner_id
