"""The page's own script, against a real server over a network that fails: nothing is lost, and the words are true."""

from __future__ import annotations

import json
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from e2e.saving import (
    ANSWERS,
    FIRST,
    FOOT,
    ITEMS,
    NOT_CONNECTED,
    PAGE,
    QUESTIONS,
    STATE,
    Held,
    choose,
    chosen,
    kept,
    open_check,
    refuse_connection,
    saved,
    says,
    sent,
    signal,
    unsent,
)
from server_process import Client, Server, wait_until


@pytest.fixture
def learner(page: Page, running: Server, client: Client) -> Page:
    """Return a signed-in page with the check open and its saved answers shown."""
    return open_check(page, running, client)


def test_saved_is_said_only_after_the_server_has_kept_the_answer(learner: Page, client: Client) -> None:
    held = Held(learner, ANSWERS)
    option = choose(learner, client)
    held.wait()
    expect(learner.locator(FOOT)).to_have_text("Saving")
    held.let_go()
    saved(learner)
    assert kept(client) == [option]
    assert unsent(learner) == []


def test_without_connection_the_answer_is_kept_here_and_sent_when_it_is_back(learner: Page, client: Client) -> None:
    refuse_connection(learner)
    option = choose(learner, client)
    says(learner, NOT_CONNECTED)
    assert [entry["value"] for entry in unsent(learner)] == [[option]]
    learner.unroute(ANSWERS)
    saved(learner)
    assert kept(client) == [option]


def test_an_answer_whose_acknowledgement_was_lost_is_sent_again_as_the_same_one(learner: Page, client: Client) -> None:
    seen: list[tuple[str, int]] = []

    def lose_the_first_reply(route: Route) -> None:
        body = sent(route)
        seen.extend((body["client"], entry["seq"]) for entry in body["answers"])
        if len(seen) == 1:
            route.fetch()  # the server keeps it; the page never hears
            route.abort("connectionreset")
        else:
            route.continue_()

    learner.route(ANSWERS, lose_the_first_reply)
    option = choose(learner, client)
    saved(learner)
    assert len(seen) == 2
    assert len(set(seen)) == 1
    assert kept(client) == [option]


def test_changes_wait_while_one_request_is_under_way_and_go_together_in_order(learner: Page, client: Client) -> None:
    held = Held(learner, ANSWERS)
    choose(learner, client)
    held.wait()
    second = choose(learner, client, 1)
    third = choose(learner, client, 2)
    first = next(option.id for option in reversed(FIRST.options))
    learner.locator(f'{QUESTIONS} input[value="{first}"]').check()
    assert len(held.routes) == 1
    held.let_go()
    saved(learner)
    (body,) = held.later
    numbers = [entry["seq"] for entry in body["answers"]]
    assert sorted(numbers) == list(range(min(numbers), min(numbers) + 3))
    assert [kept(client, item.id) for item in ITEMS[:3]] == [[first], [second], [third]]


def test_what_a_closed_page_could_not_send_is_sent_by_the_next_one_under_its_own_number(
    learner: Page, running: Server, client: Client
) -> None:
    refuse_connection(learner)
    option = choose(learner, client)
    says(learner, "Not connected")
    (left,) = unsent(learner)
    context = learner.context
    bodies: list[dict[str, Any]] = []
    learner.close()  # its last attempt may get through; it is the same entry then
    later = context.new_page()
    later.on("request", lambda request: bodies.append(json.loads(request.post_data)) if request.post_data else None)
    later.goto(running.url + PAGE)
    chosen(later, option)
    saved(later)
    assert kept(client) == [option]
    assert bodies[0]["answers"] == [left]
    assert unsent(later) == []


def test_an_older_state_never_overwrites_a_newer_answer(learner: Page, client: Client) -> None:
    late: list[tuple[Route, Any]] = []
    learner.route(STATE, lambda route: late.append((route, route.fetch())), times=1)
    signal(learner, "visibilitychange")
    # Asking the page anything lets Playwright hand over what has arrived.
    wait_until(lambda: bool(learner.evaluate("1") and late), what="the page to ask for its state")
    option = choose(learner, client)
    saved(learner)
    with learner.expect_response(STATE):
        late[0][0].fulfill(response=late[0][1])
    chosen(learner, option)
    assert kept(client) == [option]


def test_questions_stand_before_a_slow_state_and_take_up_the_saved_answers_when_it_comes(
    learner: Page, running: Server, client: Client
) -> None:
    option = choose(learner, client)
    saved(learner)
    held = Held(learner, STATE)
    learner.goto(running.url + PAGE)
    expect(learner.locator(f"{QUESTIONS} input").first).to_be_visible()
    says(learner, "Getting your saved answers")
    second = choose(learner, client, 1)
    held.let_go()
    chosen(learner, option)
    chosen(learner, second)
    saved(learner)
    assert kept(client, ITEMS[1].id) == [second]


def test_submitting_without_connection_says_so_and_stays(learner: Page, client: Client) -> None:
    refuse_connection(learner)
    for number in range(len(ITEMS)):
        choose(learner, client, number)
    says(learner, "Not connected")
    learner.get_by_role("button", name="Submit", exact=True).click()
    anyway = learner.get_by_role("button", name="Submit as it is")
    expect(anyway.or_(learner.get_by_role("heading", name="Not submitted"))).to_be_visible()
    if anyway.is_visible():
        anyway.click()
    expect(learner.get_by_role("heading", name="Not submitted")).to_be_visible()
    expect(learner.locator(".hf-panel")).to_contain_text(f"{NOT_CONNECTED}.")
    assert learner.url.endswith(PAGE)
