"""The page's own script, against a real server over a network that fails: nothing is lost, and the words are true."""

from __future__ import annotations

import json
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from e2e.signed_in import sign_in
from holdfast.library import library
from server_process import Client, Server, wait_until

CHECK = library().assignment("m4-responding")
ITEMS = [library().item(item) for item in CHECK.items if library().item(item).type == "single"]
PAGE = f"/check/{CHECK.id}"
ANSWERS = "**/api/answers"
STATE = "**/api/state/*"
QUESTIONS = '.hf-host[data-kind="assessment"]'
FOOT = f"{QUESTIONS} .hf-foot"
KEPT_HERE = "your answers are kept here"
FIRST = ITEMS[0]


@pytest.fixture
def learner(page: Page, running: Server, client: Client) -> Page:
    """Return a signed-in page with the check open and its saved answers shown."""
    sign_in(page.context, client)
    page.goto(running.url + PAGE)
    expect(page.locator(FOOT)).to_contain_text("Saved")
    return page


def _kept(client: Client, item: str = FIRST.id) -> list[str] | None:
    kept: list[str] | None = client.get(f"/api/state/{CHECK.id}").json["answers"].get(item)
    return kept


def _choose(page: Page, client: Client, number: int = 0) -> str:
    """Choose an answer that is not the kept one; return its option."""
    item = ITEMS[number]
    now = _kept(client, item.id) or []
    option = next(option.id for option in item.options if option.id not in now)
    page.locator(f'{QUESTIONS} input[value="{option}"]').check()
    return option


def _says(page: Page, words: str) -> None:
    expect(page.locator(FOOT)).to_contain_text(words)


def _unsent(page: Page) -> list[dict[str, Any]]:
    """Return what waits in the browser's storage."""
    lists = page.evaluate(
        "Object.keys(localStorage).filter((key) => key.startsWith('holdfast-unsent:')).map((key) => localStorage[key])"
    )
    return [entry for text in lists for entry in json.loads(text)["entries"]]


def _sent(route: Route) -> dict[str, Any]:
    body: dict[str, Any] = json.loads(route.request.post_data or "{}")
    return body


class Held:
    """Requests that hang until they are let go."""

    def __init__(self, page: Page, url: str) -> None:
        self.page = page
        self.routes: list[Route] = []
        self.later: list[dict[str, Any]] = []  #: what was sent after that
        self.open = False
        page.route(url, self._take)

    def _take(self, route: Route) -> None:
        if self.open:
            self.later.append(_sent(route))
            route.continue_()
        else:
            self.routes.append(route)

    def wait(self) -> None:
        """Wait until one hangs."""
        for _ in range(200):
            if self.routes:
                return
            self.page.wait_for_timeout(25)
        raise AssertionError("no request came")

    def let_go(self) -> None:
        """Let it, and those to come, through."""
        self.open = True
        for route in self.routes:
            route.continue_()


def test_saved_is_said_only_after_the_server_has_kept_the_answer(learner: Page, client: Client) -> None:
    held = Held(learner, ANSWERS)
    option = _choose(learner, client)
    held.wait()
    expect(learner.locator(FOOT)).to_have_text("Saving")
    held.let_go()
    expect(learner.locator(FOOT)).to_have_text("✓ Saved")
    assert _kept(client) == [option]
    assert _unsent(learner) == []


def test_without_connection_the_answer_is_kept_here_and_sent_when_it_is_back(learner: Page, client: Client) -> None:
    learner.route(ANSWERS, lambda route: route.abort("connectionrefused"))
    option = _choose(learner, client)
    _says(learner, f"Not connected: {KEPT_HERE} and will be sent")
    assert [entry["value"] for entry in _unsent(learner)] == [[option]]
    learner.unroute(ANSWERS)
    expect(learner.locator(FOOT)).to_have_text("✓ Saved")
    assert _kept(client) == [option]


def test_server_faults_are_told_and_outlasted(learner: Page, client: Client) -> None:
    faults = iter([500, 502])

    def fail(route: Route) -> None:
        status = next(faults, None)
        if status:
            route.fulfill(status=status, body="")
        else:
            route.continue_()

    learner.route(ANSWERS, fail)
    option = _choose(learner, client)
    _says(learner, f"Not saved yet: the course had a fault; {KEPT_HERE} and will be sent")
    expect(learner.locator(FOOT)).to_have_text("✓ Saved", timeout=10_000)
    assert _kept(client) == [option]


