"""What is solid and what to look at again, in words alone."""

from __future__ import annotations

import pytest

from holdfast.model import Pathway
from holdfast.standing import objectives, reading
from journeys import COURSE, Story, plain, starred

ALL: list[Pathway] = ["all-staff", "dsl", "trainer", "essentials", "leaders"]


def _states(story: Story) -> dict[str, str]:
    return {entry.objective.id: entry.state for entry in objectives(COURSE, story.journey)}


@pytest.mark.parametrize("pathway", ALL)
def test_nothing_is_asked_yet_at_the_beginning(pathway: Pathway) -> None:
    assert set(_states(Story(pathway)).values()) == {"not-asked"}


@pytest.mark.parametrize(("pathway", "number"), [("all-staff", 14), ("dsl", 26), ("essentials", 14), ("trainer", 2)])
def test_the_objectives_are_those_of_the_pathway(pathway: Pathway, number: int) -> None:
    assert len(_states(Story(pathway))) == number


def test_the_check_of_a_module_speaks_for_its_objectives_and_the_last_one_counts() -> None:
    story = Story().hand_in("m1-how-it-works", wrong=["spot-the-pattern"])
    assert _states(story)["spot-the-pattern"] == "revisit"
    assert _states(story)["words-without-blame"] == "solid"
    assert _states(story)["first-minute"] == "not-asked"
    assert _states(story.hand_in("m1-how-it-works"))["spot-the-pattern"] == "solid"


def test_a_part_of_the_points_is_worth_another_look() -> None:
    item = "practice-spot-the-pattern-2"
    assert _states(Story().hand_in("m1-how-it-works", part={item: 0.9}))["spot-the-pattern"] == "revisit"


def test_a_final_speaks_for_every_objective() -> None:
    states = _states(Story("dsl").try_final(wrong=["removal-routes"]))
    assert {name for name, state in states.items() if state == "revisit"} == {"removal-routes"}
    assert "not-asked" not in states.values()


def test_an_objective_with_two_questions_is_solid_when_both_are_right() -> None:
    assert _states(Story().try_final(wrong=["who-to-call-when-q2"]))["who-to-call-when"] == "revisit"
    assert _states(Story().try_final())["who-to-call-when"] == "solid"


def test_a_second_try_says_nothing_of_what_it_does_not_ask() -> None:
    story = Story().try_final(wrong=plain("all-staff")[:5]).try_final(wrong=plain("all-staff")[:1])
    states = _states(story)
    assert [name for name, state in states.items() if state == "revisit"] == plain("all-staff")[:1]


def test_a_right_mend_makes_its_objective_solid_and_a_later_miss_opens_it_again() -> None:
    story = Story().try_final(wrong=["first-minute"])
    assert _states(story)["first-minute"] == "revisit"
    assert _states(story.hand_in("mend-first-minute"))["first-minute"] == "solid"
    assert _states(story.hand_in("later-all-staff-2026a-r", wrong=["first-minute"]))["first-minute"] == "revisit"


def test_a_before_check_is_never_told() -> None:
    story = Story().hand_in("before-all-staff-2026a-p", wrong=starred("all-staff"))
    assert set(_states(story).values()) == {"not-asked"}


@pytest.mark.parametrize("state", ["marking", "not-marked"])
def test_what_is_not_marked_says_nothing(state: str) -> None:
    assert set(_states(Story().hand_in("m1-how-it-works", state=state)).values()) == {"not-asked"}


def test_the_words_are_words_and_hold_no_number() -> None:
    story = Story().hand_in("m1-how-it-works", wrong=["spot-the-pattern"])
    words = {entry.state: entry.words for entry in objectives(COURSE, story.journey)}
    assert words == {"solid": "Solid", "revisit": "Worth another look", "not-asked": "Not asked yet"}


def test_what_to_read_are_the_core_sections_that_teach_it() -> None:
    assert reading(COURSE, Story().journey, ["first-minute", "spot-the-pattern"]) == (
        "01_how_it_works/what-it-is",
        "04_responding/first-minute",
    )
    assert reading(COURSE, Story().journey, ["removal-routes"]) == ()
    assert reading(COURSE, Story("dsl").journey, []) == ()


@pytest.mark.parametrize("pathway", ["all-staff", "dsl"])
def test_there_is_something_to_read_for_every_objective(pathway: Pathway) -> None:
    for name in (*starred(pathway), *plain(pathway)):
        assert reading(COURSE, Story(pathway).journey, [name])
