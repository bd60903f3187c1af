"""What holds no answer and is shown the same to everyone, as HTML that works without JavaScript.

Called by one-line cells of the notebooks and by the page templates. Each panel has `_repr_html_`, so it shows in
JupyterLab and Voila too. All text is escaped; nothing here decides what is true.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from urllib.parse import quote

from holdfast import help_register
from holdfast.library import Library, library
from holdfast.model import LawEntry, LawVersion, Nation, Resource, Source


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
    return "" if source.status == "verified" else " (not yet checked by us)"


def source_links(course: Library, ids: Iterable[str]) -> str:
    """Return the short names of sources as links, with a flag in words on each that is still to be verified."""
    links = []
    for source_id in ids:
        source = course.source(source_id)
        link = f'<a href="{escape(source.url)}" rel="noopener noreferrer">{escape(source.short)}</a>'
        links.append(link + source_flag(source))
    return " · ".join(links)


def evidence_table() -> Panel:
    """Return what to do with each kind of material, by the age of the person in it, as a table."""
    course = library()
    rows = "".join(
        f'<tr><th scope="row">{escape(row.material)}</th>'
        f'<td data-label="Person under 18">{escape(row.under_18)}</td><td data-label="Adult">{escape(row.adult)}'
        f'<p class="hf-sources">Source: {source_links(course, row.sources)}</p></td></tr>'
        for row in course.evidence.values()
    )
    return Panel(
        '<div class="hf-table hf-stack" role="region" aria-label="What to keep, by age and material" tabindex="0">'
        "<table><caption>What to do with each kind of material</caption><thead><tr>"
        '<th scope="col">Material</th><th scope="col">Person under 18</th><th scope="col">Adult</th>'
        f"</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def help_list() -> Panel:
    """Return the help register: what serves the whole United Kingdom first, then what each nation has of its own."""
    everywhere, *nations = help_register.sections(library())
    folded = "".join(
        f'<details class="hf-fold"><summary><span>Only in {escape(area.name)}</span></summary>{_groups(area)}</details>'
        for area in nations
    )
    return Panel(f'<div class="hf-help">{_groups(everywhere)}{folded}</div>')


def _groups(area: help_register.Area) -> str:
    return "".join(
        f'<h3>{escape(group.title)}</h3><ul class="hf-services hf-card">'
        f"{''.join(_service(entry) for entry in group.resources)}</ul>"
        for group in area.groups
    )


def _service(entry: Resource) -> str:
    channels = "".join(
        f'<li>{escape(help_register.reach(channel))}<a href="{escape(channel.target)}" rel="noreferrer noopener">'
        f"{escape(channel.label)}</a></li>"
        for channel in entry.channels
    )
    flag = "" if entry.status == "verified" else ' <span class="hf-flag">number not yet confirmed by us</span>'
    return (
        f'<li class="hf-service"><p class="hf-service-name"><strong>{escape(entry.name)}</strong>{flag}</p>'
        f'<p>{escape(entry.purpose)} <span class="hf-soft">For: {escape(entry.audience)}.</span></p>'
        f'<ul class="hf-channels">{channels}</ul><p class="hf-soft">{escape(help_register.hours(entry))}</p></li>'
    )


def law_list() -> Panel:
    """Return the law the lessons rest on, as it stood on the course's law-as-at day, folded away."""
    course = library()
    on = course.course.law_as_at
    nations_of: dict[str, list[Nation]] = {}
    versions: dict[str, tuple[LawEntry, LawVersion]] = {}
    for nation in help_register.NATION_NAMES:
        for entry, version in course.law_on(on, nation):
            if version.status == "in force":
                nations_of.setdefault(entry.id, []).append(nation)
                versions[entry.id] = entry, version
    items = "".join(_provision(course, *versions[name], nations) for name, nations in nations_of.items())
    title = f"The law behind this module, as at {on.day} {on:%B %Y}"
    return Panel(
        f'<details class="hf-fold"><summary><span>{title}</span></summary>'
        f'<ul class="hf-services hf-card">{items}</ul></details>'
    )


def _provision(course: Library, entry: LawEntry, version: LawVersion, nations: list[Nation]) -> str:
    where = " and ".join(help_register.NATION_NAMES[nation] for nation in nations)
    return (
        f'<li class="hf-service"><p class="hf-service-name"><strong>{escape(entry.title)}</strong></p>'
        f"<p>{escape(version.plain)}</p>"
        f'<p class="hf-soft">{escape(version.cite)}. Applies in {escape(where)}.</p>'
        f'<p class="hf-sources">Source: {source_links(course, version.sources)}</p></li>'
    )


def figure(name: str) -> Panel:
    """Return one of the course's figures for light and dark pages, with its sources and the same facts as a table.

    Raises:
        KeyError: There is no figure of that name.
    """
    from holdfast import figures  # matplotlib takes a second to import; the server never draws

    drawn = figures.draw(name)
    course = library()
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
