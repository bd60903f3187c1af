"""Every interaction behaves the same on a course page, in JupyterLab, under plain Voila and on a page without a server.

The first three show the gallery, ``widgets/gallery.ipynb`` (the course page as a lesson of the module); the page of one
file shows the same widgets but the marked questions.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

import axe
import server_process
from e2e import stock_jupyter
from e2e.keyboard import Keyboard
from e2e.signed_in import sign_in
from holdfast.library import library
from holdfast_widgets import ActionPlan, OffenceFinder, Quiz, Scenario, StageTimeline, standalone

TOP = Path(__file__).resolve().parent.parent.parent
MODULE = library().module("04_responding")
HOSTS = ["course", "jupyterlab", "voila", "one file"]
PATIENCE = 60_000
NOT_KEPT = "nothing is recorded"


def _lesson(folder: Path) -> Path:
    """Write the gallery as the lesson of the module: all of it in the first part."""
    notebook = json.loads((TOP / "widgets" / "gallery.ipynb").read_text(encoding="utf-8"))
    for cell in notebook["cells"]:
        cell["source"] = "".join(cell["source"]).replace("## ", "### ")
    first, *others = (
        {"cell_type": "markdown", "id": f"part-{section.id}", "metadata": {}, "source": f"## {section.title}"}
        for section in MODULE.sections
    )
    notebook["cells"] = [*notebook["cells"][:2], first, *notebook["cells"][2:], *others]
    file = folder / MODULE.id / f"{MODULE.id}.ipynb"
    file.parent.mkdir(parents=True)
    file.write_text(json.dumps(notebook), encoding="utf-8")
    return folder


def _open(host: str, browser: Browser, folder: Path, stack: ExitStack) -> Page:
    """Show the gallery in that host."""
    page = stack.enter_context(stock_jupyter.stranger_free(browser))
    if host == "course":
        server = stack.enter_context(server_process.start(folder / "data", modules=_lesson(folder / "modules")))
        client = server.client()
        sign_in(page.context, client)
        page.goto(f"{server.url}/modules/{MODULE.id}/{MODULE.sections[0].id}", timeout=PATIENCE)
    elif host == "one file":
        shown = (Scenario("friday-twenty-past-three"), Quiz("m4-first-minute"), StageTimeline(), OffenceFinder())
        page.goto(standalone.write(folder / "page.html", *shown, ActionPlan(), title="Practice").as_uri())
    else:
        (folder / "shown").mkdir()
        shutil.copy(TOP / "widgets" / "gallery.ipynb", folder / "shown")
        if host == "voila":
            url = stack.enter_context(stock_jupyter.voila(folder, "shown"))
            page.goto(f"{url}/gallery.ipynb", wait_until="domcontentloaded", timeout=PATIENCE)
        else:
            lab = stack.enter_context(stock_jupyter.jupyterlab(folder / "shown"))
            stock_jupyter.run_all_cells(page, lab, "gallery.ipynb")
    expect(page.locator(".hf-action-plan")).to_be_visible(timeout=PATIENCE)
    return page


@pytest.fixture(scope="module", params=HOSTS)
def shown(request: pytest.FixtureRequest, browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """Open the gallery once in each host; each test uses a widget of its own."""
    with ExitStack() as stack:
        yield _open(request.param, browser, tmp_path_factory.mktemp("host"), stack)


def _is_course(page: Page) -> bool:
    return "/modules/" in page.url


def _saved(widget: Locator, page: Page) -> None:
    """Expect the truth about saving: kept on a course page, nowhere else."""
    expect(widget.locator(".hf-foot").last).to_contain_text("Saved" if _is_course(page) else NOT_KEPT)


def test_a_scenario_is_played_by_keyboard_and_says_what_happened(shown: Page) -> None:
    keys, widget = Keyboard(shown), shown.locator(".hf-scenario").first
    first = widget.get_by_role("radio").first
    keys.press(first, "Space")
    keys.press(widget.get_by_role("button", name="This is what I would do"))
    expect(widget.locator(".hf-outcome h3")).to_be_focused()
    keys.focus_is_seen()
    expect(widget.locator(".hf-outcome")).to_contain_text("Why: ")
    _saved(widget, shown)


def test_practice_is_explained_at_once(shown: Page) -> None:
    keys, widget = Keyboard(shown), shown.locator(".hf-quiz").filter(has=shown.get_by_role("radio")).first
    card = widget.locator(".hf-asked").filter(has=shown.locator(".hf-choice")).first
    keys.press(card.get_by_role("radio").first, "Space")
    keys.press(card.get_by_role("button", name="Check"))
    expect(card.locator(".hf-after h3").first).to_be_focused()
    keys.focus_is_seen()
    expect(card.locator(".hf-after")).to_contain_text("Why: ")
    _saved(widget, shown)


def test_an_order_is_made_by_keyboard(shown: Page) -> None:
    keys = Keyboard(shown)
    card = shown.locator(".hf-quiz .hf-asked").filter(has=shown.get_by_role("button", name="This is my order")).first
    rows = card.locator("ol").first.get_by_role("listitem")
    second = rows.nth(1).locator("[dir=auto]").first.inner_text()
    keys.press(rows.nth(1).get_by_role("button", name="Up"))
    keys.focus_is_seen()
    expect(rows.first).to_contain_text(second)


def test_a_stage_is_opened_and_the_chain_is_broken(shown: Page) -> None:
    keys, widget = Keyboard(shown), shown.locator(".hf-stage-timeline")
    keys.press(widget.get_by_role("button", name="An adult can break it here").first)
    keys.focus_is_seen()
    expect(widget.get_by_role("button", expanded=True)).to_have_count(1)
    expect(widget).to_contain_text("1 of 7 stages")
    _saved(widget, shown)


def test_the_facts_of_a_case_are_answered_with_the_law(shown: Page) -> None:
    widget = shown.locator(".hf-offence-finder")
    widget.get_by_role("combobox").select_option("england")
    widget.get_by_role("button", name="Show what the law says").click()
    expect(widget.get_by_role("heading", name="What the law says in England")).to_be_focused()
    Keyboard(shown).focus_is_seen()
    expect(widget).to_contain_text("Not legal advice")
    expect(widget).to_contain_text("Nothing you choose here is kept")


def test_a_line_of_the_plan_stands_on_the_card(shown: Page) -> None:
    keys, widget = Keyboard(shown), shown.locator(".hf-action-plan")
    field = widget.get_by_role("textbox").first
    keys.reach(field)
    shown.keyboard.type("The lead of our school")
    shown.keyboard.press("Tab")
    expect(widget.locator("dl")).to_contain_text("The lead of our school")
    _saved(widget, shown)


def test_marked_questions_take_answers_and_never_a_mark(shown: Page) -> None:
    widget = shown.locator(".hf-assessment")
    if not widget.count():  # The page of one file has none: nobody would mark it.
        assert shown.url.startswith("file:")
        return
    widget.get_by_role("heading").first.click()  # The way from the top of the gallery is long.
    keys = Keyboard(shown)
    keys.press(widget.get_by_role("radio").first, "Space")
    keys.press(widget.get_by_role("button", name="Submit", exact=True))
    keys.focus_is_seen()
    expect(widget.get_by_role("heading", name="no answer yet")).to_be_focused()
    keys.press(widget.get_by_role("button", name="Go back to the questions"))
    keys.focus_is_seen()


def test_axe_finds_nothing_in_any_widget(shown: Page) -> None:
    assert axe.findings(shown, within=".hf-widget") == []
