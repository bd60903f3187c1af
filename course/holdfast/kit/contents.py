"""The first page of a pack: what is in it, for whom, and what to do before it is printed; as a PDF and as plain text.

Called by `holdfast.kit.pack`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from textwrap import wrap

from holdfast.interface_text import later, say
from holdfast.kit.dress import Dress, sources_of
from holdfast.kit.folder import SUMS
from holdfast.kit.parts import GROUPS, Group, Heading, KitBlock, Page, Part
from holdfast.library import Library
from holdfast.slides.blocks import Bullets, Paragraph, Runs, Table, plain, words
from holdfast.wording import day

FOLDERS: Mapping[Group, str] = {
    "before": "1-before",
    "room": "2-in-the-room",
    "hand-out": "3-to-hand-out",
    "after": "4-after",
}
SLIDES = "5-slides"

_TITLES: Mapping[Group, str] = {
    "before": later("Before the session"),
    "room": later("In the room"),
    "hand-out": later("To hand out"),
    "after": later("After the session"),
}
_FIRST = (
    later("Ring each of your school’s own numbers once before you print, never 999 or a helpline."),
    later("When a number changes, make the pack again."),
    later("PDF files are for printing. Word and PowerPoint files are for you to change."),
    later("Print the wallet cards on both sides of a thick sheet, at their full size. Then cut along the marks."),
    later("Large print has the same words. What a paper rests on stands on the one in usual letters."),
    later("Numbers of slides on the run sheets are those of the slides in this pack."),
    later("Nothing here is legal advice."),
)
_ALL_SIDES = 80  #: letters in a line of the plain text


def contents_part(parts: Sequence[Part], library: Library, minutes: Sequence[int]) -> Part:
    """Return the first page of a pack.

    Args:
        parts: All other papers.
        library: The course.
        minutes: The sessions for which there are slides.
    """
    blocks: list[KitBlock] = [Bullets(tuple(words(say(line)) for line in _FIRST)), Paragraph(words(_standing(library)))]
    for group in GROUPS:
        rows = tuple(_row(part) for part in parts if part.group == group)
        if rows:
            blocks += [Heading(f"{say(_TITLES[group])} ({FOLDERS[group]})"), Table(_head(), rows)]
    if minutes:
        told = tuple(
            words(say("Slides for {minutes} minutes: PowerPoint, PDF with notes", minutes=each)) for each in minutes
        )
        blocks += [Heading(f"{say('Slides')} ({SLIDES})"), Bullets(told)]
    cards = [part for part in parts if part.layout != "sheet" and sources_of(part, library)]
    if cards:
        rests = tuple(((part.title, True), (f": {sources_of(part, library)}.", False)) for part in cards)
        blocks += [Heading(say("What slips, cards and posters rest on")), Bullets(rests)]
    return Part(
        id="contents",
        number=0,
        title=say("What is in this pack"),
        audience=say("For the person who prepares the session"),
        group="before",
        layout="sheet",
        pages=(Page(title="", blocks=tuple(blocks)),),
        formats=("pdf",),
        large_print=False,
    )


def read_me(contents: Part, dress: Dress) -> bytes:
    """Return the first page of a pack as plain text."""
    lines = [contents.title, "=" * len(contents.title), dress.school, ""]
    for block in contents.pages[0].blocks:
        lines += _in_text(block)
    last = say("{file} lists every file with its sum, so that a change can be seen.", file=SUMS)
    return "\r\n".join([*lines, *wrap(last, _ALL_SIDES), ""]).encode("utf-8")


def _in_text(block: KitBlock) -> list[str]:
    match block:
        case Heading(text):
            return [text, "-" * len(text), ""]
        case Paragraph(runs):
            return [*wrap(plain(runs), _ALL_SIDES), ""]
        case Bullets(items):
            return [line for item in items for line in _item(item)] + [""]
        case Table(_, rows):
            return [line for row in rows for line in _entry(*map(plain, row))] + [""]
        case _:
            raise ValueError(f"The first page of a pack has no {type(block).__name__}.")


def _item(runs: Runs) -> list[str]:
    return wrap(plain(runs), _ALL_SIDES, initial_indent="- ", subsequent_indent="  ")


def _entry(number: str, title: str, audience: str, forms: str) -> list[str]:
    told = wrap(f"{audience}. {forms}.", _ALL_SIDES, initial_indent="    ", subsequent_indent="    ")
    return [f"{number}  {title}", *told]


def _head() -> tuple[Runs, ...]:
    return tuple(words(say(each)) for each in (later("Number"), later("Paper"), later("For whom"), later("As")))


def _row(part: Part) -> tuple[Runs, ...]:
    forms = [say("PDF")] if "pdf" in part.formats else []
    forms += [say("large print")] if part.large_print else []
    forms += [say("Word")] if "docx" in part.formats else []
    audience = part.audience.removesuffix(".")
    return (words(f"{part.number:02d}"), words(part.title, strong=True), words(audience), words(", ".join(forms)))


def _standing(library: Library) -> str:
    course = library.course
    said = say(
        "Made from “{title}”, version {version}. Content checked on {checked}, law as at {law}.",
        title=course.title,
        version=course.version,
        checked=day(course.checked_on),
        law=day(course.law_as_at),
    )
    if course.reviewed_by:
        return f"{said} {say('Reviewed by {names}.', names=', '.join(course.reviewed_by))}"
    return f"{said} {say('Nobody from outside has reviewed it yet.')}"
