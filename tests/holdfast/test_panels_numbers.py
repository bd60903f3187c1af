"""Figures of the register, with who was counted and what they do not say."""

from __future__ import annotations

from dataclasses import replace

import pytest

from holdfast.library import NotFound, library
from holdfast.panels import numbers
from holdfast.wording import number
from panel_html import read

SERIES = library().statistics


def test_every_number_stands_with_who_was_counted_and_what_it_does_not_say() -> None:
    for name, entry in SERIES.items():
        found = read(numbers(name).html)
        assert found.faults == []
        for text in (entry.title, entry.who_counted, entry.caveat, *(number(row.value) for row in entry.rows)):
            assert text in found.text, text


def test_a_unit_opens_with_a_capital_and_keeps_its_names() -> None:
    course = library()
    entry = next(iter(SERIES.values())).model_copy(update={"unit": "reports to the CEOP in June"})
    html = numbers(entry.id, course=replace(course, statistics={entry.id: entry})).html
    assert '<th scope="col">Reports to the CEOP in June</th>' in html


def test_series_are_shown_in_the_order_asked_for_and_an_unknown_one_is_refused() -> None:
    first, last, *_ = SERIES
    html = numbers(last, first).html
    assert html.index(SERIES[last].title) < html.index(SERIES[first].title)
    with pytest.raises(NotFound):
        numbers("nothing")
