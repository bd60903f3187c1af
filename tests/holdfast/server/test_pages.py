"""The pages themselves: landmarks, words, and nothing on them that must not be there."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from html import escape, unescape
from html.parser import HTMLParser

import pytest

from holdfast import grading, wording
from holdfast.library import library
from holdfast.model import Revision
from holdfast.records import Attempt, Learner
from holdfast.server import page_start, page_you, pages
from holdfast.server.assets import Assets
from holdfast.server.page_standing import Link
from journeys import TODAY, Story

LIBRARY = library()
CHECK = LIBRARY.assignment("m4-responding")
MODULE = LIBRARY.module(CHECK.module)
CORE = [section for section in MODULE.sections if section.pathways.get("all-staff") == "core"]
LEARNER = Learner(id="a" * 16, tag="0" * 12, created_at=TODAY, name="Ann Example", half="p", seen_on=TODAY)
KEY = LIBRARY.key(CHECK.id)
ONWARD = Link(url="/check/the-next", words="Go on: The next")
SCENARIO = LIBRARY.scenario("friday-twenty-past-three")
BODY = '<div class="hf-text"><h3 id="say">What to say</h3><p>Thank you for telling me.</p></div>'


@pytest.fixture(scope="module")
def assets() -> Assets:
    built = Assets()
    for kind in ("scenario", "assessment"):
        built.add(f"{kind}.js", b"")
        built.add(f"{kind}.css", b"")
    return built


@dataclass
class Seen(HTMLParser):
    """What a page is made of."""

    tags: list[str] = field(default_factory=list)
    attributes: list[tuple[str, str, str]] = field(default_factory=list)
    inline: list[str] = field(default_factory=list)
    open: str = ""

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(tag, name, value or "") for name, value in attrs]
        self.open = tag

    def handle_data(self, data: str) -> None:
        if self.open in {"script", "style"} and data.strip():
            self.inline.append(data)


def _seen(html: str) -> Seen:
    seen = Seen()
    seen.feed(html)
    return seen


def _text(html: str) -> str:
    """Return the words of a page, as they are read."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def _attempt(answers: dict[str, list[str]], *, state: str = "marked", reason: str = "") -> Attempt:
    entries = {}
    for item_id in CHECK.items:
        item = LIBRARY.item(item_id)
        starred = LIBRARY.objective(item.objective).starred
        entries[item_id] = grading.grade_item(item, KEY.item(item_id), answers.get(item_id, []), starred=starred).points
    entries[SCENARIO.id] = grading.grade_scenario(SCENARIO, answers.get(SCENARIO.id, [])).points
    maximum = grading.decisions_on_longest_path(SCENARIO) + sum(KEY.item(item).points for item in CHECK.items)
    return Attempt(
        id=1,
        learner_id="a" * 16,
        assignment=CHECK.id,
        content_version="1",
        answers=answers,
        opened_on=date(2026, 11, 20),
        state=state,  # type: ignore[arg-type]
        points=sum(entries.values()) if state == "marked" else None,
        maximum=maximum if state == "marked" else None,
        entries=entries if state == "marked" else {},
        reason=reason,
    )


def _path(weaker_at: int, *, repaired: bool) -> list[str]:
    """Walk the scenario by best choices, with one weaker one."""
    path: list[str] = []
    while not (now := grading.replay(SCENARIO, path)).finished:
        decision = next(node for node in SCENARIO.decisions if node.id == now.node)
        best = len(now.taken) != weaker_at
        choice = next(option for option in decision.choices if option.best == best)
        path += [choice.id, *(["repair"] if repaired and not best and choice.repair else [])]
    return path


def _result(assets: Assets, answers: dict[str, list[str]]) -> str:
    path = answers.get(SCENARIO.id)
    replay = grading.replay(SCENARIO, path) if path else None
    return pages.render_result(LIBRARY, assets, CHECK, _attempt(answers), replay, KEY, ONWARD)


