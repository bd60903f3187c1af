"""The order in which options are shown: shuffled, and the same again for the same seed.

The seed is recorded with the answers (record key ``<assignment or quiz id>/order``), so that what a learner saw can be
told afterwards. The browser shuffles by the same rule; both sides run the cases in ``tests/vectors/orders.json``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

_SEED = re.compile(r"0|[1-9][0-9]{0,9}")
_WORD = 0xFFFFFFFF


def seed_of(value: Sequence[str]) -> int | None:
    """Return the seed that a record holds, or None where that is none: one whole number below 2 to the 32."""
    if len(value) != 1 or not isinstance(value[0], str) or not _SEED.fullmatch(value[0]):
        return None
    seed = int(value[0])
    return seed if seed <= _WORD else None


def order(seed: int, name: str, ids: Sequence[str]) -> tuple[str, ...]:
    """Return the ids in the order they are shown.

    Fisher-Yates from the end, with the generator Mulberry32 (Tommy Ettinger, public domain). It starts from the seed
    and the FNV-1a hash (32 bits, over UTF-8) of the name, so that each question has an order of its own.

    Args:
        seed: 0 to 2**32 - 1.
        name: What is put in order, such as an item id, or ``<item id>/groups``.
        ids: The ids in the order of the content.
    """
    shown = list(ids)
    numbers = _mulberry32(seed ^ _fnv1a(name))
    for last in range(len(shown) - 1, 0, -1):
        other = next(numbers) * (last + 1) >> 32  # exact here; in the browser, a product below 2**53
        shown[last], shown[other] = shown[other], shown[last]
    return tuple(shown)


def _fnv1a(text: str) -> int:
    value = 0x811C9DC5
    for byte in text.encode():
        value = (value ^ byte) * 0x01000193 & _WORD
    return value


def _mulberry32(state: int) -> Iterator[int]:
    while True:
        state = state + 0x6D2B79F5 & _WORD
        mixed = (state ^ state >> 15) * (state | 1) & _WORD
        mixed ^= mixed + ((mixed ^ mixed >> 7) * (mixed | 61) & _WORD) & _WORD
        yield mixed ^ mixed >> 14
