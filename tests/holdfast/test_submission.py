"""Reading hostile files, writing whole ones, and comparing answers with the course."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from holdfast.library import Library
from holdfast.submission import MAX_BYTES, Answers, BadAnswers, check, read, write
from small_course import small_course

_ID = "m4-responding"
_SCENARIO = "two-steps"


def _document(**changes: Any) -> dict[str, Any]:
    return {"schema_version": 1, "assignment": _ID, "answers": {"who-to-tell": ["lead"]}, **changes}


def _put(folder: Path, content: Any) -> None:
    data = content if isinstance(content, bytes) else json.dumps(content).encode()
    (folder / "answers.json").write_bytes(data)


def _refusal(folder: Path) -> str:
    """Return the sentence with which the file is refused, which must be one and name file and mend."""
    with pytest.raises(BadAnswers) as caught:
        read(folder, _ID)
    sentence = str(caught.value)
    assert "answers.json" in sentence
    assert ":" in sentence
    assert sentence.endswith(".")
    assert "\n" not in sentence
    assert len(sentence) < 600
    return sentence


# --- reading ---------------------------------------------------------------------------------------------------------


def test_what_was_written_is_read(tmp_path: Path) -> None:
    answers = Answers(assignment=_ID, answers={"who-to-tell": ["lead"], "04_responding/first-minute": ["done"]})
    write(tmp_path, answers)
    assert read(tmp_path, _ID) == answers


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    assert "missing" in _refusal(tmp_path)
    assert "missing" in _refusal(tmp_path / "no-such-folder")


@pytest.mark.parametrize("kept", [0, 1, 20, -1])
def test_a_truncated_file_is_refused(tmp_path: Path, kept: int) -> None:
    _put(tmp_path, json.dumps(_document()).encode()[:kept])
    assert "damaged" in _refusal(tmp_path)


def test_a_huge_file_is_refused_and_not_read_whole(tmp_path: Path) -> None:
    with (tmp_path / "answers.json").open("wb") as file:
        file.truncate(1 << 40)
    assert str(MAX_BYTES) in _refusal(tmp_path)


def test_the_limit_itself_is_still_read(tmp_path: Path) -> None:
    data = json.dumps(_document()).encode()
    _put(tmp_path, data + b" " * (MAX_BYTES - len(data)))
    assert read(tmp_path, _ID).assignment == _ID
    _put(tmp_path, data + b" " * (MAX_BYTES - len(data) + 1))
    _refusal(tmp_path)


@pytest.mark.parametrize(
    "document",
    [
        None,
        [],
        "text",
        1,
        {},
        _document(answers=None),
        _document(answers=[]),
        _document(answers={"who-to-tell": "lead"}),
        _document(answers={"who-to-tell": None}),
        _document(answers={"who-to-tell": [1]}),
        _document(answers={"who-to-tell": [True]}),
        _document(answers={"who-to-tell": [None]}),
        _document(answers={"who-to-tell": {"lead": True}}),
        _document(answers={"who-to-tell": ["x" * 122]}),
        _document(answers={"who-to-tell": ["x"] * 201}),
        _document(answers={"who-to-tell": ["\ud800"]}),
        _document(answers={"": []}),
        _document(answers={"../../etc": []}),
        _document(answers={"a\nb": []}),
        _document(answers={"a\ud800": []}),
        _document(answers={f"i{number}": [] for number in range(201)}),
        _document(assignment=None),
        _document(assignment="M4"),
        _document(assignment="../m4"),
        _document(schema_version=True),
        _document(schema_version=1.0),
        _document(schema_version="1"),
        _document(schema_version=None),
        _document(points=9),
        {"schema_version": 1, "answers": {}},
        {"schema_version": 1, "assignment": _ID},
    ],
    ids=lambda document: json.dumps(document)[:50],
)
def test_wrong_types_are_refused(tmp_path: Path, document: Any) -> None:
    _put(tmp_path, document)
    _refusal(tmp_path)


@pytest.mark.parametrize(
    "data",
    [
        b'{"schema_version": 1, "assignment": "m4-responding", "answers": {}} {}',
        b'{"schema_version": 1, "assignment": "m4-responding", "answers": {"a": [NaN]}}',
        b'{"schema_version": 1, "assignment": "m4-responding", "answers": {"a": [Infinity]}}',
        b'{"schema_version": NaN, "assignment": "m4-responding", "answers": {}}',
        b'{"schema_version": 1, "assignment": "m4-responding", "answers": {"a": ["x"], "a": ["y"]}}',
        b'{"schema_version": 1, "schema_version": 1, "assignment": "m4-responding", "answers": {}}',
        b'{"schema_version": ' + b"1" * 5000 + b', "assignment": "m4-responding", "answers": {}}',
        b'\xef\xbb\xbf{"schema_version": 1, "assignment": "m4-responding", "answers": {}}',
        b"\xff\xfe\x00",
        b"\x00" * 100,
    ],
)
def test_what_is_not_plain_json_is_refused(tmp_path: Path, data: bytes) -> None:
    _put(tmp_path, data)
    assert "damaged" in _refusal(tmp_path)


@pytest.mark.parametrize("data", [b"[" * 60_000, b'{"a":' * 10_000, b'{"answers": {"a": [["\\"[["]]}}'])
def test_deep_nesting_is_refused_before_it_is_parsed(tmp_path: Path, data: bytes) -> None:
    _put(tmp_path, data)
    assert "too deeply" in _refusal(tmp_path)


def test_brackets_inside_text_are_not_nesting(tmp_path: Path) -> None:
    _put(tmp_path, _document(answers={"a": ['[[[["{{{{', "\\"]}))
    assert read(tmp_path, _ID).answers == {"a": ['[[[["{{{{', "\\"]}


@pytest.mark.parametrize("version", [0, 2, 10**30])
def test_another_version_is_refused_by_its_number(tmp_path: Path, version: int) -> None:
    _put(tmp_path, _document(schema_version=version, unknown="field"))
    assert f"schema_version {str(version)[:20]}" in _refusal(tmp_path)


def test_answers_for_another_assignment_are_refused(tmp_path: Path) -> None:
    _put(tmp_path, _document(assignment="m5-reporting"))
    assert "'m5-reporting'" in _refusal(tmp_path)


def test_a_link_is_refused_even_to_a_good_file(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    _put(elsewhere, _document())
    (tmp_path / "answers.json").symlink_to(elsewhere / "answers.json")
    assert "link" in _refusal(tmp_path)


def test_a_link_to_nowhere_and_a_folder_are_refused(tmp_path: Path) -> None:
    (tmp_path / "answers.json").symlink_to(tmp_path / "nowhere")
    _refusal(tmp_path)
    (tmp_path / "answers.json").unlink()
    (tmp_path / "answers.json").mkdir()
    _refusal(tmp_path)


@pytest.mark.timeout(20)
def test_a_pipe_is_refused_without_waiting_for_it(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "answers.json")
    assert "ordinary file" in _refusal(tmp_path)


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
)


@given(st.binary(max_size=200) | _JSON.map(lambda value: json.dumps(_document(answers=value)).encode()))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_garbage_is_refused_and_never_another_error(tmp_path: Path, data: bytes) -> None:
    _put(tmp_path, data)
    try:
        answers = read(tmp_path, _ID)
    except BadAnswers:
        return
    assert all(isinstance(word, str) for value in answers.answers.values() for word in value)


# --- writing ---------------------------------------------------------------------------------------------------------


def test_writing_replaces_and_leaves_nothing_beside(tmp_path: Path) -> None:
    for word in ("lead", "nobody"):
        write(tmp_path, Answers(assignment=_ID, answers={"who-to-tell": [word]}))
    assert read(tmp_path, _ID).answers == {"who-to-tell": ["nobody"]}
    assert [file.name for file in tmp_path.iterdir()] == ["answers.json"]


def test_a_failed_write_keeps_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    good = Answers(assignment=_ID, answers={"who-to-tell": ["lead"]})
    write(tmp_path, good)

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(BadAnswers, match="No space left on device"):
        write(tmp_path, Answers(assignment=_ID, answers={}))
    assert read(tmp_path, _ID) == good
    assert [file.name for file in tmp_path.iterdir()] == ["answers.json"]


def test_a_link_is_not_written_through(tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    victim.write_text("mine", encoding="utf-8")
    (tmp_path / "answers.json").symlink_to(victim)
    with pytest.raises(BadAnswers, match="link"):
        write(tmp_path, Answers(assignment=_ID, answers={}))
    assert victim.read_text(encoding="utf-8") == "mine"


def test_a_folder_that_is_not_there_and_answers_too_large_are_refused(tmp_path: Path) -> None:
    with pytest.raises(BadAnswers, match="cannot be written"):
        write(tmp_path / "gone", Answers(assignment=_ID, answers={}))
    large = {f"i{number}": ["x" * 100] * 10 for number in range(100)}
    with pytest.raises(BadAnswers, match="more than 65536 bytes"):
        write(tmp_path, Answers(assignment=_ID, answers=large))
    assert list(tmp_path.iterdir()) == []


# --- comparing with the course ---------------------------------------------------------------------------------------


@pytest.fixture
def course(tmp_path: Path) -> Library:
    """Return a course of one assignment: a scenario and a question."""
    return small_course(tmp_path)


@pytest.mark.parametrize(
    "answers",
    [
        {},
        {"who-to-tell": []},
        {"who-to-tell": ["b"], "m4-responding/order": ["4294967295"], _SCENARIO: ["take-the-phone", "repair"]},
        {_SCENARIO: []},
    ],
)
def test_answers_of_the_assignment_pass(course: Library, answers: dict[str, list[str]]) -> None:
    check(Answers(assignment=_ID, answers=answers), course)


@pytest.mark.parametrize(
    ("answers", "named"),
    [
        ({"another-item": ["a"]}, "another-item"),
        ({"04_responding/first-minute": ["done"]}, "04_responding/first-minute"),
        ({"who-to-tell": ["the-press"]}, "the-press"),
        ({"who-to-tell": ["a", "a"]}, "twice"),
        ({"who-to-tell": ["a", "b"]}, "one option"),
        ({"m4-responding/order": ["-1"]}, "seed"),
        ({"m4-responding/order": ["4294967296"]}, "seed"),
        ({_SCENARIO: ["tell-the-lead"]}, "tell-the-lead"),
        ({_SCENARIO: ["hear-her-out", "repair"]}, "hear-her-out"),
    ],
)
def test_answers_from_elsewhere_are_refused_by_name(course: Library, answers: dict[str, list[str]], named: str) -> None:
    with pytest.raises(BadAnswers) as caught:
        check(Answers(assignment=_ID, answers={"who-to-tell": ["a"], **answers}), course)
    assert named in str(caught.value)
    assert str(caught.value).count(". ") == 0
