"""The one place to go on, the minutes left and the map of modules."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import groupby

import pytest

from holdfast.model import Pathway
from holdfast.standing import Step, is_complete, minutes_left, module_map, plan, practice_pool
from journeys import COURSE, TODAY, Story, plain

WELCOME = ("00_welcome/welcome", "00_welcome/looking-after-yourself")


def _walk(story: Story, today: date = TODAY) -> list[Step]:
    """Do whatever comes next until there is nothing more to do."""
    steps = []
    while (step := story.step(today)).kind not in {"certificate", "talk"}:
        steps.append(step)
        assert len(steps) < 100
        story.follow(step, today)
    return steps


@pytest.mark.parametrize(
    ("pathway", "kinds"),
    [
        ("all-staff", "section before section check section check final"),
        ("dsl", "section before section check section check section check section check section check final"),
        ("trainer", "section practice"),
        ("essentials", "section practice"),
        ("leaders", "section"),
    ],
)
def test_who_follows_every_step_completes_the_pathway(pathway: Pathway, kinds: str) -> None:
    story = Story(pathway)
    steps = _walk(story)
    assert [kind for kind, _ in groupby(step.kind for step in steps)] == kinds.split()
    assert [step.key for step in steps if step.kind == "section"] == list(plan(COURSE, pathway).sections)
    assert is_complete(COURSE, story.journey)
    assert minutes_left(COURSE, story.journey) == 0
    assert len({step.key for step in steps}) == len(steps)


def test_resuming_goes_to_the_first_core_section_that_is_not_done() -> None:
    story = Story().read(*WELCOME).hand_in("before-all-staff-2026a-p")
    story.read("01_how_it_works/what-it-is", "01_how_it_works/try-it", "01_how_it_works/the-friend-who-knows")
    assert (story.step().kind, story.step().key) == ("section", "01_how_it_works/opening-the-door")


def test_a_pathway_that_was_not_chosen_is_the_one_for_all_staff() -> None:
    assert Story().step().key == WELCOME[0]
    assert Story().journey.pathway == "all-staff"


def test_a_before_check_is_offered_after_the_welcome_and_not_once_the_course_has_begun() -> None:
    assert Story().read(*WELCOME).step().key == "before-all-staff-2026a-p"
    assert Story(half="q").read(*WELCOME).step().key == "before-all-staff-2026a-q"
    assert Story().read(*WELCOME, "01_how_it_works/what-it-is").step().kind == "section"


def test_a_before_check_that_is_being_marked_lets_the_reader_go_on() -> None:
    story = Story().read(*WELCOME).hand_in("before-all-staff-2026a-p", state="marking")
    assert story.step().kind == "section"


@pytest.mark.parametrize(("state", "kind"), [("marked", "section"), ("marking", "section"), ("not-marked", "check")])
def test_the_check_of_a_module_is_offered_until_it_was_handed_in(state: str, kind: str) -> None:
    story = _after_module_one()
    assert story.step().key == "m1-how-it-works"
    assert story.hand_in("m1-how-it-works", state=state).step().kind == kind


def test_the_check_of_a_module_that_was_passed_by_is_not_asked_for_again() -> None:
    story = _after_module_one().read("02_how_gangs_work/seven-stages")
    assert story.step().key == "02_how_gangs_work/why-it-works"


def _after_module_one() -> Story:
    return (
        Story()
        .read(*(key for key in plan(COURSE, "all-staff").sections if key < "02"))
        .hand_in("before-all-staff-2026a-p")
    )


def test_the_check_of_the_last_module_is_offered_before_the_final_and_not_after_a_try() -> None:
    story = Story().read()
    assert story.step().key == "m4-responding"
    assert story.try_final(wrong=plain("all-staff")).step().kind == "final"


def test_a_mend_comes_next_while_it_is_offered() -> None:
    step = Story().read().try_final(wrong=["first-minute"]).step()
    assert (step.kind, step.key, step.items) == ("mend", "mend-first-minute", ("first-minute-m",))


def test_the_second_try_asks_less_and_takes_less_time() -> None:
    story = Story().read().try_final(wrong=plain("all-staff")[:5])
    step = story.step()
    assert (step.kind, step.key, len(step.items)) == ("final", "final-all-staff-2026a-f3", 5)
    assert step.minutes == pytest.approx(12 * 5 / 15)


def test_a_try_that_is_being_marked_is_waited_for() -> None:
    story = Story().read().hand_in("m4-responding").hand_in("final-all-staff-2026a-f2", state="marking")
    assert (story.step().kind, story.step().waiting) == ("final", True)
    story.attempts.pop()
    assert not story.hand_in("final-all-staff-2026a-f2", state="not-marked").step().waiting


def test_while_one_mend_is_being_marked_the_other_can_be_answered() -> None:
    story = Story().read().try_final(wrong=["first-minute", "tell-and-note"])
    story.hand_in("mend-first-minute", state="marking")
    assert (story.step().key, story.step().waiting) == ("mend-tell-and-note", False)
    story.hand_in("mend-tell-and-note", state="marking")
    assert story.step().waiting


def test_after_three_tries_the_next_step_is_a_person() -> None:
    story = Story().read()
    for _ in range(3):
        story.try_final(wrong=plain("all-staff"))
    assert story.step().kind == "talk"
    assert not is_complete(COURSE, story.journey)


@pytest.mark.parametrize(("days", "kind"), [(0, "certificate"), (41, "certificate"), (42, "later"), (400, "later")])
def test_the_later_check_comes_six_weeks_after_completion(days: int, kind: str) -> None:
    story = Story().read().hand_in("m4-responding").try_final().complete()
    assert story.step(TODAY + timedelta(days=days)).kind == kind


def test_after_the_later_check_the_certificate_is_left() -> None:
    story = Story().read().hand_in("m4-responding").try_final().complete()
    assert [step.key for step in _walk(story, TODAY + timedelta(weeks=7))] == ["later-all-staff-2026a-r"]


def test_minutes_are_counted_down_from_the_nominal_ones_and_never_go_up() -> None:
    story = Story("dsl")
    left = [minutes_left(COURSE, story.journey)]
    while (step := story.step()).kind != "certificate":
        story.follow(step)
        left.append(minutes_left(COURSE, story.journey))
    assert (left[0], left[-1]) == (152, 0)
    assert left == sorted(left, reverse=True)


def test_a_module_check_takes_no_minutes_off() -> None:
    before = minutes_left(COURSE, Story().read(*WELCOME, "01_how_it_works/what-it-is").journey)
    story = Story().read(*WELCOME, "01_how_it_works/what-it-is").hand_in("m1-how-it-works")
    assert minutes_left(COURSE, story.journey) == before


def test_the_map_says_of_each_module_what_is_done_and_what_is_left() -> None:
    story = Story().read("01_how_it_works/what-it-is", "01_how_it_works/the-friend-who-knows")
    module = module_map(COURSE, story.journey)[1]
    assert (module.module.number, module.core, module.done) == (1, True, False)
    assert (module.sections_done, module.sections) == (1, 3)
    assert (module.minutes, module.minutes_left) == (8, 5)
    assert module.following == "01_how_it_works/opening-the-door"


def test_the_map_shows_a_module_that_is_not_on_the_pathway_as_extra() -> None:
    modules = module_map(COURSE, Story("leaders").read().journey)
    assert [module.module.number for module in modules if module.core] == [0, 4, 5]
    assert all(module.done for module in modules if module.core)
    assert not any(module.done for module in modules if not module.core)


def test_the_map_has_the_checks_of_the_pathway_as_they_stand() -> None:
    story = Story("dsl").hand_in("m4-responding").hand_in("m4-responding", state="not-marked")
    story.hand_in("m1-how-it-works", state="marking")
    story.hand_in("m2-how-gangs-work").hand_in("m2-how-gangs-work", wrong=["stages-and-offenders"])
    states = {c.assignment.id: c.state for module in module_map(COURSE, story.journey) for c in module.checks}
    assert states == {
        "m1-how-it-works": "marking",
        "m2-how-gangs-work": "done",
        "m3-the-law": "open",
        "m4-responding": "not-marked",
        "m4-responding-leads": "open",
        "m5-your-school": "open",
    }
    assert not any(module.checks for module in module_map(COURSE, Story("leaders").journey))


def test_a_mend_leaves_less_than_a_second_try_and_that_less_than_the_whole_final() -> None:
    read = Story().read()
    mend = Story().read().try_final(wrong=["first-minute"])
    again = Story().read().try_final(wrong=["first-minute", "tell-and-note", "words-without-blame", "who-to-call-when"])
    left = [minutes_left(COURSE, story.journey) for story in (mend, again, read)]
    assert 0 < left[0] < left[1] < left[2], left


def test_practice_that_is_left_asks_for_what_keeps_people_safe_first() -> None:
    story = Story("essentials").read()
    items = story.step().items
    assert len(items) == 5
    assert len({COURSE.item(item).objective for item in items}) == 5
    assert all(COURSE.objective(COURSE.item(item).objective).starred for item in items)
    story.answers[items[0]] = [COURSE.item(items[0]).options[0].id]
    assert len(story.step().items) == 4
    assert items[0] not in story.step().items


def test_practice_is_of_the_learners_nation() -> None:
    elsewhere = COURSE.item("practice-first-minute-1").model_copy(update={"nations": ("scotland",)})
    course = replace(COURSE, items={**COURSE.items, elsewhere.id: elsewhere})
    pools = {nation: practice_pool(course, Story(nation=nation).journey) for nation in ("scotland", "wales", None)}
    assert {nation: elsewhere.id in pool["first-minute"] for nation, pool in pools.items()} == {
        "scotland": True,
        "wales": False,
        None: True,
    }
