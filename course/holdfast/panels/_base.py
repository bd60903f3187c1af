"""What every panel is made of: a piece of HTML, links to sources, and a table that is read as a list on a phone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import TypeVar

from holdfast.interface_text import say, say_many
from holdfast.library import Library, NotFound
from holdfast.model import Source

_Entry = TypeVar("_Entry")


@dataclass(frozen=True)
class Panel:
    """A piece of HTML that a notebook cell can end with."""

    html: str

    def _repr_html_(self) -> str:
        return self.html

    def __html__(self) -> str:
        """Return the same for a template (markupsafe's convention)."""
        return self.html


def source_flag(source: Source) -> str:
    """Return what stands after the name of a source: nothing, or that it is still to be verified."""
    return "" if source.status == "verified" else f" {say('(not yet checked by us)')}"


def source_links(course: Library, ids: Iterable[str]) -> str:
    """Return the short names of sources as links, with a flag in words on each that is still to be verified."""
    links = []
    for source_id in ids:
        source = course.source(source_id)
        link = f'<a href="{escape(source.url)}" rel="noopener noreferrer">{escape(source.short)}</a>'
        links.append(link + source_flag(source))
    return " · ".join(links)


def source_line(course: Library, ids: Sequence[str]) -> str:
    """Return the line that says what something rests on; nothing where it claims nothing."""
    return f'<p class="hf-sources">{sources_word(len(ids))} {source_links(course, ids)}</p>' if ids else ""


def sources_word(number: int) -> str:
    """Return the word before so many sources."""
    return say_many("Source:", "Sources:", number)


def soft(text: str) -> str:
    """Return a lesser line of a cell or a caption."""
    return f'<p class="hf-cell-soft">{escape(text)}</p>'


def chosen(kind: str, ids: Sequence[str], entries: Mapping[str, _Entry]) -> tuple[_Entry, ...]:
    """Return the entries of those ids in that order; all of them where no id is given.

    Raises:
        NotFound: There is no entry of one of the ids.
    """
    for name in ids:
        if name not in entries:
            raise NotFound(kind, name, entries)
    return tuple(entries[name] for name in ids) if ids else tuple(entries.values())


def stacked_table(label: str, caption: str, columns: Sequence[str], rows: Iterable[str]) -> str:
    """Return a table in a box that scrolls, also by keyboard; on a phone each row is read as a list.

    Args:
        label: The name of the box, as text.
        caption: What stands over the table, as HTML.
        columns: The heads of its columns, as text.
        rows: Its rows, as HTML, their cells with `data-label`.
    """
    head = "".join(f'<th scope="col">{escape(column)}</th>' for column in columns)
    # A group and not a landmark: one page may hold several of the same name.
    return (
        f'<div class="hf-table hf-stack" role="group" aria-label="{escape(label)}" tabindex="0">'
        f"<table><caption>{caption}</caption><thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table></div>"
    )
