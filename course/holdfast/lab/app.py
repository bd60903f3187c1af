"""Starts JupyterLab for the person who trains, on this computer alone. `cli_lab` calls `run`."""

from __future__ import annotations

import os
import secrets
import shutil
from contextlib import ExitStack
from pathlib import Path

from filelock import FileLock, Timeout

from holdfast import interface_text, library, paths
from holdfast.errors import UserError
from holdfast.lab import copies, settings, start_page
from holdfast.nbgrader_bridge import prepare_course
from holdfast.nbgrader_bridge.settings import put_tools_on_path
from holdfast.server import data_root, listening, scratch


def run(port: int, data: Path | None, *, open_browser: bool) -> None:
    """Serve JupyterLab until it is told to stop (Ctrl-C, SIGTERM).

    Args:
        port: Port of 127.0.0.1 to listen on; a taken one is an error.
        data: The data root; None takes the default one.
        open_browser: Whether to open the start page in a browser.

    Raises:
        UserError: Something a person can mend stands in the way; the text says what.
    """
    root = (data or paths.default_data_root()).expanduser().absolute()
    folders = paths.course_folders()
    with ExitStack() as stack:
        stack.callback(os.umask, os.umask(0o077))
        data_root.refuse_unfit(root)
        stack.callback(_claim(root).release)
        _refuse_taken(port)
        content = library.load(folders)
        interface_text.use(content.course.language)
        prepare_course(root, folders)
        kept = copies.bring(content, root)
        start_page.write(content, root, port, kept)
        temporary = scratch.make(root / copies.FOLDER)
        stack.callback(shutil.rmtree, temporary, ignore_errors=True)
        settings.write(temporary, root=root, port=port, token=secrets.token_hex(24), open_browser=open_browser)
        os.environ.update(settings.environment(temporary))
        put_tools_on_path(os.environ)
        os.chdir(root)  # nbgrader looks for settings, which are programs, where it is started
        from holdfast.lab.jupyter import serve  # reads where Jupyter's folders are when it is imported

        serve()


def _claim(root: Path) -> FileLock:
    folder = root / copies.FOLDER
    folder.mkdir(exist_ok=True)
    lock = FileLock(folder / ".lab.lock", timeout=0)
    try:
        lock.acquire()
    except Timeout:
        raise UserError(
            f"Another `holdfast lab` is open on {root}: use that one, stop it, or give another folder with --data."
        ) from None
    return lock


def _refuse_taken(port: int) -> None:
    """Try the port: Jupyter itself would say it in its own words, or take another one."""
    for each in listening.bind(settings.ADDRESS, port):
        each.close()
