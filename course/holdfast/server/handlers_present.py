"""The presenter's two windows: the slides for the room, and the notes. They exist while `holdfast present` runs."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from holdfast.interface_text import later, say
from holdfast.server.handlers_pages import PageHandler
from holdfast.server.notebook_html import Hosts, hosts
from holdfast.server.prepared import NotPrepared, NotReady, NotThere
from holdfast.server.security import PlainError

if TYPE_CHECKING:
    from holdfast.server.present_page import Presentation

_ANOTHER = later("These slides are not being shown. Start `holdfast present` again with the module you want.")


class _Handler(PageHandler):
    """Base of both windows."""

    def initialize(self, presentation: Presentation) -> None:
        """Take what is shown."""
        self.presentation = presentation

    def refuse_another(self, module_id: str) -> None:
        """Refuse a module that is not the one shown."""
        if module_id != self.presentation.deck.module_id:
            raise PlainError(404, say(_ANOTHER))


class SlidesHandler(_Handler):
    """GET /present/<module>: the window that the room sees."""

    kind = "slides"

    async def get(self, module_id: str) -> None:
        """Send all slides; drawing the figures takes a second."""
        self.refuse_another(module_id)
        found = await self._hosts()
        self.send(await asyncio.to_thread(self.presentation.slides, found))

    async def _hosts(self) -> Hosts:
        """Return the widgets of the module; none of a part whose page could not be made."""
        deck, found = self.presentation.deck, dict[tuple[str, str], str]()
        for section in self.presentation.library.module(deck.module_id).sections:
            try:
                page = await self.services.prepared.section(deck.module_id, section.id)
            except (NotThere, NotReady, NotPrepared):
                continue
            if page is not None:
                found |= hosts(page.body.decode())
        return found

    head = get


class NotesHandler(_Handler):
    """GET /present/<module>/notes: the window that the presenter alone sees."""

    kind = "notes"

    async def get(self, module_id: str) -> None:
        """Send the notes."""
        self.refuse_another(module_id)
        self.send(await asyncio.to_thread(self.presentation.notes))

    head = get


def handlers(presentation: Presentation) -> list[Any]:
    """Return the addresses of a presentation."""
    shown = {"presentation": presentation}
    return [
        (r"/present/([0-9]{2}_[a-z_]+)/?", SlidesHandler, shown),
        (r"/present/([0-9]{2}_[a-z_]+)/notes", NotesHandler, shown),
    ]
