"""The page that opens first in `holdfast lab`: what to do before, on and after the day. `app` writes it at each start.

It is a Markdown file among the trainer's own, so that its links open in JupyterLab. What the module for trainers says
already is linked by the id of its cell, never written again.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Sequence
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from holdfast import interface_text, paths
from holdfast.errors import UserError
from holdfast.interface_text import say
from holdfast.lab import copies
from holdfast.library import Library
from holdfast.notebooks import cells_of, source_of

FILE = "START.md"
FOR_TRAINERS = "06_running_a_session"

_HEADING = re.compile(r"^#{1,6} +(.+?) *$", re.MULTILINE)


def write(library: Library, root: Path, port: int, kept: Sequence[str]) -> Path:
    """Write the page.

    Args:
        library: The course.
        root: The data root.
        port: Where JupyterLab listens.
        kept: The modules whose copy is the trainer's own.

    Returns:
        Where it is.

    Raises:
        UserError: The folder does not take it.
    """
    file = root / copies.FOLDER / FILE
    try:
        file.write_text(text(library, root, port, kept), encoding="utf-8")
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        raise UserError(f"{file} cannot be written ({why}): make the folder writable.") from error
    return file


def text(library: Library, root: Path, port: int, kept: Sequence[str]) -> str:
    """Return the page; the arguments are those of `write`."""
    notebook = library.folders.modules / FOR_TRAINERS / f"{FOR_TRAINERS}.ipynb"
    environment = Environment(  # noqa: S701  (Markdown, of our own content)
        loader=FileSystemLoader(Path(__file__).parent),
        extensions=["jinja2.ext.i18n"],
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.policies["ext.i18n.trimmed"] = True
    environment.globals.update(gettext=say, ngettext=interface_text.say_many)
    return environment.get_template(f"{FILE}.j2").render(
        part=_links(notebook),
        modules=[(module, copies.path(module.id)) for module in library.course.modules],
        kept=[library.module(each).title for each in kept],
        which_data="" if root == paths.default_data_root() else f" --data {shlex.quote(str(root))}",
        formgrader=f"http://127.0.0.1:{port}/formgrader",
    )


def _links(notebook: Path) -> dict[str, str]:
    """Return for each cell that has a heading a link to it, by the cell's id."""
    linked = {}
    for cell in cells_of(notebook.read_text(encoding="utf-8")):
        if heading := _HEADING.search(source_of(cell)):
            linked[cell["id"]] = f"[{heading[1]}]({copies.path(FOR_TRAINERS)}#cell-id={cell['id']})"
    return linked
