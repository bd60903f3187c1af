"""The empty Word document that papers of the pack begin with: A4, British English, plain styles and real lists.

`holdfast.kit.word` fills it. What python-docx brings and nobody needs (hundreds of table styles, a picture of an empty
page) is taken out once, so that each file is small.
"""

from __future__ import annotations

import io
from functools import cache

from docx import Document
from docx.document import Document as Doc
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle

from holdfast import interface_text

BULLETS, STEPS, LETTERS, TICKS = "List Bullet", "List Number", "List Letter", "List Tick"
QUOTE, SMALL = "Quote", "Small print"

_FONT, _TEXT, _SMALL_TEXT = "Arial", 12, 10
_HEADINGS = {1: 20, 2: 15, 3: 13, 4: 12}
_MAIN, _SOFT, _WASH = "0B5563", "4A5563", "E6F0F1"
_TABLES_KEPT = {"TableNormal", "TableGrid"}
_RELATIONS_DROPPED = ("/thumbnail", "/stylesWithEffects", "/customXml")
_FAMILIES = ("ascii", "hAnsi", "cs", "eastAsia")

_SIGN = {
    BULLETS: ("bullet", "•"),
    STEPS: ("decimal", "%1."),
    LETTERS: ("upperLetter", "%1."),
    TICKS: ("bullet", "☐"),
}
_LIST = (
    '<w:abstractNum {names} w:abstractNumId="{id}"><w:multiLevelType w:val="singleLevel"/>'
    '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="{sign}"/><w:lvlJc w:val="left"/>'
    '<w:pPr><w:ind w:left="425" w:hanging="425"/></w:pPr></w:lvl></w:abstractNum>'
)
_NUMBER = '<w:num {names} w:numId="{id}"><w:abstractNumId w:val="{list}"/></w:num>'
_RESTART = (
    '<w:num {names} w:numId="{id}"><w:abstractNumId w:val="{list}"/>'
    '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="{start}"/></w:lvlOverride></w:num>'
)
_OF_A_STYLE = '<w:numPr {names}><w:ilvl w:val="0"/><w:numId w:val="{id}"/></w:numPr>'
_BESIDE_A_QUOTE = (
    '<w:pBdr {names}><w:left w:val="single" w:sz="24" w:space="8" w:color="{main}"/></w:pBdr>',
    '<w:shd {names} w:val="clear" w:color="auto" w:fill="{wash}"/>',
)


def bare_document() -> Doc:
    """Return a new empty document."""
    return Document(io.BytesIO(_bare()))


def new_list(document: Doc, style: str, start: int) -> int:
    """Return the number of a new list of a style; without its own, each numbered list would count on from the last."""
    numbering = document.part.numbering_part.element
    number = len(numbering.findall(qn("w:num"))) + 1
    numbering.append(_xml(_RESTART, id=number, list=list(_SIGN).index(style) + 1, start=start))
    return number


@cache
def _bare() -> bytes:
    document = Document()
    _drop_what_nobody_needs(document)
    _put_on_paper(document)
    _set_language(document)
    _make_lists(document)
    _make_styles(document)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _drop_what_nobody_needs(document: Doc) -> None:
    for relations in (document.part.rels, document.part.package.rels):
        for key, relation in list(relations.items()):
            if any(part in relation.reltype for part in _RELATIONS_DROPPED):
                del relations[key]
    styles = document.styles.element
    for style in styles.findall(qn("w:style")):
        if style.get(qn("w:type")) == "table" and style.get(qn("w:styleId")) not in _TABLES_KEPT:
            styles.remove(style)


def _put_on_paper(document: Doc) -> None:
    [section] = document.sections
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(20)
    section.top_margin, section.bottom_margin = Mm(18), Mm(20)


def _set_language(document: Doc) -> None:
    for element in (document.styles.element, document.settings.element):
        for name in ("w:lang", "w:themeFontLang"):
            for each in element.iter(qn(name)):
                each.set(qn("w:val"), interface_text.language())


def _make_lists(document: Doc) -> None:
    numbering = document.part.numbering_part.element
    for each in list(numbering):
        numbering.remove(each)
    for number, (kind, sign) in enumerate(_SIGN.values(), start=1):
        numbering.append(_xml(_LIST, id=number, kind=kind, sign=sign))
    for number in range(1, len(_SIGN) + 1):
        numbering.append(_xml(_NUMBER, id=number, list=number))


def _make_styles(document: Doc) -> None:
    normal = _style(document, "Normal")
    _letter(normal, _TEXT)
    normal.paragraph_format.space_after = Pt(6)
    normal.paragraph_format.line_spacing = 1.15
    for level, size in _HEADINGS.items():
        heading = _style(document, f"Heading {level}")
        _letter(heading, size, _MAIN)
        heading.font.italic = False
        heading.paragraph_format.space_before, heading.paragraph_format.space_after = Pt(size * 0.8), Pt(4)
    for number, name in enumerate(_SIGN, start=1):
        _number_of(_style(document, name), number)
    quote = _style(document, QUOTE)
    quote.font.italic = False
    quote.paragraph_format.left_indent = Mm(4)
    for place, each in enumerate(_BESIDE_A_QUOTE):  # Word wants them first
        quote.element.get_or_add_pPr().insert(place, _xml(each, main=_MAIN, wash=_WASH))
    _letter(_style(document, SMALL), _SMALL_TEXT, _SOFT)


def _style(document: Doc, name: str) -> ParagraphStyle:
    if name not in {style.name for style in document.styles}:
        document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH).base_style = document.styles["Normal"]
    style = document.styles[name]
    assert isinstance(style, ParagraphStyle)  # noqa: S101  (for the type checker; all named here are)
    return style


def _letter(style: ParagraphStyle, size: float, colour: str | None = None) -> None:
    """Set letters by name; those of the theme would win over them, so their names go."""
    style.font.name, style.font.size = _FONT, Pt(size)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for attribute in list(fonts.attrib):
        del fonts.attrib[attribute]
    for family in _FAMILIES:
        fonts.set(qn(f"w:{family}"), _FONT)
    if colour:
        style.font.color.rgb = RGBColor.from_string(colour)


def _number_of(style: ParagraphStyle, number: int) -> None:
    properties = style.element.get_or_add_pPr()
    for each in list(properties):
        properties.remove(each)
    properties.append(_xml(_OF_A_STYLE, id=number))
    style.paragraph_format.space_after = Pt(4)


def _xml(form: str, **values: object) -> BaseOxmlElement:
    return parse_xml(form.format(names=nsdecls("w"), **values))
