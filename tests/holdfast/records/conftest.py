"""Records in a real file."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from holdfast.records import Completion, Learner, Records


class Calendar:
    """Says which day it is, as the clock of a computer does: forward, and sometimes back."""

    def __init__(self) -> None:
        self.today = date(2026, 11, 20)

    def __call__(self) -> date:
        return self.today

    def turn(self, days: int) -> None:
        """Move on by that many days, or back."""
        self.today += timedelta(days=days)


@pytest.fixture
def file(data_root: Path) -> Path:
    """Return where the records are."""
    return data_root / "records.db"


@pytest.fixture
def calendar() -> Calendar:
    """Return the calendar of the records."""
    return Calendar()


@pytest.fixture
def records(file: Path, calendar: Calendar) -> Iterator[Records]:
    """Open new records."""
    with Records.open(file, day=calendar) as opened:
        yield opened


@pytest.fixture
def learner(records: Records) -> Learner:
    """Return the local learner."""
    return records.local_learner()


@pytest.fixture
def finished(learner: Learner) -> Completion:
    """Return a completion of that learner, not noted yet."""
    return Completion(
        code="HFAB-CDEF-GHJK-MNPQ",
        learner_id=learner.id,
        name="Sam Okafor",
        pathway="dsl",
        nation="wales",
        content_version="2026a",
        law_as_at=date(2026, 9, 1),
        completed_on=date(2026, 11, 20),
        minutes=150,
        assessed=True,
        provisional=True,
    )
