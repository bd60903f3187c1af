"""Checks that are answered once: who may answer what, what is told of it, and what is not."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest

import server_process
from check_taker import COURSE, Taker, complete, right
from holdfast.grading import DO_NOT_KNOW
from holdfast.records import Attempt, Records
from server_process import Server

BEFORE, OTHER_HALF = "before-all-staff-2026a-p", "before-all-staff-2026a-q"
FIRST, SECOND, THIRD = (f"final-all-staff-2026a-f{number}" for number in (2, 3, 1))
LATER = "later-all-staff-2026a-r"

SecondStart = Callable[[Path], Path]


@dataclass(frozen=True, kw_only=True)
class Taken:
    """The page of a learner who has handed in the before-check, and the server they did it on."""

    taker: Taker
    server: Server
    thanks: str


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory, second_start: SecondStart) -> Iterator[Taken]:
    """Serve the course to somebody who has handed in the before-check, with one question they did not know."""
    with server_process.start(second_start(tmp_path_factory.mktemp("before") / "data")) as server:
        taker = Taker(client=server.client())
        thanks = taker.take(BEFORE, wrong=["tell-and-note-p"])
        yield Taken(taker=taker, server=server, thanks=thanks)


def told_of(check: str) -> list[str]:
    """Return every text that says what is right in a check, or why."""
    told = [each for key in COURSE.key(check).items for each in key.options.values()]
    return [text for each in told for text in (each.experience, each.why, each.instead) if text]


def attempts(server: Server) -> tuple[Attempt, ...]:
    """Return what the records have of all attempts."""
    with Records.open(server.data / "records.db") as records:
        return records.attempts(records.local_learner().id)


def test_every_check_of_the_course_has_its_page_or_says_why_not(before: Taken) -> None:
    for assignment in COURSE.course.assignments:
        reply = before.taker.client.get(f"/check/{assignment.id}")
        assert reply.status == 200, assignment.id
        asks = 'class="hf-host" data-kind="assessment"' in reply.text
        assert asks == (assignment.kind == "module"), assignment.id
        assert "Go on with the course" in reply.text or asks


def test_the_script_is_told_what_is_asked_or_why_nothing_is(before: Taken) -> None:
    module = COURSE.course.checks[0]
    assert before.taker.state(module.id)["asked"] == list(module.items)
    assert "asked" not in before.taker.state("00_welcome")
    for check in (BEFORE, OTHER_HALF, FIRST, LATER, "mend-first-minute", "before-dsl-2026a-p"):
        state = before.taker.state(check)
        assert "asked" not in state
        assert state["closed"].endswith("."), check
    assert "already" in before.taker.state(BEFORE)["closed"]


@pytest.mark.parametrize("check", [BEFORE, OTHER_HALF, FIRST, THIRD, LATER, "mend-first-minute", "final-dsl-2026a-f1"])
def test_what_is_shut_takes_nothing_in_and_says_why(before: Taken, check: str) -> None:
    before.taker.save(right(COURSE.assignment(check).items))
    reply = before.taker.submit(check)
    assert (reply.status, reply.json) == (409, {"error": before.taker.state(check)["closed"]})
    before.taker.save({item: [] for item in COURSE.assignment(check).items})
    assert [entry.assignment for entry in attempts(before.server)] == [BEFORE]


def test_the_before_check_says_thank_you_and_nothing_of_what_is_right(before: Taken) -> None:
    assert "Thank you. Your answers are kept." in before.thanks
    assert "Each question" not in before.thanks
    assert not [text for text in told_of(BEFORE) if text in before.thanks]
    assert not re.search(r"\d+ of \d+", before.thanks)
    assert before.taker.client.get(f"/check/{BEFORE}").text.count(f"/result/{BEFORE}") == 1


def test_its_answers_are_in_the_attempt_and_off_the_sheet_for_the_form_that_asks_them_again(before: Taken) -> None:
    attempt = attempts(before.server)[0]
    assert attempt.answers["tell-and-note-p"] == [DO_NOT_KNOW]
    assert attempt.entries["tell-and-note-p"] == 0
    assert attempt.points == attempt.maximum - 1 == 9
    server_process.wait_until(lambda: not any(before.taker.state(THIRD)["answers"].values()), 10, "an empty sheet")


def test_what_somebody_does_not_know_can_be_kept_of_any_question(before: Taken) -> None:
    items = list(COURSE.items)[:50]
    before.taker.save({item: [DO_NOT_KNOW] for item in items})
    before.taker.save({item: [] for item in items})


def test_the_final_is_shut_until_every_part_is_done(before: Taken) -> None:
    assert "when you have marked every part" in before.taker.client.get(f"/check/{FIRST}").text


def test_a_later_check_opens_after_six_weeks_and_explains_itself(data_root: Path, second_start: SecondStart) -> None:
    complete(second_start(data_root), date.today() - timedelta(weeks=6))
    with server_process.start(data_root) as server:
        taker = Taker(client=server.client())
        page = taker.client.get(f"/check/{LATER}").text
        assert '"unsure":true' in page
        result = taker.take(LATER, wrong=["tell-and-note-r"])
    assert "Some weeks later, 9 of 10 questions were right." in result
    assert "You said that you do not know." in result
    assert "Tell now, then note in words" in result
    told = COURSE.item_key("tell-and-note-r")
    assert told.options[told.correct[0]].experience.split("’")[0] in result


def test_a_later_check_says_from_when_on_it_is_there(data_root: Path, second_start: SecondStart) -> None:
    complete(second_start(data_root), date.today() - timedelta(weeks=5))
    with server_process.start(data_root) as server:
        assert "This check opens on " in server.client().get(f"/check/{LATER}").text
