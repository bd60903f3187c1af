"""The file ``answers.json`` of a submission: what it may hold, how it is read and how it is written.

The file is hostile until checked. `read` refuses everything that is not exactly the schema; `check` then compares what
was read with the course. Every refusal is one sentence that names the file, or the answer, and the mend.
"""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field, ValidationError

from holdfast import recording
from holdfast.errors import UserError
from holdfast.library import Library
from holdfast.model import Closed, Slug
from holdfast.recording import MAX_LETTERS, MAX_WORDS

FILE_NAME = "answers.json"
SCHEMA_VERSION = 1
MAX_BYTES = 65536
"""The largest file that is read; a real one has about one kilobyte."""


_MAX_DEPTH = 3
_AGAIN = "submit the answers again from the course page"

_Key = Annotated[str, Field(pattern=r"^[a-z0-9_]+([-/][a-z0-9_]+)*$", max_length=120)]
_Words = Annotated[list[Annotated[str, Field(max_length=MAX_LETTERS)]], Field(max_length=MAX_WORDS)]


class BadAnswers(UserError):  # noqa: N818  (it says what happened)
    """Answers that cannot be marked."""


class Answers(Closed):
    """What a learner answered: for each record key its value, a scenario's path or an item's chosen options."""

    model_config = ConfigDict(strict=True)

    schema_version: Literal[1] = 1
    assignment: Slug
    answers: Annotated[dict[_Key, _Words], Field(max_length=200)]


def read(folder: str | os.PathLike[str], assignment_id: str) -> Answers:
    """Read ``answers.json`` of one submission.

    Args:
        folder: The submission's folder.
        assignment_id: The assignment the answers must be for.

    Raises:
        BadAnswers: The file is missing, is no ordinary file, is too large, or is not of the schema.
    """
    file = Path(folder) / FILE_NAME
    answers = _validated(file, _parsed(file, _bytes(file)))
    if answers.assignment != assignment_id:
        raise BadAnswers(f"{file} is for {answers.assignment!r} and not for {assignment_id!r}: {_AGAIN}.")
    return answers


def write(folder: str | os.PathLike[str], answers: Answers) -> None:
    """Write ``answers.json`` whole or not at all; what stood there before stays until the new one is on the disk.

    Raises:
        BadAnswers: The answers are too large, or the folder does not take the file.
    """
    file = Path(folder) / FILE_NAME
    data = json.dumps(answers.model_dump(mode="json"), ensure_ascii=True, indent=1).encode() + b"\n"
    if len(data) > MAX_BYTES:
        raise BadAnswers(f"{file} would have more than {MAX_BYTES} bytes: shorten the answers.")
    try:
        _refuse_special(file)
        _replace(file, data)
    except OSError as error:
        raise BadAnswers(f"{file} cannot be written ({error.strerror}): make its folder writable.") from error


def check(answers: Answers, library: Library) -> None:
    """Compare answers with the course.

    Raises:
        NotFound: The course has no such assignment.
        BadAnswers: An answer is not for a part of the assignment, names an option that does not exist, or is a path
            that nobody can have walked.
    """
    assignment = library.assignment(answers.assignment)
    parts = recording.keys_of_assignment(assignment)
    for entry_id, value in answers.answers.items():
        if entry_id not in parts:
            raise BadAnswers(f"{FILE_NAME} answers {entry_id!r}, which is not in {assignment.id!r}: {_AGAIN}.")
        try:
            recording.check(library, entry_id, value)
        except ValueError as error:
            reason = str(error).rstrip(".")
            raise BadAnswers(f"{FILE_NAME} has an impossible answer to {entry_id!r} ({reason}): {_AGAIN}.") from error


def _bytes(file: Path) -> bytes:
    """Return what the file holds, and never more than one byte over the limit."""
    # Without O_NONBLOCK, opening a pipe would wait for somebody to write into it.
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    try:
        _refuse_special(file)
        with os.fdopen(os.open(file, flags), "rb") as opened:
            if not stat.S_ISREG(os.fstat(opened.fileno()).st_mode):
                raise BadAnswers(_special(file))
            data = opened.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise BadAnswers(f"{file} is missing: {_AGAIN}.") from None
    except OSError as error:
        raise BadAnswers(f"{file} cannot be read ({error.strerror}): make it an ordinary, readable file.") from error
    if len(data) > MAX_BYTES:
        raise BadAnswers(f"{file} has more than {MAX_BYTES} bytes: {_AGAIN}.")
    return data


def _refuse_special(file: Path) -> None:
    with contextlib.suppress(FileNotFoundError):
        if not stat.S_ISREG(file.lstat().st_mode):
            raise BadAnswers(_special(file))


def _special(file: Path) -> str:
    return f"{file} is a link or not an ordinary file: remove it and {_AGAIN}."


def _parsed(file: Path, data: bytes) -> Any:
    try:
        text = data.decode("utf-8")
        if _too_deep(text):
            raise BadAnswers(f"{file} is nested too deeply: {_AGAIN}.")
        return json.loads(text, object_pairs_hook=_unique, parse_constant=_no_constant)
    except ValueError as error:
        raise BadAnswers(f"{file} is damaged ({_reason(error)}): {_AGAIN}.") from error


def _too_deep(text: str) -> bool:
    """Return whether brackets nest deeper than the schema does; asked first, because the parser recurses."""
    depth, in_text, escaped = 0, False, False
    for character in text:
        if in_text:
            in_text = escaped or character != '"'
            escaped = character == "\\" and not escaped
        elif character == '"':
            in_text = True
        elif character in "[{":
            depth += 1
            if depth > _MAX_DEPTH:
                return True
        elif character in "]}":
            depth -= 1
    return False


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise ValueError(f"it has {name[:60]!a} twice")
        found[name] = value
    return found


def _no_constant(name: str) -> None:
    raise ValueError(f"it has {name}, which is no JSON")


def _reason(error: ValueError) -> str:
    match error:
        case UnicodeDecodeError():
            return "it is no UTF-8 text"
        case json.JSONDecodeError():
            return f"it is no whole JSON at line {error.lineno}"
        case _:
            return str(error)


def _validated(file: Path, data: Any) -> Answers:
    version = data.get("schema_version") if isinstance(data, dict) else None
    if type(version) is not int:
        raise BadAnswers(f"{file} does not say which schema_version it is: {_AGAIN}.")
    if version != SCHEMA_VERSION:
        raise BadAnswers(
            f"{file} is of schema_version {str(version)[:20]} and this course reads {SCHEMA_VERSION}: "
            "use the version of the course that wrote it."
        )
    try:
        return Answers.model_validate(data)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(ascii(str(part)[:60])[1:-1] for part in first["loc"])
        raise BadAnswers(f"{file} is not as it should be at {where} ({first['msg']}): {_AGAIN}.") from error


def _replace(file: Path, data: bytes) -> None:
    """Put the bytes on the disk under another name, then rename, so that no reader ever sees half a file."""
    beside = file.with_name(f".{file.name}.{secrets.token_hex(8)}")
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    try:
        with os.fdopen(os.open(beside, flags, 0o600), "wb") as opened:
            opened.write(data)
            opened.flush()
            os.fsync(opened.fileno())
        beside.replace(file)
    finally:
        beside.unlink(missing_ok=True)
    with _folder_handle(file.parent) as handle:
        if handle is not None:
            os.fsync(handle)


@contextlib.contextmanager
def _folder_handle(folder: Path) -> Iterator[int | None]:
    """Open a folder so that the rename in it can be forced to the disk; None where the system cannot (Windows)."""
    if os.name == "nt":
        yield None
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        yield handle
    finally:
        os.close(handle)
