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
from holdfast.library import Library, NotFound, library
from holdfast.model import LawEntry, LawVersion, Nation
from holdfast.panels._base import Panel, chosen, soft, source_line, source_links, stacked_table
from holdfast.wording import NATION_NAMES, day, where

Kind = Literal["offence", "duty", "rule"]

_KINDS: Mapping[str, str] = {"offence": "Offences", "duty": "Duties", "rule": "Rules"}
_TRIALS = {
    "summary only": "In a lower court only (summary)",
    "either way": "In a lower or a higher court (either way)",
    "indictment only": "In a higher court only (on indictment)",
    "mixed": "It depends on the form of the offence",
    "none": "No court is named here",
}
_COLUMNS = ("Law", "What it means", "In court", "Where and when")
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
    return Panel(
        f'<details class="hf-fold"><summary><span>The law behind this module, as at {day(on)}</span></summary>'
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
    controls = "" if nation else _control(f"hf-law-{number}-nation", "Nation", "nation", NATION_NAMES.items())
    if len(kinds) > 1:
        controls += _control(f"hf-law-{number}-kind", "Kind", "kind", [(name, _KINDS[name]) for name in kinds])
    rows = [*(_row(course, *each) for each in held), *(_empty_rows(held, kinds) if nation is None else ())]
    where_named = f" in {NATION_NAMES[nation]}" if nation else ""
    title = f"{_KINDS[kind] if kind else 'The law'} as at {day(as_at)}{where_named}"
    caption = title + soft("The longest sentences are for safeguarding leads. This is not legal advice.")
    return Panel(f'<div class="hf-law">{controls}{stacked_table(title, caption, _COLUMNS, rows)}</div>')


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
    return (
        f'<li class="hf-service"><p class="hf-service-name"><strong>{escape(entry.title)}</strong></p>'
        f"<p>{escape(version.plain)}</p>"
        f'<p class="hf-soft">{escape(version.cite)}. Applies in {escape(where(entry.nations))}.</p>'
        f'<p class="hf-sources">Source: {source_links(course, version.sources)}</p></li>'
    )


def _row(course: Library, entry: LawEntry, version: LawVersion) -> str:
    law, means, court, since = _COLUMNS
    longest = soft(f"For leads, at most: {version.maximum}") if version.maximum else ""
    word, until = ("from", f" until {day(version.to)}") if version.to else ("since", "")
    return (
        f'<tr data-nations="{" ".join(entry.nations)}" data-kind="{entry.kind}">'
        f'<th scope="row" data-label="{law}">{escape(entry.title)}'
        f"{soft(f'{entry.kind.capitalize()}: {version.cite}')}</th>"
        f'<td data-label="{means}">{escape(version.plain)}{source_line(course, version.sources)}</td>'
        f'<td data-label="{court}">{_TRIALS[version.trial]}{longest}</td>'
        f'<td data-label="{since}">{escape(where(entry.nations))}'
        f"{soft(f'{word} {day(version.from_)}{until}')}</td></tr>"
    )


def _control(name: str, legend: str, what: str, values: Iterable[tuple[str, str]]) -> str:
    """Return a group of radios. `hidden` is taken back by the style sheet that makes them work."""
    every = "All four nations" if what == "nation" else "All kinds"
    radios = "".join(
        f'<label class="hf-pick"><input type="radio" name="{name}" value="{value or "all"}" data-{what}="{value}"'
        f"{'' if value else ' checked'}> <span>{words}</span></label>"
        for value, words in (("", every), *values)
    )
    return f'<fieldset class="hf-picks" hidden><legend>{legend}</legend>{radios}</fieldset>'


def _empty_rows(held: list[_Held], kinds: list[str]) -> Iterator[str]:
    """Yield a sentence for each choice that leaves no row; hidden, unless that choice is made."""
    there = {(nation, entry.kind) for entry, _ in held for nation in entry.nations}
    for nation, name in NATION_NAMES.items():
        if not any((nation, kind) in there for kind in kinds):
            yield _empty_row("hf-none-nation", nation, " ".join(_KINDS), name)
    for (nation, name), kind in product(NATION_NAMES.items(), kinds):
        if (nation, kind) not in there and any(other == nation for other, _ in there):
            yield _empty_row("hf-none-both", nation, kind, f"{name} under {_KINDS[kind].lower()}")


def _empty_row(css: str, nation: str, kinds: str, what: str) -> str:
    return (
        f'<tr class="{css}" data-nations="{nation}" data-kind="{kinds}" hidden>'
        f'<td colspan="{len(_COLUMNS)}">Nothing is listed for {what}. Ask your safeguarding lead.</td></tr>'
    )
