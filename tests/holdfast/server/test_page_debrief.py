"""The debrief of the result page, held to the same cases as the widget's."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from holdfast.grading import replay
from holdfast.library import library
from holdfast.server.page_debrief import Debrief, debrief
from widgets.scenario_play import DEBRIEFS, REAL, full_course, full_scenario


def _told(case: dict[str, Any], folder: Path) -> Debrief:
    scenario = full_scenario()
    return debrief(full_course(folder), scenario, replay(scenario, case["path"]))


@pytest.mark.parametrize("case", DEBRIEFS["cases"], ids=lambda case: str(case["why"]))
def test_order_labels_and_words_are_those_of_the_shared_cases(tmp_path: Path, case: dict[str, Any]) -> None:
    told = _told(case, tmp_path)
    assert told.lead == case["lead"]
    assert [{name: getattr(step, name) for name in case["steps"][0]} for step in told.steps] == case["steps"]


def test_what_came_of_a_step_is_told_where_the_step_stands(tmp_path: Path) -> None:
    well, put_right, again = _told(DEBRIEFS["cases"][1], tmp_path).steps
    assert (well.happened, put_right.happened, again.happened) == ("She nods.", "“All right,” she says.", "")
    assert (well.why, put_right.why, again.why) == ("", "Because of the example.", "Because of the example.")
    assert [step.stands for step in (well, put_right, again)] == [True, True, False]


def test_the_next_step_is_told_in_the_general_words(tmp_path: Path) -> None:
    told = _told(DEBRIEFS["cases"][0], tmp_path)
    assert told.next_step == "The safeguarding lead rings children’s services."


def test_a_way_that_has_not_ended_has_no_next_step() -> None:
    course = replace(library())
    scenario = course.scenario(REAL)
    assert debrief(course, scenario, replay(scenario, [])).next_step == ""
