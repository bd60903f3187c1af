"""The secret that seals check codes, kept in the data root. Whoever loses it loses what tells an invented code."""

from __future__ import annotations

import os
import secrets
import tempfile
from contextlib import suppress
from pathlib import Path

from holdfast.errors import UserError

FILE = ".certificate_secret"
_BYTES = 32


def certificate_secret(root: Path) -> bytes:
    """Return the secret of a data root, made at first use and kept.

    Raises:
        UserError: It cannot be read or written, or it is damaged. A new one would make every certificate given out
            before look invented, so that is never done by itself.
    """
    file = root / FILE
    with suppress(FileNotFoundError):
        return _kept(file)
    _make(file)
    return _kept(file)


def _kept(file: Path) -> bytes:
    try:
        kept = bytes.fromhex(file.read_text("ascii"))
    except FileNotFoundError:
        raise
    except OSError as error:
        raise UserError(
            f"The secret of the certificates {file} cannot be read ({_reason(error)}): make it readable for you."
        ) from error
    except ValueError:
        kept = b""
    if len(kept) < _BYTES:
        raise UserError(
            f"The secret of the certificates {file} is damaged: bring it back from a backup. Only if there is none, "
            "delete it; the certificates given out before are then no longer known."
        )
    return kept


def _make(file: Path) -> None:
    """Write a new secret whole or not at all; where another program was first, its secret stays."""
    try:
        handle, name = tempfile.mkstemp(prefix=f"{FILE}_", dir=file.parent)  # mkstemp makes it 0600
        beside = Path(name)
        try:
            with os.fdopen(handle, "w", encoding="ascii") as out:
                out.write(secrets.token_bytes(_BYTES).hex())
                out.flush()
                os.fsync(out.fileno())
            _put_in_place(beside, file)
        finally:
            beside.unlink(missing_ok=True)
    except OSError as error:
        raise UserError(
            f"The secret of the certificates {file} cannot be written ({_reason(error)}): "
            "make its folder writable, or give another one with --data."
        ) from error


def _put_in_place(beside: Path, file: Path) -> None:
    try:
        file.hardlink_to(beside)
    except FileExistsError:
        return
    except OSError:  # a disk without hard links, as USB sticks have
        beside.replace(file)


def _reason(error: OSError) -> str:
    return (error.strerror or str(error)).lower()