def _home(assets: Assets, story: Story | None = None) -> str:
    return pages.render_home(LIBRARY, assets, (story or Story()).journey, TODAY)


def _module(assets: Assets, place: int = 0) -> str:
    sections = MODULE.sections
    before = sections[place - 1] if place else None
    return pages.render_module(LIBRARY, assets, MODULE, sections[place], BODY, ["scenario"], before)


def _start(assets: Assets) -> str:
    return pages.render_start(LIBRARY, assets, page_start.start(LIBRARY, LEARNER, local=True), "token")


def _you(assets: Assets, story: Story) -> str:
    journey, held = story.journey, [story.completion] if story.completion else []
    you = page_you.you(LIBRARY, LEARNER, journey, held, TODAY)
    return pages.render_you(LIBRARY, assets, you, "token", signs_in=True)


def _all(assets: Assets) -> dict[str, str]:
    names = tuple(pages.PAGE_TITLES)
    wrong = {item: [next(o.id for o in LIBRARY.item(item).options)] for item in CHECK.items}
    return {
        "home": _home(assets),
        "home, complete": _home(assets, Story().read().try_final().complete()),
        "start": _start(assets),
        "you": _you(assets, Story()),
        "you, complete": _you(assets, Story("leaders").read()),
        "you, complete once and on another pathway": _you(assets, Story("leaders").complete()),
        "module": _module(assets),
        "check": pages.render_check(LIBRARY, assets, CHECK, BODY, ["assessment"]),
        "result": _result(assets, {SCENARIO.id: _path(1, repaired=False), **wrong}),
        "waiting": pages.render_result_waiting(LIBRARY, assets, CHECK, _attempt({}, state="marking")),
        "not marked": pages.render_result_waiting(LIBRARY, assets, CHECK, _attempt({}, state="not-marked", reason="x")),
        "error": pages.render_error(assets, 404, "There is no such page."),
        **{name: pages.render_page(LIBRARY, assets, name) for name in names},
    }


def test_every_page_has_one_title_one_heading_and_its_landmarks(assets: Assets) -> None:
    for name, html in _all(assets).items():
        seen = _seen(html)
        assert [seen.tags.count(tag) for tag in ("h1", "main", "header", "footer", "title")] == [1] * 5, name
        assert ("html", "lang", "en-GB") in seen.attributes, name
        assert ("a", "href", "#hf-main") in seen.attributes, name


def test_no_page_has_inline_script_or_style(assets: Assets) -> None:
    for name, html in _all(assets).items():
        seen = _seen(html)
        assert seen.inline == [], name
        assert [a for a in seen.attributes if a[1] == "style" or a[1].startswith("on")] == [], name


def test_no_page_loads_anything_from_elsewhere(assets: Assets) -> None:
    for name, html in _all(assets).items():
        loaded = [
            value for tag, key, value in _seen(html).attributes if key == "src" or (tag == "link" and key == "href")
        ]
        assert [url for url in loaded if not url.startswith("/assets/")] == [], name


def test_titles_do_not_say_what_the_course_is_about(assets: Assets) -> None:
    titles = [re.search("<title>(.*)</title>", html) for html in _all(assets).values()]
    assert not [title[1] for title in titles if title and re.search("(?i)sext|image|abuse|suicide|blackmail", title[1])]
    assert f"<title>Module {MODULE.number}, part 1 - Holdfast</title>" in _module(assets)


def test_every_page_has_the_exit_and_the_emergency_number(assets: Assets) -> None:
    for name, html in _all(assets).items():
        assert 'href="https://www.bbc.co.uk/weather" rel="nofollow noreferrer noopener"' in html, name
        assert 'href="tel:999"' in html, name


def test_module_and_check_pages_hold_nothing_of_the_key_and_nothing_of_a_learner(assets: Assets) -> None:
    everything = " ".join([_text(_module(assets)), _text(_all(assets)["check"])])
    told = [e for key in KEY.items for option in key.options.values() for e in (option.experience, option.why)]
    assert [sentence for sentence in told if sentence in everything] == []
    assert _module(assets) == _module(assets)


