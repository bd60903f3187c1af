"""Draws a figure as a PNG, for files that take no drawing made of lines. Typst does it, the same on every computer."""

from __future__ import annotations

import typst

from holdfast.figures import draw
from holdfast.library import Library

_SHARP = 144  #: dots an inch: twice what a screen shows
_PAGE = '#set page(width: auto, height: auto, margin: 6pt, fill: white)\n#image(bytes(sys.inputs.svg), format: "svg")\n'


def figure_png(name: str, library: Library) -> bytes:
    """Return one of the course's figures, dark on white.

    Args:
        name: Which figure, one of `holdfast.figures.NAMES`.
        library: The course.

    Raises:
        NotFound: There is no figure of that name.
    """
    svg = draw(name, library).light.decode()
    pages = typst.compile(_PAGE.encode(), format="png", ppi=_SHARP, sys_inputs={"svg": svg})
    return pages if isinstance(pages, bytes) else pages[0]
