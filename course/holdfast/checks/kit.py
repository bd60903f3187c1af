"""KIT: the texts of the session pack name only what there is, and its run sheets end on time.

Of a notebook that cannot be read CRS001 and NBK001 tell.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from holdfast.checks._rules import Found, Place, Subject, rule
from holdfast.kit.facts import named, names
from holdfast.kit.sections import shared
from holdfast.library import NotFound
from holdfast.model import KitCells, KitPart, KitRun, KitSection, KitServices, KitShared, KitTicks, KitWords
from holdfast.slides.deck import OPENING, OUR_SCHOOL


def _sections(subject: Subject) -> Iterator[tuple[KitPart, KitSection, Place]]:
    for part in subject.library.kit.values():
        for section in part.sections:
            yield part, section, subject.at("kit part", part.id, "sections", section.id)


@rule("KIT001")
def unknown_name(subject: Subject) -> Found:
    """What stands in braces in a text of the pack is a name that a school, the course or a route has."""
    known = names(subject.library.course)
    for part in subject.library.kit.values():
        for name in named(part.model_dump_json()):
            if name not in known:
                yield subject.at("kit part", part.id), f"The part {part.id!r} names {{{name}}}, which there is not."


@rule("KIT002")
def claims_and_sources(subject: Subject) -> Found:
    """A section of the pack that says it claims nothing names no source."""
    for _, section, place in _sections(subject):
        if isinstance(section, KitWords | KitTicks) and section.claims and section.sources:
            yield place, f"The section {section.id!r} says that it claims nothing and names sources; keep one of both."


@rule("KIT003")
def not_there(subject: Subject) -> Found:
    """The cells, services, sections and modules that the pack takes something from are there."""
    for _, section, place in _sections(subject):
        for what in _missing(subject, section):
            yield place, f"The section {section.id!r} takes {what}, which there is not."


def _missing(subject: Subject, section: KitSection) -> Iterator[str]:
    library = subject.library
    modules = {module.id: module for module in library.course.modules}
    if isinstance(section, KitServices):
        yield from (f"the service {name!r}" for name in section.services if name not in library.resources)
    elif isinstance(section, KitShared):
        try:
            shared(library, section)
        except NotFound:
            yield f"the section {section.section!r} of the part {section.part!r}"
    elif isinstance(section, KitCells | KitRun) and section.module not in modules:
        yield f"the module {section.module!r}"
    elif isinstance(section, KitCells) and section.module in subject.lessons:
        there = {cell.id for cell in subject.lessons[section.module].prose}
        yield from (f"the cell {name!r}" for name in section.cells if name not in there)
    elif isinstance(section, KitRun):
        shown = {"", OPENING, OUR_SCHOOL, *(each.id for each in modules[section.module].sections)}
        yield from (f"the slides of {row.section!r}" for row in section.rows if row.section not in shown)


@rule("KIT004")
def ends_late(subject: Subject) -> Found:
    """The minutes of a run sheet make up its length."""
    for _, section, place in _sections(subject):
        if isinstance(section, KitRun):
            total = sum(row.minutes for row in section.rows)
            if total != section.minutes:
                yield place, f"The run sheet of {section.minutes} minutes takes {total:g}."


@rule("KIT005")
def nothing_to_replace(subject: Subject) -> Found:
    """Words of a cell that the pack puts something else in place of stand in that cell."""
    for _, section, place in _sections(subject):
        if isinstance(section, KitCells) and section.module in subject.lessons:
            prose = subject.lessons[section.module].prose
            said = " ".join(cell.source for cell in prose if cell.id in section.cells)
            for word in section.put:
                if word not in said:
                    yield place, f"The cells of the section {section.id!r} do not say {word!r}."


@rule("KIT006")
def used_twice(subject: Subject) -> Found:
    """Every part of the pack has a number of its own, and every section of it an id of its own."""
    parts = subject.library.kit.values()
    numbers = Counter(part.number for part in parts)
    for part in parts:
        if numbers[part.number] > 1:
            yield (
                subject.at("kit part", part.id, "number"),
                f"{numbers[part.number]} parts have the number {part.number}.",
            )
        for section_id, count in Counter(section.id for section in part.sections).items():
            if count > 1:
                place = subject.at("kit part", part.id, "sections", section_id)
                yield place, f"The section id {section_id!r} is used {count} times."
