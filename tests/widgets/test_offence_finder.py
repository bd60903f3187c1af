"""The offence finder in a real Chromium: what is found, what is shown of it, and that nothing of it is kept."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, get_args

import pytest
from playwright.sync_api import Locator, Page, expect

from holdfast.law_finding import Outcome
from holdfast.library import library
from holdfast_widgets.offence_finder import OffenceFinder, view_of
from small_course import small_course

Host = Callable[..., Any]

_VECTORS = json.loads((Path(__file__).parents[1] / "vectors" / "offences.json").read_text(encoding="utf-8"))
ASK = "Show what the law says"
THREAT = {"threat": ["threat-to-share-image"], "image": ["image-photo"]}
S66B = "Threatening to share an intimate photograph or film"


@pytest.fixture
def finder(host: Host) -> Callable[..., Any]:
    """Return a function that opens a finder with the own traits given."""

    def opened(widget: OffenceFinder | None = None, **traits: Any) -> Any:
        widget = widget or OffenceFinder()
        own = {name: getattr(widget, name) for name in ("nation", "on", "facts")}
        return host(widget, **(own | traits))

    return opened


def _ask(page: Page) -> None:
    page.get_by_role("button", name=ASK).click()


def _group(page: Page, question: str) -> Locator:
    return page.get_by_role("group", name=question)


def _groups_shown(page: Page) -> list[str]:
    return page.get_by_role("heading", level=3).all_text_contents()


# --- what is found ---------------------------------------------------------------------------------------------------


def test_the_browser_finds_in_every_vector_what_python_finds(finder: Callable[..., Any]) -> None:
    found = finder().page.evaluate(
        """async ({ law, questions, cases }) => {
            const { findLaw } = await import("/widget.js");
            return cases.map(({ facts, on, nation }) => findLaw({ entries: law, questions }, facts, on, nation).map(
              ({ id, outcome, version, timing, states }) => ({ id, outcome, from: version.from, timing, states })));
        }""",
        _VECTORS,
    )
    order = [group["outcome"] for group in OffenceFinder().view["groups"]]
    assert order == list(get_args(Outcome))
    assert len(found) == len(_VECTORS["cases"]) > 10
    for case, got in zip(_VECTORS["cases"], found, strict=True):
        assert sorted(got, key=lambda each: order.index(each["outcome"])) == case["found"], case["name"]


def test_what_is_found_is_shown_element_by_element_with_law_trial_maximum_and_sources(
    finder: Callable[..., Any],
) -> None:
    page = finder(nation="wales", facts=THREAT).page
    _ask(page)
    expect(page.get_by_role("heading", name="What the law says in Wales on 20 November 2026")).to_be_focused()
    expect(page.get_by_role("status").first).to_have_text("The facts point to 2 offences.")
    assert _groups_shown(page)[0] == "The facts point to (2)"
    offence = page.locator("details").filter(has=page.get_by_text(S66B, exact=True))
    expect(offence.get_by_role("listitem").first).to_be_hidden()
    offence.locator("summary").click()
    told = offence.get_by_role("listitem")
    expect(told.nth(0)).to_contain_text("Shown: Someone “threatens to share” an image: section 66B(4)(a).")
    expect(told.nth(2)).to_contain_text("For police and prosecutors: They mean the person")
    for line in (
        "Law: Sexual Offences Act 2003, section 66B(4)",
        "Dates: Holds from 31 January 2024. Law as at 20 November 2026",
        "How it is tried: Either way",
        "Maximum: 2 years in the Crown Court",
    ):
        expect(offence.locator("dl")).to_contain_text(line.split(": ")[1])
        expect(offence.locator("dt", has_text=line.split(": ")[0])).to_be_visible()
    link = offence.get_by_role("link", name="Sexual Offences Act 2003, s66B (opens in a new tab)")
    expect(link).to_have_attribute("href", "https://www.legislation.gov.uk/ukpga/2003/42/section/66B")


def test_what_is_not_known_and_what_is_ruled_out_is_named(finder: Callable[..., Any]) -> None:
    page = finder(nation="england", facts=THREAT | {"demand": ["demand-other"]}).page
    _ask(page)
    blackmail = page.locator("details").filter(has=page.get_by_text("Blackmail", exact=True))
    expect(blackmail.locator("summary")).to_contain_text("Ruled out: 1 of 4 parts")
    blackmail.locator("summary").click()
    expect(blackmail.get_by_role("listitem").nth(2)).to_contain_text("Ruled out: “with a view to gain")
    having = page.locator("details").filter(has=page.get_by_text("Having an indecent photograph of a child"))
    expect(having.locator("summary")).to_contain_text("Not known yet: 2 of 4 parts")
    having.locator("summary").click()
    expect(having.get_by_role("listitem").first).to_contain_text("Not known yet: Someone has")


def test_sources_that_were_not_checked_say_so(finder: Callable[..., Any]) -> None:
    page = finder(nation="scotland").page
    _ask(page)
    extortion = page.locator("details").filter(has=page.get_by_text("Extortion and threats", exact=True))
    extortion.locator("summary").click()
    expect(extortion.get_by_role("link")).to_contain_text("(not yet checked by us)")


def test_on_an_earlier_day_the_older_law_is_found_and_later_law_is_told_apart(finder: Callable[..., Any]) -> None:
    page = finder(nation="england", on="2022-05-01", facts=THREAT | {"also": ["distress-meant"]}).page
    _ask(page)
    older = page.locator("details").filter(has=page.get_by_text(S66B, exact=True))
    older.locator("summary").click()
    expect(older).to_contain_text("Criminal Justice and Courts Act 2015, section 33")
    expect(older).to_contain_text("Holds from 29 June 2021. Ended on 31 January 2024.")
    fakes = page.locator("summary").filter(has_text="Creating a faked intimate image of an adult")
    expect(fakes).to_contain_text("Holds from 6 February 2026")
    coming = page.locator("summary").filter(has_text="Taking or recording an intimate image")
    expect(coming).to_contain_text("Made law on 29 April 2026; not shown to be in force")


def test_after_the_day_the_law_was_checked_the_page_says_so(finder: Callable[..., Any]) -> None:
    page = finder(nation="england", on="2027-01-01").page
    _ask(page)
    expect(page.locator(".hf-card").last).to_contain_text("The day you chose is later: the law may have changed.")


@pytest.mark.parametrize(
    ("nation", "duty"),
    [
        ("england", "Keeping children safe in education (England)"),
        ("wales", "Reporting a child at risk (Wales)"),
        ("scotland", "Sharing a concern about a child (Scotland)"),
        ("northern-ireland", "Telling police about a serious offence (Northern Ireland)"),
    ],
)
def test_duties_of_the_nation_stand_after_the_offences(finder: Callable[..., Any], nation: str, duty: str) -> None:
    page = finder(nation=nation).page
    _ask(page)
    titles = _groups_shown(page)
    assert titles.index("Duties and rules (2)") > titles.index(next(title for title in titles if "Could" in title))
    expect(page.locator("summary").filter(has_text=duty)).to_be_visible()


# --- what is asked ---------------------------------------------------------------------------------------------------


def test_it_says_what_it_is_for_and_that_nothing_is_kept(finder: Callable[..., Any]) -> None:
    page = finder().page
    for sentence in (
        "This is for learning; police and prosecutors decide. Not legal advice.",
        "Nothing you choose here is kept. Do not use it for a real case: call your safeguarding lead and the police.",
    ):
        expect(page.get_by_text(sentence)).to_be_visible()


def test_it_begins_open_on_the_day_the_law_was_checked(finder: Callable[..., Any]) -> None:
    page = finder().page
    expect(page.get_by_label("Where was it done?")).to_have_value("")
    expect(page.get_by_label("On what day?")).to_have_value(library().course.law_as_at.isoformat())
    for question in library().case_questions.values():
        group = _group(page, question.question)
        if question.several:
            expect(group.get_by_role("checkbox", checked=True)).to_have_count(0)
        else:
            expect(group.get_by_role("radio", checked=True)).to_have_accessible_name("Not known yet")


def test_answers_go_to_the_model_and_not_known_yet_takes_them_back(finder: Callable[..., Any]) -> None:
    page = finder().page
    _group(page, "What is the threat?").get_by_role("radio").first.check()
    also = _group(page, "What else is known?")
    also.get_by_role("checkbox", name="The person who threatens is family").check()
    also.get_by_role("checkbox", name="It happened more than once").check()
    kept = {"threat": ["threat-to-share-image"], "also": ["more-than-once", "family-member"]}
    assert page.evaluate("model.get('facts')") == kept
    _group(page, "What is the threat?").get_by_role("radio", name="Not known yet").check()
    assert page.evaluate("model.get('facts')") == {"also": kept["also"]}
    assert page.evaluate("model.get('value')") == {}


def test_without_a_nation_or_a_day_the_finder_says_what_is_missing(finder: Callable[..., Any]) -> None:
    page = finder().page
    _ask(page)
    nation, day = page.get_by_label("Where was it done?"), page.get_by_label("On what day?")
    expect(nation).to_be_focused()
    expect(nation).to_have_accessible_description("Choose a nation first.")
    nation.select_option("Northern Ireland")
    assert page.evaluate("model.get('nation')") == "northern-ireland"
    for impossible in ("", "1899-12-31", "2101-01-01"):
        day.fill(impossible)
        _ask(page)
        expect(day).to_be_focused()
        expect(day).to_have_accessible_description("Give a day between 1900 and 2100.")
        expect(page.get_by_role("status").first).to_have_text("Give a day between 1900 and 2100.")
    assert page.evaluate("model.get('on')") == "2026-11-20"
    day.fill("1999-12-31")
    expect(nation).to_have_accessible_description("")
    _ask(page)
    expect(
        page.get_by_role("heading", name="What the law says in Northern Ireland on 31 December 1999")
    ).to_be_focused()


def test_results_are_taken_away_when_a_fact_changes(finder: Callable[..., Any]) -> None:
    page = finder(nation="england", facts=THREAT).page
    _ask(page)
    expect(page.locator(".hf-card").last).to_be_visible()
    _group(page, "What is the threat?").get_by_role("radio", name="Not known yet").check()
    expect(page.locator(".hf-card").last).to_be_hidden()
    expect(page.get_by_role("status").first).to_contain_text(f"Press “{ASK}” again.")


def test_a_change_from_outside_is_shown(finder: Callable[..., Any]) -> None:
    hosted = finder()
    hosted.set("nation", "scotland")
    hosted.set("on", "2020-02-03")
    hosted.set("facts", {"demand": ["demand-both"], "pressed": ["pressed-images"]})
    page = hosted.page
    expect(page.get_by_label("Where was it done?")).to_have_value("scotland")
    expect(page.get_by_label("On what day?")).to_have_value("2020-02-03")
    expect(_group(page, "What is demanded?").get_by_role("radio", name="Money and something else")).to_be_checked()
    expect(page.get_by_role("checkbox", name="To send or make sexual images")).to_be_checked()
    hosted.set("facts", {})
    expect(_group(page, "What is demanded?").get_by_role("radio", name="Not known yet")).to_be_checked()


def test_focus_is_not_lost_with_what_was_found(finder: Callable[..., Any]) -> None:
    hosted = finder(OffenceFinder(nation="wales"))
    _ask(hosted.page)
    hosted.page.locator("summary").first.focus()
    hosted.set("facts", THREAT)
    expect(hosted.page.locator("summary").first).to_be_hidden()
    expect(hosted.page.get_by_role("button", name=ASK)).to_be_focused()


def test_a_widget_that_leaves_lets_go_of_the_model(finder: Callable[..., Any]) -> None:
    page = finder().page
    page.evaluate("leave()")
    assert page.evaluate("model.listeners()") == 0
    expect(page.locator(".hf-widget")).to_have_count(0)


def test_a_course_without_law_or_questions_is_no_error(finder: Callable[..., Any], tmp_path: Path) -> None:
    course = small_course(tmp_path / "small")
    assert view_of(course)["entries"] == []
    page = finder(OffenceFinder(nation="england", library=course)).page
    _ask(page)
    expect(page.get_by_role("status").first).to_have_text("The facts point to no offences.")
