"""Pages that are the same for everyone, made once from the notebooks and kept in memory."""

from __future__ import annotations

import asyncio
import gzip
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from logging import Logger
from pathlib import Path
from typing import Literal

import nbformat

from holdfast.errors import UserError
from holdfast.library import Library
from holdfast.model import Assignment, Module
from holdfast.server import notebook_html, notebook_run, notebook_sections, pages
from holdfast.server.assets import Assets

PATIENCE = 60.0
"""Seconds a request waits for a page that is still being made."""


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
    def of(cls, html: str) -> Page:
        """Encode, compress and name it."""
        body = html.encode()
        return cls(body=body, packed=gzip.compress(body, mtime=0), tag=hashlib.sha256(body).hexdigest()[:32])


@dataclass(kw_only=True)
class _Notebook:
    """One notebook on its way to pages."""

    kind: Literal["module", "check"]
    file: Path
    done: asyncio.Event = field(default_factory=asyncio.Event)
    pages: Mapping[str, Page] = field(default_factory=dict)
    live: bool = False
    reason: str = ""


@dataclass(kw_only=True)
class Prepared:
    """Makes the pages of all modules and assignments, one notebook after the other, and hands them out."""

    library: Library
    assets: Assets
    modules: Path
    release: Path
    scratch: Path
    log: Logger

    def __post_init__(self) -> None:
        course = self.library.course
        self._notebooks = {
            module.id: _Notebook(kind="module", file=self.modules / module.id / f"{module.id}.ipynb")
            for module in course.modules
        } | {
            entry.id: _Notebook(kind="check", file=self.release / entry.id / f"{entry.id}.ipynb")
            for entry in course.checks
        }
        self._waiting = list(self._notebooks)
        self._stopped = False

    async def prepare_all(self, released: asyncio.Future[tuple[str, ...]]) -> None:
        """Make the pages; what is asked for comes first, and one that fails does not stop the others.

        Args:
            released: Done when nbgrader's release versions are there; pages of checks wait for it.
        """
        self._released = released
        runner = notebook_run.Runner(self.scratch, self.log)
        try:
            while self._waiting:
                await self._prepare(self._waiting.pop(0), runner)
        finally:
            await runner.close()

    def stop(self) -> None:
        """Begin no further page; what is being made may be cancelled."""
        self._waiting.clear()
        self._stopped = True

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
        if not any(entry.id == assignment_id for entry in self.library.course.checks):
            raise NotThere(assignment_id)
        return self._page(await self._ready(assignment_id, patience), assignment_id)

    async def is_live(self, module_id: str, patience: float = PATIENCE) -> bool:
        """Return whether the module has to be shown with a kernel; raises what `section` does."""
        if not any(entry.id == module_id for entry in self.library.course.modules):
            raise NotThere(module_id)
        return (await self._ready(module_id, patience)).live

    async def _ready(self, name: str, patience: float) -> _Notebook:
        notebook = self._notebooks[name]
        if name in self._waiting:
            self._waiting.remove(name)
            self._waiting.insert(0, name)
        try:
            async with asyncio.timeout(patience):
                await notebook.done.wait()
        except TimeoutError:
            raise NotReady(name) from None
        return notebook

    def _page(self, notebook: _Notebook, name: str) -> Page:
        if name not in notebook.pages:
            raise NotPrepared(notebook.reason)
        return notebook.pages[name]

    async def _prepare(self, name: str, runner: notebook_run.Runner) -> None:
        notebook = self._notebooks[name]
        what = "module" if notebook.kind == "module" else "check"
        try:
            await self._make(name, notebook, runner)
        except FileNotFoundError:
            self.log.error("The notebook of %s is missing: %s", name, notebook.file)  # noqa: TRY400
            notebook.reason = f"The notebook of this {what} is missing. The other pages are not affected."
        except Exception:
            if self._stopped:  # nbclient turns a cancelled run into a kernel that died
                return
            self.log.exception("The notebook of %s could not be run: %s", name, notebook.file)
            notebook.reason = (
                f"The notebook of this {what} could not be run. The reason is printed where Holdfast was started. "
                "The other pages are not affected."
            )
        notebook.done.set()

    async def _make(self, name: str, notebook: _Notebook, runner: notebook_run.Runner) -> None:
        if notebook.kind == "check":
            await asyncio.wait({self._released})
        content = nbformat.reads(notebook.file.read_text("utf-8"), as_version=4)
        if notebook_sections.is_live(content):
            notebook.live = True
            return
        run = notebook_sections.for_learners(content)
        states = await runner.run(run, notebook.file.parent)
        if notebook_html.foreign_widgets(run.cells, states):
            notebook.live = notebook.kind == "module"
            if not notebook.live:
                raise UserError(f"{notebook.file} shows a widget that is not one of ours: a check cannot.")
            return
        exporter = notebook_html.PageExporter(notebook.file.parent)
        if notebook.kind == "check":
            body = await exporter.body(notebook_sections.without_title(run.cells), states, self.library)
            notebook.pages = {name: self._check_page(self.library.assignment(name), body)}
            return
        module = self.library.module(name)
        parts = notebook_sections.split(run.cells, [section.title for section in module.sections])
        made: dict[str, Page] = {}
        for place, section in enumerate(module.sections):
            if section.title not in parts:
                notebook.reason = "The notebook of this module has no such part. The other pages are not affected."
                self.log.error("%s has no heading '## %s'", notebook.file, section.title)
                continue
            body = await exporter.body(parts[section.title], states, self.library)
            made[section.id] = self._module_page(module, place, body)
        notebook.pages = made

    def _module_page(self, module: Module, place: int, body: notebook_html.Body) -> Page:
        sections = module.sections
        html = pages.render_module(
            self.library,
            self.assets,
            module,
            sections[place],
            body.html,
            self._take_in(body),
            sections[place - 1] if place else None,
            sections[place + 1] if place + 1 < len(sections) else None,
        )
        return Page.of(html)

    def _check_page(self, assignment: Assignment, body: notebook_html.Body) -> Page:
        return Page.of(pages.render_check(self.library, self.assets, assignment, body.html, self._take_in(body)))

    def _take_in(self, body: notebook_html.Body) -> list[str]:
        """Make the widgets' scripts and styles assets; return the kinds."""
        for kind, (script, style) in body.widgets.items():
            self.assets.add(f"{kind}.js", script.encode())
            self.assets.add(f"{kind}.css", style.encode())
        if body.dropped:
            self.log.warning("Outputs that no page can show were left out: %s", ", ".join(sorted(body.dropped)))
        return list(body.widgets)
