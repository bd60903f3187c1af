"""Course folders for grading: made once with the real commands, copied for each test that writes."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from grading_course import ASSIGNMENT, PROBE, run_nbgrader, write_source
from holdfast.nbgrader_bridge import prepare_course, release
from holdfast.paths import Folders, course_folders


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
    source = root / "source"
    write_source(source, PROBE, {"first": 2, "second": 3})
    config = course_folders().nbgrader_config
    nowhere = root.parent / "nowhere"
    prepare_course(root, Folders(content=nowhere, modules=nowhere, source=source, keys=nowhere, nbgrader_config=config))
    shutil.copyfile(config, root / "nbgrader_config.py")
    release(root, PROBE)
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
