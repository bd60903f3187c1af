"""The command for somebody who has lost their three words."""

from __future__ import annotations

from pathlib import Path

import click

from holdfast import paths
from holdfast.cli_parts import data_option, one_sentence
from holdfast.errors import UserError

_TRIES = 20
_STILL_IN = (
    "If somebody else knew the old words: start the server anew now, which signs this person out in every browser. "
    "A server that runs keeps them signed in where they are."
)


@click.command(epilog="Example: holdfast new-words abcd1234")
@click.argument("learner")
@data_option
@one_sentence
def new_words(learner: str, data: Path | None) -> None:
    """Give LEARNER new three words to sign in with, and print them; the ones from before no longer work.

    LEARNER is an id, its first letters, or the whole name. A server may run meanwhile. Make sure of the person first:
    the words open everything that is kept of them.
    """
    from holdfast import keeping
    from holdfast.server.data_root import cookie_secret
    from holdfast.server.identity_words import Digests, new_words

    root = data or paths.default_data_root()
    with keeping.open_records(root) as records:
        person = keeping.find(records, learner)
        if person.learner is None:
            raise UserError(f"What {person.name or person.short} answered was erased: they begin anew as a new person.")
        digests = Digests(cookie_secret(root))
        for _ in range(_TRIES):
            words = " ".join(new_words())
            try:
                records.set_code(person.id, digests.of(words))
            except ValueError:  # another learner has them
                continue
            click.echo(words)
            keeping.end_sessions(root, [person.id])
            click.echo(_STILL_IN, err=True)
            return
    raise UserError("No free words were found: try again.")
