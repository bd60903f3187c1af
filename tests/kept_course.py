"""A data root in which two people have learned, been marked and completed; and what its files hold, byte by byte."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from nbgrader.api import Gradebook

from grading_course import PROBE, write_source
from holdfast.documents import certificate_secret
from holdfast.nbgrader_bridge import file_submission, make_feedback, prepare_course, release, running
from holdfast.paths import Folders, course_folders
from holdfast.records import Completion, Entry, Records

TODAY = date(2026, 11, 21)
ANNA, BEN = "Anna Plumtree-Ångström", "Ben Quincey"
PLANTED = {ANNA: "first-planted-words", BEN: "second-planted-words"}
CODE = {ANNA: "ANNA-0000-0000-0001", BEN: "BEN0-0000-0000-0002"}
NOWHERE = Path("/nowhere")
FOLDERS = Folders(
    content=NOWHERE,
    modules=NOWHERE,
    source=NOWHERE,
    keys=NOWHERE,
    nbgrader_config=course_folders().nbgrader_config,
)


@dataclass(frozen=True, kw_only=True)
class Kept:
    """The data root, and the ids of the two."""

    root: Path
    ids: dict[str, str]

    def copied(self, place: Path) -> Kept:
        """Return the same in another place."""
        return Kept(root=Path(shutil.copytree(self.root, place)), ids=self.ids)


def make(root: Path) -> Kept:
    """Let two people learn in an empty folder; it takes a few seconds."""
    root.mkdir(parents=True)
    write_source(root / "source", PROBE, {"first": 2, "second": 3})
    shutil.copyfile(FOLDERS.nbgrader_config, root / "nbgrader_config.py")
    own = Folders(**{**FOLDERS.__dict__, "source": root / "source"})
    prepare_course(root, own)
    release(root, PROBE)
    certificate_secret(root)
    (root / ".cookie_secret").write_text("ab" * 32)
    with Records.open(root / "records.db", day=lambda: TODAY) as records:
        ids = {name: learn(root, records, name) for name in (ANNA, BEN)}
    make_feedback(root, PROBE)
    return Kept(root=root, ids=ids)


def learn(root: Path, records: Records, name: str) -> str:
    """Let one person answer, hand in, be marked by the course and by hand, and complete; return their id."""
    who = records.new_learner(name=name).id
    records.choose(who, pathway="all-staff", nation="wales")
    words = PLANTED[name]
    answers = {"action-plan/lead": [words], "practice-spot-the-pattern-1": ["early"], "00_welcome/start": ["done"]}
    records.save(who, "page", [Entry(seq, item, value) for seq, (item, value) in enumerate(answers.items())])
    handed_in = {"first": [f"0.5 or '{words}'"], "second": ["1.5"]}
    attempt = records.open_attempt(who, PROBE, "2026a", handed_in)
    file_submission(root, who, PROBE, handed_in)
    outcome = running.grade(root, PROBE, who)
    records.close_attempt(attempt.id, "marked", outcome.points, outcome.maximum, outcome.entries)
    with Gradebook(f"sqlite:///{root / 'gradebook.db'}") as gradebook:
        gradebook.find_grade("first", PROBE, PROBE, who).manual_score = 2.0
        gradebook.db.commit()
    return who


def complete(kept: Kept, name: str, on: date = TODAY) -> Completion:
    """Note that one of them has completed a pathway."""
    with Records.open(kept.root / "records.db", day=lambda: TODAY) as records:
        return records.complete(
            Completion(
                code=CODE[name],
                learner_id=kept.ids[name],
                name=name,
                pathway="all-staff",
                nation="wales",
                content_version="2026a",
                law_as_at=date(2026, 11, 20),
                completed_on=on,
                minutes=60,
                assessed=True,
                provisional=True,
            )
        )


def holding(root: Path, *words: str) -> list[str]:
    """Return the files that hold any of these words in their bytes or their name, also as JSON writes them."""
    forms = [form for word in words for form in (word.encode(), ascii(word)[1:-1].encode())]
    files = [file for file in root.rglob("*") if file.is_file()]
    there = [file for file in files if any(form in file.read_bytes() + os.fsencode(file) for form in forms)]
    return sorted(str(file.relative_to(root)) for file in there)


def contents(root: Path) -> dict[str, str]:
    """Return each file that is kept with the sum of what it holds; locks and SQLite's own files beside are left out."""
    return {
        str(file.relative_to(root)): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in sorted(root.rglob("*"))
        if file.is_file() and not file.name.endswith((".lock", "-wal", "-shm", "-journal"))
    }


def people(root: Path) -> dict[str, str]:
    """Return everybody in the records, by id."""
    with Records.open(root / "records.db", day=lambda: TODAY) as records:
        return {learner.id: learner.name for learner in records.learners()}


def run_command(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run `holdfast records …` on a data root as a process of its own."""
    command = [sys.executable, "-m", "holdfast.cli", "records", *arguments, "--data", str(root)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
