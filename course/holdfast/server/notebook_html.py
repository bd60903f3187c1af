"""Turns run cells into the HTML of a page, through Voila's exporter and our template."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape, unescape
from pathlib import Path
from typing import Any

from jinja2 import pass_context
from jupyter_server.services.contents.largefilemanager import LargeFileManager
from nbconvert.filters.markdown_mistune import MarkdownWithMath
from nbformat import NotebookNode, v4
from voila.exporter import VoilaExporter, VoilaMarkdownRenderer

from holdfast import panels
from holdfast.interface_text import say
from holdfast.library import Library
from holdfast.server.notebook_run import WidgetStates
from holdfast.wording import NATION_NAMES, where

TEMPLATES = Path(__file__).parent / "templates" / "voila"
WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"
_OURS = "holdfast_widgets."
_NOT_SENT = frozenset({"layout", "tabbable", "tooltip", "interface"})  # the page itself has the words of the interface
_KIND = re.compile(r"^[a-z][a-z0-9-]*$")
_KNOWN = (WIDGET_VIEW, "text/html", "image/svg+xml", "image/png", "image/jpeg", "text/markdown", "text/plain")
_TAG = re.compile(r"<[^>]+>")
_NOT_IN_ID = re.compile(r"[^a-z0-9]+")

Hosts = Mapping[tuple[str, str], str]
"""The places of widgets, as HTML, by kind and name of the widget."""

_HOST = re.compile(
    r'<div class="hf-host" data-kind="([a-z0-9-]+)" data-name="([^"]*)">'
    r'<script type="application/json">.*?</script></div>',
    re.DOTALL,
)


@dataclass(frozen=True, kw_only=True)
class Body:
    """The HTML of some cells, and what it needs."""

    html: str
    widgets: Mapping[str, tuple[str, str]]  #: for each kind of widget on it, its script and its style
    dropped: frozenset[str] = field(default_factory=frozenset)  #: kinds of output that no page of ours can show


def hosts(html: str) -> Hosts:
    """Return the widgets of a page that was made here, so that another page can show them too."""
    return {(found[1], unescape(found[2])): found[0] for found in _HOST.finditer(html)}


def foreign_widgets(cells: list[NotebookNode], states: WidgetStates) -> bool:
    """Return whether the cells show a widget that is not one of ours, and so needs a kernel."""
    return any(not _is_ours(state) for state in _shown(cells, states))


class PageMarkdown(VoilaMarkdownRenderer):
    """Markdown for our pages: headings with ids, tables that scroll and say what they are, no inline style."""

    def __init__(self, contents_manager: Any, taken: dict[str, int], **options: Any) -> None:
        super().__init__(contents_manager, **options)
        self._taken = taken
        self._columns: list[str] = []

    def heading(self, text: str, level: int, **_: Any) -> str:
        """Return a heading with an id made from its words."""
        stem = _NOT_IN_ID.sub("-", _TAG.sub("", text).lower().replace("’", "")).strip("-") or "part"
        self._taken[stem] = count = self._taken.get(stem, 0) + 1
        return f'<h{level} id="{stem}{f"-{count}" if count > 1 else ""}">{text}</h{level}>\n'

    def table(self, text: str) -> str:
        """Return a table in a box that scrolls, also by keyboard."""
        label, self._columns = escape(", ".join(self._columns)), []
        box = f'<div class="hf-table" role="region" aria-label="Table: {label}" tabindex="0">'
        return f"{box}<table>\n{text}</table></div>\n"

    def table_cell(self, text: str, align: str | None = None, head: bool = False) -> str:
        """Return a cell; alignment is a class, because a page allows no inline style."""
        kind = f' class="hf-{align}"' if align else ""
        if not head or not text.strip():
            return f"<td{kind}>{text}</td>\n"
        self._columns.append(_TAG.sub("", text))
        return f'<th scope="col"{kind}>{text}</th>\n'

    def link(self, text: str, url: str, title: str | None = None) -> str:
        """Return a link; one that leads away tells the other side nothing."""
        html: str = super().link(text, url, title)
        return html.replace("<a ", '<a rel="noopener noreferrer" ', 1) if "://" in url else html


class PageExporter(VoilaExporter):
    """Voila's exporter with our template and our markdown."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            template_name="lab",
            template_paths=[str(TEMPLATES)],
            template_file="body.html.j2",
            base_url="/",
            contents_manager=LargeFileManager(root_dir=str(folder)),
        )
        self._taken: dict[str, int] = {}

    @pass_context
    def markdown2html(self, context: Any, source: str) -> str:
        """Return the HTML of a markdown cell."""
        cell = context.get("cell") or {}
        renderer = PageMarkdown(
            self.contents_manager, self._taken, escape=False, attachments=cell.get("attachments", {})
        )
        return MarkdownWithMath(renderer=renderer).render(source)

    async def body(self, cells: list[NotebookNode], states: WidgetStates, library: Library) -> Body:
        """Return the HTML of some cells that have been run."""
        self._taken = {}
        widgets = {
            str(state["kind"]): (str(state["_esm"]), str(state.get("_css", ""))) for state in _shown(cells, states)
        }
        context = {
            "host": lambda output: _host(states[output.data[WIDGET_VIEW]["model_id"]]),
            "kind": _kind,
            "sources": lambda cell: _sources(cell, library),
            "alternative": lambda output, kind: output.metadata.get(kind, {}).get("alt", ""),
        }
        notebook = v4.new_notebook(cells=cells)
        html = "".join([part async for part, _ in self.generate_from_notebook_node(notebook, extra_context=context)])
        return Body(html=html, widgets=widgets, dropped=frozenset(_dropped(cells)))


