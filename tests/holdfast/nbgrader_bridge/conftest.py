"""Course folders for grading: made once with the real commands, copied for each test that writes."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from grading_course import ASSIGNMENT, make_probe, run_nbgrader
from holdfast.nbgrader_bridge import prepare_course
from holdfast.paths import course_folders


@pytest.fixture(scope="session")
def released_course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a data root and release the course's assignment with `nbgrader generate_assignment`; never written to."""
    root = tmp_path_factory.mktemp("released") / "data"
    root.mkdir()
    prepare_course(root, course_folders())
    done = run_nbgrader(root, "generate_assignment", ASSIGNMENT)
    assert done.returncode == 0, done.stderr
    return root


@pytest.fixture(scope="session")
def probe_course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a data root with the probe assignment; never written to."""
    root = tmp_path_factory.mktemp("probe") / "data"
    root.mkdir()
    make_probe(root)
    return root


@pytest.fixture
def course(released_course: Path, tmp_path: Path) -> Path:
    """Return a data root of one's own with the course's assignment released."""
    return Path(shutil.copytree(released_course, tmp_path / "course"))


@pytest.fixture
def probe(probe_course: Path, tmp_path: Path) -> Path:
    """Return a data root of one's own with the probe assignment released."""
    return Path(shutil.copytree(probe_course, tmp_path / "probe"))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave out what nbgrader 0.9 makes newer versions of SQLAlchemy warn of."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning"))
