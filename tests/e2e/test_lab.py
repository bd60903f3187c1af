"""`holdfast lab` in a real browser: the trainer's page, the notes, the widgets, and a button that runs nothing."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from grading_course import PROBE, file_hostile, learner, make_probe, marks
from holdfast.nbgrader_bridge import Worker
from lab_process import Lab, note_strangers, started
from strangers import note_stranger

PATIENCE = 60_000  # a kernel and JupyterLab on a busy two-core machine
ASKS_OTHERS = re.compile(
    r"(?:src|href)\s*=\s*[\"']?(?:https?:)?//[^\"'\s>]*|import[^;]{0,80}from\s*[\"']https?:|@import\s+url"
)


@dataclass
class Trainer:
    """A trainer's lab with a hostile submission in it."""

    lab: Lab
    asked: Path  #: the other computers that its programs asked for
    ran: Path  #: what the submission writes if it runs


@pytest.fixture(scope="module")
def trainer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Trainer]:
    """Start the lab on a data root with a hostile submission."""
    data = tmp_path_factory.mktemp("trainer") / "data"
    data.mkdir()
    make_probe(data)
    ran = file_hostile(data)
    environment, asked = note_strangers(tmp_path_factory.mktemp("noted"))
    with started(data, env=environment) as lab:
        yield Trainer(lab=lab, asked=asked, ran=ran)


@dataclass
class Desk:
    """The trainer's browser: what it keeps of JupyterLab serves every test of the file."""

    context: BrowserContext
    strangers: list[str]  #: the requests that left this machine


@pytest.fixture(scope="module")
def desk(trainer: Trainer, browser: Browser) -> Iterator[Desk]:
    """Open the link as it is printed, once."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="en-GB")
    context.set_default_timeout(PATIENCE)
    strangers: list[str] = []
    context.on("request", lambda request: note_stranger(request, strangers))
    first = context.new_page()
    first.goto(trainer.lab.link)
    expect(first.get_by_role("heading", name="Start here")).to_be_visible(timeout=PATIENCE)
    first.close()
    yield Desk(context, strangers)
    context.close()


@pytest.fixture
def page(trainer: Trainer, desk: Desk) -> Iterator[Page]:
    """Open a window of the trainer's; in the end nothing has asked another computer."""
    page = desk.context.new_page()
    yield page
    page.close()
    assert desk.strangers == []
    assert trainer.asked.read_text(encoding="utf-8") == ""


@pytest.fixture
def at_start(page: Page, trainer: Trainer) -> None:
    """Open the start page."""
    page.goto(f"{trainer.lab.url}/lab/tree/lab/START.md")
    expect(page.get_by_role("heading", name="Start here")).to_be_visible(timeout=PATIENCE)


def _formgrader(page: Page, trainer: Trainer, path: str = "manage_assignments") -> None:
    page.goto(f"{trainer.lab.url}/formgrader/{path}")


@pytest.mark.usefixtures("at_start")
def test_the_start_page_opens_first_and_leads_to_the_modules(page: Page) -> None:
    expect(page.get_by_role("link", name="4. Responding")).to_be_visible()
    link = page.get_by_role("link", name="Twelve hard questions")
    link.click()
    expect(page.get_by_text("Python 3 (ipykernel) | Idle")).to_be_visible(timeout=PATIENCE)
    page.get_by_role("tab", name="START.md").click()
    link.click()
    expect(page.get_by_role("heading", name="Twelve hard questions")).to_be_in_viewport()


@pytest.mark.usefixtures("at_start")
def test_the_notes_are_set_apart_and_the_widgets_work(page: Page) -> None:
    page.get_by_role("link", name="4. Responding").click()
    expect(page.get_by_text("Python 3 (ipykernel) | Idle")).to_be_visible(timeout=PATIENCE)
    note = page.locator(".hf-note", has_text="Facilitator: 6.5 minutes").first
    expect(note.locator("strong").first).to_have_text("Facilitator: 6.5 minutes.")
    edge, paper, ground = note.evaluate(
        "e => [getComputedStyle(e).borderInlineStartWidth, getComputedStyle(e).backgroundColor,"
        " getComputedStyle(e.closest('.jp-Notebook')).backgroundColor]"
    )
    assert edge == "6px"
    assert paper != ground
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
    widget = page.locator(".hf-scenario").first
    widget.get_by_role("radio").first.check(timeout=PATIENCE)
    widget.get_by_role("button", name="This is what I would do").click()
    expect(widget.locator(".hf-outcome")).to_contain_text("Why: ")
    expect(widget.get_by_text("nothing is recorded", exact=False).first).to_be_visible()


