"""A data root becomes a course folder, and answers become submissions that nbgrader takes."""

from __future__ import annotations

import dataclasses
import json
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from nbgrader.utils import parse_utc

from grading_course import ASSIGNMENT, PROBE, learner
from holdfast.nbgrader_bridge import GradingError, collecting, file_submission, prepare_course, release
from holdfast.paths import Folders, course_folders
from holdfast.submission import BadAnswers

WHO = learner(1)


@pytest.fixture
def own_folders(tmp_path: Path) -> Folders:
    """Return the course's folders with a copy of the sources, to change."""
    folders = course_folders()
    source = Path(shutil.copytree(folders.source, tmp_path / "own-source"))
    return dataclasses.replace(folders, source=source)


def stamp(filed: Path) -> datetime:
    return parse_utc((filed / "timestamp.txt").read_text())


def test_a_data_root_gets_the_sources_and_the_settings(data_root: Path) -> None:
    prepare_course(data_root, course_folders())

    notebook = Path("source") / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
    assert (data_root / notebook).read_bytes() == (course_folders().source.parent / notebook).read_bytes()
    assert (data_root / "nbgrader_config.py").read_bytes() == course_folders().nbgrader_config.read_bytes()


def test_settings_that_were_changed_stay(data_root: Path) -> None:
    (data_root / "nbgrader_config.py").write_text("# mine")

    prepare_course(data_root, course_folders())

    assert (data_root / "nbgrader_config.py").read_text() == "# mine"


def test_a_source_follows_the_course_until_it_is_released(data_root: Path, own_folders: Folders) -> None:
    prepare_course(data_root, own_folders)
    notebook = own_folders.source / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
    notebook.write_text(notebook.read_text().replace("Marked after", "Marked when"))

    prepare_course(data_root, own_folders)

    copied = data_root / "source" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
    assert "Marked when" in copied.read_text()


