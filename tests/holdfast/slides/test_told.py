"""What code cells show is told in blocks: numbers, services and law as tables, activities by their name."""

from __future__ import annotations

import pytest

from holdfast import figures
from holdfast.library import Library, NotFound
from holdfast.slides.blocks import Activity, Picture
from holdfast.slides.reading import Call
from holdfast.slides.told import told

from .conftest import said_on


def _told(library: Library, name: str, *ids: str) -> list[tuple[str, list[str]]]:
    return [(piece.title, said_on(piece.blocks)) for piece in told(library, Call(name=name, ids=ids))]


@pytest.mark.parametrize(
    ("name", "ids", "activity"),
    [
        ("Scenario", ("can-i-show-you",), Activity("scenario", "can-i-show-you")),
        ("Quiz", ("m4-asking",), Activity("quiz", "m4-asking")),
        ("StageTimeline", (), Activity("stage-timeline")),
        ("OffenceFinder", (), Activity("offence-finder")),
        ("ActionPlan", (), Activity("action-plan")),
    ],
)
def test_a_widget_is_an_activity(library: Library, name: str, ids: tuple[str, ...], activity: Activity) -> None:
    [piece] = told(library, Call(name=name, ids=ids))
    assert piece.blocks == (activity,)


def test_a_figure_is_a_picture_and_then_its_facts_in_words(library: Library) -> None:
    [piece] = told(library, Call(name="figure", ids=("five-words",)))
    plan = figures.tell("five-words", library)
    picture, facts = piece.blocks
    assert isinstance(picture, Picture)
    assert (picture.alt, picture.rows[1:]) == (plan.alternative, plan.rows)
    assert set(said_on((facts,))) >= {step.word for step in library.course.steps}
    assert piece.sources == plan.sources


def test_a_figure_that_no_room_could_read_is_named_and_left_to_its_page(library: Library) -> None:
    [(title, said)] = _told(library, "figure", "law-timeline")
    assert title == figures.tell("law-timeline", library).title
    assert said == ["This is for reading. It stands whole on this part’s page of the course."]


def test_numbers_say_whom_they_count_and_what_they_do_not_say(library: Library) -> None:
    statistic = library.statistics["rph-who-threatens-2021"]
    [(title, said)] = _told(library, "numbers", statistic.id)
    assert title == statistic.title
    assert statistic.who_counted in said
    assert any(statistic.caveat in text for text in said)


def test_services_are_told_with_every_way_to_reach_them(library: Library) -> None:
    [(_, said)] = _told(library, "services", "childline", "samaritans")
    for name in ("childline", "samaritans"):
        for channel in library.resource(name).channels:
            assert any(channel.label in text for text in said), channel.label


def test_the_help_list_has_every_service_and_a_part_for_each_nation(library: Library) -> None:
    found = _told(library, "help_list")
    said = [text for _, texts in found for text in texts]
    assert all(any(entry.name in text for text in said) for entry in library.resources.values())
    assert "Only in Wales" in [title for title, _ in found]


def test_a_law_is_told_by_its_name_and_place_as_it_stood_that_day(library: Library) -> None:
    [(title, said)] = _told(library, "law_list", "threat-to-share-s66b")
    assert "20 November 2026" in title
    entry = library.law["threat-to-share-s66b"]
    assert entry.title in said
    assert any("66B" in text for text in said)


def test_a_term_is_told_with_words_to_avoid_and_why(library: Library) -> None:
    entry = next(each for each in library.glossary.values() if each.avoid and each.why)
    [(title, said)] = _told(library, "glossary", entry.id)
    assert title == entry.term
    assert any(entry.avoid[0] in text for text in said)
    assert any(entry.why in text for text in said)
    assert _told(library, "term", entry.id, "wales") == [(title, said)]


def test_changes_of_the_law_stand_beside_what_was_said_before(library: Library) -> None:
    change = next(iter(library.changes.values()))
    [(_, said)] = _told(library, "then_and_now", change.id)
    assert change.said in said
    assert any(text.startswith(change.now) and change.since in text for text in said)


def test_what_is_long_and_whole_is_left_to_its_page(library: Library) -> None:
    for name in ("law_table", "then_and_now"):
        [(_, said)] = _told(library, name)
        assert len(said) == 1


def test_the_table_of_evidence_is_whole(library: Library) -> None:
    [(_, said)] = _told(library, "evidence_table")
    assert all({row.material, row.under_18, row.adult} <= set(said) for row in library.evidence.values())


def test_what_shows_nothing_is_nothing(library: Library) -> None:
    assert told(library, Call(name="print", ids=("x",))) == ()


@pytest.mark.parametrize("name", ["figure", "numbers", "services", "glossary", "law_list", "Quiz", "Scenario"])
def test_an_id_that_the_course_does_not_have_is_named(library: Library, name: str) -> None:
    with pytest.raises(NotFound, match="no-such-thing"):
        told(library, Call(name=name, ids=("no-such-thing",)))
