"""What a group has learned, without anyone in it: means with their 95 % intervals, of ten people or more.

No figure is told of fewer than `FEWEST` learners. The two forms of the before-check are told both or not at all, so
that nobody can subtract. Percentages are whole. Nothing here has a name, an id or a date.
"""

from __future__ import annotations

import math
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from holdfast.library import Library
from holdfast.model import Pathway
from holdfast.standing.change import HIGH_START, Measures, measures
from holdfast.standing.completion import is_complete
from holdfast.standing.journey import Journey

FEWEST = 10
"""The fewest learners that a figure may be of."""

_MIDDLE = statistics.NormalDist().inv_cdf(0.975)


@dataclass(frozen=True, kw_only=True)
class Mean:
    """A mean in per cent of the points, with its 95 % interval (Student's t), and of how many learners."""

    learners: int
    mean: int
    low: int
    high: int


@dataclass(frozen=True, kw_only=True)
class Figures:
    """The means of a group; each None where it would be of too few. Differences are of the same people's pairs."""

    before: Mean | None
    final: Mean | None
    later: Mean | None
    gain: Mean | None  #: final less before; None too where the start leaves no room for a gain
    kept: Mean | None  #: later less before, the same


@dataclass(frozen=True, kw_only=True)
class Cohort:
    """One pathway's learners together."""

    pathway: Pathway
    learners: int
    completed: int
    figures: Figures
    by_form: dict[str, Figures] | None  #: by the form of the before-check; None where either would be of too few


def cohort(library: Library, pathway: Pathway, journeys: Iterable[Journey]) -> Cohort | None:
    """Return the figures of a pathway's learners, or None where they are fewer than ten.

    Args:
        library: The course.
        pathway: Whose figures.
        journeys: All learners, of any pathway.
    """
    own = [journey for journey in journeys if journey.pathway == pathway]
    if len(own) < FEWEST:
        return None
    halves = {half: [measures(library, journey) for journey in own if journey.half == half] for half in ("p", "q")}
    by_form = {half: _figures(known) for half, known in halves.items()}
    # Every figure of a form needs its counterpart, or the two and their sum would tell of a few.
    told = _both(by_form["p"], by_form["q"])
    return Cohort(
        pathway=pathway,
        learners=len(own),
        completed=sum(journey.completion is not None or is_complete(library, journey) for journey in own),
        figures=_figures([known for half in halves.values() for known in half]),
        by_form=told,
    )


def _both(one: Figures, other: Figures) -> dict[str, Figures] | None:
    names = [name for name in vars(one) if getattr(one, name) and getattr(other, name)]
    if "before" not in names:
        return None
    kept = ({name: getattr(entry, name) if name in names else None for name in vars(entry)} for entry in (one, other))
    first, second = (Figures(**values) for values in kept)
    return {"p": first, "q": second}


def _figures(known: Sequence[Measures]) -> Figures:
    shares = [
        [float(100 * measure.share) if measure else None for measure in (each.before, each.final, each.later)]
        for each in known
    ]
    before, final, later = ([row[place] for row in shares] for place in range(3))
    return Figures(
        before=_mean([share for share in before if share is not None], least=0),
        final=_mean([share for share in final if share is not None], least=0),
        later=_mean([share for share in later if share is not None], least=0),
        gain=_difference(before, final),
        kept=_difference(before, later),
    )


def _difference(start: Sequence[float | None], end: Sequence[float | None]) -> Mean | None:
    pairs = [(old, new) for old, new in zip(start, end, strict=True) if old is not None and new is not None]
    if len(pairs) < FEWEST or statistics.fmean(old for old, _new in pairs) > 100 * HIGH_START:
        return None
    return _mean([new - old for old, new in pairs], least=-100)


def _mean(values: Sequence[float], *, least: int) -> Mean | None:
    if len(values) < FEWEST:
        return None
    mean = statistics.fmean(values)
    half = student(len(values) - 1) * statistics.stdev(values) / math.sqrt(len(values))
    low, high = max(least, mean - half), min(100, mean + half)
    return Mean(learners=len(values), mean=round(mean), low=math.floor(round(low, 6)), high=math.ceil(round(high, 6)))


def student(freedom: int) -> float:
    """Return the value that Student's t exceeds one time in forty, by Fisher's expansion; good from 9 degrees up."""
    z, v = _MIDDLE, freedom
    return (
        z
        + (z**3 + z) / (4 * v)
        + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * v**2)
        + (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / (384 * v**3)
    )
