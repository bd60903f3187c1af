"""What a browser may do to a widget, and where answers are kept in a notebook."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import traitlets
from ipywidgets import VBox

from holdfast.library import Library
from holdfast_widgets import ActionPlan, Assessment, OffenceFinder, Quiz, Scenario, StageTimeline, _base
from holdfast_widgets._base import HoldfastWidget
from small_course import ASSIGNMENT, SCENARIO, small_course

BEST = ["hear-her-out", "tell-the-lead"]
PRACTICE = "Practice only: nothing is recorded in this view."
BESIDE = "Saved in answers.json, beside this notebook."

WIDGETS = [ActionPlan, Assessment, OffenceFinder, Quiz, Scenario, StageTimeline]
STATIC = Path(_base.__file__).parent / "static"

Sent = list[dict[str, Any]]


@pytest.fixture
def course(tmp_path: Path) -> Library:
    return small_course(tmp_path / "small")


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in an empty folder, as somebody who is not beside a fetched notebook."""
    folder = tmp_path / "home" / ASSIGNMENT
    folder.mkdir(parents=True)
    monkeypatch.chdir(folder)
    monkeypatch.delenv("NBGRADER_EXECUTION", raising=False)
    return folder


@pytest.fixture
def listen(monkeypatch: pytest.MonkeyPatch) -> Callable[[HoldfastWidget], Sent]:
    """Return a function that records what a widget's comm sends to the browser."""

    def start(widget: HoldfastWidget) -> Sent:
        sent: Sent = []
        monkeypatch.setattr(widget.comm, "publish_msg", lambda *_, data=None, **__: sent.append(data))
        return sent

    return start


def _says(data: object, buffers: list[bytes] | None = None) -> dict[str, Any]:
    return {"content": {"data": data}, "buffers": buffers or []}


def _fetched(folder: Path, metadata: dict[str, Any] | None = None) -> None:
    grade = {"grade": True, "grade_id": "who-to-tell", "points": 1, "locked": True, "solution": False}
    cell = {"cell_type": "code", "metadata": {"nbgrader": grade} if metadata is None else metadata, "source": ""}
    notebook = {"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    (folder / f"{ASSIGNMENT}.ipynb").write_text(json.dumps(notebook), encoding="utf-8")


def _kept(folder: Path) -> dict[str, list[str]]:
    kept: dict[str, list[str]] = json.loads((folder / "answers.json").read_text(encoding="utf-8"))["answers"]
    return kept


# --- what a browser may set ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("trait", "value"),
    [
        ("_esm", "export default { render() { steal() } }"),
        ("_css", "* { display: none }"),
        ("view", {"id": "mine"}),
        ("saving", {"code": "saved", "words": "Saved"}),
        ("name", "another"),
        ("kind", "assessment"),
        ("_model_module", "evil"),
        ("_dom_classes", ["evil"]),
        ("interface", {"messages": {"Check": ["Stop"]}, "plural": [0]}),
        ("layout", "IPY_MODEL_nothing"),
        ("_anywidget_id", "x"),
        ("no_such_trait", 1),
    ],
)
def test_a_browser_may_not_set_anything_but_the_value(
    course: Library, caplog: pytest.LogCaptureFixture, trait: str, value: object
) -> None:
    widget = Scenario(SCENARIO, library=course)
    before = widget.get_state()
    with caplog.at_level(logging.WARNING):
        widget.set_state({trait: value})
    assert widget.get_state() == before
    assert f"'{trait}'" in caplog.text


def test_a_refused_trait_does_not_hold_back_a_good_value_and_is_put_right(
    course: Library, listen: Callable[[HoldfastWidget], Sent]
) -> None:
    widget = Scenario(SCENARIO, library=course)
    sent = listen(widget)
    widget._handle_msg(_says({"method": "update", "state": {"value": {SCENARIO: BEST}, "_esm": "evil"}}))
    assert widget.value == {SCENARIO: BEST}
    assert {"method": "update", "state": {"_esm": Scenario.script()}, "buffer_paths": []} in sent
    assert not any("evil" in json.dumps(message) for message in sent)


