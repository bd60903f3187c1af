"""The questions of one assignment, with a Submit button. The key never comes here."""

from __future__ import annotations

from typing import Any, ClassVar

from holdfast import recording
from holdfast.interface_text import later, say
from holdfast.library import Library
from holdfast.model import Assignment, AssignmentKind
from holdfast_widgets._asking import AskingWidget
from holdfast_widgets._base import composed, library_of
from holdfast_widgets._items import item_view

_UNSURE: frozenset[AssignmentKind] = frozenset({"before", "later"})
"""Kinds of check that offer "I don't know": they measure what somebody knows, and a guess would not."""
_NOTHING_TO_SUBMIT = later(
    "Nothing is recorded in this view, so nothing can be submitted. Open the check on the course page."
)
_SUBMIT_WITH_NBGRADER = later(
    "Your answers are in answers.json, beside this notebook. Submit them from the list of assignments in JupyterLab."
)
_NOT_SAVED = later(
    "Your answers are not saved, so there is nothing to submit yet. The line under the questions says why."
)


class Assessment(AskingWidget):
    """The questions of one assignment, in its order.

    `value` is ``{item id: answer}``, with the seed of the order in which options are shown under
    ``<assignment id>/order``. A course page takes the Submit button's message; in a notebook Python says where the
    answers are.

    Example:
        >>> Assessment("m4-responding").value
        {}
    """

    KIND: ClassVar[str] = "assessment"
    PARTS: ClassVar[tuple[str, ...]] = ("_order", "_question", "_choose", "_arrange", "assessment")
    _esm = composed("js", *PARTS)
    _css = composed("css", *PARTS)

    def __init__(self, name: str, *, library: Library | None = None) -> None:
        """Show the questions of an assignment.

        Args:
            name: Its id.
            library: Where it is; the course's own content unless given.

        Raises:
            NotFound: There is no such assignment.
        """
        content = library_of(library)
        assignment = content.assignment(name)
        records = tuple(key for key in recording.keys_of_assignment(assignment) if key != assignment.scenario)
        super().__init__(name, view=view_of(assignment, content), records=records, assignments=(name,), library=content)
        self.on_msg(self._answer_submit)

    def _answer_submit(self, _widget: object, content: dict[str, Any], _buffers: object) -> None:
        if content.get("kind") != "submit":
            return
        if self._fetched is None:
            reason = _NOTHING_TO_SUBMIT
        else:
            self._keep()
            reason = _NOT_SAVED if self.saving.get("code") == "refused" else _SUBMIT_WITH_NBGRADER
        self.send({"kind": "not-submitted", "reason": say(reason)})


def view_of(assignment: Assignment, library: Library) -> dict[str, Any]:
    """Return what the browser draws: no key, no points, no explanation, no misconception."""
    scenario = library.scenario(assignment.scenario) if assignment.scenario else None
    return {
        "id": assignment.id,
        "title": assignment.title,
        "items": [item_view(library.item(item_id)) for item_id in assignment.items],
        "scenario": scenario and {"id": scenario.id, "title": scenario.title},
        "unsure": assignment.kind in _UNSURE,
        "again": assignment.kind == "module",
    }
