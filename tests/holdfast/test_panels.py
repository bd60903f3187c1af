"""Panels are accessible HTML from the register, with everything escaped."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

import pytest

from holdfast import figures
from holdfast.help_register import NATION_NAMES
from holdfast.library import Library, NotFound, library
from holdfast.panels import (
    Panel,
    Part,
    evidence_table,
    figure,
    glossary,
    help_by_nation,
    help_list,
    law_list,
    law_table,
    progress,
    services,
    term,
    then_and_now,
)
from holdfast.panels.drawings import framed
from panel_html import HOSTILE, hostile_course, read

_MADE: dict[str, Callable[[], Panel]] = {
    "evidence": evidence_table,
    "help": help_list,
    "help of one nation": lambda: help_list("scotland"),
    "law": law_list,
    "law table": law_table,
    "law table of one nation": lambda: law_table(nation="wales", kind="duty"),
    "figure": lambda: figure("five-words"),
    "then and now": then_and_now,
    "glossary": glossary,
    "term": lambda: term("safeguarding-lead", "wales"),
    "progress": lambda: progress([Part(title="A", minutes=2, done=True)]),
}


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """Return a course with markup in every field."""
    return hostile_course(tmp_path_factory.mktemp("hostile"))


@pytest.mark.parametrize("make", _MADE.values(), ids=_MADE)
def test_a_panel_is_well_formed_without_script_or_inline_style(make: Callable[[], Panel]) -> None:
    assert read(make()._repr_html_()).faults == []


@pytest.mark.parametrize(
    ("make", "fields"),
    [
        (evidence_table, 3 + 1),
        (help_list, 2 * 5),
        (lambda course: help_list("wales", course=course), 2 * 5),
        (law_list, 3 + 1),
        (law_table, 4 + 1),
        (then_and_now, 3 + 1),
        (glossary, 5 + 4 + 1),
        (lambda course: term("t", "wales", course=course), 5 + 1 + 1),
    ],
    ids=["evidence", "help", "help of one nation", "law", "law table", "then and now", "glossary", "term"],
)
def test_markup_in_every_field_is_shown_as_text(hostile: Library, make: Callable[..., Panel], fields: int) -> None:
    found = read(make(course=hostile).html)
    assert found.faults == []
    assert found.text.count(HOSTILE) == fields


def test_markup_in_what_a_learner_has_done_is_shown_as_text() -> None:
    found = read(progress([Part(title=HOSTILE, minutes=1, done=False)]).html)
    assert found.faults == []
    assert found.text.count(HOSTILE) == 1


def test_evidence_table_heads_its_rows_and_columns() -> None:
    html = evidence_table().html
    assert html.count('scope="row"') == len(library().evidence)
    assert html.count('scope="col"') == 3


def test_services_shows_those_it_is_asked_for_in_that_order_and_no_others() -> None:
    last, first = [entry for entry in library().resources.values() if entry.footer][:2][::-1]
    html = services(last.id, first.id).html
    assert [html.index(entry.name) for entry in (last, first)] == sorted(html.index(e.name) for e in (last, first))
    assert read(html).faults == []
    assert html.count("hf-service-name") == 2
    with pytest.raises(NotFound):
        services("nobody")


def test_help_by_nation_folds_everything_that_serves_a_nation_under_its_name() -> None:
    html = help_by_nation().html
    assert read(html).faults == []
    folds = html.split("<details")[1:]
    for fold, (nation, name) in zip(folds, NATION_NAMES.items(), strict=True):
        assert f">{name}<" in fold.partition("</summary>")[0]
        for entry in library().resources.values():
            assert (f"<strong>{escape(entry.name)}</strong>" in fold) == (nation in entry.nations), (nation, entry.id)


def test_help_list_names_every_service_and_calls_with_one_tap() -> None:
    html = help_list().html
    assert all(escape(entry.name) in html for entry in library().resources.values())
    assert 'href="tel:999"' in html


def test_help_of_one_nation_stands_under_that_nation() -> None:
    html = help_list().html
    assert html.index("Only in Northern Ireland") < html.index("Lifeline")


@pytest.mark.parametrize("nation", NATION_NAMES)
def test_help_for_one_nation_names_its_services_and_nothing_of_the_others(nation: str) -> None:
    html = help_list(nation).html  # type: ignore[arg-type]
    for entry in library().resources.values():
        named = f"<strong>{escape(entry.name)}</strong>" in html
        assert named == (nation in entry.nations), entry.id
    assert "<details" not in html


def test_help_for_a_nation_that_does_not_exist_is_an_error() -> None:
    with pytest.raises(NotFound, match="wales"):
        help_list("waless")  # type: ignore[arg-type]


@pytest.mark.parametrize("name", figures.NAMES)
def test_every_figure_says_in_words_and_rows_what_it_shows(name: str) -> None:
    drawn = figures.draw(name)
    found = read(figure(name).html)
    assert found.faults == []
    (image,) = found.all("img")
    assert image["alt"] == drawn.alternative
    assert len(drawn.alternative.split()) >= 10
    assert {"width", "height"} <= image.keys()
    assert found.all("source")[0]["media"] == "screen and (prefers-color-scheme: dark)"
    assert len(found.all("tr")) == 1 + len(drawn.rows) >= 2
    assert all(len(row) == len(drawn.columns) for row in drawn.rows)
    assert all(cell in found.text for row in drawn.rows for cell in row)


def test_the_five_words_stand_in_the_figures_words_and_in_its_table() -> None:
    html = figure("five-words").html
    assert all(html.count(step.word) >= 2 for step in library().course.steps)


def test_markup_in_a_figure_is_shown_as_text(hostile: Library) -> None:
    drawn = figures.Drawn(
        title=HOSTILE,
        alternative=HOSTILE,
        columns=(HOSTILE,),
        rows=((HOSTILE,),),
        sources=("s",),
        light=b"<svg/>",
        dark=b"<svg/>",
        width=1,
        height=1,
    )
    found = read(framed(drawn, hostile).html)
    assert found.faults == []
    assert found.text.count(HOSTILE) == 4
    assert found.all("img")[0]["alt"] == HOSTILE


def test_figure_is_the_same_bytes_each_time_it_is_drawn() -> None:
    assert figure("five-words").html == figure("five-words").html


def test_a_figure_that_does_not_exist_is_an_error() -> None:
    with pytest.raises(KeyError):
        figure("seven-words")
