"""Which offences facts point to: vectors worked out by hand, and what the course's own law says of known cases."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from holdfast import law_finding
from holdfast.law_finding import Found, Outcome
from holdfast.library import library
from holdfast.model import CaseQuestion, LawEntry, Nation

_VECTORS = json.loads((Path(__file__).parents[1] / "vectors" / "offences.json").read_text(encoding="utf-8"))
_LAW = TypeAdapter(tuple[LawEntry, ...]).validate_python(_VECTORS["law"])
_QUESTIONS = TypeAdapter(tuple[CaseQuestion, ...]).validate_python(_VECTORS["questions"])
_ORDER = get_args(Outcome)
TODAY = date(2026, 11, 20)

Facts = Mapping[str, Sequence[str]]


def _told(found: Found) -> dict[str, Any]:
    return {
        "id": found.entry.id,
        "outcome": found.outcome,
        "from": found.version.from_.isoformat(),
        "timing": found.timing,
        "states": [element.state for element in found.elements],
    }


# --- the rule --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", _VECTORS["cases"], ids=lambda case: case["name"])
def test_vectors(case: dict[str, Any]) -> None:
    on = date.fromisoformat(case["on"])
    found = [
        *law_finding.find(_LAW, _QUESTIONS, case["facts"], on, case["nation"]),
        *law_finding.duties(_LAW, on, case["nation"]),
    ]
    assert [_told(each) for each in sorted(found, key=lambda each: _ORDER.index(each.outcome))] == case["found"]


def test_there_are_vectors_of_each_outcome_state_and_timing() -> None:
    found = [each for case in _VECTORS["cases"] for each in case["found"]]
    assert {each["outcome"] for each in found} == set(_ORDER)
    assert {each["timing"] for each in found} == set(get_args(law_finding.Timing))
    assert {state for each in found for state in each["states"]} == set(get_args(law_finding.Shown))


def test_the_day_of_what_is_not_in_force_is_told() -> None:
    days = {each.entry.id: each.day for each in law_finding.find(_LAW, _QUESTIONS, {}, date(2015, 1, 1), "england")}
    assert days["gone"] == date(2010, 1, 1)
    assert days["threat"] == date(2021, 6, 29)
    assert days["coming"] == date(2026, 4, 29)
    assert days["messages"] is None


@st.composite
def _cases(draw: st.DrawFn) -> tuple[dict[str, list[str]], date, Nation]:
    facts = {}
    for question in draw(st.lists(st.sampled_from(list(library().case_questions.values())), unique=True)):
        known = [fact.id for fact in question.facts]
        facts[question.id] = draw(
            st.lists(st.sampled_from(known), unique=True, max_size=None if question.several else 1)
        )
    on = draw(st.dates(date(1960, 1, 1), date(2040, 1, 1)))
    return facts, on, draw(st.sampled_from(get_args(Nation)))


@given(_cases())
def test_every_offence_of_a_nation_is_found_once_and_in_order(case: tuple[dict[str, list[str]], date, Nation]) -> None:
    facts, on, nation = case
    course = library()
    law_finding.check_facts(course.case_questions, facts)
    found = law_finding.find(course.law.values(), course.case_questions.values(), facts, on, nation)
    wanted = {entry.id for entry in course.law.values() if entry.kind == "offence" and nation in entry.nations}
    assert sorted(each.entry.id for each in found) == sorted(wanted)
    order = [_ORDER.index(each.outcome) for each in found]
    assert order == sorted(order)
    for each in found:
        states = [element.state for element in each.elements]
        assert (each.timing == "in force") == (each.outcome != "not on this date") == (each.day is None) == bool(states)
        assert (each.outcome == "does not") == ("not shown" in states)
        if each.outcome == "points to":
            assert "shown" in states
            assert "not known" not in states


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"height": ["child"]}, "There is no such question about a case."),
        ({"age": ["shared"]}, "The question has no such answer."),
        ({"age": ["child", "adult"]}, "The question takes one answer."),
        ({"done": ["shared", "shared"]}, "The question has no such answer."),
    ],
)
def test_facts_that_no_case_can_have(facts: Facts, sentence: str) -> None:
    with pytest.raises(law_finding.ImpossibleFacts) as told:
        law_finding.check_facts({question.id: question for question in _QUESTIONS}, facts)
    assert str(told.value) == sentence


def test_facts_that_a_case_can_have() -> None:
    questions = {question.id: question for question in _QUESTIONS}
    for facts in ({}, {"age": []}, {"age": ["teen"]}, {"done": ["held", "shared"], "threat": ["words"]}):
        law_finding.check_facts(questions, facts)


# --- the course's own law --------------------------------------------------------------------------------------------

THREAT = {"threat": ["threat-to-share-image"], "image": ["image-photo"]}


def _found(facts: Facts, nation: Nation = "england", on: date = TODAY) -> dict[str, str]:
    course = library()
    law_finding.check_facts(course.case_questions, facts)
    found = law_finding.find(course.law.values(), course.case_questions.values(), facts, on, nation)
    return {each.entry.id: each.outcome for each in found}


def test_every_fact_is_of_some_element_and_every_element_names_facts_there_are() -> None:
    course = library()
    known = {fact.id for question in course.case_questions.values() for fact in question.facts}
    elements = [
        element
        for entry in course.law.values()
        if entry.kind == "offence"
        for version in entry.versions
        for element in version.elements
    ]
    assert {fact for element in elements for fact in element.facts} == known


def test_every_offence_in_force_can_be_pointed_to() -> None:
    for entry in library().law.values():
        for version in entry.versions:
            if entry.kind == "offence" and version.status != "enacted, not in force":
                assert any(element.facts for element in version.elements), entry.id


def test_a_threat_alone_is_an_offence_also_with_a_fake_and_where_nothing_exists() -> None:
    for image in ("image-photo", "image-changed", "image-computer", "image-only-claimed"):
        facts = {"threat": ["threat-to-share-image"], "image": [image]}
        assert _found(facts)["threat-to-share-s66b"] == "points to"
        # Scots law asks for an image first taken by a camera; one made by a computer, or only claimed, is doubtful.
        scots = "points to" if image in ("image-photo", "image-changed") else "could"
        assert _found(facts, "scotland")["disclosing-intimate-image-scotland-2016-s2"] == scots


@pytest.mark.parametrize(
    ("on", "outcome"),
    [
        (date(2021, 6, 28), "not on this date"),
        (date(2021, 6, 29), "could"),
        (date(2024, 1, 30), "could"),
        (date(2024, 1, 31), "points to"),
    ],
)
def test_what_a_threat_was_on_a_date(on: date, outcome: str) -> None:
    assert _found(THREAT, on=on)["threat-to-share-s66b"] == outcome


def test_the_older_law_asks_for_an_intention_to_cause_distress_and_so_does_northern_ireland() -> None:
    meant = THREAT | {"also": ["distress-meant"]}
    assert _found(meant, on=date(2022, 1, 1))["threat-to-share-s66b"] == "points to"
    ni = "disclosing-private-image-ni-2016-s51"
    assert _found(THREAT, "northern-ireland")[ni] == "could"
    assert _found(meant, "northern-ireland")[ni] == "points to"
    assert "threat-to-share-s66b" not in _found(THREAT, "northern-ireland")


def test_blackmail_is_for_money_in_three_nations_and_extortion_for_anything() -> None:
    pictures = THREAT | {"demand": ["demand-other"]}
    money = THREAT | {"demand": ["demand-money"]}
    for nation, name in (
        ("england", "blackmail-theft-act-1968-s21"),
        ("wales", "blackmail-theft-act-1968-s21"),
        ("northern-ireland", "blackmail-theft-act-ni-1969-s20"),
    ):
        assert _found(pictures, nation)[name] == "does not"
        assert _found(money, nation)[name] == "points to"
    assert _found(pictures, "scotland")["extortion-scotland"] == "points to"


def test_words_alone_and_no_money_leave_the_menacing_message() -> None:
    found = _found({"threat": ["threat-to-share-words"], "demand": ["demand-other"]})
    assert [name for name, outcome in found.items() if outcome == "points to"] == ["menacing-message-2003-s127"]
    assert found["threat-to-share-s66b"] == "does not"


def test_a_faked_image_of_a_child_is_under_the_law_on_children_and_of_an_adult_under_the_new_one() -> None:
    fake = {"image": ["image-computer"], "done-with-image": ["image-fake-made"]}
    child, adult = fake | {"age-in-image": ["image-under-18"]}, fake | {"age-in-image": ["image-adult"]}
    assert _found(child)["protection-of-children-act-1978-s1"] == "points to"
    assert _found(child)["creating-intimate-image-s66e"] == "does not"
    assert _found(adult)["protection-of-children-act-1978-s1"] == "does not"
    assert _found(adult)["creating-intimate-image-s66e"] == "points to"
    assert _found(adult, on=date(2026, 2, 5))["creating-intimate-image-s66e"] == "not on this date"


def test_the_age_of_the_person_who_threatens_decides_between_two_offences() -> None:
    facts = {"age-threatened": ["aged-13-to-15"], "pressed": ["pressed-acts"]}
    adult, pupil = "causing-sexual-activity-child-soa-2003-s10", "child-sex-offence-by-under-18-soa-2003-s13"
    for age, expected in (("threatening-adult", (adult, pupil)), ("threatening-under-18", (pupil, adult))):
        found = _found(facts | {"age-threatening": [age]})
        assert (found[expected[0]], found[expected[1]]) == ("points to", "does not")


def test_what_has_not_started_is_never_pointed_to() -> None:
    everything = {question.id: [question.facts[0].id] for question in library().case_questions.values()}
    found = _found(everything)
    assert found["taking-intimate-image-cpa-2026"] == "not on this date"
    assert found["child-image-generator-cpa-2026"] == "not on this date"


def test_the_duties_of_each_nation() -> None:
    def told(nation: Nation) -> dict[str, str]:
        return {each.entry.id: each.outcome for each in law_finding.duties(library().law.values(), TODAY, nation)}

    assert told("northern-ireland")["criminal-law-act-ni-1967-s5"] == "applies"
    assert told("wales")["social-services-and-well-being-wales-act-2014-s130"] == "applies"
    assert told("england")["mandatory-reporting-england-2026-s85"] == "not on this date"
    assert told("scotland")["national-guidance-scotland"] == "applies"
    assert all(told(nation)["platform-takedown-48-hours"] == "applies" for nation in get_args(Nation))
