"""What all papers of one pack share, and the lines that every paper ends with.

Used by `holdfast.kit.pdf` and `holdfast.kit.word`; `holdfast.kit.pack` makes one for each pack.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from holdfast.interface_text import say
from holdfast.kit.logo import Logo
from holdfast.kit.parts import Part
from holdfast.library import Library
from holdfast.slides.blocks import Runs

_WITHIN_A_NUMBER = re.compile(r"(?<=\d) (?=\d)")


@dataclass(frozen=True, kw_only=True)
class Dress:
    """A school's name and sign, and the course behind the papers."""

    library: Library
    school: str
    logo: Logo | None = None
    help_page: str = ""  #: an address, for a square code to scan

    @property
    def made_on(self) -> date:
        """The day that the files say: that of the course, so that the same input gives the same bytes."""
        return self.library.course.checked_on


def whole_numbers(runs: Runs) -> Runs:
    """Return runs in which a telephone number is never broken over two lines."""
    return tuple((_WITHIN_A_NUMBER.sub("\u00a0", text), strong) for text, strong in runs)


def sources_line(part: Part, library: Library) -> str:
    """Return what a part rests on in one line; nothing where it claims nothing."""
    told = sources_of(part, library)
    return say("This rests on: {sources}.", sources=told) if told else ""


def sources_of(part: Part, library: Library) -> str:
    """Return the names of what a part rests on, each once."""
    ids = dict.fromkeys(source for page in part.pages for source in page.sources)
    return "; ".join(_told(source, library) for source in ids)


def _told(source_id: str, library: Library) -> str:
    source = library.source(source_id)
    if source.status == "verified":
        return source.short
    return say("{source} (not yet confirmed by us)", source=source.short)
