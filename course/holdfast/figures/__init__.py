"""Figures drawn from the registers, for `holdfast.panels.figure`.

Each is drawn twice, for light and dark pages, in the colours of the page, with words beside every mark, so that it can
be read in greyscale, and narrow enough for a phone. No number and no date stands in the code: `steps` draws the five
words and the stages, `counted` the statistics, `legal` the law. What a figure says is told without matplotlib
(`tell`), which takes a second to import; only `draw` needs it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from functools import partial

from holdfast.figures import counted, legal, steps
from holdfast.figures._told import DARK, LIGHT, Drawn, Plan, Theme, Told
from holdfast.library import Library, NotFound, library

__all__ = ["DARK", "FOR_LEADS", "LIGHT", "NAMES", "Drawn", "Plan", "Theme", "Told", "draw", "tell"]

_FIGURES: dict[str, Callable[[Library], Plan]] = {
    "five-words": steps.five_words,
    "seven-stages": steps.seven_stages,
    "reports-by-year": counted.reports_by_year,
    "who": counted.who,
    "law-timeline": legal.law_timeline,
    "maxima": partial(legal.maxima, nation="england", nations=("england", "wales")),
    "maxima-scotland": partial(legal.maxima, nation="scotland", nations=("scotland",)),
    "maxima-northern-ireland": partial(legal.maxima, nation="northern-ireland", nations=("northern-ireland",)),
}
NAMES = tuple(_FIGURES)
FOR_LEADS = frozenset(name for name in NAMES if name.startswith(("law-", "maxima")))
"""Figures that tell all staff nothing they act on."""


def tell(name: str, course: Library | None = None) -> Plan:
    """Return what a figure says, and how it is painted.

    Args:
        name: Which figure, one of `NAMES`.
        course: Whose registers; the course's own unless given.

    Raises:
        NotFound: There is no figure of that name, or the course lacks an entry that it shows.
    """
    if name not in _FIGURES:
        raise NotFound("figure", name, NAMES)
    return _FIGURES[name](course or library())


def draw(name: str, course: Library | None = None) -> Drawn:
    """Draw a figure (see `tell`)."""
    from holdfast.figures.canvas import WIDTH, Canvas

    plan = tell(name, course)
    light, dark = Canvas(LIGHT), Canvas(DARK)
    for canvas in (light, dark):
        plan.paint(canvas)
    words = {field.name: getattr(plan, field.name) for field in fields(Told)}
    return Drawn(**words, light=light.svg(), dark=dark.svg(), width=WIDTH, height=light.height)
