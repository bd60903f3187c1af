"""Practice on a page of one file: opened from the disk, without a server, without a network."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from holdfast.errors import UserError
from holdfast_widgets import Scenario, standalone
from holdfast_widgets.assessment import Assessment
from small_course import ASSIGNMENT, SCENARIO, small_course
from widgets.everyone import problems


@pytest.fixture
def small(tmp_path: Path) -> Scenario:
    return Scenario(SCENARIO, library=small_course(tmp_path / "small"))


def test_a_scenario_plays_from_a_file_and_asks_nobody_for_anything(page: Page, small: Scenario, tmp_path: Path) -> None:
    said: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("request", lambda request: asked.append(request.url.partition(":")[0]))
    page.goto(standalone.write(tmp_path / "practice.html", small, small, title="Two steps").as_uri())
    first = page.locator(".hf-widget").first
    first.get_by_role("radio").first.check()
    first.get_by_role("button", name="This is what I would do").click()
    expect(first.get_by_role("heading", name="Went well")).to_be_focused()
    expect(page.locator(".hf-widget").last.get_by_role("radio", checked=True)).to_have_count(0)
    expect(first).to_contain_text("nothing is recorded on this page")
    assert said == []
    assert set(asked) <= {"file", "blob"}


def test_nothing_is_kept_between_two_openings(page: Page, small: Scenario, tmp_path: Path) -> None:
    url = standalone.write(tmp_path / "practice.html", small, title="Two steps").as_uri()
    page.goto(url)
    page.get_by_role("radio").first.check()
    page.get_by_role("button", name="This is what I would do").click()
    page.reload()
    expect(page.get_by_role("radio", checked=True)).to_have_count(0)
    assert page.evaluate("document.cookie") == ""


def test_the_page_is_for_everyone(page: Page, small: Scenario, tmp_path: Path) -> None:
    page.goto(standalone.write(tmp_path / "practice.html", small, title="Two steps").as_uri())
    page.locator(".hf-widget").wait_for()
    assert problems(page) == []


def test_without_javascript_the_help_is_there(browser: Browser, small: Scenario, tmp_path: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(standalone.write(tmp_path / "practice.html", small, title="Two steps").as_uri())
    expect(page.get_by_text("These questions need JavaScript.")).to_be_visible()
    expect(page.get_by_role("link", name="999").first).to_be_visible()
    context.close()


def test_a_title_with_markup_stays_text(page: Page, small: Scenario, tmp_path: Path) -> None:
    title = "</title><script>document.title='taken'</script> {braces} \u202eשלום 🙂"
    page.goto(standalone.write(tmp_path / "practice.html", small, title=title).as_uri())
    page.locator(".hf-widget").wait_for()
    assert page.title() == title
    expect(page.get_by_role("heading", level=1)).to_have_text(title)


def test_an_assessment_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="nobody would mark it"):
        standalone.page(Assessment(ASSIGNMENT, library=small_course(tmp_path)), title="No")


def test_a_folder_that_takes_nothing_is_named_and_nothing_is_left(small: Scenario, tmp_path: Path) -> None:
    blocked = tmp_path / "a-file"
    blocked.write_text("", encoding="utf-8")
    with pytest.raises(UserError, match="a-file"):
        standalone.write(blocked / "practice.html", small, title="No")
    (tmp_path / "taken.html").mkdir()
    before = sorted(tmp_path.iterdir())
    with pytest.raises(UserError, match=r"taken\.html cannot be written"):
        standalone.write(tmp_path / "taken.html", small, title="No")
    assert sorted(tmp_path.iterdir()) == before
