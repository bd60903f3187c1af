"""The command that shows the slides of a module, or writes them as a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from holdfast.cli_parts import data_option, one_sentence, write_file
from holdfast.errors import UserError
from holdfast.startup import loading

if TYPE_CHECKING:
    from collections.abc import Callable

    from holdfast.library import Library
    from holdfast.server.present_start import Wanted


@click.command(epilog="Example: holdfast present 04_responding --minutes 20")
@click.argument("module")
@click.option("--minutes", type=click.IntRange(1, 600), help="Only what fits a session of 20, 60 or 90 minutes.")
@click.option(
    "--school",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Your school.yaml: its names and numbers get a slide (see `holdfast kit --example`).",
)
@click.option("--pdf", type=click.Path(path_type=Path, dir_okay=False), help="Write slides and notes as PDF.")
@click.option("--pptx", type=click.Path(path_type=Path, dir_okay=False), help="Write them as PowerPoint, to edit.")
@click.option("--port", type=click.IntRange(1, 65535), default=8866, show_default=True, help="Port to listen on.")
@click.option("--no-browser", is_flag=True, help="Print the link only; open no browser.")
@data_option
@one_sentence
def present(
    module: str,
    minutes: int | None,
    school: Path | None,
    pdf: Path | None,
    pptx: Path | None,
    port: int,
    no_browser: bool,
    data: Path | None,
) -> None:
    """Show the slides of MODULE, such as 04_responding, on this computer; or write them with --pdf and --pptx.

    Activities work on the slides. What a room tries out there is not kept.
    """
    from holdfast.library import library

    course = library()  # the sentences from here on are in its language
    wanted = _wanted(course, module, minutes, school)
    if pdf or pptx:
        _write(course, wanted, pdf, pptx)
        return
    with loading():
        from holdfast.server.present_start import serve

    serve(wanted, port=port, open_browser=not no_browser, data=data)


def _wanted(course: Library, module: str, minutes: int | None, school: Path | None) -> Wanted:
    from holdfast.kit.facts import local_numbers
    from holdfast.kit.school import read_school
    from holdfast.server.present_start import Wanted

    told = read_school(school).school if school else None
    return Wanted(
        module=course.module(module).id,
        minutes=minutes,
        school=local_numbers(told) if told else None,
        nation=told.nation if told else None,
    )


def _write(course: Library, wanted: Wanted, pdf: Path | None, pptx: Path | None) -> None:
    """Write what was asked for; nothing is written unless all of it could be made."""
    from holdfast.slides.deck import deck
    from holdfast.slides.pdf import deck_pdf
    from holdfast.slides.pptx import deck_pptx

    if pdf and pptx and pdf.resolve() == pptx.resolve():
        raise UserError(f"--pdf and --pptx both name {pdf}: give each a file of its own.")
    if pptx and pptx.exists():
        raise UserError(f"{pptx} is there already, and may hold your changes: name another file, or move it away.")
    shown = deck(course, course.module(wanted.module), school=wanted.school, minutes=wanted.minutes)
    makers: list[tuple[Path | None, Callable[..., bytes]]] = [(pdf, deck_pdf), (pptx, deck_pptx)]
    made = [(file, make(shown, course, wanted.nation)) for file, make in makers if file]
    for file, content in made:
        write_file(file, content)
        click.echo(str(file))
