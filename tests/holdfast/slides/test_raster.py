"""A figure as a picture made of dots: the same bytes each time, and sharp enough."""

from __future__ import annotations

import struct

from holdfast.library import Library
from holdfast.slides.raster import figure_png


def test_a_figure_is_a_sharp_png_and_the_same_each_time(library: Library) -> None:
    png = figure_png("five-words", library)
    assert png.startswith(b"\x89PNG")
    wide, high = struct.unpack(">II", png[16:24])
    assert wide >= 900
    assert high > wide
    assert figure_png("five-words", library) == png
