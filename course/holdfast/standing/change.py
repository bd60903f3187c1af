"""What changed for one learner, kindly: parallel questions answered before, at the end, and some weeks later.

It is told only where the before-check and a final are both marked. The first try speaks for the final. Where that
learner met form R in a try, the later check is no measure and is left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from holdfast.interface_text import say, say_many
from holdfast.library import Library
from holdfast.records import Attempt
from holdfast.standing.completion import later_check
from holdfast.standing.forms import before_check, parallel_items
from holdfast.standing.journey import Journey, is_right
from holdfast.standing.outcome import HUNDREDTHS, final_outcome

HIGH_START = Fraction(9, 10)
"""No gain is shown for a start above this share: there is no room for one."""


@dataclass(frozen=True, kw_only=True)
class Measure:
    """The parallel questions of one form, as they were answered."""

    right: int
    questions: int
    share: Fraction  #: of the points, from 0 to 1


@dataclass(frozen=True, kw_only=True)
class Measures:
    """What there is of one learner; None where there is nothing that can be compared."""

    before: Measure | None
    final: Measure | None
    later: Measure | None


def measures(library: Library, journey: Journey) -> Measures:
    """Return the three measures of a learner."""
    check, later = before_check(library, journey), later_check(library, journey)
    tries = final_outcome(library, journey).tries
    final = None
    if tries:
        items = parallel_items(library, journey.pathway, tries[0].form.form)
        final = _measure(library, tries[0].attempt, [item for item in tries[0].items if item in items])
    met = {item for entry in tries for item in entry.items}
    fresh = later is not None and not met & set(later.items)
    return Measures(
        before=_of(library, journey, check.id) if check else None,
        final=final,
        later=_of(library, journey, later.id) if later and fresh else None,
    )


def change_in_words(library: Library, journey: Journey) -> tuple[str, ...]:
    """Return what changed, in sentences; nothing until both the before-check and a final are marked."""
    have = measures(library, journey)
    if have.before is None or have.final is None:
        return ()
    then, now = have.before, have.final
    lines = [_gain(then, now)]
    if have.later is not None:
        lines.append(say_many(
            "Some weeks later, {number} of them was right.",
            "Some weeks later, {number} of them were right.",
            have.later.right,
        ))  # fmt: skip
    return tuple(lines)


def _gain(then: Measure, now: Measure) -> str:
    if then.share > HIGH_START:
        return say("You knew most of this before you began. The course has confirmed it.")
    values = {"then": then.right, "now": now.right, "questions": now.questions}
    if now.right > then.right:
        return say(
            "Of {questions} questions about the same things, you had {then} right before the course and {now} at the "
            "end.",
            **values,
        )
    return say(
        "Your answers before and at the end came out much alike. Few questions say little: look at what is worth "
        "another look."
    )


def _of(library: Library, journey: Journey, assignment_id: str) -> Measure | None:
    attempt = journey.first_mark(assignment_id)
    return _measure(library, attempt, library.assignment(assignment_id).items) if attempt else None


def _measure(library: Library, attempt: Attempt, items: Sequence[str]) -> Measure | None:
    if not items:
        return None
    most = sum(library.item_key(item).points for item in items)
    earned = sum(attempt.entries.get(item, 0.0) for item in items)
    return Measure(
        right=sum(is_right(library, attempt, item) for item in items),
        questions=len(items),
        share=Fraction(round(earned * HUNDREDTHS), round(most * HUNDREDTHS)),
    )
