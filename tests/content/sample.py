"""A tiny course that keeps every rule, and ways to break it.

`build` copies it to a folder of a test's own. A broken sample is a folder below ``bad/`` named ``CODE-what-is-wrong``:
``edits.yaml`` lists replacements (``file``, ``find``: a text that stands there once, ``replace``) and files to
``delete``; every other file in it is laid over the course.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from ruamel.yaml import YAML

from holdfast import schemas
from holdfast.paths import Folders

GOOD = Path(__file__).parent / "good"
BAD = Path(__file__).parent / "bad"


def build(folder: Path) -> Folders:
    """Lay the good course into an empty folder and return where its parts are."""
    shutil.copytree(GOOD, folder, dirs_exist_ok=True)
    folders = Folders(
        content=folder / "content",
        modules=folder / "modules",
        source=folder / "source",
        keys=folder / "keys",
        nbgrader_config=folder / "nbgrader_config.py",
    )
    schemas.write(folders.content / "schema")
    return folders


def edit(file: Path, find: str, replace: str) -> None:
    """Replace a text that stands in the file exactly once."""
    text = file.read_text(encoding="utf-8")
    assert text.count(find) == 1, f"{file} holds {find!r} {text.count(find)} times"
    file.write_text(text.replace(find, replace), encoding="utf-8")


def break_it(folder: Path, sample: Path) -> None:
    """Apply a broken sample to a course laid out by `build`."""
    shutil.copytree(sample, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("edits.yaml"))
    edits = sample / "edits.yaml"
    for change in YAML(typ="safe").load(edits) if edits.is_file() else ():
        if "delete" in change:
            (folder / change["delete"]).unlink()
        else:
            edit(folder / change["file"], change["find"], change["replace"])
