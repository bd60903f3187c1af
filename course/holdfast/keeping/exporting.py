"""A learner's own copy of all that is kept of them: to read, and for another program.

It never says what is right, nor why: the questions are used again with other people.
"""

from __future__ import annotations

import json
import secrets
import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from holdfast.documents import csv_bytes
from holdfast.errors import UserError
from holdfast.interface_text import later, say
from holdfast.keeping.in_words import Said, Words
from holdfast.keeping.people import Person, find
from holdfast.keeping.places import only_ours, open_records, reason
from holdfast.library import Library
from holdfast.nbgrader_bridge import HeldMark, MarkChange, held_marks, mark_changes
from holdfast.records import Attempt, Records
from holdfast.wording import day

_STATES = {
    "marked": later("marked"),
    "marking": later("waits for its mark"),
    "not-marked": later("could not be marked"),
}
_README = later(
    """\
This folder holds what this course keeps about you. It was made on {day}.

answers.csv      what you answered last, question by question, and what you read
attempts.csv     what you handed in, each time, with its marks
completions.csv  what you have completed
by_hand.csv      marks and remarks that a person gave, and changes of them
record.json      all of that once more, for a computer to read

A .csv file opens in any spreadsheet. "Key" is the name that the records use for a question.

What is not here
- Which answers are right, and why. The questions are used again with other people. You see your marks, and the pages of
  the course show you what you may see of each question.
- Anything about anybody else.
- The digest of the code by which you come back, and the numbers by which pages count what they send. They say nothing
  about you.
- The copies of what you handed in that the marking program keeps. They hold the same answers.

What is never kept: what you type into a short written answer, whether you opened "Help now", how long you took.

If something here is wrong, or you want what you answered to be erased, tell the person who runs this course at your
school. Your employer decides what is kept. You can complain to them first, and then to the Information Commissioner’s
Office (ico.org.uk).
"""
)


@dataclass(frozen=True, kw_only=True)
class _Held:
    """Everything about one learner, before it is written."""

    person: Person
    answers: tuple[Said, ...]
    attempts: tuple[Attempt, ...]
    marks: tuple[HeldMark, ...]
    changes: tuple[MarkChange, ...]


def export(root: Path, wanted: str, out: Path, library: Library, today: date) -> Person:
    """Write what is kept of a learner into a new folder.

    Args:
        root: The data folder.
        wanted: Who is meant, as in `people.find`.
        out: The folder; it must not be there, or be empty.
        library: The course.
        today: The day it is.

    Raises:
        UserError: Nobody is meant, the folder has something in it, or the disk refuses; nothing is left half-written.
    """
    if out.exists() and not (out.is_dir() and not any(out.iterdir())):
        raise UserError(f"There is something in {out} already: name a folder that is empty or not there.")
    with open_records(root) as records:
        held = _held(root, records, find(records, wanted), library)
    files = _files(held, Words(library, _nation(held.person)), library, today)
    try:
        _write(out, files)
    except OSError as error:
        raise UserError(f"The folder {out} could not be written ({reason(error)}): free some space there.") from error
    return held.person


def _nation(person: Person) -> Any:
    return person.learner.nation if person.learner else None


def own_copy(
    root: Path,
    person: Person,
    answers: Mapping[str, Sequence[str]],
    attempts: tuple[Attempt, ...],
    library: Library,
    today: date,
) -> bytes:
    """Return a learner's own copy as the one file for a computer to read, ``record.json``.

    Args:
        root: The data folder.
        person: The learner, and what they completed.
        answers: Their answers, `State.answers`.
        attempts: Their attempts, the oldest first.
        library: The course.
        today: The day it is.

    Raises:
        GradingError: The gradebook cannot be read.
    """
    words = Words(library, _nation(person))
    return _as_json(_record(_all_of(root, person, answers, attempts, words), words, library, today))


def _held(root: Path, records: Records, person: Person, library: Library) -> _Held:
    kept = records.answers(person.id).answers if person.learner else {}
    attempts = records.attempts(person.id) if person.learner else ()
    return _all_of(root, person, kept, attempts, Words(library, _nation(person)))


def _all_of(
    root: Path, person: Person, answers: Mapping[str, Sequence[str]], attempts: tuple[Attempt, ...], words: Words
) -> _Held:
    return _Held(
        person=person,
        answers=tuple(words.said(key, answers[key]) for key in sorted(answers)),
        attempts=attempts,
        marks=held_marks(root, person.id),
        changes=mark_changes(root, person.id),
    )


