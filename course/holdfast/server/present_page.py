"""The two windows of a presentation, as HTML: the slides, with widgets that work, and the presenter's notes.

Used by `holdfast.server.handlers_present`. What a widget needs is taken from the module's prepared pages.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from holdfast import figures
from holdfast.interface_text import say
from holdfast.server import pages
from holdfast.slides.activities import screens_of
from holdfast.slides.blocks import Activity, Block, Bullets, Deck, Paragraph, Picture, Slide, Table, shares
from holdfast.slides.lines import planned, source_line

if TYPE_CHECKING:
    from holdfast.library import Library
    from holdfast.model import Nation
    from holdfast.server.assets import Assets
    from holdfast.server.notebook_html import Hosts

_PRACTICE = ("ask", "outbox", "shelf", "words")
"""Parts of the widgets' host that send and keep answers; on slides, one file stands in for all of them."""


@dataclass(frozen=True, kw_only=True)
class Presentation:
    """What is shown, and where its files are."""

    library: Library
    assets: Assets
    deck: Deck
    nation: Nation | None

    def slides(self, hosts: Hosts) -> str:
        """Return the window that the room sees.

        Args:
            hosts: The widgets of the module by kind and id; an activity that is not in it is shown in words.
        """
        shown = [self._slide(slide, hosts) for slide in self.deck.slides]
        kinds = sorted({block["activity"] for slide in shown for block in slide["blocks"] if block["kind"] == "host"})
        return pages.render_own(
            "present.html",
            self.library,
            self.assets,
            say("Slides"),
            deck=self.deck,
            slides=shown,
            nation=self.nation or "",
            **self._hosting(kinds),
        )

    def notes(self) -> str:
        """Return the window of the presenter."""
        parts: dict[str, dict[str, Any]] = {}
        for slide in self.deck.slides:
            part = parts.setdefault(slide.section_id, {"id": slide.section_id, "planned": planned(slide), "blocks": []})
            part["blocks"] += self._blocks(slide.notes)
        shown = [
            {
                "id": slide.id,
                "title": slide.title,
                "part": slide.section_id,
                "planned": parts[slide.section_id]["planned"],
                "steps": self._steps(slide),
                "sources": source_line(slide, self.library),
            }
            for slide in self.deck.slides
        ]
        return pages.render_own(
            "present-notes.html",
            self.library,
            self.assets,
            say("Notes"),
            deck=self.deck,
            slides=shown,
            parts=list(parts.values()),
        )

    def _slide(self, slide: Slide, hosts: Hosts) -> dict[str, Any]:
        return {
            "id": slide.id,
            "title": slide.title,
            "blocks": self._blocks(slide.blocks, hosts),
            "sources": source_line(slide, self.library),
            "live": any(isinstance(block, Activity) for block in slide.blocks),
        }

    def _steps(self, slide: Slide) -> list[dict[str, Any]]:
        """Return what is told of each step of an activity: what helps most there, and why."""
        activities = [block for block in slide.blocks if isinstance(block, Activity)]
        told = [screen for each in activities for screen in screens_of(each, self.library, self.nation)]
        by_title: dict[str, list[dict[str, Any]]] = {}
        for screen in told:
            by_title.setdefault(screen.heading, []).extend(self._blocks(screen.notes))
        return [{"title": title, "blocks": blocks} for title, blocks in by_title.items() if blocks]

    def _blocks(self, blocks: Sequence[Block], hosts: Hosts | None = None) -> list[dict[str, Any]]:
        return [self._block(block, hosts or {}) for block in blocks]

    def _block(self, block: Block, hosts: Hosts) -> dict[str, Any]:
        match block:
            case Paragraph(runs):
                return {"kind": "paragraph", "runs": runs}
            case Bullets(items, numbered, start, lettered):
                ordered = numbered or lettered
                return {"kind": "list", "entries": items, "ordered": ordered, "start": start, "letters": lettered}
            case Table(head, rows):
                widths = [round(share * 12) for share in shares(block)]
                return {"kind": "table", "head": head, "rows": rows, "widths": widths}
            case Picture(figure_id, alt):
                return {"kind": "picture", "alt": alt, **self._drawing(figure_id)}
            case Activity(kind, name):
                # A widget that names nothing is the only one of its kind.
                html = next((found for key, found in hosts.items() if key == (kind, name or key[1])), None)
                if html is None:
                    return {"kind": "words"}
                return {"kind": "host", "activity": kind, "html": Markup(html)}  # noqa: S704 - made by our own renderer

    def _drawing(self, name: str) -> dict[str, Any]:
        drawn = figures.draw(name, self.library)
        for theme, svg in (("light", drawn.light), ("dark", drawn.dark)):
            self.assets.add(f"figure-{name}-{theme}.svg", svg)
        urls = {theme: self.assets.url(f"figure-{name}-{theme}.svg") for theme in ("light", "dark")}
        return {**urls, "width": drawn.width, "height": drawn.height}

    def _hosting(self, kinds: Sequence[str]) -> dict[str, Any]:
        found = pages.hosting(self.assets, kinds)
        parts: Mapping[str, str] = json.loads(found["host_parts"])
        practice = self.assets.url("practice.js")
        stand_in = {name: practice if name in _PRACTICE else url for name, url in parts.items()}
        return found | {"host_parts": json.dumps(stand_in)}
