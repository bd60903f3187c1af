"""Somebody who takes checks over HTTP: reads, answers, hands in, and looks at what became of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from holdfast.grading import DO_NOT_KNOW
from holdfast.library import Library, library
from holdfast.model import Pathway
from holdfast.records import Completion, Entry, Records
from holdfast.standing import plan
from server_process import Client, Reply, wait_until

COURSE = library()


def right(items: Iterable[str], wrong: Collection[str] = ()) -> dict[str, list[str]]:
    """Return right answers; of an item or an objective in `wrong`, that one does not know."""
    answers = {}
    for item in items:
        missed = {item, COURSE.item(item).objective} & set(wrong)
        answers[item] = [DO_NOT_KNOW] if missed else list(COURSE.item_key(item).correct)
    return answers


@dataclass(kw_only=True)
class Taker:
    """A signed-in client and the pages it writes from."""

    client: Client
    course: Library = COURSE
    _sent: int = field(default=0)

    def state(self, page: str) -> Any:
        """Return what the page's script is told."""
        return self.client.get(f"/api/state/{page}").json

    def save(self, answers: Mapping[str, list[str]]) -> None:
        """Save answers, as a page does."""
        rows = [{"seq": number, "item": item, "value": value} for number, (item, value) in enumerate(answers.items())]
        for start in range(0, len(rows), 50):
            self._sent += 1
            body = {"tag": self.tag, "client": f"taker-{self._sent}", "answers": rows[start : start + 50]}
            reply = self.client.post("/api/answers", body)
            assert {ack["status"] for ack in reply.json["acks"]} == {"saved"}, reply.text

    @property
    def tag(self) -> str:
        """The learner's tag."""
        return self.client.tag("00_welcome")

    def read(self, pathway: Pathway = "all-staff") -> None:
        """Mark every core part as done."""
        self.save({key: ["done"] for key in plan(self.course, pathway).sections})

    def submit(self, check: str) -> Reply:
        """Hand in what is saved."""
        return self.client.post(f"/api/submit/{check}", {"tag": self.tag})

    def take(self, check: str, wrong: Collection[str] = ()) -> str:
        """Answer what is asked, hand it in, and return the page of its result."""
        self.save(right(self.state(check)["asked"], wrong))
        reply = self.submit(check)
        assert reply.status == 200, reply.text
        return self.result(check)

    def result(self, check: str) -> str:
        """Return the page of a result, as soon as it is marked."""
        found: list[str] = []

        def is_marked() -> bool:
            found.append(self.client.get(f"/result/{check}").text)
            return "data-waiting" not in found[-1]

        wait_until(is_marked, 90, "the mark")
        return found[-1]


def complete(data: Path, on: date, pathway: Pathway = "all-staff") -> None:
    """Note in the records of a stopped server that its learner has completed a pathway on a day."""
    with Records.open(data / "records.db") as records:
        who = records.local_learner().id
        records.choose(who, pathway=pathway)
        sections = plan(COURSE, pathway).sections
        records.save(who, "reading", [Entry(seq=seq, item=key, value=["done"]) for seq, key in enumerate(sections)])
        records.complete(
            Completion(
                code="AAAA-AAAA-AAAA-AAAA",
                learner_id=who,
                name="",
                pathway=pathway,
                nation=None,
                content_version=COURSE.course.version,
                law_as_at=COURSE.course.law_as_at,
                completed_on=on,
                minutes=1,
                assessed=False,
                provisional=True,
            )
        )
