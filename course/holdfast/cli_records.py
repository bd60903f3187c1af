"""The commands about what is kept of learners: list, export, erase, retain, back up, restore, register, audit."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from holdfast import paths
from holdfast.cli_parts import data_option, one_sentence, write_file
from holdfast.errors import UserError

if TYPE_CHECKING:
    from holdfast.keeping import Due, Person
    from holdfast.nbgrader_bridge import MarkChange


@click.group(epilog="Example: holdfast records list")
def records() -> None:
    """Look after what is kept of learners.

    LEARNER is an id, its first letters (as `list` shows them), a whole name, or the check code of a certificate.
    """


@records.command("list", epilog="Example: holdfast records list")
@data_option
@one_sentence
def list_people(data: Path | None) -> None:
    """Show who is in the records: id, name, pathway, last visit, what they completed. No marks."""
    from holdfast import keeping

    with keeping.open_records(_root(data)) as opened:
        people = keeping.everybody(opened)
    _table(["id", "name", "pathway", "last seen", "completed"], [_person_row(person) for person in people])
    click.echo(f"{len(people)} in all.", err=True)


@records.command("export", epilog="Example: holdfast records export abc123 --out their-copy")
@click.argument("learner")
@click.option("--out", type=click.Path(path_type=Path), required=True, help="A new or empty folder.")
@data_option
@one_sentence
def export_one(learner: str, out: Path, data: Path | None) -> None:
    """Write a readable copy of all that is kept of LEARNER: answers and marks, never what is right.

    Hand it over in a way that only they can open. The server may run meanwhile.
    """
    from holdfast import keeping
    from holdfast.library import library

    person = keeping.export(_root(data), learner, out, library(), _today())
    click.echo(f"What is kept of {_called(person)} is in {out}.")


@records.command("erase", epilog="Example: holdfast records erase abc123 --learning")
@click.argument("learner")
@click.option("--learning", is_flag=True, help="What they answered, their marks, name and choices, and every copy.")
@click.option("--completion", is_flag=True, help="That they completed a pathway. Needs --reason.")
@click.option("--reason", default="", metavar="TEXT", help="Why the completion goes. Kept: put no names in it.")
@data_option
@one_sentence
def erase(learner: str, learning: bool, completion: bool, reason: str, data: Path | None) -> None:
    """Erase LEARNER for good. The server must be stopped.

    What they answered goes when they ask. That they completed a pathway is the employer's record: the employer decides,
    and says why. Backups keep both until you delete them; a restored backup is erased again.
    """
    from holdfast import keeping

    if learning == completion:
        raise UserError("Say what to erase: either --learning or --completion.")
    root = _root(data)
    if completion:
        count = keeping.erase_completion(root, learner, reason, _today())
        click.echo(f"{_counted(count, 'completion')} erased. A certificate of it is now “no longer held”.")
        return
    remains = keeping.erase_learning(root, learner)
    click.echo("What they answered is erased.")
    for file in remains:
        click.echo(f"{file} still has their id in it and is not a file of the course: remove it yourself.", err=True)
    if remains:
        sys.exit(1)


@records.command("retain", epilog="Example: holdfast records retain --months 12 --completions-years 7 --apply")
@click.option(
    "--months",
    type=click.IntRange(1, 1200),
    default=12,
    show_default=True,
    help="How long answers and marks are kept after somebody's last visit.",
)
@click.option(
    "--completions-years",
    type=click.IntRange(1, 100),
    help="How long completions are kept (default: for ever; a school's retention schedule says).",
)
@click.option("--apply", is_flag=True, help="Erase what is due. Without it, only show it. The server must be stopped.")
@data_option
@one_sentence
def retain(months: int, completions_years: int | None, apply: bool, data: Path | None) -> None:
    """Show, or erase, what has been kept for long enough."""
    from holdfast import keeping

    what = keeping.let_go if apply else keeping.due
    _tell_due(what(_root(data), _today(), months=months, years=completions_years), applied=apply)


@records.command("backup", epilog="Example: holdfast records backup /backups/holdfast-2026-11-20.tar")
@click.argument("file", type=click.Path(path_type=Path))
@data_option
@one_sentence
def backup(file: Path, data: Path | None) -> None:
    """Write all that is kept into FILE, also while the server runs.

    It holds personal data and the secret that signs people in. Only your account can read it; encrypt it before it
    leaves this computer.
    """
    from holdfast import keeping

    count = keeping.back_up(_root(data), file, paths.course_folders(), _today())
    click.echo(f"{_counted(count, 'file')} backed up to {file}.")


@records.command("restore", epilog="Example: holdfast records restore /backups/holdfast-2026-11-20.tar")
@click.argument("file", type=click.Path(path_type=Path))
@data_option
@one_sentence
def restore(file: Path, data: Path | None) -> None:
    """Put the backup FILE in the place of what is kept now. The server must be stopped.

    All of it or nothing. What was erased since, or had been erased before, stays erased.
    """
    from holdfast import keeping

    done = keeping.restore(_root(data), file, paths.course_folders())
    click.echo(f"Restored: {_counted(done.learners, 'learner')}, {_counted(done.completions, 'completion')}.")
    if done.erased_again:
        click.echo(f"{done.erased_again} of the backup had been erased, and were erased again.")


@records.command("register", epilog="Example: holdfast records register --out training-register.pdf")
@click.option("--out", type=click.Path(path_type=Path), required=True, help="A file that ends in .csv or .pdf.")
@data_option
@one_sentence
def register(out: Path, data: Path | None) -> None:
    """Write the school's register: name, pathway, completed or not yet, version, date. Nothing else."""
    from holdfast import documents, keeping
    from holdfast.library import library

    if out.suffix.lower() not in {".csv", ".pdf"}:
        raise UserError(f"The register is a .csv or a .pdf file: give {out} one of these endings.")
    with keeping.open_records(_root(data)) as opened:
        lines = documents.register_lines(opened.learners(), opened.completions())
    course = library()
    is_csv = out.suffix.lower() == ".csv"
    write_file(
        out, documents.register_csv(lines, course) if is_csv else documents.register_pdf(lines, course, _today())
    )
    click.echo(f"{_counted(len(lines), 'line')} in {out}.")


