"""A learner's copy is whole and readable, and tells nothing of what is right, nor of anybody else."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from grading_course import PROBE
from holdfast import recording
from holdfast.errors import UserError
from holdfast.keeping import erase_learning, export, open_records
from holdfast.library import Library, library
from holdfast.model import Item
from holdfast.records import Entry
from kept_course import ANNA, BEN, CODE, PLANTED, TODAY, Kept, complete, contents, holding

SCENARIO = "can-i-show-you"


@pytest.fixture(scope="module")
def course() -> Library:
    """Read the course itself."""
    return library()


def table(file: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(file.read_text(encoding="utf-8-sig"))))


def exported(kept: Kept, course: Library, wanted: str = ANNA) -> Path:
    out = kept.root.parent / "copy"
    export(kept.root, wanted, out, course, TODAY)
    return out


def save(kept: Kept, answers: dict[str, list[str]]) -> None:
    with open_records(kept.root) as records:
        entries = [Entry(number, key, value) for number, (key, value) in enumerate(answers.items(), 100)]
        records.save(kept.ids[ANNA], "export", entries)


def some_answer(item: Item) -> list[str]:
    """Return an answer that uses every option of a question."""
    if item.groups:
        return [f"{option.id}:{item.groups[0].id}" for option in item.options]
    one = item.type in {"single", "sentence"}
    return [option.id for option in item.options][: 1 if one else None]


def test_every_question_of_the_course_is_said_with_what_was_chosen(kept: Kept, course: Library) -> None:
    save(kept, {item.id: some_answer(item) for item in course.items.values()})

    rows = {row["Key"]: row for row in table(exported(kept, course) / "answers.csv")}

    for item in course.items.values():
        row = rows[item.id]
        assert item.question.split("{")[0] in row["Question"]
        assert len(row["Your answer"].split(" | ")) == len(some_answer(item))
        assert item.id not in row["Your answer"]
        assert not any(f"{option.id}:" in row["Your answer"] for option in item.options)
    typed = {item.type for item in course.items.values()}
    assert typed == {"single", "sentence", "multiple", "ordering", "matching", "sorting", "spot", "short"}


def test_nothing_says_what_is_right_or_why(kept: Kept, course: Library) -> None:
    marked = [item for item in course.items.values() if item.exposure == "marked"]
    save(kept, {item.id: some_answer(item) for item in marked})

    said = "".join(file.read_text(encoding="utf-8") for file in exported(kept, course).iterdir())

    for item in marked:
        key = course.item_key(item.id)
        for explanation in key.options.values():
            assert explanation.why not in said
            assert explanation.experience not in said
    assert '"correct"' not in said


def test_every_other_kind_of_record_is_said_in_words(kept: Kept, course: Library) -> None:
    scenario = course.scenario(SCENARIO)
    start = scenario.node(scenario.start)
    weaker = next(choice for choice in start.choices if choice.repair)
    item, field = "practice-never-view-1", next(iter(course.action_plan.values())).fields[0]
    stages = list(course.stages.values())[:2]
    save(
        kept,
        {
            SCENARIO: [weaker.id, "repair"],
            "00_welcome/welcome": ["done"],
            f"{item}/certainty": ["fairly-sure"],
            "m4-responding/order": ["12345"],
            "stages": [stage.id for stage in stages],
            f"action-plan/{field.id}": ["Ms O’Neill, room 4"],
            **{key: ["4"] for key in recording.keys_of_confidence()},
            "something-the-course-no-longer-has": ["an-id"],
        },
    )

    rows = {row["Key"]: row for row in table(exported(kept, course) / "answers.csv")}

    assert rows[SCENARIO]["Question"] == scenario.title
    assert start.question in rows[SCENARIO]["Your answer"]
    assert weaker.text in rows[SCENARIO]["Your answer"]
    assert weaker.repair is not None
    assert weaker.repair.text.split(" {")[0] in rows[SCENARIO]["Your answer"]
    assert rows["00_welcome/welcome"]["Your answer"] == "read to the end"
    assert rows["00_welcome/welcome"]["Question"].endswith(": Welcome")
    assert rows[f"{item}/certainty"]["Your answer"] == "Fairly sure"
    assert rows["m4-responding/order"]["Your answer"] == "12345"
    assert rows["stages"]["Your answer"] == " | ".join(stage.title for stage in stages)
    assert rows[f"action-plan/{field.id}"] == {
        "Question": f"Action plan: {field.label}",
        "Your answer": "Ms O’Neill, room 4",
        "Key": f"action-plan/{field.id}",
    }
    confident = [row for key, row in rows.items() if key.startswith("confidence-")]
    assert len({row["Question"] for row in confident}) == len(confident) == 10
    assert rows["something-the-course-no-longer-has"]["Your answer"] == "an-id"


def test_what_was_chosen_is_said_in_the_words_of_the_learners_nation(kept: Kept, course: Library) -> None:
    lead = course.glossary["safeguarding-lead"]
    node, choice = next(
        (node, choice)
        for node in course.scenario(SCENARIO).decisions
        for choice in node.choices
        if choice.repair and "{safeguarding-lead}" in choice.repair.text
    )
    save(kept, {SCENARIO: [choice.id, "repair"]})

    (row,) = (row for row in table(exported(kept, course) / "answers.csv") if row["Key"] == SCENARIO)

    assert node.question in row["Your answer"]
    assert lead.nations["wales"] in row["Your answer"]
    assert "{" not in row["Your answer"]


def test_submissions_marks_marks_by_hand_and_completions_are_in_the_copy(kept: Kept, course: Library) -> None:
    complete(kept, ANNA)

    out = exported(kept, course)

    attempts = table(out / "attempts.csv")
    assert [(row["Check"], row["Question"], row["Points"], row["Points in all"], row["Of"]) for row in attempts] == [
        (PROBE, "first", "0.5", "2", "5"),
        (PROBE, "second", "1.5", "2", "5"),
    ]
    assert PLANTED[ANNA] in attempts[0]["Your answer"]
    (by_hand,) = table(out / "by_hand.csv")
    assert (by_hand["Check"], by_hand["Question"], by_hand["Before"], by_hand["After"]) == (PROBE, "first", "", "2")
    (completion,) = table(out / "completions.csv")
    assert (completion["Name"], completion["Check code"], completion["Final check"]) == (ANNA, CODE[ANNA], "passed")


def test_the_copy_for_computers_has_the_same(kept: Kept, course: Library) -> None:
    complete(kept, ANNA)

    record: dict[str, Any] = json.loads((exported(kept, course) / "record.json").read_text(encoding="utf-8"))

    assert record["learner"]["name"] == ANNA
    assert record["learner"]["seen_on"] == TODAY.isoformat()
    assert {each["key"] for each in record["answers"]} >= {"action-plan/lead", "practice-spot-the-pattern-1"}
    assert record["attempts"][0]["entries"] == {"first": 0.5, "second": 1.5}
    assert record["completions"][0]["code"] == CODE[ANNA]
    assert record["marks_in_the_gradebook"][0]["by_hand"] == 2.0
    assert record["marks_changed_by_hand"][0]["after"] == 2.0


def test_nothing_of_anybody_else_is_in_the_copy(kept: Kept, course: Library) -> None:
    complete(kept, BEN)

    assert holding(exported(kept, course), kept.ids[BEN], BEN, PLANTED[BEN], CODE[BEN]) == []


def test_what_somebody_typed_is_no_formula_in_a_spreadsheet(kept: Kept, course: Library) -> None:
    save(kept, {"action-plan/lead": ["=HYPERLINK(1)"]})

    (row,) = (row for row in table(exported(kept, course) / "answers.csv") if row["Key"] == "action-plan/lead")

    assert row["Your answer"] == "'=HYPERLINK(1)"


def test_the_copy_says_what_it_is_what_it_leaves_out_and_where_to_complain(kept: Kept, course: Library) -> None:
    out = exported(kept, course)
    readme = (out / "README.txt").read_text(encoding="utf-8")

    for words in ("21 November 2026", "Which answers are right, and why", "Information Commissioner", "erased"):
        assert words in readme
    for file in out.iterdir():
        assert file.name in readme or file.name == "README.txt"
    assert {file.stat().st_mode & 0o777 for file in out.iterdir()} == {0o600}


def test_who_has_only_a_completion_left_gets_that(kept: Kept, course: Library) -> None:
    complete(kept, ANNA)
    erase_learning(kept.root, kept.ids[ANNA])

    out = exported(kept, course)

    assert table(out / "answers.csv") == []
    assert len(table(out / "completions.csv")) == 1
    assert json.loads((out / "record.json").read_text(encoding="utf-8"))["learner"] is None


def test_a_folder_with_something_in_it_is_refused_and_left_alone(kept: Kept, course: Library, tmp_path: Path) -> None:
    (tmp_path / "copy").mkdir()
    (tmp_path / "copy" / "mine").write_text("mine")
    before = contents(tmp_path)

    with pytest.raises(UserError, match=r"There is something in .*copy already"):
        export(kept.root, ANNA, tmp_path / "copy", course, TODAY)

    assert contents(tmp_path) == before


def test_a_folder_that_cannot_be_made_is_named(kept: Kept, course: Library, tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(UserError, match=r"The folder .*copy could not be written"):
        export(kept.root, ANNA, tmp_path / "file" / "copy", course, TODAY)
