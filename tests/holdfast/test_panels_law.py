"""The law as it stood on a day: what is shown, what can be narrowed, and what holds without a style sheet."""

from __future__ import annotations

import re
from datetime import date

import pytest

from holdfast.errors import UserError
from holdfast.library import NotFound, library
from holdfast.panels import law_list, law_table
from panel_html import read

_FIVE = (
    "threat-to-share-s66b",
    "blackmail-theft-act-1968-s21",
    "protection-of-children-act-1978-s1",
    "social-services-and-well-being-wales-act-2014-s130",
    "criminal-law-act-ni-1967-s5",
)
_TODAY = library().course.law_as_at


def _rows(html: str) -> list[dict[str, str]]:
    return [row for row in read(html).all("tr") if "data-kind" in row and "hidden" not in row]


def _titles(html: str) -> list[str]:
    return re.findall(r'<th scope="row" data-label="Law">(.*?)<p', html)


def test_law_list_names_what_is_in_force_where_and_on_which_day() -> None:
    html = law_list(*_FIVE).html
    assert "as at 20 November 2026" in html
    assert "Sexual Offences Act 2003, section 66B(4). Applies in England and Wales." in html
    assert "(not yet checked by us)" in html, "the Northern Irish duty was read at second hand"


def test_law_list_shows_the_entries_it_is_asked_for_in_that_order() -> None:
    html = law_list(*_FIVE).html
    titles = re.findall(r"<strong>(.*?)</strong>", html)
    assert titles == [library().law[name].title for name in _FIVE]


def test_law_list_of_an_entry_that_does_not_exist_names_the_nearest() -> None:
    with pytest.raises(NotFound, match="threat-to-share-s66b"):
        law_list("threat-to-share-s66")


def test_the_table_holds_every_provision_of_the_day_once_with_all_that_is_known_of_it() -> None:
    html = law_table().html
    held = {entry.id: version for nation in ("england", "wales", "scotland", "northern-ireland")
            for entry, version in library().law_on(_TODAY, nation)}  # type: ignore[arg-type]  # fmt: skip
    assert len(_rows(html)) == len(held)
    text = read(html).text
    for name, version in held.items():
        assert library().law[name].title in text
        assert version.plain in text
        assert version.cite in text
        assert f"since {version.from_.day} {version.from_:%B %Y}" in text
        assert version.maximum is None or f"For leads, at most: {version.maximum}" in text


def test_the_table_of_one_nation_holds_its_law_and_no_other() -> None:
    held = [entry.title for entry, _ in library().law_on(_TODAY, "northern-ireland")]
    found = read(law_table(nation="northern-ireland").html)
    assert _titles(law_table(nation="northern-ireland").html) == held
    assert "in Northern Ireland" in found.text
    assert not [row for row in found.all("input") if "data-nation" in row]


def test_the_table_of_one_kind_holds_that_kind_and_no_other() -> None:
    found = law_table(kind="duty").html
    assert {row["data-kind"] for row in _rows(found)} == {"duty"}
    assert not [each for each in read(found).all("input") if "data-kind" in each]


def test_the_table_of_another_day_holds_the_law_of_that_day() -> None:
    for day in (date(2020, 5, 1), "2020-05-01"):
        html = law_table(on=day).html
        assert "The law as at 1 May 2020" in html
        held = {entry.title for entry, _ in library().law_on(date(2020, 5, 1), "england")}
        assert held <= set(_titles(html))
        assert "section 66E" not in read(html).text, "that offence began on 6 February 2026"


def test_what_has_an_end_says_from_when_until_when() -> None:
    text = read(law_table(on="2023-01-01").html).text
    assert re.search(r"from \d+ \w+ \d{4} until 31 January 2024", text)


@pytest.mark.parametrize("call", [{"kind": "crime"}, {"nation": "cornwall"}])
def test_a_kind_or_nation_that_does_not_exist_is_an_error(call: dict[str, str]) -> None:
    with pytest.raises(NotFound):
        law_table(**call)  # type: ignore[arg-type]


def test_a_day_that_is_no_date_is_an_error_that_shows_how() -> None:
    with pytest.raises(UserError, match="2026-11-20"):
        law_table(on="20 November 2026")


def test_the_controls_are_hidden_until_a_style_sheet_makes_them_work() -> None:
    found = read(law_table().html)
    assert len(found.all("fieldset")) == 2
    assert all("hidden" in each for each in found.all("fieldset"))
    assert len(found.all("legend")) == 2
    assert len(found.all("label")) == len(found.all("input"))


def test_the_radios_of_two_panels_are_groups_of_their_own_with_everything_chosen_at_first() -> None:
    first, second = ({each["name"] for each in read(law_table().html).all("input")} for _ in range(2))
    assert len(first) == len(second) == 2
    assert not first & second
    chosen = [each["value"] for each in read(law_table().html).all("input") if "checked" in each]
    assert chosen == ["all", "all"]


def test_a_choice_that_leaves_no_row_has_a_sentence_that_is_hidden_at_first() -> None:
    found = read(law_table().html)
    there = {(nation, row["data-kind"]) for row in _rows(law_table().html) for nation in row["data-nations"].split()}
    for row in (each for each in found.all("tr") if "hidden" in each):
        assert not [kind for kind in row["data-kind"].split() if (row["data-nations"], kind) in there]
