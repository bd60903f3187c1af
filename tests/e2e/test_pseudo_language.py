"""A course in another language needs no code: what the scripts say is in it, and what the content says stays."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

import pseudo_language
import server_process
from e2e.signed_in import sign_in
from holdfast.library import library
from holdfast.terms import in_words
from holdfast_widgets import Assessment, Quiz, Scenario

SCENARIO, QUIZ, CHECK = "can-i-show-you", "m4-what-to-keep", "m4-responding"
LESSONS = "/modules/04_responding"
PATIENCE = 60_000

SHOWN = """(root) => {
  const found = [...root.querySelectorAll("[aria-label]")].map((each) => each.ariaLabel);
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  let open = 0; // A message may hold elements, and then it is several texts.
  while (walker.nextNode()) {
    const { data, parentElement } = walker.currentNode;
    if (parentElement.closest("script, style, [aria-hidden=true]")) continue;
    if (!open) found.push(data);
    open += data.split("«").length - data.split("»").length;
  }
  return found.map((text) => text.trim()).filter((text) => /\\p{L}{2}/u.test(text));
}"""


@pytest.fixture(scope="module")
def visitor(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """Open a page of the course in a language that nobody speaks."""
    top = tmp_path_factory.mktemp("copy")
    with server_process.start(top / "data", env=pseudo_language.copied_course(top)) as server:
        context = browser.new_context(base_url=server.url, viewport={"width": 1280, "height": 900})
        sign_in(context, server.client())
        page = context.new_page()
        page.set_default_navigation_timeout(PATIENCE)
        yield page
        context.close()


def _content(view: Any) -> Iterator[str]:
    """Yield every text of a view and every name in it, but for what the interface adds: flags and nations."""
    if isinstance(view, str):
        yield in_words(view, library().glossary).removesuffix(" (not yet checked by us)")
    elif isinstance(view, dict):
        for name, inner in view.items():
            yield name
            yield from _content(inner if name != "nations" else "")
    elif isinstance(view, list):
        for inner in view:
            yield from _content(inner)


def _english(part: Locator, *views: Any) -> list[str]:
    """Return what is shown that is neither content nor in the other language."""
    content = "\n".join(text for view in views for text in _content(view)).lower()
    shown: Iterable[str] = part.evaluate(SHOWN)
    return [text for text in shown if not re.search("[«»]", text) and text.strip(":.() ").lower() not in content]


def _press(part: Locator, name: str) -> None:
    part.get_by_role("button", name=f"«{name}»", exact=True).click()


def test_a_scenario_speaks_the_language_from_its_first_decision_to_its_debrief(visitor: Page) -> None:
    visitor.goto(f"{LESSONS}/can-i-show-you")
    expect(visitor.locator("html")).to_have_attribute("lang", pseudo_language.LANGUAGE)
    widget = visitor.locator(".hf-scenario").first
    expect(widget.locator(".hf-foot")).to_have_text("✓ «Saved as you go»")
    view = Scenario(SCENARIO).view
    commit, title = "«This is what I would do»", re.compile("«Decision 1 of [0-9] · ")
    expect(widget.get_by_role("heading", name=title)).to_be_visible()
    while widget.get_by_role("button", name=commit).count():
        assert _english(widget, view) == []
        widget.get_by_role("radio").last.check()
        _press(widget, "This is what I would do")
        assert _english(widget, view) == []
        widget.get_by_role("button", name=re.compile("^«(Go on|Do this, and go on)»$")).click()
    expect(widget.get_by_role("heading", name="«How this ends»")).to_be_visible()
    expect(widget.locator(".hf-foot")).to_have_text("✓ «Saved»")
    assert _english(widget, view) == []
    widget.get_by_role("switch").check()
    assert _english(widget, view) == []


def test_a_quiz_speaks_the_language_before_and_after_an_answer(visitor: Page) -> None:
    visitor.goto(f"{LESSONS}/what-to-keep")
    widget = visitor.locator(".hf-quiz").first
    view = Quiz(QUIZ).view
    expect(widget.get_by_role("button", name="«Check»").first).to_be_visible()
    assert _english(widget, view) == []
    for card in widget.locator(".hf-asked").all():
        _press(card, "Check")
        expect(card.locator(".hf-complaint").last).to_have_text(re.compile("^«.*»$"))
    assert _english(widget, view) == []
    card = widget.locator(".hf-asked").first
    card.locator("input").first.check()
    _press(card, "Check")
    expect(card.locator(".hf-outcome h3")).to_have_text(re.compile("^«.*»$"))
    assert _english(widget, view) == []


def test_a_check_speaks_the_language_also_where_answers_lack_and_where_the_server_is_gone(visitor: Page) -> None:
    visitor.goto(f"/check/{CHECK}")
    widget = visitor.locator(".hf-assessment")
    view = Assessment(CHECK).view
    _press(widget, "Submit")
    missing = re.compile("«[0-9]+ questions have no answer yet»")
    expect(widget.get_by_role("heading", name=missing)).to_be_focused()
    assert _english(widget, view) == []
    visitor.route("**/api/**", lambda route: route.abort("connectionrefused"))
    widget.locator("input").first.check()
    expect(widget.locator(".hf-foot")).to_contain_text("«Not connected: «")
    assert _english(widget, view) == []
    visitor.unroute("**/api/**")


def test_what_stands_on_every_page_speaks_the_language(visitor: Page) -> None:
    visitor.goto(f"{LESSONS}/what-to-keep")
    visitor.keyboard.press("Shift")
    expect(visitor.locator("#hf-exit + [role=status]")).to_have_text("«Shift: press 2 more times to exit.»")
    expect(visitor.get_by_role("progressbar")).to_have_attribute("aria-valuetext", re.compile("^«.* minutes done»$"))
    expect(visitor.locator("[data-left]").first).to_have_text(re.compile("^«.* of the course left»$"))
    expect(visitor.locator("#hf-exit")).to_have_text(re.compile("^«.*»$"))
    visitor.keyboard.press("?")
    panel = visitor.get_by_role("region", name="«Help now»")
    expect(panel).to_be_focused()
    assert _english(panel, *(entry.model_dump(mode="json") for entry in library().resources.values())) == []
    visitor.keyboard.press("Escape")
    visitor.locator("#hf-settings > summary").click()
    assert _english(visitor.locator("#hf-settings")) == []


def test_a_browser_that_keeps_no_choices_says_so_in_the_language(visitor: Page) -> None:
    page = visitor.context.new_page()
    page.add_init_script("Storage.prototype.setItem = () => { throw new DOMException('no', 'SecurityError'); };")
    page.goto("/accessibility")
    page.locator("#hf-settings > summary").click()
    page.get_by_label("«Dark»").check()
    expect(page.locator("[data-not-kept]").last).to_have_text(re.compile("^«This browser keeps no choices.*»$"))
    page.close()
