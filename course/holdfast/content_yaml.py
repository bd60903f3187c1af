"""Reads YAML into plain values with the line of each. `holdfast.content_file` alone uses it.

PyYAML's parser (libyaml, where it is there) does the reading; what its events mean is decided here: the core schema of
YAML 1.2, in which ``on`` and ``12:30`` are text, and dates too, so that the model reads them and a wrong one has its
line. What can grow without end or run something is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

try:
    from yaml import CSafeLoader as _Loader
except ImportError:  # a build without libyaml: the same, slower
    from yaml import SafeLoader as _Loader

_WORDS: dict[str, Any] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_WHOLE = re.compile(r"[-+]?[0-9]+|(?P<based>0o[0-7]+|0x[0-9a-fA-F]+)")
_NUMBER = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_ENDLESS = re.compile(r"([-+]?)\.(?:inf|Inf|INF)")
_NONE = re.compile(r"\.(?:nan|NaN|NAN)")
_MAX_DIGITS = 400


class Refused(Exception):  # noqa: N818  (it says what is wrong)
    """YAML that content does not use, with its line and the keys that lead to it."""

    def __init__(self, line: int, keys: tuple[str | int, ...], sentence: str) -> None:
        """Keep the place and the sentence."""
        super().__init__(sentence)
        self.line = line
        self.keys = keys
        self.sentence = sentence


@dataclass
class Node:
    """One value and where it and its parts begin (lines from 1)."""

    line: int
    value: Any  #: plain data
    parts: dict[str | int, Node] = field(default_factory=dict)
    key_lines: dict[str | int, int] = field(default_factory=dict)  #: where the key of a part stands


def parse(text: str) -> Node | None:
    """Return the one document of a text; None where it is empty.

    Raises:
        yaml.YAMLError: It is no YAML, or more than one document.
        Refused: It gives a key twice, or uses anchors on lists or mappings, tags, a key that is no text, or a number
            of hundreds of digits.
        RecursionError: It is nested too deeply.
    """
    events = yaml.parse(text, Loader=_Loader)
    reader = _Reader(event for event in events if not isinstance(event, _FRAME))
    return reader.document()


_FRAME = (yaml.StreamStartEvent, yaml.StreamEndEvent, yaml.DocumentEndEvent)


class _Reader:
    def __init__(self, events: Iterator[Any]) -> None:
        self._events = events
        self._texts: dict[str, Node] = {}

    def document(self) -> Node | None:
        start = next(self._events, None)
        if start is None:
            return None
        node = self._node(next(self._events), ())
        other = next(self._events, None)
        if other is not None:
            raise yaml.MarkedYAMLError(problem="a second document begins", problem_mark=other.start_mark)
        return node

    def _node(self, event: Any, keys: tuple[str | int, ...]) -> Node:
        line = event.start_mark.line + 1
        if isinstance(event, yaml.AliasEvent):
            if event.anchor not in self._texts:
                raise Refused(line, keys, _NO_ANCHORS)
            return Node(line, self._texts[event.anchor].value)
        if event.tag is not None:
            raise Refused(line, keys, "YAML tags (!name) are not used; write plain text.")
        if isinstance(event, yaml.ScalarEvent):
            if len(event.value) > _MAX_DIGITS and event.implicit[0] and _WHOLE.fullmatch(event.value):
                raise Refused(line, keys, f"A number of {len(event.value)} digits is no number of this course.")
            node = Node(line, _scalar(event))
            if event.anchor:
                self._texts[event.anchor] = node
            return node
        if event.anchor:
            raise Refused(line, keys, _NO_ANCHORS)
        return self._mapping(line, keys) if isinstance(event, yaml.MappingStartEvent) else self._sequence(line, keys)

    def _sequence(self, line: int, keys: tuple[str | int, ...]) -> Node:
        found = Node(line, [])
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            index = len(found.value)
            part = self._node(event, (*keys, index))
            found.value.append(part.value)
            found.parts[index], found.key_lines[index] = part, part.line
        return found

    def _mapping(self, line: int, keys: tuple[str | int, ...]) -> Node:
        found = Node(line, {})
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            name = self._node(event, keys)
            if not isinstance(name.value, str):
                raise Refused(name.line, keys, f"The key {name.value!r} must be text; put it in quotes.")
            if name.value in found.value:
                raise Refused(name.line, keys, f"The key {name.value!r} is given twice; keep one.")
            part = self._node(next(self._events), (*keys, name.value))
            found.value[name.value] = part.value
            found.parts[name.value], found.key_lines[name.value] = part, name.line
        return found


_NO_ANCHORS = "YAML anchors (&name) are not used; write it out each time."


def _scalar(event: Any) -> Any:
    """Return what a scalar means by the core schema of YAML 1.2 (section 10.3); quoted and block scalars are text."""
    text: str = event.value
    if not event.implicit[0]:
        return text
    if text in _WORDS:
        return _WORDS[text]
    if whole := _WHOLE.fullmatch(text):
        return int(text, 0 if whole["based"] else 10)
    if _NUMBER.fullmatch(text):
        return float(text)
    if endless := _ENDLESS.fullmatch(text):
        return float(f"{endless[1]}inf")
    return float("nan") if _NONE.fullmatch(text) else text
