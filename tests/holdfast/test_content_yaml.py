"""Plain values out of YAML: the core schema of YAML 1.2, lines, and what is refused; with libyaml and without."""

from __future__ import annotations

import math
from typing import Any

import pytest
import yaml

from holdfast import content_yaml
from holdfast.content_yaml import Node, Refused, parse


@pytest.fixture(autouse=True, params=["CSafeLoader", "SafeLoader"])
def _loader(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Read each text with libyaml and with the parser that is there without it."""
    monkeypatch.setattr(content_yaml, "_Loader", getattr(yaml, request.param))


def value(text: str) -> Any:
    node = parse(text)
    return None if node is None else node.value


def refused(text: str) -> Refused:
    with pytest.raises(Refused) as caught:
        parse(text)
    return caught.value


@pytest.mark.parametrize(
    ("text", "means"),
    [
        ("on", "on"),
        ("off", "off"),
        ("yes", "yes"),
        ("NO", "NO"),
        ("y", "y"),
        ("true", True),
        ("FALSE", False),
        ("tRUE", "tRUE"),
        ("null", None),
        ("~", None),
        ("nUll", "nUll"),
        ("12", 12),
        ("-7", -7),
        ("+7", 7),
        ("010", 10),
        ("0o17", 15),
        ("0xfF", 255),
        ("0b11", "0b11"),
        ("1_000", "1_000"),
        ("1,000", "1,000"),
        ("12:30", "12:30"),
        ("2026-11-20", "2026-11-20"),
        ("1.5", 1.5),
        (".5", 0.5),
        ("5.", 5.0),
        ("1e3", 1000.0),
        ("-.inf", -math.inf),
        ("1.2.3", "1.2.3"),
        ("=", "="),
        ('"12"', "12"),
        ("'true'", "true"),
        ('""', ""),
        ("|\n  12\n", "12\n"),
        (">-\n  one\n  two\n", "one two"),
    ],
)
def test_a_scalar_means_what_yaml_1_2_says(text: str, means: object) -> None:
    found = value(f"a: {text}")["a"]
    assert found == means
    assert type(found) is type(means)


def test_what_is_no_number_is_one() -> None:
    assert math.isnan(value("a: .NaN")["a"])
    assert value("a: .nAN")["a"] == ".nAN"


@pytest.mark.parametrize("text", ["", "# a comment\n", "\n\n"])
def test_an_empty_text_has_no_document(text: str) -> None:
    assert parse(text) is None


def test_a_document_may_begin_and_end_with_its_marks() -> None:
    assert value("---\na: 1\n...\n") == {"a": 1}
    assert value("a:\n") == {"a": None}


def test_a_text_may_be_named_and_meant_again() -> None:
    assert value("a: &name words\nb: *name\nc: [*name]\n*name : 1\n") == {
        "a": "words", "b": "words", "c": ["words"], "words": 1,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "line", "keys", "sentence"),
    [
        ("a: 1\nb: &x [1]\n", 2, ("b",), "YAML anchors"),
        ("a: 1\nb:\n  c: &x {d: 1}\n", 3, ("b", "c"), "YAML anchors"),
        ("a: 1\nb: *x\n", 2, ("b",), "YAML anchors"),
        ("&x\na: *x\n", 1, (), "YAML anchors"),
        ("a: 1\nb: [1, !name 2]\n", 2, ("b", 1), "YAML tags"),
        ("a: 1\nb: !!python/object/apply:os.system [ls]\n", 2, ("b",), "YAML tags"),
        ("a: ! 1\n", 1, ("a",), "YAML tags"),
        ("a: !!str 1\n", 1, ("a",), "YAML tags"),
        ("a: {b: 1,\n  b: 2}\n", 2, ("a",), "The key 'b' is given twice; keep one."),
        ("a: 1\n'a': 2\n", 2, (), "The key 'a' is given twice; keep one."),
        ("a: 1\n2: 2\n", 2, (), "The key 2 must be text; put it in quotes."),
        ("a: 1\ntrue: 2\n", 2, (), "The key True must be text; put it in quotes."),
        ("a: 1\n? [b]\n: 2\n", 2, (), "The key ['b'] must be text; put it in quotes."),
        ("a:\n  - 1\n  - " + "9" * 401, 3, ("a", 1), "A number of 401 digits"),
    ],
)
def test_what_content_does_not_use_is_refused_with_its_place(
    text: str, line: int, keys: tuple[str | int, ...], sentence: str
) -> None:
    error = refused(text)
    assert (error.line, error.keys) == (line, keys)
    assert sentence in str(error)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a: 1\n--- \nb: 2\n", 2),
        ("a: 1\n...\nb: 2\n", 3),
        ("a: [1\n\nb: 2\n", 3),
        ("a: b: c\n", 1),
        ("a: 1\n\tb: 2\n", 2),
    ],
)
def test_broken_yaml_and_a_second_document_have_a_line(text: str, line: int) -> None:
    with pytest.raises(yaml.MarkedYAMLError) as caught:
        parse(text)
    mark = caught.value.problem_mark
    assert mark is not None
    assert mark.line + 1 == line


def test_every_value_and_every_key_has_its_line() -> None:
    text = """\
# a comment
first: one
list:
  - two
  -
    id: three
    text: >-
      folded
      text

  - {id: four,
     text: five}
last:
"""
    node = parse(text)
    assert node is not None
    assert _lines(node) == {
        (): 2,
        ("first",): 2,
        ("list",): 3,
        ("list", 0): 4,
        ("list", 1): 6,
        ("list", 1, "id"): 6,
        ("list", 1, "text"): 7,
        ("list", 2): 11,
        ("list", 2, "id"): 11,
        ("list", 2, "text"): 12,
        ("last",): 13,
    }


def _lines(node: Node, keys: tuple[str | int, ...] = (), line: int | None = None) -> dict[tuple[str | int, ...], int]:
    """Return where each part begins: the line of its key, of an entry of a list its own."""
    found = {keys: line or node.line}
    for key, part in node.parts.items():
        found |= _lines(part, (*keys, key), node.key_lines[key])
    return found
