"""The commands: parse, call, print. Decides nothing; everything it does is done by another module.

Each command imports what it needs when it runs, so that `holdfast --help` and `holdfast check` do not wait for Jupyter.
"""

from __future__ import annotations

import os
import sys
from datetime import date
from pathlib import Path
from typing import Any

import click

from holdfast import __version__, paths
from holdfast.cli_classroom import classroom
from holdfast.cli_documents import certificate
from holdfast.cli_kit import kit
from holdfast.cli_lab import lab
from holdfast.cli_parts import data_option, one_sentence
from holdfast.cli_people import new_words
from holdfast.cli_present import present
from holdfast.cli_records import records
from holdfast.cli_report import report
from holdfast.startup import loading


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="holdfast")
def main() -> None:
    """Holdfast: a sextortion awareness course for UK safeguarding staff."""


@main.command(epilog="Example: holdfast serve --port 8900")
@click.option("--port", type=click.IntRange(1, 65535), default=8866, show_default=True, help="Port to listen on.")
@click.option("--ip", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--no-browser", is_flag=True, help="Print the link only; open no browser.")
@data_option
@click.option(
    "--identity",
    type=click.Choice(["local", "named"]),
    default="local",
    show_default=True,
    help="local: one person uses this computer account. named: people sign in with a name and three words.",
)
@click.option(
    "--site-code",
    default="",
    envvar="HOLDFAST_SITE_CODE",
    help="With named: what newcomers have to know. Better given as HOLDFAST_SITE_CODE, which no process list shows.",
)
@click.option(
    "--modules",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="A folder of module notebooks to serve in place of the course's own.",
)
@one_sentence
def serve(
    port: int, ip: str, no_browser: bool, data: Path | None, identity: str, site_code: str, modules: Path | None
) -> None:
    """Serve the course on this computer and print its link when it answers."""
    with loading():
        from holdfast.server.app import serve as run

    run(
        ip=ip,
        port=port,
        open_browser=not no_browser,
        data=data,
        identity=identity,
        modules=modules,
        site_code=site_code,
    )


@main.command(epilog="Example: holdfast grade m4-responding")
@click.argument("assessment", required=False)
@data_option
@one_sentence
def grade(assessment: str | None, data: Path | None) -> None:
    """Mark every submission that is newer than its mark, list those that could not be marked, and write feedback."""
    from rich.progress import Progress

    from holdfast import nbgrader_bridge as bridge

    root = data or paths.default_data_root()
    bridge.prepare_course(root, paths.course_folders())
    waiting, outcomes = bridge.waiting(root, assessment), []
    with Progress(transient=True) as progress:
        task = progress.add_task("Marking", total=len(waiting))
        for learner, name, outcome in bridge.grade_all(root, assessment):
            outcomes.append((name, outcome))
            words = f"{outcome.points:g} of {outcome.maximum:g}" if outcome.state == "marked" else outcome.reason
            progress.console.print(f"{name} {learner}: {outcome.state}: {words}")
            progress.advance(task)
        for name in sorted({name for name, outcome in outcomes if outcome.state == "marked"}):
            bridge.make_feedback(root, name)
    refused = sum(outcome.state != "marked" for _, outcome in outcomes)
    click.echo(f"{len(outcomes) - refused} marked, {refused} not marked.")
    if refused:
        sys.exit(1)


@main.command(epilog="Example: holdfast check --as-of 2027-01-31")
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="Day to judge staleness by (default: today).")
@click.option(
    "--links",
    is_flag=True,
    help="Try every web address too (the one command that reaches out); exit code 1 when one is gone.",
)
@one_sentence
def check(as_of: Any, links: bool) -> None:
    """Check all content against the rules; one line for each finding, exit code 1 when there is any."""
    from holdfast.checks import check as run

    findings = run(paths.course_folders(), as_of=as_of.date() if as_of else date.today())
    for finding in findings:
        click.echo(f"{os.path.relpath(finding.file)}:{finding.line} {finding.code} {finding.message}")
    click.echo(f"{len(findings)} findings." if findings else "No findings.", err=True)
    gone = _try_links() if links else 0
    sys.exit(1 if findings or gone else 0)


def _try_links() -> int:
    """Print every address that is not simply there, and how many there are of each; return how many are gone."""
    from collections import Counter

    from holdfast import library, links

    tried = links.try_all(links.addresses(library.load(paths.course_folders())))
    for each in tried:
        if each.state != "there":
            file, line = each.link.place
            click.echo(f"{os.path.relpath(file)}:{line} {each.state}: {each.link.name}, {each.link.url}: {each.words}.")
    counts = Counter(each.state for each in tried)
    click.echo(", ".join(f"{counts[state]} {state}" for state in ("there", "moved", "unclear", "gone")) + ".", err=True)
    return counts["gone"]


@main.command(epilog="Example: holdfast generate")
@one_sentence
def generate() -> None:
    """Write what follows from the content: schemas for editors, notebooks of assignments, the blueprint table."""
    from holdfast import generated, library

    for path in generated.write(library.load(paths.course_folders())):
        click.echo(os.path.relpath(path))


@main.command(epilog="Example: holdfast notebooks --fix")
@click.option("--fix", is_flag=True, help="Bring each notebook into normal form.")
@one_sentence
def notebooks(fix: bool) -> None:
    """Check that each notebook is in normal form: no outputs, stable ids, the right kernel."""
    from holdfast import notebooks as forms

    wrong = 0
    for path in forms.course_notebooks(paths.course_folders()):
        for message in forms.check_notebook(path):
            wrong += 1
            click.echo(f"{os.path.relpath(path)}: {message}")
        if fix:
            forms.fix(path)
    if wrong and not fix:
        sys.exit(1)


main.add_command(certificate)
main.add_command(classroom)
main.add_command(kit)
main.add_command(lab)
main.add_command(new_words)
main.add_command(present)
main.add_command(records)
main.add_command(report)


if __name__ == "__main__":
    main()
