"""A data root with two learners, made once and copied for each test."""

from __future__ import annotations

from pathlib import Path

import pytest

import kept_course
from kept_course import Kept


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Kept:
    """Make the data root; never written to."""
    return kept_course.make(tmp_path_factory.mktemp("kept") / "data")


@pytest.fixture
def kept(made: Kept, tmp_path: Path) -> Kept:
    """Return a copy of one's own."""
    return made.copied(tmp_path / "data")


@pytest.fixture
def root(kept: Kept) -> Path:
    """Return where it is."""
    return kept.root


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave out what nbgrader 0.9 makes newer versions of SQLAlchemy warn of."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning"))
