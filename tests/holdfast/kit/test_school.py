"""What a school says of itself is read whole, and what cannot be right is refused with its place and the mend."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.errors import UserError
from holdfast.kit.school import EXAMPLE, read_school, write_example
from holdfast.library import ContentErrors
from holdfast.model.school import digits
from kit_school import written


def _refused(file: Path) -> str:
    with pytest.raises(UserError) as refused:
        read_school(file)
    return str(refused.value)


def test_the_example_is_a_school_with_every_required_detail() -> None:
    told = read_school(EXAMPLE)
    assert told.school.is_example
    assert told.school.front_door.out_of_hours == "01632 960 005"
    assert told.logo is None


def test_the_example_becomes_another_school_when_every_line_is_given(tmp_path: Path) -> None:
    given = {
        "session.date": "2027-01-12", "session.trainer": "Name", "session.people": 5000, "limit_minutes": 10,
        "alert_cover": "The lead", "network_manager": {"who": "Network manager", "phone": "01632 960 007"},
        "data_protection": {"who": "Officer", "phone": "01632 960 008"}, "help_page": "https://www.example.org/help",
        "translations": "Ask the office",
    }  # fmt: skip
    school = read_school(written(tmp_path, given)).school
    assert (school.session.people, school.session.day and school.session.day.year) == (5000, 2027)
    assert school.network_manager and school.network_manager.phone == "01632 960 007"


def test_all_that_is_missing_is_told_in_one_sentence(tmp_path: Path) -> None:
    file = written(tmp_path, {"lead.phone": None, "policy": None, "alert_cover": None})
    assert _refused(file) == (f"{file}:1 A pack needs lead.phone, policy and alert_cover as well; add them.")


def test_an_unknown_key_is_named_with_its_line_and_the_nearest_known_one(tmp_path: Path) -> None:
    file = written(tmp_path, {"deputy.telephone": "1"})
    line = 1 + file.read_text(encoding="utf-8").splitlines().index("  telephone: '1'")
    assert (
        _refused(file)
        == f"{file}:{line} deputy.telephone: The key 'telephone' is not known here; did you mean 'phone'?"
    )


def test_an_unknown_key_that_is_like_no_other_brings_the_list_of_those_there_are(tmp_path: Path) -> None:
    assert "known are how and phone." in _refused(written(tmp_path, {"police.xyz": "1"}))


def test_a_key_within_an_optional_part_is_compared_with_the_keys_of_that_part(tmp_path: Path) -> None:
    assert "did you mean 'where'?" in _refused(written(tmp_path, {"head.wher": "Hall"}))


def test_a_key_for_something_about_pupils_is_not_known(tmp_path: Path) -> None:
    assert "'pupils' is not known here" in _refused(written(tmp_path, {"pupils": ["Name"]}))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"lead.phone": "12"}, "no number that can be rung in the UK"),
        ({"lead.phone": "0900 123 4567"}, "no number that can be rung in the UK"),
        ({"lead.phone": "070 1234 5678"}, "no number that can be rung in the UK"),
        ({"lead.phone": "999"}, "no number that can be rung in the UK"),
        ({"lead.phone": "01632 960 0011"}, "no number that can be rung in the UK"),
        ({"lead.phone": "ask the office"}, "no number that can be rung in the UK"),
        ({"police.phone": "999"}, "no number that can be rung in the UK"),
        ({"lead.phone": 1632960001}, "Put the number in quotes"),
        ({"lead.name": "name@example.org"}, "An e-mail address does not belong here"),
        ({"lead.name": "  "}, "It is empty"),
        ({"lead.name": "One\nTwo"}, "write it as one line"),
        ({"lead.name": "Name\u202eeman"}, "write it as one line"),
        ({"lead.name": "N" * 121}, "at most 120 characters"),
        ({"lead.name": ["A", "B"]}, "valid string"),
        ({"nation": "France"}, "'england'"),
        ({"session.start": "25:00"}, "Write the hour as in"),
        ({"session.start": "9:00"}, "Write the hour as in"),
        ({"session.people": 0}, "greater than or equal to 1"),
        ({"session.people": 5001}, "less than or equal to 5000"),
        ({"session.people": 10**30}, "less than or equal to 5000"),
        ({"session.people": "forty"}, "valid integer"),
        ({"session.people": True}, "valid integer"),
        ({"session.date": "next week"}, "valid date"),
        ({"limit_minutes": 61}, "less than or equal to 60"),
        ({"help_page": "http://example.org"}, "https://"),
        ({"help_page": 'https://example.org/"><script>'}, "https://"),
        ({"help_page": "https://example.org/\u202egro"}, "https://"),
        ({"help_page": "https://example.org/\0"}, "https://"),
        ({"lead": "Somebody"}, "lead:"),
    ],
)
def test_what_cannot_be_right_is_refused(changes: dict[str, Any], said: str, tmp_path: Path) -> None:
    sentence = _refused(written(tmp_path, changes))
    assert said in sentence
    assert "\n" not in sentence
    assert next(iter(changes)) in sentence


def test_every_mistake_is_told_at_once(tmp_path: Path) -> None:
    file = written(tmp_path, {"lead.phone": "12", "police.xyz": "1", "policy": None})
    assert len(_refused(file).splitlines()) == 3


def test_numbers_for_examples_are_refused_in_any_other_school(tmp_path: Path) -> None:
    sentence = _refused(written(tmp_path, {"name": "Another school"}))
    assert "lead.phone: This number is for examples" in sentence
    assert "lead.name: These words are the example’s" in sentence


def test_a_school_with_its_own_people_and_numbers_is_read(tmp_path: Path) -> None:
    own = {
        "name": "Another school", "lead.name": "Ms A", "deputy.name": "Mr B", "head.name": "Dr C",
        "session.second_adult": "Ms D", "lead.phone": "+44 (0)1904 555 019, ext. 4", "deputy.phone": "01904-555019",
        "head.phone": "(01904) 555019", "out_of_hours.phone": "07911 123456", "front_door.phone": "0300 111 2222",
        "front_door.out_of_hours": "016977 1234", "police.phone": "101",
    }  # fmt: skip
    assert read_school(written(tmp_path, own)).school.lead.name == "Ms A"


@pytest.mark.parametrize("text", ["", "- one\n- two\n", "just words", "name: [\n", "name: &a x\nlead: *a\n"])
def test_a_file_that_holds_no_school_is_refused_in_sentences(text: str, tmp_path: Path) -> None:
    file = tmp_path / "school.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ContentErrors):
        read_school(file)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    assert str(tmp_path / "none.yaml") in _refused(tmp_path / "none.yaml")


@given(st.from_regex(r"0(?:1[2-9]\d{8}|2\d{9}|3\d{9}|7[1-9]\d{8})", fullmatch=True), st.randoms())
def test_a_number_is_the_same_however_it_is_spaced(number: str, chance: Any) -> None:
    spaced = "".join(f"{digit} " if chance.random() < 0.3 else digit for digit in number).strip()
    assert digits(spaced) == number
    assert digits(f"+44 {spaced[1:].strip()}") == number


def test_the_example_is_written_as_it_is_and_never_over_another_file(tmp_path: Path) -> None:
    file = tmp_path / "school.yaml"
    write_example(file)
    assert file.read_bytes() == EXAMPLE.read_bytes()
    with pytest.raises(UserError, match="is there already"):
        write_example(file)
    with pytest.raises(UserError, match="cannot be written"):
        write_example(tmp_path / "no" / "folder.yaml")
