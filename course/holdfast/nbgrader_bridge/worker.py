"""One warm process that grades, one submission at a time. The server talks to it and never imports nbgrader itself."""

from __future__ import annotations

import importlib
import logging
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Collection, Mapping, Sequence
from concurrent.futures import CancelledError, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from multiprocessing import connection
from multiprocessing.connection import Connection
from pathlib import Path
from types import MappingProxyType
from typing import Generic, TypeVar

from holdfast.errors import UserError
from holdfast.nbgrader_bridge import audit
from holdfast.nbgrader_bridge.gradebook_file import with_grade_cells
from holdfast.nbgrader_bridge.locking import grading_lock
from holdfast.nbgrader_bridge.outcome import GradingError, Outcome
from holdfast.nbgrader_bridge.settings import assignments, put_tools_on_path
from holdfast.startup import loading

_log = logging.getLogger(__name__)
_Result = TypeVar("_Result")
_CONTEXT = multiprocessing.get_context("spawn")
_WARM_AFTER = 20.0
"""Seconds after the start at which the process is made ready, where nothing asks for it before."""


class Worker:
    """Grades in a process of its own, which is started again when it dies and dies with the process that made it.

    Example::

        worker = Worker(data_root)
        worker.start()
        outcome = worker.grade("abcdefghijklmnop", "m4-responding").result()
        worker.stop()
    """

    def __init__(self, data_root: Path) -> None:
        self._data_root = data_root.resolve()
        self._guard = threading.Lock()
        self._pool: ProcessPoolExecutor | None = None
        self._stopped = False
        self._line: Connection | None = None  # its end tells the process to stop, also when the end is ours
        self._releases: dict[str, Future[tuple[str, ...]]] = {}
        self._releasing: threading.Thread | None = None
        self._warming: threading.Timer | None = None

    def start(self, first: Collection[str] = (), following: Sequence[str] = ()) -> Future[tuple[str, ...]]:
        """Have the assignments released that are new, and the process ready for the first grading.

        Where nothing is new, the process is started a little later: until then the processor is for the first page.

        Args:
            first: The assignments that pages wait for; none means all.
            following: Which of the others come next, in order; those not named come last.

        Returns:
            The ids of them it released, when it has. It carries the `GradingError` of the first that could not be.
            The others follow one by one, behind every grading that was asked for by then; see `released`.
        """
        names = assignments(self._data_root)
        there = _released(self._data_root)
        now = tuple(name for name in names if not first or name in first)
        new = tuple(name for name in now if name not in there)
        released = self._release(new) if new else _done()
        others = [name for name in dict.fromkeys((*following, *names)) if name in names and name not in now]
        later = [name for name in others if name not in there]
        self._releases = {name: _done() if name in there else released for name in now}
        self._releases |= {name: _done() if name in there else Future() for name in others}
        if not new and not later:
            self._warming = threading.Timer(_WARM_AFTER, self._warm)
            self._warming.daemon = True
            self._warming.start()
        self._releasing = threading.Thread(target=self._release_later, args=(released, later), name="release-later")
        self._releasing.start()
        return released

    @property
    def released(self) -> Mapping[str, Future[tuple[str, ...]]]:
        """For each assignment what is done when it is released, or could not be; a failure is in it, and is logged."""
        return MappingProxyType(self._releases)

    def grade(self, learner_id: str, assignment_id: str) -> Future[Outcome]:
        """Grade the submission that is filed; gradings wait for each other.

        Returns:
            Its marks, or the reason for none. It is cancelled when the worker is stopped before its turn.
        """
        return self._submit(_Task(_grade, (self._data_root, assignment_id, learner_id)))

    def release(self, assignment_id: str) -> Future[tuple[str, ...]]:
        """Release one assignment, in its turn; it carries the `GradingError` of one that cannot be.

        Returns:
            Its id; nothing when it was released before, and so stays as it is.
        """
        return self._release((assignment_id,))

    def stop(self) -> None:
        """Let the grading or release that has begun end, cancel those that wait, and end the process."""
        with self._guard:
            pool, self._pool, self._stopped = self._pool, None, True
            if self._line is not None:
                self._line.close()
        if pool is not None:
            pool.shutdown(wait=True, cancel_futures=True)
        if self._warming is not None:
            self._warming.cancel()
        if self._releasing is not None:
            self._releasing.join()

    def _warm(self) -> None:
        self._submit(_Task(_warm, (self._data_root,))).add_done_callback(_log_failure)

    def _release(self, names: tuple[str, ...]) -> Future[tuple[str, ...]]:
        released = self._submit(_Task(_release_new, (self._data_root, names)))
        released.add_done_callback(_log_failure)
        return released

    def _release_later(self, before: Future[tuple[str, ...]], names: Sequence[str]) -> None:
        for name in names:
            wait([before])
            before = self._release((name,))
            before.add_done_callback(partial(_tell, self._releases[name]))

    def _submit(self, task: _Task[_Result]) -> Future[_Result]:
        answer: Future[_Result] = Future()
        self._send(task, answer, may_retry=True)
        return answer

    def _send(self, task: _Task[_Result], answer: Future[_Result], *, may_retry: bool) -> None:
        try:
            pool, running = self._running(task)
        except CancelledError:
            answer.cancel()
            answer.set_running_or_notify_cancel()
            return
        running.add_done_callback(lambda done: self._pass_on(task, pool, done, answer, may_retry=may_retry))

    def _running(self, task: _Task[_Result]) -> tuple[ProcessPoolExecutor, Future[_Result]]:
        with self._guard:
            if self._stopped:
                raise CancelledError
            pool = self._pool or self._new_pool()
            try:
                return pool, pool.submit(task)
            except BrokenProcessPool:  # it died while nothing was waiting for it
                pool = self._new_pool()
                return pool, pool.submit(task)

    def _new_pool(self) -> ProcessPoolExecutor:
        stopping, self._line = _CONTEXT.Pipe(duplex=False)
        self._pool = ProcessPoolExecutor(
            max_workers=1, mp_context=_CONTEXT, initializer=_begin, initargs=(self._data_root, stopping)
        )
        return self._pool

    def _pass_on(
        self,
        task: _Task[_Result],
        pool: ProcessPoolExecutor,
        done: Future[_Result],
        answer: Future[_Result],
        *,
        may_retry: bool,
    ) -> None:
        if done.cancelled():
            answer.cancel()
            answer.set_running_or_notify_cancel()
            return
        error = done.exception()
        if isinstance(error, BrokenProcessPool) and may_retry:
            # Newer Pythons call this with the pool's own lock held, so the pool is left to another thread.
            threading.Thread(target=self._again, args=(task, pool, answer), name="grading-restart").start()
        elif answer.set_running_or_notify_cancel():
            if error is not None:
                answer.set_exception(error)
            else:
                answer.set_result(done.result())

    def _again(self, task: _Task[_Result], broken: ProcessPoolExecutor, answer: Future[_Result]) -> None:
        with self._guard:
            # All that waited in a broken pool come here; the first one makes room for the new pool.
            if self._pool is broken:
                _log.warning("The grading process ended; it is started again.")
                self._pool = None
        self._send(task, answer, may_retry=False)


