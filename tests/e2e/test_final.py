"""A colleague takes the check before the course and the final in a browser; the pages are for everyone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

import axe
from check_taker import COURSE, Taker, complete, right
from e2e.signed_in import sign_in
from server_process import Server, start

BEFORE = "before-all-staff-2026a-p"
FINAL, NEXT = "final-all-staff-2026a-f2", "final-all-staff-2026a-f3"
SecondStart = Callable[[Path], Path]


def _question(page: Page, item: str) -> Locator:
    question = COURSE.item(item)
    return page.get_by_role("group", name=question.question).filter(has_text=question.options[0].text)


def _own(page: Page) -> Locator:
    return page.get_by_role("main")


def test_the_check_before_the_course_is_taken_with_what_one_does_not_know(page: Page, server: Server) -> None:
    page.goto(server.enter)
    page.goto(f"{server.url}/check/{BEFORE}")
    items = COURSE.assignment(BEFORE).items
    unsure = page.get_by_label("I don’t know")
    expect(unsure).to_have_count(len(items))
    assert axe.findings(page) == []
    for place in range(len(items)):
        unsure.nth(place).check()
    expect(page.get_by_text("Saved", exact=True)).to_be_visible()
    page.reload()
    for place in range(len(items)):
        expect(unsure.nth(place)).to_be_checked()
    page.get_by_role("button", name="Submit", exact=True).click()
    expect(page.get_by_role("heading", name="Thank you. Your answers are kept.")).to_be_visible(timeout=15_000)
    assert axe.findings(page) == []
    page.go_back()
    expect(page.get_by_text("You have answered these questions already.")).to_be_visible()
    expect(page.get_by_role("button", name="Submit")).to_have_count(0)


@pytest.fixture(scope="module")
def tried(tmp_path_factory: pytest.TempPathFactory, second_start: SecondStart) -> Iterator[tuple[Server, Taker]]:
    """Serve the course to somebody whose first try missed two objectives, one of them starred."""
    with start(second_start(tmp_path_factory.mktemp("tried") / "data")) as server:
        taker = Taker(client=server.client())
        taker.read()
        taker.take(FINAL, wrong=["who-to-call-when", "why-pressure-works", "adults-and-colleagues", "tell-and-note"])
        yield server, taker


def test_a_second_try_asks_for_what_was_missed_and_nothing_else(page: Page, tried: tuple[Server, Taker]) -> None:
    server, taker = tried
    sign_in(page.context, taker.client)
    page.goto(f"{server.url}/result/{FINAL}")
    expect(_own(page).get_by_role("heading", level=2).first).to_contain_text("Not there yet. Have another look at")
    assert axe.findings(page) == []
    page.get_by_role("link", name="Begin the next try").first.click()
    asked = taker.state(NEXT)["asked"]
    assert 0 < len(asked) < len(COURSE.assignment(NEXT).items)
    expect(page.get_by_role("heading", level=3, name="Question 1 of")).to_have_text(f"Question 1 of {len(asked)}")
    expect(page.locator(".hf-asked")).to_have_count(len(asked))
    expect(_question(page, asked[0])).to_be_visible()
    expect(page.get_by_label("I don’t know")).to_have_count(0)
    assert axe.findings(page) == []


def test_a_try_that_another_tab_handed_in_is_shut_here_and_says_so(
    page: Page, data_root: Path, second_start: SecondStart
) -> None:
    with start(second_start(data_root)) as server:
        taker = Taker(client=server.client())
        taker.read()
        sign_in(page.context, taker.client)
        page.goto(f"{server.url}/check/{FINAL}")
        expect(page.locator(".hf-asked")).to_have_count(15)
        taker.take(FINAL)
        page.get_by_role("button", name="Submit", exact=True).click()
        page.get_by_role("button", name="Submit as it is").click()
        expect(page.get_by_text("You have answered these questions already.")).to_be_visible()
        expect(page.locator(".hf-asked")).to_have_count(0)


@pytest.mark.parametrize("width", [320, 1280])
def test_how_sure_somebody_feels_is_said_by_keyboard(
    page: Page, data_root: Path, second_start: SecondStart, width: int
) -> None:
    complete(second_start(data_root), date.today())
    with start(data_root) as server:
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(server.enter)
        page.goto(f"{server.url}/confidence")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert axe.findings(page) == []
        first = page.get_by_role("group", name=COURSE.course.confidence[0])
        first.get_by_role("group", name="Before the course").get_by_role("radio").first.focus()
        page.keyboard.press("ArrowRight")
        expect(first.get_by_role("radio", name="2 a little sure").first).to_be_checked()
        page.get_by_role("button", name="Save").click()
        expect(page.get_by_text("What you chose is saved.")).to_be_visible()
        expect(first.get_by_role("radio", name="2 a little sure").first).to_be_checked()


def test_the_refresher_begins_afresh_explains_at_once_and_takes_nothing_away(
    page: Page, data_root: Path, second_start: SecondStart
) -> None:
    complete(second_start(data_root), date.today() - timedelta(weeks=4))
    with start(data_root) as server:
        taker = Taker(client=server.client())
        asked = taker.state("booster")["asked"]
        answers = {each.item: list(each.correct) for quiz in COURSE.quizzes.values() for each in quiz.items}
        taker.save({item: answers[item] for item in asked})
        sign_in(page.context, taker.client)
        page.goto(f"{server.url}/booster")
        expect(page.locator(".hf-asked")).to_have_count(len(asked))
        expect(page.locator(".hf-outcome")).to_have_count(0)
        assert axe.findings(page) == []
        choice = next(item for item in asked if COURSE.item(item).type in {"single", "sentence", "multiple"})
        question = page.locator(".hf-asked").nth(asked.index(choice))
        question.locator(".hf-choice input").first.check()
        question.get_by_role("button", name="Check").click()
        expect(page.locator(".hf-outcome")).to_have_count(1)
        expect(page.get_by_text("Saved", exact=True)).to_be_visible()
        assert axe.findings(page) == []


def test_without_javascript_the_result_and_the_statements_are_there(page: Page, tried: tuple[Server, Taker]) -> None:
    server, taker = tried
    browser = page.context.browser
    assert browser is not None
    context = browser.new_context(java_script_enabled=False)
    sign_in(context, taker.client)
    plain = context.new_page()
    plain.goto(f"{server.url}/result/{FINAL}")
    expect(plain.get_by_role("heading", name="Each question")).to_be_visible()
    plain.goto(f"{server.url}/check/{FINAL}")
    expect(plain.get_by_role("link", name="See your result")).to_be_visible()
    context.close()


def test_a_page_that_was_left_open_shows_no_answers_of_the_check_before(page: Page, server: Server) -> None:
    taker = Taker(client=server.client())
    taker.save(right(COURSE.assignment(BEFORE).items))
    sign_in(page.context, taker.client)
    page.goto(f"{server.url}/check/{BEFORE}")
    expect(_own(page).locator("input:checked").first).to_be_visible()
    taker.submit(BEFORE)
    taker.result(BEFORE)
    page.reload()
    expect(page.get_by_text("You have answered these questions already.")).to_be_visible()
    expect(_own(page).locator("input:checked")).to_have_count(0)
