"""What pages are made from: what changes their key, and what may be read again while learners are at work."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

import pseudo_language
from holdfast import interface_text, paths
from holdfast.errors import UserError
from holdfast.library import ContentErrors, Library
from holdfast.server import watching
from holdfast.server.watching import MarkedQuestionsChanged, Sources
from server_process import finish
from small_course import small_course


@pytest.fixture
def course(tmp_path: Path) -> Library:
    return small_course(tmp_path)


@pytest.fixture
def sources(course: Library) -> Iterator[Sources]:
    return Sources(trees=(course.folders.content,))


def rewrite(file: Path, **values: object) -> None:
    file.write_text(json.dumps(json.loads(file.read_text("utf-8")) | values), encoding="utf-8")


def test_the_courses_own_sources_are_both_packages_and_no_key() -> None:
    folders = paths.course_folders()
    seen = Sources.of(folders).stamps()
    for part in ("content/course.yaml", "server/templates/module.html", "server/static/page.css", "server/pages.py"):
        assert folders.content.parent / part in seen
    assert any(file.name == "quiz.js" for file in seen)
    assert not [file for file in seen if file.is_relative_to(folders.keys) or "__pycache__" in file.parts]


def test_content_that_lies_elsewhere_counts_too(course: Library) -> None:
    assert Sources.of(course.folders).trees[-1] == course.folders.content


def test_words_that_a_school_keeps_elsewhere_count_too(
    course: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOLDFAST_LOCALE", str(tmp_path / "words"))
    pseudo_language.write_catalogue(tmp_path / "words")
    before = Sources.of(course.folders).digest()
    file = tmp_path / "words" / "qps" / "LC_MESSAGES" / "holdfast.po"
    file.write_bytes(file.read_bytes().replace("«Help now»".encode(), "«Help»".encode()))
    assert Sources.of(course.folders).digest() != before


def test_content_in_another_language_is_read_with_its_words(
    course: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOLDFAST_LOCALE", str(tmp_path / "words"))
    rewrite(course.folders.content / "course.yaml", language="qps")
    with pytest.raises(UserError, match="There is no catalogue"):
        finish(watching.read_again(course))
    pseudo_language.write_catalogue(tmp_path / "words")
    try:
        again = finish(watching.read_again(course))
        assert interface_text.say("Help now") == "«Help now»"
        rewrite(course.folders.content / "course.yaml", language="en-GB")
        finish(watching.read_again(again))
        assert interface_text.say("Help now") == "Help now"
    finally:
        interface_text.use(interface_text.ENGLISH)


def test_another_content_is_another_key_and_the_same_content_the_same(sources: Sources, course: Library) -> None:
    first = sources.digest()
    file = course.folders.content / "items" / "who-to-tell.yaml"
    before = file.read_bytes()
    file.write_bytes(before.replace(b"What now?", b"What then?"))
    assert sources.digest() != first
    file.write_bytes(before)
    assert sources.digest() == first
    file.rename(file.with_name("who-to-ask.yaml"))
    assert sources.digest() != first


def test_another_python_or_tool_is_another_key(sources: Sources, monkeypatch: pytest.MonkeyPatch) -> None:
    first = sources.digest()
    with monkeypatch.context() as patch:
        patch.setattr("sys.version_info", (9, 9, 9))
        assert sources.digest() != first
    monkeypatch.setattr(watching, "version", lambda _: "0.0.1")
    assert sources.digest() != first


def test_a_new_a_changed_and_a_missing_file_are_changes(sources: Sources, course: Library) -> None:
    content = course.folders.content
    before = sources.stamps()
    (content / "new.yaml").write_text("[]")
    (content / "sources.yaml").write_text("[ ]")
    (content / "evidence.yaml").unlink()
    (content / ".hidden").write_text("an editor's own")
    changed = watching.changed(before, sources.stamps())
    assert {file.name for file in changed} == {"new.yaml", "sources.yaml", "evidence.yaml"}


def test_changed_words_are_read_again(course: Library) -> None:
    rewrite(course.folders.content / "items" / "who-to-tell.yaml", question="What then?")
    new = finish(watching.read_again(course))
    assert new.item("who-to-tell").question == "What then?"


def test_content_that_does_not_load_is_named_with_file_and_line(course: Library) -> None:
    file = course.folders.content / "items" / "who-to-tell.yaml"
    rewrite(file, question=7)
    with pytest.raises(ContentErrors, match=r"who-to-tell\.yaml:\d+ question"):
        finish(watching.read_again(course))


@pytest.mark.parametrize("what", ["options", "type", "items", "gone"])
def test_what_marks_depend_on_waits_for_a_restart(course: Library, what: str) -> None:
    content = course.folders.content
    item, file = content / "items" / "who-to-tell.yaml", content / "course.yaml"
    if what == "options":
        rewrite(item, options=[{"id": name, "text": name} for name in ("a", "b", "c", "e")])
    elif what == "type":
        rewrite(item, type="multiple")
    else:
        kept = json.loads(file.read_text("utf-8"))["assignments"]
        fewer = [kept[0] | {"items": kept[0]["items"][:2]}] if what == "items" else []
        rewrite(file, assignments=fewer)
    with pytest.raises(MarkedQuestionsChanged, match=r"m4-responding.*start it again"):
        finish(watching.read_again(course))


def test_a_missing_content_folder_is_an_error_and_not_an_empty_course(course: Library, tmp_path: Path) -> None:
    moved = replace(course, folders=replace(course.folders, content=tmp_path / "nowhere"))
    with pytest.raises(ContentErrors):
        finish(watching.read_again(moved))
