"""The course, and what makes a module of a notebook written in a test."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from holdfast.library import Library
from holdfast.library import library as course
from holdfast.model import Module, Section
from holdfast.slides.blocks import Block, Bullets, Deck, Paragraph, Picture, Table, plain

Written = Callable[..., tuple[Library, Module]]


def cell(cell_id: str, source: str, *, code: bool = False, notes: bool = False, **said: Any) -> dict[str, Any]:
    """Return a cell of a notebook."""
    about = {"holdfast": said, "tags": ["facilitator"] if notes else []}
    kind = "code" if code else "markdown"
    return {"cell_type": kind, "id": cell_id, "metadata": about, "source": source.splitlines(keepends=True)}


def said_on(blocks: tuple[Block, ...]) -> list[str]:
    """Return the texts of some blocks."""
    found: list[str] = []
    for block in blocks:
        match block:
            case Paragraph(runs):
                found.append(plain(runs))
            case Bullets(items):
                found += [plain(item) for item in items]
            case Table(head, rows):
                found += [plain(each) for row in (head, *rows) for each in row]
            case Picture(_, alt):
                found.append(alt)
    return found


def words_of(deck: Deck) -> str:
    """Return all that a deck shows the room."""
    return " ".join(text for slide in deck.slides for text in (slide.title, *said_on(slide.blocks)))


@pytest.fixture(scope="session")
def library() -> Library:
    return course()


@pytest.fixture
def written(library: Library, tmp_path: Path) -> Written:
    """Return what writes a notebook, and returns the course with it and its module."""

    def write(*cells: dict[str, Any], sections: tuple[tuple[str, str, float], ...] = ()) -> tuple[Library, Module]:
        module = Module(
            id="04_responding",
            number=4,
            title="Responding",
            summary="What to say first.",
            sections=tuple(Section(id=name, title=title, minutes=minutes) for name, title, minutes in sections),
        )
        file = tmp_path / module.id / f"{module.id}.ipynb"
        file.parent.mkdir()
        notebook = {"cells": list(cells), "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
        file.write_text(json.dumps(notebook), encoding="utf-8")
        return replace(library, folders=replace(library.folders, modules=tmp_path)), module

    return write
