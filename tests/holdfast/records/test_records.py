"""Saving and reading on real SQLite files: repeated, late, refused, and nothing more than that."""

from __future__ import annotations

import math
import re
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.records import Entry, Learner, NotSaved, Records

# --- learners --------------------------------------------------------------------------------------------------------


def test_an_id_is_a_folder_name_and_a_tag_tells_nothing_about_it(records: Records) -> None:
    learners = [records.local_learner(), *(records.new_learner() for _ in range(20))]
    for each in learners:
        assert re.fullmatch(r"[a-z][a-z0-9]{15}", each.id)
        assert re.fullmatch(r"[0-9a-f]{12}", each.tag)
    assert len({each.id for each in learners} | {each.tag for each in learners}) == 2 * len(learners)


def test_there_is_one_local_learner(records: Records) -> None:
    other = records.new_learner()
    local = records.local_learner()
    assert records.local_learner() == local != other
    assert records.learner(local.id) == local
    assert records.learner(other.id) == other
    assert records.learner("nobody") is None


# --- answers ---------------------------------------------------------------------------------------------------------


def test_a_saved_answer_is_read_back(records: Records, learner: Learner) -> None:
    path = ["take-the-phone", "repair", "ünïcode \ud800 \0 '\"; DROP TABLE answer"]
    assert records.answers(learner.id).answers == {}
    version = records.save(learner.id, "page", [Entry(1, "a-path", path), Entry(2, "nothing-chosen", [])])
    state = records.answers(learner.id)
    assert state.answers == {"a-path": path, "nothing-chosen": []}
    assert state.version == version == 1


def test_sending_again_changes_nothing(records: Records, learner: Learner) -> None:
    first = [Entry(1, "a", ["x"]), Entry(2, "b", ["y"])]
    version = records.save(learner.id, "page", first)
    assert records.save(learner.id, "page", first) == version
    assert records.save(learner.id, "page", [Entry(2, "b", ["z"])]) == version
    assert records.answers(learner.id).answers == {"a": ["x"], "b": ["y"]}


def test_a_number_that_stands_for_another_item_is_refused_with_all_that_came_with_it(
    records: Records, learner: Learner
) -> None:
    records.save(learner.id, "page", [Entry(1, "a", ["x"])])
    with pytest.raises(ValueError, match="number 1 "):
        records.save(learner.id, "page", [Entry(2, "b", ["y"]), Entry(1, "c", ["z"])])
    assert records.answers(learner.id).answers == {"a": ["x"]}


def test_a_late_answer_of_the_same_page_never_wins(records: Records, learner: Learner) -> None:
    records.save(learner.id, "page", [Entry(5, "a", ["newer"])])
    version = records.save(learner.id, "page", [Entry(4, "a", ["older"])])
    assert records.answers(learner.id).answers == {"a": ["newer"]}
    assert version == 1
    assert records.save(learner.id, "page", [Entry(3, "b", ["another item"])]) == 2


def test_a_late_answer_does_not_win_over_another_page_either(records: Records, learner: Learner) -> None:
    records.save(learner.id, "first", [Entry(5, "a", ["first"])])
    records.save(learner.id, "second", [Entry(1, "a", ["second"])])
    records.save(learner.id, "first", [Entry(4, "a", ["late"])])
    assert records.answers(learner.id).answers == {"a": ["second"]}
    records.save(learner.id, "first", [Entry(6, "a", ["back"])])
    assert records.answers(learner.id).answers == {"a": ["back"]}


def test_in_one_call_the_highest_number_of_an_item_counts(records: Records, learner: Learner) -> None:
    records.save(learner.id, "page", [Entry(2, "a", ["2"]), Entry(3, "a", ["3"]), Entry(1, "a", ["1"])])
    assert records.answers(learner.id).answers == {"a": ["3"]}


def test_the_version_counts_changes_of_one_learner(records: Records, learner: Learner) -> None:
    other = records.new_learner()
    assert [records.save(learner.id, "page", [Entry(n, "a", [str(n)])]) for n in range(3)] == [1, 2, 3]
    assert records.save(learner.id, "page", []) == 3
    assert records.answers(other.id).version == 0
    assert records.save(other.id, "page", [Entry(0, "a", ["mine"])]) == 1
    assert records.answers(learner.id).answers == {"a": ["2"]}


