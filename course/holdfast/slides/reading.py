"""Reads a lesson's notebook into cells of plain blocks: markdown by a markdown parser, code by what it calls.

`holdfast.slides.deck` makes slides of them. `cell` gives the session pack one cell by its id, such as the first words.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, cast

import mistune

from holdfast.errors import UserError
from holdfast.library import Library, NotFound
from holdfast.model import Module, Nation
from holdfast.notebooks import cells_of, source_of
from holdfast.slides.blocks import Block, Bullets, Paragraph, Runs, Table, plain
from holdfast.wording import NATION_NAMES

_FACILITATOR = "facilitator"
_SPACE = re.compile(r"\s+")
_STRONG = frozenset({"strong"})


@dataclass(frozen=True, kw_only=True)
class Part:
    """Some blocks below one heading of a cell; level 0 where no heading comes before them."""

    level: int = 0
    title: str = ""
    blocks: tuple[Block, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Call:
    """One call of a widget or a panel, with the ids it names."""

    name: str
    ids: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Cell:
    """One cell of a notebook."""

    id: str
    parts: tuple[Part, ...] = ()  #: of a markdown cell
    calls: tuple[Call, ...] = ()  #: of a code cell
    facilitator: bool = False  #: for the person who runs the room, not for the room
    sources: tuple[str, ...] = ()
    nations: tuple[Nation, ...] = ()  #: where it holds; empty: in all four

    @property
    def blocks(self) -> tuple[Block, ...]:
        """All blocks, without the headings."""
        return tuple(block for part in self.parts for block in part.blocks)


def cells(library: Library, module: Module) -> tuple[Cell, ...]:
    """Return the cells of a module's notebook, in order.

    Raises:
        UserError: The notebook cannot be read.
    """
    file = library.folders.modules / module.id / f"{module.id}.ipynb"
    try:
        text = file.read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        raise UserError(f"The notebook {file} cannot be read: put it back, or mend it in JupyterLab.") from None
    return tuple(_cell(each) for each in cells_of(text) if each["cell_type"] != "raw")


def cell(library: Library, module_id: str, cell_id: str) -> Cell:
    """Return one cell of a module by its id.

    Raises:
        NotFound: The course has no such module, or its notebook no such cell.
        UserError: The notebook cannot be read.
    """
    known = {each.id: each for each in cells(library, library.module(module_id))}
    if cell_id not in known:
        raise NotFound("cell", cell_id, known)
    return known[cell_id]


def parts_of(markdown: str) -> tuple[Part, ...]:
    """Return a text in markdown as parts, one for each heading."""
    parts: list[Part] = []
    level, title, blocks = 0, "", list[Block]()
    for token in _parsed(markdown):
        if token["type"] == "heading":
            if blocks or level:
                parts.append(Part(level=level, title=title, blocks=tuple(blocks)))
            level, title, blocks = token["attrs"]["level"], plain(_runs(token["children"])), []
        else:
            blocks += _blocks(token)
    if blocks or level:
        parts.append(Part(level=level, title=title, blocks=tuple(blocks)))
    return tuple(parts)


def _cell(raw: Mapping[str, Any]) -> Cell:
    about = raw.get("metadata", {})
    said = about.get("holdfast", {})
    nations = tuple(cast("Nation", name) for name in said.get("nations", ()) if name in NATION_NAMES)
    source = source_of(dict(raw))
    prose = raw["cell_type"] == "markdown"
    return Cell(
        id=str(raw.get("id", "")),
        parts=parts_of(source) if prose else (),
        calls=() if prose else tuple(_calls(source)),
        facilitator=_FACILITATOR in about.get("tags", ()),
        sources=tuple(said.get("sources", ())),
        nations=nations if len(nations) < len(NATION_NAMES) else (),
    )


def _calls(source: str) -> Iterator[Call]:
    """Yield the calls that end the lines of a cell; none where it is no Python, which NBK006 reports."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError):
        return
    for line in tree.body:
        if isinstance(line, ast.Expr) and isinstance(line.value, ast.Call):
            call = line.value
            texts = (each.value for each in call.args if isinstance(each, ast.Constant))
            name = ast.unparse(call.func).rpartition(".")[2]
            yield Call(name=name, ids=tuple(text for text in texts if isinstance(text, str)))


