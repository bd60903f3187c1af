"""Learners: their names, choices, halves and codes, and the last day they were here, on real SQLite files."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from holdfast.records import Completion, Entry, Learner, Records

# --- names and choices -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    ["", "Sam", "x" * 120, "Zoë O’Neill-Ng", "نور الهدى", "می\u200cخواهم", "Sam 🙂", "'; DROP TABLE learner; --"],
)
def test_a_name_is_kept_as_it_was_chosen(records: Records, learner: Learner, file: Path, name: str) -> None:
    assert records.name_learner(learner.id, name).name == name
    made = records.new_learner(name=name)
    with Records.open(file) as again:
        assert again.learner(learner.id) == records.learner(learner.id)
        assert again.learner(made.id) == made
        assert made.name == name


@pytest.mark.parametrize(
    "name",
    [
        "x" * 121,
        "Sam\n",
        "a\0b",
        "a\x7f",
        "a\x85b",
        "a\u2028b",
        "\ud800",
        "Sam\u202eretsam",
        "a\u2066b",
        "\u200b \u200d",
        "\u3164",
        "\u0301",
        None,
        7,
        b"Sam",
    ],
)
def test_a_name_that_is_long_or_hides_something_is_refused(records: Records, learner: Learner, name: Any) -> None:
    records.name_learner(learner.id, "Sam")
    for act in (lambda: records.name_learner(learner.id, name), lambda: records.new_learner(name=name)):
        with pytest.raises(ValueError, match="name must"):
            act()
    assert [each.name for each in records.learners()] == ["Sam"]


def test_a_nation_can_be_taken_back(records: Records, learner: Learner) -> None:
    records.choose(learner.id, pathway="dsl", nation="wales")
    assert records.choose(learner.id, nation="") == replace(learner, pathway="dsl", nation=None)


def test_what_somebody_completed_takes_the_name_that_they_correct(records: Records, finished: Completion) -> None:
    other = replace(finished, code="OTHER", learner_id=records.new_learner().id)
    records.complete(finished)
    records.complete(other)
    records.name_learner(finished.learner_id, "Samira Okafor")
    assert records.completion(finished.code) == replace(finished, name="Samira Okafor")
    assert records.completion("OTHER") == other


def test_a_choice_stays_until_another_one_is_made(records: Records, learner: Learner) -> None:
    assert (learner.pathway, learner.nation) == (None, None)
    records.choose(learner.id, pathway="dsl")
    chosen = records.choose(learner.id, nation="northern-ireland")
    assert (chosen.pathway, chosen.nation) == ("dsl", "northern-ireland")
    records.choose(learner.id)
    assert records.learner(learner.id) == chosen
    assert records.choose(learner.id, pathway="all-staff").pathway == "all-staff"


@pytest.mark.parametrize("choice", [{"nation": "france"}, {"pathway": ""}, {"pathway": "a\nb"}])
def test_a_choice_that_does_not_exist_is_refused(records: Records, learner: Learner, choice: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"must be|no nation"):
        records.choose(learner.id, **choice)
    assert records.learner(learner.id) == learner


# --- fair halves -----------------------------------------------------------------------------------------------------


def test_halves_alternate_as_people_arrive(records: Records) -> None:
    arrived = [records.local_learner(), *(records.new_learner() for _ in range(7))]
    assert [each.half for each in arrived] == ["p", "q"] * 4
    assert records.learners() == tuple(arrived)


def test_halves_are_fair_again_after_people_left(records: Records) -> None:
    arrived = [records.new_learner() for _ in range(8)]
    for each in arrived:
        if each.half == "q":
            records.erase_learning(each.id)
    assert [records.new_learner().half for _ in range(6)] == ["q", "q", "q", "q", "p", "q"]
    assert [each.half for each in records.learners()] == ["p"] * 4 + ["q"] * 4 + ["p", "q"]


# --- the resume code -------------------------------------------------------------------------------------------------


def test_a_learner_is_found_by_the_code_they_have_now(records: Records) -> None:
    one, other = records.new_learner(), records.new_learner()
    records.set_code(one.id, b"a" * 32)
    records.set_code(other.id, b"b" * 32)
    assert records.learner_by_code(b"a" * 32) == one
    assert records.learner_by_code(b"b" * 32) == other
    assert records.learner_by_code(b"c" * 32) is None
    records.set_code(one.id, b"c" * 32)
    assert records.learner_by_code(b"a" * 32) is None
    assert records.set_code(one.id, b"c" * 32) == records.learner_by_code(b"c" * 32) == one


def test_two_learners_never_have_one_code(records: Records) -> None:
    one, other = records.new_learner(), records.new_learner()
    records.set_code(one.id, b"a" * 32)
    records.set_code(other.id, b"b" * 32)
    with pytest.raises(ValueError, match="Another learner"):
        records.set_code(other.id, b"a" * 32)
    assert records.learner_by_code(b"a" * 32) == one
    assert records.learner_by_code(b"b" * 32) == other


@pytest.mark.parametrize("digest", [b"", b"x" * 65, "text", None])
def test_what_is_no_digest_is_no_code(records: Records, learner: Learner, digest: Any) -> None:
    with pytest.raises(ValueError, match="digest"):
        records.set_code(learner.id, digest)


# --- the last day ----------------------------------------------------------------------------------------------------


def test_whatever_a_learner_does_counts_as_being_here(
    records: Records, learner: Learner, finished: Completion, calendar: Any
) -> None:
    acts = [
        lambda: records.seen(learner.id),
        lambda: records.save(learner.id, "page", [Entry(1, "a", ["x"])]),
        lambda: records.name_learner(learner.id, "Sam"),
        lambda: records.choose(learner.id, pathway="dsl"),
        lambda: records.set_code(learner.id, b"a" * 32),
        lambda: records.open_attempt(learner.id, "m4-responding", "2026a", {}),
        lambda: records.complete(finished),
    ]
    for act in acts:
        calendar.turn(days=3)
        act()
        found = records.learner(learner.id)
        assert found is not None
        assert (found.seen_on, found.created_at) == (calendar.today, learner.created_at)


def test_the_last_day_never_goes_back_with_the_clock(records: Records, learner: Learner, calendar: Any) -> None:
    calendar.turn(days=-400)
    assert records.seen(learner.id).seen_on == date(2026, 11, 20)
    records.save(learner.id, "page", [Entry(1, "a", ["x"])])
    assert records.name_learner(learner.id, "Sam").seen_on == date(2026, 11, 20)
    assert records.answers(learner.id).answers == {"a": ["x"]}


def test_being_here_again_on_the_same_day_writes_nothing(records: Records, learner: Learner, file: Path) -> None:
    log = file.with_name("records.db-wal")
    before = log.read_bytes()
    assert records.seen(learner.id) == learner
    assert log.read_bytes() == before


def test_nobody_unknown_is_changed_or_made(records: Records) -> None:
    acts = [
        lambda: records.seen("nobody"),
        lambda: records.name_learner("nobody", "Sam"),
        lambda: records.choose("nobody", pathway="dsl"),
        lambda: records.choose("nobody"),
        lambda: records.set_code("nobody", b"a" * 32),
    ]
    for act in acts:
        with pytest.raises(KeyError):
            act()
    assert records.learners() == ()
