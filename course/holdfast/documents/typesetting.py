"""Sets a document with Typst: accessible PDF (PDF/UA-1), the same bytes for the same input, nothing from outside.

What a document says reaches its template as data and is never read as markup. Only letters of known fonts are used:
those inside Typst and DejaVu Sans, which comes with matplotlib; a font of the computer would change the result.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import typst

from holdfast import interface_text
from holdfast.documents.plain_text import one_line, reads_from_the_right

TEMPLATES = Path(__file__).parent / "templates"

_STANDARD: typst.PDFStandards = ["ua-1"]
_ALL_FONTS_HAVE = "\u0250"  #: every letter before this one
_BESIDE_A_MARK = "a"


@dataclass(frozen=True, kw_only=True)
class Printed:
    """A text as the fonts can show it."""

    text: str
    from_the_right: bool
    lost: bool  #: whether letters that no font has were left out

    def as_data(self) -> dict[str, object]:
        """Return what a template needs of it."""
        return {"text": self.text, "rtl": self.from_the_right}


def pdf(template: str, data: Mapping[str, Any], made_on: date) -> bytes:
    """Return a document as a tagged PDF.

    Args:
        template: The name of the file in `templates`.
        data: What it shows; plain values only.
        made_on: The day the file says it was made.
    """
    tag, _, region = interface_text.language().partition("-")
    shown = json.dumps({**data, "lang": tag, "region": region or None}, ensure_ascii=False)
    return typst.compile(
        TEMPLATES / template,
        root=TEMPLATES,
        format="pdf",
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs={"data": shown},
        pdf_standards=_STANDARD,
        timestamp=datetime.combine(made_on, time(), tzinfo=UTC),
    )


def printed(texts: Sequence[str]) -> list[Printed]:
    """Return texts that somebody typed as one line each, without the letters that no font has."""
    lines = [one_line(text) for text in texts]
    unsure = {sign for line in lines for sign in line if sign >= _ALL_FONTS_HAVE}
    lacking = set() if _can_show("".join(sorted(unsure))) else {sign for sign in unsure if not _can_show(sign)}
    return [_printed(line, lacking) for line in lines]


def _printed(line: str, lacking: set[str]) -> Printed:
    kept = " ".join("".join(sign for sign in line if sign not in lacking).split())
    if not any(sign.isprintable() and not sign.isspace() for sign in kept):
        kept = ""
    return Printed(text=kept, from_the_right=reads_from_the_right(line), lost=bool(lacking & set(line)))


def _can_show(signs: str) -> bool:
    """Return whether the fonts have these signs; Typst refuses to write a PDF/UA with an empty box in it."""
    if not signs:
        return True
    try:
        pdf("letters.typ", {"text": _BESIDE_A_MARK + _BESIDE_A_MARK.join(signs)}, date(2026, 1, 1))
    except typst.TypstError:
        return False
    return True


@cache
def _fonts() -> typst.Fonts:
    """Return the fonts inside Typst and those that matplotlib brings; importing it would take longer than all else."""
    found = find_spec("matplotlib")
    folder = Path(found.origin).parent / "mpl-data" / "fonts" / "ttf" if found and found.origin else None
    return typst.Fonts(include_system_fonts=False, font_paths=[str(folder)] if folder and folder.is_dir() else [])
