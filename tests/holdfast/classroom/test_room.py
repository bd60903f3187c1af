"""How a session goes, from any act to any other."""

from __future__ import annotations

from collections.abc import Iterable
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.classroom import room as rules
from holdfast.classroom.room import Act, Refused, Room, acted

STEPS = ("one", "two", "three")
acts = st.lists(st.tuples(st.sampled_from(get_args(Act)), st.sampled_from([*STEPS, "none", None])), max_size=40)


def after(*done: str) -> Room:
    """Return a room after acts; the name of a question starts it."""
    room = Room(steps=STEPS)
    for each in done:
        room = acted(room, "start", each) if each in STEPS else acted(room, each)  # type: ignore[arg-type]
    return room


def why_not(room: Room, act: Act, step: str | None = None) -> str:
    with pytest.raises(Refused) as refused:
        acted(room, act, step)
    return str(refused.value)


def test_a_question_is_voted_on_hidden_discussed_voted_on_again_and_revealed() -> None:
    room = after()
    assert (room.phase, room.step) == ("waiting", None)
    seen = []
    for act in ("next", "close", "discuss", "again", "close", "reveal"):
        room = acted(room, act)
        assert room.at is not None
        seen.append((room.phase, room.at.round, room.at.discussing))
    assert seen == [
        ("open", 1, False),
        ("closed", 1, False),
        ("closed", 1, True),
        ("open", 2, False),
        ("closed", 2, False),
        ("revealed", 2, False),
    ]


def test_an_open_vote_can_be_discussed_or_revealed_at_once() -> None:
    assert after("one", "discuss").phase == "closed"
    assert after("one", "reveal").phase == "revealed"


def test_votes_count_only_in_the_round_that_is_open() -> None:
    assert after("one").takes("one", 1)
    assert not after("one").takes("one", 2)
    assert not after("one").takes("two", 1)
    assert after("one", "close", "again").takes("one", 2)
    assert not after("one", "close", "again").takes("one", 1)
    for done in (("one", "close"), ("one", "reveal"), ("one", "blank"), ("one", "end"), ("one", "two"), ()):
        assert not after(*done).takes("one", 1), done


def test_blank_hides_what_is_on_and_back_brings_it_as_it_was() -> None:
    room = after("one", "close", "blank")
    assert room.phase == "blank"
    assert why_not(room, "next") == rules.IS_BLANK
    assert why_not(room, "blank") == rules.IS_BLANK
    assert acted(room, "back").phase == "closed"
    assert after("blank", "back").phase == "waiting"
    assert why_not(after("one"), "back") == rules.NOT_BLANK


def test_questions_may_be_taken_in_any_order_and_go_on_where_they_were_left() -> None:
    assert after("two", "next").step == "three"
    assert after("one", "two", "one").takes("one", 1)
    assert after("one", "reveal", "two", "one").phase == "revealed"
    assert after("one", "reveal", "two").is_done("one")
    assert not after("one", "close", "two").is_done("one")


@pytest.mark.parametrize(
    ("done", "act", "sentence"),
    [
        ((), "close", rules.NOTHING_ON),
        ((), "reveal", rules.NOTHING_ON),
        (("one",), "again", rules.VOTE_FIRST),
        (("one", "close", "again"), "again", rules.TWICE),
        (("one", "close", "again", "close"), "again", rules.TWICE),
        (("one", "close"), "close", rules.NOT_OPEN),
        (("one", "reveal"), "again", rules.IS_REVEALED),
        (("one", "reveal"), "reveal", rules.IS_REVEALED),
        (("three",), "next", rules.LAST),
        (("end",), "next", rules.OVER),
        (("end",), "end", rules.OVER),
    ],
)
def test_an_act_that_does_not_fit_is_refused_with_a_sentence(done: Iterable[str], act: Act, sentence: str) -> None:
    assert why_not(after(*done), act) == sentence
    assert sentence.endswith(".")


@pytest.mark.parametrize("step", ["four", "", None])
def test_a_question_that_is_not_there_is_not_started(step: str | None) -> None:
    assert why_not(after(), "start", step) == rules.NO_STEP


def test_the_end_leaves_nothing_of_what_was_on() -> None:
    room = after("one", "reveal", "blank", "end")
    assert (room.phase, room.step, room.at, dict(room.ways)) == ("ended", None, None, {})


@given(acts)
def test_whatever_is_done_a_room_stays_one(done: list[tuple[Act, str | None]]) -> None:
    room = Room(steps=STEPS)
    for act, step in done:
        before = room
        try:
            room = acted(room, act, step)
        except Refused:
            assert why_not(room, act, step).endswith(".")
            continue
        assert room.version == before.version + 1
        assert room.phase in {"waiting", "open", "closed", "revealed", "blank", "ended"}
        assert room.step is None or room.step in room.steps
        assert set(room.ways) <= set(STEPS)
        assert sum(room.takes(name, round_) for name in STEPS for round_ in (1, 2)) == (room.phase == "open")


@given(acts)
def test_what_was_revealed_is_never_voted_on_again(done: list[tuple[Act, str | None]]) -> None:
    room, revealed = Room(steps=STEPS), set[str]()
    for act, step in done:
        try:
            room = acted(room, act, step)
        except Refused:
            continue
        revealed |= {name for name in STEPS if room.is_done(name)}
        assert not any(room.takes(name, round_) for name in revealed for round_ in (1, 2))
        assert room.ended or all(room.is_done(name) for name in revealed)


@given(acts)
def test_a_round_that_is_over_never_opens_again(done: list[tuple[Act, str | None]]) -> None:
    room, rounds = Room(steps=STEPS), dict[str, int]()
    for act, step in done:
        try:
            room = acted(room, act, step)
        except Refused:
            continue
        for name, at in room.ways.items():
            assert at.round >= rounds.get(name, 1)
            rounds[name] = at.round
