"""The page that opens first leads to what is there, and every word of it can be said in another language."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import pseudo_language
from holdfast import interface_text, paths
from holdfast.lab import copies, start_page
from holdfast.library import library

PORT = 8868
LINK = re.compile(r"\[([^]]+)\]\(([^)]+)\)")
_WORDS = re.compile(r"[^\W\d_]{2}")


def page(root: Path, kept: tuple[str, ...] = ()) -> str:
    (root / "lab").mkdir(exist_ok=True)
    copies.bring(library(), root)
    return start_page.write(library(), root, PORT, kept).read_text(encoding="utf-8")


def test_each_link_leads_to_a_copy_and_to_a_cell_with_that_heading(data_root: Path) -> None:
    links = LINK.findall(page(data_root))
    places = [(words, *place.partition("#cell-id=")[::2]) for words, place in links if not place.startswith("http")]

    for words, file, cell_id in places:
        notebook = json.loads((data_root / "lab" / file).read_text(encoding="utf-8"))
        if cell_id:
            (cell,) = (cell for cell in notebook["cells"] if cell["id"] == cell_id)
            assert re.search(rf"^#+ {re.escape(words)}$", "".join(cell["source"]), re.MULTILINE), words
    assert {file for _, file, cell_id in places if not cell_id} == {
        copies.path(module.id) for module in library().course.modules
    }
    assert {cell_id for *_, cell_id in places} >= {"section-cards", "section-hard-questions", "run-sheet", "setting"}


def test_it_names_each_command_for_the_day_and_the_formgrader(data_root: Path) -> None:
    text = page(data_root)
    for module in library().course.modules:
        assert f"`holdfast present {module.id}` | `holdfast classroom {module.id}`" in text
    assert "holdfast kit --school school.yaml --out pack" in text
    assert f"](http://127.0.0.1:{PORT}/formgrader)" in text


def test_marking_is_told_for_the_folder_in_use(data_root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert f"holdfast grade --data {data_root}\n" in page(data_root)
    monkeypatch.setattr(paths, "default_data_root", lambda: data_root)
    assert "holdfast grade\n" in page(data_root)


def test_it_names_the_copies_that_are_the_trainer_s_own(data_root: Path) -> None:
    assert "You have changed these" not in page(data_root)
    assert re.search(r"You have changed these.*: Welcome, The law\n", page(data_root, ("00_welcome", "03_the_law")))


def test_the_hard_questions_and_the_cards_are_in_the_copy_that_it_leads_to(data_root: Path) -> None:
    page(data_root)
    text = (data_root / "lab" / copies.path(start_page.FOR_TRAINERS)).read_text(encoding="utf-8")
    ids = [cell["id"] for cell in json.loads(text)["cells"]]
    assert sum(each.startswith("q-") for each in ids) == 12
    assert sum(each.startswith("card-") for each in ids) == 6


@pytest.fixture
def _pseudo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    pseudo_language.write_catalogue(tmp_path / "locale")
    monkeypatch.setenv("HOLDFAST_LOCALE", str(tmp_path / "locale"))
    interface_text.use(pseudo_language.LANGUAGE)
    yield
    interface_text.use(interface_text.ENGLISH)


@pytest.mark.usefixtures("_pseudo")
def test_every_word_of_it_is_content_a_command_or_from_the_catalogue(data_root: Path) -> None:
    text = page(data_root, ("00_welcome",))
    text = re.sub(r"```.*?```", "", text, flags=re.DOTALL)  # commands
    text = re.sub(r"`[^`]*`", "", text)
    text = re.sub(r"\]\([^)]*\)", "]", text)  # places
    text = re.sub(r"\[[^«\]]*\]", "", text)  # headings and titles: content
    text = re.sub(r"«[^»]*»", "", text).replace("Welcome", "")
    assert not _WORDS.findall(text), text
