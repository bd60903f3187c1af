"""Questions of every type for tests of marks: made of ids alone, by hand or at random."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from holdfast.model import Explanation, Item, ItemKey, Option

VECTORS: dict[str, Any] = json.loads(
    (Path(__file__).parent / "vectors" / "item_shares.json").read_text(encoding="utf-8")
)
ONE = ("single", "sentence")
SEVERAL = ("multiple", "spot", "short")
PLACED = ("matching", "sorting")
TYPES = (*ONE, *SEVERAL, "ordering", *PLACED)


def asked(type_: str, options: Sequence[str], groups: Sequence[str] = (), name: str = "the-item") -> Item:
    """Return a question of that type with these option and group ids."""
    return Item.model_validate(
        {
            "id": name,
            "type": type_,
            "objective": "o1",
            "pathways": ("all-staff",),
            "exposure": "practice",
            "nations": ("england",),
            "stem": ("A story.",),
            "question": "What now?",
            "options": tuple(Option(id=option, text=option) for option in options),
            "groups": tuple(Option(id=group, text=group) for group in groups),
            "sources": (),
        }
    )


def key_of(item: Item, correct: Sequence[str], points: float = 1) -> ItemKey:
    """Return a key that says what is right, with reasons that matter to no mark."""
    told = {option.id: Explanation(experience="She waits.", why="So.", sources=()) for option in item.options}
    return ItemKey(item=item.id, points=points, correct=tuple(correct), options=told)


def vector_item(name: str) -> tuple[Item, ItemKey]:
    """Return a question of the vectors, and its key."""
    spec = VECTORS["items"][name]
    item = asked(spec["type"], spec["options"], spec["groups"], name)
    return item, key_of(item, spec["correct"])


def worth(case: dict[str, Any]) -> float:
    """Return the share of a case, which the vectors say as a whole number or as a fraction."""
    part = case["share"]
    return part[0] / part[1] if isinstance(part, list) else float(part)


@st.composite
def answered(draw: st.DrawFn, types: Sequence[str] = TYPES) -> tuple[Item, ItemKey, list[str]]:
    """Return a question, its key and an answer that can be given to it."""
    type_ = draw(st.sampled_from(types))
    options = draw(st.lists(st.sampled_from("abcdefghijkl"), min_size=2, max_size=12, unique=True))
    groups = draw(st.lists(st.sampled_from("stuvwxyz"), min_size=2, max_size=8, unique=True))
    item = asked(type_, options, groups if type_ in PLACED else ())
    points = draw(st.integers(1, 40)) / 4
    return item, key_of(item, draw(_answers(item, whole=True)), points), draw(_answers(item, whole=False))


def _answers(item: Item, *, whole: bool) -> st.SearchStrategy[list[str]]:
    """Return answers that can be; `whole` ones can be what is right."""
    options, groups = [option.id for option in item.options], [group.id for group in item.groups]
    least = 1 if whole else 0
    if item.type in ONE:
        return st.lists(st.sampled_from(options), min_size=least, max_size=1)
    if item.type in SEVERAL:
        return st.lists(st.sampled_from(options), min_size=least, unique=True)
    if item.type == "ordering":
        return st.permutations(options) if whole else st.permutations(options) | st.just([])
    placed = st.permutations(options) if whole else st.lists(st.sampled_from(options), unique=True)
    return placed.flatmap(
        lambda chosen: st.tuples(*(st.sampled_from(groups) for _ in chosen)).map(
            lambda into: [f"{option}:{group}" for option, group in zip(chosen, into, strict=True)]
        )
    )
