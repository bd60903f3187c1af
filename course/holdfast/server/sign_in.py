"""Signing in and out: a name to begin with, three words to come back with, and out again."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar, cast

from jupyter_server.auth.decorator import allow_unauthenticated

from holdfast.errors import UserError
from holdfast.interface_text import later, say
from holdfast.server import sign_in_pages as pages
from holdfast.server.handlers_pages import FormPage
from holdfast.server.identity_named import NamedIdentity
from holdfast.server.security import PlainError, is_way_back
from holdfast.server.sign_in_pages import SignIn

_NO_NAME = later("Write a name: your own, or any other.")
_BAD_NAME = later("A name can have at most 120 letters, signs and spaces, and nothing that cannot be seen.")
_WRONG_SITE_CODE = later("This is not the site code. Ask whoever told you about this course.")
_NO_WORDS = later("Write your three words.")
_WRONG_WORDS = later("Nobody here has these three words. Look at how they are spelt.")


def handlers() -> list[tuple[str, object]]:
    """Return the addresses of this module."""
    return [
        (r"/sign-in", SignInHandler),
        (r"/sign-in/words", WordsHandler),
        (r"/sign-in/new-words", NewWordsHandler),
        (r"/sign-out", SignOutHandler),
        (r"/signed-out", SignedOutHandler),
    ]


class _SignInPage(FormPage):
    """Base of these handlers."""

    kind: ClassVar[str] = "sign-in"

    @property
    def named(self) -> NamedIdentity:
        """How learners are known."""
        return cast("NamedIdentity", self.identity)

    @property
    def onward(self) -> str:
        """Where the person wanted to go."""
        path = self.get_argument("next", "/")
        return path if is_way_back(path) and path != "/sign-out" else "/"  # nobody comes back to go away

    @property
    def address(self) -> str:
        """The address that asks."""
        return self.request.remote_ip or ""


class SignInHandler(_SignInPage):
    """GET and POST /sign-in: as somebody new, or by the three words."""

    @allow_unauthenticated
    async def get(self) -> None:
        """Send the page; who is signed in goes on."""
        if self.current_user is not None:
            self.see(self.onward)
        elif self.comes_from_elsewhere():  # the cookie may be there, and was not sent along another site's way
            self.begin_anew(self.request.path)
        else:
            self.show(SignIn(onward=self.onward, site_code=bool(self.named.site_code)))

    @allow_unauthenticated
    async def head(self) -> None:
        """Answer that there is such a page."""
        self.finish()

    @allow_unauthenticated
    async def post(self) -> None:
        """Let the person in, or show what has to be mended."""
        asked = SignIn(onward=self.onward, site_code=bool(self.named.site_code))
        try:
            if self.get_body_argument("way", "") == "new":
                await self._newcomer(asked)
            else:
                await self._comes_back(asked)
        except UserError as error:
            raise PlainError(507, str(error)) from error

    def show(self, asked: SignIn) -> None:
        """Send the page."""
        self.send(pages.render_sign_in(self.services.library, self.services.assets, asked, self.xsrf))

    async def _newcomer(self, asked: SignIn) -> None:
        name = " ".join(self.get_body_argument("name", "").split())
        asked = replace(asked, name=name, keep_new=self._keeps())
        if not name:
            self._refuse(400, replace(asked, errors={"name": say(_NO_NAME)}))
            return
        if self.named.site_code and not self._knows_site_code(asked):
            return
        try:
            self.named.newcomers.take(self.address)
        except PlainError as error:
            self._refuse(429, replace(asked, errors={"name": error.sentence}), retry_after=error.retry_after)
            return
        try:
            learner = await self.named.newcomer(name)
        except ValueError:
            self._refuse(400, replace(asked, errors={"name": say(_BAD_NAME)}))
            return
        await self.named.sign_in(self, learner, keep=self._keeps())
        self.see(f"/sign-in/words?next={asked.onward}")

    def _knows_site_code(self, asked: SignIn) -> bool:
        """Return whether the form brings the site code; else it has been answered."""
        try:
            self.named.guesses.take(self.address)
        except PlainError as error:
            self._refuse(429, replace(asked, errors={"site": error.sentence}), retry_after=error.retry_after)
            return False
        if not self.named.is_site_code(self.get_body_argument("site", "")):
            self._refuse(403, replace(asked, errors={"site": say(_WRONG_SITE_CODE)}))
            return False
        self.named.guesses.was_right(self.address)
        return True

    async def _comes_back(self, asked: SignIn) -> None:
        written = self.get_body_argument("words", "")
        asked = replace(asked, keep_back=self._keeps())
        if not written:
            self._refuse(400, replace(asked, errors={"words": say(_NO_WORDS)}))
            return
        try:
            self.named.guesses.take(self.address)
        except PlainError as error:
            self._refuse(429, replace(asked, errors={"words": error.sentence}), retry_after=error.retry_after)
            return
        learner = await self.named.comes_back(written)
        if learner is None:
            self._refuse(403, replace(asked, errors={"words": say(_WRONG_WORDS)}))
            return
        self.named.guesses.was_right(self.address)
        await self.named.sign_in(self, learner, keep=self._keeps())
        self.see(asked.onward)

    def _keeps(self) -> bool:
        return bool(self.get_body_argument("keep", ""))

    def _refuse(self, status: int, asked: SignIn, *, retry_after: int | None = None) -> None:
        self.set_status(status)
        if retry_after is not None:
            self.set_header("Retry-After", str(retry_after))
        self.show(asked)


class WordsHandler(_SignInPage):
    """GET and POST /sign-in/words: the new three words, until they are put away."""

    async def get(self) -> None:
        """Show them, or say that they have been shown."""
        words = self.named.fresh_words(self.learner_id)
        library, assets = self.services.library, self.services.assets
        self.send(pages.render_words(library, assets, words, self.onward, self.xsrf))

    head = get

    async def post(self) -> None:
        """Show them no more."""
        self.named.put_words_away(self.learner_id)
        self.see(self.onward)


class NewWordsHandler(_SignInPage):
    """POST /sign-in/new-words: other words than before, and an end for every other browser that is signed in."""

    async def get(self) -> None:
        """Lead to the page that asks for it."""
        self.see("/sign-in/words")

    head = get

    async def post(self) -> None:
        """Make them."""
        try:
            await self.named.renew_words(self.learner.id)
        except UserError as error:
            raise PlainError(507, str(error)) from error
        await self.named.end_others(self)
        self.see("/sign-in/words")


class SignOutHandler(_SignInPage):
    """GET and POST /sign-out."""

    async def get(self) -> None:
        """Ask."""
        self.send(pages.render_sign_out(self.services.library, self.services.assets, self.xsrf))

    head = get

    @allow_unauthenticated
    async def post(self) -> None:
        """Sign this browser out, and end what still runs for the learner."""
        if self.current_user is not None:
            await self.services.live.shut_down_of(self.learner_id)
        await self.named.sign_out(self)
        self.see("/signed-out")


class SignedOutHandler(_SignInPage):
    """GET /signed-out: says so, to the other pages of this browser too."""

    @allow_unauthenticated
    async def get(self) -> None:
        """Send the page; who is signed in is not told so."""
        if self.current_user is not None:
            self.see("/")
            return
        self.send(pages.render_signed_out(self.services.library, self.services.assets))

    @allow_unauthenticated
    async def head(self) -> None:
        """Answer that there is such a page."""
        self.finish()
