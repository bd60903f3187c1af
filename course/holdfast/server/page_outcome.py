"""What a check that is answered once came to, in words: before the course, the final, one more question, and later."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdfast import standing
from holdfast.interface_text import say, say_many
from holdfast.server.page_questions import Question, questions
from holdfast.server.page_standing import RECORD, Link, ObjectiveRow, objective_rows, section_url, titles_of_sections

if TYPE_CHECKING:
    from datetime import date

    from holdfast.library import Library
    from holdfast.model import Assignment
    from holdfast.records import Attempt
    from holdfast.standing import FinalOutcome, Journey


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """Everything the page shows."""

    title: str
    lead: str  #: the one thing to know
    words: tuple[str, ...]
    about: str  #: how the mark is worked out, where there is one
    sent_on: date
    onward: Link
    others: tuple[Link, ...]
    objectives: tuple[ObjectiveRow, ...]
    questions: tuple[Question, ...]  #: explained; nothing where nothing may be explained yet


def outcome(library: Library, assignment: Assignment, attempt: Attempt, journey: Journey) -> Outcome:
    """Work out the page of a marked attempt at a check that is no module's."""
    final = standing.final_outcome(library, journey)
    explained = standing.is_explained(library, journey, assignment.id)
    words = tuple(_words(library, assignment, attempt, journey, final))
    onward, *others = _onward(library, assignment, journey, final)
    told = assignment.kind in {"final", "mend", "later"}
    return Outcome(
        title=assignment.title,
        lead=words[0],
        words=words[1:],
        about=standing.pass_mark_in_words() if assignment.kind == "final" else "",
        sent_on=attempt.opened_on,
        onward=onward,
        others=tuple(others),
        objectives=objective_rows(library, journey) if told else (),
        questions=_questions(library, assignment, attempt, final) if explained else (),
    )


def _words(
    library: Library, assignment: Assignment, attempt: Attempt, journey: Journey, final: FinalOutcome
) -> Iterator[str]:
    match assignment.kind:
        case "before":
            yield from _thanks(library, assignment, journey)
        case "later":
            yield _stayed(library, assignment, attempt)
            yield from standing.change_in_words(library, journey)
        case _:
            if assignment.kind == "mend":
                yield _mended(library, assignment, attempt)
            yield from standing.outcome_in_words(library, journey.pathway, final)
            if final.state == "passed":
                yield from standing.change_in_words(library, journey)


def _thanks(library: Library, assignment: Assignment, journey: Journey) -> Iterator[str]:
    yield say("Thank you. Your answers are kept.")
    if standing.is_explained(library, journey, assignment.id):
        yield say("This is what you answered before the course.")
    else:
        yield say("Nothing is shown now: the same is asked again at the end, and then you see what has changed.")
        yield say("Whatever you knew or did not know, it is no test, and nobody else sees it.")


def _stayed(library: Library, assignment: Assignment, attempt: Attempt) -> str:
    right = sum(attempt.entries.get(item, 0.0) >= library.item_key(item).points for item in assignment.items)
    return say_many(
        "Some weeks later, {right} of one question was right.",
        "Some weeks later, {right} of {number} questions were right.",
        len(assignment.items),
        right=right,
    )


def _mended(library: Library, assignment: Assignment, attempt: Attempt) -> str:
    if all(attempt.entries.get(item, 0.0) >= library.item_key(item).points for item in assignment.items):
        return say("That is right.")
    return say("This one is worth another look. Below is why.")


def _onward(library: Library, assignment: Assignment, journey: Journey, final: FinalOutcome) -> Iterator[Link]:
    """Yield where to go on; the first is the one primary button."""
    course = Link(url="/", words=say("Go on with the course"))
    if assignment.kind in {"before", "later"}:
        yield course
        return
    match final.state:
        case "mend":
            # One that is being marked lets the next one be answered meanwhile.
            mend = min(final.mends, key=lambda entry: journey.waits(entry.id))
            yield Link(url=f"/check/{mend.id}", words=say("Answer one more question"))
            yield from _reading(library, journey, final)
        case "again":
            yield from _reading(library, journey, final)
            if final.form is not None:
                yield Link(url=f"/check/{final.form.id}", words=say("Begin the next try"))
        case "passed":
            yield Link(url=RECORD, words=say("Your record of learning"))
            if library.course.confidence:
                yield Link(url="/confidence", words=say("How sure are you now? Two minutes"))
        case _:
            yield course


def _reading(library: Library, journey: Journey, final: FinalOutcome) -> Iterator[Link]:
    """Yield the first part to read again, of what is starred before the rest."""
    titles = titles_of_sections(library)
    for name in final.missed:
        for key in standing.reading(library, journey, [name])[:1]:
            yield Link(url=section_url(key), words=say("Read again: {title}", title=titles[key]))
            return


def _questions(library: Library, assignment: Assignment, attempt: Attempt, final: FinalOutcome) -> tuple[Question, ...]:
    """Return what was asked, explained: of a second try that is a part of its form."""
    asked = next((entry.items for entry in final.tries if entry.attempt.id == attempt.id), assignment.items)
    return questions(library, assignment, attempt, library.key(assignment.id), asked)
