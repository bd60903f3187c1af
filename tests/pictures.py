"""Takes the pictures of the guides: real commands, real Chromium, the course as it is.

For whoever changes one of these screens::

    .venv/bin/python tests/pictures.py

It writes `course/guides/pictures/{slide,room,phone}.png`. The guides for trainers and for school leads show them.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, expect, sync_playwright

import server_process
from conftest import CHROMIUM_ARGUMENTS, find_chromium
from e2e.rooms import COMMAND, PHONE, Room, vote

_FOLDER = Path(__file__).parent.parent / "course" / "guides" / "pictures"
_MODULE = "04_responding"
_SLIDE = "say-and-better-not"
_LENGTH = ("--minutes", "60")
_WALL = {"width": 1280, "height": 720}
_MOST_BYTES = 150_000


def main() -> None:
    """Take all of them."""
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        chromium = playwright.chromium.launch(executable_path=find_chromium(), args=CHROMIUM_ARGUMENTS)
        take_slide(chromium, Path(folder) / "slides")
        take_room(chromium, Path(folder) / "room")
        chromium.close()


def take_slide(chromium: Browser, data: Path) -> None:
    """Take a slide as the room sees it, with the presenter's buttons."""
    with (
        server_process.start(data, command=("present", _MODULE), arguments=_LENGTH) as server,
        _pages(chromium) as opened,
    ):
        page = opened(viewport=_WALL)
        page.goto(server.enter)
        page.goto(f"{server.url}/present/{_MODULE}#{_SLIDE}")
        expect(page.locator(f'[data-slide="{_SLIDE}"]')).to_be_visible()
        _keep(page, "slide")


def take_room(chromium: Browser, data: Path) -> None:
    """Take a phone that has voted, and the trainer's wall after two votes."""
    with server_process.start(data, command=COMMAND) as server, _pages(chromium) as opened:
        wall = opened(viewport=_WALL)
        wall.goto(server.enter)
        expect(wall).to_have_url(f"{server.url}/room")
        room = Room(server=server, wall=wall, open_phone=opened)
        code, phone = room.code, room.phone()
        voters = room.voters(code, 11)
        room.act("open", "n")
        vote(phone, 1)
        _keep(phone, "phone")
        room.vote(voters[:5], 1)
        room.vote(voters[5:], 2)
        room.act("closed", "h")
        room.act("open", "a")
        vote(phone, 1)
        room.vote(voters[:8], 1)
        room.vote(voters[8:], 2)
        room.act("revealed", "r")
        expect(wall.get_by_role("table", name="How the room answered")).to_be_visible()
        _keep(wall, "room")


@contextmanager
def _pages(chromium: Browser) -> Iterator[Callable[..., Page]]:
    """Give what opens a page, of a phone unless it is told another size; close all of them."""
    contexts = []

    def opened(**how: Any) -> Page:
        context = chromium.new_context(locale="en-GB", **{"viewport": PHONE, **how})
        contexts.append(context)
        return context.new_page()

    yield opened
    for context in contexts:
        context.close()


def _keep(page: Page, name: str) -> None:
    """Write a picture of what is on the screen; one that a guide should not carry is refused."""
    picture = page.screenshot(animations="disabled")
    if len(picture) > _MOST_BYTES:
        sys.exit(f"{name}.png would have {len(picture)} bytes, and {_MOST_BYTES} are the most: take a smaller window.")
    file = _FOLDER / f"{name}.png"
    file.write_bytes(picture)
    sys.stdout.write(f"{file.name}: {len(picture)} bytes\n")


if __name__ == "__main__":
    main()
