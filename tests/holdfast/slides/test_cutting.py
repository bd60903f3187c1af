"""What stands under a title is cut into screens: nothing is lost, nothing is too much, nothing hangs alone."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.slides.blocks import Activity, Block, Bullets, Paragraph, Picture, Table, words
from holdfast.slides.cutting import LINES, cut, height
from holdfast.slides.told import Piece

from .conftest import said_on

_GAP = 0.45
_WORD = st.text(alphabet="abcdefg", min_size=1, max_size=12)
_SENTENCE = st.lists(_WORD, min_size=1, max_size=25).map(lambda found: f"{' '.join(found)}.")
_TEXT = st.lists(_SENTENCE, min_size=1, max_size=8).map(" ".join)
_PARAGRAPH = _TEXT.map(lambda text: Paragraph(words(text)))
_BULLETS = st.lists(_SENTENCE, min_size=1, max_size=12).map(lambda found: Bullets(tuple(map(words, found))))
_CELL = st.lists(_WORD, min_size=1, max_size=9).map(lambda found: f"{' '.join(found)}.")
_TABLE = st.lists(st.tuples(_CELL, _CELL), min_size=1, max_size=8).map(
    lambda rows: Table((words("One"), words("Other")), tuple((words(a), words(b)) for a, b in rows))
)
_BLOCKS = st.lists(st.one_of(_PARAGRAPH, _BULLETS, _TABLE), min_size=1, max_size=5).map(tuple)


def _piece(*blocks: Block) -> Piece:
    return Piece(blocks=blocks)


def _used(blocks: tuple[Block, ...]) -> float:
    return sum(height(block) + _GAP for block in blocks) - _GAP


@settings(deadline=None)
@given(_BLOCKS)
def test_every_word_is_on_some_screen_in_its_order_and_each_screen_is_one(blocks: tuple[Block, ...]) -> None:
    screens = cut([_piece(*blocks)])
    before = " ".join(text for text in said_on(blocks) if text not in {"One", "Other"})
    after = " ".join(text for screen in screens for text in said_on(screen.blocks) if text not in {"One", "Other"})
    assert "".join(after.split()) == "".join(before.split())
    assert all(screen.blocks and _used(screen.blocks) <= LINES + 1e-9 for screen in screens)


def test_a_long_list_is_cut_about_evenly_and_counts_on() -> None:
    items = tuple(words(f"Number {number} of them.") for number in range(13))
    first, second = cut([_piece(Bullets(items, numbered=True))])
    [one], [other] = first.blocks, second.blocks
    assert isinstance(one, Bullets)
    assert isinstance(other, Bullets)
    assert abs(len(one.items) - len(other.items)) <= 1
    assert (one.start, other.start) == (1, 1 + len(one.items))


def test_a_table_has_its_head_on_every_screen() -> None:
    rows = tuple((words(f"{number}."), words("What it means. " * 12)) for number in range(6))
    screens = cut([_piece(Table((words("No."), words("Meaning")), rows))])
    assert len(screens) > 1
    assert all(isinstance(block, Table) and block.head for screen in screens for block in screen.blocks)


def test_a_long_paragraph_is_cut_between_sentences_and_keeps_what_is_strong() -> None:
    text = "This is said with some care and at length. " * 30
    screens = cut([_piece(Paragraph((("First. ", True), (text.strip(), False))))])
    assert len(screens) > 1
    assert screens[0].blocks[0] != screens[1].blocks[0]
    assert all(said.endswith(".") for screen in screens for said in said_on(screen.blocks))
    assert isinstance(screens[0].blocks[0], Paragraph)
    assert screens[0].blocks[0].runs[0] == ("First. ", True)


def test_a_line_that_announces_a_list_goes_with_it() -> None:
    announced = Paragraph(words("Ask for five things:"))
    items = Bullets(tuple(words("Stay calm and listen to every word.") for _ in range(5)))
    for sentences in range(1, 90):
        filled = Paragraph(words("So it is. " * sentences))
        for screen in cut([_piece(filled, announced, items)]):
            if announced in screen.blocks:
                following = screen.blocks[screen.blocks.index(announced) + 1 :]
                assert isinstance(following[0], Bullets), sentences


def test_a_picture_and_an_activity_have_a_screen_to_themselves() -> None:
    picture, activity = Picture("five-words", "Five words.", ()), Activity("quiz", "m4-asking")
    screens = cut([_piece(Paragraph(words("Look.")), picture, activity)])
    assert [screen.blocks[-1] for screen in screens[1:]] == [picture, activity]
    assert len(screens) == 3


def test_a_table_that_a_screen_is_too_narrow_for_becomes_a_list() -> None:
    wide = Table(tuple(words(name) for name in "ABCD"), (tuple(words(name) for name in "abcd"),))
    high = Table((words("A"), words("B")), ((words("a " * 300), words("b " * 300)),))
    for table in (wide, high):
        assert all(isinstance(block, Bullets) for screen in cut([_piece(table)]) for block in screen.blocks)


def test_a_screen_names_what_it_rests_on_and_no_other() -> None:
    long = Paragraph(words("So it is. " * 60))
    first = Piece(blocks=(long,), sources=("one", "two"), nations=("wales",))
    second = Piece(blocks=(long,), sources=("two", "three"), nations=("scotland",))
    screens = cut([first, second])
    assert screens[0].sources == ("one", "two")
    assert screens[0].nations == ("wales",)
    assert screens[-1].sources == ("two", "three")
    [both] = cut([Piece(blocks=(Paragraph(words("A.")),), nations=("wales",)), Piece(blocks=(Paragraph(words("B.")),))])
    assert both.nations == ()
