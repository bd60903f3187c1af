"""The doors for scripts: what a learner has answered, new answers, and handing in. JSON in, JSON out."""

from __future__ import annotations

import json
from functools import partial
from typing import Any, ClassVar, TypeVar

from pydantic import BaseModel

from holdfast import recording, standing
from holdfast.errors import UserError
from holdfast.interface_text import later, say
from holdfast.records import Entry
from holdfast.server import answering, asking
from holdfast.server.journeys import journey_and_state
from holdfast.server.security import Guarded, PlainError
from holdfast.server.submitting import NothingAnswered, Shut, TooManyWaiting

_Sent = TypeVar("_Sent", bound=BaseModel)

_NOT_UNDERSTOOD = later("What was sent could not be understood. Load the page again.")


class Api(Guarded):
    """Base of the doors for scripts."""

    json_errors: ClassVar[bool] = True
    _entered = False

    async def prepare(self, *, _redirect_to_login: bool = False) -> None:
        """Refuse like any other handler, and when too many requests are under way."""
        await super().prepare()
        self.services.limits.enter()
        self._entered = True

    def on_finish(self) -> None:
        """Make room for the next."""
        if self._entered:
            self.services.limits.leave()

    def reply(self, value: dict[str, Any]) -> None:
        """Send a JSON object."""
        self.set_header("Content-Type", "application/json; charset=utf-8")
        self.finish(json.dumps(value, ensure_ascii=False))

    def sent(self, shape: type[_Sent]) -> _Sent:
        """Return the body in its shape, or refuse it."""
        kind = self.request.headers.get("Content-Type", "").partition(";")[0].strip().lower()
        if kind != "application/json":
            raise PlainError(400, say("Send the answers as JSON."))
        try:
            return answering.read(shape, self.request.body)
        except (ValueError, RecursionError):
            raise PlainError(400, say(_NOT_UNDERSTOOD)) from None

    def check_tag(self, tag: str) -> None:
        """Refuse a page that another person opened in this browser."""
        if tag != self.learner.tag:
            raise PlainError(409, say("This page was opened by somebody else. Load it again to go on as yourself."))


class StateHandler(Api):
    """GET /api/state/<page>: the signed-in learner's answers on that page."""

    kind = "state"

    async def get(self, page: str) -> None:
        """Send the learner's tag and choices, the version of the records, the answers on the page and what is done."""
        services = self.services
        keys = answering.keys_on_page(services.library, page)
        if keys is None:
            raise PlainError(404, say("There is no such page."))
        way, state = await journey_and_state(services, self.learner)
        last = {attempt.assignment: attempt.state for attempt in way.attempts}
        marked = {name for name, how in last.items() if how == "marked"}
        done = marked | (recording.keys_of_sections(services.library) & state.answers.keys())
        minutes = {
            "all": standing.plan(services.library, way.pathway).minutes,
            "left": standing.minutes_left(services.library, way),
        }
        self.reply(
            {
                "tag": self.learner.tag,
                "version": state.version,
                "answers": {key: list(value) for key, value in state.answers.items() if key in keys},
                "pathway": way.pathway,
                "nation": way.nation or "",
                "progress": {"done": sorted(done), "minutes": minutes},
            }
            | asking.on_page(services.library, way, page)
        )

    head = get


class AnswersHandler(Api):
    """POST /api/answers: keep answers; "saved" is said only after they were committed."""

    kind = "answers"

    async def post(self) -> None:
        """Check each answer, keep those that can be, and say for each what became of it."""
        self.services.limits.answers.take(self.learner_id)
        sent = self.sent(answering.SentAnswers)
        self.check_tag(sent.tag)
        library, store = self.services.library, self.services.store
        refused = {entry.seq: reason for entry in sent.answers if (reason := _refusal(library, entry))}
        entries = [Entry(seq=e.seq, item=e.item, value=e.value) for e in sent.answers if e.seq not in refused]
        try:
            if entries:
                version = await store.call(store.records.save, self.learner_id, sent.client, entries)
            else:
                version = (await store.call(store.records.answers, self.learner_id)).version
        except ValueError:  # a number that stands for another answer
            raise PlainError(400, say(_NOT_UNDERSTOOD)) from None
        except UserError as error:
            raise PlainError(507, str(error)) from error
        acks = [
            {"seq": entry.seq, "status": "refused", "reason": refused[entry.seq]}
            if entry.seq in refused
            else {"seq": entry.seq, "status": "saved"}
            for entry in sent.answers
        ]
        self.reply({"version": version, "acks": acks})


class SubmitHandler(Api):
    """POST /api/submit/<assignment>: hand in."""

    kind = "submit"

    async def post(self, assignment_id: str) -> None:
        """Take the answers from the records, have them marked, and say where the result is."""
        self.services.limits.hand_ins.take(self.learner_id)
        sent = self.sent(answering.SentSubmit)
        self.check_tag(sent.tag)
        assignment = next((a for a in self.services.library.course.assignments if a.id == assignment_id), None)
        if assignment is None:
            raise PlainError(404, say("There is no such check."))
        ask = None if assignment.kind == "module" else partial(asking.door, self.services, self.learner, assignment)
        try:
            submitted = await self.services.desk.submit(self.learner_id, assignment, ask)
        except Shut as error:
            raise PlainError(409, str(error)) from error
        except NothingAnswered as error:
            raise PlainError(400, str(error)) from error
        except TooManyWaiting as error:
            raise PlainError(429, str(error), retry_after=10) from error
        except UserError as error:
            raise PlainError(507, str(error)) from error
        reply: dict[str, Any] = {"state": submitted.state, "url": f"/result/{assignment_id}"}
        self.reply(reply | ({"reason": say(submitted.reason)} if submitted.reason else {}))


def _refusal(library: Any, entry: answering.SentEntry) -> str | None:
    return answering.refusal(library, entry.item, entry.value)
