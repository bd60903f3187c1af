"""What is told of a group: nothing below ten, means with an honest interval, and nobody in it."""

from __future__ import annotations

import math
import statistics
from dataclasses import asdict

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.standing import FEWEST, Cohort, Journey, cohort
from holdfast.standing.cohort import student
from journeys import COURSE, Story, starred

STARS = starred("all-staff")


def _learner(half: str = "p", before: int = 4, final: int = 0, *, later: int | None = None) -> Story:
    """Make somebody who misses so many of the starred objectives each time."""
    story = Story("all-staff", half).hand_in(f"before-all-staff-2026a-{half}", wrong=STARS[:before]).read()
    story.try_final(wrong=STARS[:final])
    if later is not None:
        story.hand_in("later-all-staff-2026a-r", wrong=STARS[:later])
    return story


def _cohort(stories: list[Story]) -> Cohort | None:
    return cohort(COURSE, "all-staff", [story.journey for story in stories])


def test_nothing_is_told_of_nine_learners() -> None:
    assert FEWEST == 10
    assert _cohort([_learner() for _ in range(9)]) is None


def test_learners_of_another_pathway_make_no_group_larger() -> None:
    assert _cohort([_learner() for _ in range(9)] + [Story("dsl") for _ in range(20)]) is None


def test_ten_learners_have_their_means() -> None:
    told = _cohort([_learner(before=2 + number % 2) for number in range(10)])
    assert told is not None
    assert (told.learners, told.completed) == (10, 10)
    assert told.figures.before is not None
    assert (told.figures.before.learners, told.figures.before.mean) == (10, 75)
    assert told.figures.final is not None
    assert (told.figures.final.mean, told.figures.final.low, told.figures.final.high) == (100, 100, 100)


def test_the_interval_is_students() -> None:
    shares = [60, 60, 60, 70, 70, 70, 80, 80, 80, 50, 50]
    told = _cohort([_learner(before=(100 - share) // 10) for share in shares])
    assert told is not None
    assert told.figures.gain is not None
    gains = [100 - share for share in shares]
    half = 2.228 * statistics.stdev(gains) / math.sqrt(len(gains))  # t for 10 degrees of freedom, from a table
    mean = statistics.fmean(gains)
    assert told.figures.gain.mean == round(mean)
    assert told.figures.gain.low == math.floor(mean - half)
    assert told.figures.gain.high == math.ceil(mean + half)


@pytest.mark.parametrize(("freedom", "value"), [(9, 2.262), (10, 2.228), (15, 2.131), (29, 2.045), (1000, 1.962)])
def test_the_value_of_t_is_that_of_the_tables(freedom: int, value: float) -> None:
    assert student(freedom) == pytest.approx(value, abs=0.001)


def test_a_figure_with_too_few_in_it_is_left_out_and_the_others_stay() -> None:
    told = _cohort([_learner(later=1) for _ in range(9)] + [_learner() for _ in range(6)])
    assert told is not None
    assert told.figures.later is None
    assert told.figures.kept is None
    assert told.figures.gain is not None
    assert told.figures.gain.learners == 15


def test_the_later_difference_is_told_of_those_who_have_both() -> None:
    told = _cohort([_learner(before=4, later=1) for _ in range(10)] + [_learner() for _ in range(6)])
    assert told is not None
    assert told.figures.kept is not None
    assert (told.figures.kept.learners, told.figures.kept.mean) == (10, 30)


def test_a_later_check_of_somebody_who_met_form_r_in_a_try_is_left_out() -> None:
    stories = [_learner(later=1) for _ in range(10)]
    told = _cohort(stories)
    assert told is not None
    assert told.figures.later is not None
    met = _learner(final=6).try_final().hand_in("later-all-staff-2026a-r")
    assert len(met.attempts) == 4
    again = _cohort([*stories[:9], met])
    assert again is not None
    assert again.figures.later is None


def test_no_gain_is_told_where_the_start_leaves_no_room() -> None:
    told = _cohort([_learner(before=0) for _ in range(10)])
    assert told is not None
    assert told.figures.before is not None
    assert told.figures.gain is None
    at_ninety = _cohort([_learner(before=1) for _ in range(10)])
    assert at_ninety is not None
    assert at_ninety.figures.gain is not None


@pytest.mark.parametrize(("others", "told"), [(9, False), (10, True)])
def test_the_two_forms_are_told_both_or_not_at_all(others: int, told: bool) -> None:
    group = _cohort([_learner("p") for _ in range(14)] + [_learner("q") for _ in range(others)])
    assert group is not None
    assert (group.by_form is not None) is told


def test_a_figure_of_one_form_alone_is_left_out_of_both() -> None:
    group = _cohort([_learner("p", later=1) for _ in range(10)] + [_learner("q") for _ in range(10)])
    assert group is not None
    assert group.by_form is not None
    assert group.figures.later is not None
    assert [figures.later for figures in group.by_form.values()] == [None, None]
    assert all(figures.before for figures in group.by_form.values())


def test_who_completed_counts_also_when_their_learning_data_is_gone() -> None:
    told = _cohort([_learner() for _ in range(9)] + [Story().complete(), Story()])
    assert told is not None
    assert (told.learners, told.completed) == (11, 10)


def test_nothing_told_names_anyone() -> None:
    told = _cohort([_learner(later=0).complete(name="Ada Example") for _ in range(20)])
    assert told is not None
    text = repr(asdict(told))
    assert "Ada" not in text
    assert "aaaaaaaaaaaaaaaa" not in text


@given(st.lists(st.tuples(st.sampled_from("pq"), st.integers(0, 6), st.integers(0, 3)), max_size=24))
@settings(max_examples=40, deadline=None)
def test_no_figure_of_any_group_is_of_fewer_than_ten(people: list[tuple[str, int, int]]) -> None:
    told = cohort(COURSE, "all-staff", _journeys(people))
    if told is None:
        assert len(people) < FEWEST
        return
    for figures in (told.figures, *(told.by_form or {}).values()):
        for mean in vars(figures).values():
            assert mean is None or (mean.learners >= FEWEST and mean.low <= mean.mean <= mean.high)


def _journeys(people: list[tuple[str, int, int]]) -> list[Journey]:
    return [_learner(half, before, final).journey for half, before, final in people]
