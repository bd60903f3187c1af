"""Faults between a page and the records: each is told as it is, and every answer is kept until it is saved."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Page, Route, expect

from e2e.saving import (
    ANSWERS,
    CHECK,
    FIRST,
    FOOT,
    ITEMS,
    KEPT_HERE,
    NOT_CONNECTED,
    ONLY_ON_THIS_PAGE,
    PAGE,
    QUESTIONS,
    STORE,
    Held,
    choose,
    clock_of,
    kept,
    open_check,
    refuse_connection,
    saved,
    says,
    sent,
    signal,
    unsent,
)
from e2e.signed_in import sign_in
from server_process import Client, Server, wait_until


@pytest.fixture
def learner(page: Page, running: Server, client: Client) -> Page:
    """Return a signed-in page with the check open and its saved answers shown."""
    return open_check(page, running, client)


def test_server_faults_are_told_and_outlasted(learner: Page, client: Client) -> None:
    faults = iter([500, 502])

    def fail(route: Route) -> None:
        status = next(faults, None)
        if status:
            route.fulfill(status=status, body="")
        else:
            route.continue_()

    learner.route(ANSWERS, fail)
    option = choose(learner, client)
    says(learner, f"Not saved yet: the course had a fault; {KEPT_HERE} and will be sent")
    expect(learner.locator(FOOT)).to_have_text("✓ Saved", timeout=10_000)
    assert kept(client) == [option]


def test_a_full_disk_is_told_in_the_servers_words_and_the_answer_waits(learner: Page, client: Client) -> None:
    sentence = "The disk is full: make room, then go on."
    learner.route(ANSWERS, lambda route: route.fulfill(status=507, json={"error": sentence}))
    option = choose(learner, client)
    says(learner, f"Not saved: The disk is full: make room, then go on; {KEPT_HERE} and will be sent")
    learner.unroute(ANSWERS)
    saved(learner)
    assert kept(client) == [option]


def test_a_refused_answer_is_told_with_its_reason_and_does_not_hold_up_the_next(learner: Page, client: Client) -> None:
    def spoil(route: Route) -> None:
        body = sent(route)
        body["answers"][0]["value"] = ["nonsense"]
        route.continue_(post_data=json.dumps(body))

    learner.route(ANSWERS, spoil, times=1)
    choose(learner, client)
    says(learner, "has no option 'nonsense'")
    option = next(option.id for option in reversed(FIRST.options))
    learner.locator(f'{QUESTIONS} input[value="{option}"]').check()
    saved(learner)
    assert kept(client) == [option]


@pytest.mark.parametrize("storage", [True, False])
def test_leaving_asks_only_when_the_answer_is_nowhere_but_on_the_page(
    page: Page, running: Server, client: Client, storage: bool
) -> None:
    if not storage:
        page.add_init_script("Storage.prototype.setItem = () => { throw new DOMException('no', 'SecurityError'); };")
    sign_in(page.context, client)
    page.goto(running.url + PAGE)
    expect(page.locator(FOOT)).to_contain_text("Saved")
    refuse_connection(page)
    choose(page, client)
    says(page, f"Not connected: {KEPT_HERE if storage else ONLY_ON_THIS_PAGE}")
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.reload()
    expect(page.locator(FOOT)).to_be_visible()
    assert asked == ([] if storage else ["beforeunload"])


def test_what_another_program_left_in_the_browser_does_not_stop_saving(learner: Page, client: Client) -> None:
    # Cookies are shared by all programs at 127.0.0.1, and the storage by whatever had this port before.
    left = json.dumps({"at": 1, "entries": [None, 7, {"seq": 1, "item": FIRST.id}]})
    place = f"{STORE}{client.tag(CHECK.id)}:x"
    learner.evaluate("([place, left]) => localStorage.setItem(place, left)", [place, left])
    learner.reload()
    says(learner, "Saved")
    learner.evaluate("document.cookie = '_xsrf=%; path=/'")
    option = choose(learner, client)
    wait_until(lambda: kept(client) == [option], what="the answer to be kept")


def test_a_busy_course_is_told_and_left_alone_for_as_long_as_it_asks(
    page: Page, running: Server, client: Client
) -> None:
    page.clock.install()
    open_check(page, running, client)
    page.clock.pause_at(clock_of(page, 1))
    asked: list[Route] = []

    def busy(route: Route) -> None:
        asked.append(route)
        route.fulfill(status=503, headers={"Retry-After": "10"}, json={"error": "Try again in a few seconds."})

    page.route(ANSWERS, busy)
    option = choose(page, client)
    says(page, f"Not saved yet: the course has a lot to do at this moment; {KEPT_HERE} and will be sent")
    second = choose(page, client, 1)
    page.clock.run_for(9_900)
    assert len(asked) == 1
    page.unroute(ANSWERS)
    page.clock.run_for(1_200)
    saved(page)
    assert [kept(client, item.id) for item in ITEMS[:2]] == [[option], [second]]


def test_thirty_pages_do_not_come_back_in_the_same_moment(page: Page, running: Server, client: Client) -> None:
    page.clock.install()
    open_check(page, running, client)
    page.clock.pause_at(clock_of(page, 1))
    first, late, asked = (_moments_of_thirty(page, failed=failed, asked=wait) for failed, wait in _WAITS)
    assert (min(first) >= 500, max(first) <= 1_000) == (True, True)
    assert (min(late) >= 15_000, max(late) <= 30_000) == (True, True)
    assert (min(asked) >= 10_500, max(asked) <= 11_000) == (True, True)
    assert min(max(first) - min(first), max(asked) - min(asked)) > 250
    assert max(late) - min(late) > 7_500


_WAITS = ((0, 0), (20, 0), (0, 10_000))


def _moments_of_thirty(page: Page, *, failed: int, asked: int) -> list[float]:
    """Return when thirty pages try again, after so many failures and when asked for so much time."""
    page.evaluate(
        """async ([failed, asked]) => {
            const { Pause } = await import(JSON.parse(document.body.dataset.parts).ask);
            const begun = performance.now();
            globalThis.moments = [];
            for (let number = 0; number < 30; number++) {
                const pause = new Pause(() => moments.push(performance.now() - begun));
                for (let times = 0; times <= failed; times++) pause.begin(asked);
            }
        }""",
        [failed, asked],
    )
    page.clock.run_for(31_000)
    moments: list[float] = page.evaluate("moments")
    assert len(moments) == 30
    return moments


def test_too_much_at_once_is_sent_in_smaller_parts(learner: Page, client: Client) -> None:
    def small_door(route: Route) -> None:
        if len(sent(route)["answers"]) > 1:
            route.fulfill(status=413, body="<h1>413</h1>", content_type="text/html")
        else:
            route.continue_()

    refuse_connection(learner)
    options = [choose(learner, client, number) for number in range(3)]
    says(learner, NOT_CONNECTED)
    learner.unroute(ANSWERS)
    learner.route(ANSWERS, small_door)
    saved(learner)
    assert [kept(client, item.id) for item in ITEMS[:3]] == [[option] for option in options]


def test_only_the_course_itself_can_turn_an_answer_down_for_good(learner: Page, client: Client) -> None:
    learner.route(ANSWERS, lambda route: route.fulfill(status=413, body="<h1>Too large</h1>", content_type="text/html"))
    option = choose(learner, client)
    says(learner, "Not saved yet: the course had a fault")
    assert [entry["value"] for entry in unsent(learner)] == [[option]]
    learner.unroute(ANSWERS)
    learner.route(ANSWERS, lambda route: route.fulfill(status=413, json={"error": "That is too much."}))
    says(learner, "Not saved: That is too much")
    assert unsent(learner) == []


@pytest.mark.parametrize("reply", ["<html>Sign in to the guest network</html>", "{}", '{"acks": 7}'])
def test_a_reply_that_is_not_the_courses_own_is_never_taken_for_one(learner: Page, client: Client, reply: str) -> None:
    learner.route("**/api/**", lambda route: route.fulfill(status=200, body=reply, content_type="text/html"))
    option = choose(learner, client)
    says(learner, f"{KEPT_HERE} and will be sent")
    signal(learner, "online")
    says(learner, f"{KEPT_HERE} and will be sent")
    assert [entry["value"] for entry in unsent(learner)] == [[option]]
    learner.unroute("**/api/**")
    saved(learner)
    assert kept(client) == [option]


def test_a_reply_that_never_comes_is_given_up_and_the_answer_sent_again(
    page: Page, running: Server, client: Client
) -> None:
    page.clock.install()
    held = Held(open_check(page, running, client), ANSWERS)
    option = choose(page, client)
    held.wait()
    held.open = True
    page.clock.pause_at(clock_of(page, 16))
    says(page, NOT_CONNECTED)
    page.clock.run_for(1_000)
    saved(page)
    assert kept(client) == [option]
    assert len(held.later) == 1


_FORBIDDEN = "Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('no', 'SecurityError'); }})"


def test_a_browser_that_forbids_storage_saves_and_says_where_the_answers_are(
    page: Page, running: Server, client: Client
) -> None:
    page.add_init_script(_FORBIDDEN)
    open_check(page, running, client)
    refuse_connection(page)
    option = choose(page, client)
    says(page, f"Not connected: {ONLY_ON_THIS_PAGE} and will be sent")
    page.unroute(ANSWERS)
    saved(page)
    assert kept(client) == [option]


def test_a_full_storage_is_told_until_there_is_room(learner: Page, client: Client) -> None:
    learner.evaluate(
        """() => {
            let size = 2 ** 22, number = 0;
            while (size >= 1) {
                try { localStorage.setItem(`x${number++}`, "x".repeat(size)); } catch { size /= 2; }
            }
        }"""
    )
    refuse_connection(learner)
    choose(learner, client)
    says(learner, f"Not connected: {ONLY_ON_THIS_PAGE} and will be sent")
    learner.evaluate("localStorage.removeItem('x0')")
    option = choose(learner, client)
    says(learner, NOT_CONNECTED)
    learner.unroute(ANSWERS)
    saved(learner)
    assert kept(client) == [option]
