"""What JupyterLab is told: its settings, in a folder that lives as long as it runs. `app` writes them.

Nothing of the person's own Jupyter is read or changed, and nothing asks another computer: no news, no search for
updates, no list of extensions.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from holdfast.lab.copies import FOLDER
from holdfast.lab.start_page import FILE
from holdfast.server.notebook_run import ThisPython, transport

ADDRESS = "127.0.0.1"
"""JupyterLab runs programs for whoever can open it, so it is for this computer alone."""

_HIDDEN = (
    "__pycache__",
    "*.pyc",
    "*~",
    "*.db",
    "*.db-shm",
    "*.db-wal",
    "erasures.jsonl",
    "pages",
)
"""What the list of files leaves out: records of learners, which nobody opens by hand, and what is made by itself."""

_SERVER_EXTENSIONS = (
    "jupyterlab",
    "jupyter_server_terminals",
    "holdfast.lab.extension",
    "holdfast.nbgrader_bridge.formgrader",
    "nbgrader.server_extensions.course_list",
)

_OFF = (
    "@jupyterlab/apputils-extension:announcements",  # news, and the search for updates
    "@jupyterlab/extensionmanager-extension",
    "@jupyterlab/lsp-extension",  # with the two below: it looks for programs that this server does not start
    "@jupyterlab/fileeditor-extension:language-server",
    "@jupyterlab/notebook-extension:language-server",
    "@jupyter/nbgrader:assignment-list",  # for learners who hand in through nbgrader's exchange; ours use the course
    "@jupyter-notebook/lab-extension",  # opens another program, which is not served here
    "@voila-dashboards/jupyterlab-preview",
)

_OVERRIDES: dict[str, Any] = {
    # A cell that is out of sight stays in the page, so that links find its headings and readers read it.
    "@jupyterlab/notebook-extension:tracker": {"windowingMode": "none"},
    "@jupyterlab/docmanager-extension:plugin": {"defaultViewers": {"markdown": "Markdown Preview"}},
    "@jupyterlab/apputils-extension:notification": {"checkForUpdates": False, "fetchNews": "false"},
}
"""Where JupyterLab's usual settings are changed; what a trainer sets in JupyterLab comes before them."""

_PING_TIMEOUT = 29_000
"""Milliseconds: Jupyter's own is longer than the time between two pings, of which it warns."""

_STYLE = Path(__file__).with_name("notes.css")


def environment(scratch: Path) -> dict[str, str]:
    """Return what keeps Jupyter, its kernels and its terminals to our folder.

    A kernel begins in the folder of its notebook as soon as that is opened. Of what a learner handed in, a file named
    like a part of Python or Jupyter would be run then, so Python takes no program from the folder it begins in.
    """
    return {
        "JUPYTER_CONFIG_DIR": str(scratch / "config"),
        "JUPYTER_DATA_DIR": str(scratch / "data"),
        "JUPYTER_RUNTIME_DIR": str(scratch / "runtime"),
        "IPYTHONDIR": str(scratch / "ipython"),
        "PYTHONSAFEPATH": "1",
    }


def write(scratch: Path, *, root: Path, port: int, token: str, open_browser: bool) -> None:
    """Write the settings.

    Args:
        scratch: The folder for them, which only this account reads.
        root: The data root.
        port: Where to listen.
        token: What opens JupyterLab.
        open_browser: Whether to open it.
    """
    config, lab = scratch / "config", scratch / "lab"
    (config / "custom").mkdir(parents=True)
    (config / "custom" / "custom.css").write_bytes(_STYLE.read_bytes())
    lab.mkdir()
    _write(lab / "page_config.json", {"disabledExtensions": dict.fromkeys(_OFF, True)})
    _write(lab / "overrides.json", _OVERRIDES)
    _write(config / "jupyter_server_config.json", _server(scratch, root, port, token, open_browser=open_browser))


def _server(scratch: Path, root: Path, port: int, token: str, *, open_browser: bool) -> dict[str, Any]:
    return {
        "ServerApp": {
            "jpserver_extensions": dict.fromkeys(_SERVER_EXTENSIONS, True),
            "reraise_server_extension_failures": True,
            "root_dir": str(root),
            "ip": ADDRESS,
            "port": port,
            "port_retries": 0,
            "open_browser": open_browser,
            "allow_root": True,
            "tornado_settings": {"ws_ping_timeout": _PING_TIMEOUT},
            "log_level": "WARN",
            "kernel_spec_manager_class": f"{ThisPython.__module__}.{ThisPython.__name__}",
        },
        "IdentityProvider": {"token": token},
        "KernelManager": {"transport": transport(scratch / "runtime")},
        "ContentsManager": {"hide_globs": list(_HIDDEN)},
        "LabApp": {
            "default_url": f"/lab/tree/{FOLDER}/{FILE}",
            "app_settings_dir": str(scratch / "lab"),
            "user_settings_dir": str(root / FOLDER / ".settings"),
            "workspaces_dir": str(scratch / "workspaces"),
            "labextensions_path": [str(Path(sys.prefix) / "share" / "jupyter" / "labextensions")],
            "log_level": "WARN",
            "custom_css": True,
            "news_url": None,
            "check_for_updates_class": "jupyterlab.handlers.announcements.NeverCheckForUpdate",
            "extension_manager": "readonly",
        },
        "CourseDirectory": {"root": str(root)},
        "FormgradeExtension": {"debug": False},
    }


def _write(file: Path, content: dict[str, Any]) -> None:
    file.write_text(json.dumps(content, indent=2), encoding="utf-8")
