"""Reading the content: what is refused, in which words, and what the library then answers."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from pydantic import ValidationError

from content import sample
from holdfast import library
from holdfast.errors import UserError
from holdfast.model import Nation
from holdfast.paths import Folders


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    return sample.build(tmp_path)


def errors_of(folders: Folders) -> tuple[library.ContentError, ...]:
    with pytest.raises(library.ContentErrors) as caught:
        library.load(folders)
    return caught.value.errors


def error_of(folders: Folders) -> library.ContentError:
    (error,) = errors_of(folders)
    return error


def line_of(file: Path, text: str) -> int:
    return next(n for n, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1) if text in line)


def test_everything_is_found_by_its_id(folders: Folders) -> None:
    read = library.load(folders)
    assert read.course.id == "sample"
    assert read.source("guide").short == "Guide, 2025"
    assert read.resource("emergency").channels[0].target == "tel:999"
    assert read.scenario("on-the-phone").decisions[1].title == "The bell rings"
    assert read.item("what-first").options[1].id == "take-it"
    assert read.module("01_first").sections[0].title == "Words"
    assert read.assignment("m1-first").items == ("what-first", "what-helps")
    assert read.objective("first-words").starred
    assert read.misconception("m-see-it").text == "I have to see it."
    assert list(read.evidence) == ["messages"]
    assert read.quiz("try-it").items[0].correct == ("listen",)
    assert read.glossary["lead"].nations == {"wales": "person for safety", "northern-ireland": "teacher for safety"}
    assert list(read.stages) == ["contact", "demand"]
    assert read.changes["name-of-it"].since == "since 2024"
    assert [fact.id for fact in read.case_questions["threat"].facts] == ["threat-in-person", "threat-online"]
    assert [field.kind for field in read.action_plan["people"].fields] == ["text", "phone"]


def test_a_course_may_do_without_quizzes_and_the_newer_registers(folders: Folders) -> None:
    for name in ("glossary", "stages", "then_and_now", "case_questions", "action_plan"):
        (folders.content / f"{name}.yaml").unlink()
    (folders.content / "quizzes" / "try-it.yaml").unlink()
    (folders.content / "quizzes").rmdir()
    read = library.load(folders)
    assert not any((read.quizzes, read.glossary, read.stages, read.changes, read.case_questions, read.action_plan))


def test_an_unknown_id_names_the_nearest(folders: Folders) -> None:
    read = library.load(folders)
    with pytest.raises(library.NotFound) as caught:
        read.scenario("on-the-fone")
    assert str(caught.value) == "There is no scenario 'on-the-fone' in this course. Did you mean 'on-the-phone'?"
    assert isinstance(caught.value, UserError)
    assert isinstance(caught.value, KeyError)
    with pytest.raises(library.NotFound, match="There is no item 'zzz' in this course"):
        read.item("zzz")


def test_content_cannot_be_changed_after_reading(folders: Folders) -> None:
    read = library.load(folders)
    with pytest.raises(TypeError):
        read.items["what-else"] = read.item("what-first")  # type: ignore[index]
    with pytest.raises(ValidationError):
        read.item("what-first").question = "Other?"  # type: ignore[misc]


def test_keys_are_read_only_when_they_are_asked_for_and_once(folders: Folders) -> None:
    read = library.load(folders)
    assert read.key("m1-first").item("what-helps").correct == ("stay", "thank")
    (folders.keys / "what-helps.yaml").unlink()
    assert read.key("m1-first").item("what-first").points == 1

    again = library.load(folders)
    with pytest.raises(library.ContentErrors, match="missing"):
        again.key("m1-first")
    with pytest.raises(library.NotFound):
        again.key("../../secrets")


def test_a_key_file_for_another_item_is_refused(folders: Folders) -> None:
    sample.edit(folders.keys / "what-first.yaml", "item: what-first", "item: what-helps")
    with pytest.raises(library.ContentErrors, match="file name and id are one"):
        library.load(folders).key("m1-first")


@pytest.mark.parametrize(
    ("on", "nation", "cites"),
    [
        (date(2019, 12, 31), "england", []),
        (date(2020, 1, 1), "england", ["Old Act 1990, section 1"]),
        (date(2023, 12, 31), "wales", ["Old Act 1990, section 1"]),
        (date(2024, 1, 1), "wales", ["New Act 2023, section 2"]),
        (date(2030, 1, 1), "scotland", []),
    ],
)
def test_the_law_on_a_day_in_a_nation(folders: Folders, on: date, nation: Nation, cites: list[str]) -> None:
    found = library.load(folders).law_on(on, nation)
    assert [version.cite for _, version in found] == cites


def test_a_law_that_is_not_in_force_yet_is_not_the_law(folders: Folders) -> None:
    sample.edit(folders.content / "law" / "threat.yaml", "status: in force", "status: enacted, not in force")
    assert library.load(folders).law_on(date(2025, 1, 1), "england") == ()


@pytest.mark.parametrize(
    ("kind", "name", "keys", "text"),
    [
        ("source", "draft", (), "id: draft"),
        ("resource", "child-line", ("channels", 1), "The service's page"),
        ("scenario", "on-the-phone", ("nodes", "tell", "choices", "write-first", "why"), "why: Writing can wait."),
        ("scenario", "on-the-phone", ("nodes", "together", "next_step"), "next_step: The lead takes over."),
        ("scenario", "on-the-phone", ("nodes", "together", "nothing"), "id: together"),
        ("item", "what-first", ("options", "take-it"), "id: take-it"),
        ("item", "try-sort", ("groups", "waits"), "id: waits"),
        ("quiz", "try-it", ("items", "try-sort", "options", "trip", "why"), "why: Nobody is in danger."),
        ("term", "shared-image", ("avoid",), "avoid: [sexting]"),
        ("stage", "demand", ("done",), "done: Fear is used."),
        ("change", "name-of-it", ("said",), "said: Call it sexting."),
        ("case question", "threat", ("facts", "threat-online"), "id: threat-online"),
        ("plan part", "room", ("fields", "quiet-room"), "id: quiet-room"),
        ("assignment", "m1-first", (), "id: m1-first"),
        ("module", "01_first", ("sections", "practice"), "id: practice"),
    ],
)
def test_a_place_in_a_file_is_found(
    folders: Folders, kind: str, name: str, keys: tuple[str | int, ...], text: str
) -> None:
    file, line = library.load(folders).line(kind, name, *keys)
    near = file.read_text(encoding="utf-8").splitlines()[line - 2 : line + 1]
    assert any(text in row for row in near), near


@pytest.mark.parametrize(
    ("file", "find", "replace", "key", "sentence"),
    [
        ("items/what-first.yaml", "question:", "qestion:", "qestion", "The key 'qestion' is not known here"),
        ("items/what-first.yaml", "question:", "qestion:", "question", "The key 'question' is missing; add it."),
        ("items/what-first.yaml", "type: single", "type: essay", "type", "Input should be 'single', 'sentence'"),
        ("items/what-first.yaml", "type: single", "type: single\ntype: multiple", "", "The key 'type' is given twice"),
        ("items/what-first.yaml", "id: what-first", "id: what-next", "id", "The file is named 'what-first'"),
        ("items/what-first.yaml", "stem: [", "stem: [[", "", "The YAML is broken here"),
        ("items/what-first.yaml", "stem: [A pupil holds out a phone.]", "stem: 7", "stem", "Input should be a valid"),
        ("items/what-first.yaml", "id: take-it", "id: Take It", "options.1.id", "String should match pattern"),
        ("items/what-first.yaml", "text: Ask her to lock it.", "text: !lock it", "options.0.text", "YAML tags"),
        ("items/what-first.yaml", "type: single", "1: single", "", "The key 1 must be text"),
        ("quizzes/try-it.yaml", "[staff:listens,", '["staff:",', "items.4.correct.0", "String should match pattern"),
        ("quizzes/try-it.yaml", "id: try-it", "id: try-that", "id", "The file is named 'try-it'"),
        ("glossary.yaml", "id: shared-image", "id: lead", "1.id", "The id 'lead' is used 2 times"),
        ("glossary.yaml", "{wales: person", "{cornwall: person", "nations.cornwall.[key]", "Input should be 'england'"),
        ("action_plan.yaml", "kind: phone", "kind: number", "0.fields.1.kind", "Input should be 'text' or 'phone'"),
        ("course.yaml", 'version: "1"', "version: 1", "version", "Input should be a valid string, not '1'."),
        ("course.yaml", "starred: true", 'starred: "true"', "objectives.0.starred", "Input should be a valid boolean"),
        (
            "course.yaml",
            "checked_on: 2026-01-01",
            "checked_on: 2026-02-30",
            "checked_on",
            "Input should be a valid date",
        ),
        ("course.yaml", "minutes: 4", "minutes: .nan", "modules.0.sections.0.minutes", "Input should be"),
        (
            "course.yaml",
            "id: practice,",
            "id: words,",
            "modules.01_first.sections.1.id",
            "The id 'words' is used 2 times",
        ),
        ("sources.yaml", "- id: draft", "- id: guide", "1.id", "The id 'guide' is used 2 times; every id stands once."),
        (
            "scenarios/on-the-phone.yaml",
            "place: the corridor\n    text:\n",
            "text:\n",
            "nodes.1.decision.place",
            "missing",
        ),
        ("scenarios/on-the-phone.yaml", "{go: together,", "{to: together,", "go", "The key 'go' is missing"),
    ],
)
def test_a_mistake_names_its_file_line_and_key(
    folders: Folders, file: str, find: str, replace: str, key: str, sentence: str
) -> None:
    path = folders.content / file
    before = path.read_text(encoding="utf-8")
    start = before.count("\n", 0, before.index(find)) + 1
    sample.edit(path, find, replace)
    errors = errors_of(folders)
    assert any(error.key.endswith(key) and sentence in error.problem for error in errors), [str(e) for e in errors]
    assert {error.file for error in errors} == {path}
    # A missing key has the line of the thing that lacks it, which begins above.
    assert all(error.line in {start, start + 1} or "missing" in error.problem for error in errors), errors
    for error in errors:
        assert str(error).startswith(f"{path}:{error.line} ")
        assert "\n" not in str(error)


def test_the_line_is_exact(folders: Folders) -> None:
    path = folders.content / "scenarios" / "on-the-phone.yaml"
    sample.edit(path, "        why: Writing can wait.\n", "        why: [Writing can wait.]\n")
    error = error_of(folders)
    assert error.line == line_of(path, "why: [Writing")
    assert error.key == "nodes.1.decision.choices.1.why"


def test_all_mistakes_of_all_files_are_told_at_once(folders: Folders) -> None:
    sample.edit(folders.content / "course.yaml", "lead:", "led:")
    sample.edit(folders.content / "items" / "what-first.yaml", "type: single", "type: essay")
    (folders.content / "law" / "threat.yaml").write_text("", encoding="utf-8")
    (folders.content / "evidence.yaml").unlink()
    files = [error.file.name for error in errors_of(folders)]
    assert files == ["course.yaml", "course.yaml", "evidence.yaml", "what-first.yaml", "threat.yaml"]


@pytest.mark.parametrize(
    ("raw", "line", "sentence"),
    [
        (b"", 1, "The file is empty"),
        (b"# only a comment\n", 1, "The file is empty"),
        (b"id: one\nquestion: caf\xe9\n", 2, "The file is not UTF-8 text"),
        (b"id: one\x00\n", 1, "The file cannot be read as YAML"),
        (b"id: " + b"a" * 600_000, 1, "The file is larger than 512 kB"),
        (b"{a: " * 2_000, 1, "The file is nested too deeply"),
        (b"a: &a [1]\nb: [*a, *a]\n", 1, "YAML anchors"),
        (b"a: &a {b: 1}\nc:\n  <<: *a\n", 1, "YAML anchors"),
        (b"a: &a\n  b: *a\n", 1, "YAML anchors"),
        (b"--- 1\n--- 2\n", 2, "The YAML is broken here"),
        (b"id: one\nn: " + b"9" * 5_000, 2, "A number of 5000 digits is no number of this course."),
        (b"just words\n", 1, "Input should be an object"),
    ],
)
def test_a_file_that_is_no_content_is_one_sentence(folders: Folders, raw: bytes, line: int, sentence: str) -> None:
    path = folders.content / "items" / "what-first.yaml"
    path.write_bytes(raw)
    error = error_of(folders)
    assert sentence in error.problem, error
    assert (error.file, error.line) == (path, line)


def test_an_alias_bomb_is_refused_without_growing(folders: Folders) -> None:
    rows = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    rows += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 30)]
    (folders.content / "items" / "what-first.yaml").write_text("\n".join(rows), encoding="utf-8")
    assert "YAML anchors" in error_of(folders).problem


def test_a_byte_order_mark_is_let_pass(folders: Folders) -> None:
    path = folders.content / "items" / "what-first.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert library.load(folders).item("what-first").type == "single"


def test_a_file_that_would_be_passed_over_is_told(folders: Folders) -> None:
    (folders.content / "items" / "what-else.yml").write_text("id: what-else\n", encoding="utf-8")
    (folders.content / "items" / ".what-else.yaml.swp").write_text("an editor's own", encoding="utf-8")
    assert "Only .yaml files belong here" in error_of(folders).problem


def test_the_course_s_own_library_is_read_once() -> None:
    assert library.library() is library.library()
    for assignment in library.library().course.assignments:
        assert library.library().key(assignment.id).assignment == assignment.id
