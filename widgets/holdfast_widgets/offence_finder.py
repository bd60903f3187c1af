"""What the law says of the facts of a case, on a date and in a nation. For learning; nothing of it is kept."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar

import traitlets

from holdfast import law_finding
from holdfast.interface_text import language, later, say
from holdfast.library import Library
from holdfast.model import CaseQuestion, LawEntry, LawVersion
from holdfast.panels import source_flag
from holdfast.wording import NATION_NAMES, day
from holdfast_widgets._base import HoldfastWidget, RefusedValue, composed, library_of

_FIRST, _LAST = date(1900, 1, 1), date(2100, 12, 31)
_NATIONS = {"": later("Choose a nation"), **{str(nation): name for nation, name in NATION_NAMES.items()}}
_TRIALS = {
    "summary only": later("Summary only: in a lower court"),
    "either way": later("Either way: in a lower or a higher court"),
    "indictment only": later("On indictment only: in a higher court"),
    "mixed": later("It depends on the form of the offence"),
    "none": "",
}
_GROUPS = {
    "points to": (
        later("The facts point to"),
        later("All that facts can show is there. Police and prosecutors establish the rest."),
    ),
    "could": (later("Could apply"), later("Nothing rules these out. Something is not known yet.")),
    "does not": (later("Ruled out by the facts"), later("A part of each is ruled out by what you chose.")),
    "applies": (later("Duties and rules"), later("These apply here on that day, whatever the facts.")),
    "not on this date": (
        later("Not on this date"),
        later("In this form these did not hold here on that day. An older form may have."),
    ),
}
_NOTES = (
    later("This is for learning; police and prosecutors decide. Not legal advice."),
    later(
        "Nothing you choose here is kept. Do not use it for a real case: call your safeguarding lead and the police."
    ),
    later("Nobody needs to see an image to answer. Leave open what is not known."),
    later("The offences are those of the person who threatens or shares. A child who is threatened is a victim."),
)
_LIMITS = later(
    "Only what this course holds is listed, and for Scotland and Northern Ireland that is less. Other law may apply."
)
_TEXTS = {
    "title": later("Which offences do the facts point to?"),
    "where": later("Where was it done?"),
    "when": later("On what day?"),
    "several": later("Tick all that are so. What is not ticked is not known yet."),
    "ask": later("Show what the law says"),
    "noNation": later("Choose a nation first."),
    "noDay": later("Give a day between 1900 and 2100."),
    "changed": later("Something was changed. Press “Show what the law says” again."),
}
_STATES = {
    "shown": later("Shown"),
    "not shown": later("Ruled out"),
    "not known": later("Not known yet"),
    "for police": later("For police and prosecutors"),
}


class OffenceFinder(HoldfastWidget):
    """The facts of a case, asked one by one, and the offences they point to.

    `nation`, `on` (a date as "2026-11-20") and `facts` (question id -> fact ids) can be set by Python and by the
    browser, and observed. `value` stays empty: the facts may be of a real case, so nothing is recorded.

    Example:
        >>> OffenceFinder(nation="wales", on="2024-02-01").on
        '2024-02-01'
    """

    KIND: ClassVar[str] = "offence-finder"
    PARTS: ClassVar[tuple[str, ...]] = ("_finding", "offence_finder")
    browser_may_set: ClassVar[frozenset[str]] = frozenset({"nation", "on", "facts"})
    _esm = composed("js", *PARTS)
    _css = composed("css", *PARTS)

    nation = traitlets.Enum(list(_NATIONS), default_value="", help="Where it was done.").tag(sync=True)
    on = traitlets.Unicode(help="The day it was done, as an ISO date.").tag(sync=True)
    facts = traitlets.Dict(help="Question id -> the facts that are so.").tag(sync=True)

    def __init__(self, *, nation: str = "", on: str | date | None = None, library: Library | None = None) -> None:
        """Ask about a case.

        Args:
            nation: Where it was done; the learner chooses unless it is given.
            on: The day it was done; the day on which the course's law was checked unless it is given.
            library: Where the law and the questions are; the course's own content unless given.

        Raises:
            TraitError: There is no such nation, or it is no date between 1900 and 2100.
        """
        content = library_of(library)
        asked = content.course.law_as_at if on is None else on
        on = asked.isoformat() if isinstance(asked, date) else asked
        super().__init__("offence-finder", view=view_of(content), records=(), library=content, nation=nation, on=on)

    def check_from_browser(self, trait: str, value: object) -> None:
        """Raise `RefusedValue` unless the value is a nation, a date or facts this course knows."""
        if trait == "nation":
            if not isinstance(value, str) or value not in _NATIONS:
                raise RefusedValue("it is not a nation")
        elif trait == "on":
            _check_date(value)
        elif trait == "facts":
            self._check_facts(value)
        else:
            super().check_from_browser(trait, value)

    def _check_facts(self, value: object) -> None:
        if not isinstance(value, dict) or not all(isinstance(chosen, list) for chosen in value.values()):
            raise RefusedValue("it is not a table of facts")
        if not all(isinstance(fact, str) for chosen in value.values() for fact in chosen):
            raise RefusedValue("a fact is not a word")
        try:
            law_finding.check_facts(self._library.case_questions, value)
        except law_finding.ImpossibleFacts as error:
            raise RefusedValue(str(error).rstrip(".")) from error

    @traitlets.validate("on", "facts")
    def _valid_own(self, proposal: Mapping[str, Any]) -> object:
        """Hold Python code to the same rules as a browser."""
        trait, value = proposal["trait"].name, proposal["value"]
        try:
            self.check_from_browser(trait, value)
        except RefusedValue as error:
            raise traitlets.TraitError(f"OffenceFinder cannot take this {trait!r}: {error}.") from error
        return value


def view_of(library: Library) -> dict[str, Any]:
    """Return what the browser draws: the questions, the law in all its versions, and the nations."""
    as_at = say("Law as at {day}.", day=day(library.course.law_as_at))
    later_on = say("The day you chose is later: the law may have changed. Other law may apply too.")
    groups = [(outcome, say(title), say(lead)) for outcome, (title, lead) in _GROUPS.items()]
    return {
        "language": language(),
        "notes": [say(note) for note in _NOTES],
        "texts": {**_said(_TEXTS), "limits": f"{as_at} {say(_LIMITS)}", "later": f"{as_at} {later_on}"},
        "questions": [_question(question) for question in library.case_questions.values()],
        "entries": [_entry(entry, library) for entry in library.law.values()],
        "nations": [{"id": nation, "name": name} for nation, name in _said(_NATIONS).items()],
        "lawAsAt": library.course.law_as_at.isoformat(),
        "groups": [{"outcome": outcome, "title": title, "lead": lead} for outcome, title, lead in groups],
        "states": _said(_STATES),
    }


def _said(texts: Mapping[str, str]) -> dict[str, str]:
    return {name: say(text) for name, text in texts.items()}


def _question(question: CaseQuestion) -> dict[str, Any]:
    facts = [{"id": fact.id, "text": fact.text} for fact in question.facts]
    if not question.several:
        facts.append({"id": "", "text": say(_STATES["not known"])})
    return {"id": question.id, "question": question.question, "several": question.several, "facts": facts}


def _entry(entry: LawEntry, library: Library) -> dict[str, Any]:
    return {
        "id": entry.id,
        "kind": entry.kind,
        "title": entry.title,
        "nations": list(entry.nations),
        "versions": [_version(version, library) for version in sorted(entry.versions, key=lambda each: each.from_)],
    }


def _version(version: LawVersion, library: Library) -> dict[str, Any]:
    sources = [library.source(source) for source in version.sources]
    # What begins on the first day that can be asked about is older than that day.
    since, as_at = day(version.from_), day(library.course.law_as_at)
    begins = say("Holds from {day}", day=since) if version.from_ > _FIRST else say("Held before 1900 already")
    ended = say("Ended on {day}", day=day(version.to)) if version.to else ""
    enacted = say("Made law on {day}; not shown to be in force", day=since)
    dates = enacted if version.status == "enacted, not in force" else begins
    lines = {
        say("Law"): version.cite,
        say("Dates"): ". ".join(filter(None, (dates, ended, say("Law as at {day}", day=as_at)))),
        say("How it is tried"): say(_TRIALS[version.trial]),
        say("Maximum"): version.maximum,
    }
    return {
        "from": version.from_.isoformat(),
        "to": version.to and version.to.isoformat(),
        "status": version.status,
        "plain": version.plain,
        "elements": [{"text": element.text, "facts": list(element.facts)} for element in version.elements],
        "lines": [[name, text] for name, text in lines.items() if text],
        "when": {"begins later": begins, "ended": ended, "not in force": enacted},
        "sources": [{"short": source.short + source_flag(source), "url": source.url} for source in sources],
    }


def _check_date(value: object) -> None:
    try:
        said = date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        said = None
    # fromisoformat also takes "20261120" and weeks; one way of writing keeps dates comparable as text.
    if said is None or said.isoformat() != value or not _FIRST <= said <= _LAST:
        raise RefusedValue("it is not a date between 1900 and 2100")
