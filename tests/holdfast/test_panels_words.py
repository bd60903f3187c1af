"""Terms, what changed, and how far a learner is: what is said, and in which nation."""

from __future__ import annotations

import re

import pytest

from holdfast.help_register import NATION_NAMES
from holdfast.library import NotFound, library
from holdfast.panels import Part, glossary, minutes_in_words, progress, term, then_and_now
from panel_html import read

_AVOID_BLOCK = re.compile(r'<div class="hf-avoid">.*?</div>', re.DOTALL)


def test_the_glossary_says_all_it_knows_of_every_term() -> None:
    text = read(glossary().html).text
    for entry in library().glossary.values():
        said = (entry.term, entry.plain, entry.why, *entry.nations.values(), *entry.avoid, *entry.heard)
        assert [phrase for phrase in said if phrase not in text] == [], entry.id


def test_words_to_avoid_stand_only_in_a_marked_block() -> None:
    for entry in library().glossary.values():
        html = term(entry.id).html
        blocks = _AVOID_BLOCK.findall(html)
        assert len(blocks) == bool(entry.avoid), entry.id
        assert all("Words to avoid:" in block and "Why: " in block for block in blocks)
        rest = read(_AVOID_BLOCK.sub("", html)).text.lower()
        assert [phrase for phrase in entry.avoid if f"“{phrase.lower()}”" in rest] == [], entry.id


def test_every_word_to_avoid_has_a_reason() -> None:
    assert [entry.id for entry in library().glossary.values() if entry.avoid and not entry.why] == []


def test_the_glossary_shows_the_terms_it_is_asked_for_in_that_order() -> None:
    html = glossary("deepfake", "blackmail").html
    assert re.findall(r"<dt>(.*?)</dt>", html) == ["Deepfake", "Blackmail"]


def test_a_term_of_one_nation_names_its_word_and_no_other() -> None:
    words = library().glossary["safeguarding-lead"].nations
    assert set(words) == set(NATION_NAMES)
    text = read(term("safeguarding-lead", "scotland").html).text
    assert "Scotland: child protection co-ordinator" in text
    assert [word for nation, word in words.items() if nation != "scotland" and word in text] == []


def test_a_term_that_only_one_nation_has_names_no_word_for_another() -> None:
    assert "LADO" in term("allegations-officer", "england").html
    assert "LADO" not in term("allegations-officer", "wales").html


@pytest.mark.parametrize("call", [("no-such-term", None), ("blackmail", "cornwall")])
def test_a_term_or_nation_that_does_not_exist_is_an_error(call: tuple[str, str | None]) -> None:
    with pytest.raises(NotFound):
        term(*call)  # type: ignore[arg-type]


def test_then_and_now_says_what_was_said_what_holds_since_when_and_where() -> None:
    text = read(then_and_now().html).text
    for change in library().changes.values():
        assert [said for said in (change.said, change.now, change.since) if said not in text] == [], change.id
    assert "England and Wales" in text
    assert "All four nations" in text


def test_then_and_now_shows_the_changes_it_is_asked_for_in_that_order() -> None:
    html = then_and_now("e13-action-fraud", "e1-section-33").html
    said = re.findall(r'<th [^>]*scope="row"[^>]*>(.*?)</th>', html)
    assert said == [library().changes[name].said for name in ("e13-action-fraud", "e1-section-33")]


def test_a_change_that_does_not_exist_is_an_error() -> None:
    with pytest.raises(NotFound, match="e1-section-33"):
        then_and_now("e1-section-3")


def test_every_term_and_change_names_sources_that_exist() -> None:
    for change in library().changes.values():
        assert change.sources, change.id
    for entry in (*library().changes.values(), *library().glossary.values()):
        assert [name for name in entry.sources if name not in library().sources] == [], entry.id


@pytest.mark.parametrize(
    ("done", "words"),
    [
        ((), "About 10 minutes · not started yet"),
        (("A",), "About 10 minutes · 8 minutes left"),
        (("A", "B"), "About 10 minutes · 1 minute left"),
        (("A", "B", "C"), "About 10 minutes · all done"),
    ],
)
def test_progress_says_in_words_what_is_left_and_what_is_done(done: tuple[str, ...], words: str) -> None:
    minutes = {"A": 1.5, "B": 7.5, "C": 0.5}
    html = progress([Part(title=name, minutes=each, done=name in done) for name, each in minutes.items()]).html
    text = read(html).text
    assert words in text
    assert f"{len(done)} of 3 parts done" in text
    assert all(f"{name}: done" in text for name in done)
    assert "<progress" not in html
    assert 'aria-hidden="true"' in html, "the line says nothing that the words do not"


@pytest.mark.parametrize(("done", "have"), [((), "0"), (("A",), "25"), (("A", "B"), "100")])
def test_the_line_is_as_long_as_what_is_done(done: tuple[str, ...], have: str) -> None:
    parts = [Part(title=name, minutes=each, done=name in done) for name, each in {"A": 1, "B": 3}.items()]
    assert read(progress(parts).html).all("rect")[1]["width"] == have


def test_progress_of_a_course_without_parts_is_all_there_is() -> None:
    assert read(progress([]).html).faults == []


def test_a_part_of_a_minute_counts_as_one() -> None:
    assert [minutes_in_words(each) for each in (0.2, 1, 1.1)] == ["1 minute", "1 minute", "2 minutes"]
