"""The course with an interface in a language that nobody speaks: every message of it stands between « and »."""

from __future__ import annotations

import shutil
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Message
from babel.messages.pofile import read_po, write_po

from holdfast import interface_text, paths

LANGUAGE = "qps"


def write_catalogue(folder: Path) -> None:
    """Write a catalogue that translates each message of the template: placeholders and markup stay as they are."""
    catalog = read_po(BytesIO((paths.course_folders().content.parent / "locale" / "holdfast.pot").read_bytes()))
    for message in catalog:
        if message.id:
            message.string = _between(message)
            message.flags.clear()
    file = folder / LANGUAGE / "LC_MESSAGES" / "holdfast.po"
    file.parent.mkdir(parents=True)
    with file.open("wb") as out:
        write_po(out, catalog)


def _between(message: Message) -> str | tuple[str, ...]:
    return f"«{message.id}»" if isinstance(message.id, str) else tuple(f"«{each}»" for each in message.id)


def copied_course(top: Path) -> dict[str, str]:
    """Copy the course, give the copy that language, and return the environment in which it is served."""
    package = paths.course_folders().content.parent
    checkout = package.parents[1]
    passed_over = shutil.ignore_patterns("__pycache__", ".ipynb_checkpoints")
    for name in ("course/holdfast", "widgets/holdfast_widgets", "modules", "assessments/source", "assessments/keys"):
        shutil.copytree(checkout / name, top / name, ignore=passed_over)
    for name in ("assessments/nbgrader_config.py", "pyproject.toml"):
        shutil.copy(checkout / name, top / name)
    course = top / "course" / "holdfast" / "content" / "course.yaml"
    text = course.read_text(encoding="utf-8")
    text = text.replace(f"language: {interface_text.ENGLISH}\n", f"language: {LANGUAGE}\n")
    course.write_text(text, encoding="utf-8")
    write_catalogue(top / "words")
    return {"PYTHONPATH": f"{top / 'course'}:{top / 'widgets'}", "HOLDFAST_LOCALE": str(top / "words")}
