"""What follows from the content and is kept beside it: schemas for editors, notebooks of assignments, the blueprint.

The template of the interface's catalogue follows from the sources, and is kept the same way.

`holdfast generate` writes it; the rules FMT002, ITM010, ITM011 and BLU001 hold it to the content.
"""

from __future__ import annotations

from pathlib import Path

from holdfast import blueprint, interface_catalogue, schemas, sheets
from holdfast.library import Library


def stale(library: Library) -> dict[Path, str]:
    """Return the files that are missing or not what the content says, each with what it should be."""
    folder = library.folders.content / "schema"
    wanted = {folder / name: text for name, text in schemas.current().items()}
    wanted |= sheets.wanted(library)
    wanted[blueprint.path(library)] = blueprint.table(library)
    wanted[interface_catalogue.path()] = interface_catalogue.template()
    return {path: text for path, text in wanted.items() if not _holds(path, text)}


def _holds(path: Path, text: str) -> bool:
    return path.is_file() and path.read_text(encoding="utf-8", errors="replace") == text


def write(library: Library) -> tuple[Path, ...]:
    """Bring the files up to date; return those that changed."""
    changed = stale(library)
    for path, text in changed.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tuple(changed)
