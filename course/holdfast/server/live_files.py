"""The scripts and styles of Voila's front end, for live pages: from its own folders and nowhere else."""

from __future__ import annotations

import mimetypes
from collections.abc import Sequence
from pathlib import Path

from holdfast.interface_text import say
from holdfast.server.security import Guarded, PlainError

_KINDS = {".js", ".css", ".json", ".svg", ".png", ".woff", ".woff2", ".ttf", ".eot", ".map"}


class LiveFile(Guarded):
    """GET of one file below one of a few folders."""

    kind = "live"

    def initialize(self, roots: Sequence[Path]) -> None:
        """Take the folders, the first one that has the file wins."""
        self.roots = roots

    def get(self, path: str) -> None:
        """Send the file."""
        file = find(self.roots, path)
        if file is None:
            raise PlainError(404, say("There is no such file."))
        kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        text = kind.startswith("text/") or kind.endswith(("javascript", "json"))
        self.set_header("Content-Type", f"{kind}; charset=utf-8" if text else kind)
        self.set_header("Cache-Control", "private, max-age=3600")
        self.finish(file.read_bytes())

    head = get


def find(roots: Sequence[Path], path: str) -> Path | None:
    """Return the file of that path below one of the folders, or None; a path that leads out of them finds nothing."""
    for root in roots:
        try:
            file = (root / path).resolve()
            inside = file.is_relative_to(root.resolve()) and file.is_file()
        except (OSError, ValueError):
            continue
        if inside and file.suffix in _KINDS:
            return file
    return None
