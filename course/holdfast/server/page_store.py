"""Pages kept on disk below the data root, so that a start finds them ready. Nothing of a learner is ever in them."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import tempfile
from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

_SUFFIX = ".pages"
_DIGEST = hashlib.sha256


@dataclass(frozen=True, kw_only=True)
class Kept:
    """What came of one notebook."""

    live: bool = False  #: it has to be shown with a kernel, and has no pages
    pages: Mapping[str, bytes] = field(default_factory=dict)  #: by section or assignment, packed with gzip
    assets: Mapping[str, bytes] = field(default_factory=dict)  #: the widgets' scripts and styles, by file name


class PageStore:
    """A folder with one file for each notebook, named after the notebook and the key of all it was made from.

    A file is written whole or not at all. One that is damaged is as good as none.
    """

    def __init__(self, folder: Path) -> None:
        """Take the folder; it is made when the first pages are kept, for this account only."""
        self._folder = folder

    def load(self, name: str, key: str) -> Kept | None:
        """Return what was kept of a notebook under that key, or None."""
        try:
            raw = self._file(name, key).read_bytes()
            checksum, data = raw[: _DIGEST().digest_size], raw[_DIGEST().digest_size :]
            return _unpacked(data) if _DIGEST(data).digest() == checksum else None
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return None

    def save(self, name: str, key: str, kept: Kept) -> None:
        """Keep what came of a notebook, in the place of its older versions.

        Raises:
            OSError: The folder does not take it.
        """
        self._folder.mkdir(mode=0o700, exist_ok=True)
        data = _packed(kept)
        handle, beside = tempfile.mkstemp(prefix=".page_", dir=self._folder)  # mkstemp makes it 0600
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(_DIGEST(data).digest() + data)
                file.flush()
                os.fsync(file.fileno())
            Path(beside).replace(self._file(name, key))
        except BaseException:
            Path(beside).unlink(missing_ok=True)
            raise
        self._remove({file for file in self._folder.glob(f"{name}.*{_SUFFIX}") if file != self._file(name, key)})

    def tidy(self, names: Collection[str]) -> None:
        """Remove everything but the files of these notebooks."""
        with suppress(OSError):
            self._remove({file for file in self._folder.iterdir() if file.name.partition(".")[0] not in names})

    def _file(self, name: str, key: str) -> Path:
        return self._folder / f"{name}.{key}{_SUFFIX}"

    def _remove(self, files: Collection[Path]) -> None:
        for file in files:
            with suppress(OSError):
                file.unlink()


def _packed(kept: Kept) -> bytes:
    said = {"live": kept.live, "pages": _as_text(kept.pages), "assets": _as_text(kept.assets)}
    return json.dumps(said).encode("ascii")


def _unpacked(data: bytes) -> Kept:
    said = json.loads(data)
    return Kept(live=bool(said["live"]), pages=_as_bytes(said["pages"]), assets=_as_bytes(said["assets"]))


def _as_text(files: Mapping[str, bytes]) -> dict[str, str]:
    return {name: base64.b64encode(body).decode("ascii") for name, body in files.items()}


def _as_bytes(files: Mapping[str, str]) -> dict[str, bytes]:
    return {name: base64.b64decode(text, validate=True) for name, text in files.items()}
