"""A tiny course that keeps every rule, and ways to break it.

`build` copies it to a folder of a test's own. A broken sample is a folder below ``bad/`` named ``CODE-what-is-wrong``:
``edits.yaml`` lists replacements (``file``, ``find``: a text that stands there once, ``replace``) and files to
``delete``; every other file in it is laid over the course.
"""

from __future__ import annotations

import atexit
import shutil
import tempfile
from contextlib import suppress
from functools import cache
from pathlib import Path

import yaml

from holdfast import generated, library
from holdfast.errors import UserError
from holdfast.paths import Folders

GOOD = Path(__file__).parent / "good"
BAD = Path(__file__).parent / "bad"


def build(folder: Path) -> Folders:
    """Lay the good course into an empty folder and return where its parts are."""
    shutil.copytree(_built(), folder, dirs_exist_ok=True)
    return _folders(folder)


@cache
def _built() -> Path:
    """Return the good course with what is generated from it, made once for all tests of a process."""
    folder = Path(tempfile.mkdtemp(prefix="holdfast-good-"))
    atexit.register(shutil.rmtree, folder)
    shutil.copytree(GOOD, folder, dirs_exist_ok=True)
    generated.write(library.load(_folders(folder)))
    return folder


def _folders(folder: Path) -> Folders:
    return Folders(
        content=folder / "content",
        modules=folder / "modules",
        source=folder / "source",
        keys=folder / "keys",
        nbgrader_config=folder / "nbgrader_config.py",
    )


def edit(file: Path, find: str, replace: str) -> None:
    """Replace a text that stands in the file exactly once."""
    text = file.read_text(encoding="utf-8")
    assert text.count(find) == 1, f"{file} holds {find!r} {text.count(find)} times"
    file.write_text(text.replace(find, replace), encoding="utf-8")


def break_it(folder: Path, sample: Path) -> None:
    """Apply a broken sample to a course laid out by `build`."""
    shutil.copytree(sample, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("edits.yaml"))
    broken = {folder / file.relative_to(sample) for file in sample.rglob("*")}
    edits = sample / "edits.yaml"
    for change in yaml.safe_load(edits.read_text(encoding="utf-8")) if edits.is_file() else ():
        file = folder / change.get("delete", change.get("file"))
        broken.add(file)
        if "delete" in change:
            file.unlink()
        else:
            edit(file, change["find"], change["replace"])
    _bring_up_to_date(folder, broken)


def _bring_up_to_date(folder: Path, broken: set[Path]) -> None:
    """Write again what follows from the content, so that a sample breaks its own rule alone."""
    with suppress(UserError):
        for path, text in generated.stale(library.load(_folders(folder))).items():
            if path not in broken:
                path.write_text(text, encoding="utf-8")
