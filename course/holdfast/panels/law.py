"""The law as it stood on a day: a list folded under a lesson, and a table that can be narrowed.

The table is narrowed by radios and the style sheet alone (`:has(:checked)` in ``content.css``). The controls are hidden
in the HTML, and only that style sheet brings them out: where it is missing, or a browser does not know `:has`, every
row is shown and nothing pretends to narrow them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from html import escape
from itertools import count, product
from typing import Literal

from holdfast.errors import UserError
from holdfast.help_register import known_nation
from holdfast.interface_text import later, say
from holdfast.library import Library, NotFound, library
from holdfast.model import LawEntry, LawVersion, Nation
from holdfast.panels._base import Panel, chosen, soft, source_line, source_links, sources_word, stacked_table
from holdfast.wording import NATION_NAMES, day, nation_name, where

Kind = Literal["offence", "duty", "rule"]

_KINDS: Mapping[str, str] = {"offence": later("Offences"), "duty": later("Duties"), "rule": later("Rules")}
_KIND: Mapping[str, str] = {"offence": later("Offence"), "duty": later("Duty"), "rule": later("Rule")}
_TRIALS = {
    "summary only": later("In a lower court only (summary)"),
    "either way": later("In a lower or a higher court (either way)"),
    "indictment only": later("In a higher court only (on indictment)"),
    "mixed": later("It depends on the form of the offence"),
    "none": later("No court is named here"),
}
_COLUMNS = (later("Law"), later("What it means"), later("In court"), later("Where and when"))
# Radios of one name are one group on the whole page, also across panels.
_numbers = count(1)

_Held = tuple[LawEntry, LawVersion]


def law_list(*ids: str, course: Library | None = None) -> Panel:
    """Return the law a lesson rests on, as it stood on the course's law-as-at day, folded away.

    Args:
        ids: The entries to show, in this order; all of them where none is named. What was not in force is left out.
        course: Whose law; the course's own unless given.

    Raises:
        NotFound: There is no such entry.
    """
    course = course or library()
    on = course.course.law_as_at
    held = _held(course, on, tuple(NATION_NAMES))
    wanted = [entry.id for entry in chosen("law entry", ids, course.law)]
    items = "".join(_provision(course, *held[name]) for name in wanted if name in held)
    title = say("The law behind this module, as at {day}", day=day(on))
    return Panel(
        f'<details class="hf-fold"><summary><span>{escape(title)}</span></summary>'
        f'<ul class="hf-services hf-card">{items}</ul></details>'
    )


def law_table(
    *,
    kind: Kind | None = None,
    nation: Nation | None = None,
    on: date | str | None = None,
    course: Library | None = None,
) -> Panel:
    """Return the law as it stood on a day, as a table that can be narrowed by nation and kind.

    Args:
        kind: Only offences, duties or rules, without a control for it.
        nation: Only the law of one nation, without a control for it.
        on: The day, as a date or as "2026-11-20"; the course's law-as-at day unless given.
        course: Whose law; the course's own unless given.

    Raises:
        NotFound: There is no such kind or nation.
        UserError: The day is not a date.
    """
    course = course or library()
    if kind is not None and kind not in _KINDS:
        raise NotFound("kind of law", kind, _KINDS)
    as_at = _day_of(on) if on is not None else course.course.law_as_at
    nations = tuple(NATION_NAMES) if nation is None else (known_nation(nation),)
    held = [each for each in _held(course, as_at, nations).values() if kind in {None, each[0].kind}]
    kinds = [name for name in _KINDS if any(entry.kind == name for entry, _ in held)]
    number = next(_numbers)
    controls = "" if nation else _control(f"hf-law-{number}-nation", say("Nation"), "nation", _nations())
    if len(kinds) > 1:
        controls += _control(
            f"hf-law-{number}-kind", say("Kind"), "kind", [(name, say(_KINDS[name])) for name in kinds]
        )
    rows = [*(_row(course, *each) for each in held), *(_empty_rows(held, kinds) if nation is None else ())]
    title = _title(kind, nation, as_at)
    caption = escape(title) + soft(say("The longest sentences are for safeguarding leads. This is not legal advice."))
    columns = [say(head) for head in _COLUMNS]
    return Panel(f'<div class="hf-law">{controls}{stacked_table(title, caption, columns, rows)}</div>')


def _title(kind: Kind | None, nation: Nation | None, as_at: date) -> str:
    what = say(_KINDS[kind]) if kind else say("The law")
    if nation is None:
        return say("{what} as at {day}", what=what, day=day(as_at))
    return say("{what} as at {day} in {nation}", what=what, day=day(as_at), nation=nation_name(nation))


def _nations() -> list[tuple[str, str]]:
    return [(nation, nation_name(nation)) for nation in NATION_NAMES]


def _day_of(on: date | str) -> date:
    if isinstance(on, date):
        return on
    try:
        return date.fromisoformat(on)
    except (TypeError, ValueError):
        raise UserError(f"{on!r} is not a date; write it as 2026-11-20.") from None


def _held(course: Library, on: date, nations: tuple[Nation, ...]) -> dict[str, _Held]:
    """Return what was in force on that day in any of the nations, each once, in the order of the nations."""
    return {entry.id: (entry, version) for nation in nations for entry, version in course.law_on(on, nation)}


def _provision(course: Library, entry: LawEntry, version: LawVersion) -> str:
    applies = say("Applies in {where}.", where=where(entry.nations))
    return (
        f'<li class="hf-service"><p class="hf-service-name"><strong>{escape(entry.title)}</strong></p>'
        f"<p>{escape(version.plain)}</p>"
        f'<p class="hf-soft">{escape(version.cite)}. {escape(applies)}</p>'
        f'<p class="hf-sources">{sources_word(1)} {source_links(course, version.sources)}</p></li>'
    )


def _row(course: Library, entry: LawEntry, version: LawVersion) -> str:
    law, means, court, since = (escape(say(head)) for head in _COLUMNS)
    longest = soft(say("For leads, at most: {maximum}", maximum=version.maximum)) if version.maximum else ""
    return (
        f'<tr data-nations="{" ".join(entry.nations)}" data-kind="{entry.kind}">'
        f'<th scope="row" data-label="{law}">{escape(entry.title)}'
        f"{soft(f'{say(_KIND[entry.kind])}: {version.cite}')}</th>"
        f'<td data-label="{means}">{escape(version.plain)}{source_line(course, version.sources)}</td>'
        f'<td data-label="{court}">{escape(say(_TRIALS[version.trial]))}{longest}</td>'
        f'<td data-label="{since}">{escape(where(entry.nations))}'
        f"{soft(_held_when(version))}</td></tr>"
    )


def _held_when(version: LawVersion) -> str:
    if version.to:
        return say("from {day} until {end}", day=day(version.from_), end=day(version.to))
    return say("since {day}", day=day(version.from_))


def _control(name: str, legend: str, what: str, values: Iterable[tuple[str, str]]) -> str:
    """Return a group of radios. `hidden` is taken back by the style sheet that makes them work."""
    every = say("All four nations") if what == "nation" else say("All kinds")
    radios = "".join(
        f'<label class="hf-pick"><input type="radio" name="{name}" value="{value or "all"}" data-{what}="{value}"'
        f"{'' if value else ' checked'}> <span>{escape(words)}</span></label>"
        for value, words in (("", every), *values)
    )
    return f'<fieldset class="hf-picks" hidden><legend>{escape(legend)}</legend>{radios}</fieldset>'


def _empty_rows(held: list[_Held], kinds: list[str]) -> Iterator[str]:
    """Yield a sentence for each choice that leaves no row; hidden, unless that choice is made."""
    there = {(nation, entry.kind) for entry, _ in held for nation in entry.nations}
    for nation, name in NATION_NAMES.items():
        if not any((nation, kind) in there for kind in kinds):
            yield _empty_row("hf-none-nation", nation, " ".join(_KINDS), say(name))
    for (nation, name), kind in product(NATION_NAMES.items(), kinds):
        if (nation, kind) not in there and any(other == nation for other, _ in there):
            yield _empty_row("hf-none-both", nation, kind, _of_kind(name, kind))


def _of_kind(nation: str, kind: str) -> str:
    return say("{nation} under {kind}", nation=say(nation), kind=say(_KINDS[kind]).lower())


def _empty_row(css: str, nation: str, kinds: str, what: str) -> str:
    sentence = say("Nothing is listed for {what}. Ask your safeguarding lead.", what=what)
    return (
        f'<tr class="{css}" data-nations="{nation}" data-kind="{kinds}" hidden>'
        f'<td colspan="{len(_COLUMNS)}">{escape(sentence)}</td></tr>'
    )
