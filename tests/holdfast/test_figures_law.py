"""The figures of the law say what the register says, nation by nation and on the day of the course."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from holdfast import figures
from holdfast.library import Library, NotFound, library

MAXIMA = {"maxima": "england", "maxima-scotland": "scotland", "maxima-northern-ireland": "northern-ireland"}
THREAT = "threat-to-share-s66b"


def _with_threat(**changes: Any) -> Library:
    """Return a course in which the newest version of one entry of the law says something else."""
    course = library()
    entry = course.law[THREAT]
    newest = entry.versions[-1].model_copy(update=changes)
    changed = entry.model_copy(update={"versions": (*entry.versions[:-1], newest)})
    return replace(course, law={**course.law, THREAT: changed})


def _says(told: figures.Told) -> str:
    return " ".join((told.alternative, *(cell for row in told.rows for cell in row)))


def test_the_timeline_is_in_the_order_of_the_register_s_days() -> None:
    entry = library().law[THREAT]
    moved = _with_threat(from_=date(2031, 3, 4))
    told = figures.tell("law-timeline", moved)
    assert "to 4 March 2031" in told.alternative
    begun = [row for row in told.rows if row[0] != "Not in force when last checked"]
    assert begun[-1][:2] == ("4 March 2031", "England and Wales")
    assert begun[-1][2].startswith(f"{entry.title}: ")
    assert figures.draw("law-timeline", moved).light != figures.draw("law-timeline").light


def test_what_has_not_begun_stands_under_no_day() -> None:
    told = figures.tell("law-timeline")
    waiting = [row for row in told.rows if row[0] == "Not in force when last checked"]
    assert {row[2].partition(":")[0] for row in waiting} == {
        entry.title.partition(":")[0]
        for entry in library().law.values()
        for version in entry.versions
        if version.status == "enacted, not in force" and f"{entry.title}: " in _says(told)
    }
    assert "Not in force when last checked:" in told.alternative


def test_an_older_version_says_until_when_and_what_is_unchecked_says_so() -> None:
    rows = {f"{row[0]} {row[2]}" for row in figures.tell("law-timeline").rows}
    old, new = library().law[THREAT].versions
    assert old.to == new.from_
    assert any("; until 31 January 2024" in row for row in rows if row.startswith("29 June 2021"))
    assert not any("not yet checked by us" in row for row in rows if row.startswith("31 January 2024"))
    assert any("Blackmail" in row and "not yet checked by us" in row for row in rows)


@pytest.mark.parametrize(("name", "nation"), MAXIMA.items())
def test_the_maxima_are_those_of_one_nation_on_the_day_of_the_course(name: str, nation: str) -> None:
    course = library()
    held = [
        (entry, version)
        for entry, version in course.law_on(course.course.law_as_at, nation)  # type: ignore[arg-type]
        if entry.kind == "offence"
    ]
    told = figures.tell(name)
    shown, notes = {row[0]: row[1] for row in told.rows}, dict(told.notes)
    for entry, version in held:
        confirmed = re.match(r"\d+ (years|months)", version.maximum or "")
        assert (entry.title in shown) == bool(confirmed), entry.id
        if confirmed:
            assert shown[entry.title].startswith(version.maximum or "")
            unchecked = any(course.source(source).status != "verified" for source in version.sources)
            assert ("not yet checked by us" in shown[entry.title]) == unchecked
        else:
            assert entry.title in notes["Left out, with no confirmed number"]
    assert len(held) > len(shown) >= 3


def test_a_maximum_of_the_register_is_the_one_drawn() -> None:
    entry = library().law[THREAT]
    longer = _with_threat(maximum="97 years in the Crown Court")
    told = figures.tell("maxima", longer)
    assert told.rows[0][:2] == (entry.title, "97 years in the Crown Court")
    assert "from 97 years down" in told.alternative
    assert f"97 years: {entry.title}." in told.alternative
    assert figures.draw("maxima", longer).light != figures.draw("maxima").light


@pytest.mark.parametrize("words", ["Reported as 2 years in the Crown Court", "Not read; ask police", None])
def test_what_is_no_confirmed_maximum_is_left_out_and_said(words: str | None) -> None:
    entry = library().law[THREAT]
    told = figures.tell("maxima", _with_threat(maximum=words))
    assert entry.title not in _says(told)
    assert entry.title in dict(told.notes)["Left out, with no confirmed number"]


def test_law_that_is_gone_is_named() -> None:
    with pytest.raises(NotFound, match="blackmail-theft-act-1968-s21"):
        figures.tell("law-timeline", replace(library(), law={}))
    with pytest.raises(NotFound, match="England and Wales"):
        figures.tell("maxima", replace(library(), law={}))
