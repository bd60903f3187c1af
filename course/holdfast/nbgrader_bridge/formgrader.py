"""nbgrader's formgrader and its Validate button for `holdfast lab`: one course folder, and our grading behind them.

A Jupyter server extension, turned on in the place of nbgrader's own two. Those take the settings of whatever folder a
page names, and mark in the server's process with what these settings say. Here the course folder is the one that the
lab was started for, a button marks in the process and under the lock of all other grading, and no button runs what a
learner handed in.
"""

from __future__ import annotations

import json
import os
from asyncio import wrap_future
from pathlib import Path
from typing import Any

from jupyter_server.utils import url_path_join
from nbgrader.server_extensions.formgrader.base import BaseApiHandler, BaseHandler
from nbgrader.server_extensions.formgrader.formgrader import FormgradeExtension
from nbgrader.server_extensions.validate_assignment.handlers import NbGraderVersionHandler, ValidateAssignmentHandler
from tornado.web import authenticated

from holdfast.errors import UserError
from holdfast.interface_text import say
from holdfast.nbgrader_bridge.outcome import Outcome
from holdfast.nbgrader_bridge.running import course_config
from holdfast.nbgrader_bridge.worker import Worker

_WORKER = "holdfast_worker"
_ROOT = "holdfast_root"


class OneCourse(FormgradeExtension):
    """nbgrader's formgrader with the settings of one course folder, whatever folder it is opened from."""

    course_root: Path

    @property
    def url_prefix(self) -> str:
        return os.path.relpath(str(self.coursedir.root), self.root_dir)

    def load_config_file(self, **_: Any) -> None:
        """Take our settings; nbgrader calls this before each thing that it does."""
        self.update_config(course_config(self.course_root))

    def initialize(self, argv: Any = None, root: str = "") -> None:  # noqa: ARG002
        """Begin in our course folder, and put our settings over those that are read last."""
        super().initialize(argv, root=str(self.course_root))
        self.load_config_file()


class _Open(BaseHandler):
    """Where the formgrader is opened; nbgrader's own takes another folder's settings from the address."""

    @authenticated
    def get(self) -> None:
        self.redirect(f"{self.base_url}/formgrader/manage_assignments")


class _Autograde(BaseApiHandler):
    """The button that marks one submission."""

    @authenticated
    async def post(self, assignment_id: str, student_id: str) -> None:
        outcome: Outcome = await wrap_future(self.settings[_WORKER].grade(student_id, assignment_id))
        self._forget_read_marks()
        if outcome.state == "marked":
            words = say("{points} of {maximum} points.", points=f"{outcome.points:g}", maximum=f"{outcome.maximum:g}")
            self.finish(json.dumps({"success": True, "log": words}))
        else:
            self.finish(json.dumps({"success": False, "error": outcome.reason}))

    def _forget_read_marks(self) -> None:
        """Let the pages read the gradebook anew: another process has just written to it."""
        gradebook = self.settings["nbgrader_gradebook"]
        if gradebook is not None:
            gradebook.close()
            self.settings["nbgrader_gradebook"] = None


class _Release(BaseApiHandler):
    """The button that makes the version for learners; one that is released never changes."""

    @authenticated
    async def post(self, assignment_id: str) -> None:
        try:
            released = await wrap_future(self.settings[_WORKER].release(assignment_id))
        except UserError as error:
            self.finish(json.dumps({"success": False, "error": str(error)}))
            return
        if released:
            self.finish(json.dumps({"success": True, "log": say("It is released.")}))
        else:
            words = say(
                "{assignment} is released already, and learners may have begun: give a changed one a new name.",
                assignment=assignment_id,
            )
            self.finish(json.dumps({"success": False, "error": words}))


class _Validate(ValidateAssignmentHandler):
    """The Validate button of a notebook: it runs all cells, so it is not for what somebody handed in."""

    def validate_notebook(self, path: str) -> Any:
        handed_in: Path = self.settings[_ROOT].resolve() / "submitted"
        if (Path(self.root_dir).resolve() / path).resolve().is_relative_to(handed_in):
            words = say("{file} was handed in by a learner, and is not run here: use Autograde.", file=Path(path).name)
            return {"success": False, "value": words}
        return super().validate_notebook(path)


_HANDLERS = (
    (r"/formgrader/?", _Open),
    (r"/formgrader/api/submission/([^/]+)/([^/]+)/autograde", _Autograde),
    (r"/formgrader/api/assignment/([^/]+)/assign", _Release),
    (r"/assignments/validate", _Validate),
    (r"/nbgrader_version", NbGraderVersionHandler),
)


def _load_jupyter_server_extension(server: Any) -> None:
    """Add the formgrader to a Jupyter server whose settings name the course folder (``CourseDirectory.root``)."""
    root = Path(server.config.CourseDirectory.root)
    application = server.web_app
    application.settings.update({_WORKER: Worker(root), _ROOT: root, "root_dir": server.root_dir})
    base = application.settings["base_url"]
    # The first that fits an address is taken, so ours come before nbgrader's.
    application.add_handlers(".*$", [(url_path_join(base, pattern), handler) for pattern, handler in _HANDLERS])
    formgrader = OneCourse(parent=server)
    formgrader.course_root, formgrader.root_dir, formgrader.log = root, server.root_dir, server.log
    formgrader.initialize([])
    formgrader.init_tornado_settings(application)
    formgrader.init_handlers(application)
