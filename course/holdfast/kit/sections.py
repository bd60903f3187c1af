"""Turns one section of a part into blocks. `holdfast.kit.texts` puts them on pages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import singledispatch

from holdfast.help_register import hours, reach
from holdfast.interface_text import say
from holdfast.kit.filling import Filling
from holdfast.kit.parts import Fill, Heading, KitBlock, Quote, Ticks
from holdfast.kit.running import run_sheet
from holdfast.library import Library, NotFound
from holdfast.model import (
    KitCells,
    KitFill,
    KitGrid,
    KitLocal,
    KitRun,
    KitSection,
    KitServices,
    KitShared,
    KitSteps,
    KitTicks,
    KitWords,
    Resource,
)
from holdfast.slides.blocks import Bullets, Paragraph, Runs, Table, words
from holdfast.slides.reading import Part, cell

_WITHIN = 3  #: level of a heading within a section
_FIRST = ("phone", "text", "web", "chat", "email")
"""By what a service is reached where there is room for one way only."""

_Blocks = tuple[KitBlock, ...]
_Sourced = tuple[_Blocks, tuple[str, ...]]


@dataclass(frozen=True, kw_only=True)
class Piece:
    """Blocks that stand together, and what they rest on."""

    title: str
    blocks: _Blocks
    sources: tuple[str, ...] = ()
    begins: bool = False  #: whether they begin a page, or a slip


def pieces_of(section: KitSection, filling: Filling) -> Iterator[Piece]:
    """Yield what a section is made of: one piece, or one for each cell that it takes from a module.

    Raises:
        NotFound: It names what the course does not have.
    """
    if isinstance(section, KitCells):
        yield from _cells(section, filling)
        return
    blocks, sources = _told(section, filling)
    if blocks:
        yield Piece(title=_title(section, filling), blocks=blocks, sources=sources, begins=section.new_page)


def shared(library: Library, section: KitShared) -> KitSection:
    """Return the section that another one shares.

    Raises:
        NotFound: There is no such part, or it has no such section of its own.
    """
    if section.part not in library.kit:
        raise NotFound("kit part", section.part, library.kit)
    sections = {
        entry.id: entry
        for entry in library.kit[section.part].sections
        if not isinstance(entry, KitShared | KitCells)  # those stand elsewhere themselves
    }
    if section.section not in sections:
        raise NotFound("section", section.section, sections)
    return sections[section.section]


def _title(section: KitSection, filling: Filling) -> str:
    return "".join(filling.lines([section.title]))


@singledispatch
def _told(section: KitSection, filling: Filling) -> _Sourced:
    """Return the blocks of a section of one kind, and what they rest on."""
    raise TypeError(f"{filling} has no words for {section}.")


@_told.register
def _words(section: KitWords, filling: Filling) -> _Sourced:
    return _read(filling.markdown(section.text)), section.sources


@_told.register
def _shared(section: KitShared, filling: Filling) -> _Sourced:
    return _told(shared(filling.library, section), filling)


@_told.register
def _local(section: KitLocal, filling: Filling) -> _Sourced:
    rows = filling.rows(section.rows)
    return ((_table(filling.runs(section.head), rows),) if rows else ()), ()


@_told.register
def _fill(section: KitFill, filling: Filling) -> _Sourced:
    return tuple(Fill(label, section.lines) for label in filling.lines(section.labels)), ()


@_told.register
def _ticks(section: KitTicks, filling: Filling) -> _Sourced:
    return (Ticks(tuple(words(item) for item in filling.lines(section.items))),), section.sources


@_told.register
def _run(section: KitRun, filling: Filling) -> _Sourced:
    return (run_sheet(section, filling),), ()


def _read(parts: Sequence[Part]) -> _Blocks:
    return tuple(block for part in parts for block in (*_heading(part.title), *part.blocks))


def _heading(title: str) -> _Blocks:
    return (Heading(title, _WITHIN),) if title else ()


def _cells(section: KitCells, filling: Filling) -> Iterator[Piece]:
    """Yield the cells of a section; its own title, where it has one, stands in place of the first heading."""
    title, begins = _title(section, filling), section.new_page
    for cell_id in section.cells:
        read = cell(filling.library, section.module, cell_id)
        if read.nations and filling.school.nation not in read.nations:
            continue
        first, *others = [_put(part, section, filling) for part in read.parts]
        blocks = _taken(section, (*first.blocks, *_read(others)))
        yield Piece(title=title or first.title, blocks=blocks, sources=read.sources, begins=begins)
        title, begins = "", section.each_on_its_own


def _put(part: Part, section: KitCells, filling: Filling) -> Part:
    return Part(level=part.level, title=part.title, blocks=filling.put(part.blocks, section.put))


def _taken(section: KitCells, blocks: _Blocks) -> _Blocks:
    match section.take:
        case "all":
            return blocks
        case "lists":
            return tuple(block for block in blocks if isinstance(block, Bullets))
        case "rest":
            return blocks[1:]
        case "message":
            return tuple(Quote((block.runs,)) for block in blocks[:1] if isinstance(block, Paragraph))


@_told.register
def _steps(section: KitSteps, filling: Filling) -> _Sourced:
    steps = [step for step in filling.library.course.steps if section.owner in {None, step.owner}]
    sources = tuple(dict.fromkeys(source for step in steps for source in step.sources))
    if section.brief:
        return (Paragraph(words(" · ".join(step.word for step in steps), strong=True)),), sources
    head = [say("Word"), say("Whose"), say("What to do")]
    rows = [[step.word, step.owner, step.do] for step in steps]
    if section.with_never:
        head.append(say("Better not"))
        rows = [[*row, step.never] for row, step in zip(rows, steps, strict=True)]
    return (_table(filling.runs(head), filling.rows(rows)),), sources


@_told.register
def _services(section: KitServices, filling: Filling) -> _Sourced:
    found = [filling.library.resource(service) for service in section.services]
    serving = [entry for entry in found if filling.school.nation in entry.nations]
    sources = tuple(dict.fromkeys(source for entry in serving for source in entry.sources))
    if section.brief:
        short = tuple((words(_name(entry)), words(_first_way(entry))) for entry in serving)
        return (_table((), short),), sources
    head = (words(say("Service")), words(say("What for")), words(say("How to reach it")))
    rows = tuple((words(_name(entry)), words(entry.purpose), words(_all_ways(entry))) for entry in serving)
    return (_table(head, rows),), sources


def _name(entry: Resource) -> str:
    return entry.name if entry.status == "verified" else f"{entry.name} ({say('not yet confirmed by us')})"


def _first_way(entry: Resource) -> str:
    channels = sorted(entry.channels, key=lambda channel: [*_FIRST, channel.kind].index(channel.kind))
    return channels[0].label


def _all_ways(entry: Resource) -> str:
    ways = "; ".join(f"{reach(channel)}{channel.label}" for channel in entry.channels)
    return f"{ways}. {hours(entry)}"


@_told.register
def _grid(section: KitGrid, filling: Filling) -> _Sourced:
    given = filling.library.course.confidence if section.confidence else filling.lines(section.rows)
    people = filling.school.session.people if section.for_people else None
    blank = max(people or section.empty_rows, len(given)) - len(given)
    rest = len(section.head) - 1
    rows = [words(text) for text in given] + [()] * blank
    return (Table(filling.runs(section.head), tuple((first, *([()] * rest)) for first in rows)),), ()


def _table(head: tuple[Runs, ...], rows: tuple[tuple[Runs, ...], ...]) -> Table:
    """Return a table whose rows begin with strong words."""
    return Table(head, tuple((tuple((text, True) for text, _ in first), *others) for first, *others in rows))
