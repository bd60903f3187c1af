"""Many learners on one server: a name or pseudonym to begin with, three words to come back with."""

from __future__ import annotations

import hmac
import sqlite3
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar

from tornado import web

from holdfast.errors import UserError
from holdfast.interface_text import later, say
from holdfast.records import Learner, check_chosen_name
from holdfast.server.identity import LONGEST_DAYS, CourseIdentity, Surroundings
from holdfast.server.identity_guesses import Guesses, Newcomers
from holdfast.server.identity_sessions import FILE, Sessions
from holdfast.server.identity_words import Digests, new_words

if TYPE_CHECKING:
    from holdfast.server.services import Store

SHORTEST_SITE_CODE = 6
_SHOWN_SECONDS = 900
_TRIES = 20
_NOT_KEPT = later("Signing in could not be kept on this computer; its disk may be full. Tell whoever runs this course.")


class NamedIdentity(CourseIdentity):
    """Know learners by a session that a signed cookie names."""

    signs_in: ClassVar[bool] = True
    refusal: ClassVar[str] = later("You are signed out. Sign in, then go on.")
    invitation: ClassVar[str] = "Everyone who takes the course opens this link:"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.store: Store
        self.sessions: Sessions
        self.digests: Digests
        self.site_code = ""
        self.guesses = Guesses()
        self.newcomers = Newcomers()
        self._fresh: dict[str, tuple[tuple[str, ...], float]] = {}  # words that are still to be shown, by learner

    def begin(self, around: Surroundings) -> None:
        """Open the sessions."""
        super().begin(around)
        self.store, self.site_code = around.store, around.site_code
        self.sessions = self.store.wait_for(Sessions, around.data_root / FILE)
        self.digests = Digests(around.secret)

    def end(self) -> None:
        """Close the sessions."""
        self.store.wait_for(self.sessions.close)

    @property
    def entrance(self) -> str:
        """The page to sign in."""
        return "/sign-in"

    def learner_id_of(self, handler: web.RequestHandler) -> str | None:
        """Return the learner of the session that the request's signed cookie names."""
        return self.sessions.learner_id(self.cookie_of(handler))

    def get_handlers(self) -> list[tuple[str, object]]:
        """Return the pages to sign in and out."""
        from holdfast.server.sign_in import handlers

        return handlers()

    def is_site_code(self, written: str) -> bool:
        """Return whether it is the site's code; everything is where the site has none."""
        return not self.site_code or hmac.compare_digest(written.strip().encode(), self.site_code.encode())

    async def newcomer(self, name: str) -> Learner:
        """Make a learner with three words.

        Raises:
            ValueError: The name cannot be kept.
            UserError: The records could not keep it.
        """
        check_chosen_name(name)
        learner = await self.people.new(name)
        await self.renew_words(learner.id)
        return learner

    async def comes_back(self, written: str) -> Learner | None:
        """Return the learner whose three words these are, or None; either takes as long."""
        return await self.people.by_code(self.digests.of(written))

    async def renew_words(self, learner_id: str) -> None:
        """Give a learner new words, to be shown on the next page; those before are of no use any more."""
        for _ in range(_TRIES):
            words = new_words()
            try:
                await self.people.set_code(learner_id, self.digests.of("".join(words)))
            except ValueError:  # another learner has them
                continue
            self._fresh[learner_id] = (words, time.monotonic())
            return
        raise RuntimeError("Twenty times in a row somebody had these words.")

    def fresh_words(self, learner_id: str) -> tuple[str, ...]:
        """Return the words that a learner has not put away yet, or none: nobody can look them up later."""
        now = time.monotonic()
        self._fresh = {each: known for each, known in self._fresh.items() if now - known[1] < _SHOWN_SECONDS}
        return self._fresh.get(learner_id, ((), 0.0))[0]

    def put_words_away(self, learner_id: str) -> None:
        """Show a learner's words no more."""
        self._fresh.pop(learner_id, None)

    async def sign_in(self, handler: web.RequestHandler, learner: Learner, *, keep: bool) -> None:
        """Begin a session in this browser, in place of any other person's.

        Raises:
            UserError: It could not be kept.
        """
        await self._end(self.cookie_of(handler))
        try:
            cookie = await self.store.call(self.sessions.begin, learner.id, keep=keep)
        except sqlite3.Error as error:
            raise UserError(say(_NOT_KEPT)) from error
        self.give_cookie(handler, cookie, days=LONGEST_DAYS if keep else None)
        _end_forms(handler)

    async def sign_out(self, handler: web.RequestHandler) -> None:
        """End this browser's session; its cookie is worth nothing from now on."""
        cookie = self.cookie_of(handler)
        learner_id = self.sessions.learner_id(cookie)
        if learner_id is not None:
            self.put_words_away(learner_id)
        await self._end(cookie)
        handler.clear_cookie(self.get_cookie_name(handler), path="/")
        _end_forms(handler)

    async def end_others(self, handler: web.RequestHandler) -> None:
        """End the learner's sessions in other browsers."""
        cookie = self.cookie_of(handler)
        if cookie is not None:
            await self._ended(self.sessions.end_others, cookie)

    async def _end(self, cookie: bytes | None) -> None:
        if cookie is not None:
            await self._ended(self.sessions.end, cookie)

    async def _ended(self, end: Callable[[bytes], None], cookie: bytes) -> None:
        try:
            await self.store.call(end, cookie)
        except sqlite3.Error:  # it is over in memory; only a restart could bring it back
            self.log.exception("The end of a session could not be written")


def _end_forms(handler: web.RequestHandler) -> None:
    """Have the next page bring another token: a form that an earlier person left open does nothing for this one."""
    handler.clear_cookie("_xsrf", path="/")