def test_an_answer_whose_acknowledgement_was_lost_is_sent_again_as_the_same_one(learner: Page, client: Client) -> None:
    seen: list[tuple[str, int]] = []

    def lose_the_first_reply(route: Route) -> None:
        sent = _sent(route)
        seen.extend((sent["client"], entry["seq"]) for entry in sent["answers"])
        if len(seen) == 1:
            route.fetch()  # the server keeps it; the page never hears
            route.abort("connectionreset")
        else:
            route.continue_()

    learner.route(ANSWERS, lose_the_first_reply)
    option = _choose(learner, client)
    expect(learner.locator(FOOT)).to_have_text("✓ Saved")
    assert len(seen) == 2
    assert len(set(seen)) == 1
    assert _kept(client) == [option]


def test_changes_wait_while_one_request_is_under_way_and_go_together_in_order(learner: Page, client: Client) -> None:
    held = Held(learner, ANSWERS)
    _choose(learner, client)
    held.wait()
    second = _choose(learner, client, 1)
    third = _choose(learner, client, 2)
    first = next(option.id for option in reversed(FIRST.options))
    learner.locator(f'{QUESTIONS} input[value="{first}"]').check()
    assert len(held.routes) == 1
    held.let_go()
    expect(learner.locator(FOOT)).to_have_text("✓ Saved")
    (body,) = held.later
    numbers = [entry["seq"] for entry in body["answers"]]
    assert sorted(numbers) == list(range(min(numbers), min(numbers) + 3))
    assert [_kept(client, item.id) for item in ITEMS[:3]] == [[first], [second], [third]]


def test_what_a_closed_page_could_not_send_is_sent_by_the_next_one_under_its_own_number(
    learner: Page, running: Server, client: Client
) -> None:
    learner.route(ANSWERS, lambda route: route.abort("connectionrefused"))
    option = _choose(learner, client)
    _says(learner, "Not connected")
    (left,) = _unsent(learner)
    context = learner.context
    bodies: list[dict[str, Any]] = []
    learner.close()  # its last attempt may get through; it is the same entry then
    later = context.new_page()
    later.on("request", lambda request: bodies.append(json.loads(request.post_data)) if request.post_data else None)
    later.goto(running.url + PAGE)
    expect(later.locator(f'{QUESTIONS} input[value="{option}"]')).to_be_checked()
    expect(later.locator(FOOT)).to_have_text("✓ Saved")
    assert _kept(client) == [option]
    assert bodies[0]["answers"] == [left]
    assert _unsent(later) == []


def test_signed_out_is_told_and_signing_in_again_sends_what_waited(
    learner: Page, running: Server, client: Client
) -> None:
    option = _choose(learner, client)
    expect(learner.locator(FOOT)).to_have_text("✓ Saved")
    learner.context.clear_cookies()
    option = _choose(learner, client)
    _says(learner, f"Not saved: open the link from the terminal again; {KEPT_HERE}")
    assert _kept(client) != [option]
    sign_in(learner.context, client)
    learner.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(learner.locator(FOOT)).to_have_text("✓ Saved")
    assert _kept(client) == [option]


def test_answers_are_never_sent_under_another_persons_name(learner: Page, client: Client) -> None:
    posts = 0

    def as_somebody_else(route: Route) -> None:
        nonlocal posts
        posts += 1
        route.continue_(post_data=json.dumps({**_sent(route), "tag": "0123456789ab"}))

    before = _kept(client)
    learner.route(ANSWERS, as_somebody_else)
    option = _choose(learner, client)
    _says(learner, "Not saved: someone else is now using the course in this browser.")
    _says(learner, f"{KEPT_HERE} and are not sent under their name")
    expect(learner.locator("#hf-notice")).to_contain_text("someone else")
    _choose(learner, client, 1)
    learner.evaluate("dispatchEvent(new Event('online'))")
    learner.wait_for_load_state("networkidle")
    assert posts == 1
    assert _kept(client) == before
    assert [option] in [entry["value"] for entry in _unsent(learner)]


def test_a_page_of_another_person_in_the_same_browser_stops_this_one(learner: Page, client: Client) -> None:
    def theirs(route: Route) -> None:
        reply = route.fetch()
        route.fulfill(response=reply, json={**reply.json(), "tag": "0123456789ab", "answers": {}})

    learner.route(STATE, theirs)
    shown = learner.locator(f"{QUESTIONS} input:checked").count()
    learner.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    _says(learner, "Not saved: someone else is now using the course in this browser.")
    assert learner.locator(f"{QUESTIONS} input:checked").count() == shown


def test_a_full_disk_is_told_in_the_servers_words_and_the_answer_waits(learner: Page, client: Client) -> None:
    sentence = "The disk is full: make room, then go on."
    learner.route(ANSWERS, lambda route: route.fulfill(status=507, json={"error": sentence}))
    option = _choose(learner, client)
    _says(learner, f"Not saved: The disk is full: make room, then go on; {KEPT_HERE} and will be sent")
    learner.unroute(ANSWERS)
    expect(learner.locator(FOOT)).to_have_text("✓ Saved")
    assert _kept(client) == [option]


