"""One YAML file of content: its values as plain data, and the line of every key."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from yaml import MarkedYAMLError, YAMLError

from holdfast import content_yaml
from holdfast.content_yaml import Node
from holdfast.errors import UserError

MAX_BYTES = 512 * 1024
"""No content file comes near this size; one that does is a mistake or an attack."""

Keys = tuple[str | int, ...]


def shown(file: Path) -> str:
    """Return the path as a person would type it: relative to the working folder where it lies in there."""
    full, here = file.absolute(), Path.cwd()
    return str(full.relative_to(here)) if full.is_relative_to(here) else str(full)


class ContentError(UserError):
    """One mistake in one content file."""

    def __init__(self, file: Path, line: int, key: str, problem: str) -> None:
        """Name the place (``line`` from 1, ``key`` dotted or empty) and say in one sentence what is wrong."""
        super().__init__(f"{shown(file)}:{line} {key}: {problem}" if key else f"{shown(file)}:{line} {problem}")
        self.file = file
        self.line = line
        self.key = key
        self.problem = problem


class ContentErrors(UserError):  # noqa: N818  (a list of them)
    """Every mistake of every content file, in the order of the files."""

    def __init__(self, errors: list[ContentError]) -> None:
        """Keep the errors in order; the text is one line for each."""
        self.errors = tuple(sorted(errors, key=lambda error: (str(error.file), error.line, error.key)))
        super().__init__("\n".join(str(error) for error in self.errors))


@dataclass(frozen=True, kw_only=True)
class Document:
    """A file that was read."""

    file: Path
    data: Any  #: dictionaries, lists, text, numbers, booleans and None only
    tree: Node  #: the same with the line of each value

    def line(self, *keys: str | int) -> int:
        """Return the line of the value those keys lead to, or of the nearest place above it.

        A list is entered by index or by the ``id`` (in quizzes: ``item``) of one of its entries. A key that is not
        there is passed over, because pydantic also names the kind of a node on the way.
        """
        node, line = self.tree, 1
        for key in keys:
            step = _step(node, key)
            if step is not None:
                node, line = step
        return line


def read(file: Path) -> Document:
    """Read one file.

    Raises:
        ContentError: It is missing, empty, too large, not UTF-8, not YAML, or uses more of YAML than content needs.
    """
    text = _text(file)
    try:
        tree = content_yaml.parse(text)
    except content_yaml.Refused as refused:
        raise ContentError(file, refused.line, _dotted(refused.keys), refused.sentence) from None
    except MarkedYAMLError as error:
        raise ContentError(file, _mark(error), "", _yaml_sentence(error)) from None
    except RecursionError:
        raise ContentError(file, 1, "", "The file is nested too deeply to be content.") from None
    except (YAMLError, ValueError) as error:
        first = str(error).strip().splitlines()[0]
        raise ContentError(file, 1, "", f"The file cannot be read as YAML: {first}.") from None
    if tree is None or tree.value is None:
        raise ContentError(file, 1, "", "The file is empty; write its content or remove it.")
    return Document(file=file, data=tree.value, tree=tree)


def mistakes(document: Document, error: ValidationError) -> list[ContentError]:
    """Return what the model refuses in a file, each mistake with its place."""
    details = error.errors(include_url=False)
    return [_content_error(document, detail) for detail in details if not _follows(detail, details)]


def _text(file: Path) -> str:
    try:
        with file.open("rb") as stream:
            raw = stream.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise ContentError(file, 1, "", "The file is missing; the course cannot be read without it.") from None
    except OSError as error:
        raise ContentError(file, 1, "", f"The file cannot be opened: {error.strerror}.") from None
    if len(raw) > MAX_BYTES:
        raise ContentError(file, 1, "", f"The file is larger than {MAX_BYTES // 1024} kB; split it or mend it.")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise ContentError(file, line, "", "The file is not UTF-8 text; save it again as UTF-8.") from None


def _step(node: Node, key: str | int) -> tuple[Node, int] | None:
    if isinstance(node.value, list) and isinstance(key, str):
        key = _index(node.value, key)
    return (node.parts[key], node.key_lines[key]) if key in node.parts else None


def _index(entries: list[Any], name: str) -> int:
    for index, entry in enumerate(entries):
        if entry == name or (isinstance(entry, dict) and name in (entry.get("id"), entry.get("item"))):
            return index
    return -1


def _dotted(keys: Keys) -> str:
    return ".".join(str(key) for key in keys)


def _mark(error: MarkedYAMLError) -> int:
    mark = error.problem_mark or error.context_mark
    return mark.line + 1 if mark is not None else 1


def _yaml_sentence(error: MarkedYAMLError) -> str:
    problem = " ".join(str(error.problem or error.context or "it is broken").split())
    return f"The YAML is broken here: {problem}."


def _follows(detail: Any, details: Sequence[Any]) -> bool:
    """Return whether a list only counts as too short because some of its entries are wrong, which is told anyway."""
    where = detail["loc"]
    within = [other["loc"] for other in details if len(other["loc"]) > len(where)]
    return bool(detail["type"] == "too_short" and any(loc[: len(where)] == where for loc in within))


def _content_error(document: Document, detail: Any) -> ContentError:
    where: Keys = detail["loc"]
    return ContentError(document.file, document.line(*where), _dotted(where), _sentence(detail, where))


def _sentence(detail: Any, where: Keys) -> str:
    name = where[-1] if where else "the file"
    if detail["type"] == "missing":
        return f"The key {name!r} is missing; add it."
    if detail["type"] == "extra_forbidden":
        return f"The key {name!r} is not known here; mend its spelling or remove it."
    given = detail["input"]
    value = f", not {str(given)[:60]!r}" if isinstance(given, str | int | float) else ""
    return f"{detail['msg'].removesuffix('.')}{value}."
