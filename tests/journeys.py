"""Learners of the course itself for tests of standing: what they read, hand in and are marked with."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from holdfast.library import Library, library
from holdfast.model import Nation, Pathway
from holdfast.records import Attempt, AttemptState, Completion, Half
from holdfast.standing import Journey, Step, door, final_outcome, next_step, plan, practice_pool

COURSE = library()
TODAY = date(2026, 11, 20)


def objective(item: str) -> str:
    """Return the objective of an item."""
    return COURSE.item(item).objective


def asks_about(assignment: str, *objectives: str) -> list[str]:
    """Return the items of an assignment that ask about any of those objectives."""
    return [item for item in COURSE.assignment(assignment).items if objective(item) in objectives]


def starred(pathway: Pathway) -> list[str]:
    """Return the starred objectives of a pathway."""
    return [entry.id for entry in COURSE.course.objectives if entry.starred and pathway in entry.pathways]


def plain(pathway: Pathway) -> list[str]:
    """Return the other objectives of a pathway."""
    return [entry.id for entry in COURSE.course.objectives if not entry.starred and pathway in entry.pathways]


@dataclass
class Story:
    """One learner, step by step."""

    pathway: Pathway = "all-staff"
    half: Half = "p"
    nation: Nation | None = None
    course: Library = COURSE
    answers: dict[str, list[str]] = field(default_factory=dict)
    attempts: list[Attempt] = field(default_factory=list)
    completion: Completion | None = None

    @property
    def journey(self) -> Journey:
        """The learner as the rules see them."""
        return Journey(
            pathway=self.pathway,
            nation=self.nation,
            half=self.half,
            answers=dict(self.answers),
            attempts=tuple(self.attempts),
            completion=self.completion,
        )

    def read(self, *sections: str) -> Story:
        """Mark sections as done; all core sections where none is named."""
        self.answers |= {key: ["done"] for key in sections or plan(self.course, self.pathway).sections}
        return self

    def practise(self, number: int) -> Story:
        """Answer practice items."""
        items = [item for items in practice_pool(self.course, self.journey).values() for item in items]
        self.answers |= {item: [self.course.item(item).options[0].id] for item in items[:number]}
        return self

    def hand_in(
        self,
        assignment: str,
        wrong: Collection[str] = (),
        *,
        part: Mapping[str, float] | None = None,
        asked: Collection[str] | None = None,
        state: AttemptState = "marked",
        on: date = TODAY,
    ) -> Story:
        """Hand an assignment in: all right, but nothing for items or objectives in `wrong`, and a share for `part`."""
        items = self.course.assignment(assignment).items
        wanted = items if asked is None else asked
        shares = {item: 0.0 if {item, objective(item)} & set(wrong) else 1.0 for item in wanted} | dict(part or {})
        points = {item: self.course.item_key(item).points for item in items}
        marked = state == "marked"
        entries = {item: points[item] * shares.get(item, 0.0) for item in items} if marked else {}
        self.attempts.append(
            Attempt(
                id=len(self.attempts) + 1,
                learner_id="aaaaaaaaaaaaaaaa",
                assignment=assignment,
                content_version=self.course.course.version,
                answers={item: [self.course.item(item).options[0].id] for item in wanted},
                opened_on=on,
                state=state,
                points=sum(entries.values()) if marked else None,
                maximum=sum(points.values()) if marked else None,
                entries=entries,
                reason="" if state != "not-marked" else "Nothing could be read.",
            )
        )
        return self

    def try_final(self, wrong: Collection[str] = (), *, part: Mapping[str, float] | None = None) -> Story:
        """Hand in the form that is the next try, as far as it is asked."""
        outcome = final_outcome(self.course, self.journey)
        assert outcome.form is not None, outcome
        return self.hand_in(outcome.form.id, wrong, part=part, asked=outcome.items)

    def complete(self, on: date = TODAY, **other: object) -> Story:
        """Note the completion, as the server does."""
        given = Completion(
            code="code",
            learner_id="aaaaaaaaaaaaaaaa",
            name="",
            pathway=self.pathway,
            nation=self.nation,
            content_version=self.course.course.version,
            law_as_at=self.course.course.law_as_at,
            completed_on=on,
            minutes=1,
            assessed=False,
            provisional=False,
        )
        self.completion = replace(given, **other)
        return self

    def step(self, today: date = TODAY) -> Step:
        """Return where the learner goes on."""
        return next_step(self.course, self.journey, today)

    def follow(self, step: Step, today: date = TODAY, wrong: Collection[str] = ()) -> Story:
        """Do what a step asks, through the door a page would use."""
        if step.kind == "section":
            return self.read(step.key)
        if step.kind == "practice":
            self.answers |= {item: [self.course.item(item).options[0].id] for item in step.items}
            return self
        opened = door(self.course, self.journey, step.key, today)
        assert opened.is_open, opened.why
        assert opened.items == step.items
        return self.hand_in(step.key, wrong, asked=opened.items)
