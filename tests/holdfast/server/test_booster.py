"""The refresher over HTTP: practice questions only, a few of them, when it is time."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

import server_process
from check_taker import COURSE, Taker, complete
from holdfast.recording import keys_of_booster
from holdfast.records import Records

SecondStart = Callable[[Path], Path]
PRACTICE = {answer.item for quiz in COURSE.quizzes.values() for answer in quiz.items}


def test_before_the_course_is_complete_it_says_when_it_opens(data_root: Path, second_start: SecondStart) -> None:
    with server_process.start(second_start(data_root)) as server:
        taker = Taker(client=server.client())
        page = taker.client.get("/booster")
        closed = "The refresher opens one week after you have completed your way through the course."
        assert (page.status, closed in page.text) == (200, True)
        assert 'data-kind="quiz"' not in page.text
        assert taker.state("booster")["closed"] == closed


@pytest.mark.parametrize("weeks", [1, 3, 5, 60])
def test_it_asks_a_few_practice_questions_and_none_that_is_marked(
    data_root: Path, second_start: SecondStart, weeks: int
) -> None:
    complete(second_start(data_root), date.today() - timedelta(weeks=weeks))
    with server_process.start(data_root) as server:
        taker = Taker(client=server.client())
        page = taker.client.get("/booster").text
        state = taker.state("booster")
        assert len(state["asked"]) in {3, 4}
        assert set(state["asked"]) <= PRACTICE
        assert 'data-name="booster"' in page
        assert "data-asks" in page
        marked = {item for entry in COURSE.course.assignments for item in entry.items}
        assert not set(re.findall(r'"id":"([a-z0-9-]+)","type":', page)) & marked


def test_its_first_day_is_told_before_it(data_root: Path, second_start: SecondStart) -> None:
    complete(second_start(data_root), date.today() - timedelta(days=6))
    with server_process.start(data_root) as server:
        assert "Your first refresher comes on " in server.client().get("/booster").text


def test_what_is_answered_there_is_kept_and_nothing_else_can_be(data_root: Path, second_start: SecondStart) -> None:
    complete(second_start(data_root), date.today() - timedelta(weeks=4))
    with server_process.start(data_root) as server:
        taker = Taker(client=server.client())
        asked = taker.state("booster")["asked"][0]
        answer = next(each for quiz in COURSE.quizzes.values() for each in quiz.items if each.item == asked)
        taker.save({asked: list(answer.correct), "booster/order": ["7"]})
        assert taker.state("booster")["answers"] == {asked: list(answer.correct), "booster/order": ["7"]}
        assert taker.submit("booster").status == 404
    assert asked in keys_of_booster(COURSE)


def test_it_tells_what_is_new_in_law_or_guidance_since(data_root: Path, second_start: SecondStart) -> None:
    newest = max(entry.on for entry in COURSE.revisions.values() if entry.kind in {"law", "guidance"})
    complete(second_start(data_root), newest - timedelta(days=400))
    with server_process.start(data_root) as server:
        client = server.client()
        page = client.get("/booster")
        assert "What is new since you completed the course" in page.text
        assert page.headers["cache-control"] == "no-store"
        assert next(entry.what for entry in COURSE.revisions.values() if entry.on == newest) in page.text


def test_a_pathway_that_asks_for_practice_finds_it_there(data_root: Path, second_start: SecondStart) -> None:
    with Records.open(second_start(data_root) / "records.db") as records:
        records.choose(records.local_learner().id, pathway="essentials")
    with server_process.start(data_root) as server:
        taker = Taker(client=server.client())
        asked = taker.state("booster")["asked"]
        assert len(asked) == 5
        assert 'data-kind="quiz"' in taker.client.get("/booster").text
        taker.save({asked[0]: [COURSE.item(asked[0]).options[0].id]} if COURSE.item(asked[0]).type == "single" else {})
        assert len(taker.state("booster")["asked"]) in {4, 5}
