"""The cards of the home page: modules, their checks, the before-check and the final, each with how it stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdfast import standing
from holdfast.interface_text import later, say, say_many
from holdfast.panels import minutes_in_words
from holdfast.server.page_standing import section_url

if TYPE_CHECKING:
    from holdfast.library import Library
    from holdfast.model import Assignment, Pathway, Section
    from holdfast.standing import CheckStanding, FinalOutcome, Journey, ModuleStanding

_AUDIENCES: dict[Pathway, str] = {
    "dsl": later("For safeguarding leads"),
    "leaders": later("For leaders"),
    "trainer": later("For trainers"),
}
_CHECK_STATES = {
    "open": later("not tried yet"),
    "marking": later("being marked"),
    "not-marked": later("not marked: open it to see why"),
    "done": later("done"),
}
_FINAL_STATES = {
    "not-begun": later("not tried yet"),
    "mend": later("nearly there"),
    "again": later("another try is open"),
    "talk": later("somebody to talk to"),
    "passed": later("passed"),
}


@dataclass(frozen=True, kw_only=True)
class Card:
    """One module or check."""

    number: int | None  #: the module's number; None for a check
    title: str
    summary: str = ""
    facts: str  #: minutes, what it asks, and its state, in words
    done: bool
    url: str = ""  #: empty where there is nothing to open
    action: str = ""  #: the word on its link, which does not repeat the title


def cards(library: Library, journey: Journey) -> Iterator[Card]:
    """Yield what the pathway has: modules with their checks, the before-check after the first, and the final."""
    before = _before(library, journey)
    for number, entry in enumerate(standing.module_map(library, journey)):
        if entry.core:
            yield _module(entry)
            yield from map(_check, entry.checks)
        if number == 0 and before is not None:
            yield before
    final = _final(library, journey)
    if final is not None:
        yield final


def other_cards(library: Library, journey: Journey) -> Iterator[Card]:
    """Yield the modules with nothing that the pathway needs."""
    return (_module(entry) for entry in standing.module_map(library, journey) if not entry.core)


def audience(section: Section) -> str:
    """Return whom a section is for where it is not for everyone, in a word or two; empty where it is."""
    if section.pathways.get(standing.DEFAULT_PATHWAY) == "core":
        return ""
    core = [say(words) for pathway, words in _AUDIENCES.items() if section.pathways.get(pathway) == "core"]
    return core[0] if core else say("More practice")


def _module(entry: ModuleStanding) -> Card:
    whom = "" if entry.core else audience(entry.module.sections[0])
    facts = (whom, minutes_in_words(entry.minutes), _sections_in_words(entry.sections_done, entry.sections))
    return Card(
        number=entry.module.number,
        title=entry.module.title,
        summary=entry.module.summary,
        facts=" · ".join(filter(None, facts)),
        done=entry.done,
        url=section_url(entry.following),
        action=say("Read again") if entry.done else say("Go on") if entry.sections_done else say("Start"),
    )


def _check(entry: CheckStanding) -> Card:
    check, state = entry.assignment, entry.state
    return Card(
        number=None,
        title=check.title,
        facts=_facts(check, _asks_in_words(check), say(_CHECK_STATES[state])),
        done=state == "done",
        url=f"/check/{check.id}" if state == "open" else f"/result/{check.id}",
        action=_action(state),
    )


def _before(library: Library, journey: Journey) -> Card | None:
    check, state = standing.before_check(library, journey), standing.before_state(library, journey)
    if check is None or state == "past":
        return None
    return Card(
        number=None,
        title=check.title,
        summary=say("Later it shows you what has changed. It never counts, and its answers come at the end."),
        facts=_facts(check, say(_CHECK_STATES[state])),
        done=state == "done",
        url=f"/check/{check.id}" if state == "open" else f"/result/{check.id}",
        action=say("Start") if state == "open" else _action(state),
    )


def _final(library: Library, journey: Journey) -> Card | None:
    outcome = standing.final_outcome(library, journey)
    if outcome.state == "none":
        return None
    form = outcome.form or outcome.tries[-1].form
    waits = journey.waits(form.id)
    told = form if waits else outcome.tries[-1].form if outcome.tries else None
    shut = told is None and not standing.is_read(library, journey)
    state = say("being marked") if waits else say(_FINAL_STATES[outcome.state])
    return Card(
        number=None,
        title=form.title,
        summary=" ".join(_final_in_words(outcome, shut=shut)),
        facts=_facts(form, _asks_in_words(form), state),
        done=outcome.state == "passed",
        url="" if shut else f"/result/{told.id}" if told else f"/check/{form.id}",
        action="" if shut else _final_action(outcome, told=told is not None),
    )


def _final_action(outcome: FinalOutcome, *, told: bool) -> str:
    if outcome.state == "passed":
        return say("See your result")
    return say("See how it stands") if told else say("Start")


def _final_in_words(outcome: FinalOutcome, *, shut: bool) -> Iterator[str]:
    if outcome.state == "passed":
        yield say("You have passed the final check.")
        return
    yield standing.pass_mark_in_words()
    if shut:
        yield say("It opens when every part is marked as done.")
        yield say("“Go on” at the end of a part marks it.")


def _action(state: str) -> str:
    return {"open": say("Look ahead"), "done": say("See your result")}.get(state, say("See how it stands"))


def _facts(check: Assignment, *told: str) -> str:
    return " · ".join((minutes_in_words(check.minutes), *told))


def _sections_in_words(done: int, number: int) -> str:
    if not done:
        return say("not started")
    return say("done") if done == number else say("{done} of {number} sections done", done=done, number=number)


def _asks_in_words(assignment: Assignment) -> str:
    if assignment.scenario:
        return say_many(
            "{number} question and one conversation",
            "{number} questions and one conversation",
            len(assignment.items),
        )
    return say_many("{number} question", "{number} questions", len(assignment.items))