def _is_ours(state: Mapping[str, object]) -> bool:
    return str(state.get("_anywidget_id", "")).startswith(_OURS) and bool(_KIND.match(str(state.get("kind", ""))))


def _shown(cells: list[NotebookNode], states: WidgetStates) -> list[Mapping[str, object]]:
    outputs = [output for cell in cells for output in cell.get("outputs", []) if WIDGET_VIEW in output.get("data", {})]
    return [states.get(output.data[WIDGET_VIEW]["model_id"], {}) for output in outputs]


def _kind(output: NotebookNode) -> str:
    """Return the richest kind of an output that a page can show, or ""."""
    return next((kind for kind in _KNOWN if kind in output.get("data", {})), "")


def _dropped(cells: list[NotebookNode]) -> list[str]:
    outputs = [output for cell in cells for output in cell.get("outputs", []) if output.output_type != "stream"]
    return [kind for output in outputs if not _kind(output) for kind in output.get("data", {})]


def _host(state: Mapping[str, object]) -> str:
    """Return the place where the page's script sets up a widget, with its state as JSON: no script and style text."""
    kept = {key: value for key, value in state.items() if not key.startswith("_") and key not in _NOT_SENT}
    text = json.dumps(kept, ensure_ascii=False, separators=(",", ":"))
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    name, kind = escape(str(state["name"])), escape(str(state["kind"]))
    return (
        f'<div class="hf-host" data-kind="{kind}" data-name="{name}">'
        f'<script type="application/json">{text}</script></div>'
    )


def _sources(cell: NotebookNode, library: Library) -> str:
    """Return the line of sources after a cell that claims something."""
    said = cell.metadata.get("holdfast", {})
    if not said.get("sources"):
        return ""
    nations = [nation for nation in said.get("nations", []) if nation in NATION_NAMES]
    some = len(nations) not in {0, len(NATION_NAMES)}
    applies = f" {escape(say('Applies in {where}.', where=where(nations)))}" if some else ""
    word = panels.sources_word(len(said["sources"]))
    return f'<p class="hf-sources">{word} {panels.source_links(library, said["sources"])}.{applies}</p>'
