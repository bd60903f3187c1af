"""What every widget of the course has in common: its traits, its script, and what a browser may do to it."""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, ClassVar

import anywidget
import traitlets

from holdfast import recording
from holdfast.errors import UserError
from holdfast.interface_text import for_browser, later, say
from holdfast.library import Library
from holdfast.library import library as course_library
from holdfast_widgets._fetched import FetchedFolder, find

_STATIC = Path(__file__).resolve().parent / "static"
_LOG = logging.getLogger("holdfast.widgets")

# A comment that has its lines to itself. They are a third of the text, and no browser needs them.
_COMMENT = re.compile(r"^[ \t]*/\*(?:(?!\*/).)*\*/[ \t]*\n", re.MULTILINE | re.DOTALL)

PRACTICE = {"code": "practice", "words": later("Practice only: nothing is recorded in this view.")}
WILL_BE_BESIDE = {
    "code": "practice",
    "words": later("Answers will be saved in answers.json, beside this notebook."),
}
BESIDE = {"code": "saved", "words": later("Saved in answers.json, beside this notebook.")}


class RefusedValue(ValueError):  # noqa: N818  (it says what happened)
    """A value that this widget cannot have. Its text says why."""


@cache
def composed(suffix: str, *stems: str) -> str:
    """Return the text a browser loads for one kind of widget: the common part, then its own parts, without comments.

    Args:
        suffix: "js" or "css".
        stems: The file stems below ``static/``, in order; one that has no file of that suffix is left out.
    """
    files = (_STATIC / f"{stem}.{suffix}" for stem in ("_say", "_common", *stems))
    return "\n".join(_without_comments(file) for file in files if file.is_file())


@cache
def part(suffix: str, stem: str) -> str:
    """Return one file below ``static/`` without comments."""
    return _without_comments(_STATIC / f"{stem}.{suffix}")


def _without_comments(file: Path) -> str:
    return _COMMENT.sub("", file.read_text(encoding="utf-8"))


