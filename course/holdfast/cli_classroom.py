"""The command for a room with phones."""

from __future__ import annotations

from pathlib import Path

import click

from holdfast.cli_parts import data_option, one_sentence, write_file
from holdfast.startup import loading


@click.command(epilog="Example: holdfast classroom 04_responding")
@click.argument("module")
@click.option("--port", type=click.IntRange(1, 65535), default=8866, show_default=True, help="Port to listen on.")
@click.option(
    "--ip",
    default="0.0.0.0",  # noqa: S104 - phones have to reach it
    show_default=True,
    help="Address to listen on; 0.0.0.0 is every address of this computer.",
)
@click.option("--no-browser", is_flag=True, help="Print the link only; open no browser.")
@click.option(
    "--paper",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE.pdf",
    help="Write the papers for a room without phones, and open no room: letters, sheets to count on, cards to sort.",
)
@data_option
@one_sentence
def classroom(module: str, port: int, ip: str, no_browser: bool, paper: Path | None, data: Path | None) -> None:
    """Open a room for MODULE, such as 04_responding: people join with their phones and vote.

    Phones and this computer have to be in the same network. Nobody needs an account, and who voted what is not kept.
    All votes are deleted when you end the session; one that was interrupted goes on for a day.
    """
    if paper is not None:
        _write_papers(module, paper)
        return
    with loading():
        from holdfast.server.classroom_start import serve

    serve(module, ip=ip, port=port, open_browser=not no_browser, data=data)


def _write_papers(module: str, file: Path) -> None:
    from holdfast.classroom.paper import paper_pdf
    from holdfast.library import library

    course = library()
    write_file(file, paper_pdf(course, course.module(module)))
    click.echo(str(file))
