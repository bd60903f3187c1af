"""Cuts a notebook into what is served: without facilitator cells, one part for each section of its module."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from copy import deepcopy

from nbformat import NotebookNode

_FENCE = re.compile(r"^ {0,3}(```|~~~)")
_HEADING = re.compile(r"^ {0,3}(#{1,2})[ \t]+(.+?)[ \t]*#*[ \t]*$")


def for_learners(notebook: NotebookNode) -> NotebookNode:
    """Return a copy without what is not for learners: facilitator and raw cells, cells that only mark, old outputs."""
    copy = deepcopy(notebook)
    copy.cells = [cell for cell in copy.cells if cell.cell_type != "raw" and not _is_hidden(cell)]
    for cell in copy.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    copy.metadata.pop("widgets", None)
    return copy


def is_live(notebook: NotebookNode) -> bool:
    """Return whether the notebook says that it needs Python while it is read."""
    return bool(notebook.metadata.get("holdfast", {}).get("live", False))


def split(cells: Iterable[NotebookNode], titles: Sequence[str]) -> dict[str, list[NotebookNode]]:
    """Give each cell to the section whose heading stands before it.

    A level-two heading with the title of a section begins that section; any other heading stays where it is. What
    stands before the first one belongs to the first section. The section's own heading and the notebook's title are
    left out: the page has them.

    Args:
        cells: The cells of a notebook, in order.
        titles: The titles of the module's sections.

    Returns:
        For each title found, its cells.
    """
    wanted = {_plain(title): title for title in titles}
    parts: dict[str, list[NotebookNode]] = {}
    opening: list[NotebookNode] = []
    here = opening
    for cell in cells:
        if cell.cell_type != "markdown":
            here.append(cell)
            continue
        for number, (title, text) in enumerate(_pieces(cell.source, wanted)):
            if title is not None:
                here = parts.setdefault(title, [])
            if text.strip():
                here.append(_with_source(cell, text, number))
    first = next(iter(parts), None)
    if first is not None:
        parts[first][:0] = opening
    return parts


def without_title(cells: Iterable[NotebookNode]) -> list[NotebookNode]:
    """Return the cells without the notebook's own level-one heading."""
    kept = []
    for cell in cells:
        if cell.cell_type != "markdown":
            kept.append(cell)
            continue
        text = "".join(piece for _, piece in _pieces(cell.source, {}))
        if text.strip():
            kept.append(_with_source(cell, text))
    return kept


def _is_hidden(cell: NotebookNode) -> bool:
    return "facilitator" in cell.metadata.get("tags", []) or bool(cell.metadata.get("nbgrader", {}).get("grade"))


def _pieces(source: str, wanted: dict[str, str]) -> list[tuple[str | None, str]]:
    """Cut markdown at the wanted headings: (title or None for what comes first, text below it)."""
    pieces: list[tuple[str | None, list[str]]] = [(None, [])]
    fence = ""
    for line in source.splitlines(keepends=True):
        mark = _FENCE.match(line)
        if mark and fence in {"", mark[1]}:
            fence = "" if fence else mark[1]
        heading = None if fence or mark else _HEADING.match(line)
        if heading and heading[1] == "##" and _plain(heading[2]) in wanted:
            pieces.append((wanted[_plain(heading[2])], []))
        elif not (heading and heading[1] == "#"):
            pieces[-1][1].append(line)
    return [(title, "".join(lines)) for title, lines in pieces]


def _plain(title: str) -> str:
    return " ".join(title.replace("’", "'").casefold().split())


def _with_source(cell: NotebookNode, source: str, number: int = 0) -> NotebookNode:
    part = deepcopy(cell)
    part.source = source
    if number:
        part.id = f"{cell.id}-{number}"[:64]
    return part
