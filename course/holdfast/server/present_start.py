"""Starts the server of `holdfast present`: the course, and the slides of one module in addition."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from holdfast.interface_text import say
from holdfast.server import app, handlers_present
from holdfast.server.extra import Addition
from holdfast.server.present_page import Presentation
from holdfast.slides.deck import deck

if TYPE_CHECKING:
    from holdfast.model import Nation
    from holdfast.server.services import Services

_THIS_COMPUTER = "127.0.0.1"


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What is to be presented."""

    module: str
    minutes: int | None = None  #: of the session; None: the whole module
    school: Mapping[str, str] | None = None  #: its own names and numbers, for a slide
    nation: Nation | None = None  #: whose words are used; None: those of the person who presents


@dataclass(frozen=True)
class WithSlides:
    """The presentation, as the application uses it."""

    presentation: Presentation

    @property
    def home(self) -> str:
        """Where the slides are."""
        return f"/present/{self.presentation.deck.module_id}"

    @property
    def invitation(self) -> str:
        """How the notes are opened."""
        return say("Press S on the slides for your notes, in a window of their own.")

    def handlers(self) -> list[Any]:
        """Return the addresses of the presentation."""
        return handlers_present.handlers(self.presentation)

    async def close(self) -> None:
        """Nothing was begun that has to be finished."""


def serve(wanted: Wanted, port: int, open_browser: bool, data: Path | None) -> None:
    """Serve the course with slides, on this computer alone, until it is told to stop.

    Args:
        wanted: What is presented.
        port: Port to listen on; a taken one is an error.
        open_browser: Whether to open the link in a browser.
        data: The data root; None takes the default one.

    Raises:
        UserError: Something a person can mend stands in the way; the text says what.
    """
    app.serve(
        ip=_THIS_COMPUTER,
        port=port,
        open_browser=open_browser,
        data=data,
        identity="local",
        modules=None,
        addition=Addition(make=partial(_made, wanted)),
    )


def _made(wanted: Wanted, services: Services, _root: Path, _ip: str, _port: int) -> WithSlides:
    library = services.library
    shown = deck(library, library.module(wanted.module), school=wanted.school, minutes=wanted.minutes)
    nation = wanted.nation or services.people.local().nation
    return WithSlides(Presentation(library=library, assets=services.assets, deck=shown, nation=nation))
