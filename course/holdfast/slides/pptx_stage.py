"""The stage of a PowerPoint file: its size, its colours and letters, and where things stand on it.

python-pptx begins with a narrow white show of 2007. Here it becomes a wide one in the colours of the course.
"""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.enum.text import MSO_ANCHOR
from pptx.oxml.ns import qn
from pptx.util import Pt

from holdfast.figures import LIGHT
from holdfast.interface_text import language

TITLE, TEXT, BARE = "Title Slide", "Title and Content", "Title Only"
LETTERS = 24  #: points of the text
_LETTERS_OF_TITLE = 32
LINE = Pt(30)  #: from one line of the text to the next
_FONT = "Arial"
_WIDTH, _HEIGHT = Pt(960), Pt(540)
_KEPT = (TITLE, TEXT, BARE)


@dataclass(frozen=True)
class Area:
    """A part of the stage."""

    left: int
    top: int
    width: int
    height: int

    @property
    def bottom(self) -> int:
        """Where it ends."""
        return self.top + self.height


HEAD = Area(Pt(48), Pt(24), Pt(864), Pt(88))
BODY = Area(Pt(48), Pt(124), Pt(864), Pt(368))
_FOOT = Area(Pt(832), Pt(500), Pt(80), Pt(28))
_OPENING = Area(Pt(96), Pt(140), Pt(768), Pt(130))
_BELOW_OPENING = Area(Pt(96), Pt(285), Pt(768), Pt(160))


def empty_show() -> Any:
    """Return a show without slides."""
    show: Any = Presentation()
    show.slide_width, show.slide_height = _WIDTH, _HEIGHT
    for each in list(show.slide_layouts):
        if each.name not in _KEPT:
            show.slide_layouts.remove(each)
    _colour(show)
    _style(show.slide_master)
    _speak(show.element)
    for master in (show.slide_master, *show.slide_layouts):
        first = master.name == TITLE
        for shape in master.placeholders:
            _place(shape, opening=first)
    return show


def layout(show: Any, name: str) -> Any:
    """Return the layout of that name."""
    return show.slide_layouts.get_by_name(name)


def put(shape: Any, area: Area) -> None:
    """Have a shape stand there."""
    shape.left, shape.top, shape.width, shape.height = area.left, area.top, area.width, area.height


def number(page: Any) -> None:
    """Have a slide show its number, which a run sheet names."""
    kind = PP_PLACEHOLDER.SLIDE_NUMBER
    model = next(shape for shape in page.slide_layout.placeholders if shape.placeholder_format.type == kind)
    shown = deepcopy(model._element)
    _speak(shown)
    page.shapes._spTree.append(shown)


def plain_table(table: Any) -> None:
    """Take the colours off a table: lines between its rows are enough."""
    style = table._tbl.tblPr.find(qn("a:tableStyleId"))
    style.text = "{5940675A-B579-460E-94D1-54222C63F5DA}"  # "No Style, Table Grid"


def _place(shape: Any, *, opening: bool) -> None:
    kinds = PP_PLACEHOLDER
    match shape.placeholder_format.type:
        case kinds.TITLE | kinds.CENTER_TITLE:
            put(shape, _OPENING if opening else HEAD)
            shape.text_frame.vertical_anchor = MSO_ANCHOR.BOTTOM if opening else MSO_ANCHOR.MIDDLE
        case kinds.SUBTITLE:
            put(shape, _BELOW_OPENING)
        case kinds.BODY | kinds.OBJECT:
            put(shape, BODY)
        case kinds.SLIDE_NUMBER:
            put(shape, _FOOT)
        case _:  # day and foot are never filled in
            shape._element.getparent().remove(shape._element)


def _style(master: Any) -> None:
    """Set the letters: titles from the left, text of one size on every level."""
    styles = master._element.find(qn("p:txStyles"))
    for level in styles.find(qn("p:titleStyle")):
        level.set("algn", "l")
        _letters(level, _LETTERS_OF_TITLE, "tx2")
        level.find(qn("a:defRPr")).set("b", "1")
    for level in styles.find(qn("p:bodyStyle")):
        _letters(level, LETTERS, "tx1")


def _speak(element: Any) -> None:
    """Have text be in the language of the course, where the model is in another."""
    for about in element.xpath(".//*[@lang]"):
        about.set("lang", language())


def _letters(level: Any, points: int, colour: str) -> None:
    about = level.find(qn("a:defRPr"))
    if about is not None:
        about.set("sz", str(points * 100))
        about.find(qn("a:solidFill")).find(qn("a:schemeClr")).set("val", colour)


def _colour(show: Any) -> None:
    """Put the colours and letters of the course into the theme, where a school can change them all at once."""
    part = next(rel.target_part for rel in show.slide_master.part.rels.values() if rel.reltype.endswith("/theme"))
    text = part.blob.decode()
    part._blob = _themed(text).encode()


def _themed(theme: str) -> str:
    for old, new in (
        ('<a:dk1><a:sysClr val="windowText" lastClr="000000"/></a:dk1>', _named("dk1", LIGHT.ink)),
        ('<a:dk2><a:srgbClr val="1F497D"/></a:dk2>', _named("dk2", LIGHT.main)),
        ('<a:lt2><a:srgbClr val="EEECE1"/></a:lt2>', _named("lt2", LIGHT.wash)),
        ('<a:accent1><a:srgbClr val="4F81BD"/></a:accent1>', _named("accent1", LIGHT.main)),
        ('<a:latin typeface="Calibri"/>', f'<a:latin typeface="{_FONT}"/>'),
    ):
        if old not in theme:
            raise ValueError(f"The theme of python-pptx has changed: {old} is not in it.")
        theme = theme.replace(old, new)
    return theme


def _named(name: str, colour: str) -> str:
    return f'<a:{name}><a:srgbClr val="{colour.lstrip("#").upper()}"/></a:{name}>'
