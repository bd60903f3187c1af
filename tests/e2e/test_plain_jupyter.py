"""The lesson is plain Jupyter: it works in JupyterLab and under `voila modules/`, and records nothing there."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from e2e import stock_jupyter
from e2e.stock_jupyter import PATIENCE

TOP = Path(__file__).resolve().parent.parent.parent
NOTEBOOK = "04_responding/04_responding.ipynb"


@pytest.fixture
def lessons(tmp_path: Path) -> Path:
    """Copy the lessons, so that nothing a stock tool writes lands in the checkout."""
    shutil.copytree(TOP / "modules", tmp_path / "modules", ignore=shutil.ignore_patterns(".ipynb_checkpoints"))
    return tmp_path / "modules"


def _play_one_step(page: Page) -> None:
    widget = page.locator(".hf-scenario").first
    expect(widget.get_by_role("radio").first).to_be_visible(timeout=PATIENCE)
    expect(widget.get_by_role("radio", checked=True)).to_have_count(0)
    widget.get_by_role("radio").first.check()
    widget.get_by_role("button", name="This is what I would do").click()
    expect(widget.locator(".hf-outcome")).to_contain_text("Why: ")
    expect(widget.get_by_text("nothing is recorded", exact=False).first).to_be_visible()
    widget.get_by_role("button", name="Back to the decision").click()
    expect(widget.get_by_role("radio", checked=True)).to_have_count(0)


def test_the_lesson_works_under_plain_voila_and_says_that_nothing_is_recorded(lessons: Path, browser: Browser) -> None:
    with stock_jupyter.voila(lessons.parent, "modules") as url, stock_jupyter.stranger_free(browser) as page:
        page.goto(f"{url}/{NOTEBOOK}", wait_until="domcontentloaded", timeout=PATIENCE)
        _play_one_step(page)
    assert not list(lessons.parent.rglob("answers.json"))
    assert not list(lessons.parent.rglob("records.db"))


def test_the_lesson_works_in_jupyterlab_and_says_that_nothing_is_recorded(lessons: Path, browser: Browser) -> None:
    with stock_jupyter.jupyterlab(lessons) as url, stock_jupyter.stranger_free(browser) as page:
        stock_jupyter.run_all_cells(page, url, NOTEBOOK)
        _play_one_step(page)
    assert not list(lessons.rglob("answers.json"))
