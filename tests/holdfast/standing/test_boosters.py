"""Boosters: five minutes of practice at the right time, from the right questions, with what is new."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from holdfast.library import Library
from holdfast.model import Nation, Pathway, Revision
from holdfast.standing import booster, changes_since, due_dates, due_week
from journeys import COURSE, TODAY, Story, plain, starred

ALL: list[Pathway] = ["all-staff", "dsl", "trainer", "essentials", "leaders"]
WEEKS = [1, 4, 12, 26, 52, 104, 156]
DONE = date(2026, 12, 1)


def _revision(name: str, on: date, kind: str = "law", nations: tuple[Nation, ...] = ("england", "wales")) -> Revision:
    return Revision(id=name, on=on, kind=kind, what="What.", where="Module 3", nations=nations)


def _course(*revisions: Revision, version: str = "") -> Library:
    course = COURSE.course.model_copy(update={"version": version or COURSE.course.version})
    return replace(COURSE, revisions={entry.id: entry for entry in revisions}, course=course)


@pytest.mark.parametrize("pathway", ALL)
@pytest.mark.parametrize("week", WEEKS)
def test_a_booster_holds_practice_alone_each_question_once(pathway: Pathway, week: int) -> None:
    items = [question.item for question in booster(COURSE, Story(pathway).complete().journey, week).questions]
    assert len(items) == len(set(items)) >= 2
    quizzes = {answer.item for quiz in COURSE.quizzes.values() for answer in quiz.items}
    assert set(items) <= quizzes
    assert all(COURSE.item(item).exposure == "practice" for item in items)


@pytest.mark.parametrize("pathway", ["all-staff", "dsl", "essentials"])
@pytest.mark.parametrize("week", WEEKS)
def test_two_questions_are_starred_and_in_no_two_boosters_on_end_the_same(pathway: Pathway, week: int) -> None:
    journey = Story(pathway).complete().journey
    questions = booster(COURSE, journey, week).questions
    assert [question.why for question in questions[:2]] == ["starred", "starred"]
    assert all(COURSE.objective(question.objective).starred for question in questions[:2])
    following = next((later for later in WEEKS if later > week), week + 52)
    assert {q.objective for q in questions[:2]} != {
        q.objective for q in booster(COURSE, journey, following).questions[:2]
    }


def test_the_first_four_weeks_go_through_every_starred_objective_of_all_staff() -> None:
    journey = Story().complete().journey
    asked = {question.objective for week in WEEKS[:4] for question in booster(COURSE, journey, week).questions[:2]}
    assert asked == set(starred("all-staff"))


def test_what_was_missed_comes_third() -> None:
    missed = plain("all-staff")[4]
    journey = Story().try_final(wrong=[missed]).complete().journey
    for week in WEEKS:
        third = booster(COURSE, journey, week).questions[2]
        assert (third.objective, third.why) == (missed, "revisit")


def test_without_a_miss_what_was_never_asked_comes_before_what_is_solid() -> None:
    journey = Story().hand_in("m1-how-it-works").complete().journey
    third = booster(COURSE, journey, 1).questions[2]
    assert third.why == "more"
    assert third.objective not in {"spot-the-pattern", "words-without-blame"}
    solid = booster(COURSE, Story().try_final().complete().journey, 1)
    assert len(solid.questions) == 4


def test_the_same_learner_and_week_give_the_same_booster() -> None:
    journey = Story().try_final(wrong=plain("all-staff")[:2]).complete().journey
    assert booster(COURSE, journey, 4) == booster(COURSE, journey, 4)


def test_one_new_thing_in_law_or_guidance_takes_the_place_of_the_fourth_question() -> None:
    newer = _revision("newer", date(2027, 2, 1), "guidance")
    course = _course(_revision("older", date(2027, 1, 1)), newer, _revision("else", date(2027, 3, 1), "content"))
    told = booster(course, Story(course=course).complete(on=DONE).journey, 12)
    assert told.news == (newer,)
    assert len(told.questions) == 3
    assert not told.yearly


def test_without_news_there_is_a_fourth_question() -> None:
    course = _course(_revision("before", date(2026, 11, 1)))
    told = booster(course, Story(course=course).complete(on=DONE).journey, 12)
    assert (told.news, len(told.questions)) == ((), 4)


def test_the_yearly_one_tells_every_change_newest_first() -> None:
    revisions = [_revision(f"r{month}", date(2027, month, 1), kind) for month, kind in ((3, "content"), (5, "law"))]
    course = _course(*revisions, _revision("mend", date(2027, 4, 1), "correction"))
    told = booster(course, Story(course=course).complete(on=DONE).journey, 52)
    assert told.yearly
    assert [entry.id for entry in told.news] == ["r5", "mend", "r3"]


def test_a_change_elsewhere_is_no_news_for_a_nation() -> None:
    course = _course(_revision("english", date(2027, 1, 1), nations=("england",)))
    assert changes_since(course, Story(course=course, nation="scotland").complete(on=DONE).journey) == ()
    assert changes_since(course, Story(course=course, nation="england").complete(on=DONE).journey)
    assert changes_since(course, Story(course=course).complete(on=DONE).journey)


def test_in_the_same_version_what_came_before_completion_is_known() -> None:
    course = _course(_revision("between", date(2026, 11, 25)))
    assert changes_since(course, Story(course=course).complete(on=DONE).journey) == ()


def test_of_an_older_version_everything_after_its_law_is_new() -> None:
    course = _course(_revision("between", date(2026, 11, 25)), version="2027a")
    old = Story(course=course).complete(on=DONE, content_version="2026a", law_as_at=date(2026, 11, 20)).journey
    assert [entry.id for entry in changes_since(course, old)] == ["between"]


def test_nothing_is_new_for_somebody_who_has_not_completed() -> None:
    assert changes_since(COURSE, Story().journey) == ()


@pytest.mark.parametrize("week", [0, -52, 2, 51, 53])
def test_there_is_no_booster_in_another_week(week: int) -> None:
    with pytest.raises(ValueError, match=f"no booster in week {week}"):
        booster(COURSE, Story().complete().journey, week)


@pytest.mark.parametrize(
    ("days", "week"),
    [(0, None), (6, None), (7, 1), (27, 1), (28, 4), (84, 12), (182, 26), (363, 26), (364, 52), (800, 104)],
)
def test_the_booster_that_is_due_is_the_last_that_has_come_round(days: int, week: int | None) -> None:
    assert due_week(TODAY, TODAY + timedelta(days=days)) == week


def test_a_clock_that_was_set_back_makes_nothing_due() -> None:
    assert due_week(TODAY, TODAY - timedelta(days=400)) is None


def test_the_days_of_boosters_are_whole_weeks_after_completion() -> None:
    assert due_dates(date(2026, 11, 20), years=2) == (
        (1, date(2026, 11, 27)),
        (4, date(2026, 12, 18)),
        (12, date(2027, 2, 12)),
        (26, date(2027, 5, 21)),
        (52, date(2027, 11, 19)),
        (104, date(2028, 11, 17)),
    )
