"""Which assignments nbgrader releases first: pages and marks wait for them."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

from holdfast.library import Library
from holdfast.model import AssignmentKind
from holdfast.nbgrader_bridge import Worker

_ORDER: tuple[AssignmentKind, ...] = ("module", "before", "final", "mend", "later")


def release(worker: Worker, library: Library) -> Mapping[str, asyncio.Future[tuple[str, ...]]]:
    """Let the worker release what is new: checks of modules at once, then one by one in the order people meet them.

    Returns:
        For each assignment what is done when it is released, or could not be.
    """
    following = sorted(library.course.assignments, key=lambda entry: _ORDER.index(entry.kind))
    worker.start([check.id for check in library.course.checks], [entry.id for entry in following])
    released = {name: asyncio.wrap_future(future) for name, future in worker.released.items()}
    for future in released.values():
        future.add_done_callback(lambda done: done.cancelled() or done.exception())  # the worker logs it
    return released
