"""Reminders: when they are due, what they keep to themselves, and RFC 5545 to the letter."""

from __future__ import annotations

import re
import uuid
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.documents import calendar_ics
from holdfast.documents.calendar_file import WEEKS, _folded

FRIDAY = date(2026, 11, 27)


def _lines(content: bytes) -> list[str]:
    """Return the unfolded lines; refuse what the standard refuses."""
    assert content.endswith(b"\r\n")
    assert not re.search(rb"(?<!\r)\n|\r(?!\n)", content)
    assert max(len(line) for line in content.split(b"\r\n")) <= 75
    lines = content.decode("utf-8").replace("\r\n ", "").split("\r\n")[:-1]
    assert all(re.fullmatch(r"[A-Z-]+(;[A-Z-]+=[^:;]+)*:[^\x00-\x1f]*", line) for line in lines)
    return lines


def _events(content: bytes) -> list[dict[str, str]]:
    lines = _lines(content)
    assert lines[:2] == ["BEGIN:VCALENDAR", "VERSION:2.0"]
    assert lines[-1] == "END:VCALENDAR"
    events: list[dict[str, str]] = []
    for line in lines:
        name, _, value = line.partition(":")
        if line == "BEGIN:VEVENT":
            events.append({})
        elif events and name != "END":
            assert name not in events[-1], "a property may stand once"
            events[-1][name] = value
    assert lines.count("BEGIN:VEVENT") == lines.count("END:VEVENT") == len(events)
    return events


def _days(content: bytes) -> list[date]:
    return [date.fromisoformat(event["DTSTART;VALUE=DATE"]) for event in _events(content)]


def test_refreshers_are_due_after_1_4_12_and_26_weeks_and_after_each_of_three_years() -> None:
    days = _days(calendar_ics(FRIDAY, "code"))
    assert days[:4] == [FRIDAY + timedelta(weeks=weeks) for weeks in (1, 4, 12, 26)]
    assert days[4:] == [date(2027, 11, 29), date(2028, 11, 27), date(2029, 11, 27)]  # the first was a Saturday


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_none_is_on_a_weekend_or_more_than_two_days_late(completed_on: date) -> None:
    days = _days(calendar_ics(completed_on, "code"))
    assert all(day.weekday() < 5 for day in days)
    assert all(0 <= (day - completed_on).days - 7 * weeks <= 2 for day, weeks in zip(days, WEEKS, strict=False))
    assert all(365 * n - 1 <= (day - completed_on).days <= 366 * n + 2 for n, day in enumerate(days[4:], 1))


def test_who_completes_on_29_february_is_reminded_every_year() -> None:
    assert _days(calendar_ics(date(2028, 2, 29), "code"))[4] == date(2029, 2, 28)


def test_each_is_a_whole_day_that_is_private_and_keeps_nobody_busy() -> None:
    for event in _events(calendar_ics(FRIDAY, "code")):
        start, end = (date.fromisoformat(event[f"{name};VALUE=DATE"]) for name in ("DTSTART", "DTEND"))
        assert end - start == timedelta(days=1)
        assert event["DTSTAMP"] == "20261127T000000Z"
        assert (event["CLASS"], event["TRANSP"]) == ("PRIVATE", "TRANSPARENT")


def test_nothing_names_the_topic_an_address_or_the_learner() -> None:
    content = calendar_ics(FRIDAY, "7K3Q-9M2D-XW4A-5TBN")
    assert {event["SUMMARY"] for event in _events(content)} == {"Five-minute refresher"}
    assert not re.search(
        rb"xtort|safeguard|http|@|www|7K3Q|mailto|localhost|DESCRIPTION|LOCATION|URL", content, re.IGNORECASE
    )


def test_a_second_import_brings_the_same_events_and_another_completion_others() -> None:
    content = calendar_ics(FRIDAY, "code")
    assert calendar_ics(FRIDAY, "code") == content
    ids = [event["UID"] for event in _events(content)]
    assert len({uuid.UUID(each) for each in ids}) == 7
    assert not set(ids) & {event["UID"] for event in _events(calendar_ics(FRIDAY, "other"))}


@pytest.mark.parametrize(
    "line", ["SUMMARY:" + "a" * 300, "SUMMARY:" + "é" * 100, "SUMMARY:" + "😀" * 50, "a" * 75, "a" * 76]
)
def test_a_long_line_is_folded_without_cutting_a_letter(line: str) -> None:
    folded = _folded(line)
    pieces = folded.removesuffix(b"\r\n").split(b"\r\n")
    assert all(len(piece) <= 75 for piece in pieces)
    assert "".join(piece.decode("utf-8").removeprefix(" " if at else "") for at, piece in enumerate(pieces)) == line
    assert len(pieces) == 1 or len(line.encode()) > 75
