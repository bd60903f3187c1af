"""The order in which the browser shows options: the vectors of Python, and the seed that is kept with the answers."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from holdfast.grading import order, seed_of
from holdfast.library import Library
from holdfast_widgets._base import composed
from holdfast_widgets.assessment import Assessment
from question_course import ASSIGNMENT, MARKED, question_course

Host = Callable[..., Any]

ORDER = f"{ASSIGNMENT}/order"
_CASES = json.loads((Path(__file__).parents[1] / "vectors" / "orders.json").read_text(encoding="utf-8"))["cases"]


@pytest.fixture
def course(tmp_path: Path) -> Library:
    return question_course(tmp_path / "course")


@pytest.fixture
def every(course: Library) -> Assessment:
    return Assessment(ASSIGNMENT, library=course)


def _group(page: Page, course: Library, item: str) -> Locator:
    return page.get_by_role("group", name=course.item(item).question)


def _shown(page: Page, course: Library, item: str) -> list[str]:
    """Return the ids of a question's options in the order of their texts on the page."""
    text = _group(page, course, item).inner_text()
    return sorted((o.id for o in course.item(item).options), key=lambda i: text.index(_text(course, item, i)))


def _text(course: Library, item: str, option: str) -> str:
    return next(each.text for each in course.item(item).options if each.id == option)


def _expected(course: Library, seed: int, item: str) -> list[str]:
    ids = [option.id for option in course.item(item).options]
    return ids if course.item(item).type in ("spot", "short") else list(order(seed, item, ids))


def test_the_browser_shuffles_every_vector_as_python_does(page: Page) -> None:
    script = base64.b64encode(composed("js", "_order").encode()).decode()
    shown = page.evaluate(
        """async ({ script, cases }) => {
          const { shuffled } = await import(`data:text/javascript;base64,${script}`);
          return cases.map(({ seed, name, ids }) => shuffled(seed, name, ids));
        }""",
        {"script": script, "cases": _CASES},
    )
    assert shown == [case["shown"] for case in _CASES]


@pytest.mark.parametrize("seed", [0, 7, 2**32 - 1])
def test_a_kept_seed_shows_the_options_as_they_were_shown_before(
    host: Host, course: Library, every: Assessment, seed: int
) -> None:
    page = host(every, value={ORDER: [str(seed)]}).page
    assert {item: _shown(page, course, item) for item in MARKED} == {
        item: _expected(course, seed, item) for item in MARKED
    }


def test_groups_are_shuffled_where_they_are_matched_and_stay_where_they_are_sorted(
    host: Host, course: Library, every: Assessment
) -> None:
    page = host(every, value={ORDER: ["2"]}).page
    matching, sorting = course.item("matching-one"), course.item("sorting-one")
    lettered = order(2, "matching-one/groups", [group.id for group in matching.groups])
    texts = {group.id: group.text for group in matching.groups}
    expected = ["Choose", *(f"{letter}. {texts[group]}" for letter, group in zip("ABC", lettered, strict=True))]
    assert lettered != tuple(texts)
    expect(page.get_by_role("combobox").first.locator("option")).to_have_text(expected)
    first = page.get_by_role("group", name=sorting.options[0].text).get_by_role("radio")
    assert [radio.get_attribute("value") for radio in first.all()] == [group.id for group in sorting.groups]


def test_the_seed_is_kept_with_the_first_answer_and_not_before(host: Host, course: Library, every: Assessment) -> None:
    hosted = host(every)
    assert hosted.saved() == []
    shown = {item: _shown(hosted.page, course, item) for item in MARKED}
    _group(hosted.page, course, "sentence-one").get_by_role("radio").last.check()
    (saved,) = hosted.saved()
    assert set(saved) == {"sentence-one", ORDER}
    seed = seed_of(saved[ORDER])
    assert seed is not None
    assert shown == {item: _expected(course, seed, item) for item in MARKED}
    _group(hosted.page, course, "multiple-one").get_by_role("checkbox").first.check()
    assert hosted.saved()[-1][ORDER] == saved[ORDER]


def test_every_opening_draws_a_seed_of_its_own(host: Host, every: Assessment) -> None:
    seeds = []
    for _ in range(3):
        hosted = host(every)
        hosted.page.get_by_role("checkbox").first.check()
        seeds.append(hosted.value()[ORDER][0])
    assert len(set(seeds)) == 3


@pytest.mark.parametrize("word", [[], ["x"], ["-1"], ["01"], ["1", "2"], ["4294967296"], ["9" * 400]])
def test_a_seed_that_is_none_is_drawn_anew(host: Host, every: Assessment, word: list[str]) -> None:
    hosted = host(every, value={ORDER: word})
    hosted.page.get_by_role("checkbox").first.check()
    assert seed_of(hosted.value()[ORDER]) is not None
    assert hosted.value()[ORDER] != word


def _another_seed(course: Library, than: list[str]) -> int:
    """Return a seed by which the sentences stand otherwise."""
    return next(seed for seed in range(99) if _expected(course, seed, "sentence-one") != than)


def test_a_late_state_is_shown_in_its_order_and_focus_stays_at_its_question(
    host: Host, course: Library, every: Assessment
) -> None:
    hosted = host(every)
    page = hosted.page
    seed = _another_seed(course, _shown(page, course, "sentence-one"))
    _group(page, course, "sentence-one").get_by_role("radio").first.focus()
    hosted.set("value", {ORDER: [str(seed)], "sentence-one": ["thanks"], "multiple-one": ["time", "words"]})
    assert {item: _shown(page, course, item) for item in MARKED} == {
        item: _expected(course, seed, item) for item in MARKED
    }
    expect(page.get_by_role("radio", name="Thank you for telling me.")).to_be_checked()
    expect(page.get_by_role("radio", name="Thank you for telling me.")).to_be_focused()
    expect(_group(page, course, "multiple-one").get_by_role("checkbox", checked=True)).to_have_count(2)
    assert hosted.saved() == []
    page.get_by_role("radio", name="Why did you do that?").check()
    assert hosted.saved() == [
        {ORDER: [str(seed)], "sentence-one": ["why"], "multiple-one": ["time", "words"]},
    ]


def test_a_late_state_moves_nothing_once_something_was_answered_here(
    host: Host, course: Library, every: Assessment
) -> None:
    hosted = host(every)
    page = hosted.page
    before = _shown(page, course, "sentence-one")
    page.get_by_role("radio", name="Why did you do that?").check()
    seed = _another_seed(course, before)
    hosted.set("value", {ORDER: [str(seed)], "sentence-one": ["why"], "multiple-one": ["words"]})
    assert _shown(page, course, "sentence-one") == before
    expect(_group(page, course, "multiple-one").get_by_role("checkbox", checked=True)).to_have_count(1)
    page.get_by_role("radio", name="Thank you for telling me.").check()
    kept = seed_of(hosted.value()[ORDER])
    assert kept is not None
    assert _expected(course, kept, "sentence-one") == before  # The order in which it was answered.
