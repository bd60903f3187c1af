"""Tries every address the course sends people to. `holdfast check --links` calls it; nothing else reaches out."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Literal

import httpx

from holdfast.library import Library

State = Literal["there", "moved", "unclear", "gone"]

_AT_ONCE = 8
_PATIENCE = 20.0
"""Seconds for one answer."""
_PAUSE = 0.5
"""Seconds before a second try, doubled for the third."""
_BUSY = frozenset({408, 425, 429, 500, 502, 503, 504})
_SHUT = frozenset({401, 403, 405, 406, 429, 451, 503})
"""Answers of sites that keep programs out: a person has to look."""
_FOR_GOOD = frozenset({301, 308})
# Some public sites refuse what does not look like a browser.
_HEADERS = {"User-Agent": "Mozilla/5.0 (compatible; Holdfast link check)", "Accept": "text/html,*/*"}


@dataclass(frozen=True, kw_only=True)
class Link:
    """An address and where it is written."""

    place: tuple[Path, int]
    name: str  #: what it belongs to, such as "The source 'nca-alert-2024'"
    url: str


@dataclass(frozen=True, kw_only=True)
class Tried:
    """What came of trying one address."""

    link: Link
    state: State
    words: str


def addresses(library: Library) -> Iterator[Link]:
    """Yield every web address of the sources and of the services that help."""
    for source in library.sources.values():
        place = library.line("source", source.id, "url")
        yield Link(place=place, name=f"The source {source.id!r}", url=source.url)
    for resource in library.resources.values():
        for number, channel in enumerate(resource.channels):
            if channel.target.startswith("http"):
                place = library.line("resource", resource.id, "channels", number, "target")
                yield Link(place=place, name=f"The service {resource.id!r}", url=channel.target)


def try_all(links: Iterable[Link], *, tries: int = 3, pause: float = _PAUSE) -> tuple[Tried, ...]:
    """Try addresses, each of them once however often it is written, and say what came of each.

    Args:
        links: What to try.
        tries: How often a site that is busy or does not answer is asked.
        pause: Seconds before the second try, doubled for each further one.
    """
    links = tuple(links)
    found = _try({link.url for link in links}, tries, pause)
    return tuple(Tried(link=link, state=found[link.url][0], words=found[link.url][1]) for link in links)


def _try(urls: set[str], tries: int, pause: float) -> Mapping[str, tuple[State, str]]:
    sites: dict[str, list[str]] = {}
    for url in sorted(urls):
        sites.setdefault(url.partition("//")[2].partition("/")[0], []).append(url)
    with httpx.Client(timeout=_PATIENCE, headers=_HEADERS) as client, ThreadPoolExecutor(_AT_ONCE) as pool:

        def visit(site: list[str]) -> list[tuple[str, tuple[State, str]]]:  # one question at a time for each site
            return [(url, _ask(client, url, tries, pause)) for url in site]

        return dict(chain.from_iterable(pool.map(visit, sites.values())))


def _ask(client: httpx.Client, url: str, tries: int, pause: float) -> tuple[State, str]:
    said: tuple[State, str] = ("gone", "it was not tried")
    for turn in range(tries):
        if turn:
            time.sleep(pause * 2 ** (turn - 1))
        try:
            with client.stream("GET", url, follow_redirects=True) as reply:  # what it holds is not waited for
                said = _meaning(reply)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            said = ("gone", f"it did not answer ({type(error).__name__})")
            continue
        if reply.status_code not in _BUSY:
            return said
    return said


def _meaning(reply: httpx.Response) -> tuple[State, str]:
    code = reply.status_code
    if code in _SHUT:
        return "unclear", f"the site answers {code} to a program: open it and look"
    if code >= httpx.codes.BAD_REQUEST:
        return "gone", f"it answers {code}"
    steps = [step.status_code for step in reply.history]
    if steps and set(steps) <= _FOR_GOOD:
        return "moved", f"it has moved to {reply.url}"
    return "there", "it is there"
