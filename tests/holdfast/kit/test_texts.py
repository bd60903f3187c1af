"""The parts of a pack: a school's own names in them, nothing read as markup, nothing left out that must be there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest

from content import sample
from holdfast import library
from holdfast.kit.parts import GROUPS, Fill, Heading, KitBlock, Page, Part, Quote, Ticks
from holdfast.kit.school import read_school
from holdfast.kit.texts import parts
from holdfast.library import Library, NotFound
from holdfast.model import Nation, School
from holdfast.slides.blocks import Bullets, Paragraph, Table, plain
from holdfast.slides.reading import cell
from kit_school import written

MODULE_OF_TRAINERS = "06_running_a_session"


def _texts(block: KitBlock) -> Iterator[str]:
    match block:
        case Heading(text):
            yield text
        case Paragraph(runs):
            yield plain(runs)
        case Bullets(items) | Ticks(items) | Quote(items):
            yield from map(plain, items)
        case Table(head, rows):
            yield from (plain(cell) for row in (head, *rows) for cell in row)
        case Fill(label):
            yield label
        case _:
            raise AssertionError(block)


def _said(pages: tuple[Page, ...]) -> str:
    return "\n".join(text for page in pages for text in (page.title, *(t for b in page.blocks for t in _texts(b))))


def _part(found: tuple[Part, ...], part_id: str) -> Part:
    return next(part for part in found if part.id == part_id)


@pytest.fixture
def small(tmp_path: Path) -> Library:
    return library.load(sample.build(tmp_path / "course"))


def test_the_pack_holds_every_paper_that_a_room_needs(made: tuple[Part, ...]) -> None:
    assert {part.id for part in made} >= {
        "advance-notice", "local-numbers", "who-may-train", "what-not-to-bring", "remote-rules", "run-sheet-20",
        "run-sheet-60", "run-sheet-90", "facilitator-guide", "opening-and-closing", "group-agreement", "room-cards",
        "hard-questions", "pair-cards", "role-routes", "action-card", "wallet-card", "poster-staff", "parent-page",
        "office-card", "holding-lines", "attendance-register", "feedback-now", "feedback-later", "feedback-manager",
        "aftercare-card",
    }  # fmt: skip
    assert [part.number for part in made] == sorted({part.number for part in made})
    assert {part.group for part in made} == set(GROUPS)


def test_no_page_is_empty_and_no_heading_stands_alone(made: tuple[Part, ...]) -> None:
    for part in made:
        for page in part.pages:
            assert page.blocks, part.id
            assert not isinstance(page.blocks[-1], Heading), part.id
            for here, after in zip(page.blocks, page.blocks[1:], strict=False):
                nested = isinstance(here, Heading) and isinstance(after, Heading) and after.level > here.level
                assert nested or not (isinstance(here, Heading) and isinstance(after, Heading)), (part.id, here)


@pytest.mark.parametrize("nation", get_args(Nation))
def test_nothing_is_left_open_in_any_nation(nation: Nation, course: Library, tmp_path: Path) -> None:
    for part in parts(course, read_school(written(tmp_path, {"nation": nation})).school, {}):
        said = _said(part.pages) + part.title + part.audience
        assert not re.search(r"[{}]", said), part.id
        assert "**" not in said, part.id


def test_the_local_numbers_stand_on_what_staff_carry(made: tuple[Part, ...]) -> None:
    for part_id in ("local-numbers", "action-card", "wallet-card", "poster-staff", "office-card"):
        said = _said(_part(made, part_id).pages)
        for number in ("01632 960 001", "01632 960 002", "07700 900 003"):
            assert number in said, part_id


def test_what_is_taken_from_a_module_stays_what_the_module_says(made: tuple[Part, ...], course: Library) -> None:
    cards = _part(made, "room-cards").pages
    assert [page.title for page in cards][1] == cell(course, MODULE_OF_TRAINERS, "card-pupil-now").parts[0].title
    questions = _part(made, "hard-questions").pages
    assert len(cards) == 6
    assert len(questions) == 12
    assert questions[2].blocks == cell(course, MODULE_OF_TRAINERS, "q-pay").blocks
    assert questions[2].sources == cell(course, MODULE_OF_TRAINERS, "q-pay").sources


def test_the_message_names_the_day_and_whom_to_speak_to(course: Library, tmp_path: Path) -> None:
    told = read_school(written(tmp_path, {"session.date": "2027-01-12"})).school
    (quote,) = [
        block for block in _part(parts(course, told, {}), "advance-notice").pages[0].blocks if isinstance(block, Quote)
    ]
    said = plain(quote.paragraphs[0])
    assert said.startswith("On 12 January 2027 we have a session")
    assert said.endswith("speak to Name of the lead, 01632 960 001.")


def test_a_day_that_is_not_settled_is_left_to_write_in(made: tuple[Part, ...]) -> None:
    said = _said(_part(made, "advance-notice").pages)
    assert "On [day] we have a session" in said
    assert "Day:" not in said


def test_a_row_that_the_school_has_not_told_of_is_left_out(course: Library, tmp_path: Path) -> None:
    without = _said(
        _part(parts(course, read_school(written(tmp_path, {"head": None})).school, {}), "action-card").pages
    )
    with_head = _said(_part(parts(course, read_school(written(tmp_path)).school, {}), "action-card").pages)
    assert "Name of the head" in with_head
    assert "Name of the head" not in without
    assert "Name of the deputy" in without


def test_what_a_school_types_is_never_read_as_markup(course: Library, tmp_path: Path) -> None:
    odd = "**Bold** | `x` <b>&lt;</b> [a](https://x.org) {school.name} $1$ #set"
    told = read_school(written(tmp_path, {"lead.name": odd})).school
    found = parts(course, told, {})
    assert odd in _said(_part(found, "action-card").pages)
    row = next(
        row
        for block in _part(found, "local-numbers").pages[0].blocks
        if isinstance(block, Table)
        for row in block.rows
        if plain(row[1]) == odd
    )
    assert len(row) == 4


def test_a_service_of_another_nation_is_left_out(course: Library, tmp_path: Path) -> None:
    england = _said(_part(parts(course, read_school(written(tmp_path)).school, {}), "parent-page").pages)
    northern = written(tmp_path, {"nation": "northern-ireland"})
    ireland = _said(_part(parts(course, read_school(northern).school, {}), "parent-page").pages)
    assert "Lifeline" not in england
    assert "Lifeline" in ireland


def test_a_number_that_is_not_confirmed_says_so(made: tuple[Part, ...]) -> None:
    assert "Education Support (not yet confirmed by us)" in _said(_part(made, "advance-notice").pages)


def test_the_register_knows_two_words_and_a_line_for_each_person(course: Library, tmp_path: Path) -> None:
    told = read_school(written(tmp_path, {"session.people": 75})).school
    table = [
        block
        for block in _part(parts(course, told, {}), "attendance-register").pages[0].blocks
        if isinstance(block, Table)
    ][-1]
    assert [plain(cell) for cell in table.head] == ["Name", "Completed", "Not yet"]
    assert len(table.rows) == 75
    assert all(not cell for row in table.rows for cell in row)


def test_no_feedback_asks_for_words_about_people(made: tuple[Part, ...]) -> None:
    for part_id in ("feedback-now", "feedback-later", "feedback-manager"):
        for page in _part(made, part_id).pages:
            assert not any(isinstance(block, Fill) for block in page.blocks), part_id


def test_the_front_of_the_wallet_card_and_the_file_names_say_nothing_of_the_subject(made: tuple[Part, ...]) -> None:
    front = _said(_part(made, "wallet-card").pages[:1])
    for word in ("sex", "threat", "blackmail", "picture", "suicide"):
        assert word not in front.lower()
        assert not any(word in part.id for part in made)


def test_what_rests_on_sources_names_them(made: tuple[Part, ...], course: Library) -> None:
    for part in made:
        for page in part.pages:
            assert set(page.sources) <= set(course.sources), part.id
            assert len(set(page.sources)) == len(page.sources), part.id
    assert "nca-alert-2024" in _part(made, "action-card").pages[0].sources


def test_help_for_the_reader_stands_wherever_suicide_is_named(made: tuple[Part, ...]) -> None:
    for part in made:
        said = _said(part.pages)
        if "suicide" in said.lower():
            assert re.search(r"116 123|0800 068 4141|Samaritans", said), part.id


def test_a_page_begins_where_a_section_says_so_and_takes_its_title(small: Library, school: School) -> None:
    card = _part(parts(small, school, {}), "card")
    assert card.title == "A card of Example school"
    assert [page.title for page in card.pages] == ["First", "", ""]
    assert [plain(item) for block in card.pages[0].blocks if isinstance(block, Bullets) for item in block.items] == [
        "In Room 4, next to the hall you can talk."
    ]
    assert "what the England says" in _said(card.pages)


def test_a_section_for_one_nation_is_in_its_packs_alone(school: School, tmp_path: Path) -> None:
    folders = sample.build(tmp_path / "course")
    sample.edit(folders.content / "kit" / "card.yaml", "    title: First\n", "    title: First\n    nations: [wales]\n")
    read = library.load(folders)
    assert "Stop, and listen" not in _said(_part(parts(read, school, {}), "card").pages)
    welsh = school.model_copy(update={"nation": "wales"})
    assert "Stop, and listen" in _said(_part(parts(read, welsh, {}), "card").pages)


def test_a_part_that_shares_what_is_not_there_is_refused(school: School, tmp_path: Path) -> None:
    folders = sample.build(tmp_path / "course")
    sample.edit(folders.content / "kit" / "sheet.yaml", "section: first", "section: last")
    with pytest.raises(NotFound, match="'last'"):
        parts(library.load(folders), school, {})


def test_the_same_school_gives_the_same_parts(course: Library, school: School, made: tuple[Part, ...]) -> None:
    assert parts(course, school) == made  # here with decks of its own
