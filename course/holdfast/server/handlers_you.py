"""The learner's own pages: where they begin, where they go on, their own page, and the files they take away."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, ClassVar, TypeVar

from holdfast import documents, keeping, recording, standing
from holdfast.errors import UserError
from holdfast.interface_text import later, say
from holdfast.records import Completion
from holdfast.records.values import check_chosen_name
from holdfast.server import page_standing, page_start, page_you, pages
from holdfast.server.handlers_pages import FormPage
from holdfast.server.journeys import journey
from holdfast.server.people import NoLonger
from holdfast.server.security import PlainError

if TYPE_CHECKING:
    from holdfast.standing import Journey

_T = TypeVar("_T")

_NOT_THERE = later("There is no such file here. Go back to your own page.")
_NO_NAME = later("A name can have at most 120 letters, signs and spaces, and nothing that cannot be seen.")
_OWN_PAGE = "/you"


class _OwnPage(FormPage):
    """Base of what belongs to one learner."""

    kind: ClassVar[str] = "own page"

    async def journey(self) -> Journey:
        """Return the learner's way as it is now."""
        return await journey(self.services, self.learner)

    async def completions(self) -> tuple[Completion, ...]:
        """Return what the learner has completed, the oldest first."""
        store = self.services.store
        return await store.call(store.records.completions, self.learner_id)

    async def kept(self, waiting: Awaitable[_T]) -> _T:
        """Wait for a change and turn what stands in its way into its sentence."""
        try:
            return await waiting
        except (NoLonger, KeyError):
            raise PlainError(403, say(self.identity.refusal)) from None
        except UserError as error:
            raise PlainError(507, str(error)) from error


class StartHandler(_OwnPage):
    """GET and POST /start: which way, and in which nation."""

    async def get(self) -> None:
        """Send the page."""
        start = page_start.start(self.services.library, self.learner, local=self._is_local)
        self.send(pages.render_start(self.services.library, self.services.assets, start, self.xsrf))

    head = get

    async def post(self) -> None:
        """Keep what was chosen, or show what has to be mended."""
        library = self.services.library
        sent = page_start.Sent(
            pathway=self.get_body_argument("pathway", ""),
            nation=self.get_body_argument("nation", ""),
            shared=self.get_body_argument("shared", ""),
            skip=bool(self.get_body_argument("skip", "")),
        )
        start = page_start.start(library, self.learner, sent, local=self._is_local)
        if start.errors:
            self.set_status(400)
            self.send(pages.render_start(library, self.services.assets, start, self.xsrf))
            return
        pathway, nation = page_start.chosen(sent)
        await self.kept(self.services.people.choose(self.learner_id, pathway=pathway, nation=nation))
        self.see("/")

    @property
    def _is_local(self) -> bool:
        return not self.identity.signs_in


class NextHandler(_OwnPage):
    """GET /next?after=...: goes to the learner's next step."""

    async def get(self) -> None:
        """Redirect; a section that the page has just left counts as done, though its record may still be on its way."""
        services, way = self.services, await self.journey()
        after = self.get_query_argument("after", "")
        if after in recording.keys_of_sections(services.library):
            way = replace(way, answers={**way.answers, after: recording.DONE})
        step = standing.next_step(services.library, way, services.today)
        self.redirect(page_standing.url_of(services.library, way, step))

    head = get


class YouHandler(_OwnPage):
    """GET /you: the learner's own page."""

    async def get(self) -> None:
        """Send the page."""
        await self.show()

    head = get

    async def show(self, errors: dict[str, str] | None = None, sent: str = "") -> None:
        """Send the page with what has to be mended."""
        services = self.services
        if errors:
            self.set_status(400)
        way, held = await self.journey(), await self.completions()
        you = page_you.you(services.library, self.learner, way, held, services.today, errors, sent)
        self.send(pages.render_you(services.library, services.assets, you, self.xsrf, self.identity.signs_in))

    def name_sent(self) -> str:
        """Return the name of the form, without space around it."""
        return " ".join(self.get_body_argument("name", "").split())


class NameHandler(YouHandler):
    """POST /you/name: what the learner is called."""

    async def get(self) -> None:
        """Lead back to the page of the form."""
        self.see(_OWN_PAGE)

    head = get

    async def post(self) -> None:
        """Keep the name, or show what has to be mended."""
        name = self.name_sent()
        if not _can_be_kept(name):
            await self.show({"name": say(_NO_NAME)}, name)
            return
        await self.kept(self.services.people.rename(self.learner_id, name))
        self.see(_OWN_PAGE)


