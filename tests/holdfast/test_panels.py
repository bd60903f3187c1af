"""Panels are accessible HTML from the register, with everything escaped."""

from __future__ import annotations

import re
from html import escape
from xml.etree import ElementTree as ET

import pytest

from holdfast.library import library
from holdfast.panels import Panel, evidence_table, figure, help_list, law_list


@pytest.mark.parametrize(
    "panel", [evidence_table(), help_list(), law_list(), figure("five-words")], ids=["table", "help", "law", "figure"]
)
def test_a_panel_is_well_formed_without_script_or_inline_style(panel: Panel) -> None:
    tree = ET.fromstring(f"<div>{_closed(panel._repr_html_())}</div>")
    assert not [node for node in tree.iter() if node.tag in {"script", "style"} or "style" in node.attrib]


def _closed(html: str) -> str:
    """Close the two void elements that a panel uses, so that an XML parser can judge the rest."""
    return re.sub(r"<(source|img) ([^>]*)>", r"<\1 \2/>", html)


def test_evidence_table_heads_its_rows_and_columns() -> None:
    html = evidence_table().html
    assert html.count('scope="row"') == len(library().evidence)
    assert html.count('scope="col"') == 3


def test_help_list_names_every_service_and_calls_with_one_tap() -> None:
    html = help_list().html
    assert all(escape(entry.name) in html for entry in library().resources.values())
    assert 'href="tel:999"' in html


def test_help_of_one_nation_stands_under_that_nation() -> None:
    html = help_list().html
    assert html.index("Only in Northern Ireland") < html.index("Lifeline")


def test_figure_says_in_words_and_rows_what_it_shows() -> None:
    html = figure("five-words").html
    for step in library().course.steps:
        assert html.count(step.word) >= 2, "in the alternative text and in the table"
    assert 'media="(prefers-color-scheme: dark)"' in html


def test_figure_is_the_same_bytes_each_time_it_is_drawn() -> None:
    assert figure("five-words").html == figure("five-words").html


def test_a_figure_that_does_not_exist_is_an_error() -> None:
    with pytest.raises(KeyError):
        figure("seven-words")


def test_law_list_names_what_is_in_force_where_and_on_which_day() -> None:
    html = law_list().html
    assert "as at 20 November 2026" in html
    assert "Sexual Offences Act 2003, section 66B(4). Applies in England and Wales." in html
    assert "(not yet checked by us)" in html, "the Northern Irish duty was read at second hand"