def test_an_unknown_learner_has_no_answers_and_gets_none(records: Records) -> None:
    with pytest.raises(KeyError):
        records.answers("nobody")
    with pytest.raises(KeyError):
        records.save("nobody", "page", [Entry(1, "a", ["x"])])
    with pytest.raises(KeyError):
        records.open_attempt("nobody", "m4-responding", "1", {})


@pytest.mark.parametrize(
    ("seq", "item", "value"),
    [
        (-1, "a", []),
        (2**53, "a", []),
        (True, "a", []),
        (1.0, "a", []),
        ("1", "a", []),
        (1, "", []),
        (1, "x" * 121, []),
        (1, "a\n", []),
        (1, "\ud800", []),
        (1, None, []),
        (1, "a", "text"),
        (1, "a", [1]),
        (1, "a", None),
        (1, "a", {"b": 1}),
    ],
)
def test_an_entry_of_another_shape_cannot_be_made(seq: Any, item: Any, value: Any) -> None:
    with pytest.raises(ValueError, match="must be"):
        Entry(seq, item, value)


@pytest.mark.parametrize("client", ["", "x" * 121, "\ud800", "a\0b"])
def test_a_page_with_a_strange_name_saves_nothing(records: Records, learner: Learner, client: str) -> None:
    with pytest.raises(ValueError, match="must be"):
        records.save(learner.id, client, [Entry(1, "a", ["x"])])
    assert records.answers(learner.id).answers == {}


_SENT = st.tuples(st.sampled_from(["p", "q"]), st.integers(0, 6), st.sampled_from(["a", "b"]))


@given(st.lists(_SENT, max_size=30))
@settings(max_examples=40, deadline=None)
def test_any_order_of_arrival_keeps_the_rule(tmp_path_factory: pytest.TempPathFactory, sent: list[Any]) -> None:
    """Answers arrive in any order and repeatedly; a page uses each number for one item only."""
    item_of = {(client, seq): item for client, seq, item in reversed(sent)}
    expected: dict[str, list[str]] = {}
    newest: dict[tuple[str, str], int] = {}
    with Records.open(tmp_path_factory.mktemp("records") / "records.db") as records:
        learner = records.local_learner()
        for client, seq, _ in sent:
            item = item_of[client, seq]
            if seq > newest.get((client, item), -1):
                newest[client, item] = seq
                expected[item] = [client, str(seq)]
            records.save(learner.id, client, [Entry(seq, item, [client, str(seq)])])
        assert records.answers(learner.id).answers == expected


# --- attempts --------------------------------------------------------------------------------------------------------


def test_an_attempt_waits_until_it_is_marked(records: Records, learner: Learner) -> None:
    answers = {"who-to-tell": ["lead"]}
    opened = records.open_attempt(learner.id, "m4-responding", "2026a", answers)
    assert (opened.state, opened.points, opened.entries, opened.answers) == ("marking", None, {}, answers)
    assert records.waiting_attempts() == (opened,)
    closed = records.close_attempt(opened.id, "marked", 3.5, 4, {"who-to-tell": 1.0, "a-path": 2.5})
    assert (closed.state, closed.points, closed.maximum) == ("marked", 3.5, 4)
    assert closed.entries == {"who-to-tell": 1.0, "a-path": 2.5}
    assert records.waiting_attempts() == ()
    assert records.latest_attempt(learner.id, "m4-responding") == closed


def test_an_attempt_that_is_not_marked_keeps_its_reason_and_no_points(records: Records, learner: Learner) -> None:
    opened = records.open_attempt(learner.id, "m4-responding", "2026a", {})
    closed = records.close_attempt(opened.id, "not-marked", 4, 4, {"a": 4.0}, reason="answers.json is missing.")
    assert (closed.state, closed.points, closed.maximum, closed.entries) == ("not-marked", None, None, {})
    assert closed.reason == "answers.json is missing."


