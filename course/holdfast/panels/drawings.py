"""Figures, each with its words and its table."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING
from urllib.parse import quote

from holdfast.library import Library, library
from holdfast.panels._base import Panel, source_links

if TYPE_CHECKING:
    from holdfast.figures import Drawn


def figure(name: str) -> Panel:
    """Return one of the course's figures for light and dark pages, with its sources and the same facts as a table.

    Raises:
        KeyError: There is no figure of that name.
    """
    from holdfast import figures  # matplotlib takes a second to import; the server never draws

    return framed(figures.draw(name), library())


def framed(drawn: Drawn, course: Library) -> Panel:
    """Return a drawn figure with all that stands beside it."""
    head = "".join(f'<th scope="col">{escape(column)}</th>' for column in drawn.columns)
    body = "".join(
        f'<tr><th scope="row">{escape(row[0])}</th>{"".join(f"<td>{escape(cell)}</td>" for cell in row[1:])}</tr>'
        for row in drawn.rows
    )
    return Panel(
        f'<figure class="hf-figure"><picture><source srcset="{_data_url(drawn.dark)}" '
        f'media="(prefers-color-scheme: dark)"><img src="{_data_url(drawn.light)}" alt="{escape(drawn.alternative)}" '
        f'width="{drawn.width}" height="{drawn.height}"></picture><figcaption>{escape(drawn.title)} '
        f'<span class="hf-sources">Source: {source_links(course, drawn.sources)}</span></figcaption>'
        f'<details><summary>Show as a table</summary><div class="hf-table" role="region" tabindex="0" '
        f'aria-label="{escape(drawn.title)}"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'
        "</details></figure>"
    )


def _data_url(svg: bytes) -> str:
    # Percent-encoded, not base64: the page is sent compressed, and base64 hides what repeats. `srcset` ends an address
    # at a space and splits at a comma, so neither stays as it is.
    return "data:image/svg+xml," + quote(svg, safe="=:/;()-.'")
