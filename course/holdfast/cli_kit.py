"""The command of the session pack: writes it for one school, or writes an example of what a school has to tell."""

from __future__ import annotations

from pathlib import Path

import click

from holdfast.cli_parts import one_sentence
from holdfast.errors import UserError


@click.command(epilog="Example: holdfast kit --school school.yaml --out pack")
@click.option("--school", type=click.Path(path_type=Path), help="The school's own names, numbers and places.")
@click.option("--out", type=click.Path(path_type=Path), help="Folder to write; an earlier pack in it is replaced.")
@click.option("--zip", "zipped", is_flag=True, help="Write the pack as one zip file too, beside the folder.")
@click.option("--example", type=click.Path(path_type=Path), help="Write an example of school.yaml to this file.")
@one_sentence
def kit(school: Path | None, out: Path | None, zipped: bool, example: Path | None) -> None:
    """Write the papers, cards and slides of a session, with your school's own names and numbers in them."""
    if example is not None and school is None and out is None:
        _write_example(example)
    elif example is None and school is not None and out is not None:
        _write_pack(school, out, zipped=zipped)
    else:
        raise UserError(
            "Give --school and --out for a pack, or --example alone: `holdfast kit --example school.yaml` comes first."
        )


def _write_example(file: Path) -> None:
    from holdfast.kit.school import write_example

    write_example(file)
    click.echo(f"{file}: put your own school's details in, then give it with --school.")


def _write_pack(school: Path, out: Path, *, zipped: bool) -> None:
    from rich.progress import Progress

    from holdfast.content_file import shown
    from holdfast.kit.folder import every, put, refuse_if_taken
    from holdfast.kit.pack import papers
    from holdfast.kit.school import read_school
    from holdfast.library import library

    course = library()  # the sentences from here on are in its language
    told = read_school(school)
    refuse_if_taken(out, zipped=zipped)
    todo = papers(course, told)
    with Progress(transient=True) as progress:
        files = every((paper.name, paper.make()) for paper in progress.track(todo, description="Writing"))
    for path in put(out, files, course.course.checked_on, zipped=zipped):
        click.echo(shown(path))
    click.echo(f"{len(files)} files. Begin with 00-contents.pdf.", err=True)
