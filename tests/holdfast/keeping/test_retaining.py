"""Three clocks: answers, completions, what is half-written; shown first, erased only when that is said."""

from __future__ import annotations

import hashlib
from datetime import date, timedelta

import pytest

from holdfast.errors import UserError
from holdfast.keeping import due, let_go, open_records, reasons
from holdfast.keeping.retaining import months_before
from holdfast.records import Records
from holdfast.server.identity_sessions import FILE, Sessions
from kept_course import ANNA, BEN, PLANTED, TODAY, Kept, complete, contents, holding, people

LATER = date(2027, 12, 1)


def visit(kept: Kept, name: str, on: date) -> None:
    with Records.open(kept.root / "records.db", day=lambda: on) as records:
        records.seen(kept.ids[name])


@pytest.mark.parametrize(
    ("today", "months", "before"),
    [
        (date(2026, 11, 21), 12, date(2025, 11, 21)),
        (date(2026, 3, 31), 1, date(2026, 2, 28)),
        (date(2024, 3, 31), 1, date(2024, 2, 29)),
        (date(2026, 1, 15), 1, date(2025, 12, 15)),
        (date(2028, 2, 29), 12, date(2027, 2, 28)),
        (date(2026, 11, 21), 3000 * 12, date.min),
    ],
)
def test_some_months_before_is_the_same_day_where_there_is_one(today: date, months: int, before: date) -> None:
    assert months_before(today, months) == before


def test_who_was_not_here_for_so_long_is_due_and_nothing_changes_by_asking(kept: Kept) -> None:
    visit(kept, BEN, LATER)
    before = contents(kept.root)

    found = due(kept.root, LATER, months=12, years=None)

    assert [person.name for person in found.learners] == [ANNA]
    assert contents(kept.root) == before


def test_the_day_itself_is_not_due_yet(kept: Kept) -> None:
    assert due(kept.root, date(2027, 11, 21), months=12, years=None).learners == ()
    assert len(due(kept.root, date(2027, 11, 22), months=12, years=None).learners) == 2


def test_what_is_due_is_erased_to_the_last_byte_and_the_rest_stays(kept: Kept) -> None:
    complete(kept, ANNA)
    visit(kept, BEN, LATER)
    sessions = Sessions(kept.root / FILE)
    sessions.begin(kept.ids[ANNA], keep=True)
    sessions.close()

    let_go(kept.root, LATER, months=12, years=None)

    assert holding(kept.root, PLANTED[ANNA]) == []
    assert hashlib.sha256(kept.ids[ANNA].encode()).digest() not in (kept.root / FILE).read_bytes()
    assert holding(kept.root, kept.ids[ANNA]) == ["records.db"], "the completion stays"
    assert people(kept.root) == {kept.ids[BEN]: BEN}
    assert due(kept.root, LATER, months=12, years=None).learners == ()


def test_completions_have_their_own_clock_and_each_gets_its_reason(kept: Kept) -> None:
    complete(kept, ANNA, on=date(2020, 11, 20))
    complete(kept, BEN, on=date(2020, 11, 22))

    assert due(kept.root, TODAY, months=12, years=None).completions == ()
    found = let_go(kept.root, TODAY, months=12, years=6)

    assert [each.name for each in found.completions] == [ANNA]
    with open_records(kept.root) as records:
        assert [each.name for each in records.completions()] == [BEN]
    assert [reason.why for reason in reasons.read(kept.root)] == ["Kept for 6 years."]
    assert len(people(kept.root)) == 2, "who learned lately stays"


def test_what_is_half_written_goes_at_once(kept: Kept) -> None:
    left = kept.root / "submitted" / kept.ids[ANNA] / ".probe.0a1b2c"
    left.mkdir()
    (left / "answers.json").touch()

    assert due(kept.root, TODAY, months=12, years=None).half_written == (left,)
    let_go(kept.root, TODAY, months=12, years=None)

    assert not left.exists()
    assert len(people(kept.root)) == 2


@pytest.mark.parametrize("change", [due, let_go])
def test_a_clock_that_was_set_back_is_noticed_before_anything_is_decided(kept: Kept, change: object) -> None:
    before = contents(kept.root)

    with pytest.raises(UserError, match="somebody learned here on 21 November 2026: set its clock right"):
        change(kept.root, TODAY - timedelta(days=1), months=12, years=None)

    assert contents(kept.root) == before


def test_a_clock_that_was_set_back_makes_nobody_leave_earlier(kept: Kept) -> None:
    """A visit under a wrong clock never takes back the last day somebody was here."""
    visit(kept, ANNA, date(2000, 1, 1))

    assert due(kept.root, TODAY, months=12, years=None).learners == ()


def test_somebody_who_comes_back_after_a_wrong_clock_is_kept(kept: Kept) -> None:
    visit(kept, ANNA, LATER)

    assert [person.name for person in due(kept.root, LATER, months=1, years=None).learners] == [BEN]
