"""One warm process grades; it comes back when it dies and goes when its parent goes."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import CancelledError
from pathlib import Path

import psutil
import pytest

from grading_course import ASSIGNMENT, PROBE, learner, submit_values, write_source
from holdfast.nbgrader_bridge import GradingError, Worker, prepare_course
from holdfast.paths import course_folders
from server_process import wait_until

PATIENCE = 60.0


def grading_processes(parent: int) -> list[psutil.Process]:
    """Return the processes that grade for a process; multiprocessing's own helper is not one of them."""
    children = psutil.Process(parent).children(recursive=True)
    return [child for child in children if "spawn_main" in " ".join(child.cmdline())]


@pytest.fixture(scope="module")
def root(probe_course: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the data root that the tests of one warm worker share; each has a learner of its own."""
    return Path(shutil.copytree(probe_course, tmp_path_factory.mktemp("worker") / "data"))


@pytest.fixture(scope="module")
def worker(root: Path) -> Iterator[Worker]:
    """Start a worker."""
    started = Worker(root)
    assert started.start().result(PATIENCE) == ()
    yield started
    started.stop()


def process_of(worker: Worker) -> psutil.Process:
    pool = worker._pool
    assert pool is not None
    (pid,) = pool._processes
    return psutil.Process(pid)


def test_one_assignment_is_released_when_it_is_asked_for_and_never_again(worker: Worker, root: Path) -> None:
    write_source(root / "source", "another", {"first": 1})

    assert worker.release("another").result(PATIENCE) == ("another",)
    assert (root / "release" / "another" / "another.ipynb").is_file()
    assert worker.release("another").result(PATIENCE) == ()
    with pytest.raises(GradingError, match=r"^There is no source/nowhere/nowhere\.ipynb"):
        worker.release("nowhere").result(PATIENCE)
    shutil.rmtree(root / "source" / "another")


def test_the_next_grading_runs_in_the_process_that_is_already_warm(worker: Worker, root: Path) -> None:
    submit_values(root, learner(1), "1.0")
    worker.grade(learner(1), PROBE).result(PATIENCE)
    submit_values(root, learner(1), "0.5")
    warm = process_of(worker)

    outcome = worker.grade(learner(1), PROBE).result(PATIENCE)

    assert (outcome.state, outcome.points, outcome.entries) == ("marked", 2.0, {"first": 0.5, "second": 1.5})
    assert process_of(worker) == warm


def test_gradings_asked_for_at_once_are_all_done_in_one_process(worker: Worker, root: Path) -> None:
    values = {learner(number): number / 10 for number in range(10, 14)}
    for who, value in values.items():
        submit_values(root, who, str(value))
    process = process_of(worker)

    futures = {who: worker.grade(who, PROBE) for who in values}

    assert {who: future.result(PATIENCE).entries["first"] for who, future in futures.items()} == values
    assert process_of(worker) == process


def test_a_reason_comes_back_for_what_cannot_be_graded(worker: Worker, root: Path) -> None:
    submit_values(root, learner(2), "None")

    outcome = worker.grade(learner(2), PROBE).result(PATIENCE)

    assert outcome.state == "not-marked"
    assert outcome.reason == "The cell 'first' gave a NoneType where points, a float, were due."


def test_a_killed_process_is_started_again(worker: Worker, root: Path) -> None:
    submit_values(root, learner(3), "1.0")
    process = process_of(worker)
    process.kill()
    process.wait(PATIENCE)

    outcome = worker.grade(learner(3), PROBE).result(PATIENCE)

    assert outcome.entries["first"] == 1.0
    assert process_of(worker) != process


def test_a_grading_whose_process_is_killed_is_done_again(worker: Worker, root: Path) -> None:
    # The first time the cell waits to be killed; the second time it finds the file and gives its points.
    kill_me = "0.75 if Path('../../../b').exists() else (Path('../../../b').touch(), __import__('time').sleep(50))"
    submit_values(root, learner(4), kill_me)
    process = process_of(worker)

    grading = worker.grade(learner(4), PROBE)

    wait_until((root / "b").exists, PATIENCE, "the grading to begin")
    process.kill()
    assert grading.result(PATIENCE).entries["first"] == 0.75


def test_a_stopped_worker_cancels_what_is_asked_of_it(root: Path) -> None:
    stopped = Worker(root)
    stopped.stop()

    with pytest.raises(CancelledError):
        stopped.grade(learner(1), PROBE).result(PATIENCE)


def test_stopping_ends_the_process(root: Path) -> None:
    started = Worker(root)
    submit_values(root, learner(6), "1.0")
    started.grade(learner(6), PROBE).result(PATIENCE)
    process = process_of(started)

    started.stop()

    assert not process.is_running()


def test_where_nothing_is_new_the_process_is_made_ready_a_little_later(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("holdfast.nbgrader_bridge.worker._WARM_AFTER", 0.2)
    started = Worker(root)

    assert started.start().result(0) == ()
    assert started._pool is None
    assert started.released[PROBE].done()

    wait_until(lambda: started._pool is not None, PATIENCE, "the process to be started")
    started.stop()


def test_a_worker_that_stops_early_starts_no_process(root: Path) -> None:
    stopped = Worker(root)
    stopped.start()
    stopped.stop()
    assert stopped._pool is None


def test_a_source_that_cannot_be_released_is_named(root: Path, worker: Worker) -> None:
    broken = root / "source" / "m9-broken"
    broken.mkdir()
    (broken / "m9-broken.ipynb").write_text("{")

    with pytest.raises(GradingError, match="'m9-broken' could not be released"):
        worker.start().result(PATIENCE)

    shutil.rmtree(broken)


def test_what_no_page_waits_for_is_released_behind_the_gradings_asked_for_meanwhile(worker: Worker, root: Path) -> None:
    later = [f"m8-later-{number}" for number in range(4)]
    for name in later:
        write_source(root / "source", name, {"first": 2})
    submit_values(root, learner(5), "1.0")

    assert worker.start([PROBE]).result(PATIENCE) == ()
    worker.grade(learner(5), PROBE).result(PATIENCE)

    released = [root / "release" / name / f"{name}.ipynb" for name in later]
    wait_until(lambda: all(file.exists() for file in released), PATIENCE, "the others to be released")
    graded = root / "autograded" / learner(5) / PROBE / f"{PROBE}.ipynb"
    assert released[-1].stat().st_mtime_ns > graded.stat().st_mtime_ns
    for name in later:
        shutil.rmtree(root / "source" / name)


def test_each_assignment_says_when_it_is_released_and_those_named_come_first(worker: Worker, root: Path) -> None:
    later = [f"m7-later-{number}" for number in range(3)]
    for name in later:
        write_source(root / "source", name, {"first": 2})
    (root / "source" / later[1] / f"{later[1]}.ipynb").write_text("{")

    worker.start([PROBE], [later[2], "no-such-assignment"])

    assert list(worker.released) == [PROBE, later[2], *later[:2]]
    assert worker.released[later[2]].result(PATIENCE) == (later[2],)
    assert (root / "release" / later[2] / f"{later[2]}.ipynb").is_file()
    with pytest.raises(GradingError, match=f"'{later[1]}' could not be released"):
        worker.released[later[1]].result(PATIENCE)
    assert worker.released[later[0]].result(PATIENCE) == (later[0],)
    for name in later:
        shutil.rmtree(root / "source" / name)


def test_a_worker_that_stops_leaves_nobody_waiting_for_a_release(root: Path) -> None:
    names = [f"m6-later-{number}" for number in range(3)]
    for name in names:
        write_source(root / "source", name, {"first": 2})
    stopped = Worker(root)
    stopped.start([PROBE])

    stopped.stop()

    assert all(release.done() for release in stopped.released.values())
    for name in names:
        shutil.rmtree(root / "source" / name)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[tuple[subprocess.Popen[str], Path]]:
    """Start a process that holds a worker on a new data root, grades one submission and then waits."""
    data = tmp_path / "data"
    data.mkdir()
    prepare_course(data, course_folders())
    script = tmp_path / "server.py"
    script.write_text(SERVER)
    process = subprocess.Popen(
        [sys.executable, str(script), str(data)], stdout=subprocess.PIPE, stdin=subprocess.PIPE, text=True
    )
    yield process, data
    process.kill()
    process.wait(PATIENCE)


SERVER = f"""
import sys
from pathlib import Path
from holdfast.nbgrader_bridge import Worker, file_submission

if __name__ == "__main__":
    root = Path(sys.argv[1])
    worker = Worker(root)
    print(worker.start(["m4-responding"]).result(), flush=True)
    file_submission(root, "{learner(1)}", "{ASSIGNMENT}", {{"practice-tell-and-note-1": ["tell-then-write"]}})
    print(worker.grade("{learner(1)}", "{ASSIGNMENT}").result().points, "nbgrader" in sys.modules, flush=True)
    sys.stdin.read()
"""


def test_a_server_releases_and_grades_without_nbgrader_and_takes_its_worker_along_when_it_is_killed(
    server: tuple[subprocess.Popen[str], Path],
) -> None:
    process, data = server
    assert process.stdout is not None
    assert process.stdout.readline().strip() == f"('{ASSIGNMENT}',)"
    assert process.stdout.readline().strip() == "1.0 False"
    assert (data / "release" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb").is_file()
    (grading,) = grading_processes(process.pid)

    process.kill()

    ended = lambda: not grading.is_running() or grading.status() == psutil.STATUS_ZOMBIE
    wait_until(ended, PATIENCE, "the grading process to end")
