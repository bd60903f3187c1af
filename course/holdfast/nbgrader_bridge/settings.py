"""What ``nbgrader_config.py`` sets. It names our steps and does not import them, so reading a setting costs nothing."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, MutableMapping
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from holdfast.submission import FILE_NAME

COURSE_ID = "holdfast"
GRADEBOOK = "gradebook.db"

_BRIDGE = "holdfast.nbgrader_bridge"
EXPORTER = f"{_BRIDGE}.exporter.SubmissionExporter"
SANITISE = [f"{_BRIDGE}.sanitiser.RebuildFromGradebook", "nbgrader.preprocessors.CheckCellMetadata"]
AUTOGRADE = [
    f"{_BRIDGE}.executor.GradeInProcess",
    "nbgrader.preprocessors.IgnorePattern",
    "nbconvert.preprocessors.ClearMetadataPreprocessor",
    "nbgrader.preprocessors.LimitOutput",
    "nbgrader.preprocessors.SaveAutoGrades",
    "nbgrader.preprocessors.AssignLatePenalties",
    "nbgrader.preprocessors.CheckCellMetadata",
]


def configure(config: Any, data_root: Path) -> None:
    """Set up nbgrader for a data root.

    Args:
        config: The traitlets configuration, ``get_config()`` in a configuration file.
        data_root: The folder of ``source/``, ``submitted/`` and the gradebook.
    """
    config.CourseDirectory.course_id = COURSE_ID
    config.CourseDirectory.root = str(data_root)
    config.CourseDirectory.db_url = database_url(data_root)
    grade_safely(config)
    config.Autograde.exclude_overwriting = {name: [FILE_NAME] for name in assignments(data_root)}
    stay_offline(config)
    put_tools_on_path(os.environ)


def grade_safely(config: Any) -> None:
    """Put our steps in the place of those that would run a learner's notebook."""
    config.Autograde.exporter_class = EXPORTER
    config.Autograde.sanitize_preprocessors = list(SANITISE)
    config.Autograde.autograde_preprocessors = list(AUTOGRADE)


def stay_offline(config: Any) -> None:
    """Keep feedback and the formgrader's pages from asking a content network for MathJax and require.js."""
    config.HTMLExporter.extra_template_basedirs = [str(folder) for folder in _template_folders()]
    config.HTMLExporter.mathjax_url = ""
    config.HTMLExporter.require_js_url = ""
    config.HTMLExporter.jquery_url = ""


def put_tools_on_path(environment: MutableMapping[str, str]) -> None:
    """Let nbgrader find ``alembic``, which it starts by name, also when the environment was not activated."""
    tools = str(Path(sys.executable).parent)
    others = [folder for folder in environment.get("PATH", os.defpath).split(os.pathsep) if folder != tools]
    environment["PATH"] = os.pathsep.join([tools, *others])


def database_url(data_root: Path) -> str:
    """Return where the gradebook of a data root is, as SQLAlchemy names it."""
    return f"sqlite:///{data_root.resolve() / GRADEBOOK}"


def assignments(data_root: Path) -> tuple[str, ...]:
    """Return the ids of the assignments in ``source/``, in order."""
    source = data_root / "source"
    if not source.is_dir():
        return ()
    return tuple(sorted(folder.name for folder in source.iterdir() if (folder / f"{folder.name}.ipynb").is_file()))


def _template_folders() -> Iterator[Path]:
    yield Path(__file__).resolve().parent / "templates"
    with suppress(ImportError):
        nbgrader = find_spec("nbgrader")
        if nbgrader and nbgrader.origin:
            yield Path(nbgrader.origin).parent / "server_extensions" / "formgrader" / "templates"