class HoldfastWidget(anywidget.AnyWidget):
    """A widget whose browser side may set `value` and nothing else.

    ipywidgets takes whatever a browser sends for any synced trait, read-only ones and the widget's own script included.
    Here every message is checked first. What is refused is logged with the trait's name, and the browser gets the true
    state back.
    """

    KIND: ClassVar[str]
    PARTS: ClassVar[tuple[str, ...]]
    browser_may_set: ClassVar[frozenset[str]] = frozenset({"value"})

    kind = traitlets.Unicode(help="Which widget this is, for the page that hosts it.").tag(sync=True)
    name = traitlets.Unicode(help="The id of the scenario or assignment.").tag(sync=True)
    view = traitlets.Dict(help="What to draw: no key, no points.").tag(sync=True)
    value = traitlets.Dict(help="Record key -> what was answered, a list of ids.").tag(sync=True)
    saving = traitlets.Dict(help="Where answers go, in words; set by the host or by Python.").tag(sync=True)
    interface = traitlets.Dict(help="What the script says, where its language is not English.").tag(sync=True)

    def __init__(
        self,
        name: str,
        *,
        view: dict[str, Any],
        records: tuple[str, ...],
        library: Library,
        assignments: tuple[str, ...] = (),
        **traits: Any,
    ) -> None:
        """Set up the traits, and the folder beside the notebook if it is a fetched assignment.

        Args:
            name: The id of what is shown.
            view: What the browser draws; `records` is added to it.
            records: The record keys this widget answers.
            library: The course.
            assignments: The assignments in whose fetched folder answers are kept.
            traits: Values of a widget's own traits.
        """
        self.record_keys = records
        self._library = library
        self._fetched: FetchedFolder | None = find(assignments)
        value, saving = self._kept()
        view = {**view, "records": list(records)}
        words = for_browser()
        super().__init__(kind=self.KIND, name=name, view=view, value=value, saving=saving, interface=words, **traits)

    @classmethod
    def script(cls) -> str:
        """Return the ES module of this widget, whole."""
        return composed("js", *cls.PARTS)

    @classmethod
    def style(cls) -> str:
        """Return the style sheet of this widget, whole."""
        return composed("css", *cls.PARTS)

    def check_value(self, value: object) -> None:
        """Raise `RefusedValue` unless the value is one that this widget can have."""
        if not isinstance(value, dict):
            raise RefusedValue("it is not a table of answers")
        if not value.keys() <= set(self.record_keys):
            raise RefusedValue("it has answers that do not belong to this widget")
        for key, answer in value.items():
            if not isinstance(answer, list) or not all(isinstance(word, str) for word in answer):
                raise RefusedValue(f"the answer to {key!r} is not a list of words")
            if len(answer) > recording.MAX_WORDS or any(len(word) > recording.MAX_LETTERS for word in answer):
                raise RefusedValue(f"the answer to {key!r} is too long")
            try:
                recording.check(self._library, key, answer)
            except ValueError as error:
                raise RefusedValue(f"{key!r} cannot be answered so ({str(error).rstrip('.')})") from error

    def check_from_browser(self, trait: str, value: object) -> None:  # noqa: ARG002 - for widgets with traits of their own
        """Raise `RefusedValue` unless a browser may set that trait of `browser_may_set` to that value."""
        self.check_value(value)

    @traitlets.validate("value")
    def _valid_value(self, proposal: Mapping[str, Any]) -> object:
        """Hold Python code to the same rules as a browser."""
        try:
            self.check_value(proposal["value"])
        except RefusedValue as error:
            message = f"{type(self).__name__}({self.name!r}) cannot take this value: {error}."
            raise traitlets.TraitError(message) from error
        return proposal["value"]

    def set_state(self, sync_data: Mapping[str, Any]) -> None:
        """Take from a browser what it may set, refuse the rest, and put the browser's copy right."""
        taken: dict[str, Any] = {}
        refused: list[str] = []
        for trait, value in sync_data.items():
            reason = self._reason_against(trait, value)
            if reason is None:
                taken[trait] = value
            else:
                _LOG.warning("%s refused %s from the browser: %s", type(self).__name__, ascii(trait)[:60], reason)
                refused.append(trait)
        if taken:
            super().set_state(taken)
        if "value" in taken:
            self._keep()
        known = [trait for trait in refused if trait in self.keys]
        if known:
            self.send_state(known)

    def _reason_against(self, trait: str, value: object) -> str | None:
        if trait not in self.browser_may_set:
            return "a browser may not set it"
        try:
            self.check_from_browser(trait, value)
        except RefusedValue as error:
            return str(error)
        return None

    def _handle_msg(self, msg: Mapping[str, Any]) -> None:
        """Let only well-formed messages reach ipywidgets; it would follow buffer paths into any trait."""
        sent = (msg.get("content") or {}).get("data")
        data = sent if isinstance(sent, dict) else {}
        method = data.get("method")
        if method == "update" and isinstance(data.get("state"), dict) and not data.get("buffer_paths"):
            clean = {"method": "update", "state": data["state"]}
        elif method == "custom" and isinstance(data.get("content"), dict):
            clean = {"method": "custom", "content": data["content"]}
        elif method == "request_state":
            clean = {"method": "request_state"}
        else:
            _LOG.warning("%s refused a message from the browser: it knows none like it", type(self).__name__)
            return
        super()._handle_msg({"content": {"data": clean}, "buffers": []})

    def _kept(self) -> tuple[dict[str, list[str]], dict[str, str]]:
        """Return the value and the words about saving to begin with."""
        if self._fetched is None:
            return {}, _said(PRACTICE)
        try:
            value = self._fetched.answers(self.record_keys)
            self.check_value(value)
        except (UserError, RefusedValue) as error:
            return {}, _not_saved(error)
        return value, _said(BESIDE if value else WILL_BE_BESIDE)

    def _keep(self) -> None:
        """Write the value beside a fetched notebook; anywhere else, write nothing."""
        if self._fetched is None:
            return
        try:
            self._fetched.merge(self.value, self._library)
        except UserError as error:
            self.saving = _not_saved(error)
        else:
            self.saving = _said(BESIDE)


def _said(saving: Mapping[str, str]) -> dict[str, str]:
    return {**saving, "words": say(saving["words"])}


def _not_saved(error: Exception) -> dict[str, str]:
    return {"code": "refused", "words": say("Not saved: {reason}", reason=error)}


def library_of(given: Library | None) -> Library:
    """Return the library given, else the course's own."""
    return course_library() if given is None else given
