"""The command of certificates: writes one, or says what a check code stands for."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from holdfast import paths
from holdfast.cli_parts import data_option, one_sentence, write_file
from holdfast.errors import UserError

if TYPE_CHECKING:
    from holdfast.records import Completion, Records


@click.command(epilog="Example: holdfast certificate abcd1234 --out record-of-learning.pdf")
@click.argument("learner", required=False)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    help="File or folder to write to (default: record-of-learning-<date>.pdf in this folder).",
)
@click.option("--pathway", help="Which pathway, when there are several (default: the one completed last).")
@click.option("--verify", "code", metavar="CODE", help="Say what a check code stands for; exit code 1 if not held.")
@data_option
@one_sentence
def certificate(
    learner: str | None, out: Path | None, pathway: str | None, code: str | None, data: Path | None
) -> None:
    """Write the certificate of LEARNER, or check a code.

    LEARNER is an id, its first letters, or the whole name.
    """
    if (learner is None) == (code is None):
        raise UserError("Say whose certificate to write, or which code to check with --verify.")
    from holdfast import keeping
    from holdfast.library import library

    library()  # the sentences from here on are in its language
    root = data or paths.default_data_root()
    with keeping.open_records(root) as records:
        if code is not None:
            _verify(records, root, code)
        elif learner is not None:
            _write(_completion(records, learner, pathway), out)


def _write(completion: Completion, out: Path | None) -> None:
    from holdfast.documents import certificate_pdf, file_name
    from holdfast.library import library

    file = out or Path(file_name(completion))
    if file.is_dir():
        file /= file_name(completion)
    write_file(file, certificate_pdf(completion, library()))
    click.echo(str(file))


def _completion(records: Records, asked: str, pathway: str | None) -> Completion:
    """Return what the person has completed last; a completion may have outlived the learner."""
    from holdfast import keeping

    person = keeping.find(records, asked)
    done = [each for each in person.completed if pathway in {None, each.pathway}]
    if not done:
        what = f"the pathway {pathway!r}" if pathway else "a pathway"
        who = person.name or person.short
        raise UserError(f"{who} has not completed {what} yet: there is no certificate to write.")
    return max(done, key=lambda each: (each.completed_on, each.code))


def _verify(records: Records, root: Path, code: str) -> None:
    from holdfast.documents import certificate_secret, told, verify
    from holdfast.library import library

    verified = verify(code, certificate_secret(root), records.completion)
    click.echo(told(verified, library()))
    sys.exit(0 if verified.completion else 1)
