"""The square code of an address: it can be read, and it is the same each time."""

from __future__ import annotations

import io
import xml.etree.ElementTree as ET

from PIL import Image

from holdfast.documents.square_code import square_code_png, square_code_svg

ADDRESS = "https://www.example.org/help"


def test_it_is_black_on_white_with_white_around_it() -> None:
    picture = Image.open(io.BytesIO(square_code_png(ADDRESS))).convert("L")
    width, height = picture.size
    assert width == height
    assert {picture.getpixel((x, 40)) for x in range(width)} == {255}  # four modules of twelve pixels
    assert picture.getpixel((50, 50)) == 0  # the corner by which a phone finds it


def test_the_drawing_has_no_markup_of_the_address() -> None:
    drawn = ET.fromstring(square_code_svg(f"{ADDRESS}?<script>"))
    assert drawn.tag == "{http://www.w3.org/2000/svg}svg"
    assert {child.tag for child in drawn.iter()} <= {
        f"{{http://www.w3.org/2000/svg}}{name}" for name in ("svg", "path", "g")
    }


def test_the_drawing_grows_with_its_place() -> None:
    drawn = ET.fromstring(square_code_svg(ADDRESS))
    assert "width" not in drawn.attrib
    _, _, width, height = drawn.attrib["viewBox"].split()
    assert width == height


def test_the_same_address_gives_the_same_code_and_another_another() -> None:
    assert square_code_svg(ADDRESS) == square_code_svg(ADDRESS) != square_code_svg(f"{ADDRESS}/us")
    assert square_code_png(ADDRESS) == square_code_png(ADDRESS) != square_code_png(f"{ADDRESS}/us")