@pytest.mark.usefixtures("at_start")
def test_the_autograde_button_marks_as_the_worker_does_and_runs_nothing_of_the_learner(
    page: Page, trainer: Trainer
) -> None:
    page.get_by_role("menuitem", name="Nbgrader").click()
    page.get_by_role("menuitem", name="Formgrader", exact=True).click()
    frame = page.frame_locator("iframe")
    frame.get_by_role("row", name=PROBE).locator(".num-submissions a").click()
    row = frame.get_by_role("row", name=learner(1))
    row.locator(".autograde a").click()
    expect(frame.locator(".modal-body")).to_contain_text("2 of 5 points.", timeout=PATIENCE)
    frame.get_by_role("button", name="OK").click()
    expect(row).to_contain_text("graded")

    pressed = marks(trainer.lab.data, PROBE, learner(1))
    assert pressed == {"first": (0.5, None, False), "second": (1.5, None, False)}
    copy = Path(shutil.copytree(trainer.lab.data, trainer.lab.data.parent / "copy"))
    worker = Worker(copy)
    assert worker.grade(learner(1), PROBE).result().state == "marked"
    worker.stop()
    assert marks(copy, PROBE, learner(1)) == pressed
    assert not trainer.ran.exists()

    row.locator(".generate-feedback a").click()
    expect(frame.locator(".modal-body")).to_contain_text("Successfully generated feedback", timeout=PATIENCE)
    feedback = (trainer.lab.data / "feedback" / learner(1) / PROBE / f"{PROBE}.html").read_text(encoding="utf-8")
    assert not ASKS_OTHERS.findall(feedback)

    _formgrader(page, trainer, f"gradebook/{PROBE}/{PROBE}")
    page.get_by_role("link", name="Submission #1").click()
    expect(page.get_by_text("Submission #1").first).to_be_visible()
    for path in (f"gradebook/{PROBE}", "manage_students", f"manage_students/{learner(1)}"):
        _formgrader(page, trainer, path)
        expect(page.locator("#main-table tr").first).to_be_visible()


def test_the_button_is_as_safe_when_another_folder_is_named(page: Page, trainer: Trainer) -> None:
    elsewhere = trainer.lab.data / "submitted" / learner(1)
    _formgrader(page, trainer, f"?path={elsewhere}")
    expect(page).to_have_url(f"{trainer.lab.url}/formgrader/manage_assignments")
    _formgrader(page, trainer, f"manage_submissions/{PROBE}")
    page.get_by_role("row", name=learner(1)).locator(".autograde a").click()
    expect(page.locator(".modal-body")).to_contain_text("2 of 5 points.", timeout=PATIENCE)
    assert not trainer.ran.exists()


def test_validate_runs_nothing_that_was_handed_in(page: Page, trainer: Trainer) -> None:
    page.goto(f"{trainer.lab.url}/lab/tree/submitted/{learner(1)}/{PROBE}/{PROBE}.ipynb")
    expect(page.get_by_text("Python 3 (ipykernel) | Idle")).to_be_visible(timeout=PATIENCE)
    page.get_by_role("button", name="Validate").click()
    expect(page.get_by_role("dialog")).to_contain_text("was handed in by a learner, and is not run here")
    assert not trainer.ran.exists()


def test_what_is_released_stays_when_generate_is_pressed(page: Page, trainer: Trainer) -> None:
    released = trainer.lab.data / "release" / PROBE / f"{PROBE}.ipynb"
    before = released.read_bytes()
    source = trainer.lab.data / "source" / PROBE / f"{PROBE}.ipynb"
    changed = json.loads(source.read_text(encoding="utf-8"))
    changed["cells"][0]["source"] = "# Another text"
    source.write_text(json.dumps(changed), encoding="utf-8")

    _formgrader(page, trainer)
    page.get_by_role("row", name=PROBE).locator(".assign a").click()
    expect(page.locator(".modal-body")).to_contain_text("is released already", timeout=PATIENCE)
    assert released.read_bytes() == before


def test_a_link_to_jupyter_s_older_pages_opens_in_jupyterlab(page: Page, trainer: Trainer) -> None:
    page.goto(f"{trainer.lab.url}/notebooks/lab/START.md")
    expect(page).to_have_url(f"{trainer.lab.url}/lab/tree/lab/START.md")