def test_a_refused_answer_is_told_with_its_reason_and_does_not_hold_up_the_next(learner: Page, client: Client) -> None:
    def spoil(route: Route) -> None:
        sent = _sent(route)
        sent["answers"][0]["value"] = ["nonsense"]
        route.continue_(post_data=json.dumps(sent))

    learner.route(ANSWERS, spoil, times=1)
    _choose(learner, client)
    _says(learner, "has no option 'nonsense'")
    option = next(option.id for option in reversed(FIRST.options))
    learner.locator(f'{QUESTIONS} input[value="{option}"]').check()
    expect(learner.locator(FOOT)).to_have_text("✓ Saved")
    assert _kept(client) == [option]


def test_an_older_state_never_overwrites_a_newer_answer(learner: Page, client: Client) -> None:
    late: list[tuple[Route, Any]] = []
    learner.route(STATE, lambda route: late.append((route, route.fetch())), times=1)
    learner.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    # Asking the page anything lets Playwright hand over what has arrived.
    wait_until(lambda: bool(learner.evaluate("1") and late), what="the page to ask for its state")
    option = _choose(learner, client)
    expect(learner.locator(FOOT)).to_have_text("✓ Saved")
    with learner.expect_response(STATE):
        late[0][0].fulfill(response=late[0][1])
    expect(learner.locator(f'{QUESTIONS} input[value="{option}"]')).to_be_checked()
    assert _kept(client) == [option]


def test_questions_stand_before_a_slow_state_and_take_up_the_saved_answers_when_it_comes(
    learner: Page, running: Server, client: Client
) -> None:
    option = _choose(learner, client)
    expect(learner.locator(FOOT)).to_have_text("✓ Saved")
    held = Held(learner, STATE)
    learner.goto(running.url + PAGE)
    expect(learner.locator(f"{QUESTIONS} input").first).to_be_visible()
    _says(learner, "Getting your saved answers")
    second = _choose(learner, client, 1)
    held.let_go()
    expect(learner.locator(f'{QUESTIONS} input[value="{option}"]')).to_be_checked()
    expect(learner.locator(f'{QUESTIONS} input[value="{second}"]')).to_be_checked()
    expect(learner.locator(FOOT)).to_have_text("✓ Saved")
    assert _kept(client, ITEMS[1].id) == [second]


@pytest.mark.parametrize("storage", [True, False])
def test_leaving_asks_only_when_the_answer_is_nowhere_but_on_the_page(
    page: Page, running: Server, client: Client, storage: bool
) -> None:
    if not storage:
        page.add_init_script("Storage.prototype.setItem = () => { throw new DOMException('no', 'SecurityError'); };")
    sign_in(page.context, client)
    page.goto(running.url + PAGE)
    expect(page.locator(FOOT)).to_contain_text("Saved")
    page.route(ANSWERS, lambda route: route.abort("connectionrefused"))
    _choose(page, client)
    _says(page, f"Not connected: {KEPT_HERE if storage else 'your answers are only on this page, so keep it open'}")
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.reload()
    expect(page.locator(FOOT)).to_be_visible()
    assert asked == ([] if storage else ["beforeunload"])


def test_submitting_without_connection_says_so_and_stays(learner: Page, client: Client) -> None:
    learner.route(ANSWERS, lambda route: route.abort("connectionrefused"))
    for number in range(len(ITEMS)):
        _choose(learner, client, number)
    _says(learner, "Not connected")
    learner.get_by_role("button", name="Submit", exact=True).click()
    anyway = learner.get_by_role("button", name="Submit as it is")
    expect(anyway.or_(learner.get_by_role("heading", name="Not submitted"))).to_be_visible()
    if anyway.is_visible():
        anyway.click()
    expect(learner.get_by_role("heading", name="Not submitted")).to_be_visible()
    expect(learner.locator(".hf-panel")).to_contain_text(f"Not connected: {KEPT_HERE} and will be sent.")
    assert learner.url.endswith(PAGE)


def test_what_another_program_left_in_the_browser_does_not_stop_saving(learner: Page, client: Client) -> None:
    # Cookies are shared by all programs at 127.0.0.1, and the storage by whatever had this port before.
    left = json.dumps({"at": 1, "entries": [None, 7, {"seq": 1, "item": FIRST.id}]})
    place = f"holdfast-unsent:{client.tag(CHECK.id)}:x"
    learner.evaluate("([place, left]) => localStorage.setItem(place, left)", [place, left])
    learner.reload()
    _says(learner, "Saved")
    learner.evaluate("document.cookie = '_xsrf=%; path=/'")
    option = _choose(learner, client)
    wait_until(lambda: _kept(client) == [option], what="the answer to be kept")
