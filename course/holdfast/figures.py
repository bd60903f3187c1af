"""Figures drawn from content with matplotlib. Called by `holdfast.panels.figure`.

Each figure is drawn twice, for light and dark pages, in the colours of the page, with words beside every colour, so
that it can be read in greyscale, and narrow enough for a phone.
"""

from __future__ import annotations

import io
import textwrap
from collections.abc import Callable
from dataclasses import dataclass

import matplotlib as mpl
from matplotlib.figure import Figure
from matplotlib.patches import FancyBboxPatch

from holdfast.library import library
from holdfast.model import Step

_DOTS_PER_INCH = 100
_ROW = 124  #: height of one of the five rows, CSS pixels


@dataclass(frozen=True, kw_only=True)
class Theme:
    """Colours of a page (the tokens of page.css)."""

    ink: str
    soft: str
    main: str
    on_main: str
    wash: str


_LIGHT = Theme(ink="#1c2530", soft="#4a5563", main="#0b5563", on_main="#ffffff", wash="#e6f0f1")
_DARK = Theme(ink="#e7ecef", soft="#b3bec7", main="#7fc8d4", on_main="#11181e", wash="#1f343a")


@dataclass(frozen=True, kw_only=True)
class Drawn:
    """A figure with all that stands beside it: SVG bytes, size in CSS pixels, words and the same facts as rows."""

    title: str
    alternative: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    sources: tuple[str, ...]
    light: bytes
    dark: bytes
    width: int
    height: int


def draw(name: str) -> Drawn:
    """Draw the figure of that name; raise `KeyError` where there is none."""
    return _FIGURES[name]()


def _five_words() -> Drawn:
    steps = library().course.steps
    owners = "; ".join(
        f"{step.word}, for {'the ' * step.owner.startswith('s')}{step.owner}: {step.do}" for step in steps
    )
    return Drawn(
        title="The five words, and whose each one is",
        alternative=f"Five steps from top to bottom. {owners}",
        columns=("Word", "Whose it is", "Do", "Not"),
        rows=tuple((step.word, step.owner.capitalize(), step.do, step.never) for step in steps),
        sources=tuple(dict.fromkeys(source for step in steps for source in step.sources)),
        light=_draw_steps(steps, _LIGHT),
        dark=_draw_steps(steps, _DARK),
        width=480,
        height=_ROW * len(steps),
    )


def _draw_steps(steps: tuple[Step, ...], theme: Theme) -> bytes:
    """Draw one row a step: the word in a box (filled for every adult, outlined for the lead), who, and what to do."""
    figure = Figure(figsize=(4.8, _ROW * len(steps) / _DOTS_PER_INCH), dpi=_DOTS_PER_INCH)
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_axis_off()
    axes.set_xlim(0, 480)
    axes.set_ylim(_ROW * len(steps), 0)
    for row, step in enumerate(steps):
        top, everyone = _ROW * row + 8, step.owner == "every adult"
        axes.add_patch(
            FancyBboxPatch(
                (8, top),
                112,
                _ROW - 20,
                boxstyle="round,pad=0,rounding_size=10",
                facecolor=theme.main if everyone else theme.wash,
                edgecolor=theme.main,
                linewidth=1.5,
                linestyle="-" if everyone else (0, (4, 2)),
            )
        )
        axes.text(
            64, top + _ROW / 2 - 10, step.word, ha="center", va="center", fontsize=14, weight="bold",
            color=theme.on_main if everyone else theme.ink,
        )  # fmt: skip
        axes.text(136, top + 10, step.owner.capitalize(), va="center", fontsize=11, color=theme.soft, weight="bold")
        words = textwrap.fill(step.do, 37, max_lines=4, placeholder=" …")
        axes.text(136, top + 24, words, va="top", fontsize=12, color=theme.ink, linespacing=1.3)
    return _svg(figure)


def _svg(figure: Figure) -> bytes:
    # A fixed salt and no date: the same content gives the same bytes, and so the same prepared page.
    with mpl.rc_context({"svg.hashsalt": "holdfast"}):
        out = io.BytesIO()
        figure.savefig(out, format="svg", transparent=True, metadata={"Date": None, "Creator": None})
    return out.getvalue()


_FIGURES: dict[str, Callable[[], Drawn]] = {"five-words": _five_words}