@cache
def _parser() -> mistune.Markdown:
    return mistune.create_markdown(renderer=None, plugins=["table"])


def _parsed(markdown: str) -> list[dict[str, Any]]:
    tokens = _parser()(markdown)
    return tokens if isinstance(tokens, list) else []


def _blocks(token: Mapping[str, Any]) -> Iterator[Block]:
    kind, children = token["type"], token.get("children", ())
    if kind in {"paragraph", "block_text"}:
        runs = _runs(children)
        if runs:
            yield Paragraph(runs)
    elif kind == "list":
        about = token.get("attrs", {})
        items = tuple(item for child in children for item in _items(child))
        yield Bullets(items, numbered=bool(about.get("ordered")), start=int(about.get("start", 1)))
    elif kind == "table":
        yield _table(children)
    elif children:  # a quotation, or what a plugin may bring
        for child in children:
            yield from _blocks(child)
    elif str(token.get("raw", "")).strip():  # code and raw HTML are text like any other: nothing is markup here
        yield Paragraph(_joined([(str(token["raw"]), False)]))


def _items(item: Mapping[str, Any]) -> Iterator[Runs]:
    """Yield an item of a list and then those of a list within it: a slide has one level."""
    own: list[tuple[str, bool]] = []
    inner: list[Runs] = []
    for block in (block for child in item.get("children", ()) for block in _blocks(child)):
        if isinstance(block, Bullets):
            inner += block.items
        elif isinstance(block, Paragraph):
            own += [*([(" ", False)] if own else []), *block.runs]
    yield _joined(own)
    yield from inner


def _table(children: Sequence[Mapping[str, Any]]) -> Table:
    head: tuple[Runs, ...] = ()
    rows: list[tuple[Runs, ...]] = []
    for part in children:
        if part["type"] == "table_head":
            head = _row(part)
        else:
            rows += [_row(row) for row in part.get("children", ())]
    return Table(head if any(head) else (), tuple(rows))


def _row(token: Mapping[str, Any]) -> tuple[Runs, ...]:
    return tuple(_runs(each.get("children", ())) for each in token["children"])


def _runs(tokens: Iterable[Mapping[str, Any]]) -> Runs:
    return _joined(list(_pieces(tokens, strong=False)))


def _pieces(tokens: Iterable[Mapping[str, Any]], *, strong: bool) -> Iterator[tuple[str, bool]]:
    for token in tokens:
        kind = token["type"]
        if kind in {"softbreak", "linebreak"}:
            yield " ", strong
        elif "children" in token:
            inner = list(_pieces(token["children"], strong=strong or kind in _STRONG))
            yield from inner
            url = str(token.get("attrs", {}).get("url", "")) if kind == "link" else ""
            if "://" in url and url not in plain(tuple(inner)):
                yield f" ({url})", strong
        else:
            yield str(token.get("raw", "")), strong


def _joined(pieces: Sequence[tuple[str, bool]]) -> Runs:
    """Join neighbours of one kind, with single spaces and none at the ends."""
    runs: list[tuple[str, bool]] = []
    for text, strong in pieces:
        if runs and runs[-1][1] == strong:
            runs[-1] = (runs[-1][0] + text, strong)
        elif text:
            runs.append((text, strong))
    tidy = [(_SPACE.sub(" ", text), strong) for text, strong in runs]
    if tidy:
        tidy[0] = (tidy[0][0].lstrip(), tidy[0][1])
        tidy[-1] = (tidy[-1][0].rstrip(), tidy[-1][1])
    return tuple((text, strong) for text, strong in tidy if text)
