"""The files a page needs (styles, scripts), held in memory under an address that changes with the content."""

from __future__ import annotations

import gzip
import hashlib
from dataclasses import dataclass
from pathlib import Path

_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".ico": "image/x-icon",
    ".webmanifest": "application/manifest+json",
}
STATIC = Path(__file__).parent / "static"


@dataclass(frozen=True, kw_only=True)
class Asset:
    """One file, as it is sent."""

    name: str
    tag: str
    type: str
    body: bytes
    packed: bytes


class Assets:
    """All files that may be sent. What is not in here does not exist, so no address can leave a folder."""

    def __init__(self, folder: Path = STATIC) -> None:
        self._newest: dict[str, Asset] = {}
        self._files: dict[tuple[str, str], Asset] = {}
        self.read(folder)

    def read(self, folder: Path = STATIC) -> None:
        """Take all files of a folder in."""
        for path in sorted(folder.glob("*")):
            if path.suffix in _TYPES:
                self.add(path.name, path.read_bytes())

    def add(self, name: str, body: bytes) -> None:
        """Take a file in; pages that were made with an older one of that name still find theirs."""
        kind = _TYPES[Path(name).suffix]
        tag = hashlib.sha256(body).hexdigest()[:10]
        asset = Asset(name=name, tag=tag, type=kind, body=body, packed=gzip.compress(body, mtime=0))
        self._newest[name] = self._files[tag, name] = asset

    def url(self, name: str) -> str:
        """Return the address of a file; raise `KeyError` where there is none."""
        asset = self._newest[name]
        return f"/assets/{asset.tag}/{name}"

    def find(self, tag: str, name: str) -> Asset | None:
        """Return the file at that address, or None."""
        return self._files.get((tag, name))
