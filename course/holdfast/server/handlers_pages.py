"""The pages: home, modules, checks, results, help and the like; and the files they need."""

from __future__ import annotations

import re
from contextlib import suppress
from html import escape
from typing import Any, cast

from jupyter_server.auth.decorator import allow_unauthenticated

from holdfast import grading, recording
from holdfast.interface_text import language, later, say
from holdfast.server import pages
from holdfast.server.identity import LocalIdentityProvider
from holdfast.server.prepared import NotPrepared, NotReady, NotThere, Page
from holdfast.server.security import Guarded, PlainError

_NOT_THERE = later("There is no such page. Go back to the start of the course.")
_NOT_READY = later("This page is still being made. Load it again in a minute.")


class _PageHandler(Guarded):
    """Base of the pages."""

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


class EnterHandler(_PageHandler):
    """GET /enter?token=...: the one way in."""

    kind = "enter"

    @allow_unauthenticated
    async def get(self) -> None:
        """Exchange the one-time token for the cookie, and go to the start."""
        provider = cast("LocalIdentityProvider", self.identity_provider)
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
            self.redirect("/")
            return
        # A SameSite=Strict cookie is not sent along a redirect that another site began; a page of ours begins anew.
        self.set_header("Refresh", "0; url=/")
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.finish(
            f'<!doctype html><html lang="{language()}"><title>Holdfast</title>'
            f'<p><a href="/">{escape(say("Open the course"))}</a></p></html>'
        )

    @allow_unauthenticated
    def head(self) -> None:
        """Answer without using the token up: link previews ask like this."""
        self.finish()


class HomeHandler(_PageHandler):
    """GET /: the modules, and what the learner has done."""

    async def get(self) -> None:
        """Send the home page."""
        services = self.services
        state = await services.store.call(services.store.records.answers, self.learner_id)
        results = await services.results(self.learner_id)
        done = recording.keys_of_sections(services.library) & state.answers.keys()
        self.send(pages.render_home(services.library, services.assets, pages.Progress(done=done, results=results)))

    head = get


class ModuleHandler(_PageHandler):
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


class SectionHandler(_PageHandler):
    """GET /modules/<module>/<section>: one part of a module."""

    async def get(self, module_id: str, section_id: str) -> None:
        """Send the prepared page, or go to the live one."""
        page = await self.prepared(self.services.prepared.section(module_id, section_id))
        if page is None:
            self.redirect(f"/live/{module_id}")
        else:
            self.send_prepared(page)

    head = get


class CheckHandler(_PageHandler):
    """GET /check/<assignment>: the questions at the end of a module."""

    async def get(self, assignment_id: str) -> None:
        """Send the prepared page."""
        self.send_prepared(await self.prepared(self.services.prepared.check(assignment_id)))

    head = get


class ResultHandler(_PageHandler):
    """GET /result/<assignment>: the learner's last attempt, explained."""

    async def get(self, assignment_id: str) -> None:
        """Send the result, or say how far it is."""
        services = self.services
        assignment = next((a for a in services.library.course.checks if a.id == assignment_id), None)
        if assignment is None:
            raise PlainError(404, say(_NOT_THERE))
        attempt = await services.store.call(services.store.records.latest_attempt, self.learner_id, assignment_id)
        if attempt is None:
            self.redirect(f"/check/{assignment_id}")
            return
        library, assets = services.library, services.assets
        if attempt.state != "marked":
            self.send(pages.render_result_waiting(library, assets, assignment, attempt))
            return
        replay = None
        if assignment.scenario and attempt.answers.get(assignment.scenario):
            with suppress(grading.ImpossiblePath):  # the scenario has changed since
                replay = grading.replay(library.scenario(assignment.scenario), attempt.answers[assignment.scenario])
        key = library.key(assignment_id)
        self.send(pages.render_result(library, assets, assignment, attempt, replay, key))

    head = get


class StandingHandler(_PageHandler):
    """GET /help and the other standing pages."""

    def initialize(self, name: pages.PageName) -> None:
        """Take the name of the page."""
        self.name = name

    async def get(self) -> None:
        """Send the page."""
        self.send(pages.render_page(self.services.library, self.services.assets, self.name))

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


class NothingHere(_PageHandler):
    """Every other address."""

    async def prepare(self, *, _redirect_to_login: bool = False) -> None:
        """Refuse like any other handler, then say that there is nothing."""
        await super().prepare()
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
