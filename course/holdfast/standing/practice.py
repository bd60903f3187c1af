"""Practice items that a page may explain at once: those of quizzes, never one that is marked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from holdfast.library import Library
from holdfast.model import Pathway
from holdfast.standing.journey import Journey, is_answered

NEEDED: Mapping[Pathway, int] = {"essentials": 5, "trainer": 3}
"""How many practice items a pathway asks for; what they come to does not matter."""
ITEM_MINUTES = 40 / 60
"""How long a practice item takes with its explanation."""

_BASIS: Mapping[Pathway, Pathway] = {"essentials": "all-staff", "leaders": "all-staff"}


def basis(pathway: Pathway) -> Pathway:
    """Return the pathway whose objectives and questions a pathway without its own uses."""
    return _BASIS.get(pathway, pathway)


def practice_pool(library: Library, journey: Journey) -> Mapping[str, tuple[str, ...]]:
    """Return the practice items that suit a learner's pathway and nation, by objective, in the order of the course."""
    pool: dict[str, list[str]] = defaultdict(list)
    for quiz in library.quizzes.values():
        for answer in quiz.items:
            item = library.item(answer.item)
            here = journey.nation is None or journey.nation in item.nations
            if item.exposure == "practice" and here and basis(journey.pathway) in item.pathways:
                pool[item.objective].append(item.id)
    return {entry.id: tuple(pool[entry.id]) for entry in library.course.objectives if entry.id in pool}


def practice_left(library: Library, journey: Journey) -> int:
    """Return how many more practice items the pathway asks for."""
    pool = practice_pool(library, journey)
    answered = sum(is_answered(journey, item) for items in pool.values() for item in items)
    return max(0, NEEDED.get(journey.pathway, 0) - answered)


def next_practice(library: Library, journey: Journey) -> tuple[str, ...]:
    """Return the practice items to answer next: as many as are left, what keeps people safe first."""
    pool = practice_pool(library, journey)
    order = sorted(pool, key=lambda name: not library.objective(name).starred)
    # The first open item of each objective before the second of any.
    waiting = [[item for item in pool[name] if not is_answered(journey, item)] for name in order]
    rounds = max(map(len, waiting), default=0)
    rows = [items[number] for number in range(rounds) for items in waiting if number < len(items)]
    return tuple(rows[: practice_left(library, journey)])
