"""What stays is loaded without the collector, which looks at everything else as before."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator

import pytest

from holdfast.startup import loading


class Knot:
    """Something that holds itself, so that the collector alone can free it."""

    def __init__(self) -> None:
        self.itself = self


@pytest.fixture(autouse=True)
def thawed() -> Iterator[None]:
    """Have nothing passed over before the test, and all of it after."""
    gc.unfreeze()
    yield
    gc.freeze()


def test_the_collector_rests_while_something_is_loaded_and_passes_over_it_then() -> None:
    with loading():
        assert not gc.isenabled()
        kept = Knot()
    assert gc.isenabled()
    assert gc.get_freeze_count() > 0
    assert all(each is not kept for each in gc.get_objects())
    gc.unfreeze()
    assert any(each is kept for each in gc.get_objects())


def test_the_collector_is_back_after_an_error() -> None:
    with pytest.raises(LookupError), loading():
        raise LookupError
    assert gc.isenabled()


def test_what_comes_later_is_freed_as_before() -> None:
    with loading():
        pass
    later = Knot()
    gone = weakref.ref(later)
    del later
    gc.collect()
    assert gone() is None