@records.command("audit", epilog="Example: holdfast records audit")
@data_option
@one_sentence
def audit(data: Path | None) -> None:
    """Show each mark that was changed by hand in the gradebook, and why completions were erased.

    The gradebook notices every program that changes a mark. It cannot know who used that program.
    """
    from holdfast import keeping, nbgrader_bridge
    from holdfast.keeping import reasons

    root = _root(data)
    with keeping.open_records(root) as opened:
        names = {person.id: person.name for person in keeping.everybody(opened)}
    rows = [_change_row(each, names.get(each.learner_id, "-")) for each in nbgrader_bridge.mark_changes(root)]
    click.echo("Changed in the gradebook:")
    _table(["when (UTC)", "id", "name", "check", "question", "what", "before → after"], rows)
    click.echo("\nCompletions erased:")
    _table(["on", "digest of the code", "why"], [(str(r.erased_on), r.digest[:16], r.why) for r in reasons.read(root)])


def _tell_due(due: Due, *, applied: bool) -> None:
    from holdfast.wording import day

    kept = day(due.completed_before) if due.completed_before else ""
    click.echo(f"Answers of people last seen before {day(due.before)}: {_counted(len(due.learners), 'learner')}")
    _table(None, [_person_row(person)[:4] for person in due.learners])
    completions = _counted(len(due.completions), "completion")
    click.echo(f"Completed before {kept}: {completions}" if kept else "Completions: all are kept")
    _table(None, [(c.learner_id[:6], c.name, c.pathway, str(c.completed_on)) for c in due.completions])
    click.echo(f"Half-written and of no use: {_counted(len(due.half_written), 'file or folder', 'files or folders')}")
    click.echo("Erased." if applied else "Nothing was changed: --apply erases it.")


def _person_row(person: Person) -> tuple[str, ...]:
    seen = str(person.seen_on) if person.seen_on else "erased"
    completed = ", ".join(f"{each.pathway} {each.completed_on}" for each in person.completed)
    return (person.short, person.name or "-", person.pathway or "-", seen, completed or "-")


def _change_row(change: MarkChange, name: str) -> tuple[str, ...]:
    marks = f"{_points(change.before)} → {_points(change.after)}"
    return (change.changed_at, change.learner_id[:6], name, change.assignment, change.cell, change.kind, marks)


def _called(person: Person) -> str:
    return f"{person.name} ({person.short})" if person.name else person.short


def _table(header: Sequence[str] | None, rows: Sequence[Sequence[str]]) -> None:
    """Print columns, as wide as what is in them."""
    lines = [*([header] if header else []), *rows]
    widths = [max(len(line[column]) for line in lines) for column in range(len(lines[0]))] if lines else []
    for line in lines:
        click.echo("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip())


def _counted(number: int, one: str, many: str = "") -> str:
    return f"{number} {one if number == 1 else many or f'{one}s'}"


def _points(value: float | None) -> str:
    return "none" if value is None else f"{value:g}"


def _root(data: Path | None) -> Path:
    return (data or paths.default_data_root()).expanduser().absolute()


def _today() -> date:
    return datetime.now(tz=UTC).date()
