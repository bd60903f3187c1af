"""Who meets which form, and when: nobody answers a question of their before-check again until nothing else is left."""

from __future__ import annotations

from typing import Literal

import pytest

from holdfast.model import Pathway
from holdfast.standing import before_check, before_state, final_forms, final_outcome
from journeys import COURSE, Story, plain

Half = Literal["p", "q"]
PATHWAYS: list[Pathway] = ["all-staff", "dsl"]


@pytest.mark.parametrize("pathway", PATHWAYS)
@pytest.mark.parametrize("half", ["p", "q"])
def test_each_half_has_its_own_form_as_before_check(pathway: Pathway, half: Half) -> None:
    check = before_check(COURSE, Story(pathway, half).journey)
    assert check is not None
    assert check.id == f"before-{pathway}-2026a-{half}"


@pytest.mark.parametrize("pathway", ["essentials", "leaders", "trainer"])
def test_a_pathway_without_assessment_has_no_before_check(pathway: Pathway) -> None:
    assert before_check(COURSE, Story(pathway).journey) is None
    assert before_state(COURSE, Story(pathway).journey) == "none"


@pytest.mark.parametrize("pathway", PATHWAYS)
@pytest.mark.parametrize(("half", "order"), [("p", "qrp"), ("q", "prq")])
@pytest.mark.parametrize("answered", [False, True])
def test_a_final_begins_with_the_other_form_goes_on_with_r_and_ends_with_the_one_met_before(
    pathway: Pathway, half: Half, order: str, answered: bool
) -> None:
    story = Story(pathway, half)
    if answered:
        story.hand_in(f"before-{pathway}-2026a-{half}")
    assert "".join(form.form or "" for form in final_forms(COURSE, story.journey)) == order
    tried = []
    for _ in range(3):
        form = final_outcome(COURSE, story.journey).form
        assert form is not None
        tried.append(form.form)
        story.try_final(wrong=plain(pathway))
    assert tried == list(order)


@pytest.mark.parametrize("pathway", PATHWAYS)
@pytest.mark.parametrize("half", ["p", "q"])
def test_the_first_try_shares_no_question_with_the_before_check(pathway: Pathway, half: Half) -> None:
    journey = Story(pathway, half).hand_in(f"before-{pathway}-2026a-{half}").journey
    check, form = before_check(COURSE, journey), final_outcome(COURSE, journey).form
    assert check is not None
    assert form is not None
    assert not set(check.items) & set(form.items)


def test_questions_met_on_another_pathway_come_last() -> None:
    story = Story("all-staff", "q").hand_in("before-all-staff-2026a-q").try_final()
    assert story.attempts[-1].assignment == "final-all-staff-2026a-f1"
    story.pathway = "dsl"
    # All of P was explained, ten of Q were met and not explained, R is new.
    assert [form.form for form in final_forms(COURSE, story.journey)] == ["r", "q", "p"]


def test_of_a_second_try_only_what_it_asked_was_met() -> None:
    story = Story("all-staff", "p").hand_in("before-all-staff-2026a-p").try_final(wrong=plain("all-staff")[:4])
    story.try_final()
    story.pathway = "dsl"
    assert [form.form for form in final_forms(COURSE, story.journey)] == ["r", "p", "q"]


def test_a_form_that_could_not_be_marked_is_offered_again() -> None:
    story = Story().hand_in("final-all-staff-2026a-f2", state="not-marked")
    form = final_outcome(COURSE, story.journey).form
    assert form is not None
    assert form.id == "final-all-staff-2026a-f2"


def test_the_before_check_is_open_until_something_beyond_the_welcome_is_done() -> None:
    story = Story().read("00_welcome/welcome", "00_welcome/looking-after-yourself")
    assert before_state(COURSE, story.journey) == "open"
    assert before_state(COURSE, story.read("04_responding/more-practice").journey) == "past"


def test_the_before_check_is_past_after_any_later_check() -> None:
    assert before_state(COURSE, Story().hand_in("m1-how-it-works").journey) == "past"


def test_the_before_check_is_past_where_its_questions_were_met_elsewhere() -> None:
    story = Story("all-staff").hand_in("before-all-staff-2026a-p")
    story.pathway = "dsl"
    assert before_state(COURSE, story.journey) == "past"


@pytest.mark.parametrize(("state", "wanted"), [("marked", "done"), ("marking", "marking"), ("not-marked", "open")])
def test_the_before_check_is_done_when_it_is_marked(state: str, wanted: str) -> None:
    story = Story().hand_in("before-all-staff-2026a-p", state=state)
    assert before_state(COURSE, story.journey) == wanted
