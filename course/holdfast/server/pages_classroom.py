"""The pages of a room, as HTML: the trainer's two windows, and what somebody who joined sees. Used by the handlers.

A phone's page holds the present question, so that it works without a script; ``static/join.js`` draws it anew from then
on. The trainer's windows are drawn by ``static/room.js`` alone. Nothing on a phone's page leads to a learner's page.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal

from holdfast import help_register
from holdfast.interface_text import say
from holdfast.server import pages
from holdfast.wording import NATION_NAMES

if TYPE_CHECKING:
    from holdfast.library import Library
    from holdfast.model import Module, Nation, Resource
    from holdfast.server.pages import Assets

Window = Literal["wall", "notes"]

_PARTS = ("ask", "room-stream", "room-shown")
_NEAR = {"emergency", "young-person", "adult"}


def render_room(library: Library, assets: Assets, module: Module, window: Window, nation: Nation | None) -> str:
    """Return one of the trainer's windows.

    Args:
        library: The course.
        assets: Where the scripts and styles are.
        module: What the room goes through.
        window: The wall, which everyone sees, or the notes, which stay on the trainer's own screen.
        nation: Whose helplines are shown at the end.
    """
    template = "room.html" if window == "wall" else "room-notes.html"
    shown = {"module": module, "window": window, "services": _helplines(library, nation), **_parts(assets)}
    return pages.render_own(template, library, assets, say("Room"), **shown)


def render_code(library: Library, assets: Assets, xsrf: str, sentence: str = "") -> str:
    """Return the page that asks for the code.

    Args:
        library: The course.
        assets: Where the scripts and styles are.
        xsrf: What its form brings back.
        sentence: What was wrong with the code that was sent, if one was.
    """
    heading = say("Join the room")
    title = say("To be mended: {heading}", heading=heading) if sentence else heading
    shown = {"heading": heading, "sentence": sentence, "xsrf": xsrf}
    return pages.render_open("join-code.html", library, assets, title, **shown)


def render_join(
    library: Library, assets: Assets, state: Mapping[str, Any], xsrf: str, nation: Nation | None, said: str = ""
) -> str:
    """Return the page of somebody who joined, as the room stands now.

    Args:
        library: The course.
        assets: Where the scripts and styles are.
        state: What a participant may know, as the stream of events tells it.
        xsrf: What its form brings back.
        nation: Whose helplines are shown at the end.
        said: What to say of an answer that was just sent without a script; by itself the page says how it stands.
    """
    step, result = state["step"], state["result"]
    shown = {
        "state": state,
        "place": _place(step, state["round"]) if step else "",
        "hint": _hint(step) if step else "",
        "reasons": {each["id"]: each for each in result["explanation"]} if result else {},
        "standing": said or (say("Your answer is in.") if state["mine"] else say("Nobody sees who chose what.")),
        "services": _helplines(library, nation),
        "xsrf": xsrf,
        **_parts(assets),
    }
    return pages.render_open("join.html", library, assets, say("Room"), **shown)


def render_left(library: Library, assets: Assets, nation: Nation | None) -> str:
    """Return the page of somebody who left the room: a way back, and who helps."""
    heading = say("You have left the room")
    shown = {"heading": heading, "services": _helplines(library, nation)}
    return pages.render_open("join-left.html", library, assets, say("Room"), **shown)


def _parts(assets: Assets) -> dict[str, Any]:
    urls = {name: assets.url(f"{name}.js") for name in _PARTS}
    return {"room_parts": json.dumps(urls), "preload": tuple(urls.values())}


def _place(step: Mapping[str, Any], round_: int) -> str:
    which = say("second vote") if round_ > 1 else say("first vote")
    return say("Question {number} of {count}, {which}", number=step["number"], count=step["of"], which=which)


def _hint(step: Mapping[str, Any]) -> str:
    return say("Choose one.") if step["kind"] == "poll" else say("Choose what a colleague could do.")


def _helplines(library: Library, nation: Nation | None) -> tuple[Resource, ...]:
    """Return the services for whoever was touched by it: those that every page has, and the nation's own for people.

    Where no nation is known, only what serves all four; "Help now" has the others.
    """
    everywhere = len(NATION_NAMES)
    quick = help_register.quick(library)
    if nation is None:
        return tuple(entry for entry in quick if len(entry.nations) == everywhere)
    own = (
        entry
        for entry in library.resources.values()
        if len(entry.nations) < everywhere and entry.group in _NEAR and entry not in quick
    )
    return tuple(entry for entry in (*quick, *own) if nation in entry.nations)
