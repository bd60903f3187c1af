"""The final over HTTP: what a try asks, what it comes to, the one more question, and what opens afterwards."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

import server_process
from check_taker import COURSE, Taker, right
from holdfast.records import Records
from server_process import Client, Server

BEFORE = "before-all-staff-2026a-p"
FIRST, SECOND, THIRD = (f"final-all-staff-2026a-f{number}" for number in (2, 3, 1))
MEND = "mend-first-minute"
PLAIN = ["why-pressure-works", "crime-not-in-trouble", "nation-roles-and-duties", "adults-and-colleagues"]
SecondStart = Callable[[Path], Path]


@dataclass(frozen=True, kw_only=True)
class Way:
    """A learner's way, and the pages they met on it."""

    taker: Taker
    server: Server
    pages: dict[str, str]


@pytest.fixture(scope="module")
def passed(tmp_path_factory: pytest.TempPathFactory, second_start: SecondStart) -> Iterator[Way]:
    """Serve the course to somebody who passed with one more question."""
    with server_process.start(second_start(tmp_path_factory.mktemp("passed") / "data")) as server:
        taker = Taker(client=server.client())
        pages = {"before": taker.take(BEFORE, wrong=["first-minute", "tell-and-note"])}
        taker.read()
        pages["module"] = taker.take("m4-responding")
        pages["try"] = taker.take(FIRST, wrong=["first-minute"])
        pages["confidence early"] = taker.client.get("/confidence").text
        pages["mend"] = taker.take(MEND)
        pages["you"] = taker.client.get("/you").text
        yield Way(taker=taker, server=server, pages=pages)


@pytest.fixture(scope="module")
def again(tmp_path_factory: pytest.TempPathFactory, second_start: SecondStart) -> Iterator[Way]:
    """Serve the course to somebody who missed much in the first try, and some of it in the second and third."""
    with server_process.start(second_start(tmp_path_factory.mktemp("again") / "data")) as server:
        taker = Taker(client=server.client())
        taker.read()
        pages = {"first": taker.take(FIRST, wrong=[*PLAIN, "first-minute"])}
        asked = taker.state(SECOND)["asked"]
        pages["asked"] = " ".join(COURSE.item(item).objective for item in asked)
        taker.save(right(COURSE.assignment(SECOND).items, wrong=["first-minute", *PLAIN[:3]]))
        assert taker.submit(SECOND).status == 200
        pages["second"] = taker.result(SECOND)
        pages["third"] = taker.take(THIRD, wrong=["first-minute", *PLAIN[:3]])
        yield Way(taker=taker, server=server, pages=pages)


def primary(page: str) -> list[str]:
    """Return where the primary buttons of a page lead."""
    main = page[page.index('<main class="hf-main"') :]
    return sorted(set(re.findall(r'hf-primary" href="([^"]+)"', main)))


def test_the_result_of_a_module_leads_to_the_next_step_of_the_pathway(passed: Way) -> None:
    assert f'href="/check/{FIRST}">Go on: {COURSE.assignment(FIRST).title}</a>' in passed.pages["module"]
    assert "/modules/05_your_school/" not in passed.pages["module"]


def test_a_try_with_one_starred_miss_offers_one_more_question_at_once(passed: Way) -> None:
    page = passed.pages["try"]
    assert "You have enough right. 1 starred objective is left, and one more question can put it right." in page
    assert primary(page) == [f"/check/{MEND}"]
    assert "Read again: " in page
    assert "is provisional until a panel has set it" in page


def test_a_try_is_explained_question_by_question_and_names_objectives_in_words(passed: Way) -> None:
    page = passed.pages["try"]
    assert page.count('class="hf-card hf-question"') == 15
    assert page.count("Worth another look") >= 1
    assert page.count("You said that you do not know.") == 1
    assert not re.search(r"\d+\s*(%|per cent) (?!of the points)", page)


def test_the_one_more_question_put_right_passes_the_final(passed: Way) -> None:
    page = passed.pages["mend"]
    assert "That is right." in page
    assert "You have passed the final check." in page
    assert primary(page) == ["/you#record"]
    assert "/confidence" in page


def test_what_changed_is_told_once_both_are_marked(passed: Way) -> None:
    assert "you had 8 right before the course and 9 at the end." in passed.pages["mend"]
    assert "before the course and" not in passed.pages["before"]


def test_the_before_check_is_explained_when_the_final_is_over(passed: Way) -> None:
    assert "Each question" not in passed.pages["before"]
    assert passed.taker.result(BEFORE).count('class="hf-card hf-question"') == 10


