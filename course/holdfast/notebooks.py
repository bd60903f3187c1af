"""The normal form of a notebook: one text for one content, so that a change in git is a change in the lesson.

No outputs, execution counts or widget state; cell ids that stay; one kernel with its display name (nbgrader refuses a
notebook without); sorted keys and one space of indent, as nbformat writes; only metadata that means something here.
It is a fixed point of ``nbstripout --keep-id``.
"""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from holdfast.content_file import shown
from holdfast.errors import UserError
from holdfast.paths import Folders

__all__ = ["NotANotebook", "cells_of", "check_notebook", "course_notebooks", "fix", "normalise"]

_NOTEBOOK_METADATA: dict[str, Any] = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
_CELL_METADATA = ("holdfast", "nbgrader", "slideshow", "tags")
_CELL_ID = re.compile(r"[a-zA-Z0-9_-]{1,64}")
_TAG = re.compile(r"[^,]+")
_CELL_TYPES = ("code", "markdown", "raw")
_FORMAT = (4, 5)


class NotANotebook(UserError):  # noqa: N818  (it says what is wrong)
    """A file that is not a notebook this course can read."""


def course_notebooks(folders: Folders) -> tuple[Path, ...]:
    """Return the notebooks of the course in order: modules, the sources of assignments, the gallery of a checkout."""
    lessons = tuple(path for folder in (folders.modules, folders.source) for path in _notebooks_below(folder))
    gallery = folders.modules.parent / "widgets" / "gallery.ipynb"
    return (*lessons, gallery) if gallery.is_file() else lessons


def normalise(text: str) -> str:
    """Return the notebook in normal form; the normal form of a normal form is itself.

    Args:
        text: The content of an ``.ipynb`` file.

    Raises:
        NotANotebook: It cannot be read as a notebook of format 4.
    """
    cells = cells_of(text)
    ids = _ids(cells)
    notebook = {
        "cells": [_normal_cell(cell, cell_id) for cell, cell_id in zip(cells, ids, strict=True)],
        "metadata": _NOTEBOOK_METADATA,
        "nbformat": _FORMAT[0],
        "nbformat_minor": _FORMAT[1],
    }
    return json.dumps(notebook, ensure_ascii=False, indent=1, sort_keys=True, allow_nan=False) + "\n"


def check_notebook(path: Path) -> tuple[str, ...]:
    """Return what keeps a notebook from its normal form, one sentence each; nothing when it is in it."""
    try:
        text = _read(path)
        if text == normalise(text):
            return ()
        sentences = [sentence for cell in cells_of(text) for sentence in _cell_faults(cell)]
        sentences += _notebook_faults(json.loads(text))
    except NotANotebook as error:
        return (str(error),)
    return tuple(sentences) or ("The layout of the file differs from the normal form.",)


def fix(path: Path) -> bool:
    """Bring a notebook into normal form; return whether it changed. A half-written file is never left behind."""
    text = _read(path)
    normal = normalise(text)
    if normal == text:
        return False
    with tempfile.NamedTemporaryFile("wb", dir=path.parent, prefix=f".{path.name}.", delete=False) as stream:
        beside = Path(stream.name)
        stream.write(normal.encode())
    beside.chmod(path.stat().st_mode)
    beside.replace(path)
    return True


