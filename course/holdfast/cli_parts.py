"""What the commands share: where the data is, how a file is written and how an error is told."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import ParamSpec

import click

from holdfast.errors import UserError

P = ParamSpec("P")

data_option = click.option(
    "--data",
    type=click.Path(path_type=Path, file_okay=False),
    help="Where answers and marks are kept (default: assessments/ of a checkout, else this computer's data folder).",
)


def one_sentence(command: Callable[P, None]) -> Callable[P, None]:
    """Turn what a person can mend into its sentence and exit code 2."""

    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            command(*args, **kwargs)
        except UserError as error:
            click.echo(str(error), err=True)
            sys.exit(2)

    return run


def write_file(file: Path, content: bytes) -> None:
    """Write a file whole, for its owner alone to read, or leave what was there.

    Raises:
        UserError: It cannot be written.
    """
    try:
        handle, name = tempfile.mkstemp(prefix=f".{file.name[:40]}_", dir=file.parent)
        beside = Path(name)
        try:
            with os.fdopen(handle, "wb") as out:
                out.write(content)
            beside.replace(file)
        finally:
            beside.unlink(missing_ok=True)
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        raise UserError(f"{file} cannot be written ({why}): name another one.") from error
