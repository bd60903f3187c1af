"""Tells in plain blocks what a notebook's code cells show: figures, registers and activities.

The panels of `holdfast.panels` say the same as HTML. What is long and for reading alone is named, and left to its page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from holdfast import figures, help_register
from holdfast.interface_text import say
from holdfast.library import Library, NotFound
from holdfast.model import Change, Channel, Nation, Resource, Statistic, Term
from holdfast.slides.blocks import Activity, Block, Bullets, Paragraph, Picture, Runs, Table, words
from holdfast.slides.reading import Call
from holdfast.wording import NATION_NAMES, day, nation_name, number, opened, where

_Entry = TypeVar("_Entry")
_MOST_SAID = 1200  #: signs in the facts of a figure that a room can take in
_ACTIVITIES = {
    "Scenario": "scenario",
    "Quiz": "quiz",
    "StageTimeline": "stage-timeline",
    "OffenceFinder": "offence-finder",
    "ActionPlan": "action-plan",
}


@dataclass(frozen=True, kw_only=True)
class Piece:
    """Blocks that belong under one title, and what they rest on."""

    title: str = ""  #: empty: the heading they stand under
    blocks: tuple[Block, ...]
    sources: tuple[str, ...] = ()
    nations: tuple[Nation, ...] = ()  #: where it holds; empty: in all four


def told(library: Library, call: Call) -> tuple[Piece, ...]:
    """Return what a call shows, in pieces; nothing for a call that shows nothing.

    Raises:
        NotFound: The course has no entry of that id.
    """
    if call.name in _ACTIVITIES:
        return (_activity(library, _ACTIVITIES[call.name], *call.ids[:1]),)
    tell = _PANELS.get(call.name)
    return tuple(tell(library, call.ids)) if tell else ()


def _activity(library: Library, kind: str, name: str = "") -> Piece:
    title = ""
    if kind == "scenario":
        title = library.scenario(name).title
    elif kind == "quiz":
        title = library.quiz(name).title
    return Piece(title=title, blocks=(Activity(kind, name),))


def _figure(library: Library, ids: Sequence[str]) -> Iterator[Piece]:
    plan = figures.tell(ids[0] if ids else "", library)
    if sum(len(text) for row in plan.rows for text in row) > _MOST_SAID:
        yield from _on_its_page(plan.title)
        return
    picture = Picture(ids[0], plan.alternative, (plan.columns, *plan.rows))
    facts = Table(_cells(plan.columns), tuple(_cells(row) for row in plan.rows))
    yield Piece(title=plan.title, blocks=(picture, facts), sources=plan.sources)
    notes = tuple(_said(f"{head}:", text) for head, text in plan.notes)
    if notes:
        yield Piece(title=say("What each source counted"), blocks=(Bullets(notes),), sources=plan.sources)


def _numbers(library: Library, ids: Sequence[str]) -> Iterator[Piece]:
    for entry in _chosen("statistic", ids, library.statistics):
        yield Piece(title=entry.title, blocks=_series(entry), sources=entry.sources)


def _series(entry: Statistic) -> tuple[Block, ...]:
    rows = tuple(
        (words(row.label), words(number(row.value) + (f" ({row.note})" if row.note else ""))) for row in entry.rows
    )
    return (
        Table((words(say("What")), words(opened(entry.unit))), rows),
        Paragraph(words(entry.publisher_note)),
        Paragraph(words(entry.who_counted)),
        Paragraph(_said(say("What it does not say:"), entry.caveat)),
    )


def _glossary(library: Library, ids: Sequence[str]) -> Iterator[Piece]:
    for entry in _chosen("term", ids, library.glossary):
        yield Piece(title=entry.term, blocks=tuple(_term(entry)), sources=entry.sources)


def _term(entry: Term) -> Iterator[Block]:
    yield Paragraph(words(entry.plain))
    if entry.nations:
        yield Bullets(tuple(words(f"{nation_name(nation)}: {word}") for nation, word in entry.nations.items()))
    if entry.heard:
        yield Paragraph(words(say("A pupil may say: {words}", words=_quoted(entry.heard))))
    if entry.avoid:
        yield Paragraph(_said(say("Words to avoid:"), _quoted(entry.avoid)))
    if entry.avoid and entry.why:
        yield Paragraph(words(say("Why: {why}", why=entry.why)))


def _law_list(library: Library, ids: Sequence[str]) -> Iterator[Piece]:
    on = library.course.law_as_at
    held = {entry.id: (entry, version) for nation in NATION_NAMES for entry, version in library.law_on(on, nation)}
    found = [held[entry.id] for entry in _chosen("law entry", ids, library.law) if entry.id in held]
    # The whole text is for reading, on the page: a slide says what the law is called, and where it holds.
    rows = tuple((words(entry.title), words(f"{version.cite} ({where(entry.nations)})")) for entry, version in found)
    yield Piece(
        title=say("The law behind this module, as at {day}", day=day(on)),
        blocks=(Table(_cells((say("Law"), say("Where it stands"))), rows),),
        sources=tuple(dict.fromkeys(source for _, version in found for source in version.sources)),
    )


def _then_and_now(library: Library, ids: Sequence[str]) -> Iterator[Piece]:
    if not ids:
        yield from _on_its_page(say("Then and now"))
        return
    found = _chosen("change", ids, library.changes)
    head = (say("What older guidance says"), say("What holds now"))
    rows = tuple(_cells((each.said, _now(each))) for each in found)
    sources = tuple(dict.fromkeys(source for each in found for source in each.sources))
    yield Piece(title=say("Then and now"), blocks=(Table(_cells(head), rows),), sources=sources)


def _now(change: Change) -> str:
    return say("{now} Since: {since} ({where}).", now=change.now, since=change.since, where=where(change.nations))


def _law_table(library: Library, _ids: Sequence[str]) -> Iterator[Piece]:
    yield from _on_its_page(say("The law as at {day}", day=day(library.course.law_as_at)))


def _on_its_page(title: str) -> Iterator[Piece]:
    sentence = say("This is for reading. It stands whole on this part’s page of the course.")
    yield Piece(title=title, blocks=(Paragraph(words(sentence)),))


def _evidence(library: Library, _ids: Sequence[str]) -> Iterator[Piece]:
    head = (say("Material"), say("Person under 18"), say("Adult"))
    rows = tuple(_cells((row.material, row.under_18, row.adult)) for row in library.evidence.values())
    sources = tuple(dict.fromkeys(source for row in library.evidence.values() for source in row.sources))
    title = say("What to do with each kind of material")
    yield Piece(title=title, blocks=(Table(_cells(head), rows),), sources=sources)


def _services(library: Library, ids: Sequence[str]) -> Iterator[Piece]:
    yield _help(say("Who helps"), _chosen("resource", ids, library.resources))


def _help_list(library: Library, _ids: Sequence[str]) -> Iterator[Piece]:
    everywhere, *nations = help_register.sections(library)
    for group in everywhere.groups:
        yield _help(group.title, group.resources)
    for area in nations:
        yield _help_of(area)


def _help_by_nation(library: Library, _ids: Sequence[str]) -> Iterator[Piece]:
    for area in help_register.sections(library)[1:]:
        yield _help_of(area)


def _help_of(area: help_register.Area) -> Piece:
    entries = tuple(entry for group in area.groups for entry in group.resources)
    return _help(say("Only in {nation}", nation=area.name), entries)


def _help(title: str, entries: Sequence[Resource]) -> Piece:
    rows = tuple(
        (words(_name(entry), strong=True), words("; ".join(_way(channel) for channel in entry.channels)))
        for entry in entries
    )
    sources = tuple(dict.fromkeys(source for entry in entries for source in entry.sources))
    return Piece(
        title=title, blocks=(Table((words(say("Service")), words(say("How to reach it"))), rows),), sources=sources
    )


def _name(entry: Resource) -> str:
    return entry.name if entry.status == "verified" else f"{entry.name} ({say('not yet confirmed by us')})"


def _way(channel: Channel) -> str:
    return f"{help_register.reach(channel)}{channel.label}"


def _chosen(kind: str, ids: Sequence[str], entries: Mapping[str, _Entry]) -> tuple[_Entry, ...]:
    for name in ids:
        if name not in entries:
            raise NotFound(kind, name, entries)
    return tuple(entries[name] for name in ids) if ids else tuple(entries.values())


def _cells(texts: Sequence[str]) -> tuple[Runs, ...]:
    return tuple(words(text) for text in texts)


def _said(head: str, text: str) -> Runs:
    return ((f"{head} ", True), (text, False))


def _quoted(phrases: Sequence[str]) -> str:
    return ", ".join(f"“{phrase}”" for phrase in phrases)


_PANELS: Mapping[str, Callable[[Library, Sequence[str]], Iterator[Piece]]] = {
    "figure": _figure,
    "numbers": _numbers,
    "glossary": _glossary,
    "term": lambda library, ids: _glossary(library, ids[:1]),  # its second word is a nation
    "law_list": _law_list,
    "law_table": _law_table,
    "then_and_now": _then_and_now,
    "evidence_table": _evidence,
    "services": _services,
    "help_list": _help_list,
    "help_by_nation": _help_by_nation,
}
