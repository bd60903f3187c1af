"""The pack of a school: which files it has, what each is called, and what makes it.

`holdfast.cli_kit` makes them one after the other and puts them on the disk. The same school and the same course give
the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from holdfast.documents.square_code import square_code_png
from holdfast.documents.typesetting import printed
from holdfast.errors import UserError
from holdfast.kit.contents import FOLDERS, SLIDES, contents_part, read_me
from holdfast.kit.dress import Dress
from holdfast.kit.facts import facts
from holdfast.kit.parts import Part
from holdfast.kit.pdf import part_pdf
from holdfast.kit.school import Told
from holdfast.kit.texts import decks_of, parts
from holdfast.kit.word import part_docx
from holdfast.library import Library
from holdfast.slides.activities import on_paper
from holdfast.slides.blocks import Deck
from holdfast.slides.pdf import deck_pdf
from holdfast.slides.pptx import deck_pptx
from holdfast.wording import listed


@dataclass(frozen=True, kw_only=True)
class Paper:
    """One file of a pack, not made yet."""

    name: str  #: with its folder
    make: Callable[[], bytes]


def papers(library: Library, told: Told) -> tuple[Paper, ...]:
    """Return the files of a school's pack, in the order of their names.

    Raises:
        UserError: Something that the school wrote has letters that no paper can show.
    """
    _refuse_letters(library, told)
    school = told.school
    dress = Dress(library=library, school=school.name, logo=told.logo, help_page=school.help_page or "")
    decks = {key: on_paper(deck, library, school.nation) for key, deck in decks_of(library, school).items()}
    all_parts = parts(library, school, decks)
    found = [paper for part in all_parts for paper in _of_part(part, dress)]
    found += [paper for (_, minutes), deck in decks.items() for paper in _of_deck(deck, minutes, library, told)]
    if dress.help_page:
        name = f"{FOLDERS['hand-out']}/help-page-code.png"
        found.append(Paper(name=name, make=partial(square_code_png, dress.help_page)))
    contents = contents_part(all_parts, library, sorted({minutes for _, minutes in decks}))
    found.append(Paper(name="00-contents.pdf", make=partial(part_pdf, contents, dress)))
    found.append(Paper(name="README.txt", make=partial(read_me, contents, dress)))
    return tuple(sorted(found, key=lambda paper: paper.name))


def _of_part(part: Part, dress: Dress) -> Iterator[Paper]:
    stem = f"{FOLDERS[part.group]}/{part.number:02d}-{part.id}"
    if "pdf" in part.formats:
        yield Paper(name=f"{stem}.pdf", make=partial(part_pdf, part, dress))
    if part.large_print:
        yield Paper(name=f"{stem}-large-print.pdf", make=partial(part_pdf, part, dress, large=True))
    if "docx" in part.formats:
        yield Paper(name=f"{stem}.docx", make=partial(part_docx, part, dress))


def _of_deck(deck: Deck, minutes: int, library: Library, told: Told) -> Iterator[Paper]:
    stem = f"{SLIDES}/slides-{minutes}"
    nation = told.school.nation
    yield Paper(name=f"{stem}.pptx", make=partial(deck_pptx, deck, library, nation))
    yield Paper(name=f"{stem}.pdf", make=partial(deck_pdf, deck, library, nation))


def _refuse_letters(library: Library, told: Told) -> None:
    """Refuse what would be left out of a name or a number without a word."""
    said = {name: value for name, value in facts(library, told.school).items() if name.startswith("school.")}
    shown = printed(list(said.values()))
    lost = [name.removeprefix("school.") for name, line in zip(said, shown, strict=True) if line.lost]
    if lost:
        raise UserError(f"The papers have no letters for all of {listed(lost)}: write it in school.yaml in others.")
