"""What figures take from the registers: first sentences, named entries, each name once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeVar

from holdfast.library import NotFound

_Entry = TypeVar("_Entry")
_FEWEST_WORDS = 3  #: "Stay." alone says too little


def opening(text: str) -> str:
    """Return the first sentence, whole quotations included; more of them where it has fewer than three words."""
    depth = 0
    for place, sign in enumerate(text):
        depth += (sign == "“") - (sign == "”")
        ends = sign in ".!?" or (sign == "”" and text[place - 1] in ".!?")
        if ends and not depth and text[place + 1 : place + 2] in {"", " "}:
            begun = text[: place + 1]
            if len(begun.split()) >= _FEWEST_WORDS:
                return begun
    return text


def named(kind: str, ids: Iterable[str], entries: Mapping[str, _Entry]) -> list[_Entry]:
    """Return the entries of those ids; raise `NotFound` where the register has lost one."""
    wanted = list(ids)
    for name in wanted:
        if name not in entries:
            raise NotFound(kind, name, entries)
    return [entries[name] for name in wanted]


def once(names: Iterable[str]) -> tuple[str, ...]:
    """Return each name once, in order."""
    return tuple(dict.fromkeys(names))
