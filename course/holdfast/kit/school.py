"""Reads a school's ``school.yaml``: its people, numbers and places, and its logo.

`holdfast.cli_kit` calls it first: a pack without the local names and numbers is of no use, so none is begun. Every
mistake is told at once, each with its line; what is missing, in one sentence.
"""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

from pydantic import BaseModel, ValidationError

from holdfast import content_file
from holdfast.content_file import ContentError, ContentErrors, Document
from holdfast.errors import UserError
from holdfast.kit.logo import Logo, read_logo
from holdfast.model.school import EXAMPLE_NAME, School, for_examples
from holdfast.wording import listed

EXAMPLE = Path(__file__).with_name("example_school.yaml")
_EXAMPLE_WORDS = "Name of the "


@dataclass(frozen=True, kw_only=True)
class Told:
    """What a school said of itself."""

    school: School
    logo: Logo | None = None


def read_school(file: Path) -> Told:
    """Read what a school says of itself.

    Raises:
        ContentErrors: The file cannot be read, something required is missing, or something in it cannot be right;
            lists every mistake.
        UserError: The logo cannot be used.
    """
    try:
        document = content_file.read(file)
    except ContentError as error:
        raise ContentErrors([error]) from None
    if not isinstance(document.data, dict):
        raise ContentErrors([ContentError(file, 1, "", 'The file must hold lines such as "name: Example school".')])
    school = _validated(document)
    _nothing_of_the_example(document, school)
    return Told(school=school, logo=read_logo(file.parent, school.logo) if school.logo else None)


def write_example(file: Path) -> None:
    """Write a commented example; a file that is there is left alone.

    Raises:
        UserError: The file is there already, or cannot be written.
    """
    try:
        with file.open("xb") as stream:
            stream.write(EXAMPLE.read_bytes())
    except FileExistsError:
        raise UserError(f"{content_file.shown(file)} is there already; choose another name.") from None
    except OSError as error:
        raise UserError(f"{content_file.shown(file)} cannot be written: {error.strerror}.") from None


def _validated(document: Document) -> School:
    try:
        return School.model_validate_json(json.dumps(document.data), strict=True)
    except ValidationError as error:
        raise ContentErrors(list(_mistakes(document, error))) from None


def _mistakes(document: Document, error: ValidationError) -> Iterator[ContentError]:
    details = error.errors(include_url=False)
    missing = [_dotted(detail["loc"]) for detail in details if detail["type"] == "missing"]
    if missing:
        them = "it" if len(missing) == 1 else "them"
        yield ContentError(document.file, 1, "", f"A pack needs {listed(missing)} as well; add {them}.")
    for detail in details:
        if detail["type"] != "missing":
            where = detail["loc"]
            yield ContentError(document.file, document.line(*where), _dotted(where), _sentence(detail))


def _sentence(detail: Any) -> str:
    name = detail["loc"][-1]
    if detail["type"] == "extra_forbidden":
        near = difflib.get_close_matches(str(name), _known(detail["loc"]), n=1, cutoff=0.5)
        hint = f"did you mean {near[0]!r}?" if near else f"known are {listed(_known(detail['loc']))}."
        return f"The key {name!r} is not known here; {hint}"
    said = detail["msg"].removeprefix("Value error, ").removesuffix(".")
    given = detail["input"]
    tells = detail["type"] != "value_error" and isinstance(given, str | int | float)
    return f"{said}, not {str(given)[:40]!r}." if tells else f"{said}."


def _known(where: tuple[str | int, ...]) -> list[str]:
    """Return the keys that the place of an unknown one has."""
    model: type[BaseModel] = School
    for step in where[:-1]:
        found = next((field for name, field in model.model_fields.items() if step in {name, field.alias}), None)
        inner = found.annotation if found else None
        model = next(
            (kind for kind in (inner, *get_args(inner)) if isinstance(kind, type) and issubclass(kind, BaseModel)),
            model,
        )
    return [field.alias or name for name, field in model.model_fields.items()]


def _nothing_of_the_example(document: Document, school: School) -> None:
    """Refuse numbers that nobody answers and names of nobody, but in the example itself."""
    if school.is_example:
        return
    values = _values(school.model_dump(by_alias=True))
    wrong = [
        ContentError(document.file, document.line(*where), _dotted(where), problem)
        for where, value in values
        if isinstance(value, str) and (problem := _of_the_example(value))
    ]
    if wrong:
        raise ContentErrors(wrong)


def _of_the_example(value: str) -> str:
    if for_examples(value):
        return f"This number is for examples, and nobody answers it; write your own ({EXAMPLE_NAME!r} alone keeps it)."
    if value.startswith(_EXAMPLE_WORDS):
        return "These words are the example’s; write a name."
    return ""


def _values(data: dict[str, Any], before: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    for key, value in data.items():
        if isinstance(value, dict):
            yield from _values(value, (*before, key))
        else:
            yield (*before, key), value


def _dotted(keys: tuple[str | int, ...]) -> str:
    return ".".join(str(key) for key in keys)