def _files(held: _Held, words: Words, library: Library, today: date) -> Mapping[str, bytes]:
    return {
        "README.txt": say(_README, day=day(today)).encode(),
        "answers.csv": _answers(held.answers),
        "attempts.csv": _attempts(held.attempts, words, library),
        "completions.csv": _completions(held.person),
        "by_hand.csv": _by_hand(held, words),
        "record.json": _as_json(_record(held, words, library, today)),
    }


def _answers(answers: Iterable[Said]) -> bytes:
    header = [say("Question"), say("Your answer"), say("Key")]
    return csv_bytes(header, [(each.about, _joined(each.answer), each.key) for each in answers])


def _attempts(attempts: Iterable[Attempt], words: Words, library: Library) -> bytes:
    """Return a line for each question of each submission."""
    header = [
        say("Check"),
        say("Handed in on"),
        say("Version"),
        say("What became of it"),
        say("Points in all"),
        say("Of"),
    ]
    header += [say("Question"), say("Your answer"), say("Points"), say("Key")]
    rows = []
    for each in attempts:
        about = (_title(library, each.assignment), each.opened_on.isoformat(), each.content_version, _state(each))
        points = (_number(each.points), _number(each.maximum))
        for key in dict.fromkeys([*each.answers, *each.entries]):
            said = words.said(key, each.answers.get(key, ()))
            rows.append((*about, *points, said.about, _joined(said.answer), _number(each.entries.get(key)), key))
    return csv_bytes(header, rows)


def _completions(person: Person) -> bytes:
    header = [say("Name"), say("Pathway"), say("Completed on"), say("Minutes"), say("Version"), say("Law as at")]
    header += [say("Nation"), say("Final check"), say("Pass mark was provisional"), say("Check code")]
    rows = [
        (
            each.name,
            each.pathway,
            each.completed_on.isoformat(),
            each.minutes,
            each.content_version,
            each.law_as_at.isoformat(),
            each.nation or "",
            say("passed") if each.assessed else say("none"),
            say("yes") if each.provisional else say("no"),
            each.code,
        )
        for each in person.completed
    ]
    return csv_bytes(header, rows)


def _by_hand(held: _Held, words: Words) -> bytes:
    header = [say("Check"), say("Question"), say("What"), say("When (UTC)"), say("Before"), say("After"), say("Remark")]
    rows: list[tuple[str, ...]] = [
        (
            each.assignment,
            words.about(each.cell),
            say("extra points") if each.kind == "extra credit" else say("mark"),
            each.changed_at,
            _number(each.before),
            _number(each.after),
            "",
        )
        for each in held.changes
    ]
    rows += [
        (each.assignment, words.about(each.cell), say("remark"), "", "", "", each.comment)
        for each in held.marks
        if each.comment
    ]
    return csv_bytes(header, rows)


def _record(held: _Held, words: Words, library: Library, today: date) -> dict[str, Any]:
    learner = held.person.learner
    return {
        "course": library.course.title,
        "exported_on": today.isoformat(),
        "id": held.person.id,
        "learner": None if learner is None else _plain(asdict(learner)),
        "answers": [asdict(each) for each in held.answers],
        "attempts": [_attempt(each, words) for each in held.attempts],
        "completions": [_plain(asdict(each)) for each in held.person.completed],
        "marks_in_the_gradebook": [asdict(each) for each in held.marks],
        "marks_changed_by_hand": [asdict(each) for each in held.changes],
    }


def _as_json(record: Mapping[str, Any]) -> bytes:
    return json.dumps(record, ensure_ascii=False, indent=2).encode()


def _attempt(attempt: Attempt, words: Words) -> dict[str, Any]:
    return _plain(asdict(attempt)) | {
        "answers": [asdict(words.said(key, value)) for key, value in attempt.answers.items()]
    }


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}


def _title(library: Library, assignment_id: str) -> str:
    titles = {entry.id: entry.title for entry in library.course.assignments}
    return titles.get(assignment_id, assignment_id)


def _state(attempt: Attempt) -> str:
    said = say(_STATES[attempt.state])
    return f"{said}: {attempt.reason}" if attempt.reason else said


def _joined(answer: Iterable[str]) -> str:
    return " | ".join(answer)


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:g}"


def _write(out: Path, files: Mapping[str, bytes]) -> None:
    """Write the folder beside, and then in its place."""
    with only_ours():
        beside = out.with_name(f".{out.name}.{secrets.token_hex(6)}")
        try:
            beside.mkdir(parents=True)
            for name, content in files.items():
                (beside / name).write_bytes(content)
            if out.exists():
                out.rmdir()
            beside.rename(out)
        finally:
            shutil.rmtree(beside, ignore_errors=True)
