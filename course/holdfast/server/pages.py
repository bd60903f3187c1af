"""Every page a learner sees, as HTML. Reads no request and keeps nothing: content in, page out.

Module and check pages are the same for everyone: what belongs to a learner is filled in by ``static/host.js``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Protocol

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from holdfast import help_register, interface_text, panels, wording
from holdfast.interface_text import later, say
from holdfast.model import MAX_AGE
from holdfast.server import page_cards, page_home, page_result, page_start, page_ways, page_you

if TYPE_CHECKING:
    from holdfast.grading import Replay
    from holdfast.library import Library
    from holdfast.model import Assignment, Key, Module, Resource, Section
    from holdfast.records import Attempt
    from holdfast.server.page_standing import Link
    from holdfast.standing import Journey

PageName = Literal["help", "sources", "what-changed", "corrections", "accessibility", "your-data"]

_TEMPLATES = Path(__file__).parent / "templates"
_TAB = " - Holdfast"
_LOWER_HEADING = re.compile(r"<(/?)h([3-6])(?=[\s>])")
PAGE_TITLES: dict[PageName, str] = {
    "help": later("Help now"),
    "sources": later("Sources"),
    "what-changed": later("What changed"),
    "corrections": later("Corrections"),
    "accessibility": later("Accessibility"),
    "your-data": later("Your data"),
}
_ERROR_TITLES = {
    400: later("This request could not be understood"),
    403: later("Open the course again from its link"),
    404: later("There is no page here"),
    429: later("That is too much at once"),
    503: later("The course is busy"),
}


class Assets(Protocol):
    """Where the page's scripts and styles are."""

    def url(self, name: str) -> str:
        """Return the address of an asset, with a hash of its content in it."""
        ...


def is_stale(library: Library) -> bool:
    """Return whether the course was checked so long ago today that every page has to say so."""
    return date.today() - library.course.checked_on > MAX_AGE


def render_home(library: Library, assets: Assets, journey: Journey, today: date) -> str:
    """Return the home page: what this learner has done, and where to go on."""
    home = page_home.home(library, journey, today)
    return _render("home.html", library, assets, title="Holdfast", home=home)


def render_start(library: Library, assets: Assets, start: page_start.Start, xsrf: str) -> str:
    """Return the page on which a learner chooses a way and a nation; `xsrf` is what its form brings back."""
    return _render("start.html", library, assets, title=say("Start") + _TAB, start=start, xsrf=xsrf)


def render_you(library: Library, assets: Assets, you: page_you.You, xsrf: str, signs_in: bool = False) -> str:
    """Return a learner's own page; `xsrf` is what its forms bring back."""
    return _render("you.html", library, assets, title=say("You") + _TAB, you=you, xsrf=xsrf, signs_in=signs_in)


def render_module(
    library: Library,
    assets: Assets,
    module: Module,
    section: Section,
    body_html: str,
    widgets: Sequence[str],
    previous: Section | None,
) -> str:
    """Return one section of a module. The bytes are the same for every learner.

    Args:
        library: The course.
        assets: Where the scripts and styles are.
        module: The module.
        section: The section of it that is shown.
        body_html: The rendered notebook cells of the section, trusted, without the section's own heading.
        widgets: The kinds of widget in the body, such as ``scenario``.
        previous: The section before, if any.
    """
    position = module.sections.index(section) + 1
    return _render(
        "module.html",
        library,
        assets,
        # The tab of a browser says nothing of the topic.
        title=say("Module {number}, part {part}", number=module.number, part=position) + _TAB,
        page=module.id,
        module=module,
        section=section,
        position=position,
        body_html=Markup(_raised(body_html)),  # noqa: S704 - made by our own renderer from our own notebooks
        previous=previous,
        ways=page_ways.ways(library, module, section),
        stops=page_ways.stops_after(library, module, section),
        core_for=page_ways.core_for(section),
        **hosting(assets, widgets),
    )


def render_check(
    library: Library, assets: Assets, assignment: Assignment, body_html: str, widgets: Sequence[str]
) -> str:
    """Return the page of an assignment. The bytes are the same for every learner, and hold no key."""
    module = library.module(assignment.module) if assignment.module else None
    return _render(
        "check.html",
        library,
        assets,
        title=(say("Module {number}, check", number=module.number) if module else assignment.title) + _TAB,
        page=assignment.id,
        assignment=assignment,
        module=module,
        body_html=Markup(body_html),  # noqa: S704 - made by our own renderer from the release notebook
        **hosting(assets, widgets),
    )


def render_result(
    library: Library,
    assets: Assets,
    assignment: Assignment,
    attempt: Attempt,
    replay: Replay | None,
    key: Key,
    onward: Link,
) -> str:
    """Return a marked attempt, explained; `onward` is where the learner goes on."""
    result = page_result.result(library, assignment, attempt, replay, key, onward)
    return _render("result.html", library, assets, title=say("Your answers") + _TAB, result=result)