def cells_of(text: str) -> list[dict[str, Any]]:
    """Return the cells of a notebook as they stand in the file.

    Raises:
        NotANotebook: It cannot be read as a notebook of format 4.
    """
    try:
        notebook = json.loads(text, parse_constant=_refuse_constant)
        text.encode()
        json.dumps(notebook, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        raise NotANotebook("The notebook is not valid JSON; open it in JupyterLab and save it again.") from None
    if not isinstance(notebook, dict) or notebook.get("nbformat") != _FORMAT[0]:
        raise NotANotebook("The file is not a notebook of format 4; open it in JupyterLab and save it again.")
    cells = notebook.get("cells")
    if not isinstance(cells, list) or not all(_is_cell(cell) for cell in cells):
        raise NotANotebook("The notebook has a cell that is broken; open it in JupyterLab and save it again.")
    return cells


def source_of(cell: dict[str, Any]) -> str:
    """Return the text of a cell, which a file may keep as one string or as a list of lines."""
    source = cell["source"]
    return source if isinstance(source, str) else "".join(source)


def _notebooks_below(folder: Path) -> Iterable[Path]:
    return sorted(path for path in folder.glob("*/*.ipynb") if not path.name.startswith("."))


def _read(path: Path) -> str:
    try:
        return path.read_bytes().decode()
    except OSError as error:
        raise NotANotebook(f"{shown(path)} cannot be opened: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise NotANotebook("The notebook is not UTF-8 text; open it in JupyterLab and save it again.") from None


def _refuse_constant(name: str) -> None:
    raise ValueError(name)


def _is_cell(cell: Any) -> bool:
    if not isinstance(cell, dict) or cell.get("cell_type") not in _CELL_TYPES:
        return False
    source = cell.get("source")
    lines = source if isinstance(source, list) else [source]
    metadata = cell.get("metadata", {})
    tags = metadata.get("tags", []) if isinstance(metadata, dict) else None
    return isinstance(tags, list) and all(isinstance(text, str) for text in (*lines, *tags))


def _ids(cells: list[dict[str, Any]]) -> list[str]:
    """Keep every usable id at its first cell; name the others by their position."""
    taken: set[str] = set()
    kept: list[str | None] = []
    for cell in cells:
        known = str(cell.get("id", ""))
        usable = _CELL_ID.fullmatch(known) is not None and known not in taken
        kept.append(known if usable else None)
        taken.update([known] if usable else [])
    ids = []
    for position, cell_id in enumerate(kept, start=1):
        name, number = cell_id or f"cell-{position}", 1
        while cell_id is None and name in taken:
            number += 1
            name = f"cell-{position}-{number}"
        taken.add(name)
        ids.append(name)
    return ids


def _normal_cell(cell: dict[str, Any], cell_id: str) -> dict[str, Any]:
    metadata = dict(cell.get("metadata", {}))
    metadata["tags"] = list(dict.fromkeys(tag for tag in metadata.get("tags", []) if _TAG.fullmatch(tag)))
    normal = {
        "cell_type": cell["cell_type"],
        "id": cell_id,
        "metadata": {name: metadata[name] for name in _CELL_METADATA if metadata.get(name)},
        "source": source_of(cell).splitlines(keepends=True),
    }
    if cell["cell_type"] == "code":
        return normal | {"execution_count": None, "outputs": []}
    # A picture somebody pasted is content: it is kept, and a content rule asks for a figure with a description instead.
    return normal | ({"attachments": cell["attachments"]} if cell.get("attachments") else {})


def _cell_faults(cell: dict[str, Any]) -> list[str]:
    cell_id = cell.get("id")
    name = f"The cell {cell_id!r}" if cell_id else "A cell"
    unknown = sorted(set(cell.get("metadata", {})) - set(_CELL_METADATA))
    faults = {
        f"{name} holds outputs.": cell.get("outputs"),
        f"{name} holds an execution count.": cell.get("execution_count") is not None,
        f"{name} has no id.": cell_id is None,
        f"{name} has metadata this course does not use: {', '.join(unknown)}.": unknown,
    }
    return [sentence for sentence, present in faults.items() if present]


def _notebook_faults(notebook: dict[str, Any]) -> list[str]:
    metadata = notebook.get("metadata", {})
    ids = [cell.get("id") for cell in notebook["cells"]]
    unknown = sorted(set(metadata) - set(_NOTEBOOK_METADATA)) if isinstance(metadata, dict) else ["metadata"]
    usual = not unknown and metadata == _NOTEBOOK_METADATA
    faults = {
        "Two cells have the same id.": len(set(map(str, ids))) < len(ids),
        f"The notebook has metadata this course does not use: {', '.join(unknown)}.": unknown,
        "The kernel is not the course's own (python3, with its display name).": not usual and not unknown,
    }
    return [sentence for sentence, present in faults.items() if present]
