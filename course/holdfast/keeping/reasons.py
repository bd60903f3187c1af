"""Why completions were erased: the controller decides, and the data folder remembers the reason, without a name."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from holdfast.documents.plain_text import one_line
from holdfast.errors import UserError
from holdfast.keeping.places import REASONS, reason
from holdfast.records import Completion


@dataclass(frozen=True, kw_only=True)
class Reason:
    """Why one completion was erased."""

    erased_on: date
    digest: str  #: SHA-256 of its code, in hexadecimal: the holder of a certificate can be answered by it
    why: str


def note(root: Path, completions: Iterable[Completion], why: str, today: date) -> None:
    """Note why these completions are erased.

    Raises:
        UserError: The reason is empty, or cannot be written down; nothing may be erased then.
    """
    said = one_line(why)
    if not said:
        raise UserError("Say why with --reason: the school decides, and has to be able to say so later.")
    new = [Reason(erased_on=today, digest=_digest(each.code), why=said) for each in completions]
    write(root, [*read(root), *new])


def read(root: Path) -> tuple[Reason, ...]:
    """Return all reasons, the oldest first.

    Raises:
        UserError: The file cannot be read.
    """
    file = root / REASONS
    try:
        lines = file.read_text(encoding="utf-8").splitlines() if file.is_file() else []
        return tuple(_reason(line) for line in lines)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UserError(f"The file {file} cannot be read ({error}): put its backup back, or move it away.") from error


def write(root: Path, reasons: Iterable[Reason]) -> None:
    """Write all reasons, each once.

    Raises:
        UserError: The disk refuses; the file is as it was.
    """
    file = root / REASONS
    beside = file.with_name(f"{REASONS}.new")
    lines = [json.dumps({**asdict(each), "erased_on": each.erased_on.isoformat()}) for each in dict.fromkeys(reasons)]
    try:
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as out:
            out.write("".join(f"{line}\n" for line in lines))
            out.flush()
            os.fsync(out.fileno())
        beside.replace(file)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise UserError(
            f"The reason could not be written to {file} ({reason(error)}): free some space there."
        ) from error


def _reason(line: str) -> Reason:
    known = json.loads(line)
    return Reason(erased_on=date.fromisoformat(known["erased_on"]), digest=str(known["digest"]), why=str(known["why"]))


def _digest(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()
