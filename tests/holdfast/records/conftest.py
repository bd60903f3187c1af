"""Records in a real file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from holdfast.records import Learner, Records


@pytest.fixture
def file(data_root: Path) -> Path:
    """Return where the records are."""
    return data_root / "records.db"


@pytest.fixture
def records(file: Path) -> Iterator[Records]:
    """Open new records."""
    with Records.open(file) as opened:
        yield opened


@pytest.fixture
def learner(records: Records) -> Learner:
    """Return the local learner."""
    return records.local_learner()
