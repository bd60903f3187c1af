"""Makes the pages of one notebook: runs it, cuts it into parts and puts each into its page."""

from __future__ import annotations

import json
import re
import traceback
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from logging import Logger
from pathlib import Path
from typing import cast

import jinja2
import nbformat
from nbclient.exceptions import CellExecutionError
from nbformat import NotebookNode

from holdfast.content_file import shown
from holdfast.errors import UserError
from holdfast.library import Library
from holdfast.server import notebook_html, notebook_run, notebook_sections, pages, pages_checks
from holdfast.server.assets import Assets
from holdfast.server.prepared import NotebookKind

_COLOUR = re.compile(r"\x1b\[[0-9;]*m")
_CELL_LINE = re.compile(r"Cell In\[\d+\], line (\d+)")


class CannotBeMade(UserError):  # noqa: N818  (it says what happened)
    """The notebook cannot become pages; the sentence names file and line for the author."""


@dataclass(frozen=True, kw_only=True)
class Made:
    """What came of a notebook."""

    live: bool = False  #: it has to be shown with a kernel
    pages: Mapping[str, str] = field(default_factory=dict)  #: HTML, by section or assignment
    assets: Mapping[str, bytes] = field(default_factory=dict)  #: the widgets' scripts and styles, by file name
    problems: tuple[str, ...] = ()  #: why a part has no page, with file and line


@dataclass(frozen=True, kw_only=True)
class Making:
    """What every page is made with."""

    library: Library
    assets: Assets
    runner: notebook_run.Runner
    log: Logger

    def of(self, kind: NotebookKind) -> Callable[[str, Path], Awaitable[Made]]:
        """Return what makes the pages of a kind of notebook."""
        return {"module": self.module, "check": self.check, "booster": self.booster}[kind]

    async def module(self, module_id: str, file: Path) -> Made:
        """Make the pages of a module, one for each section; see `check` for what is raised."""
        notebook = _read(file)
        if notebook_sections.is_live(notebook):
            return Made(live=True)
        run, states = await self._run(notebook, file)
        if notebook_html.foreign_widgets(run.cells, states):
            return Made(live=True)
        exporter = notebook_html.PageExporter(file.parent)
        module = self.library.module(module_id)
        sections = module.sections
        parts = notebook_sections.split(run.cells, [section.title for section in sections])
        made: dict[str, str] = {}
        assets: dict[str, bytes] = {}
        for place, section in enumerate(sections):
            if section.title not in parts:
                continue
            body = await exporter.body(parts[section.title], states, self.library)
            assets |= self._take_in(body)
            made[section.id] = pages.render_module(
                self.library,
                self.assets,
                module,
                section,
                body.html,
                list(body.widgets),
                sections[place - 1] if place else None,
            )
        problems = tuple(
            f"{shown(file)}:1 The notebook has no heading '## {section.title}'."
            for section in sections
            if section.title not in parts
        )
        return Made(pages=made, assets=assets, problems=problems)

    async def check(self, assignment_id: str, file: Path) -> Made:
        """Make the page of an assignment.

        Raises:
            FileNotFoundError: There is no such notebook.
            CannotBeMade: It is no notebook, a cell raised, or it shows a widget that is not ours.
            Exception: The kernel did not start, died, or took too long; or a template is wrong.
        """
        body, assets = await self._body(file)
        assignment = self.library.assignment(assignment_id)
        html = pages.render_check(self.library, self.assets, assignment, body.html, list(body.widgets))
        return Made(pages={assignment_id: html}, assets=assets)

    async def booster(self, name: str, file: Path) -> Made:
        """Make the page of the booster; raises what `check` does."""
        body, assets = await self._body(file)
        html = pages_checks.render_booster(self.library, self.assets, body.html, list(body.widgets))
        return Made(pages={name: html}, assets=assets)

    async def _body(self, file: Path) -> tuple[notebook_html.Body, dict[str, bytes]]:
        """Run a notebook that is one page, and return what stands below its title, and the widgets' files."""
        run, states = await self._run(_read(file), file)
        if notebook_html.foreign_widgets(run.cells, states):
            raise CannotBeMade(f"{shown(file)}:1 It shows a widget that is not one of ours: a check cannot.")
        exporter = notebook_html.PageExporter(file.parent)
        body = await exporter.body(notebook_sections.without_title(run.cells), states, self.library)
        return body, self._take_in(body)

    async def _run(self, notebook: NotebookNode, file: Path) -> tuple[NotebookNode, notebook_run.WidgetStates]:
        run = notebook_sections.for_learners(notebook)
        try:
            return run, await self.runner.run(run, file.parent)
        except CellExecutionError as error:
            raise CannotBeMade(_cell_sentence(file, run, error)) from error

    def _take_in(self, body: notebook_html.Body) -> dict[str, bytes]:
        """Make the widgets' scripts and styles assets, and return them."""
        files: dict[str, bytes] = {}
        for kind, (script, style) in body.widgets.items():
            files |= {f"{kind}.js": script.encode(), f"{kind}.css": style.encode()}
        for name, text in files.items():
            self.assets.add(name, text)
        if body.dropped:
            self.log.warning("Outputs that no page can show were left out: %s", ", ".join(sorted(body.dropped)))
        return files