def test_a_source_stays_once_it_is_released(course: Path, own_folders: Folders) -> None:
    notebook = own_folders.source / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
    notebook.write_text(notebook.read_text().replace("Marked after", "Marked when"))

    prepare_course(course, own_folders)

    assert "Marked when" not in (course / "source" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb").read_text()


def test_a_folder_that_is_the_course_itself_is_left_alone(own_folders: Folders) -> None:
    root = own_folders.source.parent
    own_folders.source.rename(root / "source")

    prepare_course(root, dataclasses.replace(own_folders, source=root / "source"))

    assert sorted(path.name for path in root.iterdir()) == ["source"]


def test_answers_in_a_source_folder_are_refused(data_root: Path, own_folders: Folders) -> None:
    (own_folders.source / ASSIGNMENT / "answers.json").write_text("{}")

    with pytest.raises(GradingError, match=r"source/m4-responding/answers\.json, .*: remove it"):
        prepare_course(data_root, own_folders)


def test_a_released_assignment_is_not_made_again(probe: Path) -> None:
    released = probe / "release" / PROBE / f"{PROBE}.ipynb"
    before = released.stat().st_mtime_ns

    release(probe, PROBE)

    assert released.stat().st_mtime_ns == before


def test_an_assignment_without_a_source_cannot_be_released(probe: Path) -> None:
    with pytest.raises(GradingError, match=r"There is no source/nothing/nothing\.ipynb"):
        release(probe, "nothing")


def test_a_submission_has_the_released_notebook_the_answers_and_the_time(course: Path) -> None:
    before = datetime.now(UTC).replace(tzinfo=None)

    filed = file_submission(course, WHO, ASSIGNMENT, {"practice-tell-and-note-1": ["tell-then-write"]})

    assert filed == course / "submitted" / WHO / ASSIGNMENT
    assert sorted(file.name for file in filed.iterdir()) == ["answers.json", f"{ASSIGNMENT}.ipynb", "timestamp.txt"]
    released = course / "release" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
    assert (filed / f"{ASSIGNMENT}.ipynb").read_bytes() == released.read_bytes()
    assert json.loads((filed / "answers.json").read_text()) == {
        "schema_version": 1,
        "assignment": ASSIGNMENT,
        "answers": {"practice-tell-and-note-1": ["tell-then-write"]},
    }
    assert before <= stamp(filed) <= datetime.now(UTC).replace(tzinfo=None)


def test_a_new_submission_takes_the_place_of_the_last_and_leaves_nothing_beside(course: Path) -> None:
    file_submission(course, WHO, ASSIGNMENT, {"practice-tell-and-note-1": ["tell-then-write"]})

    filed = file_submission(course, WHO, ASSIGNMENT, {})

    assert json.loads((filed / "answers.json").read_text())["answers"] == {}
    assert [entry.name for entry in filed.parent.iterdir()] == [ASSIGNMENT]


def test_times_increase_when_the_clock_stands_still(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Still(datetime):
        @classmethod
        def now(cls, _zone: object = None) -> datetime:
            return datetime(2026, 1, 1, tzinfo=UTC)

    monkeypatch.setattr(collecting, "datetime", Still)

    stamps = [stamp(file_submission(course, WHO, ASSIGNMENT, {})) for _ in range(4)]

    assert stamps == sorted(set(stamps))
    assert stamps[0] == datetime(2026, 1, 1)  # noqa: DTZ001  (nbgrader's times have no zone)


@pytest.mark.parametrize("step", ["submitted", "autograded"])
def test_times_increase_when_the_clock_was_ahead(course: Path, step: str) -> None:
    folder = course / step / WHO / ASSIGNMENT
    folder.mkdir(parents=True)
    (folder / "timestamp.txt").write_text("2999-12-31 23:59:59.000001 UTC")

    filed = file_submission(course, WHO, ASSIGNMENT, {})

    assert stamp(filed) == datetime(2999, 12, 31, 23, 59, 59, 2)  # noqa: DTZ001
    assert stamp(file_submission(course, WHO, ASSIGNMENT, {})) - stamp(filed) <= timedelta(microseconds=1)


@pytest.mark.parametrize(
    "who", ["", "short", "../../etc", "Learner000000001", "1earner000000001", f"{WHO}\n", f"{WHO}x"]
)
def test_what_is_no_learner_id_is_refused(course: Path, who: str) -> None:
    with pytest.raises(GradingError, match="is no learner id"):
        file_submission(course, who, ASSIGNMENT, {})

    assert not (course / "submitted").exists()


@pytest.mark.parametrize("assignment", ["", "..", "../m4", "M4", "m4-responding/"])
def test_what_is_no_assignment_id_is_refused(course: Path, assignment: str) -> None:
    with pytest.raises(GradingError, match="is no assignment id"):
        file_submission(course, WHO, assignment, {})


def test_an_assignment_that_is_not_released_takes_no_submission(course: Path) -> None:
    with pytest.raises(GradingError, match="'m5-after' is not released"):
        file_submission(course, WHO, "m5-after", {})


@pytest.mark.parametrize("answers", [{"Not A Key": ["x"]}, {"practice": ["x" * 122]}, {"practice": [1]}])
def test_answers_that_are_not_of_the_schema_leave_the_last_submission(course: Path, answers: dict) -> None:
    filed = file_submission(course, WHO, ASSIGNMENT, {"practice-tell-and-note-1": ["tell-then-write"]})

    with pytest.raises(BadAnswers):
        file_submission(course, WHO, ASSIGNMENT, answers)

    assert "tell-then-write" in (filed / "answers.json").read_text()
    assert [entry.name for entry in filed.parent.iterdir()] == [ASSIGNMENT]


def test_a_disk_that_refuses_leaves_the_last_submission(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    filed = file_submission(course, WHO, ASSIGNMENT, {"practice-tell-and-note-1": ["tell-then-write"]})
    rename = Path.rename

    def refuse(self: Path, target: Path) -> Path:
        if target == filed and ".old." not in self.name:
            raise OSError(28, "No space left on device")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", refuse)

    with pytest.raises(GradingError, match=r"could not be written \(No space left on device\): make"):
        file_submission(course, WHO, ASSIGNMENT, {})

    assert "tell-then-write" in (filed / "answers.json").read_text()
    assert [entry.name for entry in filed.parent.iterdir()] == [ASSIGNMENT]