def test_after_passing_no_try_is_open_and_none_is_taken(passed: Way) -> None:
    for check in (FIRST, SECOND, THIRD, MEND, BEFORE):
        passed.taker.save(right(COURSE.assignment(check).items))
        assert passed.taker.submit(check).status == 409
        assert "closed" in passed.taker.state(check)


def test_a_second_try_asks_only_what_was_missed_and_keeps_only_that(again: Way) -> None:
    assert set(again.pages["asked"].split()) == {*PLAIN, "first-minute"}
    with Records.open(again.server.data / "records.db") as records:
        attempt = records.latest_attempt(records.local_learner().id, SECOND)
    assert attempt is not None
    kept = {COURSE.item(item).objective for item in attempt.answers if "/" not in item}
    assert kept == {*PLAIN, "first-minute"}


def test_a_try_that_is_not_enough_says_what_to_read_and_leads_to_the_next(again: Way) -> None:
    page = again.pages["first"]
    assert "Not there yet. Have another look at " in page
    assert "You have 2 tries left. The next one asks only about what was missed." in page
    assert f'href="/check/{SECOND}"' in page
    assert primary(page)[0].startswith("/modules/")
    assert "fail" not in page.lower()


def test_a_second_try_explains_only_what_it_asked(again: Way) -> None:
    asked = [
        item for item in COURSE.assignment(SECOND).items if COURSE.item(item).objective in {*PLAIN, "first-minute"}
    ]
    assert again.pages["second"].count('class="hf-card hf-question"') == len(asked)


def test_after_three_tries_there_is_somebody_to_talk_to_and_nothing_is_called_failure(again: Way) -> None:
    page = again.pages["third"]
    assert "Talk it through with your safeguarding lead, in your own time." in page
    assert "It is never used to judge how you do your job." in page
    assert "fail" not in page.lower()
    assert primary(page) == ["/"]
    assert again.taker.submit(FIRST).status == 409


def test_the_same_answers_sent_twice_are_one_try(data_root: Path, second_start: SecondStart) -> None:
    with server_process.start(second_start(data_root)) as server:
        taker = Taker(client=server.client())
        taker.read()
        taker.save(right(taker.state(FIRST)["asked"]))
        replies = [taker.submit(FIRST) for _ in range(2)]
        taker.result(FIRST)
    assert replies[0].status == 200
    assert replies[1].status in (200, 409)
    with Records.open(data_root / "records.db") as records:
        assert len(records.attempts(records.local_learner().id)) == 1


# --- how sure somebody feels -----------------------------------------------------------------------------------------


def form(client: Client, **fields: str) -> server_process.Reply:
    """Send the form of the statements as a browser without JavaScript does."""
    text = "&".join(f"{name.replace('__', '%2F')}={value}" for name, value in fields.items())
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "Origin": f"http://{client.host}:{client.port}",
    }
    return client.request("POST", "/confidence", text.encode(), headers)


def test_the_statements_are_asked_when_the_final_is_over(passed: Way) -> None:
    assert "This page opens when you have finished" in passed.pages["confidence early"]
    assert '<a href="/confidence">How sure are you now? Two minutes</a>' in passed.pages["you"]
    page = passed.taker.client.get("/confidence").text
    assert all(statement in page for statement in COURSE.course.confidence)
    assert page.count('type="radio" name="confidence-') == 5 * 2 * 5
    assert not re.search(r'name="confidence-[^>]* checked', page)


def test_what_is_chosen_is_kept_and_shown_without_javascript(passed: Way) -> None:
    client = passed.taker.client
    client.get("/confidence")
    sent = {"confidence-then__1": "2", "confidence-now__1": "5", "_xsrf": client.cookies["_xsrf"]}
    reply = form(client, **sent)
    assert (reply.status, reply.headers["location"]) == (303, "/confidence?saved=1")
    page = client.get("/confidence?saved=1").text
    assert "What you chose is saved." in page
    assert re.findall(r'name="([^"]+)" value="(\d)"[^>]*checked', page) == [
        ("confidence-then/1", "2"),
        ("confidence-now/1", "5"),
    ]


def test_a_form_of_another_site_or_with_another_value_keeps_nothing(passed: Way) -> None:
    client = passed.taker.client
    client.get("/confidence")
    assert form(client, **{"confidence-now__2": "5"}).status == 403
    assert form(client, **{"confidence-now__2": "6", "_xsrf": client.cookies["_xsrf"]}).status == 400
    assert 'name="confidence-now/2" value="5" autocomplete="off" checked' not in client.get("/confidence").text
