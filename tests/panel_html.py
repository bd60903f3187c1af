"""Reads the HTML of a panel strictly, and writes a course whose every text is hostile."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from holdfast.library import Library, load
from small_course import small_course

_VOID = {"img", "input", "source", "rect"}  # rect closes itself, as SVG does
_FORBIDDEN = {"script", "style", "link", "iframe", "object", "embed", "form", "b"}
_NOT_IN_P = {"p", "ul", "ol", "dl", "div", "table", "details", "fieldset", "h3", "figure"}

HOSTILE = '<script>alert(1)</script><b style="x" onload="y">\'&amp;"</b> \u202eright to left\u202c 🙈'
"""Markup, script, quotation marks, an entity, marks that turn the writing round, and an emoji."""


@dataclass
class Read:
    """What was found in a piece of HTML."""

    text: str = ""
    tags: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def all(self, tag: str) -> list[dict[str, str]]:
        """Return the attributes of every element of that name."""
        return [attributes for name, attributes in self.tags if name == tag]


def read(html: str) -> Read:
    """Return what a piece of HTML holds and what is wrong with it: tags left open, script, style, doubled names."""
    parser = _Strict()
    parser.feed(html)
    parser.close()
    if parser.open:
        parser.found.faults.append(f"never closed: {parser.open}")
    ids = [attributes["id"] for _, attributes in parser.found.tags if "id" in attributes]
    parser.found.faults += [f"id {name!r} twice" for name in set(ids) if ids.count(name) > 1]
    return parser.found


class _Strict(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found = Read()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        self.found.tags.append((tag, attributes))
        if tag in _FORBIDDEN:
            self.found.faults.append(f"<{tag}>")
        if len(attributes) < len(attrs):
            self.found.faults.append(f"an attribute of <{tag}> twice")
        self.found.faults += [f"{name} on <{tag}>" for name in attributes if name == "style" or name.startswith("on")]
        if tag in _NOT_IN_P and "p" in self.open:
            self.found.faults.append(f"<{tag}> in a <p>")
        if tag not in _VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in _VOID:
            return
        if not self.open or self.open.pop() != tag:
            self.found.faults.append(f"</{tag}> closes nothing")

    def handle_data(self, data: str) -> None:
        self.found.text += data

    def handle_comment(self, data: str) -> None:
        self.found.faults.append(f"a comment: {data}")


def hostile_course(folder: Path) -> Library:
    """Write and read a course whose registers hold hostile text in every field that takes text."""
    course = small_course(folder)
    nations = ["england", "wales", "scotland", "northern-ireland"]
    day = "2026-01-01"
    source = {"publisher": HOSTILE, "title": HOSTILE, "short": HOSTILE, "url": 'https://x.example/"onclick="y'}
    dated = {"checked_on": day, "status": "to-verify"}
    _write(course, "sources", [{"id": "s", **source, "published": HOSTILE, **dated, "reading": "primary"}])
    claim: dict[str, Any] = {"sources": ["s"]}
    channel = {"kind": "phone", "label": HOSTILE, "target": 'tel:1"onclick="y'}
    service = {"name": HOSTILE, "audience": HOSTILE, "purpose": HOSTILE, "hours": HOSTILE, "channels": [channel]}
    service |= {"group": "staff", **claim, **dated}
    places = {"everywhere": nations, "one": ["wales"]}
    _write(course, "resources", [{"id": name, "nations": where, **service} for name, where in places.items()])
    _write(course, "evidence", [{"id": "e", "material": HOSTILE, "under_18": HOSTILE, "adult": HOSTILE, **claim}])
    words = {"term": HOSTILE, "plain": HOSTILE, "avoid": [HOSTILE], "why": HOSTILE, "heard": [HOSTILE]}
    _write(course, "glossary", [{"id": "t", **words, "nations": dict.fromkeys(nations, HOSTILE), **claim}])
    change = {"said": HOSTILE, "now": HOSTILE, "since": HOSTILE, "nations": nations, "checked_on": day}
    _write(course, "then_and_now", [{"id": "c", **change, **claim}])
    told = dict.fromkeys(("title", "publisher_note", "who_counted", "caveat", "unit"), HOSTILE)
    series = {"nations": nations, "checked_on": day, "rows": [{"label": HOSTILE, "value": 1, "note": HOSTILE}]}
    _write(course, "statistics/n", {"id": "n", **told, **series, **claim})
    version = {"from": day, "cite": HOSTILE, "plain": HOSTILE, "elements": [], "trial": "mixed", "maximum": HOSTILE}
    version |= {"status": "in force", **claim}
    law = {"kind": "offence", "title": HOSTILE, "nations": nations, "checked_on": day, "versions": [version]}
    _write(course, "law/l", {"id": "l", **law})
    return load(course.folders)


def _write(course: Library, name: str, data: object) -> None:
    file = course.folders.content / f"{name}.yaml"
    file.parent.mkdir(exist_ok=True)
    file.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")  # such JSON is YAML
