"""Figures are drawn from the registers, say in words what they show, and can be read on a phone and in greyscale."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

import holdfast.server
from content import sample
from holdfast import figures
from holdfast.checks import check
from holdfast.figures import DARK, LIGHT, Drawn, Theme
from holdfast.figures._words import opening
from holdfast.library import Library, NotFound, library
from holdfast.model import Statistic
from holdfast.panels import figure
from panel_html import read

COUNTED = ("reports-by-year", "who")
PHONE = 302 / 480  # how wide a page of 360 CSS pixels shows a figure, as a share of its width (measured in a browser)
LEAST = 12
SVG = "{http://www.w3.org/2000/svg}"
LETTER = 60  # how wide a letter of the font is, in hundredths of its size


@pytest.fixture(scope="module", params=figures.NAMES)
def drawn(request: pytest.FixtureRequest) -> Drawn:
    return figures.draw(request.param)


def _name(drawn: Drawn) -> str:
    return next(name for name in figures.NAMES if figures.tell(name).title == drawn.title)


def _with(register: str, entry: Any, *, course: Library | None = None) -> Library:
    """Return a course in which one entry of a register says something else."""
    course = course or library()
    return replace(course, **{register: {**getattr(course, register), entry.id: entry}})


def _value(entry: Statistic, value: float) -> Statistic:
    return entry.model_copy(update={"rows": (entry.rows[0].model_copy(update={"value": value}), *entry.rows[1:])})


def _says(told: figures.Told) -> str:
    return " ".join((told.alternative, *(cell for row in told.rows for cell in row)))


def _series(name: str) -> list[Statistic]:
    titles = {row[0] for row in figures.tell(name).rows}
    return [entry for entry in library().statistics.values() if entry.title in titles]


def test_a_figure_is_the_same_bytes_each_time_and_differs_for_light_and_dark(drawn: Drawn) -> None:
    name = _name(drawn)
    assert figures.draw(name) == drawn
    assert drawn.light != drawn.dark


def test_a_figure_fits_a_phone_and_its_text_can_be_read_there(drawn: Drawn) -> None:
    assert drawn.width <= 480
    view = f'viewBox="0 0 {drawn.width} {drawn.height}"'
    assert view in drawn.light.decode()
    sizes = {float(scale) * 100 for scale in re.findall(r"scale\((\d[\d.]*) -\1\)", drawn.light.decode())}
    assert sizes
    assert min(sizes) * PHONE >= LEAST


def test_no_text_stands_outside_the_sheet(drawn: Drawn) -> None:
    texts = [each for each in ET.fromstring(drawn.light).iter(f"{SVG}g") if "text_" in each.get("id", "")]
    for text in texts:
        (line,) = text.findall(f"{SVG}g")
        x, y, scale = map(float, re.findall(r"-?[\d.]+", line.attrib["transform"])[:3])
        letters = [each.get("transform", "translate(0 0)") for each in line.findall(f"{SVG}use")]
        last = max(float(re.findall(r"[\d.]+", letter)[0]) for letter in letters)
        assert 0 <= x < x + scale * (last + LETTER) <= drawn.width
        assert 0 < y < drawn.height
    assert len(texts) > len(drawn.rows)


@pytest.mark.parametrize(("theme", "image"), [(LIGHT, "light"), (DARK, "dark")])
def test_a_figure_is_drawn_in_the_colours_of_its_page_and_no_other(drawn: Drawn, theme: Theme, image: str) -> None:
    used = set(re.findall(r"#[0-9a-f]{6}\b", getattr(drawn, image).decode().lower()))
    assert used <= set(vars(theme).values()) | {"#000000"}  # black is where nothing is said, as in a clip path


@pytest.mark.parametrize(("theme", "block"), [(LIGHT, 0), (DARK, 1)])
def test_the_colours_are_those_of_the_page_and_text_can_be_told_from_what_is_behind_it(
    theme: Theme, block: int
) -> None:
    css = (Path(holdfast.server.__file__).parent / "static" / "page.css").read_text(encoding="utf-8")
    tokens = dict(re.findall(r"--hf-([a-z-]+): (#\w+);", re.findall(r":root \{(.*?)\}", css, re.DOTALL)[block]))
    for name, colour in vars(theme).items():
        assert _full(tokens[name.replace("_", "-")]) == colour, name
    paper = _full(tokens["paper"])
    for text, behind in [(theme.ink, paper), (theme.soft, paper), (theme.main, paper), (theme.ink, theme.wash),
                         (theme.on_main, theme.main)]:  # fmt: skip
        assert _contrast(text, behind) >= 4.5, (text, behind)
    assert _contrast(theme.main, paper) >= 3


def _full(colour: str) -> str:
    return colour if len(colour) == 7 else "#" + "".join(2 * digit for digit in colour[1:])


def _contrast(one: str, other: str) -> float:
    low, high = sorted(_luminance(int(each[n : n + 2], 16) / 255 for n in (1, 3, 5)) for each in (one, other))
    return (high + 0.05) / (low + 0.05)


def _luminance(parts: Iterable[float]) -> float:
    linear = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def test_a_caption_names_sources_that_exist_and_what_the_figure_does_not_say(drawn: Drawn) -> None:
    assert drawn.sources
    name = _name(drawn)
    found = read(figure(name).html)
    for source in drawn.sources:
        assert library().source(source).short in found.text
    for head, text in drawn.notes:
        assert f"{head}: {text}" in found.text
    if name not in {"five-words", "seven-stages"}:
        assert drawn.notes[0][0] == "What it does not say"


def test_the_alternative_text_names_every_row(drawn: Drawn) -> None:
    for row in drawn.rows:
        named = row[2].partition(":")[0] if drawn.columns[0] == "From" else row[0]
        assert named in drawn.alternative


@pytest.mark.parametrize("name", COUNTED)
def test_a_number_of_the_register_is_the_number_drawn(name: str) -> None:
    for entry in _series(name):
        made_up = _with("statistics", _value(entry, 98_765_432))
        told = figures.tell(name, made_up)
        assert told.alternative.count("98,765,432") == 1, entry.id
        assert sum("98,765,432" in row[1] for row in told.rows) == 1
    assert figures.draw(name, made_up).light != figures.draw(name).light


@pytest.mark.parametrize("name", COUNTED)
def test_every_series_says_who_was_counted_and_what_it_does_not_say(name: str) -> None:
    told = figures.tell(name)
    for entry in _series(name):
        ((_, numbers, who, caveat),) = (row for row in told.rows if row[0] == entry.title)
        assert entry.unit in numbers
        assert all(row.label in numbers and row.note in numbers for row in entry.rows)
        assert (who, caveat) == (entry.who_counted, entry.caveat)
        assert [text for head, text in told.notes if head == entry.title and entry.who_counted in text]


@pytest.mark.parametrize("name", COUNTED)
def test_a_series_for_leads_alone_is_in_no_figure_for_all_staff(name: str) -> None:
    assert not [entry.id for entry in _series(name) if entry.leads_only]
    entry = _series(name)[0]
    told = figures.tell(name, _with("statistics", entry.model_copy(update={"leads_only": True})))
    assert entry.title not in _says(told)
    assert len(told.rows) == len(figures.tell(name).rows) - 1


def test_every_series_by_year_is_drawn_and_a_fall_is_not_told_as_a_rise() -> None:
    drawn = _series("reports-by-year")
    assert {"iwf-extortion-by-year", "childline-sessions-by-year"} <= {entry.id for entry in drawn}
    assert f"In each of {len(drawn)} counts" in figures.tell("reports-by-year").alternative
    fallen = _with("statistics", _value(drawn[0], 98_765_432))
    assert f"In {len(drawn) - 1} of {len(drawn)}" in figures.tell("reports-by-year", fallen).alternative


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"iwf-extortion-by-sex": 0}, "do not agree"),
        ({"iwf-extortion-by-sex": 0, "childline-sessions-by-sex": 0}, "there are more girls"),
        ({}, "there are more boys"),
    ],
)
def test_who_is_more_is_read_from_the_numbers(changed: dict[str, float], said: str) -> None:
    course = library()
    for series, value in changed.items():
        course = _with("statistics", _value(course.statistics[series], value), course=course)
    assert said in figures.tell("who", course).alternative


def test_a_figure_whose_series_is_gone_names_it() -> None:
    course = library()
    without = {name: entry for name, entry in course.statistics.items() if name != "ceop-reports-2024"}
    with pytest.raises(NotFound, match="ceop-reports-2024"):
        figures.tell("who", replace(course, statistics=without))
    with pytest.raises(NotFound):
        figures.tell("reports-by-year", replace(course, statistics={}))


def test_the_stages_are_drawn_from_the_register_in_their_order() -> None:
    stages = library().stages
    told = figures.tell("seven-stages")
    assert list(told.rows) == [(stage.title, stage.lived, stage.adult) for stage in stages.values()]
    first = next(iter(stages.values()))
    other = _with("stages", first.model_copy(update={"title": "Another title"}))
    assert figures.tell("seven-stages", other).rows[0][0] == "Another title"
    assert "1. Another title:" in figures.tell("seven-stages", other).alternative
    assert figures.draw("seven-stages", other).light != figures.draw("seven-stages").light


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Talk about it first. Then wait.", "Talk about it first."),
        ("Stay. Say: “I am here. It is all right.” Then call.", "Stay. Say: “I am here. It is all right.”"),
        ("Ask kindly: “What now?” Listen.", "Ask kindly: “What now?”"),
        ("It costs 1.5 times as much. Yes.", "It costs 1.5 times as much."),
        ("No end here", "No end here"),
    ],
)
def test_a_sentence_ends_where_its_quotation_does(text: str, first: str) -> None:
    assert opening(text) == first


def test_telling_what_a_figure_says_needs_no_matplotlib() -> None:
    code = (
        "import sys; from holdfast import checks, figures, panels; [figures.tell(name) for name in figures.NAMES];"
        "sys.exit('matplotlib' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_the_minutes_of_a_module_count_what_a_figure_and_its_caption_say(tmp_path: Path) -> None:
    folders = sample.build(tmp_path)
    as_of = date(2026, 1, 1) + timedelta(days=1)
    sample.edit(
        folders.modules / "01_first" / "01_first.ipynb", '"law_list(\\"threat\\")"', '"figure(\\"seven-stages\\")"'
    )
    sample.edit(folders.content / "course.yaml", "title: Practice, minutes: 12", "title: Practice, minutes: 7")
    codes = {finding.code for finding in check(folders, as_of=as_of)}
    assert "NBK007" not in codes
    assert "CRS003" not in codes
    sample.edit(folders.content / "stages.yaml", "adult: Stay calm.", f"adult: {'We do as we say ' * 115}.")
    assert "CRS003" in {finding.code for finding in check(folders, as_of=as_of)}


def test_a_figure_that_the_registers_cannot_fill_is_found_before_it_is_drawn(tmp_path: Path) -> None:
    folders = sample.build(tmp_path)
    sample.edit(folders.modules / "01_first" / "01_first.ipynb", '"law_list(\\"threat\\")"', '"figure(\\"who\\")"')
    found = [finding for finding in check(folders, as_of=date(2026, 1, 2)) if finding.code == "NBK007"]
    assert ["The figure 'who' cannot be drawn." in finding.message for finding in found] == [True]
