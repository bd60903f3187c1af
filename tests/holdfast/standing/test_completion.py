"""When each pathway is complete, what is said of it then, and that the guide says the same."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from holdfast.model import Pathway
from holdfast.records import Learner
from holdfast.standing import (
    BUILDS_ON,
    FEWEST,
    PASS_SHARE,
    TRIES,
    achieved,
    is_complete,
    journey_of,
    later_window,
    measures,
    plan,
)
from holdfast.standing.boosters import WEEKS
from holdfast.standing.practice import NEEDED
from journeys import COURSE, TODAY, Story, plain

ASSESSED: list[Pathway] = ["all-staff", "dsl"]
GUIDE = Path(__file__).parents[3] / "course" / "guides" / "completion.md"


def _done(story: Story) -> bool:
    return is_complete(COURSE, story.journey)


@pytest.mark.parametrize("pathway", ASSESSED)
def test_an_assessed_pathway_takes_every_core_section_and_a_passed_final(pathway: Pathway) -> None:
    assert not _done(Story(pathway).read())
    assert not _done(Story(pathway).try_final())
    assert not _done(Story(pathway).read().try_final(wrong=plain(pathway)))
    assert not _done(Story(pathway).read().try_final(wrong=["first-minute"]))
    assert _done(Story(pathway).read().try_final())
    assert _done(Story(pathway).read().try_final(wrong=["first-minute"]).hand_in("mend-first-minute"))


@pytest.mark.parametrize("pathway", ["all-staff", "dsl", "trainer", "essentials", "leaders"])
def test_one_core_section_that_is_not_done_leaves_a_pathway_open(pathway: Pathway) -> None:
    story = Story(pathway).read().practise(5)
    if pathway in ASSESSED:
        story.try_final()
    assert _done(story)
    story.answers[plan(COURSE, pathway).sections[-1]] = []
    assert not _done(story)


@pytest.mark.parametrize(("pathway", "needed"), [("essentials", 5), ("trainer", 3)])
def test_essentials_and_trainers_need_their_practice_and_no_final(pathway: Pathway, needed: int) -> None:
    assert not _done(Story(pathway).read().practise(needed - 1))
    assert _done(Story(pathway).read().practise(needed))


def test_leaders_need_to_read_and_nothing_else() -> None:
    assert _done(Story("leaders").read())


def test_no_check_of_a_module_no_before_check_and_no_extra_section_is_needed() -> None:
    story = Story().read().try_final()
    assert _done(story)
    assert {attempt.assignment for attempt in story.attempts} == {"final-all-staff-2026a-f2"}
    assert set(story.answers) == set(plan(COURSE, "all-staff").sections)


def test_a_completion_says_nothing_of_tries_or_ways() -> None:
    told = achieved(COURSE, Story(nation="wales").read().try_final(wrong=["first-minute"])
                    .hand_in("mend-first-minute").journey)  # fmt: skip
    assert vars(told) == {
        "pathway": "all-staff",
        "nation": "wales",
        "content_version": COURSE.course.version,
        "law_as_at": COURSE.course.law_as_at,
        "minutes": 59,
        "assessed": True,
        "provisional": True,
    }


def test_a_pathway_without_a_final_has_no_marks_and_no_provisional_pass() -> None:
    told = achieved(COURSE, Story("leaders").read().journey)
    assert (told.assessed, told.provisional, told.minutes) == (False, False, 20)


def test_nothing_is_achieved_before_it_is_complete() -> None:
    with pytest.raises(ValueError, match="not complete"):
        achieved(COURSE, Story().read().journey)


def test_the_later_check_is_due_from_six_to_eight_weeks_after() -> None:
    assert later_window(date(2026, 11, 20)) == (date(2027, 1, 1), date(2027, 1, 15))


def test_a_journey_has_the_last_completion_of_its_own_pathway_and_of_its_own_learner() -> None:
    learner = Learner(id="aaaaaaaaaaaaaaaa", tag="t", created_at=TODAY, half="q", seen_on=TODAY)
    story = Story().complete()
    first, other = story.completion, Story("dsl").complete(on=date(2027, 3, 1)).completion
    last = Story().complete(on=date(2027, 1, 1)).completion
    stranger = Story().complete(on=date(2027, 2, 1), learner_id="bbbbbbbbbbbbbbbb").completion
    attempts = Story().hand_in("m1-how-it-works").hand_in("m4-responding").attempts
    journey = journey_of(learner, {}, reversed(attempts), [last, other, stranger, first])
    assert (journey.pathway, journey.half, journey.completion) == ("all-staff", "q", last)
    assert list(journey.attempts) == attempts
    assert journey_of(learner, {}, [], [other], pathway="dsl").completion == other


def test_measures_need_what_can_be_compared() -> None:
    assert vars(measures(COURSE, Story("leaders").journey)) == {"before": None, "final": None, "later": None}


# --- the guide says what the rules do


@pytest.mark.parametrize(
    "said",
    [
        f"{round(100 * PASS_SHARE)} per cent",
        "12 of 15",
        "21 of 26",
        f"{TRIES} tries",
        "six to eight weeks",
        f"{FEWEST} people",
        ", ".join(map(str, WEEKS[:-1])) + f" and {WEEKS[-1]} weeks",
        "provisional",
    ],
)
def test_the_guide_names_the_number(said: str) -> None:
    assert said in GUIDE.read_text(encoding="utf-8")


def test_the_guide_has_a_row_for_each_pathway_with_its_minutes() -> None:
    rows = re.findall(r"^\| `([a-z-]+)` \| (\d+) \|", GUIDE.read_text(encoding="utf-8"), re.MULTILINE)
    assert [(name, int(minutes)) for name, minutes in rows] == [
        (route.id, route.minutes) for route in COURSE.course.routes
    ]


def test_the_guide_names_the_practice_and_the_pathway_that_comes_first() -> None:
    text = GUIDE.read_text(encoding="utf-8")
    words = {3: "three", 5: "five"}
    for pathway, number in NEEDED.items():
        row = next(line for line in text.splitlines() if line.startswith(f"| `{pathway}`"))
        assert f"{words[number]} practice questions" in row
    for pathway, first in BUILDS_ON.items():
        row = next(line for line in text.splitlines() if line.startswith(f"| `{pathway}`"))
        assert f"`{first}`" in row
