"""Figures, each with its words and its table."""

from __future__ import annotations

from html import escape
from urllib.parse import quote

from holdfast import figures
from holdfast.figures import Drawn
from holdfast.interface_text import say
from holdfast.library import Library, library
from holdfast.panels._base import Panel, source_links, sources_word


def figure(name: str, *, course: Library | None = None) -> Panel:
    """Return one of the course's figures for light and dark pages, with its sources and the same facts as a table.

    Args:
        name: Which figure, one of `holdfast.figures.NAMES`.
        course: Whose registers; the course's own unless given.

    Raises:
        NotFound: There is no figure of that name.
    """
    course = course or library()
    return framed(figures.draw(name, course), course)


def framed(drawn: Drawn, course: Library) -> Panel:
    """Return a drawn figure with all that stands beside it."""
    head = "".join(f'<th scope="col">{escape(column)}</th>' for column in drawn.columns)
    body = "".join(
        f'<tr><th scope="row">{escape(row[0])}</th>{"".join(f"<td>{escape(cell)}</td>" for cell in row[1:])}</tr>'
        for row in drawn.rows
    )
    first, *others = (
        *(f'<p class="hf-cell-soft"><strong>{escape(head)}:</strong> {escape(text)}</p>' for head, text in drawn.notes),
        "",
    )
    notes = f"{first}<details><summary>{escape(say('What each source counted'))}</summary>{''.join(others)}</details>"
    notes = notes if "".join(others) else first
    return Panel(
        f'<figure class="hf-figure"><picture><source srcset="{_data_url(drawn.dark)}" '
        f'media="screen and (prefers-color-scheme: dark)"><img src="{_data_url(drawn.light)}" '
        f'alt="{escape(drawn.alternative)}" width="{drawn.width}" height="{drawn.height}"></picture>'
        f'<figcaption>{escape(drawn.title)} {notes}<span class="hf-sources">{sources_word(len(drawn.sources))} '
        f"{source_links(course, drawn.sources)}</span></figcaption>"
        f'<details><summary>{escape(say("Show as a table"))}</summary><div class="hf-table" role="region" tabindex="0" '
        f'aria-label="{escape(drawn.title)}"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'
        "</details></figure>"
    )


def _data_url(svg: bytes) -> str:
    # Percent-encoded, not base64: the page is sent compressed, and base64 hides what repeats. `srcset` ends an address
    # at a space and splits at a comma, so neither stays as it is.
    return "data:image/svg+xml," + quote(svg, safe="=:/;()-.'")
