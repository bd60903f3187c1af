"""A look into a PDF: its words, its tags, the sizes of its letters."""

from __future__ import annotations

import io
from functools import lru_cache
from typing import Any

from pypdf import PdfReader


def read(pdf: bytes) -> PdfReader:
    """Open a PDF."""
    return PdfReader(io.BytesIO(pdf))


@lru_cache(maxsize=16)
def pages(pdf: bytes) -> tuple[str, ...]:
    """Return the text of each page; it takes seconds for a long document, so the last few are kept."""
    return tuple(page.extract_text() for page in read(pdf).pages)


def words(pdf: bytes) -> str:
    """Return the text of all pages, with single spaces."""
    return " ".join(" ".join(pages(pdf)).split())


def tags(pdf: bytes) -> list[str]:
    """Return the tags of the document in reading order."""
    found: list[str] = []

    def walk(node: Any) -> None:
        node = node.get_object() if hasattr(node, "get_object") else node
        if isinstance(node, list):
            for child in node:
                walk(child)
        elif isinstance(node, dict):
            if "/S" in node:
                found.append(str(node["/S"]).lstrip("/"))
            walk(node.get("/K", []))

    walk(read(pdf).trailer["/Root"]["/StructTreeRoot"]["/K"])
    return found


def sizes(pdf: bytes) -> set[float]:
    """Return the sizes of all letters, in points."""
    found: set[float] = set()

    def note(text: str, _ctm: object, _tm: object, _font: object, size: float) -> None:
        if text.strip():
            found.add(size)

    for page in read(pdf).pages:
        page.extract_text(visitor_text=note)
    return found
