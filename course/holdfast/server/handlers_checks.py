"""The pages of checks: their questions, their results, the refresher, and how sure somebody feels at the end."""

from __future__ import annotations

import secrets
from contextlib import suppress
from typing import TYPE_CHECKING

from holdfast import grading, recording, standing
from holdfast.errors import UserError
from holdfast.interface_text import later, say
from holdfast.records import Entry
from holdfast.server import asking, page_confidence, page_home, pages, pages_checks
from holdfast.server.handlers_pages import FormPage, PageHandler
from holdfast.server.journeys import journey
from holdfast.server.security import PlainError

if TYPE_CHECKING:
    from holdfast.model import Assignment
    from holdfast.records import Attempt

_NO_CHECK = later("There is no such check. Go back to the start of the course.")


class _CheckHandler(PageHandler):
    """Base of the pages of one assignment."""

    def assignment(self, assignment_id: str) -> Assignment:
        """Return that assignment, or say that there is none."""
        found = next((entry for entry in self.services.library.course.assignments if entry.id == assignment_id), None)
        if found is None:
            raise PlainError(404, say(_NO_CHECK))
        return found

    async def last_attempt(self, assignment_id: str) -> Attempt | None:
        """Return the learner's last attempt at it."""
        store = self.services.store
        return await store.call(store.records.latest_attempt, self.learner_id, assignment_id)


class CheckHandler(_CheckHandler):
    """GET /check/<assignment>: its questions."""

    async def get(self, assignment_id: str) -> None:
        """Send the prepared page, or say why it cannot be answered now."""
        services, assignment = self.services, self.assignment(assignment_id)
        door = await asking.door(services, self.learner, assignment)
        if door.is_open:
            self.send_prepared(await self.prepared(services.prepared.check(assignment_id)))
            return
        attempt = await self.last_attempt(assignment_id)
        result = f"/result/{assignment_id}" if attempt is not None else ""
        self.send(pages_checks.render_closed(services.library, services.assets, assignment.title, door.why, result))

    head = get


class ResultHandler(_CheckHandler):
    """GET /result/<assignment>: what became of the learner's last attempt."""

    async def get(self, assignment_id: str) -> None:
        """Send the result, or say how far it is."""
        services, assignment = self.services, self.assignment(assignment_id)
        library, assets = services.library, services.assets
        attempt = await self.last_attempt(assignment_id)
        if attempt is None:
            self.redirect(f"/check/{assignment_id}")
            return
        if attempt.state != "marked":
            self.send(pages.render_result_waiting(library, assets, assignment, attempt))
            return
        known = await journey(services, self.learner)
        if assignment.kind == "module":
            key, replay = library.key(assignment_id), self._replay(assignment, attempt)
            onward, _ = page_home.onward(library, known, services.today)
            self.send(pages.render_result(library, assets, assignment, attempt, replay, key, onward))
        else:
            self.send(pages_checks.render_outcome(library, assets, assignment, attempt, known))

    def _replay(self, assignment: Assignment, attempt: Attempt) -> grading.Replay | None:
        """Return the way through the scenario that was handed in."""
        if assignment.scenario and attempt.answers.get(assignment.scenario):
            with suppress(grading.ImpossiblePath):  # the scenario has changed since
                scenario = self.services.library.scenario(assignment.scenario)
                return grading.replay(scenario, attempt.answers[assignment.scenario])
        return None

    head = get


class BoosterHandler(PageHandler):
    """GET /booster: a few practice questions, and what is new."""

    async def get(self) -> None:
        """Send the prepared page with what is new for this learner, or say when it opens."""
        services = self.services
        library, assets = services.library, services.assets
        known = await journey(services, self.learner)
        door = asking.refresher(library, known)
        if not door.is_open:
            self.send(pages_checks.render_closed(library, assets, say(pages_checks.REFRESHER), door.why, ""))
            return
        page = await self.prepared(services.prepared.booster())
        week = asking.refresher_week(known)
        news = standing.booster(library, known, week).news if week is not None else ()
        if news:
            self.send(pages_checks.with_news(page.body.decode(), news))
        else:
            self.send_prepared(page)

    head = get


class ConfidenceHandler(FormPage):
    """GET and POST /confidence: five things a learner may feel able to do, then and now."""

    async def get(self) -> None:
        """Send the statements with what was answered, or say when they are asked."""
        services = self.services
        library, assets = services.library, services.assets
        known = await journey(services, self.learner)
        if not page_confidence.is_open(library, known):
            why = say("This page opens when you have finished your way through the course.")
            self.send(pages_checks.render_closed(library, assets, say(pages_checks.CONFIDENCE), why, ""))
            return
        shown = page_confidence.confidence(library, known.answers)
        thanks = self.get_query_argument("saved", "") == "1"
        self.send(pages_checks.render_confidence(library, assets, shown, self.xsrf, thanks=thanks))

    head = get

    async def post(self) -> None:
        """Keep what was chosen; what was left open is kept as open."""
        services = self.services
        services.limits.answers.take(self.learner_id)
        if not page_confidence.is_open(services.library, await journey(services, self.learner)):
            raise PlainError(409, say("This page opens when you have finished your way through the course."))
        entries = []
        for seq, key in enumerate(recording.keys_of_confidence()):
            value = [word for word in (self.get_body_argument(key, ""),) if word]
            try:
                recording.check(services.library, key, value)
            except ValueError as error:
                raise PlainError(400, str(error)) from error
            entries.append(Entry(seq=seq, item=key, value=value))
        store = services.store
        try:
            await store.call(store.records.save, self.learner_id, f"form-{secrets.token_hex(8)}", entries)
        except UserError as error:
            raise PlainError(507, str(error)) from error
        self.see("/confidence?saved=1")
