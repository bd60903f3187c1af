"""The nation's own words in a text: the cases that the browser runs too."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from pydantic import TypeAdapter

from holdfast.library import library
from holdfast.model import Term
from holdfast.terms import in_words, terms_in, words_of

_VECTORS = json.loads((Path(__file__).parents[1] / "vectors" / "scenario_terms.json").read_text(encoding="utf-8"))
_GLOSSARY = {
    term.id: term for term in TypeAdapter(list[Term]).validate_json(json.dumps(_VECTORS["terms"]), strict=True)
}


@pytest.mark.parametrize("case", _VECTORS["cases"], ids=lambda case: str(case["why"]))
def test_a_term_is_said_in_the_words_of_the_nation(case: dict[str, Any]) -> None:
    assert in_words(case["text"], _GLOSSARY, case["nation"] or None) == case["expect"]


def test_terms_are_found_once_each_in_the_order_they_are_met() -> None:
    assert terms_in("{b-c} and {a}", "{a} {2}", "no {Term} { a } {} {-x}") == ("b-c", "a", "2")


def test_a_name_keeps_its_capital_and_a_headword_that_nations_change_does_not() -> None:
    assert words_of(_GLOSSARY["report-remove"]) == {"": "Report Remove"}
    assert words_of(_GLOSSARY["safeguarding-lead"])[""] == "safeguarding lead"


def test_every_term_of_the_scenarios_is_in_the_glossary() -> None:
    course = library()
    for scenario in course.scenarios.values():
        used = terms_in(scenario.model_dump_json())
        assert set(used) <= set(course.glossary), scenario.id
