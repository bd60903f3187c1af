"""The short forms of two measurements: a crowd that answers at once, and a process that is killed again and again."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from benchmarks import crowd, kill
from holdfast.records import Records

_BENCHMARKS = Path(kill.__file__).parent


@pytest.mark.timeout(180)
def test_processes_killed_at_random_lose_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    outcome = kill.run(tmp_path, kills=6, seed=3)
    assert (outcome.kills, outcome.lost, outcome.torn) == (6, 0, 0)
    assert outcome.acknowledged > 0


@pytest.mark.timeout(120)
def test_an_answer_that_was_lost_or_saved_by_half_is_counted(tmp_path: Path) -> None:
    file = tmp_path / "records.db"
    with Records.open(file) as records:
        learner = records.local_learner()
        for call, kept in enumerate([3, 2, 1]):
            records.save(learner.id, "life-0", kill._entries(0, call)[:kept])
    lost: set[str] = set()
    torn: set[str] = set()
    kill._look(file, {0: 2}, lost, torn)
    assert (lost, torn) == ({"0-1-2"}, {"0-2"})


def test_fifty_learners_who_answer_at_once_are_all_acknowledged(tmp_path: Path) -> None:
    with ThreadPoolExecutor(1) as thread:  # Playwright keeps a loop running in this one
        crowds = thread.submit(crowd.through_records, tmp_path, learners=50, rounds=2, every=0).result()
    for found in crowds:
        assert (len(found.seconds), found.errors) == (100, 0)
    with Records.open(tmp_path / "records.db") as records:
        for learner in records.learners():
            assert records.answers(learner.id).answers == {"item-0": ["choice-0"], "item-1": ["choice-1"]}


def test_a_crowd_whose_answers_are_refused_says_so(tmp_path: Path) -> None:
    found = crowd.Crowd("all", [0.01] * 10, errors=1)
    assert str(found).endswith("1 errors; goal not met")
    assert str(crowd.Crowd("all", [0.01] * 10)).endswith("0 errors; goal met")
    assert str(crowd.Crowd("all", [0.09] * 10)).endswith("0 errors; goal not met")


@pytest.mark.parametrize("name", ["kill.py", "crowd.py"])
def test_they_are_commands(name: str) -> None:
    command = [sys.executable, str(_BENCHMARKS / name), "--help"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr
    assert "usage:" in done.stdout
