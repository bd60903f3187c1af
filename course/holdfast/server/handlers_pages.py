"""The pages: home, modules, checks, results, help and the like; and the files they need."""

from __future__ import annotations

import re
from typing import Any, ClassVar

from jupyter_server.auth.decorator import allow_unauthenticated

from holdfast.interface_text import later, say
from holdfast.server import pages
from holdfast.server.journeys import journey
from holdfast.server.prepared import NotPrepared, NotReady, NotThere, Page
from holdfast.server.security import Guarded, PlainError

_NOT_THERE = later("There is no such page. Go back to the start of the course.")
_NOT_READY = later("This page is still being made. Load it again in a minute.")


class PageHandler(Guarded):
    """Base of the pages."""

    asks_to_sign_in: ClassVar[bool] = True

    def send(self, html: str) -> None:
        """Send a page that belongs to the learner: no store, and the cookie that the page's script needs."""
        self.xsrf_token  # noqa: B018  (asking for it sets the cookie)
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.finish(html)

    def send_prepared(self, page: Page) -> None:
        """Send a page that is the same for everyone, packed where that is taken, or say that it has not changed."""
        self.xsrf_token  # noqa: B018
        packs = takes_gzip(self.request.headers.get("Accept-Encoding", ""))
        tag = f'"{page.tag}{"-gz" if packs else ""}"'
        self.set_header("ETag", tag)
        self.set_header("Vary", "Accept-Encoding")
        self.set_header("Cache-Control", "private, no-cache")
        self.set_header("Content-Type", "text/html; charset=utf-8")
        if tag in _tags(self.request.headers.get("If-None-Match", "")):
            self.set_status(304)
            self.finish()
            return
        if packs:
            self.set_header("Content-Encoding", "gzip")
        self.finish(page.packed if packs else page.body)

    async def prepared(self, waiting: Any) -> Any:
        """Wait for a prepared page and turn what can be wrong into its sentence."""
        try:
            return await waiting
        except NotThere:
            raise PlainError(404, say(_NOT_THERE)) from None
        except NotReady:
            raise PlainError(503, say(_NOT_READY), retry_after=30) from None
        except NotPrepared as error:
            raise PlainError(500, str(error)) from None


class FormPage(PageHandler):
    """Base of pages with a form of ours."""

    def set_default_headers(self) -> None:
        """Let a form of this page say where it was sent from; nothing goes to another site."""
        super().set_default_headers()
        self.set_header("Referrer-Policy", "same-origin")

    @property
    def xsrf(self) -> str:
        """The token that a form brings back."""
        return str(self.xsrf_token, "ascii")

    def see(self, url: str) -> None:
        """Go on to a page after a form was taken."""
        self.redirect(url, status=303)


class HomeHandler(PageHandler):
    """GET /: what the learner has done, and where to go on."""

    async def get(self) -> None:
        """Send the home page; somebody who has not begun is asked first which way they take."""
        services, learner = self.services, self.learner
        way = await journey(services, learner)
        if learner.pathway is None and not way.answers and not way.attempts:
            self.redirect("/start")
            return
        self.send(pages.render_home(services.library, services.assets, way, services.today))

    head = get


class ModuleHandler(PageHandler):
    """GET /modules/<module>/: goes to the first section, or to the live page."""

    async def get(self, module_id: str) -> None:
        """Redirect."""
        module = next((m for m in self.services.library.course.modules if m.id == module_id), None)
        if module is None or not module.sections:
            raise PlainError(404, say(_NOT_THERE))
        if await self.prepared(self.services.prepared.is_live(module_id)):
            self.redirect(f"/live/{module_id}")
        else:
            self.redirect(f"/modules/{module_id}/{module.sections[0].id}")

    head = get


class SectionHandler(PageHandler):
    """GET /modules/<module>/<section>: one part of a module."""

    async def get(self, module_id: str, section_id: str) -> None:
        """Send the prepared page, or go to the live one."""
        page = await self.prepared(self.services.prepared.section(module_id, section_id))
        if page is None:
            self.redirect(f"/live/{module_id}")
        else:
            self.send_prepared(page)

    head = get


class StandingHandler(PageHandler):
    """GET /help and the other standing pages."""

    def initialize(self, name: pages.PageName) -> None:
        """Take the name of the page."""
        self.name = name

    async def get(self) -> None:
        """Send the page."""
        self.send(pages.render_page(self.services.library, self.services.assets, self.name))

    head = get


class OpenStandingHandler(StandingHandler):
    """The same where people sign in: what is kept of them, and help, can be read before."""

    @allow_unauthenticated
    async def get(self) -> None:
        """Send the page."""
        await super().get()

    head = get


class AssetHandler(Guarded):
    """GET /assets/<hash>/<name>: open to all, because the page that says how to get in needs its style."""

    kind = "asset"

    @allow_unauthenticated
    async def get(self, tag: str, name: str) -> None:
        """Send the file; its address changes with its content, so it may be kept for ever."""
        asset = self.services.assets.find(tag, name)
        if asset is None:
            raise PlainError(404, say(_NOT_THERE))
        packs = takes_gzip(self.request.headers.get("Accept-Encoding", ""))
        self.set_header("Cache-Control", "public, max-age=31536000, immutable")
        self.set_header("Vary", "Accept-Encoding")
        self.set_header("Content-Type", asset.type)
        if packs:
            self.set_header("Content-Encoding", "gzip")
        self.finish(asset.packed if packs else asset.body)

    head = get


class NothingHere(PageHandler):
    """Every other address."""

    async def prepare(self, *, _redirect_to_login: bool = False) -> None:
        """Refuse like any other handler, then say that there is nothing."""
        await super().prepare()
        if not self._finished:
            raise PlainError(404, say(_NOT_THERE))


def takes_gzip(header: str) -> bool:
    """Return whether an Accept-Encoding header takes gzip."""
    for part in header.lower().split(","):
        name, _, weight = part.strip().partition(";")
        if name.strip() in {"gzip", "*"}:
            return not re.fullmatch(r"\s*q\s*=\s*0(\.0*)?\s*", weight)
    return False


def _tags(header: str) -> set[str]:
    return {tag.strip().removeprefix("W/") for tag in header.split(",")}
