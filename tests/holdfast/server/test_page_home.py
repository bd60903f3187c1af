"""The home page: how far somebody is, the one place to go on, and where each step leads."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from holdfast import standing
from holdfast.model import Pathway, Place, Section
from holdfast.server.page_cards import Card, audience
from holdfast.server.page_home import Home, home
from journeys import COURSE, TODAY, Story, starred

WELCOME = "/modules/00_welcome/welcome"


def _home(story: Story, today: date = TODAY) -> Home:
    return home(COURSE, story.journey, today)


def _button(story: Story, today: date = TODAY) -> tuple[str, str]:
    resume = _home(story, today).resume
    return resume.words, resume.url


def _card(story: Story, title: str) -> Card:
    return next(card for card in _home(story).cards if card.title == title)


def _sections(pathway: Pathway) -> tuple[str, ...]:
    return standing.plan(COURSE, pathway).sections


def _passed(pathway: Pathway = "all-staff") -> Story:
    return Story(pathway).read().try_final()


def _title(assignment: str) -> str:
    return COURSE.assignment(assignment).title


def test_somebody_new_starts_at_the_beginning_of_their_way() -> None:
    assert _button(Story()) == ("Start: Welcome", WELCOME)
    shown = _home(Story("dsl"))
    assert shown.kicker == "Safeguarding leads · about 152 minutes"
    assert (shown.minutes.total, shown.minutes.left, shown.begun) == (152, 152, False)


def test_the_one_button_leads_to_the_exact_place_where_somebody_stopped() -> None:
    first, second, third, *_ = _sections("all-staff")
    assert _button(Story().read(first)) == ("Go on: Looking after yourself", f"/modules/{second}")
    before = Story().read(first, second)
    assert _button(before)[1] == "/check/before-all-staff-2026a-p"
    assert _button(before.hand_in("before-all-staff-2026a-p"))[1] == f"/modules/{third}"
    assert _button(Story().read())[1] == "/check/m4-responding"
    assert _button(Story().read().hand_in("m4-responding"))[1] == "/check/final-all-staff-2026a-f2"


def test_what_is_being_marked_is_looked_at_and_not_answered_again() -> None:
    story = Story().read().hand_in("m4-responding").hand_in("final-all-staff-2026a-f2", state="marking")
    assert _button(story) == (
        f"See how it stands: {_title('final-all-staff-2026a-f2')}",
        "/result/final-all-staff-2026a-f2",
    )


def test_practice_that_is_needed_is_asked_on_the_page_of_the_refresher() -> None:
    assert _button(Story("essentials").read()) == ("Go on: Practise", "/booster")
    assert _button(Story("essentials").read().practise(5)) == ("Your record of learning", "/you#record")


def test_after_the_last_try_the_button_leads_to_whom_to_talk_to() -> None:
    story = Story().read()
    for _ in range(3):
        story.try_final(starred("all-staff"))
    words, url = _button(story)
    assert words == "Somebody to talk to"
    assert url == f"/result/{story.attempts[-1].assignment}"
    assert _card(story, _title("final-all-staff-2026a-f1")).action == "See how it stands"


def test_the_minutes_are_those_of_the_way_that_was_chosen() -> None:
    first = _sections("essentials")[0]
    shown = _home(Story("essentials").read(first))
    assert shown.kicker.startswith("Essentials · about 20 minutes · ")
    assert shown.minutes.left == standing.minutes_left(COURSE, Story("essentials").read(first).journey)
    assert shown.minutes.done == 20 - shown.minutes.left > 0
    assert _home(Story("leaders").read()).kicker == "Leaders and governors · about 20 minutes · all done"


def test_modules_that_the_way_needs_come_in_order_and_the_others_are_set_apart() -> None:
    shown = _home(Story())
    assert [card.number for card in shown.cards if card.number is not None] == [0, 1, 2, 3, 4]
    assert [card.number for card in shown.others] == [5, 6]
    assert [card.number for card in _home(Story("trainer")).cards] == [6]
    titles = [card.title for card in shown.cards]
    assert titles.index(_title("before-all-staff-2026a-p")) == 1
    assert titles[-1] == _title("final-all-staff-2026a-f2")


def test_a_module_that_is_begun_goes_on_and_one_that_is_done_is_read_again() -> None:
    story = Story().read("00_welcome/welcome", "00_welcome/looking-after-yourself", "01_how_it_works/what-it-is")
    welcome, how = _card(story, "Welcome"), _card(story, "How sextortion works")
    assert (welcome.done, welcome.action) == (True, "Read again")
    assert welcome.facts.endswith("· done")
    assert (how.done, how.action, how.url) == (False, "Go on", "/modules/01_how_it_works/opening-the-door")
    assert how.facts.endswith("· 1 of 3 sections done")


def test_a_check_says_in_words_how_it_stands_and_never_a_mark() -> None:
    title, check = _title("m4-responding"), "m4-responding"
    assert _card(Story(), title).facts.endswith("· not tried yet")
    assert _card(Story(), title).url == f"/check/{check}"
    states = {"marking": "being marked", "not-marked": "not marked: open it to see why", "marked": "done"}
    for state, words in states.items():
        card = _card(Story().hand_in(check, state=state), title)  # type: ignore[arg-type]
        assert (card.facts.split(" · ")[-1], card.url) == (words, f"/result/{check}")


def test_the_final_opens_when_every_part_is_done_and_says_what_a_pass_takes() -> None:
    title = _title("final-all-staff-2026a-f2")
    shut = _card(Story(), title)
    assert (shut.url, shut.action) == ("", "")
    assert "It opens when every part is marked as done. “Go on” at the end of a part marks it." in shut.summary
    assert "provisional" in shut.summary
    assert _card(Story().read(), title).url == "/check/final-all-staff-2026a-f2"
    done = _card(_passed(), title)
    assert (done.done, done.summary, done.url, done.action) == (
        True,
        "You have passed the final check.",
        "/result/final-all-staff-2026a-f2",
        "See your result",
    )


def test_the_before_check_is_only_for_before_the_course() -> None:
    title = _title("before-all-staff-2026a-p")
    assert (_card(Story(), title).url, _card(Story(), title).action) == ("/check/before-all-staff-2026a-p", "Start")
    assert _card(Story(half="q"), title).url == "/check/before-all-staff-2026a-q"
    begun = _home(Story().read("02_how_gangs_work/why-it-works"))
    assert title not in [card.title for card in begun.cards]


@pytest.mark.parametrize("pathway", ["all-staff", "dsl", "trainer", "essentials", "leaders"])
def test_the_stretches_hold_every_part_once_and_end_where_one_can_stop(pathway: Pathway) -> None:
    stretches = _home(Story(pathway)).stretches
    urls = [row.url.removeprefix("/modules/") for stretch in stretches for row in stretch.rows]
    assert urls == list(_sections(pathway))
    ends = {stretch.rows[-1].url.removeprefix("/modules/") for stretch in stretches}
    assert ends == standing.stop_points(COURSE, pathway) | {_sections(pathway)[-1]}


def test_a_stretch_is_done_when_all_of_it_is() -> None:
    first = [row.url.removeprefix("/modules/") for row in _home(Story()).stretches[0].rows]
    assert not _home(Story().read(*first[:-1])).stretches[0].done
    assert _home(Story().read(*first)).stretches[0].done


def test_what_is_worth_another_look_says_where_to_read() -> None:
    assert {row.words for row in _home(Story()).objectives} == {"Not asked yet"}
    missed = "never-view-copy-forward"
    rows = {row.title: row for row in _home(_passed().hand_in("m4-responding", [missed])).objectives}
    again = rows[COURSE.objective(missed).short]
    assert (again.words, again.again) == ("Worth another look", True)
    assert "/modules/04_responding/first-minute" in [link.url for link in again.reading]
    solid = rows[COURSE.objective("spot-the-pattern").short]
    assert (solid.words, solid.solid, solid.reading) == ("Solid", True, ())


def test_what_changed_is_told_only_when_both_checks_are_marked() -> None:
    assert _home(_passed()).notes == ()
    check = "before-all-staff-2026a-p"
    half = COURSE.assignment(check).items[:5]
    story = Story().hand_in(check, half).read().try_final()
    assert [note for note in _home(story).notes if "before the course" in note]


def test_after_completion_the_button_is_the_refresher_once_one_is_due() -> None:
    story = _passed().complete(TODAY)
    assert _button(story) == ("Your record of learning", "/you#record")
    week = TODAY + timedelta(weeks=1)
    assert _button(story, week) == ("Five-minute refresher", "/booster")
    second = _home(story, week).second
    assert second is not None
    assert second.url == "/you#record"


def test_the_later_check_says_when_it_opens_and_is_the_next_step_then() -> None:
    story = _passed().complete(TODAY)
    assert _home(story).notes == ("A short check some weeks later opens on 1 January 2027. It is for you alone.",)
    later = TODAY + timedelta(weeks=6)
    assert _button(story, later)[1] == "/check/later-all-staff-2026a-r"
    assert _home(story, later).notes == (
        "A short check is open for you. The best time for it is until 15 January 2027.",
    )


@pytest.mark.parametrize(
    ("pathways", "words"),
    [
        ({"all-staff": "core", "dsl": "core"}, ""),
        ({"all-staff": "extra"}, "More practice"),
        ({"dsl": "core"}, "For safeguarding leads"),
        ({"leaders": "core"}, "For leaders"),
        ({"trainer": "core", "dsl": "extra"}, "For trainers"),
    ],
)
def test_a_section_says_whom_it_is_for_where_it_is_not_for_everyone(pathways: dict[Pathway, Place], words: str) -> None:
    assert audience(Section(id="s", title="S", minutes=1, pathways=pathways)) == words
