"""What the law says of the facts of a case, on a date and in a nation. For learning; nothing of it is kept."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar

import traitlets

from holdfast import law_finding
from holdfast.library import Library
from holdfast.model import CaseQuestion, LawEntry, LawVersion
from holdfast.panels import source_flag
from holdfast.wording import NATION_NAMES
from holdfast_widgets._base import HoldfastWidget, RefusedValue, composed, library_of

_FIRST, _LAST = date(1900, 1, 1), date(2100, 12, 31)
_NATIONS = {"": "Choose a nation", **{str(nation): name for nation, name in NATION_NAMES.items()}}
_TRIALS = {
    "summary only": "Summary only: in a lower court",
    "either way": "Either way: in a lower or a higher court",
    "indictment only": "On indictment only: in a higher court",
    "mixed": "It depends on the form of the offence",
    "none": "",
}
_GROUPS = {
    "points to": ("The facts point to", "All that facts can show is there. Police and prosecutors establish the rest."),
    "could": ("Could apply", "Nothing rules these out. Something is not known yet."),
    "does not": ("Ruled out by the facts", "A part of each is ruled out by what you chose."),
    "applies": ("Duties and rules", "These apply here on that day, whatever the facts."),
    "not on this date": (
        "Not on this date",
        "In this form these did not hold here on that day. An older form may have.",
    ),
}
_NOTES = (
    "This is for learning; police and prosecutors decide. Not legal advice.",
    "Nothing you choose here is kept. Do not use it for a real case: call your safeguarding lead and the police.",
    "Nobody needs to see an image to answer. Leave open what is not known.",
    "The offences are those of the person who threatens or shares. A child who is threatened is a victim.",
)
_LIMITS = (
    "Only what this course holds is listed, and for Scotland and Northern Ireland that is less. Other law may apply."
)
_TEXTS = {
    "title": "Which offences do the facts point to?",
    "where": "Where was it done?",
    "when": "On what day?",
    "several": "Tick all that are so. What is not ticked is not known yet.",
    "ask": "Show what the law says",
    "noNation": "Choose a nation first.",
    "noDay": "Give a day between 1900 and 2100.",
    "changed": "Something was changed. Press “Show what the law says” again.",
}
_STATES = {
    "shown": "Shown",
    "not shown": "Ruled out",
    "not known": "Not known yet",
    "for police": "For police and prosecutors",
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
        day = content.course.law_as_at if on is None else on
        on = day.isoformat() if isinstance(day, date) else day
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
    as_at = f"Law as at {_day(library.course.law_as_at)}."
    texts = {
        "limits": f"{as_at} {_LIMITS}",
        "later": f"{as_at} The day you chose is later: the law may have changed. Other law may apply too.",
    }
    return {
        "notes": list(_NOTES),
        "texts": _TEXTS | texts,
        "questions": [_question(question) for question in library.case_questions.values()],
        "entries": [_entry(entry, library) for entry in library.law.values()],
        "nations": [{"id": nation, "name": name} for nation, name in _NATIONS.items()],
        "lawAsAt": library.course.law_as_at.isoformat(),
        "groups": [{"outcome": outcome, "title": title, "lead": lead} for outcome, (title, lead) in _GROUPS.items()],
        "states": _STATES,
    }


def _question(question: CaseQuestion) -> dict[str, Any]:
    facts = [{"id": fact.id, "text": fact.text} for fact in question.facts]
    if not question.several:
        facts.append({"id": "", "text": _STATES["not known"]})
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
    begins = f"Holds from {_day(version.from_)}" if version.from_ > _FIRST else "Held before 1900 already"
    ended = f"Ended on {_day(version.to)}" if version.to else ""
    enacted = f"Made law on {_day(version.from_)}; not shown to be in force"
    dates = enacted if version.status == "enacted, not in force" else begins
    lines = {
        "Law": version.cite,
        "Dates": ". ".join(filter(None, (dates, ended, f"Law as at {_day(library.course.law_as_at)}"))),
        "How it is tried": _TRIALS[version.trial],
        "Maximum": version.maximum,
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


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _check_date(value: object) -> None:
    try:
        day = date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        day = None
    # fromisoformat also takes "20261120" and weeks; one way of writing keeps dates comparable as text.
    if day is None or day.isoformat() != value or not _FIRST <= day <= _LAST:
        raise RefusedValue("it is not a date between 1900 and 2100")