def test_a_section_begins_at_the_page_heading_and_its_own_headings_follow_without_a_gap(assets: Assets) -> None:
    html = _module(assets)
    assert '<h2 id="say">What to say</h2>' in html
    assert "<h3" not in html


def test_the_last_section_leads_to_the_check(assets: Assets) -> None:
    html = _module(assets, len(MODULE.sections) - 1)
    assert f'href="/check/{CHECK.id}">Go on: {CHECK.title}</a>' in html
    assert f'data-done="{MODULE.id}/{MODULE.sections[-1].id}"' in html


def test_where_sections_for_leads_begin_everyone_else_is_led_past_them(assets: Assets) -> None:
    last = max(place for place, section in enumerate(MODULE.sections) if section in CORE)
    html = _module(assets, last)
    following = MODULE.sections[last + 1]
    done = f'data-done="{MODULE.id}/{MODULE.sections[last].id}"'
    assert re.search(f'hf-primary" {done} data-way="all-staff" href="/check/{CHECK.id}">Go on: ', html)
    leads = f'href="/modules/{MODULE.id}/{following.id}">For safeguarding leads: {following.title}</a>'
    assert re.search(f'{done} data-way="dsl[a-z ]*" data-always {leads}', html)


def test_home_lists_every_module_and_says_which_are_for_leads_or_trainers(assets: Assets) -> None:
    text = _text(_home(assets))
    for module in LIBRARY.course.modules:
        assert module.summary in text
    assert "For safeguarding leads ·" in text
    assert "For trainers ·" in text


def test_a_section_for_others_says_whom_it_is_for_and_one_for_everyone_says_nothing(assets: Assets) -> None:
    leads = next(place for place, section in enumerate(MODULE.sections) if section.pathways == {"dsl": "core"})
    more = next(place for place, section in enumerate(MODULE.sections) if "core" not in section.pathways.values())
    main = [_text(html[html.index("<main") :]) for html in (_module(assets, place) for place in (0, leads, more))]
    assert "not needed for the all-staff pathway" not in main[0]
    assert "For safeguarding leads. Everyone may read it" in main[1]
    assert "More practice. Everyone may read it" in main[2]


def test_the_page_says_that_nobody_outside_has_reviewed_the_course(assets: Assets) -> None:
    assert LIBRARY.course.reviewed_by == ()
    checked = f"Content checked on {wording.day(LIBRARY.course.checked_on)}. "
    assert f"{checked}This course has not yet had a named review by anyone outside it." in _text(_module(assets))


def test_a_wrong_answer_is_explained_with_the_right_act_before_the_reason(assets: Assets) -> None:
    key = KEY.items[0]
    wrong = next(option for option, told in key.options.items() if option not in key.correct and told.instead)
    told = key.options[wrong]
    html = _result(assets, {key.item: [wrong]})
    text = _text(html)
    places = [text.index(" ".join(part.split())) for part in (told.experience, told.instead, told.why)]
    assert places == sorted(places)
    words = next(option.text for option in LIBRARY.item(key.item).options if option.id == wrong)
    assert words in text
    assert words not in [_text(bold) for bold in re.findall("<strong>.*?</strong>", html, re.DOTALL)]


def test_a_question_left_open_shows_the_right_answer(assets: Assets) -> None:
    text = _text(_result(assets, {}))
    assert text.count("You left this one open.") == len(CHECK.items)
    assert "The right answer" in text


def test_the_debrief_begins_with_what_went_well_and_tells_a_repair_apart(assets: Assets) -> None:
    text = _text(_result(assets, {SCENARIO.id: _path(0, repaired=True)}))
    assert text.index("Went well") < text.index("Put right") < text.index("How it was put right:")
    assert "Look at this again" not in text
    text = _text(_result(assets, {SCENARIO.id: _path(0, repaired=False)}))
    assert text.index("Went well") < text.index("Look at this again") < text.index("A stronger step:")


