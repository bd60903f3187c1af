"""The final check: what a try asks, what it comes to, and when one more question can mend it.

A try is one form, marked. The pass mark is `PASS_SHARE` of all points **and** every starred objective of the pathway.

1. An objective is right when one try, or its mend, had all its questions wholly right. Part of the points is not right.
2. What was right stays right. The second and third try ask only about the objectives that were missed, in parallel
   questions. Of each objective the best try counts, so a mark never falls.
3. Where the share is reached and only starred objectives stand in the way, the mend of each is offered at once: one
   more parallel question, once a learner. A right mend makes its objective right. A wrong one ends the try.
4. After `TRIES` tries there is a person to talk to. Nothing is called failure, and nobody is told.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from holdfast.library import Library
from holdfast.model import Assignment
from holdfast.records import Attempt
from holdfast.standing.forms import final_forms, forms_of
from holdfast.standing.journey import Journey, is_right

PASS_SHARE = Fraction(4, 5)
"""The share of all points that a pass takes."""
PROVISIONAL = True
"""Whether the share waits for judges to set it; until then every page that names it says so."""
TRIES = 3
HUNDREDTHS = 100
"""Points are rounded to hundredths, so shares of them are compared without a fault of floating point."""

FinalState = Literal["none", "not-begun", "mend", "again", "passed", "talk"]
"""No final on this pathway; no try yet; a mend is offered; another try is left; passed; a person to talk to."""


@dataclass(frozen=True, kw_only=True)
class Try:
    """One form that was marked as a try, and the part of it that was asked."""

    attempt: Attempt
    form: Assignment
    asked: tuple[str, ...]  #: objectives
    items: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class FinalOutcome:
    """Where a learner's final stands."""

    state: FinalState
    tries: tuple[Try, ...] = ()
    missed: tuple[str, ...] = ()  #: objectives that are not right, starred ones first
    mends: tuple[Assignment, ...] = ()  #: on offer now
    form: Assignment | None = None  #: of the next try
    items: tuple[str, ...] = ()  #: what the next try asks
    right: int = 0  #: questions that stand right, of `questions`
    questions: int = 0
    enough: bool = False  #: whether the share is reached, whatever the stars

    @property
    def tries_left(self) -> int:
        """How many tries are left."""
        return TRIES - len(self.tries)


@dataclass(kw_only=True)
class _Final:
    """The state of one learner's final, moved on by each marked attempt."""

    library: Library
    first: Assignment
    points: dict[str, float] = field(default_factory=dict)  # by objective, of its best try
    count: dict[str, int] = field(default_factory=dict)  # questions right, by objective, in its best try
    right: set[str] = field(default_factory=set)
    tries: list[Try] = field(default_factory=list)
    met_mends: set[str] = field(default_factory=set)

    @property
    def objectives(self) -> tuple[str, ...]:
        """The objectives of the final, in the order they are asked."""
        return tuple(dict.fromkeys(self.objective(item) for item in self.first.items))

    @property
    def missed(self) -> tuple[str, ...]:
        """What is not right yet, starred objectives first."""
        left = [objective for objective in self.objectives if objective not in self.right]
        return tuple(sorted(left, key=lambda name: not self.is_starred(name)))

    @property
    def enough(self) -> bool:
        """Whether the points reach the share, before any mend."""
        most = sum(self.library.item_key(item).points for item in self.first.items)
        return Fraction(round(sum(self.points.values()) * HUNDREDTHS), HUNDREDTHS) >= PASS_SHARE * Fraction(most)

    @property
    def passed(self) -> bool:
        """Whether the share is reached and no starred objective is missed."""
        return bool(self.tries) and self.enough and not any(map(self.is_starred, self.missed))

    @property
    def mends(self) -> tuple[Assignment, ...]:
        """What can be mended now; nothing once the mend of a missed objective was met, so a wrong one ends the try."""
        if self.passed or not self.enough:
            return ()
        starred = [name for name in self.missed if self.is_starred(name)]
        by_objective = {self.objective(mend.items[0]): mend for mend in self._known_mends()}
        offered = [by_objective[name] for name in starred if name in by_objective]
        return tuple(offered) if len(offered) == len(starred) else ()

    def objective(self, item_id: str) -> str:
        """Return the objective of an item."""
        return self.library.item(item_id).objective

    def is_starred(self, objective_id: str) -> bool:
        """Return whether an objective is safety-critical."""
        return self.library.objective(objective_id).starred

    def items(self, form: Assignment) -> tuple[str, ...]:
        """Return what a form asks now: its items of the objectives that are missed."""
        missed = self.missed
        return tuple(item for item in form.items if self.objective(item) in missed)

    def take_try(self, form: Assignment, attempt: Attempt) -> None:
        """Count a form as a try; a form is one try, and there are no more than three."""
        if self.passed or len(self.tries) >= TRIES or any(entry.form == form for entry in self.tries):
            return
        items = self.items(form)
        asked = tuple(dict.fromkeys(map(self.objective, items)))
        for name in asked:
            self._take(name, [item for item in items if self.objective(item) == name], attempt)
        self.tries.append(Try(attempt=attempt, form=form, asked=asked, items=items))

    def take_mend(self, mend: Assignment, attempt: Attempt) -> None:
        """Count a mend, where it was offered; each is met once."""
        right = all(is_right(self.library, attempt, item) for item in mend.items)
        if right and mend in self.mends:
            name = self.objective(mend.items[0])
            self.right.add(name)
            self.count[name] = sum(self.objective(item) == name for item in self.first.items)
        self.met_mends.add(mend.id)

    def _take(self, objective: str, items: Sequence[str], attempt: Attempt) -> None:
        rights = sum(is_right(self.library, attempt, item) for item in items)
        if rights == len(items):
            self.right.add(objective)
        earned = sum(attempt.entries.get(item, 0.0) for item in items)
        self.points[objective] = max(earned, self.points.get(objective, 0.0))
        self.count[objective] = max(rights, self.count.get(objective, 0))

    def _known_mends(self) -> list[Assignment]:
        mends = [entry for entry in self.library.course.assignments if entry.kind == "mend"]
        return [mend for mend in mends if mend.id not in self.met_mends]


def final_outcome(library: Library, journey: Journey) -> FinalOutcome:
    """Return where the final of a learner's pathway stands, from the attempts that are marked."""
    forms = {form.id: form for form in forms_of(library, "final", journey.pathway)}
    if not forms:
        return FinalOutcome(state="none")
    mends = {entry.id: entry for entry in library.course.assignments if entry.kind == "mend"}
    final = _Final(library=library, first=next(iter(forms.values())))
    for attempt in journey.marked():
        if attempt.assignment in forms:
            final.take_try(forms[attempt.assignment], attempt)
        elif attempt.assignment in mends:
            final.take_mend(mends[attempt.assignment], attempt)
    return _told(library, journey, final)


def _told(library: Library, journey: Journey, final: _Final) -> FinalOutcome:
    state = _state(final)
    left = final_forms(library, journey, [entry.form.id for entry in final.tries])
    form = left[0] if left and state in {"not-begun", "again"} else None
    return FinalOutcome(
        state=state,
        tries=tuple(final.tries),
        missed=final.missed if final.tries else (),
        mends=final.mends,
        form=form,
        items=final.items(form) if form is not None else (),
        right=sum(final.count.values()),
        questions=len(final.first.items),
        enough=final.enough,
    )


def _state(final: _Final) -> FinalState:
    if not final.tries:
        return "not-begun"
    if final.passed:
        return "passed"
    if final.mends:
        return "mend"
    return "again" if len(final.tries) < TRIES else "talk"
