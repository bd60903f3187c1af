"""The parts of the running course, as handlers see them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from holdfast.library import Library
from holdfast.records import Records
from holdfast.records.transactions import today
from holdfast.server import pages
from holdfast.server.assets import Assets
from holdfast.server.limits import Limits
from holdfast.server.people import People
from holdfast.server.prepared import Prepared

if TYPE_CHECKING:
    from holdfast.server.extra import Extra
    from holdfast.server.live import LiveKernels
    from holdfast.server.submitting import Desk

P = ParamSpec("P")
T = TypeVar("T")


class Store:
    """The records, used by one thread only: writes come one after the other, and the server answers meanwhile."""

    def __init__(self, file: Path) -> None:
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="records")
        try:
            self.records = self._thread.submit(Records.open, file).result()
        except BaseException:
            self._thread.shutdown()
            raise

    async def call(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a method of the records and return what it returns; a write has been committed by then."""
        return await asyncio.wrap_future(self._thread.submit(function, *args, **kwargs))

    def wait_for(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a method of the records and wait for it: for what comes before the server answers."""
        return self._thread.submit(function, *args, **kwargs).result()

    def close(self) -> None:
        """Finish what was begun and close the file."""
        self._thread.submit(self.records.close).result()
        self._thread.shutdown()


@dataclass(kw_only=True)
class Services:
    """What handlers use. Made once by the application."""

    library: Library
    assets: Assets
    store: Store
    people: People
    prepared: Prepared
    desk: Desk
    live: LiveKernels
    limits: Limits = field(default_factory=Limits)
    extra: Extra | None = None  #: what a command added

    @property
    def today(self) -> date:
        """The day it is, as the records count days."""
        return today()

    @property
    def home(self) -> str:
        """The path at which whoever comes in begins."""
        return self.extra.home if self.extra is not None else "/"

    def use(self, content: Library) -> None:
        """Go on with content that was read again."""
        self.library = self.desk.library = content

    def error_page(self, status: int, sentence: str) -> str:
        """Return the page of an error."""
        return pages.render_error(self.assets, status, sentence)
