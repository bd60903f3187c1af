"""What a final comes to: the pass mark, the stars, one more question, three tries, and no mark that falls."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.model import Pathway
from holdfast.standing import PASS_SHARE, TRIES, FinalOutcome, Journey, final_outcome
from journeys import COURSE, Story, asks_about, objective, plain, starred

PATHWAYS: list[Pathway] = ["all-staff", "dsl"]
STAR = "first-minute"


def _outcome(story: Story) -> FinalOutcome:
    return final_outcome(COURSE, story.journey)


@pytest.mark.parametrize("pathway", PATHWAYS)
def test_everything_right_passes_at_the_first_try(pathway: Pathway) -> None:
    outcome = _outcome(Story(pathway).try_final())
    assert (outcome.state, outcome.right, len(outcome.tries)) == ("passed", outcome.questions, 1)
    assert not (outcome.missed or outcome.mends or outcome.form)


@pytest.mark.parametrize(("pathway", "needed", "questions"), [("all-staff", 12, 15), ("dsl", 21, 26)])
def test_the_pass_mark_is_eighty_per_cent(pathway: Pathway, needed: int, questions: int) -> None:
    misses = plain(pathway)
    just = _outcome(Story(pathway).try_final(wrong=misses[: questions - needed]))
    assert (just.state, just.right, just.questions) == ("passed", needed, questions)
    under = _outcome(Story(pathway).try_final(wrong=misses[: questions - needed + 1]))
    assert (under.state, under.right, under.mends) == ("again", needed - 1, ())


@pytest.mark.parametrize(("pathway", "objective_id"), [(way, star) for way in PATHWAYS for star in starred(way)])
def test_one_starred_objective_missed_is_no_pass_and_its_mend_is_offered_at_once(
    pathway: Pathway, objective_id: str
) -> None:
    outcome = _outcome(Story(pathway).try_final(wrong=[objective_id]))
    assert (outcome.state, outcome.enough, outcome.missed) == ("mend", True, (objective_id,))
    assert [mend.id for mend in outcome.mends] == [f"mend-{objective_id}"]
    assert outcome.form is None


def test_one_of_two_questions_of_a_starred_objective_is_not_enough() -> None:
    both = asks_about("final-all-staff-2026a-f2", "who-to-call-when")
    assert len(both) == 2
    outcome = _outcome(Story().try_final(wrong=both[:1]))
    assert (outcome.state, outcome.missed, outcome.right) == ("mend", ("who-to-call-when",), 14)


def test_a_right_mend_makes_its_objective_right_and_passes() -> None:
    outcome = _outcome(Story().try_final(wrong=["who-to-call-when"]).hand_in("mend-who-to-call-when"))
    assert (outcome.state, outcome.right, outcome.missed) == ("passed", 15, ())


def test_a_wrong_mend_ends_the_try_and_the_next_one_asks_that_objective_alone() -> None:
    outcome = _outcome(Story().try_final(wrong=[STAR]).hand_in(f"mend-{STAR}", wrong=[STAR]))
    assert (outcome.state, outcome.tries_left, outcome.missed) == ("again", 2, (STAR,))
    assert [objective(item) for item in outcome.items] == [STAR]


def test_two_starred_misses_are_two_mends_and_a_wrong_one_ends_the_try() -> None:
    stars = starred("all-staff")[:2]
    story = Story().try_final(wrong=stars)
    assert [mend.id for mend in _outcome(story).mends] == [f"mend-{star}" for star in stars]
    story.hand_in(f"mend-{stars[0]}")
    assert [mend.id for mend in _outcome(story).mends] == [f"mend-{stars[1]}"]
    ended = _outcome(story.hand_in(f"mend-{stars[1]}", wrong=[stars[1]]))
    assert (ended.state, ended.missed) == ("again", (stars[1],))


def test_no_mend_is_offered_where_too_little_else_is_right() -> None:
    outcome = _outcome(Story().try_final(wrong=[STAR, *plain("all-staff")[:3]]))
    assert (outcome.state, outcome.enough, outcome.mends) == ("again", False, ())


def test_a_mend_is_met_once_and_a_second_miss_ends_the_try_without_it() -> None:
    story = Story().try_final(wrong=[STAR]).hand_in(f"mend-{STAR}", wrong=[STAR])
    outcome = _outcome(story.try_final(wrong=[STAR]))
    assert (outcome.state, outcome.mends, outcome.tries_left) == ("again", (), 1)


def test_no_mend_is_asked_that_cannot_lead_to_a_pass() -> None:
    stars = starred("all-staff")[:2]
    story = Story().try_final(wrong=stars).hand_in(f"mend-{stars[0]}", wrong=stars).try_final(wrong=stars)
    assert (_outcome(story).state, _outcome(story).mends) == ("again", ())


def test_a_mend_that_was_not_offered_mends_nothing() -> None:
    assert _outcome(Story().hand_in(f"mend-{STAR}").try_final(wrong=[STAR])).state == "again"


def test_the_second_try_asks_only_what_was_missed_in_other_questions() -> None:
    missed = plain("all-staff")[:5]
    story = Story().try_final(wrong=missed)
    second = _outcome(story)
    assert second.form is not None
    assert second.form.form == "r"
    assert {objective(item) for item in second.items} == set(missed)
    assert _outcome(story.try_final()).state == "passed"


def test_what_was_right_stays_right_and_a_mark_never_falls() -> None:
    story = Story().try_final(wrong=plain("all-staff")[:5])
    first = _outcome(story)
    second = _outcome(story.try_final(wrong=plain("all-staff")[:5]))
    assert (second.right, second.missed) == (first.right, first.missed)


def test_of_each_objective_the_best_try_counts() -> None:
    points = asks_about("final-all-staff-2026a-f2", *plain("all-staff"))[:5]
    story = Story().try_final(part=dict.fromkeys(points, 0.5), wrong=["who-to-call-when-q2"])
    first = _outcome(story)
    assert (first.state, first.right, first.enough) == ("again", 9, False)  # 11.5 of 15
    second = _outcome(story.try_final(wrong=[*map(objective, points[1:]), "who-to-call-when"]))
    assert (second.state, second.right, second.enough) == ("mend", 10, True)  # 12 of 15


def test_after_three_tries_there_is_somebody_to_talk_to_and_nothing_more_is_asked() -> None:
    story = Story()
    for _ in range(TRIES):
        story.try_final(wrong=plain("all-staff"))
    outcome = _outcome(story)
    assert (outcome.state, outcome.tries_left, outcome.form, outcome.items) == ("talk", 0, None, ())


def test_the_third_try_can_still_be_mended() -> None:
    misses = [STAR, *plain("all-staff")]
    story = Story().try_final(wrong=misses).try_final(wrong=misses).try_final(wrong=[STAR])
    assert (_outcome(story).state, _outcome(story).tries_left) == ("mend", 0)
    assert _outcome(story.hand_in(f"mend-{STAR}")).state == "passed"


def test_a_wrong_mend_of_the_third_try_leads_to_somebody_to_talk_to() -> None:
    misses = [STAR, *plain("all-staff")]
    story = Story().try_final(wrong=misses).try_final(wrong=misses).try_final(wrong=[STAR])
    assert _outcome(story.hand_in(f"mend-{STAR}", wrong=[STAR])).state == "talk"


@pytest.mark.parametrize("share", [0.5, 0.99])
def test_a_part_of_the_points_never_makes_an_item_right(share: float) -> None:
    item = asks_about("final-all-staff-2026a-f2", STAR)[0]
    outcome = _outcome(Story().try_final(part={item: share}))
    assert (outcome.state, outcome.missed, outcome.right) == ("mend", (STAR,), 14)


def test_parts_of_points_count_towards_the_share() -> None:
    items = [item for name in plain("all-staff") for item in asks_about("final-all-staff-2026a-f2", name)]
    assert _outcome(Story().try_final(part=dict.fromkeys(items[:6], 0.5))).state == "passed"  # 9 and 6 halves
    assert _outcome(Story().try_final(part=dict.fromkeys(items[:6], 0.49))).state == "again"


@pytest.mark.parametrize("state", ["marking", "not-marked"])
def test_what_is_not_marked_is_not_there_yet(state: str) -> None:
    story = Story().hand_in("final-all-staff-2026a-f2", state=state)
    outcome = _outcome(story)
    assert (outcome.state, outcome.form.id if outcome.form else "") == ("not-begun", "final-all-staff-2026a-f2")
    assert len(outcome.items) == 15


def test_a_form_handed_in_twice_is_one_try() -> None:
    story = Story().try_final(wrong=plain("all-staff"))
    again = _outcome(story.hand_in(story.attempts[0].assignment))
    assert (again.state, len(again.tries)) == ("again", 1)


def test_a_pathway_without_a_final_has_none() -> None:
    assert _outcome(Story("leaders")).state == "none"


def test_a_pass_stays_whatever_comes_later() -> None:
    story = Story().try_final()
    story.hand_in("final-all-staff-2026a-f3", wrong=starred("all-staff"))
    assert (_outcome(story).state, len(_outcome(story).tries)) == ("passed", 1)


# --- for any answers

SHARES = st.sampled_from([0.0, 0.0, 0.5, 0.99, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0])


@st.composite
def stories(draw: st.DrawFn) -> Story:
    """Draw a learner who takes what is offered, with any marks, until nothing is or they stop."""
    story = Story(draw(st.sampled_from(PATHWAYS)), draw(st.sampled_from(["p", "q"])))
    if draw(st.booleans()):
        story.hand_in(f"before-{story.pathway}-2026a-{story.half}")
    for _ in range(draw(st.integers(0, 9))):
        outcome = _outcome(story)
        if outcome.mends:
            mend = draw(st.sampled_from(outcome.mends))
            story.hand_in(mend.id, part={mend.items[0]: draw(SHARES)})
        elif outcome.form is not None:
            marks = draw(st.lists(SHARES, min_size=len(outcome.items), max_size=len(outcome.items)))
            story.try_final(part=dict(zip(outcome.items, marks, strict=True)))
    return story


@given(story=stories())
@settings(max_examples=150, deadline=None)
def test_a_pass_always_has_the_share_and_every_starred_objective_right(story: Story) -> None:
    outcome = _outcome(story)
    best: dict[str, float] = {}
    whole: set[str] = set()
    for entry in outcome.tries:
        for name in entry.asked:
            items = [item for item in entry.items if objective(item) == name]
            earned = sum(entry.attempt.entries[item] for item in items)
            best[name] = max(best.get(name, 0.0), earned)
            whole |= {name} if earned == len(items) else set()
    mended = {a.assignment.removeprefix("mend-") for a in story.attempts if a.assignment.startswith("mend-")
              and a.points == a.maximum}  # fmt: skip
    enough = round(sum(best.values()), 6) >= float(PASS_SHARE) * outcome.questions
    safe = set(starred(story.pathway)) <= whole | mended
    assert (outcome.state == "passed") == (bool(outcome.tries) and enough and safe)
    assert not set(outcome.missed) & (whole | mended)


@given(story=stories())
@settings(max_examples=100, deadline=None)
def test_nobody_has_more_than_three_tries_or_meets_a_question_twice(story: Story) -> None:
    outcome = _outcome(story)
    finals = [attempt for attempt in story.attempts if not attempt.assignment.startswith("before-")]
    items = [item for attempt in finals for item in attempt.answers]
    assert len(items) == len(set(items))
    assert len(outcome.tries) <= TRIES
    assert not set(items) & set(outcome.items)
    assert not set(items) & {item for mend in outcome.mends for item in mend.items}


@given(story=stories())
@settings(max_examples=100, deadline=None)
def test_there_is_always_one_way_on(story: Story) -> None:
    outcome = _outcome(story)
    assert bool(outcome.mends) == (outcome.state == "mend")
    assert (outcome.form is not None) == (outcome.state in {"not-begun", "again"}) == bool(outcome.items)
    assert (outcome.tries_left == 0) or outcome.state != "talk"


@given(story=stories(), data=st.data())
@settings(max_examples=100, deadline=None)
def test_attempts_without_a_mark_change_nothing(story: Story, data: st.DataObject) -> None:
    names = [entry.id for entry in COURSE.course.assignments if entry.kind != "module"]
    extra = Story(story.pathway, story.half)
    for name in data.draw(st.lists(st.sampled_from(names), max_size=4)):
        extra.hand_in(name, state=data.draw(st.sampled_from(["marking", "not-marked"])))
    place = data.draw(st.integers(0, len(story.attempts)))
    mixed = (*story.attempts[:place], *extra.attempts, *story.attempts[place:])
    assert final_outcome(COURSE, replace(story.journey, attempts=mixed)) == _outcome(story)


@given(story=stories(), data=st.data())
@settings(max_examples=100, deadline=None)
def test_one_more_right_answer_never_makes_it_worse(story: Story, data: st.DataObject) -> None:
    before = _outcome(story)
    if not before.tries:
        return
    last = before.tries[-1]
    item = data.draw(st.sampled_from(last.items))
    better = replace(last.attempt, entries=last.attempt.entries | {item: 1.0})
    until = [better if attempt.id == last.attempt.id else attempt for attempt in story.attempts]
    attempts = tuple(attempt for attempt in until if attempt.id <= last.attempt.id)
    worse = tuple(attempt for attempt in story.attempts if attempt.id <= last.attempt.id)
    ranks = {"again": 0, "talk": 0, "mend": 1, "passed": 2}
    now = final_outcome(COURSE, _with(story, attempts))
    then = final_outcome(COURSE, _with(story, worse))
    assert (ranks[now.state], now.right) >= (ranks[then.state], then.right)


def _with(story: Story, attempts: tuple[object, ...]) -> Journey:
    return replace(story.journey, attempts=attempts)
