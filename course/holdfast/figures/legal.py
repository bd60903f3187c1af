"""The figures of the law, for safeguarding leads: since when it holds, and the most a court may give."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from holdfast.figures._told import Plan
from holdfast.figures._words import named, once
from holdfast.interface_text import later, say, say_many
from holdfast.library import Library, NotFound
from holdfast.model import LawEntry, LawVersion, Nation
from holdfast.wording import day, opened, where

if TYPE_CHECKING:
    from holdfast.figures.canvas import Canvas

#: What a case of sextortion most often turns on. The law behind the rest of a case is in the table of all law.
_TURNS_ON = (
    "blackmail-theft-act-1968-s21",
    "blackmail-theft-act-ni-1969-s20",
    "protection-of-children-act-1978-s1",
    "child-images-scotland-1982-s52",
    "child-images-ni-1978-art3",
    "threat-to-share-s66b",
    "disclosing-intimate-image-scotland-2016-s2",
    "disclosing-private-image-ni-2016-s51",
    "sexual-communication-soa-2003-s15a",
    "sexual-communication-ni-2008-art22a",
    "social-services-and-well-being-wales-act-2014-s130",
    "creating-intimate-image-s66e",
    "platform-takedown-48-hours",
    "taking-intimate-image-cpa-2026",
    "mandatory-reporting-england-2026-s85",
)
_UNCHECKED = later("not yet checked by us")
_FLAG = (
    later("Not yet checked by us"),
    later("A source of that law was not read in full, or only as others quote it."),
)
_NOT_BEGUN = later("Not in force when last checked")
_ASIDE = re.compile(r" \([a-z].*\)$")  #: what stands in brackets after a citation, such as "(added by ...)"
_TERM = re.compile(r"(?P<length>\d+) (?P<unit>years?|months?)\b(?P<court>[^;]*)(?:; (?P<more>.+))?")
_MONTHS = {"year": 12, "month": 1}


@dataclass(frozen=True)
class _Held:
    """One version of an entry of the law."""

    entry: LawEntry
    version: LawVersion
    checked: bool

    @property
    def flag(self) -> str:
        return "" if self.checked else f" ({say(_UNCHECKED)})"

    @property
    def begun(self) -> bool:
        return self.version.status != "enacted, not in force"

    @property
    def cite(self) -> str:
        until = f"; {say('until {day}', day=day(self.version.to))}" if self.version.to else ""
        return f"{_ASIDE.sub('', self.version.cite)}{until}{self.flag}"


def _held(course: Library, entry: LawEntry, version: LawVersion) -> _Held:
    return _Held(entry, version, all(course.source(name).status == "verified" for name in version.sources))


def law_timeline(course: Library) -> Plan:
    """Plan since when the law has held in the words it has, in order and not to scale."""
    entries = named("law entry", _TURNS_ON, course.law)
    all_held = [_held(course, entry, version) for entry in entries for version in entry.versions]
    begun = sorted((held for held in all_held if held.begun), key=lambda held: held.version.from_)
    waiting = [held for held in all_held if not held.begun]
    if not begun:
        raise NotFound("law in force for", "law-timeline", ())
    days: dict[date, list[_Held]] = {}
    for held in begun:
        days.setdefault(held.version.from_, []).append(held)
    told = " ".join(
        f"{day(on)}: {'; '.join(f'{held.entry.title}, {where(held.entry.nations)}' for held in group)}."
        for on, group in days.items()
    )
    not_begun = f" {say(_NOT_BEGUN)}: {_titles(waiting)}." if waiting else ""
    return Plan(
        title=say("Since when the law has held, nation by nation"),
        alternative=f"{_piece_by_piece(begun, len(days))} {told}{not_begun}",
        columns=(say("From"), say("Where"), say("What")),
        rows=tuple(
            (
                day(held.version.from_) if held.begun else say(_NOT_BEGUN),
                where(held.entry.nations),
                f"{held.entry.title}: {held.cite}",
            )
            for held in (*begun, *waiting)
        ),
        sources=once(source for held in (*begun, *waiting) for source in held.version.sources),
        notes=(
            (
                say("What it does not say"),
                say(
                    "All of the law. It shows what a case most often turns on, in order and not to scale. An Act may "
                    "be older than the day shown: that is the day from which these words of it hold. Not legal advice."
                ),
            ),
            (say(_FLAG[0]), say(_FLAG[1])),
        ),
        paint=lambda canvas: _paint_timeline(canvas, days, waiting),
    )


def _piece_by_piece(begun: Sequence[_Held], days: int) -> str:
    return say(
        "The law came piece by piece, and nation by nation: {steps} steps on {days} days, from {first} to {last}.",
        steps=len(begun),
        days=days,
        first=day(begun[0].version.from_),
        last=day(begun[-1].version.from_),
    )


def _paint_timeline(canvas: Canvas, days: dict[date, list[_Held]], waiting: Sequence[_Held]) -> None:
    first = last = canvas.y + 15
    for on, group in days.items():
        last = canvas.y + 15
        canvas.dot(16, last)
        canvas.head(day(on), x=40, colour=canvas.theme.main)
        _paint_held(canvas, group)
    canvas.line(16, first, 16, last, strong=True)
    if waiting:
        canvas.divide(14)
        canvas.dot(16, canvas.y + 15, hollow=True)
        canvas.head(say(_NOT_BEGUN), x=40, colour=canvas.theme.main)
        _paint_held(canvas, waiting)


def _paint_held(canvas: Canvas, group: Iterable[_Held]) -> None:
    for held in group:
        canvas.words(where(held.entry.nations), x=40, bold=True, colour=canvas.theme.soft)
        canvas.words(held.entry.title, x=40)
        canvas.words(held.cite, x=40, colour=canvas.theme.soft)
        canvas.y += 12
    canvas.y += 6


def maxima(course: Library, nation: Nation, nations: Sequence[Nation]) -> Plan:
    """Plan the longest sentences that one nation's offences allow on the day of the course, longest first."""
    on, named_nations = course.course.law_as_at, where(nations)
    offences = [_held(course, *each) for each in course.law_on(on, nation) if each[0].kind == "offence"]
    groups: dict[int, list[tuple[_Held, str]]] = {}
    left_out: list[_Held] = []
    for held in offences:
        term = _TERM.fullmatch(held.version.maximum or "")
        if term is None:
            left_out.append(held)
        else:
            months = int(term["length"]) * _MONTHS[term["unit"].rstrip("s")]
            groups.setdefault(months, []).append((held, term["more"] or ""))
    if not groups:
        raise NotFound("maximum in", named_nations, ())
    groups = dict(sorted(groups.items(), reverse=True))
    told = " ".join(f"{_long(months)}: {_titles(held for held, _ in group)}." for months, group in groups.items())
    out = _titles(left_out)
    drawn = [held for group in groups.values() for held, _ in group]
    return Plan(
        title=say("The most a court may give: {nations}", nations=named_nations),
        alternative=f"{_from_to(named_nations, groups)} {told}",
        columns=(say("Offence"), say("At most"), say("Law")),
        rows=tuple((held.entry.title, f"{held.version.maximum}{held.flag}", held.version.cite) for held in drawn),
        sources=once(source for held in drawn for source in held.version.sources),
        notes=(
            (
                say("What it does not say"),
                say(
                    "What is usual. It shows the most a court may give, as the law was on {day}. Not legal advice.",
                    day=day(on),
                ),
            ),
            (say(_FLAG[0]), say(_FLAG[1])),
            *(((say("Left out, with no confirmed number"), f"{out}."),) if out else ()),
        ),
        paint=lambda canvas: _paint_maxima(canvas, groups),
    )


def _from_to(nations: str, lengths: Iterable[int]) -> str:
    return say(
        "In {nations} the maximum is anything from {most} down to {least}, depending on the offence.",
        nations=nations,
        most=_long(max(lengths)),
        least=_long(min(lengths)),
    )


def _titles(group: Iterable[_Held]) -> str:
    return "; ".join(held.entry.title for held in group)


def _long(months: int) -> str:
    if months % 12 == 0:
        return say_many("{number} year", "{number} years", months // 12)
    return say_many("{number} month", "{number} months", months)


def _paint_maxima(canvas: Canvas, groups: dict[int, list[tuple[_Held, str]]]) -> None:
    """Draw a bar for each length, and under it the offences that have it."""
    for months, group in groups.items():
        length = 330 * months / max(groups)
        canvas.bar(4, canvas.y, length, 30)
        canvas.head(_long(months), x=length + 14, y=canvas.y + 1)
        canvas.y += 38
        for held, more in group:
            top = canvas.y
            canvas.words("–", y=top)
            canvas.words(held.entry.title, x=24)
            for aside in (more, _UNCHECKED * (not held.checked)):
                if aside:
                    canvas.words(opened(aside), x=24, colour=canvas.theme.soft)
            canvas.y += 6
        canvas.y += 16
