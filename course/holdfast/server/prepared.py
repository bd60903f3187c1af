"""Pages that are the same for everyone, handed out from memory. `holdfast.server.page_upkeep` makes them."""

from __future__ import annotations

import asyncio
import gzip
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from logging import Logger
from pathlib import Path
from typing import Literal

from holdfast import sheets
from holdfast.library import Library
from holdfast.recording import BOOSTER
from holdfast.server.assets import Assets
from holdfast.server.page_store import Kept
from holdfast.server.watching import Stamps

PATIENCE = 60.0
"""Seconds a request waits for a page that is still being made."""


NotebookKind = Literal["module", "check", "booster"]


class NotThere(LookupError):  # noqa: N818  (it says what is the matter)
    """There is no such module, section or assignment."""


class NotReady(Exception):  # noqa: N818  (it says what is the matter)
    """The page is still being made, and the request has waited long enough."""


class NotPrepared(Exception):  # noqa: N818
    """The notebook could not be run or has no such section; its text says so in words. The log has the error."""


@dataclass(frozen=True, kw_only=True)
class Page:
    """One page as it is sent."""

    body: bytes
    packed: bytes
    tag: str

    @classmethod
    def of_packed(cls, packed: bytes) -> Page:
        """Unpack and name it."""
        body = gzip.decompress(packed)
        return cls(body=body, packed=packed, tag=hashlib.sha256(body).hexdigest()[:32])


@dataclass(kw_only=True)
class Notebook:
    """One notebook on its way to pages, and the last pages that came of it."""

    kind: NotebookKind
    file: Path
    done: asyncio.Event = field(default_factory=asyncio.Event)
    pages: Mapping[str, Page] = field(default_factory=dict)
    live: bool = False
    reason: str = ""
    stamps: Stamps = field(default_factory=dict)  #: of its file, when its pages were made or tried last

    def show(self, kept: Kept, reason: str = "") -> None:
        """Have pages, and say why one that is not there is missing."""
        self.live, self.reason = kept.live, reason
        self.pages = {part: Page.of_packed(packed) for part, packed in kept.pages.items()}
        self.done.set()


@dataclass(kw_only=True)
class Prepared:
    """The notebooks of the course with their pages, and in which order those that have none yet are wanted."""

    library: Library
    assets: Assets
    modules: Path
    release: Path
    scratch: Path
    log: Logger
    notebooks: dict[str, Notebook] = field(default_factory=dict, init=False)
    waiting: list[str] = field(default_factory=list, init=False)

    def __post_init__(self) -> None:
        self.take(self.library)

    def take(self, content: Library) -> None:
        """Take content in: all its notebooks have to be made, and their last pages stay until then."""
        course, known = content.course, self.notebooks
        self.library = content
        self.notebooks = {
            module.id: known.get(module.id)
            or Notebook(kind="module", file=self.modules / module.id / f"{module.id}.ipynb")
            for module in course.modules
        } | {
            entry.id: known.get(entry.id) or Notebook(kind="check", file=self.release / entry.id / f"{entry.id}.ipynb")
            for entry in sorted(course.assignments, key=lambda entry: entry.kind != "module")
        }
        if content.quizzes:
            self.notebooks[BOOSTER] = known.get(BOOSTER) or Notebook(kind="booster", file=sheets.booster_file(content))
        for module in course.modules:
            notebook = self.notebooks[module.id]
            if not notebook.live and not {section.id for section in module.sections} <= notebook.pages.keys():
                notebook.done.clear()
        self.waiting = list(self.notebooks)

    def count(self) -> tuple[int, int]:
        """Return how many pages can be had without waiting, and how many there are in all."""
        course = self.library.course
        names = [(module.id, section.id) for module in course.modules for section in module.sections]
        names += [(name, name) for name, notebook in self.notebooks.items() if notebook.kind != "module"]
        ready = sum(self.notebooks[name].live or part in self.notebooks[name].pages for name, part in names)
        return ready, len(names)

    async def section(self, module_id: str, section_id: str, patience: float = PATIENCE) -> Page | None:
        """Return the page of a section, or None when the module has to be shown live.

        Raises:
            NotThere: The course has no such section.
            NotReady: It is still being made.
            NotPrepared: It could not be made.
        """
        module = next((entry for entry in self.library.course.modules if entry.id == module_id), None)
        section = next((entry for entry in module.sections if entry.id == section_id), None) if module else None
        if section is None:
            raise NotThere(section_id)
        notebook = await self._ready(module_id, patience)
        return None if notebook.live else self._page(notebook, section_id)

    async def check(self, assignment_id: str, patience: float = PATIENCE) -> Page:
        """Return the page of an assignment; raises what `section` does."""
        if not any(entry.id == assignment_id for entry in self.library.course.assignments):
            raise NotThere(assignment_id)
        return self._page(await self._ready(assignment_id, patience), assignment_id)

    async def booster(self, patience: float = PATIENCE) -> Page:
        """Return the page of the booster; raises what `section` does."""
        if BOOSTER not in self.notebooks:
            raise NotThere(BOOSTER)
        return self._page(await self._ready(BOOSTER, patience), BOOSTER)

    async def is_live(self, module_id: str, patience: float = PATIENCE) -> bool:
        """Return whether the module has to be shown with a kernel; raises what `section` does."""
        if not any(entry.id == module_id for entry in self.library.course.modules):
            raise NotThere(module_id)
        return (await self._ready(module_id, patience)).live

    async def _ready(self, name: str, patience: float) -> Notebook:
        notebook = self.notebooks[name]
        if name in self.waiting:
            self.waiting.remove(name)
            self.waiting.insert(0, name)
        try:
            async with asyncio.timeout(patience):
                await notebook.done.wait()
        except TimeoutError:
            raise NotReady(name) from None
        return notebook

    def _page(self, notebook: Notebook, name: str) -> Page:
        if name not in notebook.pages:
            raise NotPrepared(notebook.reason)
        return notebook.pages[name]
