"""Makes the deck of a module: its notebook's prose, figures and activities, cut so that each slide fits one screen.

Called by `holdfast present` and by the session pack. The kinds of block are of `holdfast.slides.blocks`, and named here
again for those who build on decks.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from holdfast.interface_text import say
from holdfast.library import Library
from holdfast.model import Module
from holdfast.slides.blocks import (
    Activity,
    Block,
    Bullets,
    Deck,
    Paragraph,
    Picture,
    Run,
    Runs,
    Slide,
    Table,
    plain,
    words,
)
from holdfast.slides.cutting import cut
from holdfast.slides.reading import Cell, cells
from holdfast.slides.session import plan
from holdfast.slides.told import Piece, told

__all__ = [
    "OPENING",
    "OUR_SCHOOL",
    "Activity",
    "Block",
    "Bullets",
    "Deck",
    "Paragraph",
    "Picture",
    "Run",
    "Runs",
    "Slide",
    "Table",
    "deck",
    "numbered",
    "plain",
    "words",
]

OPENING, OUR_SCHOOL = "opening", "our-school"
"""Parts of a deck that no section of the course is: what comes before the first one, and the school's own numbers."""

_MODULE_TITLE = 1  #: level of a notebook's own heading
_LONGEST_LEAD = 60  #: signs of the strong words that can open a cell as its title
_CLOSES = ".!?”"


@dataclass(kw_only=True)
class _Group:
    """What stands under one title."""

    id: str
    title: str
    section_id: str
    pieces: list[Piece] = field(default_factory=list)


def deck(
    library: Library, module: Module, *, school: Mapping[str, str] | None = None, minutes: int | None = None
) -> Deck:
    """Return the deck of a module.

    Args:
        library: The course.
        module: Which module.
        school: What the slide of local names and numbers shows, in this order; without it there is no such slide.
        minutes: For how long a session; only the parts that its plan names are in it. None: the whole module.

    Raises:
        UserError: The notebook cannot be read, or there is no plan for so many minutes.
        NotFound: The notebook names what the course does not have.
    """
    read = cells(library, module)
    notes = _notes(module, read)
    opening = Slide(
        id="title",
        title=module.title,
        blocks=(Paragraph(words(module.summary)),),
        notes=notes.get(OPENING, ()),
        section_id=OPENING,
    )
    whole = {section.id: section.minutes for section in module.sections}
    shown = whole if minutes is None else plan(library, module, minutes)
    slides = [opening, *_slides(_groups(library, module, read), shown, notes), *([_local(school)] if school else [])]
    if minutes is not None:
        slides = [slide for part in _in_order(shown) for slide in slides if slide.section_id == part]
    return Deck(
        module_id=module.id,
        title=module.title,
        minutes=sum(shown.values()) if minutes is None else minutes,
        slides=numbered(slides),
    )


def numbered(slides: Sequence[Slide]) -> tuple[Slide, ...]:
    """Return slides whose titles are unique: where a heading comes again, each says which of how many it is."""
    often = Counter(slide.heading or slide.title for slide in slides)
    met = Counter[str]()
    told_apart: list[Slide] = []
    for slide in slides:
        heading = slide.heading or slide.title
        met[heading] += 1
        place = say("{title} ({place} of {all})", title=heading, place=met[heading], all=often[heading])
        told_apart.append(replace(slide, heading=heading, title=place if often[heading] > 1 else heading))
    return tuple(told_apart)


def _groups(library: Library, module: Module, read: Sequence[Cell]) -> Iterator[_Group]:
    """Yield what stands under each title, in order. A cell's own title, or an activity, ends with its cell."""
    sections = {_alike(section.title): section.id for section in module.sections}
    section_id, heading = OPENING, say("In short")
    here = _Group(id="", title="", section_id=OPENING)
    for cell in read:
        if cell.facilitator:
            continue
        for level, piece in _pieces(library, cell):
            if level > _MODULE_TITLE:
                section_id, heading = sections.get(_alike(piece.title), section_id), piece.title
            title = heading if level == _MODULE_TITLE else piece.title or heading
            if level > _MODULE_TITLE or title != here.title or _is_activity(piece) or _is_activity(*here.pieces[-1:]):
                yield here
                here = _Group(id=cell.id, title=title, section_id=section_id)
            here.pieces.append(piece)
    yield here


