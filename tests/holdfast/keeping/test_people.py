"""Who is meant by what somebody types, and who is in the records."""

from __future__ import annotations

import pytest

from holdfast.errors import UserError
from holdfast.keeping import erase_learning, everybody, find, open_records
from kept_course import ANNA, BEN, CODE, TODAY, Kept, complete


def test_everybody_is_in_the_order_they_came_with_what_they_completed(kept: Kept) -> None:
    complete(kept, BEN)
    with open_records(kept.root) as records:
        people = everybody(records)

    assert [(person.name, person.pathway, person.seen_on) for person in people] == [
        (ANNA, "all-staff", TODAY),
        (BEN, "all-staff", TODAY),
    ]
    assert [[each.completed_on for each in person.completed] for person in people] == [[], [TODAY]]
    assert [person.short for person in people] == [kept.ids[name][:6] for name in (ANNA, BEN)]


def test_who_is_known_by_a_completion_alone_comes_last_without_a_visit(kept: Kept) -> None:
    complete(kept, ANNA)
    erase_learning(kept.root, kept.ids[ANNA])
    with open_records(kept.root) as records:
        people = everybody(records)

    assert [(person.name, person.seen_on) for person in people] == [(BEN, TODAY), (ANNA, None)]
    assert people[1].pathway == "all-staff"


def test_a_person_is_found_by_id_beginning_name_and_code(kept: Kept) -> None:
    complete(kept, ANNA)
    who = kept.ids[ANNA]
    with open_records(kept.root) as records:
        for wanted in (who, who[:6], f" {who[:8]} ", ANNA, ANNA.upper(), CODE[ANNA].lower()):
            assert find(records, wanted).id == who


def test_two_people_of_one_name_are_told_apart_by_id(kept: Kept) -> None:
    with open_records(kept.root) as records:
        records.name_learner(kept.ids[BEN], ANNA)
        with pytest.raises(UserError, match=f"can be 2 people: give the whole id, one of .*{kept.ids[BEN]}"):
            find(records, ANNA)
        assert find(records, kept.ids[BEN]).id == kept.ids[BEN]


@pytest.mark.parametrize("wanted", ["", " ", "a", "Anna", "x" * 500])
def test_too_little_is_nobody(kept: Kept, wanted: str) -> None:
    with open_records(kept.root) as records, pytest.raises(UserError, match="Nobody in the records"):
        find(records, wanted)
