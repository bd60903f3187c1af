"""Kept pages: whole or not there, for this account only, and never an old one."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from holdfast.server.page_store import Kept, PageStore

PAGES = Kept(pages={"first": b"\x1f\x8b one", "second": b"two"}, assets={"quiz.js": b"export default {}"})


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "pages"


def names(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir())


def test_what_was_kept_comes_back_under_its_key_only(folder: Path) -> None:
    store = PageStore(folder)
    assert store.load("a", "k1") is None
    store.save("a", "k1", PAGES)
    store.save("live", "k1", Kept(live=True))
    again = PageStore(folder)
    assert again.load("a", "k1") == PAGES
    assert again.load("live", "k1") == Kept(live=True)
    assert again.load("a", "k2") is None
    assert again.load("b", "k1") is None


def test_a_new_version_takes_the_place_of_the_old_one_of_that_notebook(folder: Path) -> None:
    store = PageStore(folder)
    for name, key in (("m1-a", "k1"), ("m1-a-leads", "k1"), ("m1-a", "k2")):
        store.save(name, key, PAGES)
    assert names(folder) == ["m1-a-leads.k1.pages", "m1-a.k2.pages"]


def test_what_belongs_to_no_notebook_is_cleared_away(folder: Path) -> None:
    store = PageStore(folder)
    store.save("a", "k1", PAGES)
    store.save("gone", "k1", PAGES)
    (folder / ".page_half").write_bytes(b"half of a page")
    store.tidy(["a"])
    assert names(folder) == ["a.k1.pages"]


@pytest.mark.parametrize("damage", [lambda raw: raw[:-9], lambda raw: raw[:90] + b"X" + raw[91:], lambda _: b""])
def test_a_damaged_file_is_as_good_as_none(folder: Path, damage: object) -> None:
    store = PageStore(folder)
    store.save("a", "k1", PAGES)
    file = folder / "a.k1.pages"
    file.write_bytes(damage(file.read_bytes()))  # type: ignore[operator]
    assert store.load("a", "k1") is None
    store.save("a", "k1", PAGES)
    assert store.load("a", "k1") == PAGES


def test_nobody_else_on_this_computer_can_read_them(folder: Path) -> None:
    PageStore(folder).save("a", "k1", PAGES)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert [stat.S_IMODE(file.stat().st_mode) for file in folder.iterdir()] == [0o600]


def test_a_folder_that_takes_nothing_is_an_error_and_nothing_is_left_half_written(folder: Path) -> None:
    folder.write_text("a file is in the way")
    with pytest.raises(OSError, match="pages"):
        PageStore(folder).save("a", "k1", PAGES)
