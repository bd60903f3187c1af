"""Every name that a text may hold stands for something, and nothing else does."""

from __future__ import annotations

from pathlib import Path

import pytest

from holdfast.kit.facts import NotTold, facts, filled, local_numbers, named, names
from holdfast.kit.school import read_school
from holdfast.library import Library
from holdfast.model import School
from kit_school import written

EVERYTHING = {
    "session.date": "2027-01-12", "session.trainer": "Name", "session.people": 40, "limit_minutes": 10,
    "alert_cover": "The lead", "network_manager": {"who": "Network manager", "phone": "01632 960 007"},
    "data_protection": {"who": "Officer", "phone": "01632 960 008"}, "help_page": "https://www.example.org/help",
    "translations": "Ask the office",
}  # fmt: skip


def test_a_school_that_tells_everything_has_a_value_for_every_name(course: Library, tmp_path: Path) -> None:
    told = facts(course, read_school(written(tmp_path, EVERYTHING)).school)
    assert set(told) == names(course.course) - {"school.logo"}


def test_what_the_school_has_not_told_of_has_no_value(course: Library, school: School) -> None:
    assert "school.translations" not in facts(course, school)


def test_a_day_and_a_nation_are_written_as_people_write_them(course: Library, tmp_path: Path) -> None:
    told = facts(course, read_school(written(tmp_path, EVERYTHING)).school)
    assert told["school.session.date"] == "12 January 2027"
    assert told["school.nation"] == "England"
    assert told["route.dsl.minutes"] == "152"


def test_names_are_put_in_once_and_never_looked_for_in_what_a_school_wrote() -> None:
    known = {"school.name": "{school.lead.name}", "school.lead.name": "Ms A"}
    assert filled("At {school.name}: {school.lead.name}", known) == "At {school.lead.name}: Ms A"


def test_a_name_that_has_no_value_is_told() -> None:
    with pytest.raises(NotTold):
        filled("{school.translations}", {})


def test_a_term_of_the_glossary_is_no_name_of_the_school() -> None:
    assert named("{safeguarding-lead} and {school.lead.name}") == ("school.lead.name",)


def test_the_slide_of_local_numbers_is_in_the_order_to_ring_them(school: School) -> None:
    rows = local_numbers(school)
    assert list(rows)[:3] == ["Designated safeguarding lead", "Deputy safeguarding lead", "Head"]
    assert rows["Nights, weekends, holidays"] == "The person on call, 07700 900 003"
    assert rows["Police, no emergency"].startswith("101. ")


def test_two_people_of_one_title_are_both_on_the_slide(tmp_path: Path) -> None:
    file = written(tmp_path, {"lead.role": "Safeguarding lead", "deputy.role": "Safeguarding lead"})
    told = read_school(file).school
    rows = local_numbers(told)
    assert told.lead.phone != told.deputy.phone
    assert told.lead.phone in rows["Safeguarding lead"]
    assert told.deputy.phone in rows["Safeguarding lead"]
