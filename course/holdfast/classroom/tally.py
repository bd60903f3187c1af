"""What may be shown of a vote, so that nobody in a small room can be told by it. Pure; used by the server at a reveal.

Numbers are shown from eight answers up, and only where at least two people chose otherwise than the most: a bar that
everybody is in says what each of them chose. Else there are words. They do not say that a choice had no vote: "few or
nobody" stands for both, or "most" would mean "all". With fewer than five answers nothing is shown at all: each of four
is a quarter, so the words would count them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

Share = Literal["most", "some", "a few", "nobody", "few or nobody"]

FEWEST_IN_NUMBERS = 8
FEWEST_IN_WORDS = 5
FEWEST_OTHERS = 2
_SOME = 0.25


@dataclass(frozen=True, kw_only=True)
class Part:
    """How many chose one thing: in words, and in numbers where those may be shown."""

    id: str
    share: Share
    count: int | None = None
    percent: int | None = None


@dataclass(frozen=True, kw_only=True)
class Tally:
    """What is shown of one vote."""

    round: int
    counted: int | None  #: how many answers there were, where numbers may be shown
    parts: tuple[Part, ...]


def shown(choices: Sequence[str], rounds: Mapping[int, Iterable[str]]) -> tuple[Tally, ...]:
    """Return what is shown of the votes on a question.

    Args:
        choices: The ids of its choices, in order.
        rounds: What was chosen in each round; anything that is no choice does not count.

    Returns:
        Both rounds where each has eight answers or more, else the last one that has five or more, else nothing.
    """
    counted = {round_: Counter(each for each in votes if each in choices) for round_, votes in sorted(rounds.items())}
    numbered = [round_ for round_, votes in counted.items() if votes.total() >= FEWEST_IN_NUMBERS]
    told = [round_ for round_, votes in counted.items() if votes.total() >= FEWEST_IN_WORDS]
    which = numbered if len(numbered) > 1 else told[-1:]
    return tuple(_tally(round_, choices, counted[round_]) for round_ in which)


def _tally(round_: int, choices: Sequence[str], votes: Counter[str]) -> Tally:
    total = votes.total()
    most = max(votes.values())
    if total - most < FEWEST_OTHERS:
        parts = (Part(id=each, share="most" if votes[each] == most else "few or nobody") for each in choices)
        return Tally(round=round_, counted=None, parts=tuple(parts))
    if total < FEWEST_IN_NUMBERS:
        parts = (Part(id=each, share=_in_words(votes[each], total, "few or nobody")) for each in choices)
        return Tally(round=round_, counted=None, parts=tuple(parts))
    parts = (_numbered(each, votes[each], total) for each in choices)
    return Tally(round=round_, counted=total, parts=tuple(parts))


def _numbered(choice: str, count: int, total: int) -> Part:
    few: Share = "a few" if count else "nobody"
    return Part(id=choice, share=_in_words(count, total, few), count=count, percent=round(100 * count / total))


def _in_words(count: int, total: int, few: Share) -> Share:
    if 2 * count > total:
        return "most"
    return "some" if count >= _SOME * total else few