@pytest.mark.parametrize(
    "value",
    [
        None,
        [],
        "path",
        7,
        {SCENARIO: "hear-her-out"},
        {SCENARIO: [1]},
        {SCENARIO: [None]},
        {SCENARIO: {"0": "hear-her-out"}},
        {SCENARIO: [["hear-her-out"]]},
        {SCENARIO: ["tell-the-lead"]},
        {SCENARIO: ["repair"]},
        {SCENARIO: [*BEST, "hear-her-out"]},
        {SCENARIO: ["no-such-choice"]},
        {SCENARIO: ["hear-her-out"] * 201},
        {SCENARIO: ["x" * 1_000_000]},
        {SCENARIO: BEST, "who-to-tell": ["a"]},
        {"two-steps ": BEST},
        {f"key-{n}": [] for n in range(10_000)},
    ],
    ids=lambda value: ascii(value)[:40],
)
def test_a_value_that_cannot_be_is_refused_and_the_true_one_sent_back(
    course: Library, listen: Callable[[HoldfastWidget], Sent], caplog: pytest.LogCaptureFixture, value: object
) -> None:
    widget = Scenario(SCENARIO, library=course)
    widget.set_state({"value": {SCENARIO: ["hear-her-out"]}})
    sent = listen(widget)
    widget._handle_msg(_says({"method": "update", "state": {"value": value}}))
    assert widget.value == {SCENARIO: ["hear-her-out"]}
    assert sent == [{"method": "update", "state": {"value": {SCENARIO: ["hear-her-out"]}}, "buffer_paths": []}]
    assert "'value'" in caplog.text
    assert len(caplog.text) < 1000


@pytest.mark.parametrize(
    "value",
    [
        {SCENARIO: BEST},
        {"who-to-tell": ["e"]},
        {"who-to-tell": ["a", "b"]},
        {"what-to-keep": ["a", "a"]},
        {"another-item": ["a"]},
        {"who-to-tell": "a"},
    ],
    ids=lambda value: ascii(value)[:40],
)
def test_an_assessment_refuses_answers_its_questions_do_not_offer(course: Library, value: object) -> None:
    widget = Assessment(ASSIGNMENT, library=course)
    widget.set_state({"value": value})
    assert widget.value == {}


def test_an_assessment_takes_what_its_questions_offer(course: Library) -> None:
    widget = Assessment(ASSIGNMENT, library=course)
    answers = {"who-to-tell": ["a"], "what-to-keep": ["b", "d"], "what-to-refuse": []}
    widget.set_state({"value": answers})
    assert widget.value == answers


@pytest.mark.parametrize(
    "message",
    [
        _says(None),
        _says([]),
        _says({}),
        _says({"method": "update"}),
        _says({"method": "update", "state": []}),
        _says({"method": "update", "state": {"value": {}}, "buffer_paths": [["view", "id"]]}, [b"x"]),
        _says({"method": "custom", "content": "submit"}),
        _says({"method": "evil", "state": {"view": {}}}),
        _says({"method": ["update"]}),
        {"content": None},
        {},
    ],
    ids=ascii,
)
def test_a_malformed_message_is_logged_and_changes_nothing(
    course: Library, caplog: pytest.LogCaptureFixture, message: dict[str, Any]
) -> None:
    widget = Assessment(ASSIGNMENT, library=course)
    before = widget.get_state()
    widget._handle_msg(message)
    assert widget.get_state() == before
    assert "refused a message" in caplog.text


def test_a_browser_that_asks_for_the_state_gets_it(course: Library, listen: Callable[[HoldfastWidget], Sent]) -> None:
    widget = Assessment(ASSIGNMENT, library=course)
    sent = listen(widget)
    widget._handle_msg(_says({"method": "request_state"}))
    assert [message["state"]["name"] for message in sent] == [ASSIGNMENT]


# --- a widget like any other -----------------------------------------------------------------------------------------


