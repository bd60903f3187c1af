"""A colleague takes the module: by keyboard only, over a power cut, to the mark and what it means."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from e2e.keyboard import Keyboard
from holdfast.library import library
from holdfast.model import Choice, Decision
from holdfast.terms import in_words
from server_process import Server, start

COURSE = library()
SCENARIO = COURSE.scenario("friday-twenty-past-three")
CHECK = COURSE.assignment("m4-responding")
MODULE = COURSE.module(CHECK.module)
PLACE = "/modules/04_responding/friday-twenty-past-three"


def _best(decision: Decision) -> Choice:
    return next(choice for choice in decision.choices if choice.best)


def _weaker(decision: Decision) -> Choice:
    return next(choice for choice in decision.choices if not choice.best)


def _scenario(page: Page) -> Locator:
    return page.locator('.hf-host[data-kind="scenario"]')


def _decide(keys: Keyboard, decision: Decision, choice: Choice) -> None:
    widget = _scenario(keys.page)
    told = (choice.text, decision.question, choice.happens)
    text, question, happens = (in_words(words, COURSE.glossary, "england") for words in told)
    expect(widget.get_by_role("radio", name=text)).not_to_be_checked()
    keys.choose(widget.get_by_role("group", name=question), text)
    keys.press(widget.get_by_role("button", name="This is what I would do"))
    expect(widget.get_by_text(happens)).to_be_visible()
    keys.focus_is_seen()


def _go_on(keys: Keyboard, button: str = "Go on") -> None:
    keys.press(_scenario(keys.page).get_by_role("button", name=button, exact=True))
    keys.focus_is_seen()


def _card(page: Page, title: str) -> Locator:
    """Return a module's card, or that of a check, on the home page."""
    heading = page.get_by_role("heading", level=3, name=title, exact=True)
    return page.locator(".hf-course-card").filter(has=heading).get_by_role("link")


def _saved(page: Page, kind: str = "scenario") -> None:
    expect(page.locator(f'.hf-host[data-kind="{kind}"]').get_by_text("Saved", exact=True)).to_be_visible()


@pytest.mark.parametrize("width", [1280, 390])
def test_the_module_is_taken_by_keyboard_only_and_marked(page: Page, server: Server, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    keys = Keyboard(page)
    page.goto(server.enter)
    keys.choose(page.get_by_role("group", name="Do other people use this computer account?"), "No, only I do")
    keys.choose(page.get_by_role("group", name="Where do you work?"), "England")
    keys.press(page.get_by_role("button", name="Go on"))

    keys.press(_card(page, MODULE.title))
    for heading in ("The first minute", "Five words to remember", "“Can I show you?”"):
        expect(page.get_by_role("heading", level=1, name=heading)).to_be_visible()
        keys.press(page.get_by_role("link", name="Go on: "))
    expect(page.get_by_role("heading", level=1, name=SCENARIO.title)).to_be_visible()

    first, second, third, *rest = SCENARIO.decisions
    _decide(keys, first, _weaker(first))
    _go_on(keys, "Do this, and go on")
    _decide(keys, second, _best(second))
    _go_on(keys)
    _saved(page)

    server.kill()
    with start(server.data, port=server.port):
        page.reload()
        _finish(keys, third, *rest)


def _finish(keys: Keyboard, third: Decision, *rest: Decision) -> None:
    page = keys.page
    expect(_scenario(page).get_by_role("group", name=third.question)).to_be_visible()
    for decision in (third, *rest):
        _decide(keys, decision, _best(decision))
        _go_on(keys)
    expect(_scenario(page).get_by_role("heading", name="Another way through")).to_be_visible()
    _saved(page)

    for heading in ("What to keep", "Who to call"):
        keys.press(page.get_by_role("link", name="Go on: "))
        expect(page.get_by_role("heading", level=1, name=heading)).to_be_visible()
    # What follows is for leads, and more practice: the home page leads past it.
    keys.press(page.get_by_role("link", name="Go on: "))
    keys.press(page.get_by_role("link", name="Holdfast"))
    keys.press(_card(page, CHECK.title))
    _answer_the_check(keys)
    _read_the_result(page)
    keys.press(page.get_by_role("link", name="Holdfast"))
    expect(_card(page, MODULE.title)).to_have_text("Read again")
    expect(_card(page, CHECK.title)).to_have_text("See your result")


def _answer_the_check(keys: Keyboard) -> None:
    page, check = keys.page, keys.page.locator('.hf-host[data-kind="assessment"]')
    key = COURSE.key(CHECK.id)
    for item_id in CHECK.items:
        item = COURSE.item(item_id)
        right = set(key.item(item_id).correct)
        group = check.get_by_role("group", name=item.question).filter(has_text=item.options[0].text)
        for option in item.options:
            # Three questions are answered rightly; of the one with several answers, one right answer is left out.
            if item.type == "single" and option.id in right:
                keys.choose(group, option.text)
            elif item.type == "multiple" and option.id in sorted(right)[1:]:
                keys.tick(group, option.text)
    _saved(page, "assessment")
    keys.press(check.get_by_role("button", name="Submit"))


def _read_the_result(page: Page) -> None:
    expect(page.get_by_role("heading", level=1, name="Your answers, explained")).to_be_visible(timeout=15_000)
    # By hand: scenario 0.5 + 5 x 1; three single items 1 each; the multiple is starred, so 2 of 3 right earn 0 of 2.
    expect(page.get_by_role("heading", level=2, name="8.5 of 11")).to_be_visible()
    expect(page.get_by_role("heading", name="Friday, twenty past three: another way through")).to_be_visible()
    explanation = COURSE.key(CHECK.id).item("practice-never-view-1").options["lock-and-believe"]
    expect(page.get_by_text(explanation.experience)).to_be_visible()


def test_another_tab_shows_the_same_answers_and_both_stay_in_agreement(page: Page, server: Server) -> None:
    page.goto(server.enter)
    page.goto(server.url + PLACE)
    other = page.context.new_page()
    other.goto(server.url + PLACE)
    first, second, *_ = SCENARIO.decisions
    _decide(Keyboard(page), first, _best(first))
    _saved(page)
    other.bring_to_front()
    expect(_scenario(other).get_by_role("group", name=second.question)).to_be_visible()


def test_no_choice_is_made_for_the_learner(page: Page, server: Server) -> None:
    page.goto(server.enter)
    for path in (PLACE, f"/check/{CHECK.id}"):
        page.goto(server.url + path)
        expect(page.get_by_role("radio").first).to_be_visible()
        expect(page.get_by_role("radio", checked=True)).to_have_count(0)
        expect(page.get_by_role("checkbox", checked=True)).to_have_count(0)