def sentence(error: Exception, file: Path) -> str | None:
    """Return where an error of an author is, and what it is, in one sentence; None where it is no author's."""
    if isinstance(error, UserError):
        return str(error)
    if isinstance(error, FileNotFoundError):
        return f"{shown(file)}:1 The notebook is missing."
    if isinstance(error, jinja2.TemplateError):
        return _template_sentence(error)
    return None


def _read(file: Path) -> NotebookNode:
    text = file.read_text("utf-8")
    try:
        json.loads(text)
        return cast("NotebookNode", nbformat.reads(text, as_version=4))
    except json.JSONDecodeError as error:
        raise CannotBeMade(f"{shown(file)}:{error.lineno} This is no notebook: {error.msg}.") from error
    except Exception as error:
        raise CannotBeMade(f"{shown(file)}:1 This is no notebook: {' '.join(str(error).split())}.") from error


def _cell_sentence(file: Path, run: NotebookNode, error: CellExecutionError) -> str:
    failed = next((cell for cell in reversed(run.cells) if _has_error(cell)), None)
    said = " ".join(_COLOUR.sub("", f"{error.ename}: {error.evalue}").split())
    if failed is None:
        return f"{shown(file)}:1 A cell could not be run: {said}."
    inside = _CELL_LINE.search(_COLOUR.sub("", error.traceback))
    line = int(inside[1]) if inside else 1
    return f"{shown(file)}:{_line(file, failed.id, line)} The cell {failed.id!r} could not be run: {said}."


def _has_error(cell: NotebookNode) -> bool:
    return any(output.output_type == "error" for output in cell.get("outputs", []))


def _line(file: Path, cell_id: str, inside: int) -> int:
    """Return the line of the file where a line of a cell stands: in normal form each has one of its own."""
    lines = file.read_text("utf-8").splitlines()
    mark = f'"id": {json.dumps(cell_id)}'
    begin = next((number for number, text in enumerate(lines, 1) if mark in text), 1)
    source = next((n for n, text in enumerate(lines[begin:], begin + 1) if text.strip() == '"source": ['), None)
    return begin if source is None else source + inside


def _template_sentence(error: jinja2.TemplateError) -> str:
    if isinstance(error, jinja2.TemplateSyntaxError):
        file, line = error.filename or error.name or "a template", error.lineno
    else:
        frame = traceback.extract_tb(error.__traceback__)[-1]
        file, line = frame.filename, frame.lineno or 1
    return f"{shown(Path(file))}:{line} The template is wrong: {error.message}."
