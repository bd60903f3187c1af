"""Addresses are tried against a server of our own: what is there, moved, shut, busy for a while, or gone."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

import pytest

from holdfast.library import library
from holdfast.links import Link, State, addresses, try_all

HERE = (Path("sources.yaml"), 1)


class _Site(BaseHTTPRequestHandler):
    asked: ClassVar[Counter[str]] = Counter()

    def do_GET(self) -> None:
        self.asked[self.path] += 1
        code = {"/gone": 404, "/shut": 403, "/broken": 500, "/moved": 301, "/elsewhere": 302}.get(self.path, 200)
        if self.path == "/busy" and self.asked[self.path] < 3:
            code = 503
        self.send_response(code)
        if code in (301, 302):
            self.send_header("Location", "/there")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def site() -> Iterator[str]:
    _Site.asked.clear()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Site)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def _link(url: str) -> Link:
    return Link(place=HERE, name="The source 'it'", url=url)


@pytest.mark.parametrize(
    ("path", "state", "asked"),
    [
        ("/there", "there", 1),
        ("/elsewhere", "there", 1),
        ("/moved", "moved", 1),
        ("/shut", "unclear", 1),
        ("/gone", "gone", 1),
        ("/busy", "there", 3),
        ("/broken", "gone", 3),
    ],
)
def test_an_address_is_what_the_site_says_it_is(site: str, path: str, state: State, asked: int) -> None:
    (tried,) = try_all([_link(site + path)], pause=0)
    assert tried.state == state, tried.words
    assert _Site.asked[path] == asked


def test_a_moved_address_says_where_it_is_now(site: str) -> None:
    (tried,) = try_all([_link(f"{site}/moved")], pause=0)
    assert tried.words == f"it has moved to {site}/there"


def test_a_site_that_does_not_answer_is_gone_and_the_others_are_still_tried(site: str) -> None:
    nobody = "http://127.0.0.1:9/"
    tried = try_all(map(_link, (nobody, "http://", "http://[", f"{site}/there")), tries=2, pause=0)
    assert [each.state for each in tried] == ["gone", "gone", "gone", "there"]


def test_an_address_that_stands_twice_is_asked_for_once(site: str) -> None:
    assert len(try_all([_link(f"{site}/there")] * 3, pause=0)) == 3
    assert _Site.asked["/there"] == 1


def test_every_source_and_every_web_address_of_a_service_is_tried_with_its_line() -> None:
    course = library()
    found = list(addresses(course))
    assert {link.url for link in found} >= {source.url for source in course.sources.values()}
    web = [c for service in course.resources.values() for c in service.channels if c.target.startswith("http")]
    assert len(found) == len(course.sources) + len(web)
    for link in found:
        file, line = link.place
        assert link.url in file.read_text(encoding="utf-8").splitlines()[line - 1]
