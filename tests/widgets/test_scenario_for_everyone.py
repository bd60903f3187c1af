"""The scenario for everyone: axe-core in every theme and size, by keys alone, and as a screen reader is told of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from e2e.keyboard import Keyboard
from holdfast.grading import replay
from holdfast.library import library
from holdfast.terms import in_words
from holdfast_widgets.scenario import Scenario
from small_course import SCENARIO, small_course
from widgets.everyone import problems
from widgets.scenario_play import COMMIT, FULL, FULL_PATH, REAL, choose, full_course, in_view, press, unfold

Host = Callable[..., Any]


@pytest.fixture
def full(tmp_path: Path) -> Scenario:
    return Scenario(FULL, library=full_course(tmp_path / "full"))


# --- nothing is wrong, at any stage ----------------------------------------------------------------------------------


def _told_wrong(page: Page) -> None:
    press(page, COMMIT)  # before anything is chosen


def _weaker(page: Page) -> None:
    choose(page, "Ask her to show")


def _best(page: Page) -> None:
    choose(page, "Sit down with her")


def _put_right(page: Page) -> None:
    _weaker(page)
    press(page, "Do this, and go on")


@pytest.mark.parametrize("act", [_told_wrong, _weaker, _best, _put_right])
def test_nothing_is_wrong_with_a_decision_and_what_follows_it(
    host: Host, full: Scenario, act: Callable[[Page], None]
) -> None:
    page = host(full).page
    act(page)
    assert problems(page) == []


def test_nothing_is_wrong_with_the_end_all_unfolded(host: Host, full: Scenario) -> None:
    page = host(full, value={FULL: FULL_PATH[:-1]}, nation="wales").page
    choose(page, "Go with her")
    press(page, "Go on")
    unfold(page, "Your way as a drawing", "Read your way through again", "Decision 2: She asks who has to know")
    assert problems(page) == []


def test_nothing_is_wrong_with_a_finished_scenario(host: Host) -> None:
    page = host(Scenario(REAL), value={REAL: _best_path()}).page
    unfold(page, "Another way through")
    assert problems(page) == []


def _best_path() -> list[str]:
    content, path = library().scenario(REAL), list[str]()
    while not (standing := replay(content, path)).finished:
        decision = next(node for node in content.decisions if node.id == standing.node)
        path.append(next(choice.id for choice in decision.choices if choice.best))
    return path


@pytest.mark.parametrize("feature", [{"forced_colors": "active"}, {"contrast": "more"}, {"reduced_motion": "reduce"}])
def test_choices_stay_visible_with_high_contrast_and_without_motion(
    host: Host, page: Page, tmp_path: Path, feature: dict[str, Any]
) -> None:
    page.emulate_media(**feature)
    host(Scenario(SCENARIO, library=small_course(tmp_path / "small")))
    card = page.locator("label.hf-choice").first
    page.get_by_role("radio").first.check()
    width = card.evaluate("(card) => Number.parseFloat(getComputedStyle(card).borderTopWidth)")
    assert width >= (1 if "reduced_motion" in feature else 2)
    times = "(root) => [...root.querySelectorAll('*')].map((each) => getComputedStyle(each).transitionDuration)"
    assert set(page.locator(".hf-widget").evaluate(times)) == {"0s"}


def test_the_drawing_takes_the_colours_a_reader_has_chosen(host: Host, page: Page, full: Scenario) -> None:
    page.emulate_media(forced_colors="active")
    host(full, value={FULL: FULL_PATH})
    unfold(page, "Another way through", "Your way as a drawing")
    colours = page.evaluate(
        """() => {
            const ink = getComputedStyle(document.querySelector(".hf-widget")).color;
            const drawn = [...document.querySelectorAll("svg :is(path, rect, circle)")].map(getComputedStyle);
            return [ink, ...new Set(drawn.map((style) => style.stroke))];
        }"""
    )
    assert colours == [colours[0]] * 2


# --- by keys alone ---------------------------------------------------------------------------------------------------


def test_a_whole_run_by_keys_alone_with_focus_in_view_after_every_step(host: Host, full: Scenario) -> None:
    hosted = host(full)
    page, keys = hosted.page, Keyboard(hosted.page)
    page.set_viewport_size({"width": 1280, "height": 600})
    keys.press(page.get_by_role("switch"), "Space")
    keys.press(page.get_by_role("switch"), "Space")
    keys.press(page.get_by_label("Your nation"), "w")
    for option, title, onward in (
        ("Ask her to show", "Look at this again", "Do this, and go on"),
        ("Promise", "Look at this again", "Go on without it"),
        ("Go with her", "Went well", "Go on"),
    ):
        keys.choose(page.get_by_role("group").first, option)
        page.keyboard.press("Enter")
        expect(page.locator(".hf-after h3").first).to_be_focused()
        assert hosted.focused() == title
        keys.focus_is_seen()
        keys.press(page.get_by_role("button", name=onward, exact=True))
        keys.focus_is_seen()
    assert hosted.focused() == "How this ends"
    for title in ("Your way as a drawing", "Read your way through again", "Decision 3: The bell goes"):
        keys.press(page.locator("summary").get_by_text(title))
        keys.focus_is_seen()
    expect(page.get_by_role("img")).to_be_visible()
    page.keyboard.press("Shift+Tab")
    keys.press(page.get_by_role("button", name="Play it again"))
    assert hosted.focused() == "Decision 1 of 3 · a hall, the chairs are stacked"
    keys.focus_is_seen()
    assert hosted.saved()[-1] == {FULL: ["ask-to-see", "repair", "promise", "walk-with-her"]}


def test_a_decision_is_taken_again_by_keys(host: Host, full: Scenario) -> None:
    hosted = host(full, value={FULL: FULL_PATH})
    page, keys = hosted.page, Keyboard(hosted.page)
    keys.press(page.locator("summary").get_by_text("Another way through"))
    keys.press(page.get_by_role("button", name="Take this decision again (She asks who has to know)"))
    assert hosted.focused() == "Decision 2 of 3 · the same hall"
    keys.focus_is_seen()
    keys.choose(page.get_by_role("group"), "Tell her")
    page.keyboard.press("Enter")
    assert hosted.saved() == [{FULL: ["ask-why", "say-who"]}]


def test_the_real_scenario_is_walked_by_keys_to_its_best_end(host: Host) -> None:
    hosted = host(Scenario(REAL))
    page, keys = hosted.page, Keyboard(hosted.page)
    content = library().scenario(REAL)
    for step, choice_id in enumerate(_best_path(), start=1):
        choice = next(choice for node in content.decisions for choice in node.choices if choice.id == choice_id)
        keys.choose(page.get_by_role("group"), in_words(choice.text, library().glossary))
        page.keyboard.press("Enter")
        assert hosted.focused() == "Went well"
        assert in_view(page.locator(":focus"))
        keys.press(page.get_by_role("button", name="Go on", exact=True))
        assert hosted.focused().startswith(
            "How this ends" if step == len(content.decisions) else f"Decision {step + 1}"
        )
        keys.focus_is_seen()
    assert hosted.saved()[-1] == {REAL: _best_path()}


# --- as a screen reader is told of it --------------------------------------------------------------------------------


def test_a_decision_as_it_is_told(host: Host, full: Scenario) -> None:
    page = host(full, nation="wales").page
    page.get_by_role("radio").nth(2).check()
    expect(page.get_by_role("region")).to_match_aria_snapshot("""
        - 'region "Scenario: After assembly"':
          - status
          - status
          - heading "Before you start" [level=2]
          - paragraph: A girl of 14 speaks to a tutor and to the designated safeguarding person.
          - switch "Read it in the third person"
          - text: Read it in the third person Your nation
          - combobox "Your nation":
            - option "All nations"
            - option "England"
            - option "Wales" [selected]
            - option "Scotland"
            - option "Northern Ireland"
          - paragraph: "Your part: tutor. About 4 minutes."
          - heading "Decision 1 of 3 · a hall, the chairs are stacked" [level=2]
          - paragraph: A girl of 14 stays behind. “I did something stupid,” she says to you.
          - paragraph: Your designated safeguarding person is in the next room.
          - paragraph: The local safeguarding board has a duty line.
          - list "How things stand":
            - listitem:
              - text: "Trust:"
              - strong: she is still talking
          - group "What comes next?":
            - radio "Sit down with her, and thank her for telling."
            - text: Sit down with her, and thank her for telling.
            - radio "Ask her to show what was sent."
            - text: Ask her to show what was sent.
            - radio "Ask her why she did it." [checked]
            - text: Ask her why she did it.
          - paragraph
          - button "This is what I would do"
          - paragraph: "Practice only: nothing is recorded in this view."
        """)


def test_feedback_as_it_is_told(host: Host, full: Scenario) -> None:
    page = host(full).page
    choose(page, "Ask her to show")
    expect(page.get_by_role("status").first).to_have_text("Your choice: Ask her to show what was sent.")
    expect(page.locator(".hf-after")).to_match_aria_snapshot("""
        - heading "Look at this again" [level=3]
        - paragraph:
          - strong: She looks at the floor.
        - list "What has changed":
          - listitem:
            - text: "Trust:"
            - strong: she has gone quiet
        - paragraph: Sit down with her.
        - paragraph: "Why: Because of the example."
        - heading "What you can do now" [level=3]
        - paragraph: "Say: “You need not show me anything.” Sit down with her."
        - button "Do this, and go on"
        - button "Back to the decision"
        - button "Go on without it"
        """)


def test_the_end_as_it_is_told(host: Host, full: Scenario) -> None:
    page = host(full, value={FULL: FULL_PATH[:-1]}).page
    choose(page, "Go with her")
    press(page, "Go on")
    unfold(page, "Your way as a drawing")
    expect(page.get_by_role("status").first).to_have_text("The story goes on.")
    expect(page.locator(".hf-body")).to_match_aria_snapshot("""
        - heading "How this ends" [level=2]
        - paragraph: She sits with two adults, and you stay.
        - list "How things stand":
          - listitem:
            - text: "Trust:"
            - strong: she has gone quiet
        - heading "The next step" [level=3]
        - paragraph: The safeguarding lead rings children’s services.
        - heading "Another way through" [level=2]
        - paragraph: What went well comes first.
        - list:
          - listitem:
            - paragraph:
              - text: "Went well:"
              - strong: The bell goes
            - paragraph: You went with her to the safeguarding lead.
            - button "Take this decision again (The bell goes)"
          - listitem:
            - paragraph:
              - text: "Put right:"
              - strong: She asks who has to know
            - paragraph: You promised that nobody would know.
            - paragraph: How it was put right
            - paragraph: "Say: “I was wrong. The safeguarding lead has to know, so that you get help.”"
            - paragraph: A stronger step
            - paragraph: Tell her that the safeguarding lead has to know, and why.
            - button "Take this decision again (She asks who has to know)"
          - listitem:
            - paragraph:
              - text: "Look at this again:"
              - strong: She stays behind
            - paragraph: "You asked: “Why did you do it?”"
            - paragraph: A stronger step
            - paragraph: Sit down with her, and thank her for telling.
            - button "Take this decision again (She stays behind)"
        - group:
          - text: Your way as a drawing
          - img "Your way through as a drawing. The list above says the same in words."
        - group: Read your way through again
        - button "Play it again"
        """)


def test_jupyterlab_is_told_to_keep_its_shortcuts_to_itself_wherever_focus_can_be(host: Host, full: Scenario) -> None:
    page = host(full, value={FULL: FULL_PATH[:-1]}).page
    focusable = ":is(a, button, input, select, summary, [tabindex])"
    for act in (lambda: None, lambda: choose(page, "Go with her"), lambda: press(page, "Go on")):
        act()
        found = page.locator(f".hf-widget {focusable}").count()
        assert found >= 5
        assert page.locator(f".hf-widget {focusable}[data-lm-suppress-shortcuts]").count() == found