class RecordHandler(NameHandler):
    """POST /you/record: the record of a pathway that is complete, made once."""

    async def post(self) -> None:
        """Make the record with the name that was given, or show what is missing."""
        library, way, name = self.services.library, await self.journey(), self.name_sent()
        if not standing.is_complete(library, way) or way.completion is not None:
            self.see(page_standing.RECORD)
            return
        if not _can_be_kept(name):
            await self.show({"record": say(_NO_NAME)}, name)
            return
        store = self.services.store
        secret = await self.kept(asyncio.to_thread(documents.certificate_secret, self.services.desk.data_root))
        made = Completion(
            code=documents.new_code(secret),
            learner_id=self.learner_id,
            name=name,
            completed_on=self.services.today,
            **asdict(standing.achieved(library, way)),
        )
        await self.kept(store.call(store.records.complete, made))
        if name != self.learner.name:
            await self.kept(self.services.people.rename(self.learner_id, name))
        self.see(page_standing.RECORD)


class _File(_OwnPage):
    """Base of the files; their names and their insides say nothing to somebody who looks over a shoulder."""

    kind: ClassVar[str] = "own file"
    _at_once = asyncio.Semaphore(2)  # making one takes the processor for a moment

    async def prepare(self, *, _redirect_to_login: bool = False) -> None:
        """Refuse like any other handler, and somebody who asks for very many."""
        await super().prepare()
        if not self._finished:
            self.services.limits.files.take(self.learner_id)

    async def hand_out(self, making: Awaitable[bytes], name: str, kind: str) -> None:
        """Send a file to keep."""
        async with self._at_once:
            content = await self.kept(making)
        self.set_header("Content-Type", kind)
        self.set_header("Content-Disposition", f'attachment; filename="{name}"')
        self.finish(content)

    async def own(self, number: str) -> Completion:
        """Return one of the learner's own completions, by its place on their page."""
        held = await self.completions()
        if not 0 < int(number) <= len(held):
            raise PlainError(404, say(_NOT_THERE))
        return held[int(number) - 1]


class CertificateHandler(_File):
    """GET /you/certificate-<n>.pdf: the certificate of one completion."""

    async def get(self, number: str) -> None:
        """Send it."""
        held = await self.own(number)
        making = asyncio.to_thread(documents.certificate_pdf, held, self.services.library)
        await self.hand_out(making, documents.file_name(held), "application/pdf")

    head = get


class RefreshersHandler(_File):
    """GET /you/refreshers-<n>.ics: when the refreshers of one completion are due."""

    async def get(self, number: str) -> None:
        """Send it."""
        held = await self.own(number)
        making = asyncio.to_thread(documents.calendar_ics, held.completed_on, held.code)
        await self.hand_out(making, "refreshers.ics", "text/calendar; charset=utf-8")

    head = get


class DevelopmentHandler(_File):
    """GET /you/development.pdf and .csv: the record of professional development."""

    async def get(self, ending: str) -> None:
        """Send it."""
        held, library, today = await self.completions(), self.services.library, self.services.today
        name = f"professional-development-{today.isoformat()}.{ending}"
        if ending == "csv":
            await self.hand_out(asyncio.to_thread(documents.cpd_csv, held, library), name, "text/csv; charset=utf-8")
            return
        making = asyncio.to_thread(documents.cpd_pdf, self.learner.name, held, library, today)
        await self.hand_out(making, name, "application/pdf")

    head = get


class DataHandler(_File):
    """GET /you/data.json: everything that is kept of the learner, without the keys of questions."""

    async def get(self) -> None:
        """Send it."""
        services, learner = self.services, self.learner
        call, records = services.store.call, services.store.records
        state = await call(records.answers, learner.id)
        attempts = await call(records.attempts, learner.id)
        held = await self.completions()
        person = keeping.Person(id=learner.id, name=learner.name, learner=learner, completed=held)
        today = services.today
        making = asyncio.to_thread(
            keeping.own_copy, services.desk.data_root, person, state.answers, attempts, services.library, today
        )
        await self.hand_out(making, f"my-data-{today.isoformat()}.json", "application/json; charset=utf-8")

    head = get


def _can_be_kept(name: str) -> bool:
    try:
        check_chosen_name(name)
    except ValueError:
        return False
    return True
