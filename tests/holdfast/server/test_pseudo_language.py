"""Another language needs no code: every word of a page is content or comes from the catalogue."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date, timedelta
from functools import cache
from html.parser import HTMLParser
from typing import Any

import pytest
from pydantic import BaseModel

import pseudo_language
from holdfast import figures, grading, interface_text, panels
from holdfast.library import library
from holdfast.model import Assignment, Item, ItemKey, Module
from holdfast.records import Attempt, AttemptState, Learner
from holdfast.server import page_home, page_start, page_you, pages, pages_classroom
from holdfast.server.assets import Assets
from holdfast.server.present_page import Presentation
from holdfast.slides.blocks import Activity, Bullets, Deck, Paragraph, Picture, Slide, Table, words
from holdfast.terms import in_words
from journeys import TODAY, Story, starred

LIBRARY = library()
CHECK = LIBRARY.assignment("m4-responding")
BODY = '<div class="hf-text"><p>999</p></div>'
LEARNER = Learner(id="a" * 16, tag="0" * 12, created_at=TODAY, name="999", half="p", seen_on=TODAY)

_READ = frozenset({"aria-label", "aria-valuetext", "alt", "title", "data-label", "placeholder"})
_EDGES = " \n.,:;·()“”-"
_PHRASE = re.compile(r"\{([a-z0-9-]+)\}")
_WORDS = re.compile(r"[^\W\d_]{2}")


@pytest.fixture(scope="module", autouse=True)
def _pseudo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    folder = tmp_path_factory.mktemp("locale")
    pseudo_language.write_catalogue(folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HOLDFAST_LOCALE", str(folder))
        interface_text.use(pseudo_language.LANGUAGE)
        yield
    interface_text.use(interface_text.ENGLISH)


@pytest.fixture(scope="module")
def assets() -> Assets:
    built = Assets()
    for kind in ("scenario", "assessment"):
        built.add(f"{kind}.js", b"")
        built.add(f"{kind}.css", b"")
    return built


@dataclass
class _Seen(HTMLParser):
    """What a page says outside of « and », in its text and in what is read out or shown of its attributes."""

    said: list[str] = field(default_factory=list)
    language: str | None = None
    _depth: int = 0
    _silent: bool = False

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silent = tag in {"script", "style"}
        found = dict(attrs)
        if tag == "html":
            self.language = found.get("lang")
        for name in _READ & found.keys():
            self._read(found[name] or "", 0)

    def handle_endtag(self, _tag: str) -> None:
        self._silent = False

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self._depth = self._read(data, self._depth)

    def _read(self, text: str, depth: int) -> int:
        for piece in re.split("([«»])", text):
            if piece in {"«", "»"}:
                depth += 1 if piece == "«" else -1
            elif depth == 0:
                self.said.append(piece)
        return depth


def _seen(html: str) -> _Seen:
    seen = _Seen()
    seen.feed(html)
    return seen


def _english(seen: _Seen) -> list[str]:
    """Return what a page says that is neither content nor in the other language."""
    texts = (text.strip(_EDGES) for said in seen.said for text in re.split(" · |”, “", said))
    return sorted({text for text in texts if _WORDS.search(text) and not _is_content(text.casefold())})


def _is_content(text: str) -> bool:
    """Return whether a text is content, or several pieces of it one after the other."""
    known = _content()
    return (
        not text
        or text in known
        or any(
            _is_content(text[len(begun) :].lstrip(_EDGES)) for begun in known if begun and text.startswith(begun + ".")
        )
    )


@cache
def _content() -> frozenset[str]:
    keys = (LIBRARY.key(check.id) for check in LIBRARY.course.checks)
    values = (*(getattr(LIBRARY, each.name) for each in fields(LIBRARY) if each.name != "folders"), *keys, "Holdfast")
    return frozenset(text.strip(_EDGES).casefold() for value in values for text in _texts(value))


def _texts(value: Any) -> Iterator[str]:
    """Yield every text of the content, and what it is with its terms in words."""
    if isinstance(value, str):
        yield from {value, in_words(value, LIBRARY.glossary)}
    elif isinstance(value, BaseModel):
        yield from _texts(dict(value))
        if isinstance(value, Item):
            phrases = {option.id: option.text for option in value.options}
            yield from (_PHRASE.sub(lambda found: phrases.get(found[1], found[0]), text) for text in value.passage)
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, (tuple, list)):
        for inner in value:
            yield from _texts(inner)


def _attempt(check: Assignment, state: AttemptState = "marked", reason: str = "") -> Attempt:
    """Return an attempt with an answer to every question, some of it right, and the first step of its conversation."""
    answers = {item: _answer(LIBRARY.item(item), LIBRARY.item_key(item)) for item in check.items}
    if check.scenario:
        answers[check.scenario] = [LIBRARY.scenario(check.scenario).decisions[0].choices[-1].id]
    entries = dict.fromkeys(answers, 0.0)
    return Attempt(
        id=1, learner_id="a" * 16, assignment=check.id, content_version="1", answers=answers, state=state,
        opened_on=date(2026, 11, 20), points=0.0, maximum=float(len(entries)), entries=entries, reason=reason,
    )  # fmt: skip


def _answer(item: Item, key: ItemKey) -> list[str]:
    if item.type in {"matching", "sorting"}:
        return [f"{option.id}:{item.groups[0].id}" for option in item.options[:-1]]
    if item.type == "ordering":
        first, second, *others = key.correct
        return [second, first, *others]
    return [item.options[0].id, *key.correct] if item.type == "multiple" else [item.options[0].id]


def _result(assets: Assets, check: Assignment, attempt: Attempt) -> str:
    path = attempt.answers.get(check.scenario or "")
    replay = grading.replay(LIBRARY.scenario(check.scenario or ""), path) if path else None
    onward, _ = page_home.onward(LIBRARY, Story().journey, TODAY)
    return pages.render_result(LIBRARY, assets, check, attempt, replay, LIBRARY.key(check.id), onward)


def _home(assets: Assets, story: Story | None = None, weeks: int = 0) -> str:
    return pages.render_home(LIBRARY, assets, (story or Story()).journey, TODAY + timedelta(weeks=weeks))


def _start(assets: Assets, learner: Learner, sent: page_start.Sent | None = None) -> str:
    return pages.render_start(LIBRARY, assets, page_start.start(LIBRARY, learner, sent, local=True), "999")


def _you(assets: Assets, story: Story, **more: Any) -> str:
    held = [story.completion] if story.completion else []
    you = page_you.you(LIBRARY, LEARNER, story.journey, held, TODAY, **more)
    return pages.render_you(LIBRARY, assets, you, "999", signs_in=True)


def _stories() -> Iterator[tuple[str, Story]]:
    """Yield learners at every point of their way."""
    check, starred_ones = "before-all-staff-2026a-p", starred("all-staff")
    yield "new", Story()
    yield "essentials", Story("essentials").read()
    yield "before", Story().hand_in(check, state="marking")
    yield "a check", Story().hand_in(CHECK.id, state="not-marked")
    yield "read", Story().read().hand_in(CHECK.id, starred_ones)
    yield "being marked", Story().read().hand_in("final-all-staff-2026a-f2", state="marking")
    yield "mend", Story().read().try_final(starred_ones[:1])
    yield "again", Story().read().try_final(starred_ones)
    yield "talk", Story().read().try_final(starred_ones).try_final(starred_ones).try_final(starred_ones)
    yield "passed", Story().hand_in(check, LIBRARY.assignment(check).items[:5]).read().try_final()
    yield "complete", Story().read().try_final().complete(name="999", code="999")


def _module(assets: Assets, module: Module, place: int) -> str:
    sections = module.sections
    before = sections[place - 1] if place else None
    return pages.render_module(LIBRARY, assets, module, sections[place], BODY, ["scenario"], before)


def _room_pages(assets: Assets) -> Iterator[tuple[str, str]]:
    """Yield the pages of a room in each of its phases."""
    module = LIBRARY.module("04_responding")
    yield "wall", pages_classroom.render_room(LIBRARY, assets, module, "wall", None)
    yield "notes", pages_classroom.render_room(LIBRARY, assets, module, "notes", "wales")
    yield "code", pages_classroom.render_code(LIBRARY, assets, "999", interface_text.say("Save"))
    yield "left", pages_classroom.render_left(LIBRARY, assets, "scotland")
    choices = [{"id": "a", "letter": "A", "text": "999"}]
    step = {
        "kind": "poll",
        "number": 1,
        "of": 2,
        "title": "9",
        "text": ["9"],
        "question": "9",
        "choices": choices,
        "id": "s",
    }
    reason = {"id": "a", "best": True, "happens": "", "instead": "", "why": "9", "sources": ["9"]}
    for phase in ("waiting", "open", "closed", "revealed", "blank", "ended"):
        shown = step if phase in {"open", "closed", "revealed"} else None
        result = {"explanation": [reason]} if phase == "revealed" else None
        state = {"phase": phase, "round": 2, "discussing": True, "step": shown, "result": result, "mine": "a"}
        yield f"room, {phase}", pages_classroom.render_join(LIBRARY, assets, state, "999", None)


def _slide_pages(assets: Assets) -> Iterator[tuple[str, str]]:
    """Yield both windows of a presentation, with every kind of block; none of its words is of a lesson."""
    nines = words("999")
    blocks = (Paragraph(nines), Bullets((nines,)), Table((nines,), ((nines,),)), Picture("five-words", "999", ()))
    slides = (
        Slide(id="title", title="999", blocks=blocks, section_id="999"),
        Slide(
            id="ask",
            title="999",
            blocks=(Activity("quiz", "m4-asking"),),
            notes=blocks,
            minutes=2.5,
            sources=tuple(LIBRARY.sources)[:1],
            nations=("england", "wales"),
        ),
    )
    deck = Deck(module_id="04_responding", title="999", minutes=9, slides=slides)
    shown = Presentation(library=LIBRARY, assets=assets, deck=deck, nation="wales")
    yield "slides", shown.slides({})
    yield "notes of slides", shown.notes()


def _every_page(assets: Assets) -> Iterator[tuple[str, str]]:
    for name, story in _stories():
        yield f"home, {name}", _home(assets, story)
        yield f"home later, {name}", _home(assets, story, weeks=6)
        yield f"you, {name}", _you(assets, story)
    yield "you, mended", _you(assets, Story(), errors={"name": interface_text.say("Save")}, sent="999")
    yield "start", _start(assets, LEARNER)
    yield "start again", _start(assets, replace(LEARNER, pathway="dsl", nation="wales"))
    for shared in ("", "yes"):
        yield f"start, mended {shared}", _start(assets, LEARNER, page_start.Sent(pathway="", nation="x", shared=shared))
    for module in LIBRARY.course.modules:
        for place, section in enumerate(module.sections):
            yield f"{module.id}/{section.id}", _module(assets, module, place)
    for check in LIBRARY.course.checks:
        yield check.id, pages.render_check(LIBRARY, assets, check, BODY, ["assessment"])
        yield f"result of {check.id}", _result(assets, check, _attempt(check))
        yield f"nothing in {check.id}", _result(assets, check, replace(_attempt(check), answers={}, points=9.0))
    yield from _room_pages(assets)
    yield from _slide_pages(assets)
    yield "waiting", pages.render_result_waiting(LIBRARY, assets, CHECK, _attempt(CHECK, "marking"))
    yield "not marked", pages.render_result_waiting(LIBRARY, assets, CHECK, _attempt(CHECK, "not-marked"))
    yield "live, in line", pages.render_live_waiting(LIBRARY, assets, CHECK.module, "0" * 16, 2)
    yield "live, first", pages.render_live_waiting(LIBRARY, assets, CHECK.module, "0" * 16, 0)
    for name in pages.PAGE_TITLES:
        yield name, pages.render_page(LIBRARY, assets, name)
    for status in (400, 403, 404, 429, 500, 503):
        yield f"error {status}", pages.render_error(assets, status, interface_text.say("There is no such page."))
    stale = LIBRARY.course.model_copy(update={"checked_on": date(2020, 1, 1), "reviewed_by": ("A", "B")})
    yield "stale", pages.render_page(replace(LIBRARY, course=stale), assets, "corrections")


def test_every_word_of_every_page_is_content_or_in_the_language(assets: Assets) -> None:
    found = {}
    for name, html in _every_page(assets):
        seen = _seen(html)
        assert seen.language == pseudo_language.LANGUAGE, name
        found[name] = _english(seen)
    assert {name: texts for name, texts in found.items() if texts} == {}
    assert len(found) > len(LIBRARY.course.modules) + len(LIBRARY.course.checks)


def test_every_word_of_every_panel_is_content_or_in_the_language() -> None:
    made = {
        "law": panels.law_table(),
        "duties in Wales": panels.law_table(kind="duty", nation="wales", on="2025-01-01"),
        "law of a lesson": panels.law_list(),
        "help": panels.help_list(),
        "help in Wales": panels.help_list("wales"),
        "help by nation": panels.help_by_nation(),
        "glossary": panels.glossary(),
        "evidence": panels.evidence_table(),
        "then and now": panels.then_and_now(),
        "numbers": panels.numbers(),
        "part done": panels.progress([panels.Part(title="999", minutes=2, done=True), *2 * [_PART]]),
        "not started": panels.progress([_PART]),
        "done": panels.progress([replace(_PART, done=True)]),
    }
    found = {name: _english(_seen(panel.html)) for name, panel in made.items()}
    assert {name: texts for name, texts in found.items() if texts} == {}


_PART = panels.Part(title="999", minutes=1, done=False)


@pytest.mark.parametrize("name", figures.NAMES)
def test_what_a_figure_says_of_itself_is_in_the_language(name: str) -> None:
    plan = figures.tell(name)
    assert all("«" in text for text in (plan.title, plan.alternative, *plan.columns))


def test_a_page_brings_the_words_of_its_scripts_and_an_english_one_brings_none(assets: Assets) -> None:
    found = re.search(r'<script type="application/json" id="hf-interface">(.*?)</script>', _home(assets))
    assert found
    assert json.loads(found[1]) == interface_text.for_browser()
    translated = interface_text.language()
    try:
        interface_text.use(interface_text.ENGLISH)
        assert "hf-interface" not in _home(assets)
    finally:
        interface_text.use(translated)


def test_what_a_translation_says_of_a_value_is_escaped(assets: Assets) -> None:
    module = LIBRARY.course.modules[0].model_copy(update={"title": "<b>&"})
    assert "<b>&" not in _module(assets, module, 0)
