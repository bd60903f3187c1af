"""Loads what stays: modules and content, without the collector of rubbish looking through them again and again.

Its looks are a third of the time that a server takes to start, and later a part of each of its long ones. Used by the
commands that serve, the server, and the process that grades.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def loading() -> Iterator[None]:
    """Switch the collector off for the block, and let it pass over all that is there when the block ends."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()