def test_python_is_held_to_the_same_rules(course: Library) -> None:
    widget = Scenario(SCENARIO, library=course)
    with pytest.raises(traitlets.TraitError, match=r"two-steps.*no choice came before"):
        widget.value = {SCENARIO: ["repair"]}
    assert widget.value == {}


def test_widgets_compose_observe_and_link(course: Library) -> None:
    one, other = Scenario(SCENARIO, library=course), Scenario(SCENARIO, library=course)
    seen: list[object] = []
    one.observe(lambda change: seen.append(change["new"]), "value")
    traitlets.link((one, "value"), (other, "value"))
    one.set_state({"value": {SCENARIO: BEST}})
    assert other.value == {SCENARIO: BEST}
    assert seen == [{SCENARIO: BEST}]
    assert VBox([one, other]).children == (one, other)


def test_an_unknown_id_is_one_clear_sentence(course: Library) -> None:
    with pytest.raises(KeyError) as caught:
        Scenario("two-step", library=course)
    assert str(caught.value) == "There is no scenario 'two-step' in this course. Did you mean 'two-steps'?"


@pytest.mark.parametrize("widget", WIDGETS)
def test_the_script_is_whole_and_asks_for_nothing(widget: type[HoldfastWidget]) -> None:
    script, style = widget.script(), widget.style()
    assert "export default { render }" in script
    for word in (".innerHTML", "insertAdjacentHTML", "document.write", "eval(", "fetch(", "import ", "localStorage"):
        assert word not in script
    assert "@import" not in style
    assert "url(" not in style


def test_every_part_is_used_and_all_of_them_together_are_small() -> None:
    used = {"_say", "_common", "_standalone", *(stem for widget in WIDGETS for stem in widget.PARTS)}
    files = [file for file in STATIC.iterdir() if file.suffix in {".js", ".css"}]
    assert {file.stem for file in files} == used
    assert sum(file.stat().st_size for file in files) <= 128_000


# --- where answers are kept ------------------------------------------------------------------------------------------


def test_in_any_other_place_nothing_is_written_and_the_widget_says_so(course: Library, elsewhere: Path) -> None:
    widget = Scenario(SCENARIO, library=course)
    widget.set_state({"value": {SCENARIO: BEST}})
    assert widget.saving == {"code": "practice", "words": PRACTICE}
    assert list(elsewhere.iterdir()) == []


def test_beside_a_fetched_notebook_both_widgets_write_into_one_file(course: Library, elsewhere: Path) -> None:
    _fetched(elsewhere)
    scenario, assessment = Scenario(SCENARIO, library=course), Assessment(ASSIGNMENT, library=course)
    assert not (elsewhere / "answers.json").exists()
    scenario.set_state({"value": {SCENARIO: BEST}})
    assessment.set_state({"value": {"who-to-tell": ["a"]}})
    assert _kept(elsewhere) == {SCENARIO: BEST, "who-to-tell": ["a"]}
    assert scenario.saving == assessment.saving == {"code": "saved", "words": BESIDE}


def test_a_notebook_opened_again_shows_what_was_kept(course: Library, elsewhere: Path) -> None:
    _fetched(elsewhere)
    Assessment(ASSIGNMENT, library=course).set_state({"value": {"what-to-keep": ["b"]}})
    again = Assessment(ASSIGNMENT, library=course)
    assert again.value == {"what-to-keep": ["b"]}
    assert again.saving["words"] == BESIDE
    assert Scenario(SCENARIO, library=course).value == {}


def test_python_alone_writes_nothing(course: Library, elsewhere: Path) -> None:
    _fetched(elsewhere)
    Scenario(SCENARIO, library=course).value = {SCENARIO: BEST}
    assert not (elsewhere / "answers.json").exists()


def _nothing(_: Path, __: pytest.MonkeyPatch) -> None:
    """Leave the folder without a notebook."""


def _no_graded_cell(folder: Path, _: pytest.MonkeyPatch) -> None:
    _fetched(folder, {"nbgrader": {"grade": False, "grade_id": "who-to-tell"}})


