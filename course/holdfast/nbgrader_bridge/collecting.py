"""Prepares a data root as an nbgrader course folder and files submissions in it. Does not import nbgrader."""

from __future__ import annotations

import logging
import re
import secrets
import shutil
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pydantic import ValidationError

from holdfast.nbgrader_bridge.outcome import GradingError
from holdfast.paths import Folders
from holdfast.submission import FILE_NAME, Answers, BadAnswers, write

_log = logging.getLogger(__name__)
_LEARNER = re.compile(r"[a-z][a-z0-9]{15}")
_ASSIGNMENT = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_STAMP = "%Y-%m-%d %H:%M:%S.%f UTC"
_CONFIG = "nbgrader_config.py"


def prepare_course(data_root: Path, folders: Folders) -> None:
    """Make a folder an nbgrader course folder: bring the assignments' sources and nbgrader's settings.

    What is there already stays as it is, but for the source of an assignment that was not released yet. In a checkout
    the data root is the course's own folder, and nothing is copied.

    Raises:
        GradingError: ``source/`` holds an ``answers.json``, or the folder does not take the files.
    """
    source = data_root / "source"
    try:
        if not _same(source, folders.source):
            source.mkdir(parents=True, exist_ok=True)
            for folder in sorted(folders.source.iterdir()):
                if (folder / f"{folder.name}.ipynb").is_file():
                    _bring(folder, source / folder.name, data_root)
            if not (data_root / _CONFIG).exists():
                _copy_file(folders.nbgrader_config, data_root / _CONFIG)
    except OSError as error:
        raise GradingError(
            f"The assignments could not be copied to {source} ({error.strerror}): make the folder writable."
        ) from error
    refuse_answers_in_source(source)


def refuse_answers_in_source(source: Path) -> None:
    """Refuse a source folder with answers in it: autograding would copy them over every learner's.

    Raises:
        GradingError: There are some.
    """
    for file in sorted(source.rglob(FILE_NAME)):
        where = file.relative_to(source.parent)
        raise GradingError(f"There is a file {where}, which would be taken for every learner's answers: remove it.")


def release(data_root: Path, assignment_id: str) -> None:
    """Make the release version of an assignment where there is none yet.

    Raises:
        GradingError: Its source is missing or not as nbgrader needs it.
    """
    from holdfast.nbgrader_bridge import running

    running.release(data_root, assignment_id)


def file_submission(data_root: Path, learner_id: str, assignment_id: str, answers: Mapping[str, Sequence[str]]) -> Path:
    """File what a learner answered, in the place of what was filed before.

    The folder is written beside and then renamed, so that grading never finds half of one.

    Args:
        data_root: The course folder.
        learner_id: Whose answers.
        assignment_id: The assignment, which must be released.
        answers: For each record key of the assignment its value.

    Returns:
        The submission's folder.

    Raises:
        GradingError: An id is not one, or the assignment is not released.
        BadAnswers: The answers are not of the schema.
    """
    _check_ids(learner_id, assignment_id)
    notebook = data_root / "release" / assignment_id / f"{assignment_id}.ipynb"
    if not notebook.is_file():
        raise GradingError(f"The assignment {assignment_id!r} is not released: restart the course and submit again.")
    filed = data_root / "submitted" / learner_id / assignment_id
    stamp = _next_stamp(filed, data_root / "autograded" / learner_id / assignment_id)
    beside = filed.with_name(f".{assignment_id}.{secrets.token_hex(6)}")
    try:
        beside.mkdir(parents=True)
        shutil.copyfile(notebook, beside / notebook.name)
        (beside / "timestamp.txt").write_text(stamp, encoding="utf-8")
        write(beside, _answers(assignment_id, answers))
        _take_place(beside, filed)
    except OSError as error:
        raise GradingError(
            f"The submission could not be written ({error.strerror}): make the data folder writable and free space."
        ) from error
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    return filed


def is_learner_id(text: str) -> bool:
    """Return whether a text is the id of a learner, which is also the name of their folders."""
    return _LEARNER.fullmatch(text) is not None


def _check_ids(learner_id: str, assignment_id: str) -> None:
    # They become names of folders.
    if not is_learner_id(learner_id):
        raise GradingError(f"{learner_id[:40]!a} is no learner id: it is a letter and 15 letters or digits.")
    if not _ASSIGNMENT.fullmatch(assignment_id):
        raise GradingError(f"{assignment_id[:40]!a} is no assignment id: it is words joined by hyphens.")


def _answers(assignment_id: str, answers: Mapping[str, Sequence[str]]) -> Answers:
    try:
        return Answers(assignment=assignment_id, answers={key: list(value) for key, value in answers.items()})
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise BadAnswers(f"The answers are not as they should be at {where[:60]!a} ({first['msg']}).") from error


def _next_stamp(*folders: Path) -> str:
    """Return the time now, or one microsecond after the latest there was: nbgrader skips what is not newer."""
    now = datetime.now(UTC)
    before = [stamp for folder in folders if (stamp := _read_stamp(folder)) is not None]
    return max([now, *(stamp + timedelta(microseconds=1) for stamp in before)]).strftime(_STAMP)


def _read_stamp(folder: Path) -> datetime | None:
    try:
        text = (folder / "timestamp.txt").read_text(encoding="utf-8").strip()
        return datetime.strptime(text, _STAMP).replace(tzinfo=UTC)
    except (OSError, ValueError):
        return None


def _take_place(new: Path, filed: Path) -> None:
    """Rename the new folder to its place; no system renames a folder over a full one."""
    old = filed.with_name(f".{filed.name}.old.{secrets.token_hex(6)}")
    if filed.exists():
        filed.rename(old)
    try:
        new.rename(filed)
    except OSError:
        if old.exists():
            old.rename(filed)
        raise
    shutil.rmtree(old, ignore_errors=True)


def _same(one: Path, other: Path) -> bool:
    return one.exists() and other.exists() and one.samefile(other)


def _bring(folder: Path, place: Path, data_root: Path) -> None:
    if place.exists():
        same = (folder / f"{folder.name}.ipynb").read_bytes() == (place / f"{folder.name}.ipynb").read_bytes()
        released = (data_root / "release" / folder.name / f"{folder.name}.ipynb").is_file()
        if same:
            return
        if released:
            _log.warning("The assignment %s is released: its source stays as it was.", folder.name)
            return
        shutil.rmtree(place)
    beside = place.with_name(f".{place.name}.{secrets.token_hex(6)}")
    try:
        shutil.copytree(folder, beside, ignore=shutil.ignore_patterns(".ipynb_checkpoints", "__pycache__"))
        beside.rename(place)
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _copy_file(file: Path, place: Path) -> None:
    beside = place.with_name(f".{place.name}.{secrets.token_hex(6)}")
    try:
        shutil.copyfile(file, beside)
        beside.replace(place)
    finally:
        beside.unlink(missing_ok=True)
