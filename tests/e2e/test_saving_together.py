"""A page that wakes up, tabs of one learner, and other people in the same browser: nothing is lost or mixed up."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from conftest import CHROMIUM_ARGUMENTS, find_chromium
from e2e.saving import (
    ANSWERS,
    CHECK,
    ITEMS,
    KEPT_HERE,
    NOT_CONNECTED,
    QUESTIONS,
    STATE,
    STORE,
    Held,
    answer_elsewhere,
    choose,
    chosen,
    clock_of,
    everything,
    kept,
    open_check,
    refuse_connection,
    saved,
    says,
    sent,
    show_check,
    signal,
    two_hundred,
    unsent,
)
from e2e.signed_in import sign_in
from server_process import Client, Server, wait_until


@pytest.fixture
def learner(page: Page, running: Server, client: Client) -> Page:
    """Return a signed-in page with the check open and its saved answers shown."""
    return open_check(page, running, client)


def theirs(route: Route) -> None:
    """Answer as when somebody else had signed in."""
    reply = route.fetch()
    route.fulfill(response=reply, json={**reply.json(), "tag": "0123456789ab", "answers": {}})


def test_answers_are_never_sent_under_another_persons_name(learner: Page, client: Client) -> None:
    posts = 0

    def as_somebody_else(route: Route) -> None:
        nonlocal posts
        posts += 1
        route.continue_(post_data=json.dumps({**sent(route), "tag": "0123456789ab"}))

    before = kept(client)
    learner.route(ANSWERS, as_somebody_else)
    learner.route(STATE, theirs)
    option = choose(learner, client)
    says(learner, "Not saved: someone else is now using the course in this browser.")
    says(learner, f"{KEPT_HERE} and are not sent under their name")
    expect(learner.locator("#hf-notice")).to_contain_text("someone else")
    choose(learner, client, 1)
    signal(learner, "online")
    learner.wait_for_load_state("networkidle")
    assert posts == 1
    assert kept(client) == before
    assert [option] in [entry["value"] for entry in unsent(learner)]


def test_a_page_of_another_person_in_the_same_browser_stops_this_one(learner: Page, client: Client) -> None:
    learner.route(STATE, theirs)
    shown = learner.locator(f"{QUESTIONS} input:checked").count()
    signal(learner, "visibilitychange")
    says(learner, "Not saved: someone else is now using the course in this browser.")
    assert learner.locator(f"{QUESTIONS} input:checked").count() == shown


def test_signed_out_is_told_and_signing_in_again_sends_what_waited(
    learner: Page, running: Server, client: Client
) -> None:
    option = choose(learner, client)
    saved(learner)
    learner.context.clear_cookies()
    option = choose(learner, client)
    says(learner, f"Not saved: open the link from the terminal again; {KEPT_HERE}")
    assert kept(client) != [option]
    sign_in(learner.context, client)
    signal(learner, "visibilitychange")
    saved(learner)
    assert kept(client) == [option]


def test_the_first_person_who_comes_back_goes_on_in_the_open_page(learner: Page, client: Client) -> None:
    learner.route(STATE, theirs)
    signal(learner, "visibilitychange")
    says(learner, "Not saved: someone else is now using the course in this browser.")
    option = choose(learner, client)
    learner.unroute(STATE)
    signal(learner, "visibilitychange")
    saved(learner)
    assert kept(client) == [option]


@pytest.fixture
def still(page: Page, running: Server, client: Client) -> Page:
    """Return the check on a page whose timers stand still, as they do while a computer sleeps."""
    page.clock.install()
    open_check(page, running, client)
    page.clock.pause_at(clock_of(page, 1))
    return page


@pytest.mark.parametrize("event", ["visibilitychange", "pageshow", "online"])
def test_waking_sends_what_waited_at_once_and_shows_what_is_new(still: Page, client: Client, event: str) -> None:
    refuse_connection(still)
    option = choose(still, client)
    says(still, NOT_CONNECTED)
    elsewhere = answer_elsewhere(client, 1)
    still.unroute(ANSWERS)
    signal(still, event)
    saved(still)
    chosen(still, elsewhere)
    assert kept(client) == [option]


def test_a_request_from_before_the_night_does_not_hold_up_the_morning(still: Page, client: Client) -> None:
    held, state = Held(still, ANSWERS), Held(still, STATE)
    option = choose(still, client)
    held.wait()
    signal(still, "online")
    state.wait()
    held.open = state.open = True
    still.clock.set_system_time(clock_of(still, 8 * 3600))
    signal(still, "visibilitychange")
    saved(still)
    assert kept(client) == [option]


def test_a_computer_that_wakes_without_a_word_is_noticed_by_its_late_timer(still: Page, client: Client) -> None:
    elsewhere = answer_elsewhere(client, 1)
    still.clock.fast_forward("08:00:00")
    chosen(still, elsewhere)


def test_a_page_that_the_back_button_brings_back_as_it_was_shows_what_is_new(
    browser: Browser, running: Server, client: Client
) -> None:
    # Playwright switches the Back button's memory off in the browser it starts by itself.
    remembering = browser.browser_type.launch(
        executable_path=find_chromium(),
        args=CHROMIUM_ARGUMENTS,
        ignore_default_args=["--disable-back-forward-cache"],
    )
    with remembering:
        page = open_check(remembering.new_page(), running, client)
        page.evaluate("globalThis.asItWas = true")
        page.goto(f"{running.url}/help")
        elsewhere = answer_elsewhere(client, 1)
        page.evaluate("history.back()")
        chosen(page, elsewhere)
        assert page.evaluate("globalThis.asItWas")


_WITHOUT_A_LAST_WORD = """for (const event of ["pagehide", "visibilitychange"])
    addEventListener(event, (each) => each.stopImmediatePropagation(), true)"""


def test_a_clock_set_back_does_not_bring_an_older_answer_back(learner: Page, running: Server, client: Client) -> None:
    later = learner.context.new_page()
    later.clock.install()
    show_check(later, running)
    for tab in (learner, later):
        tab.evaluate(_WITHOUT_A_LAST_WORD)
    learner.context.set_offline(True)
    older = choose(learner, client)
    says(learner, NOT_CONNECTED)
    learner.goto("about:blank")
    later.clock.set_system_time("2020-01-01")
    option = choose(later, client, besides=older)
    says(later, NOT_CONNECTED)
    later.goto("about:blank")
    learner.context.set_offline(False)
    show_check(learner, running)
    wait_until(lambda: unsent(learner) == [], what="all to be sent")
    saved(learner)
    assert kept(client) == [option]


def test_two_tabs_without_connection_agree_and_the_answer_given_last_counts(
    learner: Page, running: Server, client: Client
) -> None:
    other = show_check(learner.context.new_page(), running)
    learner.context.set_offline(True)
    choose(learner, client)
    only_here = choose(learner, client, 1)
    chosen(other, only_here)
    option = choose(other, client)
    chosen(learner, option)
    for tab in (learner, other):
        signal(tab, "online")
        says(tab, NOT_CONNECTED)
    learner.context.set_offline(False)
    for tab in (other, learner):
        saved(tab)
        chosen(tab, option)
        chosen(tab, only_here)
    assert [kept(client, item.id) for item in ITEMS[:2]] == [[option], [only_here]]
    assert unsent(learner) == []


def test_what_a_closed_tab_could_not_send_is_sent_by_the_one_that_is_open(
    learner: Page, running: Server, client: Client
) -> None:
    other = show_check(learner.context.new_page(), running)
    other.context.set_offline(True)
    option = choose(other, client)
    says(other, NOT_CONNECTED)
    other.close()
    learner.context.set_offline(False)
    saved(learner)
    chosen(learner, option)
    assert kept(client) == [option]


def test_a_tab_that_saved_meanwhile_still_shows_what_another_tab_saved_before(learner: Page, client: Client) -> None:
    elsewhere = answer_elsewhere(client, 1)
    state = client.get(f"/api/state/{CHECK.id}").json
    choose(learner, client)
    saved(learner)
    news = {"tag": state["tag"], "version": state["version"]}
    other = learner.context.new_page()
    other.goto(learner.url)
    other.evaluate("(news) => new BroadcastChannel('holdfast').postMessage(news)", news)
    chosen(learner, elsewhere)


def test_two_hundred_answers_that_waited_are_all_sent(learner: Page, client: Client) -> None:
    waiting = two_hundred()
    entries = [{"seq": seq, "item": item, "value": value} for seq, (item, value) in enumerate(waiting.items())]
    place = f"{STORE}{client.tag(CHECK.id)}:a-page-long-closed"
    learner.evaluate("([place, left]) => localStorage.setItem(place, left)", [place, json.dumps({"entries": entries})])
    sizes: list[int] = []
    learner.on(
        "request", lambda request: sizes.append(len(request.post_data_json["answers"])) if request.post_data else None
    )
    learner.reload()
    saved(learner)
    wait_until(lambda: unsent(learner) == [], what="all to be sent")
    assert sizes == [50, 50, 50, 50]
    server = everything(client)
    assert {item: server.get(item) for item in waiting} == waiting
