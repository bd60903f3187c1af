"""A sheet to draw on from the top down, in CSS pixels. The only importer of matplotlib, which takes a second."""

from __future__ import annotations

import io
from functools import cache

import matplotlib as mpl
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.patches import Circle, FancyBboxPatch, Rectangle
from matplotlib.textpath import TextToPath

from holdfast.figures._told import Theme

WIDTH = 480
TEXT = 20  #: on a phone of 360 pixels the sheet is shown at 5/8 of its size, and 12 pixels are the least to read
HEAD = 22
_LEADING = 1.28  #: from one line to the next, in heights of the text
_POINTS_PER_INCH = 72  #: drawn at 72 dots an inch, a point is a pixel
_TO_PATH = TextToPath()


@cache
def _font(bold: bool) -> FontProperties:
    # The font that matplotlib brings: a drawing is the same bytes on every machine.
    return FontProperties(family="DejaVu Sans", weight="bold" if bold else "normal")


@cache
def wide(text: str, size: float = TEXT, *, bold: bool = False) -> float:
    """Return how wide a line of text is."""
    font = _font(bold).copy()
    font.set_size(size)
    return float(_TO_PATH.get_text_width_height_descent(text, font, ismath=False)[0])


def lines(text: str, width: float, size: float = TEXT, *, bold: bool = False) -> list[str]:
    """Break a text into lines no wider than that."""
    broken: list[str] = []
    for word in text.split():
        longer = f"{broken[-1]} {word}" if broken else word
        if broken and wide(longer, size, bold=bold) <= width:
            broken[-1] = longer
        else:
            broken.append(word)
    return broken


class Canvas:
    """A sheet in the colours of one theme; `y` is how far down it is drawn on."""

    def __init__(self, theme: Theme) -> None:
        self.theme = theme
        self.y = 4.0
        self._figure = Figure(dpi=_POINTS_PER_INCH)
        self._axes = self._figure.add_axes((0, 0, 1, 1))
        self._axes.set_axis_off()

    def words(
        self,
        text: str,
        *,
        x: float = 4,
        y: float | None = None,
        width: float | None = None,
        size: float = TEXT,
        bold: bool = False,
        colour: str = "",
        centred: bool = False,
    ) -> float:
        """Draw text from its top left corner (centred: its top middle) and return where it ends.

        Without a `y` it is drawn where the sheet has got to, and the sheet goes on below it.
        """
        at = self.y if y is None else y
        for line in lines(text, width or WIDTH - x - 4, size, bold=bold):
            self._axes.text(
                x, at + size, line, fontproperties=_font(bold), fontsize=size, color=colour or self.theme.ink,
                ha="center" if centred else "left", va="baseline", parse_math=False,
            )  # fmt: skip
            at += size * _LEADING
        if y is None:
            self.y = at
        return at

    def head(
        self, text: str, *, x: float = 4, y: float | None = None, colour: str = "", centred: bool = False
    ) -> float:
        """Draw a heading, as `words` does."""
        return self.words(text, x=x, y=y, size=HEAD, bold=True, colour=colour, centred=centred)

    def divide(self, below: float) -> None:
        """Draw a line across the sheet, which goes on so far below it."""
        self.line(0, self.y, WIDTH, self.y)
        self.y += below

    def box(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        *,
        face: str = "none",
        edge: str = "",
        dashed: bool = False,
    ) -> None:
        """Draw a box with round corners behind the text."""
        self._axes.add_patch(
            FancyBboxPatch(
                (x, y), width, height, boxstyle="round,pad=0,rounding_size=10", facecolor=face,
                edgecolor=edge or self.theme.main, linewidth=1.5, linestyle=(0, (4, 2)) if dashed else "-", zorder=0.5,
            )
        )  # fmt: skip

    def bar(self, x: float, y: float, width: float, height: float, *, whole: float | None = None) -> None:
        """Draw a bar; with a `whole`, also the outline of what it is a part of."""
        if whole is not None:
            self._axes.add_patch(Rectangle((x, y), whole, height, facecolor="none", edgecolor=self.theme.soft))
        self._axes.add_patch(Rectangle((x, y), width, height, facecolor=self.theme.main, edgecolor="none"))

    def line(self, x1: float, y1: float, x2: float, y2: float, *, strong: bool = False) -> None:
        """Draw a line: a dividing line, or a strong one that means something."""
        colour, stroke = (self.theme.main, 3) if strong else (self.theme.line, 1.5)
        self._axes.plot([x1, x2], [y1, y2], color=colour, linewidth=stroke, zorder=0.4, solid_capstyle="butt")

    def dot(self, x: float, y: float, radius: float = 8, *, hollow: bool = False) -> None:
        """Draw a dot; a hollow one stands for what has not begun."""
        face = self.theme.wash if hollow else self.theme.main
        self._axes.add_patch(Circle((x, y), radius, facecolor=face, edgecolor=self.theme.main, linewidth=2))

    @property
    def height(self) -> int:
        """Return how high the sheet is."""
        return round(self.y + 8)

    def svg(self) -> bytes:
        """Return the sheet. The same content gives the same bytes, and so the same prepared page."""
        self._axes.set_xlim(0, WIDTH)
        self._axes.set_ylim(self.height, 0)
        self._figure.set_size_inches(WIDTH / _POINTS_PER_INCH, self.height / _POINTS_PER_INCH)
        out = io.BytesIO()
        with mpl.rc_context({"svg.hashsalt": "holdfast", "svg.fonttype": "path", "path.sketch": None}):
            self._figure.savefig(out, format="svg", transparent=True, metadata={"Date": None, "Creator": None})
        return out.getvalue()
