"""What the code of a cell shows: its calls, each with the ids it names."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from holdfast.checks._lessons import Cell


@dataclass(frozen=True, kw_only=True)
class Call:
    """One call of a widget or a panel."""

    name: str
    ids: tuple[str, ...]


def calls(cell: Cell) -> Iterator[Call]:
    """Yield the calls of a code cell; none where it is no Python, which NBK006 reports."""
    try:
        tree = ast.parse(cell.source)
    except (SyntaxError, ValueError):
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = ast.unparse(node.func).rpartition(".")[2]
            texts = tuple(
                arg.value for arg in node.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)
            )
            # The second word of a term is a nation.
            yield Call(name=name, ids=texts[:1] if name == "term" else texts)