def _damaged_notebook(folder: Path, _: pytest.MonkeyPatch) -> None:
    (folder / f"{ASSIGNMENT}.ipynb").write_text('{"cells": [', encoding="utf-8")


def _odd_notebook(folder: Path, _: pytest.MonkeyPatch) -> None:
    (folder / f"{ASSIGNMENT}.ipynb").write_text('{"cells": [7]}', encoding="utf-8")


def _course_folder(folder: Path, _: pytest.MonkeyPatch) -> None:
    _fetched(folder)
    (folder.parent / "nbgrader_config.py").touch()


def _course_folder_above(folder: Path, _: pytest.MonkeyPatch) -> None:
    _fetched(folder)
    (folder.parent.parent / "nbgrader_config.py").touch()


def _marking(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _fetched(folder)
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")


def _in(*parts: str) -> Callable[[Path, pytest.MonkeyPatch], None]:
    def prepare(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        there = folder.joinpath(*parts, ASSIGNMENT)
        there.mkdir(parents=True)
        _fetched(there)
        monkeypatch.chdir(there)

    return prepare


@pytest.mark.parametrize(
    "place",
    [
        _nothing,
        _no_graded_cell,
        _damaged_notebook,
        _odd_notebook,
        _course_folder,
        _course_folder_above,
        _marking,
        _in("source"),
        _in("release"),
        _in("submitted", "somebody"),
        _in("autograded", "somebody"),
    ],
)
def test_answers_are_refused_anywhere_but_beside_a_fetched_notebook(
    course: Library,
    tmp_path: Path,
    elsewhere: Path,
    monkeypatch: pytest.MonkeyPatch,
    place: Callable[[Path, pytest.MonkeyPatch], None],
) -> None:
    place(elsewhere, monkeypatch)
    widget = Assessment(ASSIGNMENT, library=course)
    widget.set_state({"value": {"who-to-tell": ["a"]}})
    assert list(tmp_path.rglob("answers.json")) == []
    assert widget.saving["words"] == PRACTICE


@pytest.mark.parametrize("text", ["{", '{"schema_version": 2, "assignment": "m4-responding", "answers": {}}'])
def test_answers_that_cannot_be_read_are_left_as_they_are(course: Library, elsewhere: Path, text: str) -> None:
    _fetched(elsewhere)
    (elsewhere / "answers.json").write_text(text, encoding="utf-8")
    widget = Assessment(ASSIGNMENT, library=course)
    widget.set_state({"value": {"who-to-tell": ["a"]}})
    assert (elsewhere / "answers.json").read_text(encoding="utf-8") == text
    assert widget.saving["code"] == "refused"
    assert widget.saving["words"].startswith("Not saved: ")


def test_a_link_in_the_place_of_the_answers_is_not_followed(course: Library, elsewhere: Path, tmp_path: Path) -> None:
    _fetched(elsewhere)
    target = tmp_path / "precious"
    target.write_text("keep me", encoding="utf-8")
    (elsewhere / "answers.json").symlink_to(target)
    widget = Assessment(ASSIGNMENT, library=course)
    widget.set_state({"value": {"who-to-tell": ["a"]}})
    assert target.read_text(encoding="utf-8") == "keep me"
    assert widget.saving["code"] == "refused"


@pytest.mark.parametrize(("fetched", "words"), [(False, "nothing can be submitted"), (True, "list of assignments")])
def test_submit_in_a_notebook_is_answered_in_words(
    course: Library, elsewhere: Path, listen: Callable[[HoldfastWidget], Sent], fetched: bool, words: str
) -> None:
    if fetched:
        _fetched(elsewhere)
    widget = Assessment(ASSIGNMENT, library=course)
    sent = listen(widget)
    widget._handle_msg(_says({"method": "custom", "content": {"kind": "submit"}}))
    reply = next(message["content"] for message in sent if message["method"] == "custom")
    assert reply["kind"] == "not-submitted"
    assert words in reply["reason"]
