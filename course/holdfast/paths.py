"""Where the course's own files and the data root are. Everything that opens a file asks here first."""

from __future__ import annotations

import sysconfig
from dataclasses import dataclass
from pathlib import Path

import platformdirs

_PACKAGE = Path(__file__).resolve().parent


@dataclass(frozen=True, kw_only=True)
class Folders:
    """The course's own files: read, never written."""

    content: Path
    modules: Path
    source: Path
    keys: Path
    nbgrader_config: Path


def _checkout() -> Path | None:
    """Return the top of the checkout this package runs from, or None when it was installed from a wheel."""
    top = _PACKAGE.parent.parent
    return top if (top / "modules").is_dir() and (top / "pyproject.toml").is_file() else None


def course_folders() -> Folders:
    """Return the folders of the installed course: the checkout's, else those the wheel brought."""
    top = _checkout() or Path(sysconfig.get_path("data")) / "share" / "holdfast"
    return Folders(
        content=_PACKAGE / "content",
        modules=top / "modules",
        source=top / "assessments" / "source",
        keys=top / "assessments" / "keys",
        nbgrader_config=top / "assessments" / "nbgrader_config.py",
    )


def default_data_root() -> Path:
    """Return where learner data goes by default: `assessments/` of a checkout, else the platform's place."""
    top = _checkout()
    return top / "assessments" if top else Path(platformdirs.user_data_dir("holdfast", appauthor=False))
