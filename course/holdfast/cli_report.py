"""The command that tells what groups have learned; nothing about anyone in them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from holdfast import paths
from holdfast.cli_parts import data_option, one_sentence

if TYPE_CHECKING:
    from holdfast.standing import Cohort
    from holdfast.standing.cohort import Figures, Mean

_MEASURES = {
    "before": "before the course",
    "final": "in the final check",
    "later": "some weeks later",
    "gain": "more in the final than before",
    "kept": "more some weeks later than before",
}


@click.command(epilog="Example: holdfast report")
@data_option
@one_sentence
def report(data: Path | None) -> None:
    """Show what groups have learned: how many, and their mean results with 95 % intervals.

    No figure is of fewer than ten people, and no result is anybody's own.
    """
    from holdfast import keeping
    from holdfast.documents.names import pathway_name
    from holdfast.library import library

    course = library()
    with keeping.open_records(data or paths.default_data_root()) as records:
        groups = keeping.cohorts(records, course)
    for pathway, group in groups.items():
        click.echo(pathway_name(pathway, course))
        _tell(group)


def _tell(group: Cohort | None) -> None:
    if group is None:
        click.echo("  Fewer than ten learners: no figures.")
        return
    click.echo(f"  {group.learners} learners, {group.completed} have completed it.")
    _measures(group.figures)
    for form, figures in (group.by_form or {}).items():
        click.echo(f"  Those who began with form {form.upper()}:")
        _measures(figures)


def _measures(figures: Figures) -> None:
    for name, words in _MEASURES.items():
        mean: Mean | None = getattr(figures, name)
        if mean is not None:
            click.echo(f"  {mean.mean} % {words} (95 % interval {mean.low} to {mean.high}; {mean.learners} learners)")