def render_result_waiting(library: Library, assets: Assets, assignment: Assignment, attempt: Attempt) -> str:
    """Return the page of an attempt that has no mark: being marked, or not marked with the reason."""
    return _render(
        "waiting.html",
        library,
        assets,
        title=say("Your answers") + _TAB,
        assignment=assignment,
        not_marked=attempt.state == "not-marked",
        reason=attempt.reason,
    )


def render_live_waiting(library: Library, assets: Assets, module_id: str, ticket: str, ahead: int) -> str:
    """Return the page of a visitor who waits until a live page may be made; with nobody ahead, it leads there."""
    title = say("Please wait") + _TAB
    return _render("live-waiting.html", library, assets, title=title, module_id=module_id, ticket=ticket, ahead=ahead)


def render_page(library: Library, assets: Assets, name: PageName) -> str:
    """Return one of the standing pages."""
    heading = say(PAGE_TITLES[name])
    return render_open(f"{name}.html", library, assets, heading, name=name, heading=heading)


def render_open(template: str, library: Library, assets: Assets, title: str, **values: Any) -> str:
    """Return a page that shows nothing of a learner, so that it may be read without signing in."""
    return _render(template, library, assets, title=title + _TAB, open_to_all=True, **values)


def render_own(template: str, library: Library, assets: Assets, title: str, **values: Any) -> str:
    """Return a page of a learner."""
    return _render(template, library, assets, title=title + _TAB, **values)


def render_error(assets: Assets, status: int, sentence: str) -> str:
    """Return an error in words. Needs no library, so that it can also say that the library is broken."""
    heading = say(_ERROR_TITLES.get(status, later("Something went wrong")))
    return _render("error.html", None, assets, title=heading + _TAB, heading=heading, status=status, sentence=sentence)


def _raised(body_html: str) -> str:
    """Return a section's body with its headings one level up: the section's own heading is the page's first now.

    The state of a widget holds no tag that could be taken for one: its signs are written as escapes.
    """
    return _LOWER_HEADING.sub(lambda tag: f"<{tag[1]}h{int(tag[2]) - 1}", body_html)


def hosting(assets: Assets, widgets: Sequence[str]) -> dict[str, Any]:
    """Return what the page's script needs: where it and the widgets are."""
    scripts = {kind: assets.url(f"{kind}.js") for kind in widgets}
    parts = {name: assets.url(f"{name}.js") for name in ("ask", "outbox", "shelf", "traits", "words")}
    return {
        "widget_scripts": json.dumps(scripts),
        "host_parts": json.dumps(parts),
        "preload": (*parts.values(), *scripts.values()),
        "widget_styles": [assets.url(f"{kind}.css") for kind in widgets],
    }


def _nation_help(library: Library) -> tuple[Resource, ...]:
    """Return the services that not every nation has and that do not stand in the panel anyway, each once."""
    _, *nations = help_register.sections(library)
    found = {entry.id: entry for area in nations for group in area.groups for entry in group.resources}
    return tuple(entry for entry in found.values() if not entry.panel)


def render(template: str, library: Library, assets: Assets, *, title: str, **values: Any) -> str:
    """Return the page of a template; the tab of the browser says its title, which says nothing of the topic."""
    return _render(template, library, assets, title=title + _TAB, **values)


def render_part(template: str, **values: Any) -> str:
    """Return a piece of a page."""
    return _environment().get_template(template).render(values)


def _render(template: str, library: Library | None, assets: Assets, **values: Any) -> str:
    shown: dict[str, Any] = {
        "library": library,
        "course": library.course if library else None,
        "assets": assets,
        "quick_help": help_register.quick(library) if library else (),
        "nation_help": _nation_help(library) if library else (),
        "footer_help": help_register.footer(library) if library else (),
        "open_to_all": False,
        "stale": library is not None and is_stale(library),
        **values,
    }
    return _environment().get_template(template).render(shown)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        extensions=["jinja2.ext.i18n"],
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.policies["ext.i18n.trimmed"] = True
    environment.globals["gettext"] = say
    environment.globals["ngettext"] = interface_text.say_many
    environment.globals["say"] = say
    environment.globals["language"] = interface_text.language
    environment.globals["words_for_browser"] = interface_text.for_browser
    environment.filters["day"] = wording.day
    environment.filters["minutes"] = panels.minutes_in_words
    environment.tests["is_extra"] = page_home.is_extra
    environment.filters["key_in"] = lambda section, module: f"{module.id}/{section.id}"
    environment.filters["audience"] = page_cards.audience
    environment.filters["short_minutes"] = page_home.short_minutes
    environment.globals["help_list"] = panels.help_list
    environment.globals["reach"] = help_register.reach
    environment.filters["where"] = wording.where
    environment.globals["nation_names"] = wording.NATION_NAMES
    environment.globals["page_titles"] = PAGE_TITLES
    environment.globals["source_flag"] = panels.source_flag
    return environment
