"""What changed for one learner: told when both ends are there, without a gain where there was no room for one."""

from __future__ import annotations

import pytest

from holdfast.model import Pathway
from holdfast.standing import change_in_words, measures
from journeys import COURSE, Story, plain, starred

STARS = starred("all-staff")


def _words(story: Story) -> str:
    return " ".join(change_in_words(COURSE, story.journey))


def _before(story: Story, wrong: list[str]) -> Story:
    return story.hand_in(f"before-{story.pathway}-2026a-{story.half}", wrong=wrong)


@pytest.mark.parametrize("pathway", ["all-staff", "dsl"])
@pytest.mark.parametrize("half", ["p", "q"])
def test_ten_parallel_questions_are_compared_with_ten(pathway: Pathway, half: str) -> None:
    misses = [star for star in starred(pathway) if star != "first-minute"][:4]
    story = _before(Story(pathway, half), misses).try_final()
    have = measures(COURSE, story.journey)
    assert have.before is not None
    assert have.final is not None
    assert (have.before.right, have.before.questions) == (6, 10)
    assert (have.final.right, have.final.questions) == (10, 10)


def test_the_second_question_about_whom_to_call_is_no_part_of_the_measure() -> None:
    story = _before(Story(), []).try_final(wrong=["who-to-call-when-q2"])
    have = measures(COURSE, story.journey)
    assert have.final is not None
    assert have.final.share == 1


def test_a_gain_is_said_in_questions() -> None:
    story = _before(Story(), STARS[:4]).try_final(wrong=STARS[:1])
    assert _words(story) == (
        "Of 10 questions about the same things, you had 6 right before the course and 9 at the end."
    )


@pytest.mark.parametrize("missing", ["before", "final", "both"])
def test_nothing_is_said_until_both_are_marked(missing: str) -> None:
    story = Story()
    if missing == "final":
        _before(story, [])
    if missing == "before":
        story.hand_in("before-all-staff-2026a-p", state="not-marked").try_final()
    assert _words(story) == ""


def test_no_gain_is_shown_for_a_start_above_ninety_per_cent() -> None:
    assert "knew most of this" in _words(_before(Story(), []).try_final())
    part = Story().hand_in("before-all-staff-2026a-p", part={"spot-the-pattern-p": 0.5}).try_final()
    assert "knew most of this" in _words(part)


def test_a_start_of_ninety_per_cent_has_room_for_a_gain() -> None:
    assert "9 right before the course and 10 at the end" in _words(_before(Story(), STARS[:1]).try_final())


@pytest.mark.parametrize("final", [1, 3])
def test_no_gain_is_said_kindly_and_without_numbers(final: int) -> None:
    words = _words(_before(Story(), [STARS[0], "spot-the-pattern"]).try_final(wrong=STARS[: final + 1]))
    assert "much alike" in words
    assert not any(letter.isdigit() for letter in words)


def test_the_first_try_speaks_for_the_final() -> None:
    story = _before(Story(), STARS[:4]).try_final(wrong=plain("all-staff")[:5]).try_final()
    have = measures(COURSE, story.journey)
    assert have.final is not None
    assert have.final.right == 7


def test_the_later_check_is_told_too() -> None:
    story = _before(Story(), STARS[:4]).try_final().hand_in("later-all-staff-2026a-r", wrong=STARS[:2])
    assert _words(story).endswith("Some weeks later, 8 of them were right.")


def test_a_later_check_whose_questions_were_met_in_a_try_is_no_measure() -> None:
    story = _before(Story(), STARS[:4]).try_final(wrong=["spot-the-pattern", *plain("all-staff")[1:6]]).try_final()
    story.hand_in("later-all-staff-2026a-r")
    assert measures(COURSE, story.journey).later is None
    assert "weeks later" not in _words(story)


def test_a_measure_of_a_first_try_in_form_r_uses_the_questions_of_r() -> None:
    story = Story("all-staff", "q").hand_in("before-all-staff-2026a-q").try_final()
    story.pathway = "dsl"
    have = measures(COURSE, story.try_final().journey)
    assert story.attempts[-1].assignment == "final-dsl-2026a-f3"
    assert have.final is not None
    assert have.final.questions == 10
    assert have.before is None