@pytest.mark.parametrize("story", [Story(), Story("leaders").read(), Story("leaders").complete()])
def test_the_page_of_a_learner_has_one_primary_button(assets: Assets, story: Story) -> None:
    assert _you(assets, story).count("hf-primary") == 1


def test_a_full_score_and_a_lower_one_are_said_in_words(assets: Assets) -> None:
    right = {key.item: list(key.correct) for key in KEY.items}
    assert "All of it is solid." in _text(_result(assets, {SCENARIO.id: _path(-1, repaired=False), **right}))
    assert "worth another look" in _text(_result(assets, {SCENARIO.id: _path(0, repaired=False)}))


def test_a_waiting_result_refreshes_itself_and_one_not_marked_says_why(assets: Assets) -> None:
    every = _all(assets)
    assert 'http-equiv="refresh"' in every["waiting"]
    html = pages.render_result_waiting(LIBRARY, assets, CHECK, _attempt({}, state="not-marked", reason="A <b> broke."))
    assert 'http-equiv="refresh"' not in html
    assert "A &lt;b&gt; broke." in html
    assert f'href="/check/{CHECK.id}"' in html


def test_what_changed_lists_every_change_but_corrections_and_corrections_the_others(assets: Assets) -> None:
    wrong = Revision(
        id="w", on=date(2026, 11, 21), kind="correction", what="Two < three.", where="A", nations=("wales",)
    )
    course = replace(LIBRARY, revisions={**LIBRARY.revisions, "w": wrong})
    changed, corrected = (_text(pages.render_page(course, assets, name)) for name in ("what-changed", "corrections"))
    for revision in LIBRARY.revisions.values():
        assert revision.what in changed
    assert wrong.what not in changed
    assert "21 November 2026 · A" in corrected
    assert wrong.what in corrected
    assert "No mistake has been reported" not in corrected
    assert "No mistake has been reported" in _text(pages.render_page(LIBRARY, assets, "corrections"))


def test_help_shows_the_whole_country_first_and_every_service_once(assets: Assets) -> None:
    html = pages.render_page(LIBRARY, assets, "help")
    main = html[html.index("<main") :]
    for entry in LIBRARY.resources.values():
        nations = 1 if len(entry.nations) == 4 else len(entry.nations)
        assert main.count(f"<strong>{escape(entry.name)}</strong>") == nations
    assert main.index("Childline") < main.index("Only in England")


def test_help_says_what_is_not_confirmed_and_where_hours_are_not_known(assets: Assets) -> None:
    text = _text(pages.render_page(LIBRARY, assets, "help"))
    unsure = [entry for entry in LIBRARY.resources.values() if entry.status == "to-verify"]
    assert text.count("not yet confirmed by us") >= len(unsure) > 0
    assert "See the service’s own page for hours." in text


def test_every_source_has_its_place_and_how_it_was_read(assets: Assets) -> None:
    html = pages.render_page(LIBRARY, assets, "sources")
    for source in LIBRARY.sources.values():
        assert f'<li id="{source.id}"' in html
    assert "Read at second hand" in html
    assert "not yet checked by us" in html


def test_an_error_is_said_as_text_and_not_as_markup(assets: Assets) -> None:
    assert "&lt;script&gt;" in pages.render_error(assets, 500, "<script>")


def test_every_page_names_the_day_its_law_was_taken_from(assets: Assets) -> None:
    assert "Law as at 20 November 2026." in pages.render_page(LIBRARY, assets, "help")


def test_content_that_nobody_checked_for_too_long_says_so_on_the_page(assets: Assets) -> None:
    def shown(days_ago: int) -> str:
        checked = date.today() - timedelta(days=days_ago)
        course = LIBRARY.course.model_copy(update={"checked_on": checked})
        return pages.render_page(replace(LIBRARY, course=course), assets, "help")

    assert "This content was last checked on" not in shown(400)
    assert "This content was last checked on" in shown(401)
