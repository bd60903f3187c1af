"""Who is asking. What every way of knowing a person has in common; `identity_local` and `identity_named` are two."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Awaitable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from jupyter_server.auth.authorizer import Authorizer
from jupyter_server.auth.identity import IdentityProvider, User
from jupyter_server.base.handlers import JupyterHandler
from tornado import web

if TYPE_CHECKING:
    from pathlib import Path

    from holdfast.server.people import People
    from holdfast.server.services import Store

LONGEST_DAYS = 400
"""The longest a browser keeps a cookie; the course is taken over weeks and opened again a year later."""


@dataclass(frozen=True, kw_only=True)
class Surroundings:
    """What a way of knowing people may need."""

    store: Store
    people: People
    data_root: Path
    secret: bytes  #: the data root's; it signs the cookies
    site_code: str  #: what a newcomer has to know; empty where nothing


class CourseIdentity(IdentityProvider):
    """How a request's learner is known. There is no password, no token header and no login page of Jupyter's.

    A subclass says who it is (`learner_id_of`), where people come in (`entrance`, `get_handlers`) and what is told to
    somebody who is not known (`refusal`). `app.IDENTITIES` names it, and `--identity` then takes that name.
    """

    signs_in: ClassVar[bool] = False
    """Whether people sign in and out on pages of ours, because several use one server or one browser."""
    refusal: ClassVar[str]
    """What somebody who is not known is told; marked with `later`."""
    invitation: ClassVar[str]
    """What the terminal says before the address at which people come in."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.token = ""
        self.people: People

    def begin(self, around: Surroundings) -> None:
        """Take the parts that are needed; called once, before the server answers."""
        self.people = around.people

    def end(self) -> None:
        """Let go of what was opened; called once, when nobody is answered any more."""

    @property
    @abstractmethod
    def entrance(self) -> str:
        """The path at which people come in."""

    @abstractmethod
    def learner_id_of(self, handler: web.RequestHandler) -> str | None:
        """Return whose request it says it is, proved; None for nobody's. Looks at memory only: every request asks."""

    @abstractmethod
    def get_handlers(self) -> list[tuple[str, object]]:
        """Return the addresses at which people come in and leave."""

    def get_user(self, handler: web.RequestHandler) -> User | None:
        """Return the learner of a request. One who has been erased is nobody any more."""
        learner_id = self.learner_id_of(handler)
        if learner_id is None or self.people.get(learner_id) is None:
            return None
        return User(username=learner_id, name="Learner", display_name="Learner")

    @property
    def auth_enabled(self) -> bool:
        """Whether a person has to be known: always."""
        return True

    @property
    def login_available(self) -> bool:
        """Whether there is a page of Jupyter's to log in at: never."""
        return False

    @property
    def logout_available(self) -> bool:
        """Whether there is a page of Jupyter's to log out at: never."""
        return False

    def is_token_authenticated(self, handler: web.RequestHandler) -> bool:  # noqa: ARG002
        """Return whether a token header let the request in: never, so that XSRF is always checked."""
        return False

    def should_check_origin(self, handler: web.RequestHandler) -> bool:  # noqa: ARG002
        """Return whether the Origin counts: always."""
        return True

    def give_cookie(self, handler: web.RequestHandler, value: str, *, days: int | None) -> None:
        """Sign a browser in; without days the cookie ends with the browser."""
        handler.set_signed_cookie(
            self.get_cookie_name(handler),
            value,
            expires_days=days,
            httponly=True,
            samesite="Strict",
            secure=handler.request.protocol == "https",
            path="/",
        )

    def cookie_of(self, handler: web.RequestHandler) -> bytes | None:
        """Return what the request's cookie holds, or None where it is missing, old, or not signed by this server."""
        # Of the first version, which no server of ours gives, tornado would print what is wrong into the log.
        kept: bytes | None = handler.get_signed_cookie(
            self.get_cookie_name(handler), max_age_days=LONGEST_DAYS, min_version=2
        )
        return kept


class OnlyLearners(Authorizer):
    """Allow learners of this data root, and nobody else. Whose a thing is, its handler asks."""

    def is_authorized(
        self,
        handler: JupyterHandler,  # noqa: ARG002
        user: User,
        action: str,  # noqa: ARG002
        resource: str,  # noqa: ARG002
    ) -> Awaitable[bool] | bool:
        """Return whether the user is a learner."""
        provider = self.identity_provider
        known = user is not None and isinstance(provider, CourseIdentity) and provider.people.get(user.username)
        return bool(known)