class _Task(Generic[_Result]):
    """A call that can be sent to the process, and sent again."""

    def __init__(self, function: Callable[..., _Result], arguments: tuple[object, ...]) -> None:
        self._function = function
        self._arguments = arguments

    def __call__(self) -> _Result:
        try:
            return self._function(*self._arguments)
        except GradingError:
            raise
        except Exception as error:  # noqa: BLE001  (one that cannot be pickled would break the pool)
            words = str(error) if isinstance(error, UserError) else f"{type(error).__name__}: {error}"
            raise GradingError(words) from None


def _done() -> Future[tuple[str, ...]]:
    """Return what an assignment carries that was released before."""
    done: Future[tuple[str, ...]] = Future()
    done.set_result(())
    return done


def _released(data_root: Path) -> frozenset[str]:
    """Return the assignments that are released; none where that cannot be told, and then releasing tells why."""
    try:
        known = with_grade_cells(data_root)
    except GradingError:
        return frozenset()
    return frozenset(name for name in known if (data_root / "release" / name / f"{name}.ipynb").is_file())


def _tell(waited_for: Future[_Result], done: Future[_Result]) -> None:
    """Let what somebody waits for end as something else did."""
    if done.cancelled():
        waited_for.cancel()
    if not waited_for.set_running_or_notify_cancel():
        return
    if (error := done.exception()) is not None:
        waited_for.set_exception(error)
    else:
        waited_for.set_result(done.result())


def _log_failure(asked: Future[tuple[str, ...]]) -> None:
    if not asked.cancelled() and (error := asked.exception()) is not None:
        _log.error("The grading process could not do what was asked: %s", error)


# --- in the process --------------------------------------------------------------------------------------------------


_told_to_stop = threading.Event()


def _begin(data_root: Path, stopping: Connection) -> None:
    """Set the process up: nbgrader takes seconds to import, so that is done before the first grading."""
    ready = threading.Event()
    # Ctrl-C reaches the whole group; the server decides when this process ends.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, name="parent-watch", daemon=True).start()
    threading.Thread(target=_hear_stop, args=(stopping, ready), name="stop-watch", daemon=True).start()
    put_tools_on_path(os.environ)
    os.chdir(data_root)
    with loading():
        importlib.import_module("holdfast.nbgrader_bridge.running")
    ready.set()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _hear_stop(stopping: Connection, ready: threading.Event) -> None:
    """Begin no further release after the line has ended; end at once while nothing has been begun."""
    connection.wait([stopping])
    _told_to_stop.set()
    if not ready.is_set():
        os._exit(0)


def _release_new(data_root: Path, names: tuple[str, ...]) -> tuple[str, ...]:
    from holdfast.library import library
    from holdfast.nbgrader_bridge.running import release

    released = tuple(name for name in names if not _told_to_stop.is_set() and release(data_root, name))
    if not _told_to_stop.is_set():
        library()
    return released


def _warm(data_root: Path) -> tuple[str, ...]:
    """Have the gradebook note changes, and read the content that grading needs."""
    from holdfast.library import library

    with grading_lock(data_root):
        audit.install(data_root)
    library()
    return ()


def _grade(data_root: Path, assignment_id: str, learner_id: str) -> Outcome:
    from holdfast.nbgrader_bridge.running import grade

    return grade(data_root, assignment_id, learner_id)
