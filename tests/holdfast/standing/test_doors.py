"""Which check can be answered now and what it asks; a browser that asks for more is refused with a reason."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from holdfast.library import NotFound
from holdfast.standing import Door, door, final_outcome, is_explained
from journeys import COURSE, TODAY, Story, plain

F1, F2, F3 = (f"final-all-staff-2026a-f{number}" for number in (1, 2, 3))


def _door(story: Story, assignment: str, today: date = TODAY) -> Door:
    return door(COURSE, story.journey, assignment, today)


def test_the_check_of_a_module_is_open_to_everyone_as_often_as_they_like() -> None:
    for story in (Story(), Story("leaders"), Story().hand_in("m5-your-school").hand_in("m5-your-school")):
        assert _door(story, "m5-your-school").items == COURSE.assignment("m5-your-school").items


def test_a_before_check_is_open_in_the_form_of_the_half_alone_and_once() -> None:
    assert _door(Story(), "before-all-staff-2026a-p").is_open
    assert not _door(Story(), "before-all-staff-2026a-q").is_open
    done = _door(Story().hand_in("before-all-staff-2026a-p"), "before-all-staff-2026a-p")
    assert (done.items, done.why) == ((), "You have answered these questions already.")


def test_a_before_check_is_shut_once_the_course_has_begun() -> None:
    shut = _door(Story().read("01_how_it_works/what-it-is"), "before-all-staff-2026a-p")
    assert shut.why.startswith("This check is for before the course.")


def test_a_check_of_another_pathway_is_shut() -> None:
    for name in ("before-dsl-2026a-p", "final-dsl-2026a-f2", "mend-refer-without-delay", "later-dsl-2026a-r"):
        assert _door(Story().read(), name).why == "This check belongs to another way through the course."


def test_a_final_opens_when_every_core_section_is_done() -> None:
    assert _door(Story(), F2).why.startswith("The final check opens when")
    assert _door(Story().read(), F2).items == COURSE.assignment(F2).items


def test_no_other_form_than_the_next_one_is_open() -> None:
    story = Story().read()
    assert [_door(story, form).is_open for form in (F1, F2, F3)] == [False, True, False]
    story.try_final(wrong=plain("all-staff"))
    assert [_door(story, form).is_open for form in (F1, F2, F3)] == [False, False, True]
    assert len(_door(story, F3).items) == len(plain("all-staff"))


@pytest.mark.parametrize("wrong", [[], ["first-minute"]])
def test_no_form_is_open_after_a_pass_or_while_a_mend_is_offered(wrong: list[str]) -> None:
    story = Story().read().try_final(wrong=wrong)
    assert [_door(story, form).is_open for form in (F1, F2, F3)] == [False] * 3
    assert _door(story, F2).why == "You have answered these questions already."


def test_after_the_last_try_the_door_names_somebody_to_talk_to() -> None:
    story = Story().read()
    for _ in range(3):
        story.try_final(wrong=plain("all-staff"))
    assert all("safeguarding lead" in _door(story, form).why for form in (F1, F2, F3))


def test_a_mend_is_open_only_while_it_is_offered() -> None:
    assert not _door(Story().read(), "mend-first-minute").is_open
    story = Story().read().try_final(wrong=["first-minute"])
    assert _door(story, "mend-first-minute").items == ("first-minute-m",)
    assert not _door(story, "mend-tell-and-note").is_open
    assert not _door(story, "mend-spot-the-pattern").is_open
    story.hand_in("mend-first-minute", wrong=["first-minute"]).try_final(wrong=["first-minute"])
    assert not _door(story, "mend-first-minute").is_open


@pytest.mark.parametrize("name", ["before-all-staff-2026a-p", F2])
def test_what_is_being_marked_is_shut_and_what_could_not_be_marked_is_open(name: str) -> None:
    story = Story() if name != F2 else Story().read()
    assert _door(story.hand_in(name, state="marking"), name).why == "Your answers to this check are being marked."
    assert _door(story.hand_in(name, state="not-marked"), name).is_open


def test_the_later_check_says_when_it_opens() -> None:
    story = Story().read().try_final()
    assert _door(story, "later-all-staff-2026a-r").why.endswith("after you have completed the pathway.")
    story.complete()
    assert _door(story, "later-all-staff-2026a-r").why == "This check opens on 1 January 2027."
    opens = TODAY + timedelta(weeks=6)
    assert len(_door(story, "later-all-staff-2026a-r", opens).items) == 10


def test_an_assignment_that_the_course_does_not_have_is_named() -> None:
    with pytest.raises(NotFound, match="no assignment 'final-dsl-2019'"):
        _door(Story(), "final-dsl-2019")


def test_a_before_check_is_explained_only_when_the_final_is_over() -> None:
    story = Story().hand_in("before-all-staff-2026a-p").read().try_final(wrong=plain("all-staff"))
    assert final_outcome(COURSE, story.journey).state == "again"
    assert not is_explained(COURSE, story.journey, "before-all-staff-2026a-p")
    story.try_final()
    assert is_explained(COURSE, story.journey, "before-all-staff-2026a-p")


@pytest.mark.parametrize("name", ["m1-how-it-works", F2, "mend-first-minute"])
def test_any_other_check_is_explained_when_it_is_marked(name: str) -> None:
    assert not is_explained(COURSE, Story().hand_in(name, state="marking").journey, name)
    assert is_explained(COURSE, Story().hand_in(name).journey, name)
