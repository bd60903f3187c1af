"""What is said about a final: whose help there is, that the mark is provisional, and never that anybody failed."""

from __future__ import annotations

import re

import pytest

from holdfast import standing
from holdfast.standing import final_outcome, outcome_in_words, pass_mark_in_words, talk_to
from journeys import COURSE, Story, plain


def _words(story: Story) -> str:
    outcome = final_outcome(COURSE, story.journey)
    return " ".join(outcome_in_words(COURSE, story.pathway, outcome))


def _three_tries(pathway: str) -> Story:
    story = Story(pathway)
    for _ in range(3):
        story.try_final(wrong=plain(pathway))
    return story


@pytest.mark.parametrize(
    ("pathway", "who"),
    [("all-staff", "your safeguarding lead"), ("dsl", "your head"), ("trainer", "the person who runs this training")],
)
def test_the_person_to_talk_to_is_named_for_each_pathway(pathway: str, who: str) -> None:
    assert who in talk_to(pathway)


def test_the_pass_mark_is_said_with_its_two_conditions_and_as_provisional() -> None:
    assert "80 per cent" in pass_mark_in_words()
    assert "every starred objective" in pass_mark_in_words()
    assert "provisional" in pass_mark_in_words()


def test_a_pass_mark_that_judges_have_set_is_not_called_provisional(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(standing.words, "PROVISIONAL", False)
    assert "provisional" not in pass_mark_in_words()


def test_what_was_missed_is_named_and_the_tries_left_are_counted() -> None:
    story = Story().try_final(wrong=plain("all-staff")[:4])
    assert COURSE.objective(plain("all-staff")[0]).short in _words(story)
    assert "2 tries left" in _words(story)
    assert "1 try left" in _words(story.try_final(wrong=plain("all-staff")[:4]))


def test_a_mend_is_said_in_the_number_there_are() -> None:
    assert "1 starred objective is left" in _words(Story().try_final(wrong=["first-minute"]))
    assert "2 starred objectives are left" in _words(Story().try_final(wrong=["first-minute", "tell-and-note"]))


def test_a_pass_names_what_is_still_worth_a_look() -> None:
    assert _words(Story().try_final()) == "You have passed the final check."
    assert "Worth another look" in _words(Story().try_final(wrong=plain("all-staff")[:1]))


def test_after_the_last_try_it_is_about_learning_and_essentials_is_open() -> None:
    words = _words(_three_tries("dsl"))
    assert "never used to judge" in words
    assert "essentials" in words


@pytest.mark.parametrize("pathway", ["all-staff", "dsl"])
def test_nothing_is_called_failure(pathway: str) -> None:
    stories = [
        Story(pathway),
        Story(pathway).try_final(),
        Story(pathway).try_final(wrong=["first-minute"]),
        Story(pathway).try_final(wrong=plain(pathway)),
        _three_tries(pathway),
    ]
    for story in stories:
        assert _words(story)
        assert not re.search(r"fail|wrong|poor|weak|capab", _words(story), re.IGNORECASE)


@pytest.mark.parametrize("pathway", ["essentials", "leaders", "trainer"])
def test_a_pathway_without_a_final_says_nothing_of_one(pathway: str) -> None:
    assert _words(Story(pathway)) == ""