def _pieces(library: Library, cell: Cell) -> Iterator[tuple[int, Piece]]:
    """Yield what a cell says, each with the level of the heading before it; 0 for none."""
    for part in cell.parts:
        title, blocks = (part.title, part.blocks) if part.level else _lead(part.blocks)
        yield part.level, Piece(title=title, blocks=blocks, sources=cell.sources, nations=cell.nations)
    for call in cell.calls:
        for piece in told(library, call):
            yield 0, piece


def _lead(blocks: tuple[Block, ...]) -> tuple[str, tuple[Block, ...]]:
    """Return the strong sentence that opens a cell, as its title, and what is left; none where there are several."""
    leads = [block for block in blocks if isinstance(block, Paragraph) and _opens_strongly(block)]
    if len(leads) != 1 or leads[0] is not blocks[0]:
        return "", blocks
    (lead, _), *others = leads[0].runs
    opening = tuple((text if place else text.lstrip(), strong) for place, (text, strong) in enumerate(others))
    left = (*([Paragraph(opening)] if plain(opening) else []), *blocks[1:])
    return (lead.removesuffix("."), left) if left else ("", blocks)


def _opens_strongly(paragraph: Paragraph) -> bool:
    lead, strong = paragraph.runs[0]
    return strong and len(lead) <= _LONGEST_LEAD and lead[-1] in _CLOSES


def _is_activity(*pieces: Piece) -> bool:
    return any(isinstance(block, Activity) for piece in pieces for block in piece.blocks)


def _notes(module: Module, read: Sequence[Cell]) -> dict[str, tuple[Block, ...]]:
    """Return what the person who presents is told, by section."""
    sections = {_alike(section.title): section.id for section in module.sections}
    here = OPENING
    notes: dict[str, tuple[Block, ...]] = {}
    for cell in read:
        for part in cell.parts:
            here = sections.get(_alike(part.title), here)
        if cell.facilitator:
            notes[here] = (*notes.get(here, ()), *cell.blocks)
    return notes


def _slides(
    groups: Iterable[_Group], minutes: Mapping[str, float], notes: Mapping[str, tuple[Block, ...]]
) -> Iterator[Slide]:
    """Yield the slides of some groups; the first one of a section has its notes and its minutes."""
    begun = {OPENING}
    cut_from = Counter[str]()
    for group in groups:
        for screen in cut(group.pieces):
            first = group.section_id not in begun
            begun.add(group.section_id)
            cut_from[group.id] += 1
            number = cut_from[group.id]
            yield Slide(
                id=group.id if number == 1 else f"{group.id}-{number}",
                title=group.title,
                blocks=screen.blocks,
                notes=notes.get(group.section_id, ()) if first else (),
                minutes=minutes.get(group.section_id) if first else None,
                section_id=group.section_id,
                sources=screen.sources,
                nations=screen.nations,
            )


def _in_order(parts: Iterable[str]) -> tuple[str, ...]:
    """Return the parts of a session: the opening first, and the school's own numbers last, if no place is given."""
    return tuple(dict.fromkeys((OPENING, *parts, *(() if OUR_SCHOOL in parts else (OUR_SCHOOL,)))))


def _local(school: Mapping[str, str]) -> Slide:
    rows = tuple((words(name, strong=True), words(value)) for name, value in school.items())
    head = (words(say("Who")), words(say("How to reach them")))
    return Slide(id=OUR_SCHOOL, title=say("In our school"), blocks=(Table(head, rows),), section_id=OUR_SCHOOL)


def _alike(title: str) -> str:
    return " ".join(title.replace("’", "'").casefold().split())
