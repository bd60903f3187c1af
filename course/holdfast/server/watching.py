"""What pages are made from: under which key they are kept, and whether any of it has changed since."""

from __future__ import annotations

import asyncio
import hashlib
import os
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from holdfast import interface_text, library
from holdfast.errors import UserError
from holdfast.library import Library
from holdfast.paths import Folders

PAUSE = 1.0
"""Seconds between two looks at the files; a change counts when it stands still from one look to the next."""

_TOOLS = ("holdfast", "voila", "nbconvert", "mistune", "jinja2", "ipywidgets", "anywidget", "matplotlib")
_PASSED_OVER = frozenset({"__pycache__", ".ipynb_checkpoints"})

Stamps = Mapping[Path, tuple[int, int, int]]


class MarkedQuestionsChanged(UserError):  # noqa: N818  (it says what happened)
    """What marks are worked out from is not what it was at the start."""


def stamps(*files: Path) -> Stamps:
    """Return for each file that is there its time, size and number: another stamp, another content."""
    found = {}
    for file in files:
        try:
            said = file.stat()
        except OSError:
            continue
        found[file] = (said.st_mtime_ns, said.st_size, said.st_ino)
    return found


@dataclass(frozen=True, kw_only=True)
class Sources:
    """Everything a page is made from, but for its notebook: content, words, templates, styles, scripts, the program."""

    trees: tuple[Path, ...]

    @classmethod
    def of(cls, folders: Folders) -> Sources:
        """Return the two packages, and content and translations where they are outside. Keys are in none of them."""
        packages = [Path(library.__file__).parent]
        if (widgets := find_spec("holdfast_widgets")) is not None and widgets.origin:
            packages.append(Path(widgets.origin).parent)
        others = (folders.content, interface_text.folder())
        outside = (tree for tree in others if not any(tree.is_relative_to(package) for package in packages))
        return cls(trees=(*packages, *outside))

    def stamps(self) -> Stamps:
        """Return the stamps of all files."""
        return stamps(*self._files())

    def digest(self) -> str:
        """Return a hash over all files, the Python and the tools that make pages."""
        told = hashlib.sha256(repr((sys.version_info, [version(tool) for tool in _TOOLS])).encode())
        for number, tree in enumerate(self.trees):
            for file in self._files(tree):
                try:
                    body = file.read_bytes()
                except FileNotFoundError:  # an editor's own, gone already
                    continue
                told.update(f"{number}/{file.relative_to(tree).as_posix()} {len(body)}\n".encode())
                told.update(body)
        return told.hexdigest()

    def _files(self, *trees: Path) -> Iterator[Path]:
        for tree in trees or self.trees:
            for folder, folders, files in os.walk(tree):
                folders[:] = sorted(set(folders) - _PASSED_OVER)
                yield from (Path(folder, name) for name in sorted(files) if not name.startswith("."))


def changed(before: Stamps, now: Stamps) -> frozenset[Path]:
    """Return the files that are new, gone or different."""
    return frozenset(file for file in before.keys() | now.keys() if before.get(file) != now.get(file))


def is_program(file: Path) -> bool:
    """Return whether a change of the file counts only after a restart."""
    return file.suffix == ".py"


async def read_again(old: Library) -> Library:
    """Read the content of a running course again.

    Raises:
        UserError: It does not load, its language has no catalogue, or marks would no longer follow the questions that
            learners see.
    """
    new = await asyncio.to_thread(library.load, old.folders)
    for name in sorted({check.id for content in (old, new) for check in content.course.assignments}):
        if _marked(old, name) != _marked(new, name):
            raise MarkedQuestionsChanged(
                f"What is marked in {name} has changed, and marks still follow what was read at the start: "
                "stop Holdfast and start it again."
            )
    interface_text.use(new.course.language)
    return new


def _marked(content: Library, assignment_id: str) -> object:
    """Return what marks of an assignment depend on: its conversation, and the ids of what can be chosen."""
    check = next((entry for entry in content.course.assignments if entry.id == assignment_id), None)
    if check is None:
        return None
    items = [content.items.get(item) for item in check.items]
    shapes = [
        (item.id, item.type, [option.id for option in item.options], [group.id for group in item.groups])
        for item in items
        if item is not None
    ]
    return shapes, content.scenarios.get(check.scenario) if check.scenario else None
