"""The modules as a trainer opens them: copies, with the notes for the facilitator set apart. `app` brings them.

The course's own notebooks stay as they are: JupyterLab saves what was run, a course that is being served follows each
change, and an installed course may be read-only. A copy that the trainer changed is never overwritten.
"""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress
from pathlib import Path
from typing import Any

from holdfast.errors import UserError
from holdfast.library import Library
from holdfast.notebooks import NotANotebook, cells_of, source_of

FOLDER = "lab"
"""The trainer's folder in a data root."""
NOTE = "facilitator"
"""The tag of a cell that is for the facilitator."""

_LIST = ".copies.json"
_ENDING = ".ipynb"


def bring(library: Library, root: Path) -> tuple[str, ...]:
    """Put a copy of each module into the trainer's folder, or the newer one in the place of one nobody changed.

    Args:
        library: The course.
        root: The data root.

    Returns:
        The ids of the modules whose copy is the trainer's own by now, and so stayed.

    Raises:
        UserError: The folder does not take them.
    """
    folder = root / FOLDER / "modules"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        brought, kept = _brought(folder), []
        for module in library.course.modules:
            text = styled(_notebook(library.folders.modules, module.id).read_text(encoding="utf-8"))
            place, digest = _notebook(folder, module.id), _digest(text)
            found = _digest(place.read_text(encoding="utf-8", errors="replace")) if place.exists() else None
            if found not in {None, digest, brought.get(module.id)}:
                kept.append(module.id)
                continue
            if found != digest:
                _write(place, text)
            brought[module.id] = digest
        _write(folder / _LIST, json.dumps(brought, indent=1))
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        raise UserError(f"The modules could not be copied to {folder} ({why}): make the folder writable.") from error
    return tuple(kept)


def path(module_id: str) -> str:
    """Return where the copy of a module is, from the trainer's folder."""
    return f"modules/{module_id}/{module_id}{_ENDING}"


def styled(text: str) -> str:
    """Return a notebook in which each note for the facilitator stands in a box of its own."""
    notebook = json.loads(text)
    for cell in notebook["cells"]:
        if NOTE in cell["metadata"].get("tags", ()):
            cell["source"] = f'<div class="hf-note">\n\n{source_of(cell)}\n\n</div>'
    return json.dumps(notebook, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _notebook(folder: Path, module_id: str) -> Path:
    return folder / module_id / f"{module_id}{_ENDING}"


def _digest(text: str) -> str:
    """Return what tells two notebooks apart: their cells. That one was run does not count."""
    try:
        told: Any = [(cell["cell_type"], source_of(cell)) for cell in cells_of(text)]
    except NotANotebook:
        told = text
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()


def _brought(folder: Path) -> dict[str, str]:
    with suppress(OSError, ValueError):
        brought = json.loads((folder / _LIST).read_text(encoding="utf-8"))
        if isinstance(brought, dict):
            return brought
    return {}


def _write(place: Path, text: str) -> None:
    place.parent.mkdir(exist_ok=True)
    beside = place.with_name(f".{place.name}.new")
    beside.write_text(text, encoding="utf-8")
    beside.replace(place)