def test_the_latest_attempt_is_the_last_of_that_learner_and_assignment(records: Records, learner: Learner) -> None:
    assert records.latest_attempt(learner.id, "m4-responding") is None
    other = records.new_learner()
    opened = [records.open_attempt(learner.id, "m4-responding", "2026a", {"n": [str(n)]}) for n in range(3)]
    records.open_attempt(other.id, "m4-responding", "2026a", {})
    another = records.open_attempt(learner.id, "another", "2026a", {})
    assert records.latest_attempt(learner.id, "m4-responding") == opened[-1]
    assert records.latest_attempts(learner.id) == {"m4-responding": opened[-1], "another": another}
    assert records.latest_attempts("nobody") == {}
    assert [attempt.id for attempt in records.waiting_attempts()][:3] == [attempt.id for attempt in opened]


@pytest.mark.parametrize(
    ("state", "points", "maximum", "entries"),
    [
        ("marked", None, 4, {}),
        ("marked", 1, None, {}),
        ("marked", math.nan, 4, {}),
        ("marked", math.inf, math.inf, {}),
        ("marked", -0.5, 4, {}),
        ("marked", 4.1, 4, {}),
        ("marked", True, 4, {}),
        ("marked", 1, 4, {"a": math.nan}),
        ("not-marked", 1, 4, {}),
        ("marking", None, None, {}),
    ],
)
def test_no_mark_is_noted_by_accident(
    records: Records, learner: Learner, state: Any, points: Any, maximum: Any, entries: Any
) -> None:
    opened = records.open_attempt(learner.id, "m4-responding", "2026a", {})
    with pytest.raises(ValueError, match="mark"):
        records.close_attempt(opened.id, state, points, maximum, entries)
    assert records.latest_attempt(learner.id, "m4-responding") == opened
    with pytest.raises(KeyError):
        records.close_attempt(opened.id + 1, "marked", 1, 4)


# --- what is stored --------------------------------------------------------------------------------------------------


def test_a_failed_call_saves_none_of_its_answers(records: Records, learner: Learner, file: Path) -> None:
    with closing(sqlite3.connect(file)) as connection:
        connection.execute(
            "CREATE TRIGGER refuse BEFORE INSERT ON answer WHEN new.item = 'second' "
            "BEGIN SELECT RAISE(ABORT, 'refused'); END"
        )
        connection.commit()
    with pytest.raises(NotSaved, match="refused"):
        records.save(learner.id, "page", [Entry(1, "first", ["x"]), Entry(2, "second", ["x"])])
    state = records.answers(learner.id)
    assert (state.version, state.answers) == (0, {})
    assert records.save(learner.id, "page", [Entry(1, "first", ["x"])]) == 1


def test_nothing_else_is_stored(records: Records, learner: Learner, file: Path) -> None:
    """Not the way to an answer, not the hour: only what the page that explains it to learners names."""
    for seq, word in enumerate(["taken-back", "taken-back-too", "kept"]):
        records.save(learner.id, "page", [Entry(seq, "a-path", [word])])
    with closing(sqlite3.connect(file)) as connection:
        columns = {
            table: [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
            for (table,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        }
        dump = "\n".join(connection.iterdump())
    assert columns == {
        "alembic_version": ["version_num"],
        "learner": [
            "id", "tag", "local", "created_on", "version", "name", "pathway", "nation", "half", "seen_on", "code",
        ],
        "answer": ["learner_id", "item", "value"],
        "receipt": ["learner_id", "client", "item", "seq"],
        "attempt": [
            "id", "learner_id", "assignment", "content_version", "answers", "opened_on",
            "state", "points", "maximum", "entries", "reason",
        ],
        "completion": [
            "code", "learner_id", "name", "pathway", "nation", "content_version", "law_as_at", "completed_on",
            "minutes", "assessed", "provisional",
        ],
        "erased": ["digest", "kind", "erased_on"],
        "sqlite_sequence": ["name", "seq"],
    }  # fmt: skip
    assert "taken-back" not in dump
    assert not re.search(r"\d\d:\d\d", dump)
