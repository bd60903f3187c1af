"""How a submitted notebook is read: its old marks are taken back first, and what is no notebook is refused."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, cast

import nbformat
from nbconvert.exporters import NotebookExporter
from nbformat.v4 import new_notebook

from holdfast.nbgrader_bridge.gradebook import forget_marks
from holdfast.nbgrader_bridge.outcome import NotGraded

_FORMAT = 4
_MAX_BYTES = 20_000_000
_AGAIN = "submit the answers again from the course page"


class SubmissionExporter(NotebookExporter):
    """The exporter of ``nbgrader autograde``.

    nbgrader goes on with the next submission when one fails, and leaves the failed one's marks as they were. So the
    marks of an earlier try are taken back before anything of a new one is read.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._converter = cast("Any", self.parent)
        self._trouble: Exception | None = None
        self._submitted: frozenset[str] = frozenset()
        self._is_submitted = False
        # The converter calls its hook for each submission before anything else, and ignores what the hook raises.
        self._converter.pre_convert_hook = self._before

    def from_filename(self, filename: str, resources: Any = None, **kwargs: Any) -> Any:
        if self._trouble is not None:
            raise NotGraded("The marks of an earlier try could not be taken back: grade again.") from self._trouble
        self._is_submitted = filename in self._submitted
        try:
            return super().from_filename(filename, resources=resources, **kwargs)
        except NotGraded as refusal:
            about = resources["nbgrader"]
            # nbgrader itself prints the traceback; this is the one line to read.
            self.log.error("Not graded: %s of %s. %s", about["assignment"], about["student"], refusal)  # noqa: TRY400
            raise

    def from_file(self, file_stream: Any, resources: Any = None, **kwargs: Any) -> Any:
        text = _checked(file_stream)
        # It is rebuilt without anything of the learner's, so nothing is taken along: nbformat takes many minutes to say
        # what is wrong with a crafted one.
        notebook = new_notebook() if self._is_submitted else nbformat.reads(text, as_version=_FORMAT)
        return self.from_notebook_node(notebook, resources=resources, **kwargs)

    def _before(self, *, notebooks: Sequence[str], **_: Any) -> None:
        self._trouble = None
        self._submitted = frozenset(notebooks)
        try:
            for notebook in notebooks[:1]:
                self._remove_special(Path(notebook).parent)
                self._forget(Path(notebook).parent)
        except Exception as error:
            self._trouble = error
            raise

    def _remove_special(self, submitted: Path) -> None:
        """Remove pipes, devices, and links to them or to nothing: nbgrader would wait for them, or copy without end."""
        for file in sorted(submitted.rglob("*")):
            if not (file.is_file() or file.is_dir()):
                self.log.warning("%a is no ordinary file, and is removed.", str(file))
                file.unlink()

    def _forget(self, submitted: Path) -> None:
        about = self._converter.init_single_notebook_resources(str(submitted / "any.ipynb"))["nbgrader"]
        when = _submitted_at(self._converter.coursedir, submitted)
        dropped = forget_marks(about["db_url"], about["assignment"], about["student"], when)
        if dropped:
            given = "; ".join(dropped)
            self.log.warning(
                "%s of %s is submitted anew: what was given by hand for the earlier one no longer counts (%s).",
                about["assignment"],
                about["student"],
                given,
            )


def _submitted_at(coursedir: Any, submitted: Path) -> datetime | None:
    try:
        when: datetime | None = coursedir.get_existing_timestamp(str(submitted))
    except (AttributeError, ValueError, OSError):  # nbgrader 0.9 calls a method here that it does not have
        return datetime.min  # noqa: DTZ901  (another time than any the gradebook has)
    return when


def _checked(file_stream: Any) -> str:
    """Return the text of a file that has at least the form of a notebook."""
    try:
        text: str = file_stream.read(_MAX_BYTES + 1)
        if len(text) > _MAX_BYTES:
            raise NotGraded(f"The notebook is larger than {_MAX_BYTES // 1_000_000} MB: {_AGAIN}.")
        raw = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise NotGraded(f"The notebook is damaged ({type(error).__name__}): {_AGAIN}.") from error
    if not (isinstance(raw, dict) and isinstance(raw.get("cells"), list) and raw.get("nbformat") == _FORMAT):
        raise NotGraded(f"The file is no notebook of format {_FORMAT}: {_AGAIN}.")
    return text
